"""Projects half-way through the programme move to another generation of the shipped lifecycle, and back.

The play stands in its second year: five projects support companies, one was terminated. In the next generation
supporting companies is a state of each round, a terminated project is in its settlement, and each round is visited.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any, Final

import pytest

from entrypoints import bootstrap
from entrypoints.demo.playing import acts, staged
from entrypoints.demo.stage import Curtain, on
from entrypoints.settings import Settings
from states.lifecycle import SOURCE, STAY, Deadline, Lifecycle, T, Transition
from states.payloads.common import Expiry
from states.project import PROJECT
from states.project_parts import SUPPORTING, TERMINATED
from states.roles import AGENCY, SYSTEM
from tests.entrypoints.cli.conftest import CALL, Line, sqlite_line
from tests.world import FOLDER

__all__ = ["sqlite_line"]
SECOND_YEAR = date(2026, 2, 10)
ROUNDS: Final = {1: replace(SUPPORTING, id="supporting_first"), 2: replace(SUPPORTING, id="supporting_second")}
EITHER = tuple(state.id for state in ROUNDS.values())
VISIT = Deadline("visit", "현장방문", "Visit", owner=AGENCY, fires="visit_overdue", cite="common", period="objection")
GONE = {"supporting": EITHER, "terminated": ("termination_settlement",)}
SPLIT = tuple(word for no, each in ROUNDS.items() for word in ("--map", f"supporting={each.id}@round:{no}"))
SETTLED, UNSETTLED = (("--map", f"{a}={b}") for a, b in permutations(("terminated", "termination_settlement")))
BACK = tuple(word for state in EITHER for word in ("--map", f"{state}=supporting"))


def newer() -> Lifecycle:
    """The shipped project's next generation."""
    rows = [made for row in PROJECT.rows if row.name != "begin_termination_settlement" for made in _rows(row)]
    rounds = tuple(ROUNDS.values())
    rows += [
        T("visit", rounds, STAY, by=AGENCY, ko="방문 기록", en="Record the visit", meets=[VISIT], cite="common"),
        T("visit_overdue", rounds, STAY, by=SYSTEM, ko="방문 지연", en="Overdue", payload=Expiry, cite="common"),
    ]
    states = (*(each for each in PROJECT.states if each not in (SUPPORTING, TERMINATED)), *rounds)
    return replace(PROJECT, states=states, rows=tuple(rows))


def _rows(row: Transition) -> Iterator[Transition]:
    """The row in the next generation: from either round alike, into the one it leads to."""
    if "supporting" in row.sources and row.dest != STAY:
        yield from _leaving(row)
    elif row.dest == "supporting":
        yield from (_entering(row, no) for no in ROUNDS if no in _rounds(row))
    else:
        dest = "termination_settlement" if row.dest == "terminated" else row.dest
        yield replace(row, sources=_sources(row), dest=dest)


def _sources(row: Transition) -> tuple[str, ...]:
    return tuple(dict.fromkeys(new for each in row.sources for new in GONE.get(each, (each,))))


def _rounds(row: Transition) -> frozenset[Any]:
    """The rounds a row into supporting leads to."""
    return frozenset({row.sets["round"]}) if "round" in row.sets else row.when.get("round", frozenset(ROUNDS))


def _entering(row: Transition, no: int) -> Transition:
    when = row.when if "round" in row.sets else {**row.when, "round": frozenset({no})}
    return replace(row, name=f"{row.name}_{no}", dest=ROUNDS[no].id, when=when, opens=(*row.opens, VISIT))


def _leaving(row: Transition) -> Iterator[Transition]:
    """Out of supporting: the visit is called off, and the way back is remembered as it was called before."""
    if rest := tuple(each for each in row.sources if each != "supporting"):
        yield replace(row, sources=rest)
    sets = {mode: "supporting" if value == SOURCE else value for mode, value in row.sets.items()}
    cancels = (*row.cancels, VISIT)
    yield replace(row, name=f"{row.name}_round", sources=EITHER, sets=sets, cancels=cancels)


