"""점검표: one company's sheet to take along to an inspection, with what the record knows filled in (공고 §3 ⑦)."""

from states.papers.parts import HAND, Column, Field, Fields, Paper, Says, Table
from states.papers.rows.companies import checks, items
from states.roles import ADMIN, AGENCY, AUDITOR, LEAD, MINISTRY

PAPER = Paper(
    id="inspection-sheet",
    ko="지원기업 점검표",
    en="Inspection sheet",
    on=("company",),
    by=frozenset({ADMIN, AGENCY, AUDITOR, LEAD, MINISTRY}),
    states=frozenset({"agreed", "supported", "correcting", "completed"}),
    step=("inspect", "document"),
    cite="공고 §3 ⑦",
    parts=(
        Fields(
            (
                Field("company.brn"),
                Field("company.business"),
                Field("project.title"),
                Field("project.area"),
                Field("project.lead", ko="주관기관", en="Lead"),
                Field("now", "label", "지원 상태", "State"),
                Field("company.rcms", "text", "RCMS 계정", "RCMS account"),
                Field("company.support_ends_at"),
            ),
            across=2,
        ),
        Table(
            items,
            (
                Column("programme", wide=4),
                Column("item", wide=5),
                Column("amount", ko="지원금", en="Support", sums=True),
                Column("self_pay", ko="자부담", en="Own share", sums=True),
            ),
            "지원 내용",
            "What is supported",
        ),
        Fields(
            (
                Field("company.paid_out", "full_won", "지급한 지원금", "Support paid"),
                Field("company.spent", "full_won", "집행액", "Spent"),
            ),
            across=2,
        ),
        Table(
            checks,
            (
                Column("no", ko="연번", en="No.", wide=1),
                Column("looked_at", ko="점검 내용", en="What is looked at", wide=5),
                Column(HAND, ko="적합", en="Good", wide=1),
                Column(HAND, ko="부적합", en="Not good", wide=1),
                Column(HAND, ko="확인 내용·증빙", en="Found, proof", wide=5),
            ),
            "점검 항목",
            "Checklist",
        ),
        Says("점검일:              점검자:              (서명)     기업 확인:              (서명)",
             "Day:              Inspector:              (signed)     Company:              (signed)", level=0),
    ),
)  # fmt: skip
