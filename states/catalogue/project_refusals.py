"""What a project's refusals say (공고 §1–§7; 운영요령), with the facts that show them."""

from collections.abc import Mapping

from states.catalogue.text import Text

APPLICATION: Mapping[str, Text] = {
    "call.not_announced": Text(
        "공고일은 {announced_on}입니다. 요청 도달: {received_at}.",
        "The call is announced on {announced_on}; the request arrived at {received_at}.",
        "공고일 이후에 등록하십시오.",
        "Register from the day of the announcement on.",
    ),
    "reception.not_open": Text(
        "접수는 {opens_at}에 시작합니다. 요청 도달: {received_at}.",
        "Reception opens at {opens_at}; the request arrived at {received_at}.",
        "접수 시작 후 다시 요청하십시오.",
        "Try again once reception is open.",
    ),
    "reception.closed": Text(
        "접수는 {closes_at}에 마감되었습니다. 요청 도달: {received_at}.",
        "Reception closed at {closes_at}; the request arrived at {received_at}.",
        "장애로 늦었다면 증빙을 갖추어 주관부처에 구제를 요청하십시오.",
        "If an outage was the cause, ask the lead ministry for relief with evidence.",
    ),
    "reception.running": Text(
        "접수가 {closes_at}까지 진행 중입니다.",
        "Reception runs until {closes_at}.",
        "접수 마감 후 처리하십시오.",
        "Act after reception has closed.",
    ),
    "area.not_eligible": Text(
        "{area} 지역은 이 공고의 지원대상이 아닙니다.",
        "The area {area} is not eligible under this call.",
        "공고 붙임1·붙임2의 지역 코드(5자리)를 확인하십시오.",
        "Check the 5-digit code against annexes 1 and 2 of the announcement.",
    ),
    "area.taken": Text(
        "이 지역({key})에는 이미 신청 중인 과제가 있습니다.",
        "The area ({key}) already has a live project of this call.",
        "기존 과제를 확인하십시오. 취하·종료된 뒤에 등록할 수 있습니다.",
        "Look for the other project; its area is free once it has ended.",
    ),
    "lead.not_designated": Text(
        "이 지역의 주관기관은 {lead}입니다. 요청 기관: {org}.",
        "The designated lead of this area is {lead}, not {org}.",
        "지정된 테크노파크가 처리하십시오.",
        "Let the designated technopark act.",
    ),
    "ministries.combination": Text(
        "{ministries} 조합으로는 협업할 수 없습니다.",
        "These ministries cannot work together: {ministries}.",
        "중소벤처기업부와 하나 이상의 협업부처를 선택하십시오(붙임6).",
        "Choose the lead ministry and one or more partners (annex 6).",
    ),
    "ministries.no_link": Text(
        "{area} 지역은 {ministries}의 연계 대상이 아닙니다.",
        "The area {area} has no link to {ministries}.",
        "해당 부처를 제외하거나 농촌협약 지역을 확인하십시오(붙임2).",
        "Leave the ministry out, or check the rural agreements (annex 2).",
    ),
    "ministries.no_evidence": Text(
        "{area} 지역과 {ministries}의 연계를 증빙할 자료가 없습니다.",
        "There is no evidence that links {area} to {ministries}.",
        "지정일과 증빙 문서를 함께 등록하십시오.",
        "Record the proof with its date.",
    ),
    "parts.missing": Text(
        "필수사항이 비어 있습니다: {missing}.",
        "Required parts are missing: {missing}.",
        "빠진 항목을 저장한 뒤 제출하십시오.",
        "Save the missing parts, then submit.",
    ),
    "confirmation.missing": Text(
        "지방자치단체의 확인이 없습니다: {missing}.",
        "Not confirmed by: {missing}.",
        "기초·광역지자체의 확인을 받아 저장하십시오.",
        "Obtain and save the confirmations of municipality and province.",
    ),
    "consent.missing": Text(
        "기초지자체({area})의 동의가 없습니다.",
        "The municipality {area} has not consented.",
        "기초지자체의 동의를 받은 뒤 다시 요청하십시오.",
        "Obtain the municipality's consent first.",
    ),
    "funding.nothing_asked": Text(
        "신청 국비가 {national}원입니다.",
        "The state money asked for is {national} won.",
        "국비를 1원 이상 입력하십시오.",
        "Ask for one won or more.",
    ),
    "funding.unbalanced": Text(
        "국비 {national}원에 대한 지방비 {local}원이 모자랍니다. 필요액: {needed}원.",
        "Local money of {local} won is too little for {national} won of state money; {needed} won are needed.",
        "국비와 지방비를 7:3에 맞추십시오.",
        "Match state and local money 7 to 3.",
    ),
    "funding.province_share": Text(
        "광역지자체 부담 {province}원이 총사업비의 {percent}%에 못 미칩니다. 필요액: {needed}원.",
        "The province's {province} won are below {percent} % of the total; {needed} won are needed.",
        "광역지자체 부담액을 늘리십시오.",
        "Raise the province's share.",
    ),
    "funding.province_alone": Text(
        "이 지역은 광역지자체만 지방비를 부담합니다. 입력된 기초 부담: {municipality}원.",
        "Here the province alone pays; the municipality was given {municipality} won.",
        "기초지자체 부담을 0원으로 하고 광역지자체가 부담하십시오.",
        "Set the municipality's share to 0 and let the province pay it.",
    ),
    "funding.direct_share": Text(
        "직접지원비 {direct}원이 사업비 {total}원의 {percent}%에 못 미칩니다.",
        "Direct support of {direct} won is below {percent} % of {total} won.",
        "지원기업 직접지원비를 늘리십시오.",
        "Raise the direct support of companies.",
    ),
    "cap.undecided": Text(
        "{ministries}개 부처 협업의 국비 한도가 아직 정해지지 않았습니다.",
        "The cap of state money for {ministries} ministries is still undecided.",
        "주관부처의 한도 결정을 기다리십시오.",
        "Wait for the lead ministry to record its decision.",
    ),
    "cap.exceeded": Text(
        "국비 {national}원이 연간 한도 {cap}원을 넘습니다.",
        "State money of {national} won is above the yearly cap of {cap} won.",
        "국비를 한도 이내로 줄이십시오.",
        "Lower it to the cap.",
    ),
    "people.lead_researcher": Text(
        "총괄책임자는 한 명이어야 합니다. 현재 {count}명.",
        "One lead researcher is needed; there are {count}.",
        "총괄책임자를 한 명만 지정하십시오.",
        "Name exactly one.",
    ),
    "people.repeated": Text(
        "같은 사람이 두 번 등록되었습니다: {people}.",
        "Named more than once: {people}.",
        "중복을 지우십시오.",
        "Name each person once.",
    ),
    "people.rate_too_low": Text(
        "참여율이 기준(총괄책임자 {lead_percent}%, 참여인력 {member_percent}%)보다 낮습니다: {people}.",
        "Below the least rate (lead researcher {lead_percent} %, others {member_percent} %): {people}.",
        "참여율을 높이거나 참여인력에서 제외하십시오.",
        "Raise the rate or leave the person out.",
    ),
    "people.over_total": Text(
        "{key}의 참여율 합계가 모든 과제에서 {ceiling}%를 넘습니다.",
        "The rates of {key} exceed {ceiling} % over all projects.",
        "다른 과제의 참여율을 확인하여 조정하십시오.",
        "Check the person's other projects and lower the rate.",
    ),
    "people.approval_missing": Text(
        "총괄책임자 변경에는 승인이 필요합니다. 변경 전: {before}, 변경 후: {after}.",
        "A change of the lead researcher from {before} to {after} needs approval.",
        "전문기관의 승인 문서를 첨부하십시오.",
        "Attach the agency's approval.",
    ),
    "programmes.unknown": Text(
        "이 공고에 없는 프로그램입니다: {programmes}.",
        "Not a programme of this call: {programmes}.",
        "공고의 세부 지원프로그램 중에서 선택하십시오.",
        "Choose among the programmes of the call.",
    ),
    "programmes.mandatory": Text(
        "필수 프로그램이 빠졌습니다: {programmes}.",
        "Mandatory programmes are missing: {programmes}.",
        "법무부와 협업하면 외국인 인력채용 프로그램을 포함하십시오.",
        "Add them: hiring of foreign staff is mandatory with the Ministry of Justice.",
    ),
    "programmes.items": Text(
        "프로그램 구성의 필수 항목이 빠졌습니다: {items}.",
        "Mandatory items of a programme are missing: {items}.",
        "필수 항목을 포함하십시오.",
        "Add the mandatory items.",
    ),
}

