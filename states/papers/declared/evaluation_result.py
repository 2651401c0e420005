"""평가결과: scores by item, deductions, opinion; after the agreement the grade (공고 §5; 운영요령 73·75)."""

from states.papers.parts import Column, Field, Fields, Paper, Table, When
from states.papers.rows.evaluation import by_item
from states.roles import ADMIN, AGENCY, AUDITOR, MINISTRY, PARTNER_MINISTRY, SECRETARY

PAPER = Paper(
    id="evaluation-result",
    ko="과제 평가결과",
    en="Result of the evaluation",
    on=("project",),
    by=frozenset({ADMIN, AGENCY, AUDITOR, MINISTRY, PARTNER_MINISTRY, SECRETARY}),
    after=("close_scores", "no_show", "continue_round", "stop_round", "special_stop", "resume", "notify_grade"),
    cite="공고 §5; 운영요령 73·74·75·89",
    parts=(
        Fields(
            (
                Field("project.title"),
                Field("project.area"),
                Field("project.lead", ko="주관기관", en="Lead"),
                Field("project.ministries"),
                Field("project.presented_on", ko="발표평가일", en="Presented on"),
                Field("project.panel", ko="평가위원(인원)", en="Evaluators"),
                Field("now", "label", "상태", "State"),
                Field("project.grade", ko="등급", en="Grade"),
            ),
            across=2,
        ),
        Table(
            by_item,
            (
                Column("item", "label", "평가항목", "Item", wide=6),
                Column("most", ko="배점", en="Points", sums=True),
                Column("score", ko="점수", en="Score"),
            ),
            "항목별 점수",
            "Scores by item",
            when=When("project.item_scores"),
        ),
        Fields(
            (
                Field("project.marked_down.before", "points", "감점 전 점수", "Before deductions"),
                Field("project.marked_down.screening", "points", "사전검토 감점", "Marked down in the screening"),
                Field("project.score", ko="최종 점수", en="Score"),
                Field("project.no_show", "option", "발표 불참", "Absence"),
            ),
            given=True,
        ),
        Fields((Field("project.opinion", ko="종합의견", en="Overall opinion"),)),
    ),
)
