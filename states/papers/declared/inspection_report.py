"""지원기업 점검결과 보고 (공고 §3 ⑦): the lead to the agency."""

from states.papers.parts import Column, Field, Fields, Paper, Says, Table
from states.papers.rows.companies import inspected
from states.roles import ADMIN, AGENCY, AUDITOR, LEAD, MINISTRY, PARTNER_MINISTRY

PAPER = Paper(
    id="inspection-report",
    ko="지원기업 상시점검 결과 보고",
    en="Report of the inspection",
    on=("support",),
    by=frozenset({ADMIN, AGENCY, AUDITOR, LEAD, MINISTRY, PARTNER_MINISTRY}),
    states=frozenset({"supporting", "inspection", "preference", "completed"}),
    reads=("company",),
    step=("report_inspection", "report"),
    sender=LEAD,
    to=(AGENCY,),
    wide=True,
    cite="공고 §3 ⑦",
    attached=(("기업별 점검표", "Inspection sheets"),),
    parts=(
        Says("지원기업 점검결과를 다음과 같이 보고합니다.", "The companies were inspected as follows."),
        Fields(
            (
                Field("project.title"),
                Field("project.area"),
                Field("support.order", "count", "기업지원 차수", "Support no."),
                Field("now", "label", "단계", "Step"),
            ),
            across=2,
        ),
        Table(
            inspected,
            (
                Column("no", ko="연번", en="No.", wide=1),
                Column("brn", wide=3),
                Column("now", ko="지원 상태", en="State"),
                Column("inspected", ko="최근 점검일", en="Inspected on", wide=3),
                Column("times", ko="점검 횟수", en="Times"),
                Column("checklist", wide=5),
                Column("finding", ko="미조치 지적사항", en="Open finding", wide=5),
            ),
            "기업별 점검 결과",
            "By company",
        ),
    ),
)