EVALUATION: Mapping[str, Text] = {
    "acceptance.too_late": Text(
        "선정 수락 기한은 {expires}에 끝났고 {arrived_at}에 수락되었습니다. 선정 유지 여부: {awarded}.",
        "The time to accept ended at {expires}; this counts at {arrived_at}; still awarded: {awarded}.",
        "기한 안에 도달한 서류가 있으면 서류 접수 처리로 입력하십시오.",
        "If a letter had come in time, let the paper desk enter it.",
    ),
    "hearing.none": Text(
        "의견제출 통지가 없어 낼 의견이 없습니다. 상태: {state}.",
        "No hearing was announced that an opinion could answer; the project is {state}.",
        "의견제출 통지를 받은 뒤 제출하십시오.",
        "Submit the opinion once a hearing is announced.",
    ),
    "results.not_due": Text(
        "낼 성과활용보고가 없습니다. 정산 완료: {settled}, 제출 {received}회, 필요 {needed}회.",
        "No results report is owed; settled: {settled}, {received} received of {needed}.",
        "사업비 정산이 끝난 뒤 공고가 정한 횟수만큼 제출하십시오.",
        "Submit the call's number of reports after the settlement.",
    ),
    "supplement.again": Text(
        "보완은 한 번만 요청할 수 있습니다. 이미 요청한 항목: {items}.",
        "A supplement is asked for once; it was asked for: {items}.",
        "남은 흠은 사전검토 의견에 기록하십시오.",
        "Note what is still missing in the screening.",
    ),
    "supplement.overdue": Text(
        "보완 기한({due_date})이 지났습니다.",
        "The supplement was due on {due_date}.",
        "전문기관에 문의하십시오.",
        "Ask the agency.",
    ),
    "screening.unknown_reason": Text(
        "'{ground}'은(는) 사전지원제외 사유가 아닙니다. 가능한 사유: {known}.",
        "'{ground}' is no reason of exclusion; there are: {known}.",
        "운영요령 제23조제2항의 사유 중에서 선택하십시오.",
        "Choose one of the reasons.",
    ),
    "panel.conflict": Text(
        "제척 사유가 있는 위원입니다: {evaluators} (사유: {grounds}).",
        "These evaluators have a conflict: {evaluators} (grounds: {grounds}).",
        "이해관계가 없는 위원으로 바꾸십시오.",
        "Replace them with evaluators free of conflicts.",
    ),
    "panel.not_appointed": Text(
        "평가위원회 위원이 아닙니다: {evaluators}.",
        "Not on the evaluation committee: {evaluators}.",
        "부처가 위촉한 위원으로 구성하십시오.",
        "Choose evaluators the ministries have named.",
    ),
    "panel.not_declared": Text(
        "서약서를 내지 않은 위원이 있습니다: {evaluators}.",
        "These evaluators have not declared their conflicts: {evaluators}.",
        "이해관계 서약을 먼저 받으십시오.",
        "Let them declare first.",
    ),
    "panel.judged_before": Text(
        "처음 평가한 위원이 재평가할 수 없습니다: {evaluators}.",
        "Those who judged first cannot judge again: {evaluators}.",
        "다른 위원으로 평가단을 구성하십시오.",
        "Let another panel evaluate anew.",
    ),
    "panel.repeated": Text(
        "같은 위원이 두 번 지정되었습니다: {evaluators}.",
        "Named more than once: {evaluators}.",
        "중복을 지우십시오.",
        "Name each evaluator once.",
    ),
    "panel.same": Text(
        "처음 판단한 위원이 이의신청을 심의할 수 없습니다: {members}.",
        "Those who judged first cannot judge the objection: {members}.",
        "다른 위원으로 심의하십시오.",
        "Let another panel decide.",
    ),
    "presenter.not_lead_researcher": Text(
        "발표자 {presenter}은(는) 총괄책임자({lead_researcher})가 아닙니다.",
        "{presenter} is not the lead researcher ({lead_researcher}).",
        "총괄책임자가 발표하여야 합니다.",
        "The lead researcher must present.",
    ),
    "no_show.undecided": Text(
        "발표 불참의 처리 방법이 정해지지 않았습니다.",
        "How a no-show is treated is undecided.",
        "공고에서 이 설정을 먼저 결정하십시오.",
        "Record a decision on this setting of the call first.",
    ),
    "aggregation.undecided": Text(
        "점수 집계 방법이 정해지지 않았습니다.",
        "How scores are combined is undecided.",
        "공고에서 이 설정을 먼저 결정하십시오.",
        "Record a decision on this setting of the call first.",
    ),
    "sheets.too_few": Text(
        "평가표 {count}부로는 집계할 수 없습니다. 최소 {least}부.",
        "{count} sheets are too few; {least} are needed.",
        "모든 위원의 평가표를 제출하십시오.",
        "Submit the sheets of all evaluators.",
    ),
    "sheets.missing": Text(
        "평가표를 내지 않은 위원이 있습니다: {missing}.",
        "Sheets are missing from: {missing}.",
        "평가표를 받거나 위원의 불참을 의사록과 함께 기록하십시오.",
        "Obtain them, or record the evaluator's absence with the minutes.",
    ),
    "sheets.erased": Text(
        "제출된 평가표 {handed}부 중 {found}부만 남아 있습니다.",
        "Of {handed} sheets handed in, {found} can still be read.",
        "위원에게 평가표를 다시 받으십시오.",
        "Obtain the sheets again.",
    ),
    "sheets.sealed": Text(
        "평가위원별 점수는 공개되지 않습니다. 요청: {role} {org}, 과제 상태: {state}.",
        "Single evaluators' scores are sealed from {role} {org} (the project is {state}).",
        "평가 마감 후 간사·전문기관·감사자가 볼 수 있습니다. 위원은 자신의 평가표만 볼 수 있습니다.",
        "The secretary, the agency and auditors may read them once closed; an evaluator their own.",
    ),
    "sheet.not_on_panel": Text(
        "{evaluator}은(는) 이 과제의 평가위원이 아니거나 평가에서 빠졌습니다.",
        "{evaluator} is not on this project's panel, or no longer.",
        "평가위원 본인의 평가표만 낼 수 있습니다.",
        "Only an evaluator of the panel can hand in a sheet, and only their own.",
    ),
    "sheet.points": Text(
        "평가표의 점수가 잘못되었습니다. 지표: {indicators}.",
        "Points are wrong for the indicators {indicators}.",
        "모든 지표를 배점 이내로 평가하십시오.",
        "Score every indicator within its points.",
    ),
    "deduction.unknown_ground": Text(
        "감점 사유가 아닙니다: {grounds}. 가능한 사유: {known}.",
        "No ground to mark down: {grounds}; there are: {known}.",
        "공고의 감점 사유 중에서 선택하십시오.",
        "Choose a ground of the call.",
    ),
    "deduction.above_most": Text(
        "감점 한도({most}점)를 넘거나 한도가 정해지지 않았습니다.",
        "More is marked down than the {most} points admitted, or how much may be is undecided.",
        "한도 이내로 감점하거나 공고에서 이 설정을 먼저 결정하십시오.",
        "Mark down no more than that, or decide the setting of the call first.",
    ),
    "evaluator.not_awaited": Text(
        "{evaluator}의 평가표를 기다리고 있지 않습니다. 기다리는 위원: {awaited}.",
        "No sheet of {evaluator} is awaited; awaited are: {awaited}.",
        "평가단에서 평가표를 내지 않은 위원을 지정하십시오.",
        "Name an evaluator of the panel whose sheet is missing.",
    ),
    "objection.too_late": Text(
        "이의신청 기간이 아닙니다. 기간 만료: {expires}, 도달: {arrived_at}.",
        "The objection is not in time; the period ends at {expires}, it arrived at {arrived_at}.",
        "기간 안에 도달한 서류가 있으면 접수대장과 함께 전문기관에 알리십시오.",
        "If a paper arrived in time, tell the agency its receipt number.",
    ),
    "objection.again": Text(
        "이 결정에는 이미 이의신청을 하였습니다: {objected}.",
        "There was already an objection to this decision: {objected}.",
        "행정심판 등 다른 구제 방법을 확인하십시오.",
        "See which other remedies the law gives.",
    ),
    "objection.other_decision": Text(
        "기간이 경과한 결정('{lapsed_in}')에 대한 이의신청이 아닙니다: {trigger}.",
        "What lapsed was '{lapsed_in}'; {trigger} objects to another decision.",
        "경과한 결정에 대한 이의신청으로 접수하십시오.",
        "Object to the decision whose period lapsed.",
    ),
    "award.above_cap": Text(
        "선정액 {amount}원이 연간 한도 {cap}원을 넘습니다.",
        "The award of {amount} won is above the yearly cap of {cap} won.",
        "한도 이내로 선정하십시오.",
        "Award no more than the cap.",
    ),
    "award.above_awarded": Text(
        "확정액 {amount}원이 선정액 {award}원을 넘습니다.",
        "{amount} won are more than the {award} won awarded.",
        "선정액 이내로 확정하십시오.",
        "Confirm no more than was awarded.",
    ),
    "award.not_lower": Text(
        "조정액 {amount}원이 현재 국비 {award}원보다 적지 않습니다.",
        "{amount} won are not less than the present {award} won.",
        "현재 국비보다 적은 금액을 입력하십시오.",
        "Give a lower amount, above 0.",
    ),
    "match.not_pledged": Text(
        "국비 {award}원의 지방비 확약이 모자랍니다. 광역 {province}원(필요 {province_needed}원), "
        "기초 {municipality}원, 지방비 필요액 {local_needed}원.",
        "The pledges do not match {award} won: province {province} (needs {province_needed}), municipality "
        "{municipality}, local money needed {local_needed}.",
        "광역·기초지자체의 확약액을 기준에 맞추십시오.",
        "Obtain pledges that match.",
    ),
    "hearing.not_held": Text(
        "의견제출 절차가 끝나지 않았습니다. 의견제출 기한: {opinion_due}.",
        "The hearing is not over; opinions are due on {opinion_due}.",
        "처분을 통지하고 10일 이상 의견을 들은 뒤 처리하십시오.",
        "Give notice and hear the lead for ten days or more first.",
    ),
    "ground.no_period_missed": Text(
        "경과된 기한이 없습니다.",
        "No period was missed.",
        "취소 사유를 확인하십시오.",
        "Check the ground of the cancellation.",
    ),
}

