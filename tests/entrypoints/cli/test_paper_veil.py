"""No paper, of now or of a moment past, tells anybody where a project stands that they do not answer for."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from entrypoints.bootstrap import FAMILY
from states.canonical import loads
from states.context import Stream
from states.instants import read
from states.kept import KEPT
from states.papers.declared import PAPERS
from states.roles import AGENCY, AUDITOR, LEAD, MUNICIPALITY, PARTNER_MINISTRY, PROVINCE, Actor
from storage.boards import Filter, every
from storage.store import Store
from tests.entrypoints.cli.conftest import CALL
from workflow.definitions import Definitions
from workflow.errors import Denied
from workflow.papers.gathering import Asked, Gatherer
from workflow.papers.writing import document, written
from workflow.past import Past

NOW = read("2030-01-01T00:00:00Z")


@dataclass
class Played:
    """The whole play, as papers read it."""

    gatherer: Gatherer
    projects: list[Stream]
    moments: list[str]

    def paper(self, paper: str, subject: str, who: Actor, at: str = "") -> str:
        """The paper as this actor gets it; empty where it is denied."""
        asked = Asked(PAPERS[paper], subject, who, NOW, read(at) if at else None)
        try:
            return written(document(self.gatherer, asked, "ko"), subject, "html").content.decode()
        except Denied:
            return ""

    def every(self, who: Actor) -> Iterator[tuple[str, str, str]]:
        """Each paper of the call and of three projects, now and at the moments: which, when, what it says."""
        streams = {"call": [CALL], "project": [each.id for each in self.projects[:3]]}
        for id, paper in PAPERS.items():
            for subject in (each for kind in paper.on for each in streams.get(kind, ())):
                for at in ("", *self.moments):
                    yield id, at, self.paper(id, subject, who, at)


@pytest.fixture(scope="module")
def play(played_file: Path) -> Iterator[Played]:
    """The moments: after the last score was closed, and after the ranking was fixed, before anybody was told."""
    store = Store(f"sqlite:///{played_file}")
    try:
        definitions = Definitions(FAMILY, store.definition, KEPT)
        with store.snapshot() as reader:
            steps = [loads(body.encode()) for _, _, body in reader.events(CALL)]
            ranked = next(each for each in steps if each["trigger"] == "fix_ranking")
            first = {str(row["project"]): row for row in ranked["changes"]["ranking"]}
            projects = [each for each in every(reader, Filter("project", call=CALL)) if each.id in first]
            closed = (loads(body.encode()) for each in projects for _, _, body in reader.events(each.id))
            scored = max(
                each["recorded_at"]
                for each in closed
                if each["trigger"] == "close_scores" and each["recorded_at"] < ranked["recorded_at"]
            )
            yield Played(Gatherer(reader, definitions, Past(definitions)), projects, [scored, ranked["recorded_at"]])
    finally:
        store.close()


def told_of(text: str, projects: list[Stream]) -> set[str]:
    """The projects whose title stands in a paper."""
    return {each.id for each in projects if str(each.facts["title"]) in text}


def test_who_answers_for_the_results_reads_them(play: Played) -> None:
    office = Actor("kim", AGENCY, "tipa")
    found = told_of(play.paper("ranking", CALL, office, play.moments[-1]), play.projects)
    assert found == {each.id for each in play.projects}


@pytest.mark.parametrize("role", [LEAD, MUNICIPALITY, PROVINCE, AUDITOR])
def test_nobody_outside_reads_of_another_project(play: Played, role: str) -> None:
    own = play.projects[0].facts
    org = str({LEAD: own["lead"], MUNICIPALITY: own["area"]}.get(role, own["province"]))
    who = Actor("kim", role, org)
    mine = {
        each.id for each in play.projects if org in (each.facts["lead"], each.facts["area"], each.facts["province"])
    }
    others = [each for each in play.projects if each.id not in mine]
    assert mine
    assert others
    found = list(play.every(who))
    assert any(text for *_, text in found)
    assert [(paper, at) for paper, at, text in found if told_of(text, others)] == []
    assert [at for paper, at, text in found if text and paper == "ranking"] == []


def test_a_partner_ministry_reads_the_joint_ranking_and_else_of_its_own_projects(play: Played) -> None:
    who = Actor("kim", PARTNER_MINISTRY, "MOJ")
    others = [each for each in play.projects if "MOJ" not in each.facts["ministries"]]
    assert others
    told = {paper for paper, _, text in play.every(who) if told_of(text, others)}
    assert told == {"ranking", "survey-aggregate"}, "what all four rank together, and what the survey asked all"
    stranger = Actor("kim", PARTNER_MINISTRY, "MOTIE")
    assert {paper for paper, _, text in play.every(stranger) if told_of(text, play.projects)} == {"survey-aggregate"}
