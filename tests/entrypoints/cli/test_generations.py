"""On the command line a project moves to another generation: seen first, proposed by one, approved by another."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from entrypoints import bootstrap
from states.lifecycle import STAY, Deadline, Lifecycle, State
from states.project import PROJECT
from states.roles import LEAD
from tests.entrypoints.cli.conftest import CALL, Line

SVG = "{http://www.w3.org/2000/svg}"
AGENCIES = ("agency:tipa:kang", "agency:tipa:seo")
REGISTERED, AGAIN = (
    State(
        id, "등록됨", "Registered", phase="reception", cite="common", owner="lead",
        open_end="접수 시작을 기다림 / waits for reception",
    )
    for id in ("registered", "registered_again")
)  # fmt: skip
ADVICE = Deadline("advice", "사전 상담", "Advice", owner=LEAD, fires="expire", cite="common", period="objection")


def renamed() -> Lifecycle:
    """The project with `announced` split by round into `registered` and `registered_again`, where advice is due."""
    rows = []
    for row in PROJECT.rows:
        sources = [new for each in row.sources for new in SPLIT.get(each, (each,))]
        dests = SPLIT.get(str(row.dest), (row.dest,))
        opens = (*row.opens, ADVICE) if len(dests) > 1 else row.opens
        left = "announced" in row.sources and row.dest not in ("announced", STAY)
        names = [row.name, f"{row.name}_again"]
        rows += [
            replace(
                row,
                name=name,
                trigger=name if len(dests) > 1 else row.trigger,
                sources=(*sources,),
                dest=dest,
                opens=opens,
                cancels=(*row.cancels, ADVICE) if left else row.cancels,
            )
            for name, dest in zip(names, dests, strict=False)
        ]
    states = [each for each in PROJECT.states if each.id not in SPLIT]
    return replace(PROJECT, states=(*states, REGISTERED, AGAIN), rows=(*rows,))


SPLIT = {"announced": ("registered", "registered_again")}


@pytest.fixture
def later(programme: Line, project: str, monkeypatch: pytest.MonkeyPatch) -> Line:
    """The later program, whose projects are registered where they were announced."""
    monkeypatch.setattr(bootstrap, "FAMILY", {**bootstrap.FAMILY, "project": renamed()})
    return programme


def test_generations_differ_in_words_and_as_a_picture(later: Line) -> None:
    answer = later("lifecycle", "diff", PROJECT.fingerprint[:8], "project")
    assert answer.code == 1
    assert "The state announced is gone." in answer.out
    assert "The state registered is new." in answer.out
    assert "The state registered_again is new." in answer.out
    drawn = later("lifecycle", "diff", PROJECT.fingerprint[:8], "project", "--format", "mermaid")
    assert "classDef gone" in drawn.out
    svg = later("lifecycle", "diff", PROJECT.fingerprint[:8], "project", "--format", "svg").out
    boxes = {each.get("id"): each[0].get("class") for each in ElementTree.fromstring(svg).iter(f"{SVG}g")}
    assert (boxes["announced"], boxes["registered"], boxes["draft"]) == ("gone", "added", None)
    arrows = [each.get("class") for each in ElementTree.fromstring(svg).iter(f"{SVG}path")]
    assert {"gone", "added", None} == {*arrows}
    assert later("lifecycle", "diff", "project", "project").code == 0
    assert later("lifecycle", "diff", "beef", "project").code == 2


def moved(line: Line, *way: str) -> None:
    """One proposes, another approves."""
    assert line.json(*way, "--reason", "개정", "--as", AGENCIES[0])["accepted"]
    (waiting,) = line.json("proposals", CALL)["rows"]
    assert (waiting["trigger"], waiting["by"]) == ("migrate_streams", "kang")
    approve = ("approve", CALL, waiting["number"], "--as")
    assert line(*approve, AGENCIES[0]).code == 1
    assert line.json(*approve, AGENCIES[1])["accepted"]


def test_a_project_moves_with_two_persons_and_an_unmapped_one_is_named(later: Line, project: str) -> None:
    """There and back over a split state, a removed one and a new deadline; history replays across both seams."""
    dry = later("lifecycle", "migrate", project, "--to", "project", "--dry-run")
    assert dry.code == 1
    assert f"{project}: announced → nowhere" in dry.out
    refused = later("lifecycle", "migrate", project, "--to", "project", "--reason", "개정", "--as", AGENCIES[0])
    assert (refused.code, f"{project} (announced)" in refused.said) == (2, True)
    maps = ("--map", "announced=registered@round:1", "--map", "announced=registered_again@round:2")
    way = ("lifecycle", "migrate", project, "--to", "project", *maps)
    (row,) = later.json(*way, "--dry-run")["rows"]
    assert (row["source"], row["dest"], row["kept"]) == ("announced", "registered", ["reception_close"])
    assert row["opened"] == {"advice": "2024-12-16"}
    assert later.json("project", "show", project)["state"] == "announced"
    moved(later, *way)
    now = later.json("project", "show", project)
    assert (now["state"], now["lifecycle"]) == ("registered", renamed().fingerprint)
    assert sorted(each["kind"] for each in now["deadlines"]) == ["advice", "reception_close"]

    moved(later, "lifecycle", "migrate", project, "--to", PROJECT.fingerprint[:8], "--map", "registered=announced")
    now = later.json("project", "show", project)
    assert (now["state"], now["lifecycle"]) == ("announced", PROJECT.fingerprint)
    assert [each["kind"] for each in now["deadlines"]] == ["reception_close"]
    states = [later.json("replay", project, "--version", str(n))["state"] for n in (1, 2, 3)]
    assert states == ["announced", "registered", "announced"]
    assert later.json("audit", "verify")["findings"] == []
