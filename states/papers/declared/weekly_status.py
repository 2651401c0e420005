"""주간 현황: one page a week for each ministry: where its projects stand, what is late, what comes."""

from states.papers.parts import MILLION, Column, Field, Fields, Paper, Table
from states.papers.rows.desk import due_soon, funded, overdue, standing, steps
from states.roles import ADMIN, AGENCY, AUDITOR, MINISTRY, PARTNER_MINISTRY

DUE = (
    Column("title", wide=4),
    Column("deadline", ko="기한", en="Deadline", wide=4),
    Column("owner", ko="담당", en="Owner"),
    Column("due_date", ko="기한일", en="Due", wide=3),
)

PAPER = Paper(
    id="weekly-status",
    ko="주간 현황",
    en="Weekly status",
    on=("call",),
    by=frozenset({ADMIN, AGENCY, AUDITOR, MINISTRY, PARTNER_MINISTRY}),
    reads=("project", "support"),
    unit=MILLION,
    compact=True,
    per_ministry=True,
    cite="common",
    parts=(
        Fields(
            (
                Field("rules.call", "label", "공고", "Call"),
                Field("ministry", "org", "부처", "Ministry"),
                Field("day", "day", "기준일", "As of"),
            ),
            given=True,
        ),
        Table(
            standing,
            (
                Column("stage", ko="상태", en="State", wide=6),
                Column("projects", ko="과제 수", en="Projects", sums=True),
            ),
            "과제 현황",
            "Projects",
        ),
        Table(
            funded,
            (
                Column("title", wide=4),
                Column("area", wide=3),
                Column("now", ko="상태", en="State"),
                Column("supports", "text", "기업지원 단계", "Supports", wide=3),
                Column("award", ko="국비", en="State money", sums=True),
                Column("paid", ko="교부액", en="Paid", sums=True),
            ),
            "지원 과제",
            "Funded projects",
        ),
        Table(overdue, DUE, "기한이 지난 것", "Overdue"),
        Table(due_soon, DUE, "7일 안에 끝나는 것", "Due within seven days"),
        Table(
            steps,
            (
                Column("day", ko="일자", en="Day"),
                Column("step", ko="처리", en="Step", wide=4),
                Column("count", ko="건수", en="Count", wide=1),
                Column("titles", "text", "과제", "Projects", wide=6),
            ),
            "지난 7일의 처리",
            "Steps of the last seven days",
        ),
    ),
)
