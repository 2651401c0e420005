"""Why a step of a call is refused, and what would cure it."""

from collections.abc import Mapping

from states.catalogue.text import Text

REFUSALS: Mapping[str, Text] = {
    "call.notice_numbers": Text(
        "합동공고번호가 없는 부처가 있습니다: {missing}.",
        "The joint notice number of these ministries is missing: {missing}.",
        "공고에 참여하는 모든 부처의 공고번호를 입력하십시오.",
        "Give the notice number of every ministry of the call.",
    ),
    "call.notice_too_short": Text(
        "공고기간 {days}일은 최소 {minimum}일보다 짧고 시급 사유가 없습니다.",
        "The notice of {days} days is shorter than {minimum} days and gives no reason of urgency.",
        "공고기간을 늘리거나 시급히 추진하는 사유를 공고 자료에 적으십시오.",
        "Lengthen the notice, or state the reason of urgency in the call.",
    ),
    "call.not_later": Text(
        "새 마감 시각({given})은 현재 마감 시각({closes_at})과 접수 시각보다 늦어야 합니다.",
        "The new closing ({given}) must be later than the present one ({closes_at}) and than now.",
        "더 늦은 마감 시각을 입력하십시오.",
        "Give a later closing.",
    ),
    "call.no_evidence": Text(
        "장애 구제에는 장애 증빙이 필요합니다.",
        "Relief needs evidence of the outage.",
        "장애 기록 등 증빙 문서를 첨부하십시오.",
        "Attach the evidence, such as the log of the outage.",
    ),
    "call.outage_elsewhere": Text(
        "장애({outage_from}~{outage_until})가 접수기간(마감 {closes_at})과 겹치지 않습니다.",
        "The outage from {outage_from} to {outage_until} did not hinder reception, which closed at {closes_at}.",
        "장애의 시작과 끝을 확인하십시오.",
        "Check when the outage began and passed.",
    ),
    "call.not_amendable": Text(
        "현재 단계에서 변경할 수 없는 항목입니다: {sections}. 변경 가능: {allowed}.",
        "These sections cannot be changed now: {sections}. Possible: {allowed}.",
        "변경 가능한 항목만 변경 공고하십시오. 접수 마감은 접수 연장으로 변경합니다.",
        "Change only what may change now. Closing moves by an extension of reception.",
    ),
    "call.vote_in_future": Text(
        "예산 의결일({voted_on})이 오늘({today})보다 늦습니다.",
        "The vote ({voted_on}) lies after today ({today}).",
        "의결된 뒤에 의결일과 함께 기록하십시오.",
        "Record the vote once it has been taken.",
    ),
    "call.unknown_setting": Text(
        "'{name}'은(는) 이 공고의 미정사항이 아닙니다. 가능한 항목: {known}.",
        "'{name}' is not a setting of this call. There are: {known}.",
        "항목 이름을 확인하십시오.",
        "Check the name of the setting.",
    ),
    "call.setting_value": Text(
        "'{name}'에 '{value}'을(를) 쓸 수 없습니다. 형식: {type}.",
        "'{value}' is no possible value of '{name}' (type {type}).",
        "허용되는 형식과 범위의 값을 입력하십시오.",
        "Give a value of the setting's type and range.",
    ),
    "call.not_jointly_appointed": Text(
        "평가위원회 구성에 참여하지 않은 부처가 있습니다: {missing}.",
        "These ministries did not take part in appointing the committee: {missing}.",
        "모든 부처가 합동으로 평가위원회를 구성하십시오.",
        "Have the committee appointed by all ministries of the call.",
    ),
    "committee.repeated": Text(
        "같은 위원이 두 번 지정되었습니다: {evaluators}.",
        "Named more than once: {evaluators}.",
        "중복을 지우십시오.",
        "Name each evaluator once.",
    ),
    "committee.not_appointed": Text(
        "{evaluator}({org})은(는) 위촉된 평가위원이 아닙니다.",
        "{evaluator} of {org} is not an appointed evaluator.",
        "위촉된 소속으로 본인이 서약하십시오.",
        "Declare for yourself, as the organisation you were named with.",
    ),
    "call.not_screened": Text(
        "사전검토가 끝나지 않은 과제가 있습니다: {projects}.",
        "These projects are not screened yet: {projects}.",
        "제출된 과제의 사전검토를 마치거나 보완을 요청하십시오.",
        "Finish the screening, or request a supplement.",
    ),
    "call.not_scored": Text(
        "평가가 끝나지 않은 과제가 있습니다: {projects}.",
        "These projects are not scored yet: {projects}.",
        "점수, 불참 또는 취하를 기록한 뒤 순위를 확정하십시오.",
        "Record scores, an absence or a withdrawal first.",
    ),
    "call.objection_open": Text(
        "이의신청이 가능하거나 심의·재평가 중인 과제가 있습니다: {projects}.",
        "These projects can still object, or their objection or re-evaluation is not finished: {projects}.",
        "이의신청 기한이 지나고 심의와 순위 변경이 끝난 뒤 확정하십시오.",
        "Wait for the period to object, the decisions and the revised ranking.",
    ),
    "call.budget_not_recorded": Text(
        "{year} 회계연도 예산 확정이 기록되지 않았습니다.",
        "No budget vote is recorded for the fiscal year {year}.",
        "국회 의결 예산을 먼저 기록하십시오.",
        "Record the vote of the National Assembly first.",
    ),
    "call.project_running": Text(
        "끝나지 않은 과제가 있습니다: {projects}.",
        "These projects have not ended: {projects}.",
        "모든 과제가 종료된 뒤 공고를 종료하십시오.",
        "End the call once every project has ended.",
    ),
    "ranking.tie": Text(
        "동점 과제의 순서가 정해지지 않았거나 잘못되었습니다: {projects}.",
        "The order of projects with the same score is not settled: {projects}.",
        "동점 과제 모두의 순서와 위원회 의결 사유를 함께 입력하십시오.",
        "Give the order of all tied projects with the committee's reason, and of no others.",
    ),
    "award.not_ranked": Text(
        "순위에 없거나, 두 번 적혔거나, 선정할 수 없는 과제입니다: {projects}.",
        "Not ranked, named twice or not to be selected: {projects}.",
        "순위에 있고 선정 가능한 과제를 한 번씩만 적으십시오.",
        "Name ranked projects that can be selected, once each.",
    ),
    "award.order": Text(
        "고득점순이 아닙니다: {passed_over}보다 순위가 낮은 {preferred}이(가) 우선되었습니다.",
        "Not in the order of scores: {preferred} ranks below {passed_over} but is preferred.",
        "순위에 따라 선정·예비 과제를 정하십시오.",
        "Follow the ranking for awards and reserves.",
    ),
    "award.stands": Text(
        "이미 통보된 선정이 빠지거나 금액이 바뀌었습니다: {projects}.",
        "These awards were already notified and are left out or changed: {projects}.",
        "통보된 선정은 같은 금액으로 포함하고, 금액은 국비 조정으로 변경하십시오.",
        "Keep notified awards at their amounts; amounts change by an adjustment of the award.",
    ),
    "award.below_minimum": Text(
        "최저점수에 미치지 못한 과제가 있습니다: {projects}.",
        "Below the minimum score: {projects}.",
        "최저점수 이상인 과제만 선정하십시오.",
        "Select projects at or above the minimum score only.",
    ),
    "award.cap_undecided": Text(
        "{ministries}개 부처 협업의 국비 한도가 정해지지 않았습니다.",
        "The cap of state money for {ministries} ministries is not decided.",
        "해당 협업 규모의 국비 한도를 먼저 결정하여 기록하십시오.",
        "Decide and record the cap for this number of ministries first.",
    ),
    "award.over_cap": Text(
        "국비 한도를 넘는 과제가 있습니다: {projects} (한도 {caps}원).",
        "Over the cap of state money: {projects} (cap {caps} won).",
        "한도 이내의 금액으로 정하십시오.",
        "Award no more than the cap.",
    ),
    "award.no_budget": Text(
        "{year} 회계연도 예산이 공고되거나 기록되지 않았습니다.",
        "There is neither an announced nor a voted budget for the fiscal year {year}.",
        "해당 회계연도의 예산을 기록하십시오.",
        "Record the budget of that fiscal year.",
    ),
    "award.over_budget": Text(
        "국비 합계가 예산을 넘습니다: 요청 {asked}원, 예산 {ceiling}원.",
        "The awards exceed the budget: {asked} won asked, {ceiling} won available.",
        "선정 금액을 줄이거나 낮은 순위의 선정을 예비로 바꾸십시오.",
        "Lower the awards, or leave the lowest ranks on the reserve list.",
    ),
    "award.over_area_cap": Text(
        "지자체당 연 국비 한도를 넘습니다({key}): 요청 {asked}원, 기존 {taken}원, 한도 {ceiling}원.",
        "Over the yearly cap of a municipality ({key}): {asked} won asked, {taken} taken, cap {ceiling}.",
        "해당 지자체의 선정 금액을 줄이십시오.",
        "Lower the award of this municipality.",
    ),
    "call.succession": Text(
        "승계를 기록할 수 없는 사업자등록번호입니다: {brn}.",
        "No succession can be recorded for the registration number {brn}.",
        "두 번호가 올바르고 서로 다르며 이미 승계된 번호가 아닌지 확인하십시오.",
        "Check that both numbers are valid and differ, and that neither was succeeded before.",
    ),
    "call.unknown_area": Text(
        "공고의 지역이 아닌 코드입니다: {areas}.",
        "The call knows no such area: {areas}.",
        "공고의 다섯 자리 지역 코드를 쓰십시오.",
        "Use the five-digit codes of the call.",
    ),
    "call.area_twice": Text(
        "한 목록에 두 번 나오는 지역입니다: {areas}.",
        "Listed twice in one file: {areas}.",
        "지역마다 한 줄만 두십시오.",
        "Keep one row for each area.",
    ),
    "call.area_dates": Text(
        "시작일이 오늘({today})보다 뒤이거나 종료일보다 뒤인 지역입니다: {areas}.",
        "It begins after today ({today}) or after its end: {areas}.",
        "이미 지정된 것만, 시작일과 종료일을 확인하여 반영하십시오.",
        "Record what is already designated, and check both days.",
    ),
}
