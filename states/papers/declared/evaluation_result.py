"""평가결과: scores by item, deductions, opinion; after the agreement the grade (공고 §5; 운영요령 73·75)."""

from states.papers.parts import Column, Field, Fields, Paper, Table, When
from states.papers.rows.evaluation import by_item
from states.roles import ADMIN, AGENCY, AUDITOR, MINISTRY, PARTNER_MINISTRY, SECRETARY

SCORED = When("told.item_scores")

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
                Field("now", "label", "결과", "Outcome"),
                Field("told.grade", ko="등급", en="Grade"),
                Field("told.award", "full_won", "차년도 국비", "State money of the next year"),
                Field("told.evaluators", "people", "평가위원(인원)", "Evaluators"),
            ),
            across=2,
            given=True,
        ),
        Fields(
            (
                Field("project.presented_on", ko="발표평가일", en="Presented on"),
                Field("project.panel", ko="평가위원(인원)", en="Evaluators"),
            ),
            across=2,
            when=SCORED,
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
            when=SCORED,
        ),
        Fields(
            (
                Field("told.marked_down.before", "points", "감점 전 점수", "Before deductions"),
                Field("told.marked_down.screening", "points", "사전검토 감점", "Marked down in the screening"),
                Field("told.score", "points", "최종 점수", "Score"),
                Field("told.no_show", "option", "발표 불참", "Absence"),
            ),
            given=True,
        ),
        Fields(
            (
                Field("told.opinion", ko="종합의견", en="Overall opinion"),
                Field("told.decision", ko="결정", en="Decision"),
            ),
            given=True,
        ),
    ),
)
