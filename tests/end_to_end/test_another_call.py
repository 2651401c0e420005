"""A call with other dates, criteria, caps, ministries and areas lives its whole life: only its folder differs."""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import orjson
import pytest

from entrypoints.bootstrap import FAMILY
from entrypoints.demo import DemoError, play
from entrypoints.demo.cast import ROLES, cast
from entrypoints.demo.playing import acts, staged
from entrypoints.demo.stage import Curtain, Stage, on
from entrypoints.settings import Settings
from states.canonical import loads
from states.generations import parts_of
from states.kept import KEPT
from states.project import PROJECT
from states.rules.call_rules import CallRules, parse
from storage.boards import Filter, page
from tests.another_call import another_call, held_in
from tests.entrypoints.cli.conftest import Line, sqlite_line
from tests.world import FOLDER, call_files, real_rules
from workflow.definitions import Definitions, store_call
from workflow.engine import Engine
from workflow.replay import rebuild

__all__ = ["sqlite_line"]
WINTER = date(2027, 1, 5)
"""Between the two calls: the first one's projects write their final reports, the second is about to be announced."""
GONE = PROJECT.by_name["void_award"]
NEWER = replace(PROJECT, rows=tuple(row for row in PROJECT.rows if row is not GONE))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "calls" / "2027-1"
    folder.mkdir(parents=True)
    for name, text in another_call().items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_its_whole_life_is_played_and_proven(sqlite_line: Line, folder: Path) -> None:
    answer = sqlite_line("demo", "--call", str(folder), "--database", sqlite_line.url, "--json")
    assert (answer.code, answer.err) == (0, "")
    found = orjson.loads(answer.out)
    assert found["replay_equal"] is True
    assert found["by_state"]["call"] == {"ended": 1}
    assert found["by_state"]["project"] == {
        "expired": 6, "withdrawn": 2, "rejected": 23, "selection_cancelled": 1, "closed": 11, "closed_terminated": 1,
    }  # fmt: skip
    verified = sqlite_line.json("audit", "verify")
    assert (verified["ok"], verified["events"]) == (True, found["events"])
    call = sqlite_line.json("call", "show", "call-2027-1")["facts"]
    assert sorted(call["budget"]) == ["2027", "2028"]
    assert len(call["committee"]) == 12 + 1


def test_everything_a_call_decides_differs() -> None:
    this, other = real_rules(), parse(another_call())
    same = {
        "sanction",
        "equipment",
        "evaluation",
        "roles",
        "parts",
        "screening_reasons",
        "deductions",
        "grades",
        "facts",
    }
    same |= {"participants", "programme_items", "systems", "regulations", "amendable"}
    assert {name for name in CallRules.model_fields if getattr(this, name) == getattr(other, name)} == same
    assert {"46780", "12750"} & this.areas.keys() == {"46780"}
    assert {"46780", "12750"} & other.areas.keys() == {"12750"}


def test_two_calls_live_side_by_side(sqlite_url: str) -> None:
    """Each under its own rules and its own generation of the lifecycle, in one database and one order of time."""
    with staged(Settings(database_url=sqlite_url), FOLDER, lambda *_: None) as (stage, _):
        stage.until = on(WINTER)
        with suppress(Curtain):
            acts(stage)
        definitions = Definitions({**FAMILY, "project": NEWER}, stage.store.definition, (*KEPT, *parts_of(GONE)))
        second = _second_stage(stage, definitions)
        acts(second)
        assert second.check(second.call, "ended").facts["rules"] == second.rules.fingerprint
        assert stage.check(stage.call, "confirmed").facts["rules"] == stage.rules.fingerprint
        assert _pinned(stage) == {PROJECT.fingerprint}
        assert _pinned(second) == {NEWER.fingerprint}
        assert rebuild(stage.store, definitions)[1] == []
        late = stage.below(stage.call, "project")
        assert "final_report" in next(each for each in late if each.state == "final_report_due").facts["overdue"]


def _second_stage(stage: Stage, definitions: Definitions) -> Stage:
    """The same house after the next release, with the other call stored."""
    with stage.store.transaction() as transaction:
        definitions.store_lifecycles(transaction)
        rules = store_call(another_call(), transaction)
    engine = Engine(stage.store, definitions, stage.clock, stage.engine.entropy)
    front = (stage.store, engine, stage.clock, rules, another_call())
    return Stage(*front, stage.progress, stage.signer, expected=stage.expected)


def _pinned(stage: Stage) -> set[str]:
    """The generations the events of a call's projects are pinned to."""
    with stage.store.snapshot() as reader:
        mine = {row.stream.id for row in page(reader, Filter("project", call=stage.call), 100).rows}
        events = [(stream, loads(body)) for stream, _, _, body in reader.every_event()]
    return {str(event["lifecycle"]) for stream, event in events if stream in mine}


def test_a_call_too_small_for_the_cast_is_refused_before_anything_is_touched(sqlite_url: str, tmp_path: Path) -> None:
    for name, text in held_in(call_files(), "52").items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(DemoError, match="needs 24 areas that two ministries reach, and the call has 13"):
        play(sqlite_url, tmp_path, lambda *_: None)
    assert not Path(sqlite_url.removeprefix("sqlite:///")).exists()


def test_the_weakest_unremarkable_projects_stay_at_home_first() -> None:
    kept = [part.role for part in cast(parse(held_in(call_files(), "47", "52")))]
    assert len(kept) == 35
    assert {role for role in ROLES if not role.plain} <= {*kept}
    assert [role for role in ROLES if role.plain][: sum(role.plain for role in kept)] == [r for r in kept if r.plain]
