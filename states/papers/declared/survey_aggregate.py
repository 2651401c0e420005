"""수요조사 집계: all answers to the demand survey together (공고 §6·붙임6), without who answered."""

from states.papers.parts import Column, Field, Fields, Paper, Table
from states.papers.rows.desk import survey_counts, survey_provinces, survey_texts
from states.survey import READERS

PAPER = Paper(
    id="survey-aggregate",
    ko="협업프로젝트 연계 모델 다변화 수요조사 집계",
    en="Demand survey: all answers",
    on=("call",),
    by=READERS,
    reads=("survey",),
    cite="공고 §6·붙임6",
    parts=(
        Fields((Field("rules.call", "label", "공고", "Call"),)),
        Table(
            survey_provinces,
            (
                Column("province", "org", "시·도", "Province", wide=4),
                Column("leads", "count", "테크노파크 수", "Technoparks", sums=True),
                Column("answers", ko="회신 수", en="Answers", sums=True),
            ),
            "회신 현황",
            "Answers",
        ),
        Table(
            survey_counts,
            (
                Column("question", ko="문항", en="Question", wide=6),
                Column("option", ko="응답", en="Answer", wide=3),
                Column("count", ko="건수·기업 수", en="Count"),
                Column("answered", "count", "응답 수", "Answered"),
            ),
            "선택 문항",
            "Options",
        ),
        Table(
            survey_texts,
            (
                Column("question", ko="문항", en="Question", wide=4),
                Column("part", ko="항목", en="Line"),
                Column("answer", "text", "내용", "Written", wide=6),
            ),
            "서술 문항",
            "Written answers",
        ),
    ),
)
