"""순위표: every ranked project with its score and what it came to (공고 §5)."""

from states.papers.parts import MILLION, Column, Field, Fields, Paper, Table
from states.papers.rows.evaluation import ranking
from states.secrecy import ANSWERING

PAPER = Paper(
    id="ranking",
    ko="평가 순위표",
    en="Ranking",
    on=("call",),
    by=ANSWERING,
    states=frozenset({"ranked", "notified", "confirmed", "ended"}),
    reads=("project",),
    sums=True,
    unit=MILLION,
    wide=True,
    compact=True,
    cite="공고 §5",
    parts=(
        Fields((
            Field("rules.call", "label", "공고", "Call"),
            Field("call.fiscal_year", "text", "회계연도", "Fiscal year"),
        ), across=2),
        Table(
            ranking,
            (
                Column("rank", ko="순위", en="Rank", wide=1),
                Column("title", wide=5),
                Column("area", wide=3),
                Column("lead", ko="주관기관", en="Lead", wide=3),
                Column("ministries", wide=3),
                Column("items", "text", "항목별 점수", "Items", wide=5),
                Column("score", ko="점수", en="Score"),
                Column("outcome", ko="결과", en="Outcome"),
                Column("award", ko="국비", en="State money", sums=True),
            ),
        ),
    ),
)  # fmt: skip
