"""Why a step of a company is refused, and what would cure it."""

from collections.abc import Mapping

from states.catalogue.text import Text

REFUSALS: Mapping[str, Text] = {
    "company.brn_invalid": Text(
        "사업자등록번호가 올바르지 않습니다: {brn}.",
        "Not a valid business registration number: {brn}.",
        "사업자등록증의 열 자리 번호를 확인하십시오.",
        "Check the ten digits on the certificate of registration.",
    ),
    "company.application_sent": Text(
        "과제가 이미 제출되어 참여의향서를 추가할 수 없습니다(현재: {state}).",
        "The project is already submitted ({state}); letters of intent come before.",
        "모집 공고 시 의향서 없이 신청하게 하십시오.",
        "Let the company apply to the company call directly.",
    ),
    "company.letter_twice": Text(
        "이 과제에 이미 이 기업의 참여의향서가 있습니다.",
        "This company already has a letter of intent for the project.",
        "등록된 참여의향서를 사용하십시오.",
        "Use the letter on record.",
    ),
    "company.applied_twice": Text(
        "이 차수에 이미 이 기업의 신청이 있습니다.",
        "This company has already applied to this support.",
        "기존 신청을 확인하거나 취하한 뒤 다시 신청하십시오.",
        "See the existing application, or withdraw it first.",
    ),
    "company.other_project": Text(
        "'{support}'은(는) 이 과제의 기업지원 차수가 아닙니다.",
        "'{support}' is not a support of this project.",
        "이 과제의 차수를 지정하십시오.",
        "Name a support of this project.",
    ),
    "company.reception_closed": Text(
        "기업 모집 기간({opens_at} ~ {closes_at})이 아닙니다. 접수 시각: {received_at}.",
        "Outside the reception of companies ({opens_at} – {closes_at}); received {received_at}.",
        "모집 기간에 신청하십시오.",
        "Apply while reception is open.",
    ),
    "company.reception_running": Text(
        "기업 모집이 아직 끝나지 않았습니다(마감: {closes_at}).",
        "The reception of companies is not over (until {closes_at}).",
        "마감 시각이 지난 뒤 검토하십시오.",
        "Begin the check after the closing.",
    ),
    "company.intent_stands": Text(
        "참여의향이 아직 유효합니다(과제: {state}, 모집 마감: {closes_at}).",
        "The letter of intent still stands (project {state}, reception until {closes_at}).",
        "모집이 끝난 차수를 지정하거나 과제가 끝난 뒤 처리하십시오.",
        "Name a support whose reception is over, or wait for the end of the project.",
    ),
    "company.programme_not_offered": Text(
        "이 차수에서 신청할 수 없는 프로그램입니다: {programmes}.",
        "These programmes cannot be applied for here: {programmes}.",
        "이 차수에서 자금을 지원하는 프로그램을 선택하십시오.",
        "Choose programmes of this support that give money.",
    ),
    "company.ktop_incomplete": Text(
        "K-TOP 입력이 부족합니다: 정량정보 {items}/10, 재무정보 {finance}.",
        "The K-TOP input is incomplete: {items} of 10 items, finance {finance}.",
        "정량정보 10가지와 재무정보를 입력하여 다시 측정하십시오.",
        "Measure again with the ten items and the finance.",
    ),
    "company.no_ktop": Text(
        "K-TOP 지수가 필요한 프로그램입니다: {programmes}.",
        "These programmes ask for the K-TOP index: {programmes}.",
        "K-TOP 지수를 먼저 기록하십시오.",
        "Record the K-TOP index first.",
    ),
    "company.ktop_too_low": Text(
        "K-TOP 지수가 최저지수에 미치지 못합니다(100분의 1점 단위: {index} < {cutoff}).",
        "The K-TOP index is below the cut-off (hundredths: {index} < {cutoff}).",
        "최저지수 이상인 기업을 선정하십시오.",
        "Select companies at or above the cut-off.",
    ),
    "company.support_elsewhere": Text(
        "기업지원 차수가 선정 단계가 아닙니다(현재: {state}).",
        "The support is not selecting now ({state}).",
        "④ 지원기업 선정 단계에서 선정하십시오.",
        "Select in step ④ of the support.",
    ),
    "company.item_not_applied": Text(
        "신청하지 않은 프로그램이 선정에 있습니다: {programmes}.",
        "These programmes were not applied for: {programmes}.",
        "신청한 프로그램만 선정하십시오.",
        "Select only what was applied for.",
    ),
    "company.no_sales": Text(
        "매출액이 기록되지 않아 자부담을 계산할 수 없습니다.",
        "Without sales the self-pay cannot be computed.",
        "최근 결산 회계연도의 매출액을 신청에 적으십시오. 결산이 없으면 0입니다.",
        "Give the sales of the latest closed fiscal year; 0 if none is closed.",
    ),
    "company.self_pay": Text(
        "자부담이 기준과 다릅니다({groups}): 입력 {given}원, 기준 {asked}원.",
        "The self-pay is not what it must be ({groups}): {given} won given, {asked} won asked.",
        "일반지원은 기준 금액과 같게, 그 밖의 지원은 기준 금액 이상으로 적으십시오.",
        "General support asks exactly the amount, other support at least the amount.",
    ),
    "company.over_cap": Text(
        "기업당 연간 지원 한도를 넘습니다({key}): 요청 {asked}원, 기존 {taken}원, 한도 {ceiling}원.",
        "Over the company's yearly cap ({key}): {asked} won asked, {taken} taken, cap {ceiling}.",
        "한도 이내로 지원 금액을 줄이십시오.",
        "Lower the support to what is left of the cap.",
    ),
    "company.objected_before": Text(
        "이의신청은 한 번만 할 수 있습니다.",
        "An objection is possible once only.",
        "행정심판 등 다른 불복 절차를 이용하십시오.",
        "Use the other remedies, such as an appeal.",
    ),
    "company.objection_late": Text(
        "이의신청 기한({expires})이 지났습니다.",
        "The time to object is over ({expires}).",
        "행정심판 등 다른 불복 절차를 이용하십시오.",
        "Use the other remedies, such as an appeal.",
    ),
    "company.not_deposited": Text(
        "자부담이 부족합니다: 납입 {paid}원, 기준 {asked}원.",
        "The self-pay is not deposited in full: {paid} of {asked} won.",
        "자부담을 모두 납입한 뒤 협약하십시오.",
        "Deposit the whole self-pay first.",
    ),
    "company.support_not_begun": Text(
        "기업지원 차수가 ⑥ 단계에 이르지 않았습니다(현재: {state}).",
        "The support has not reached step ⑥ ({state}).",
        "⑤ 선정결과를 보고한 뒤 개시하십시오.",
        "Report the selection (step ⑤) first.",
    ),
    "company.end_outside": Text(
        "지원 종료 시각({given})은 현재 이후, 협약 종료일({last}) 이내여야 합니다.",
        "The support must end after now and within the agreement ({given}; last day {last}).",
        "협약기간 안의 종료 시각을 입력하십시오.",
        "Give an end within the agreement.",
    ),
    "company.not_accepted": Text(
        "시정 결과는 기업이 스스로 승인할 수 없습니다.",
        "A company cannot accept its own correction.",
        "주관기관 담당자의 승인을 받으십시오.",
        "Have a person of the lead organisation accept it.",
    ),
    "company.deliverables": Text(
        "산출물이 확인되지 않았습니다.",
        "The deliverables are not checked.",
        "산출물을 확인한 뒤 완료하십시오.",
        "Check the deliverables first.",
    ),
    "company.something_to_recover": Text(
        "지급된 지원금({paid}원)이 있어 포기로 종결할 수 없습니다.",
        "{paid} won were already paid; giving up cannot end the support.",
        "의견제출을 거쳐 지원취소와 환수로 처리하십시오.",
        "Cancel the support after a hearing, and recover the money.",
    ),
    "company.no_hearing": Text(
        "지원취소 전 의견제출 절차가 끝나지 않았습니다.",
        "The company has not been heard before the cancellation.",
        "의견제출을 통지하고, 의견을 받거나 기한이 지난 뒤 취소하십시오.",
        "Ask for its opinion, and wait for the answer or the end of the period.",
    ),
    "company.not_repaid": Text(
        "반환액({repaid}원)이 환수액({recover}원)에 미치지 못합니다.",
        "Only {repaid} of {recover} won are repaid.",
        "환수액이 모두 반환된 뒤 종결하십시오.",
        "Wait until the whole amount is repaid.",
    ),
    "company.costs": Text(
        "정산이 끝나지 않았거나 지급액보다 많이 집행하였습니다(집행 {spent}원, 지급 {paid}원).",
        "The costs are not settled, or more was spent than paid (spent {spent}, paid {paid} won).",
        "증빙을 정산하고 집행액을 지급액 안에서 적으십시오.",
        "Settle the vouchers; what was spent lies within what was paid.",
    ),
    "company.recover_too_much": Text(
        "환수액({recover}원)이 지급한 지원금({paid}원)보다 많습니다.",
        "More is to be recovered ({recover} won) than was paid ({paid} won).",
        "환수액을 지급한 지원금 이내로 정하십시오.",
        "Recover at most what was paid.",
    ),
    "company.paid_too_much": Text(
        "지급액의 합계({paid}원)가 선정된 지원금({amount}원)을 넘습니다.",
        "The payments ({paid} won) would exceed the support selected ({amount} won).",
        "지원금 안에서 지급하십시오.",
        "Pay within the support.",
    ),
    "company.spending_differs": Text(
        "정산한 집행액({spent}원)이 RCMS 집행실적({recorded}원)과 다릅니다.",
        "The settlement says {spent} won were spent, RCMS {recorded} won.",
        "RCMS 집행실적을 다시 반영하거나 정산액을 고치십시오.",
        "Import RCMS again, or correct the settlement.",
    ),
    "company.unspent_kept": Text(
        "집행하지 않은 지원금 {unspent}원 중 {returned}원만 반납되었습니다.",
        "Of {unspent} won left unspent only {returned} won were given back.",
        "집행잔액을 모두 반납받은 뒤 완료하십시오.",
        "Take back all that was not spent.",
    ),
    "company.self_pay_short": Text(
        "집행한 기업 자부담({self_paid}원)이 집행액에 비례한 자부담({asked}원)보다 적습니다.",
        "The company spent {self_paid} won of its own; its share of what was spent is {asked} won.",
        "자부담 집행 증빙을 보완하거나 집행액을 줄이십시오.",
        "Prove the rest of the own share, or count less as spent.",
    ),
    "company.repaid_elsewhere": Text(
        "반환액({repaid}원)이 환수 결정액({recover}원)보다 많습니다.",
        "More was repaid ({repaid} won) than was to be recovered ({recover} won).",
        "환수 결정액을 적고 초과분은 돌려주십시오.",
        "Enter what was to be recovered and give the rest back.",
    ),
    "company.brn_succeeded": Text(
        "{brn}은(는) {successor}(으)로 승계된 사업자등록번호입니다.",
        "The registration number {brn} was succeeded by {successor}.",
        "승계한 사업자등록번호로 신청하십시오. 한도는 승계됩니다.",
        "Act under the successor's number: the caps follow.",
    ),
    "company.item_not_planned": Text(
        "승인된 계획에 없는 세부 프로그램이거나 세부 프로그램이 빠졌습니다: {items}.",
        "A sub-programme is missing or not in the approved plan: {items}.",
        "항목마다 계획에 있는 세부 프로그램을 적으십시오.",
        "Name a sub-programme of the plan for each item.",
    ),
}