AGREEMENT: Mapping[str, Text] = {
    "supplement.unanswered": Text(
        "답변하지 않은 보완사항이 있습니다: {missing}.",
        "Supplements are not answered: {missing}.",
        "모든 보완사항에 답변하십시오.",
        "Answer every one.",
    ),
    "supplement.unconfirmed": Text(
        "기초지자체({area})가 과제보완을 확인하지 않았습니다.",
        "The municipality {area} has not confirmed the supplement.",
        "기초지자체의 확인을 받으십시오.",
        "Obtain its confirmation.",
    ),
    "agreement.unsigned": Text(
        "서명하지 않은 기관이 있습니다: {missing}.",
        "Not signed by: {missing}.",
        "모든 당사자의 서명을 받으십시오.",
        "Obtain every signature.",
    ),
    "agreement.items": Text(
        "협약 항목 {needed}개 중 빠진 번호: {missing}.",
        "Of the agreement's {needed} items these are missing: {missing}.",
        "운영요령 제66조의 항목을 모두 포함하십시오.",
        "Add the items that article 66 asks for.",
    ),
    "agreement.not_in_plan": Text(
        "지역산업진흥계획({province})에 과제가 반영되지 않았습니다.",
        "The regional industry plan ({province}) does not contain the project.",
        "계획 반영을 먼저 기록하십시오.",
        "Record its entry in the plan first.",
    ),
    "agreement.term": Text(
        "협약기간 {starts_on}~{ends_on}이 공고({term_starts_on}~{term_ends_on})와 다릅니다.",
        "The term {starts_on} to {ends_on} is not the call's {term_starts_on} to {term_ends_on}.",
        "공고의 협약기간으로 체결하십시오.",
        "Use the term of the call.",
    ),
    "payment.not_yours": Text(
        "'{source}' 교부는 이 역할이 기록할 수 없습니다. 기록 가능한 재원: {own}.",
        "This role records payments of {own}, not of {source}.",
        "재원을 부담하는 기관이 기록하십시오.",
        "Let the paying organisation record it.",
    ),
    "state_money.unpaid": Text(
        "국비가 아직 교부되지 않았습니다(교부액 {paid}원).",
        "No state money has been granted yet ({paid} won).",
        "국비 교부를 먼저 기록하십시오.",
        "Record its payment first.",
    ),
}

