"""On the command line a project moves to another generation: seen first, proposed by one, approved by another."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from entrypoints import bootstrap
from states.lifecycle import Lifecycle, State
from states.project import PROJECT
from tests.entrypoints.cli.conftest import CALL, Line

SVG = "{http://www.w3.org/2000/svg}"
AGENCIES = ("agency:tipa:kang", "agency:tipa:seo")
REGISTERED_ = State(
    "registered", "등록됨", "Registered", phase="reception", cite="common", owner="lead",
    open_end="접수 시작을 기다림 / waits for reception",
)  # fmt: skip


def renamed() -> Lifecycle:
    """The project with `announced` called `registered`."""
    rows = tuple(
        replace(
            row,
            sources=tuple("registered" if each == "announced" else each for each in row.sources),
            dest="registered" if row.dest == "announced" else row.dest,
        )
        for row in PROJECT.rows
    )
    states = tuple(REGISTERED_ if each.id == "announced" else each for each in PROJECT.states)
    return replace(PROJECT, states=states, rows=rows)


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
    drawn = later("lifecycle", "diff", PROJECT.fingerprint[:8], "project", "--format", "mermaid")
    assert "classDef gone" in drawn.out
    svg = later("lifecycle", "diff", PROJECT.fingerprint[:8], "project", "--format", "svg").out
    boxes = {each.get("id"): each[0].get("class") for each in ElementTree.fromstring(svg).iter(f"{SVG}g")}
    assert (boxes["announced"], boxes["registered"], boxes["draft"]) == ("gone", "added", None)
    arrows = [each.get("class") for each in ElementTree.fromstring(svg).iter(f"{SVG}path")]
    assert {"gone", "added", None} == {*arrows}
    assert later("lifecycle", "diff", "project", "project").code == 0
    assert later("lifecycle", "diff", "beef", "project").code == 2


def test_a_project_moves_with_two_persons_and_an_unmapped_one_is_named(later: Line, project: str) -> None:
    dry = later("lifecycle", "migrate", project, "--to", "project", "--dry-run")
    assert dry.code == 1
    assert f"{project}: announced → nowhere" in dry.out
    refused = later("lifecycle", "migrate", project, "--to", "project", "--reason", "개정", "--as", AGENCIES[0])
    assert (refused.code, f"{project} (announced)" in refused.said) == (2, True)
    way = ("lifecycle", "migrate", project, "--to", "project", "--map", "announced=registered")
    shown = later.json(*way, "--dry-run")
    assert [(each["source"], each["dest"], each["kept"]) for each in shown["rows"]] == [
        ("announced", "registered", ["reception_close"])
    ]
    assert later.json(*way, "--reason", "개정", "--as", AGENCIES[0])["accepted"]
    (waiting,) = later.json("proposals", CALL)["rows"]
    assert (waiting["trigger"], waiting["by"]) == ("migrate_streams", "kang")
    approve = ("approve", CALL, waiting["number"], "--as")
    assert later(*approve, AGENCIES[0]).code == 1
    assert later.json(*approve, AGENCIES[1])["accepted"]
    now = later.json("project", "show", project)
    assert (now["state"], now["lifecycle"]) == ("registered", renamed().fingerprint)
    assert later.json("replay", project, "--version", "1")["state"] == "announced"
    assert later.json("audit", "verify")["findings"] == []
