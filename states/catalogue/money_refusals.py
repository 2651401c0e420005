"""The refusals of a project's money and of its agreement, in Korean and English."""

from collections.abc import Mapping

from states.catalogue.text import Text

REFUSALS: Mapping[str, Text] = {
    "ministries.evidence_future": Text(
        "연계 증빙의 지정일이 오늘({today})보다 늦은 부처가 있습니다: {ministries}.",
        "The proof of the link is dated after today ({today}): {ministries}.",
        "이미 지정된 사실의 증빙을 첨부하십시오.",
        "Attach the proof of a designation that has been made.",
    ),
    "participants.kind": Text(
        "참여기관의 유형을 알 수 없습니다: {orgs}. 유형: {known}.",
        "Participants of no known kind: {orgs}. Kinds: {known}.",
        "공고 §2의 지역혁신기관 유형 중에서 고르십시오.",
        "Choose one of the kinds of §2 of the notice.",
    ),
    "participants.reason": Text(
        "기타 지역혁신기관으로 참여하는 사유가 없습니다: {orgs}.",
        "Participants of another kind without a reason: {orgs}.",
        "지역혁신기관에 해당하는 사유를 적으십시오.",
        "Say why it is a regional innovation body.",
    ),
    "participants.repeated": Text(
        "참여기관이 중복되었거나 주관기관과 같습니다: {orgs}.",
        "Named twice, or the lead itself: {orgs}.",
        "기관마다 한 번만 적고 주관기관은 빼십시오.",
        "Name each participant once, without the lead.",
    ),
    "payment.over_due": Text(
        "{year}년 교부액이 확정액을 넘습니다. 확정 {due}원, 기교부 {paid}원, 이번 {amount}원.",
        "More than is due for {year}: due {due} won, granted {paid}, now {amount}.",
        "확정액에서 이미 교부한 금액을 뺀 만큼만 기록하십시오.",
        "Record no more than what is still due.",
    ),
    "payment.not_budgeted": Text(
        "{year}년 지방비 편성액은 {budgeted}원입니다. {amount}원을 교부할 수 없습니다.",
        "{budgeted} won of local money are budgeted for {year}; {amount} cannot be granted.",
        "본예산 또는 추경 편성을 먼저 기록하십시오.",
        "Record the main or supplementary budget first.",
    ),
    "local_budget.in_future": Text(
        "지방의회 의결일({voted_on})이 오늘({today})보다 늦습니다.",
        "The vote on local money ({voted_on}) lies after today ({today}).",
        "의결된 뒤에 기록하십시오.",
        "Record it once the vote has been taken.",
    ),
    "funding.next_year": Text(
        "차년도 국비 {national}원에 지방비 {local}원(필요 {local_needed}원), 광역 {province}원(필요 "
        "{province_needed}원)은 맞지 않습니다.",
        "Next year's {national} won are not matched: local {local} (needed {local_needed}), province {province} "
        "(needed {province_needed}).",
        "차년도 재원을 국비 7 : 지방비 3, 광역 15% 기준에 맞추십시오.",
        "Match the next year's money as the notice asks.",
    ),
    "award.above_asked": Text(
        "차년도 국비 {amount}원이 신청액 {asked}원보다 많습니다.",
        "{amount} won are more than the {asked} asked for.",
        "신청액 이내로 정하십시오.",
        "Award no more than was asked for.",
    ),
    "award.not_reduced": Text(
        "확약한 지방비 {pledged}원 중 {paid}원만 교부되어 차년도 국비는 {most}원까지입니다({amount}원 요청).",
        "Only {paid} of {pledged} won of local money came: at most {most} won of state money next year, not {amount}.",
        "지방비를 교부받거나 국비를 비율대로 줄이십시오.",
        "Obtain the local money or lower the award in proportion.",
    ),
    "cut.not_the_holders": Text(
        "감액 결정은 국비를 받은 과제 전부를 담아야 합니다. 다른 과제: {projects}.",
        "A cut names everyone who holds an award and nobody else; these differ: {projects}.",
        "선정과제 전부의 금액을 다시 적으십시오.",
        "List every award as it shall stand.",
    ),
    "cut.raises": Text(
        "감액 결정으로 국비를 늘릴 수 없습니다: {projects}.",
        "A cut does not raise an award: {projects}.",
        "현재 국비 이하로 적으십시오.",
        "Give no more than the present award.",
    ),
    "cut.too_late": Text(
        "이미 협약한 과제는 감액 결정으로 줄일 수 없습니다: {projects}.",
        "These projects are agreed; a cut no longer lowers them: {projects}.",
        "협약변경으로 처리하십시오.",
        "Change the agreement instead.",
    ),
    "carry_over.too_much": Text(
        "{year}년에서 {amount}원을 이월할 수 없습니다(교부액 {granted}원).",
        "{amount} won cannot be carried over from {year} ({granted} won were granted).",
        "끝난 연도의 교부액 이내에서 이월하십시오.",
        "Carry over no more than was granted in a year that is over.",
    ),
    "agreement.approval_needed": Text(
        "'{subject}' 변경은 전문기관의 승인이 필요합니다.",
        "The change '{subject}' needs the agency's approval.",
        "전문기관에 변경 승인을 요청하십시오.",
        "Ask the agency to approve the change.",
    ),
}
