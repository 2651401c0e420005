"""예산 총괄표: state, provincial and municipal money by project and fiscal year, against the voted budget."""

from states.papers.parts import THOUSAND, Column, Field, Fields, Paper, Table, When
from states.papers.rows.money import budgets, by_project_and_year, years
from states.roles import ADMIN, AGENCY, AUDITOR, LEAD, MINISTRY, MUNICIPALITY, PARTNER_MINISTRY, PROVINCE

MONEY = (
    Column("national", ko="국비", en="State", sums=True),
    Column("province", ko="광역", en="Province", sums=True),
    Column("municipality", ko="기초", en="Municipality", sums=True),
    Column("local", ko="지방비 계", en="Local", sums=True),
    Column("total", ko="합계", en="Total", sums=True),
    Column("paid", ko="교부액", en="Paid", sums=True),
)

PAPER = Paper(
    id="budget-table",
    ko="예산 총괄표",
    en="Budget table",
    on=("call", "project"),
    by=frozenset({ADMIN, AGENCY, AUDITOR, LEAD, MINISTRY, MUNICIPALITY, PARTNER_MINISTRY, PROVINCE}),
    reads=("project",),
    unit=THOUSAND,
    wide=True,
    cite="공고 §2",
    parts=(
        Fields(
            (
                Field("rules.call", "label", "공고", "Call"),
                Field("project.title"),
                Field("day", "day", "기준일", "As of"),
            ),
            given=True,
        ),
        Table(years, (Column("year", ko="회계연도", en="Fiscal year"), *MONEY), "연도별", "By fiscal year"),
        Table(
            budgets,
            (
                Column("year", ko="회계연도", en="Fiscal year"),
                Column("budget", ko="국비 예산", en="Budget", sums=True),
                Column("awarded", ko="배정액", en="Awarded", sums=True),
                Column("left", ko="잔액", en="Left", sums=True),
                Column("projects", ko="과제 수", en="Projects"),
            ),
            "국비 예산 대비 배정",
            "State money against the budget",
            when=When("whole"),
        ),
        Table(
            by_project_and_year,
            (
                Column("no", ko="연번", en="No.", wide=1),
                Column("title", wide=4),
                Column("area", wide=3),
                Column("lead", ko="주관기관", en="Lead", wide=3),
                Column("year", ko="연도", en="Year", wide=1),
                *MONEY,
            ),
            "과제별·연도별",
            "By project and fiscal year",
        ),
    ),
)
