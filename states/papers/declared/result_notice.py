"""결과통보: what a project is told of its evaluation: place, committee, opinion, what may be done (운영요령 25①)."""

from states.papers.parts import Field, Fields, Listed, Paper, Says, When
from states.roles import ADMIN, AGENCY, AUDITOR, LEAD, MINISTRY, MUNICIPALITY, PARTNER_MINISTRY, PROVINCE, SECRETARY

SELECTED, RESERVE = ("selection_notified",), ("reserve",)
OBJECTABLE = ("reserve", "rejected_notified", "screened_out")

PAPER = Paper(
    id="result-notice",
    ko="선정평가 결과 통보",
    en="Result of the selection",
    on=("project",),
    by=frozenset(
        {
            ADMIN,
            AGENCY,
            AUDITOR,
            LEAD,
            MINISTRY,
            MUNICIPALITY,
            PARTNER_MINISTRY,
            PROVINCE,
            SECRETARY,
        }
    ),
    after=("notify_selected", "notify_reserve", "notify_rejected", "screen_out", "release_reserve"),
    sender=AGENCY,
    to=(LEAD, MUNICIPALITY, PROVINCE),
    cite="공고 §5; 운영요령 25",
    parts=(
        Says(
            "관련: {rules.lead_ministry.notice_no:text}({rules.notice.announced_on:date})",
            "Call: {rules.lead_ministry.notice_no:text} of {rules.notice.announced_on:date}",
        ),
        Says(
            "귀 기관이 신청한 과제의 평가결과를 다음과 같이 통보합니다.",
            "The result of the evaluation of the project you applied with is as follows.",
        ),
        Fields(
            (
                Field("project.title"),
                Field("project.area"),
                Field("project.lead", ko="주관기관", en="Lead"),
                Field("project.ministries"),
                Field("now", "label", "결과", "Result"),
                Field("project.rank", "count", "순위", "Rank"),
                Field("project.score"),
                Field("project.award", "full_won"),
                Field("project.panel", ko="평가위원회(인원)", en="Members of the committee"),
                Field("project.opinion", ko="종합의견", en="Overall opinion"),
                Field("told.reason", ko="사유", en="Reason"),
            ),
            given=True,
        ),
        Says(
            "선정된 과제의 국비 지원액은 {project.award:words}이며, {due.acceptance:day}까지 수락 여부와 지방비 확약을 "
            "제출하여 주시기 바랍니다. 국회 예산 의결과 최종 확정에 따라 금액이 달라질 수 있습니다.",
            "State money of {project.award:words} is awarded. Please accept and pledge the local match until "
            "{due.acceptance:day}. The vote of the National Assembly may still change the sum.",
            when=When("now.id", SELECTED),
        ),
        Says(
            "예비과제는 앞 순위 과제의 포기 등으로 선정될 수 있습니다.",
            "A project on the reserve list may be selected where a higher place falls free.",
            when=When("now.id", RESERVE),
        ),
        Says(
            "평가 방법 또는 절차에 중대한 흠이 있다고 보는 경우 {due.objection:day}까지 이의신청을 할 수 있습니다.",
            "Who sees a grave fault in method or procedure may object until {due.objection:day}.",
            when=When("now.id", OBJECTABLE),
        ),
        Says("과제 보완 요청사항", "Supplements asked for", when=When("project.supplements")),
        Listed("project.supplements"),
    ),
)