CLOSING: Mapping[str, Text] = {
    "grade.unknown": Text(
        "'{grade}'은(는) 없는 등급입니다. 등급: {known}.",
        "There is no grade '{grade}'; there are: {known}.",
        "공고의 등급 중에서 선택하십시오.",
        "Choose a grade of the call.",
    ),
    "grade.stops": Text(
        "'{grade}' 등급은 계속 지원할 수 없습니다.",
        "The grade '{grade}' stops the project.",
        "중단 평가로 처리하십시오.",
        "Stop the project instead.",
    ),
    "grade.continues": Text(
        "'{grade}' 등급은 중단 사유가 아닙니다.",
        "The grade '{grade}' continues the project.",
        "계속으로 처리하십시오.",
        "Continue it instead.",
    ),
    "budget.not_recorded": Text(
        "{year}년 예산이 아직 기록되지 않았습니다.",
        "The budget of {year} is not recorded yet.",
        "예산 확정을 먼저 기록하십시오.",
        "Record the budget vote first.",
    ),
    "budget.exceeded": Text(
        "선정액 합계가 {key}년 예산 {ceiling}원을 넘습니다.",
        "The awards exceed the {key} budget of {ceiling} won.",
        "금액을 예산 이내로 줄이십시오.",
        "Lower the amount.",
    ),
    "area_year.exceeded": Text(
        "지자체의 연간 국비({key})가 한도 {ceiling}원을 넘습니다.",
        "The area's state money of the year ({key}) exceeds {ceiling} won.",
        "금액을 한도 이내로 줄이십시오.",
        "Lower the amount.",
    ),
    "usage.not_reported": Text(
        "사용실적 보고가 없습니다.",
        "There is no usage report.",
        "사용실적 보고를 먼저 받으십시오.",
        "Obtain the usage report first.",
    ),
    "settlement.not_notified": Text(
        "정산 결과를 통보하지 않았습니다.",
        "The settlement has not been notified.",
        "정산 통보를 먼저 하십시오.",
        "Notify it first.",
    ),
    "settlement.refund_open": Text(
        "회수금 {refund}원 중 {refunded}원만 납부되었습니다.",
        "Of {refund} won to pay back, {refunded} won have come.",
        "회수금을 납부한 뒤 정산을 마치십시오.",
        "Settle once it is paid back.",
    ),
    "results.missing": Text(
        "성과활용보고 {needed}회 중 {received}회만 제출되었습니다.",
        "Of {needed} results reports {received} have come.",
        "남은 보고를 받은 뒤 종료하십시오.",
        "Close once all have come.",
    ),
    "results.again": Text(
        "{year}년 성과활용보고는 이미 제출되었습니다.",
        "The results report of {year} was already submitted.",
        "보고 연도를 확인하십시오.",
        "Check the year.",
    ),
    "sanction.too_late": Text(
        "재심의 신청 기간이 아닙니다. 기간 만료: {expires}.",
        "A re-examination cannot be asked for now; the period ends at {expires}.",
        "다른 구제 방법을 확인하십시오.",
        "See which other remedies the law gives.",
    ),
    "sanction.too_long": Text(
        "참여제한 {years}년은 상한 {most}년을 넘습니다.",
        "A restriction of {years} years is above the most of {most} years.",
        "상한 이내로 정하십시오.",
        "Decide on no more than that.",
    ),
    "sanction.unpaid": Text(
        "환수금·제재부가금 {amount}원 중 {paid}원만 납부되었습니다.",
        "Of {amount} won of recoveries and fines, {paid} won are paid.",
        "납부가 끝난 뒤 처리하십시오.",
        "Act once it is paid.",
    ),
    "sanction.not_missed": Text(
        "독촉할 금액이 없거나 납부기한이 남아 있습니다. 미납액: {due}원, 기한 진행: {running}.",
        "There is nothing to demand yet: {due} won are owed, period running: {running}.",
        "납부기한이 지난 뒤 독촉하십시오.",
        "Demand it once the period has passed.",
    ),
    "sanction.partial_payment": Text(
        "납부액 {amount}원이 미납액 {due}원과 다릅니다.",
        "{amount} won are not the {due} won owed.",
        "미납액 전부가 납부되었을 때 기록하십시오.",
        "Record the payment when all of it has come.",
    ),
    "taken_over.term": Text(
        "협약기간이 {ends_on}까지라 오늘({today}) 최종보고 대기로 인수할 수 없습니다.",
        "The term lasts until {ends_on}: on {today} no final report is awaited.",
        "지금의 연차로 인수하십시오.",
        "Take it over in its present round.",
    ),
    "taken_over.year": Text(
        "인수하는 상태의 회계연도({expected})가 아닙니다: {year}.",
        "Not the fiscal year ({expected}) of the state it is taken over in: {year}.",
        "과제의 현재 차수에 해당하는 회계연도와 금액을 적으십시오.",
        "Give the year, and the money, of the project's present round.",
    ),
}

REFUSALS: Mapping[str, Text] = {**APPLICATION, **EVALUATION, **AGREEMENT, **CLOSING}
