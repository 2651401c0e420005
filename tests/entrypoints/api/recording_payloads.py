"""The content of every step that people take: as it was played in the demo, else as a play might have it."""

from collections.abc import Mapping, Sequence
from tempfile import TemporaryDirectory
from typing import Any

from entrypoints.bootstrap import FAMILY
from entrypoints.demo.playing import acts, staged
from entrypoints.demo.stage import sha
from entrypoints.settings import Settings
from states.lifecycle import Nothing
from states.roles import SYSTEM
from tests.world import FOLDER
from workflow.engine import Engine
from workflow.messages import Outcome, type_of_unit

type_of_step = tuple[str, str]
READABLE = 2_500
"""Characters of an example."""
DECIDED = {"decision": "소명을 받아들이지 아니함", "document": sha("decision")}
UNPLAYED: Mapping[str, Mapping[str, Any]] = {
    "Extension": {
        "reason": "접수 시스템 장애", "reception_closes_at": "2024-12-24T18:00:00+09:00", "notice_no": "2024-652-1",
    },
    "MigrationOrder": {
        "reason": "협약 절차 개정", "migration": sha("migration"),
        "moving": [{"stream": "project-mfrggzdfmztwq2lk", "reviewed": 12}],
    },
    "Suspended": {"suspended": {"kind": "agreement", "reason": "국가재난"}},
    "Resumed": {"resumed": {"kind": "agreement", "reason": "국가재난 종료"}},
    "CompanyInspection": {"checklist": ["시제품과 지출 증빙을 대조"], "document": sha("inspection")},
    "Disqualification": {
        "reason": "신청서의 사업자등록 사실이 다름", "document": sha("disqualification"), "ground": "false_fact",
    },
    "SpecialResult": DECIDED | {"evaluators": ["evaluator-1", "evaluator-2"]},
    "FurtherNotice": {
        "reason": "신청 기업이 모자람", "notice_no": "2025-12", "notice": sha("notice"),
        "opens_at": "2025-05-12T09:00:00+09:00", "closes_at": "2025-05-26T18:00:00+09:00",
    },
}  # fmt: skip
"""Content of the steps that are never taken in the play, by their form."""
PARTS: Mapping[str, Mapping[str, Any]] = {
    "ProjectEvidence": {"document": sha("evidence"), "dated": "2023-08-31"},
    "ProjectLetter": {"brn": "1234567891", "document": sha("letter")},
    "CallConflict": {"project": "project-mfrggzdfmztwq2lk", "ground": "employment"},
    "SupportScheduledCure": {"company": "company-mfrggzdfmztwq2lk", "until": "2025-10-31"},
}
"""Parts of content that are never said in the play, by their schema."""


def fuller(one: Mapping[str, Any], other: Mapping[str, Any]) -> Mapping[str, Any]:
    """What shows more of two contents, unless it is too long to be read."""
    return other if len(str(one)) < len(str(other)) <= READABLE else one


class Heard(Engine):
    """The engine of a play, which keeps the fullest content of each step that was accepted."""

    def __init__(self, playing: Engine) -> None:
        super().__init__(playing.store, playing.definitions, playing.clock, playing.entropy)
        self.contents: dict[type_of_step, Mapping[str, Any]] = {}

    def execute(self, units: Sequence[type_of_unit]) -> list[Outcome]:
        outcomes = super().execute(units)
        for command, outcome in zip((each for unit in units for each in unit), outcomes, strict=True):
            if outcome.receipt is not None and outcome.accepted:
                step = (outcome.receipt.stream.partition("-")[0], command.trigger)
                self.contents[step] = fuller(self.contents.get(step, command.data), command.data)
        return outcomes


def payloads() -> dict[type_of_step, Any]:
    """By kind and trigger; a step that is never taken in the play has the content of another of its form."""
    heard = _played()
    steps = [
        ((kind, row.trigger), row.payload)
        for kind, each in FAMILY.items()
        for row in each.rows
        if set(row.by) != {SYSTEM} and row.payload is not Nothing
    ]
    forms = {form: heard[step] for step, form in steps if heard.get(step)}
    return {
        step: heard.get(step) or forms.get(form) or UNPLAYED.get(form.__name__) or heard[step] for step, form in steps
    }


def _played() -> Mapping[type_of_step, Mapping[str, Any]]:
    with TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{folder}/play.db")
        with staged(settings, FOLDER, lambda what, done: None) as (stage, _):
            stage.engine = heard = Heard(stage.engine)
            acts(stage)
            return heard.contents
