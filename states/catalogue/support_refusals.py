"""Why a step of a support (①–⑧) is refused, and what would cure it."""

from collections.abc import Mapping

from states.catalogue.text import Text

REFUSALS: Mapping[str, Text] = {
    "support.project_not_agreed": Text(
        "과제가 협약체결 또는 기업지원 상태가 아닙니다(현재: {state}).",
        "The project is neither agreed nor supporting (now: {state}).",
        "협약을 체결한 뒤 기업지원 차수를 개설하십시오.",
        "Sign the agreement first.",
    ),
    "support.project_not_supporting": Text(
        "과제가 기업지원 상태가 아닙니다(현재: {state}).",
        "The project is not supporting companies now ({state}).",
        "과제의 기업지원을 개시하거나 재개한 뒤 진행하십시오.",
        "Begin or resume the project's round first.",
    ),
    "support.other_round": Text(
        "차수 {round}은(는) 현재 과제 차수({current})와 다릅니다.",
        "Round {round} is not the project's present round ({current}).",
        "현재 차수로 개설하십시오.",
        "Open the support in the present round.",
    ),
    "support.unknown_programme": Text(
        "공고나 과제에 없는 프로그램입니다: {programmes}.",
        "These programmes are neither in the call nor in the project: {programmes}.",
        "공고의 프로그램 또는 과제에 포함된 지자체 추가 프로그램을 선택하십시오.",
        "Choose programmes of the call or additions the project applied with.",
    ),
    "support.programme_not_opened": Text(
        "계획의 프로그램이 이 차수의 프로그램과 다릅니다: {programmes}.",
        "The plan and the support differ in these programmes: {programmes}.",
        "차수에 개설한 프로그램을 모두, 그것만 계획하십시오.",
        "Plan all programmes of the support and no others.",
    ),
    "support.mandatory_programme": Text(
        "참여 부처({ministries})에 따라 필수인 프로그램이 빠졌습니다: {programmes}.",
        "These programmes are mandatory with the project's ministries ({ministries}): {programmes}.",
        "필수 프로그램을 계획에 포함하십시오.",
        "Include the mandatory programmes in the plan.",
    ),
    "support.mandatory_item": Text(
        "프로그램 구성 시 필수인 세부사업이 빠졌습니다: {items}.",
        "These items are mandatory in the programmes planned: {items}.",
        "필수 세부사업을 계획에 포함하십시오.",
        "Include the mandatory items in the plan.",
    ),
    "support.over_cap": Text(
        "기업당 지원 한도를 넘는 프로그램입니다: {programmes} (한도 {caps}원).",
        "Over the cap per company: {programmes} (cap {caps} won).",
        "기업당 금액을 한도 이내로 계획하십시오.",
        "Plan no more per company than the cap.",
    ),
    "support.over_award": Text(
        "계획 금액({asked}원)이 과제의 사업비({available}원)를 넘습니다.",
        "The plan ({asked} won) exceeds the project's money ({available} won).",
        "계획 금액을 사업비 이내로 줄이십시오.",
        "Plan no more than the project's money.",
    ),
    "support.reception_order": Text(
        "모집 기간({opens_at} ~ {closes_at})이 올바르지 않거나 이미 지났습니다.",
        "The reception ({opens_at} – {closes_at}) is out of order or already over.",
        "시작보다 늦고 아직 지나지 않은 마감 시각을 입력하십시오.",
        "Give a closing after the opening and after now.",
    ),
    "support.already_published": Text(
        "이미 모집 공고되었습니다({notice_no}).",
        "The company call is already published ({notice_no}).",
        "다시 모집하려면 재공고하십시오.",
        "Publish again by a further notice.",
    ),
    "support.not_published": Text(
        "아직 모집 공고되지 않았습니다.",
        "The company call is not published yet.",
        "먼저 모집 공고하십시오.",
        "Publish the company call first.",
    ),
    "support.reception_not_over": Text(
        "기업 모집이 아직 끝나지 않았습니다(마감: {closes_at}).",
        "The reception of companies is not over (until {closes_at}).",
        "마감 시각이 지난 뒤 진행하십시오.",
        "Wait until the closing.",
    ),
    "support.companies_undecided": Text(
        "선정 여부가 정해지지 않은 기업이 있습니다: {companies}.",
        "These companies are not decided on: {companies}.",
        "신청 기업마다 선정, 예비, 미선정 또는 부적격을 정하십시오.",
        "Select, waitlist, reject or exclude each of them.",
    ),
    "support.selection_differs": Text(
        "선정 명단이 기업별 선정 기록과 다릅니다: {companies}.",
        "The list differs from the companies' own selection: {companies}.",
        "선정된 기업을 모두, 선정된 금액으로 적으십시오.",
        "List every selected company once, with the amount of its selection.",
    ),
    "support.no_ktop": Text(
        "K-TOP 지수가 없는 선정기업이 있습니다: {companies}.",
        "These selected companies have no K-TOP index: {companies}.",
        "K-TOP 지수를 기록한 뒤 선정하십시오.",
        "Record the K-TOP index before the selection.",
    ),
    "support.programme_gives_money": Text(
        "'{programme}'은(는) 이 차수의 비금전 프로그램이 아니므로 참여기업으로 등록할 수 없습니다.",
        "'{programme}' is not a programme of this support that only has participants.",
        "자금을 지원하는 프로그램의 기업은 신청과 선정을 거치게 하십시오.",
        "Companies that get money apply and are selected.",
    ),
    "support.not_supported": Text(
        "'{company}'은(는) 이 차수의 지원 중이거나 완료된 기업이 아닙니다.",
        "'{company}' is not supported here.",
        "지원 중이거나 완료된 기업을 지정하십시오.",
        "Name a company that is or was supported.",
    ),
    "support.finding_not_open": Text(
        "조치 대상 지적사항과 맞지 않습니다: {companies}.",
        "These do not match the open findings: {companies}.",
        "조치할 지적사항이 있는 기업을 모두, 그것만 적으십시오.",
        "Name every company with an open finding and no other.",
    ),
    "support.not_inspected": Text(
        "점검하지 않은 지원기업이 있습니다: {companies}.",
        "These companies were not inspected: {companies}.",
        "지원기업마다 한 번 이상 점검하고 기록하십시오.",
        "Inspect each of them at least once.",
    ),
    "support.findings_open": Text(
        "조치되지 않았고 조치 예정일도 없는 지적사항이 있습니다: {companies}.",
        "These companies have findings that are neither cured nor scheduled: {companies}.",
        "조치를 마치거나 조치 예정일을 적으십시오.",
        "Cure the findings or give a day for each.",
    ),
    "support.ministry_not_partner": Text(
        "{org}은(는) 이 과제의 협업부처({partners})가 아닙니다.",
        "{org} is not a partner ministry of this project ({partners}).",
        "협업부처가 기록하여야 합니다.",
        "A partner ministry has to record it.",
    ),
    "support.preference_missing": Text(
        "우대 실적 또는 해당 없음을 기록하지 않은 부처가 있습니다: {ministries}.",
        "These ministries have recorded neither a preference nor that there is none: {ministries}.",
        "해당 부처가 우대 실적 또는 해당 없음을 기록하십시오.",
        "Let each of them record its preference or that there is none.",
    ),
    "support.company_running": Text(
        "지원이 끝나지 않은 기업이 있습니다: {companies}.",
        "These companies have not come to an end: {companies}.",
        "모든 기업의 지원 또는 환수를 마친 뒤 완료하십시오.",
        "Finish each company's support or recovery first.",
    ),
    "support.unknown_item": Text(
        "세부 프로그램이 없거나 그 프로그램의 것이 아닙니다: {programmes}.",
        "Without a sub-programme, or with another programme's: {programmes}.",
        "프로그램마다 공고의 세부 프로그램을 하나 이상 적으십시오.",
        "Plan each programme with at least one of its own sub-programmes.",
    ),
    "support.over_plan": Text(
        "선정된 지원금의 합계({given}원)가 계획({planned}원)을 넘는 프로그램입니다: {programmes}.",
        "The selected support ({given} won) exceeds the plan ({planned} won) of: {programmes}.",
        "선정 금액을 줄이거나 계획을 다시 승인받으십시오.",
        "Select less, or have the plan approved anew.",
    ),
}