NEWER: Final = newer()


@pytest.fixture(scope="module")
def second_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the play until its second year."""
    file = tmp_path_factory.mktemp("halfway") / "play.db"
    with staged(Settings(database_url=f"sqlite:///{file}"), FOLDER, lambda *_: None) as (stage, _):
        stage.until = on(SECOND_YEAR)
        with suppress(Curtain):
            acts(stage)
    return file


@pytest.fixture
def later(sqlite_line: Line, second_year: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    """The command line of the later program on that file."""
    url = f"sqlite:///{second_year}"
    monkeypatch.setenv("YEONGO_DATABASE_URL", url)
    monkeypatch.setattr(bootstrap, "FAMILY", {**bootstrap.FAMILY, "project": NEWER})
    return Line(url, sqlite_line.capture)


def states(line: Line, ids: list[str]) -> list[str]:
    return [line.json("project", "show", id)["state"] for id in ids]


def approved(line: Line, *way: str) -> None:
    """One proposes, a second person approves; the clock does the rest."""
    assert line.json("lifecycle", "migrate", *way, "--reason", "지침 개정", "--as", "agency:tipa:kang")["accepted"]
    number = line.json("proposals", CALL)["rows"][-1]["number"]
    assert line("approve", CALL, number, "--as", "agency:tipa:kang").code == 1
    assert line.json("approve", CALL, number, "--as", "agency:tipa:seo")["accepted"]


def sound(line: Line) -> None:
    assert line.json("audit", "verify")["findings"] == []


def of(row: dict[str, Any], *names: str) -> list[Any]:
    return [row[name] for name in names]


def test_half_way_projects_move_and_come_back(later: Line) -> None:
    going = [row["stream"] for row in later.json("project", "list", "--limit", "50")["rows"]]
    standing = dict(zip(going, states(later, going), strict=True))
    ids = [id for id, state in standing.items() if state in GONE]
    was = [standing[id] for id in ids]
    assert sorted(was) == ["supporting"] * 5 + ["terminated"]
    settling = ids[was.index("terminated")]

    lost = later(
        "lifecycle", "migrate", *ids, "--to", "project", *SPLIT, "--reason", "개정", "--as", "agency:tipa:kang"
    )
    assert (lost.code, f"{settling} (terminated)" in lost.said) == (2, True)

    way = (*ids, "--to", "project", *SETTLED, *SPLIT)
    shown = {row["stream"]: row for row in later.json("lifecycle", "migrate", *way, "--dry-run")["rows"]}
    one = shown[ids[was.index("supporting")]]
    assert of(one, "source", "dest", "kept", "closed") == [
        "supporting",
        "supporting_second",
        ["agreement_end", "usage_report"],
        [],
    ]
    assert list(one["opened"]) == ["visit"]
    assert ["agency", "visit"] in one["gained"]
    assert of(shown[settling], "source", "dest") == ["terminated", "termination_settlement"]
    assert ["agency", "begin_termination_settlement"] in shown[settling]["lost"]
    assert states(later, ids) == was

    versions = [later.json("project", "show", id)["version"] for id in ids]
    approved(later, *way)
    there = [{"supporting": "supporting_second", "terminated": "termination_settlement"}[each] for each in was]
    assert states(later, ids) == there
    seams = [later.json("replay", id, "--version", str(n))["state"] for id, n in zip(ids, versions, strict=True)]
    assert seams == was
    sound(later)

    approved(later, *ids, "--to", PROJECT.fingerprint, *BACK, *UNSETTLED)
    assert states(later, ids) == was
    now = [later.json("project", "show", id) for id in ids]
    assert {each["lifecycle"] for each in now} == {PROJECT.fingerprint}
    assert {len(each["deadlines"]) for each, state in zip(now, was, strict=True) if state == "supporting"} == {2}
    sound(later)
