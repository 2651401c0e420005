"""지원기업 선정결과 보고 (공고 §3 ⑤): the lead to the agency."""

from states.papers.parts import THOUSAND, Column, Field, Fields, Paper, Says, Table
from states.papers.rows.companies import applicants, programmes, selected
from states.roles import ADMIN, AGENCY, AUDITOR, LEAD, MINISTRY, PARTNER_MINISTRY

PAPER = Paper(
    id="selection-report",
    ko="지원기업 선정결과 보고",
    en="Report of the companies selected",
    on=("support",),
    by=frozenset({ADMIN, AGENCY, AUDITOR, LEAD, MINISTRY, PARTNER_MINISTRY}),
    states=frozenset({"reporting", "supporting", "inspection", "preference", "completed"}),
    reads=("company",),
    step=("report_selection", "report"),
    sender=LEAD,
    to=(AGENCY,),
    unit=THOUSAND,
    wide=True,
    cite="공고 §3 ④⑤",
    attached=(("선정위원회 회의록", "Minutes of the selection"),),
    parts=(
        Says(
            "관련: 선정계획 승인 {support.approval_no:text}, 모집 공고 {support.notice_no:text}",
            "Plan approved under {support.approval_no:text}, call for companies {support.notice_no:text}",
        ),
        Says(
            "위 호와 관련하여 지원기업 선정결과를 다음과 같이 보고합니다.",
            "The companies were selected as follows.",
        ),
        Fields(
            (
                Field("project.title"),
                Field("project.area"),
                Field("support.order", "count", "기업지원 차수", "Support no."),
                Field("support.programmes"),
                Field("support.opens_at", ko="모집 시작", en="Reception from"),
                Field("support.closes_at", ko="모집 마감", en="Reception until"),
            ),
            across=2,
        ),
        Table(
            applicants,
            (
                Column("stage", ko="구분", en="State", wide=6),
                Column("companies", ko="기업 수", en="Companies", sums=True),
            ),
            "신청 현황",
            "Applications",
        ),
        Table(
            programmes,
            (
                Column("programme", wide=4),
                Column("planned", ko="계획 기업 수", en="Planned", sums=True),
                Column("companies", ko="선정 기업 수", en="Selected"),
                Column("amount", ko="계획 금액", en="Planned sum", sums=True),
                Column("support", ko="선정 금액", en="Selected sum", sums=True),
            ),
            "프로그램별 선정 현황",
            "By programme",
        ),
        Table(
            selected,
            (
                Column("no", ko="연번", en="No.", wide=1),
                Column("brn", wide=3),
                Column("business", wide=3),
                Column("programmes", wide=5),
                Column("sales", ko="매출액", en="Sales"),
                Column("ktop", ko="K-TOP", en="K-TOP"),
                Column("score", ko="평가점수", en="Score"),
                Column("letter", ko="의향서", en="Letter"),
                Column("amount", ko="지원금", en="Support", sums=True),
                Column("self_pay", ko="자부담", en="Own share", sums=True),
                Column("whole", ko="합계", en="Total", sums=True),
            ),
            "선정기업 명단",
            "Companies selected",
        ),
    ),
)
