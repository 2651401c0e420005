"""What each verb answers when all is well, on both databases."""

from pathlib import Path

import orjson
import pytest

from entrypoints.bootstrap import FAMILY
from entrypoints.cli.door import Door
from entrypoints.cli.lifecycles import _show_verdicts
from states.context import UNBORN
from states.lifecycle import STAY
from tests.entrypoints.cli.conftest import AREA, CALL, CALLS, LEAD, OPENED, REGISTERED, Line, registering

SHAPE = {
    "stream", "kind", "call", "parents", "state", "phase", "state_label", "version", "facts", "supports", "as_of",
    "lifecycle", "head_hash", "deadlines",
}  # fmt: skip


def test_init_may_be_repeated(line: Line) -> None:
    first = line.json("init", "--virtual", "2024-12-03T09:00:00+09:00")
    assert first["clock"] == "2024-12-03T00:00:00.000000Z"
    assert line.json("init") == first
    assert line.json("migrate")["schema"] == first["schema"]


def test_config_says_where_each_value_comes_from(sqlite_line: Line) -> None:
    found = sqlite_line.json("config", "--lang", "en")
    assert found["YEONGO_DATABASE_URL"] == {"value": sqlite_line.url, "source": "environment"}
    assert found["YEONGO_LOG_LEVEL"]["source"] == "default"


def test_loading_a_call_twice_changes_nothing(programme: Line) -> None:
    before = programme.dump()
    answer = programme.json("call", "load", str(CALLS / "2025-2"))
    assert (answer["accepted"], answer["repeated"], answer["stream"]) == (True, True, CALL)
    assert "Nothing was changed." in programme("call", "load", str(CALLS / "2025-2")).out
    assert programme.dump() == before


def test_a_call_is_listed_and_shown(programme: Line) -> None:
    (row,) = programme.json("call", "list")["rows"]
    assert (row["stream"], row["state"], row["version"]) == (CALL, "announced", 2)
    shape = programme.json("call", "show", CALL)
    assert shape.keys() >= SHAPE
    assert "minimum_score" in [each["name"] for each in shape["settings_waiting"]]
    assert [each["kind"] for each in shape["deadlines"]] == ["reception_open", "reception_close"]


def test_the_real_call_is_sound(sqlite_line: Line) -> None:
    found = sqlite_line.json("call", "check", str(CALLS / "2025-2"))
    assert (found["ok"], found["faults"]) == (True, [])
    assert "minimum_score" in found["settings_waiting"]


def test_a_project_is_registered_shown_and_listed(programme: Line, project: str) -> None:
    shape = programme.json("project", "show", project)
    assert shape.keys() == SHAPE
    assert (shape["call"], shape["state"], shape["version"]) == (CALL, "announced", 1)
    assert (shape["facts"]["area"], shape["facts"]["title"]) == (AREA, "오미자")
    board = programme.json("project", "list", "--call", CALL)
    assert board["counts"] == {"announced": 1}
    (row,) = board["rows"]
    assert (row["stream"], row["facts"]["ministries"], board["cursor"]) == (project, ["MSS", "MOIS"], None)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (("--state", "announced"), 1),
        (("--state", "draft"), 0),
        (("--ministry", "MOIS"), 1),
        (("--ministry", "MOJ"), 0),
        (("--ministry", "MO"), 0),
        (("--province", "52"), 1),
        (("--province", "51"), 0),
        (("--search", "미자"), 1),
        (("--search", "TP-JEON"), 1),
        (("--search", "없음"), 0),
        (("--overdue",), 0),
        (("--call", "call-1999-1"), 0),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_the_board_is_filtered(sqlite_programme: Line, filters: tuple[str, ...], found: int) -> None:
    sqlite_programme.json(*registering())
    assert len(sqlite_programme.json("project", "list", *filters)["rows"]) == found


def test_replay_equals_what_is_stored(programme: Line, project: str) -> None:
    programme.json("advance", project, "start_draft", "--as", LEAD, "--at", OPENED)
    shown, replayed = programme.json("project", "show", project), programme.json("replay", project)
    assert replayed == shown
    assert programme("replay", project, "--json").out == programme("project", "show", project, "--json").out
    first = programme.json("replay", project, "--version", "1")
    assert (first["state"], first["version"], first["as_of"]) == ("announced", 1, "2024-12-04T01:00:00.000000Z")
    assert programme.json("replay", project, "--at", REGISTERED) == first
    unborn = programme.json("replay", project, "--version", "0")
    assert (unborn["state"], unborn["facts"], unborn["state_label"]["en"]) == ("unborn", {}, "not begun")


def test_diff_names_what_changed_and_ends_one(programme: Line, project: str) -> None:
    programme.json("advance", project, "start_draft", "--as", LEAD, "--at", OPENED)
    answer = programme("diff", project, "--from", "1", "--json")
    assert answer.code == 1
    state = answer.document["changes"]["state"]
    assert (state["from"], state["to"], state["by"]["version"]) == ("announced", "draft", 2)
    assert set(state["by"]) == {"version", "trigger", "actor", "recorded_at", "label", "cite"}
    assert (answer.document["from"]["version"], answer.document["to"]["version"]) == (1, 2)
    same = programme("diff", project, "--from", "2", "--to", OPENED, "--json")
    assert (same.code, same.document["changes"]) == (0, {})


def test_history_holds_what_happened_and_what_was_refused(programme: Line, project: str) -> None:
    assert programme("advance", project, "start_draft", "--as", LEAD).code == 1
    programme.json("advance", project, "start_draft", "--as", LEAD, "--at", OPENED)
    entries = programme.json("project", "history", project)["history"]
    assert [(each["trigger"], each["accepted"]) for each in entries] == [
        ("register", True),
        ("start_draft", False),
        ("start_draft", True),
    ]
    assert entries[1]["refusals"][0]["message"]["en"].startswith("Reception opens at")


def test_actions_say_who_may_do_what_and_why_not(programme: Line, project: str) -> None:
    (lead,) = programme.json("project", "actions", project, "--role", "lead")["roles"]
    assert (lead["role"], lead["org"]) == ("lead", "tp-jeonbuk")
    actions = {each["trigger"]: each for each in lead["actions"]}
    assert actions["start_draft"]["allowed"] is False
    assert actions["start_draft"]["refusals"][0]["cure"]["ko"]
    assert actions["withdraw"]["allowed"] is None
    assert actions["withdraw"]["needs"] == ["letter"]
    assert actions["open"]["begins"] == "support"
    offered = {row.trigger for row in FAMILY["project"].rows if "announced" in row.sources and "lead" in row.by}
    assert offered <= actions.keys()


def test_actions_record_nothing(programme: Line, project: str) -> None:
    before = programme.dump()
    assert programme("project", "actions", project).code == 0
    assert programme.dump() == before


def test_a_dry_run_shows_the_event_and_records_nothing(programme: Line, project: str) -> None:
    before = programme.dump()
    arguments = ("advance", project, "start_draft", "--as", LEAD, "--at", OPENED)
    answer = programme.json(*arguments, "--dry-run")
    assert (answer["accepted"], answer["dry_run"], answer["state"]) == (True, True, "draft")
    assert answer["would"]["to"] == "draft"
    assert programme.dump() == before
    assert programme.json(*arguments)["state"] == "draft"


def test_what_falls_due_on_the_way_is_fired_at_its_time(programme: Line, project: str) -> None:
    programme.json("advance", project, "start_draft", "--as", LEAD, "--at", OPENED)
    opened = programme.json("replay", CALL, "--at", "2024-12-09T09:01:00+09:00")
    assert opened["state"] == "announced"
    late = ("advance", project, "save", "--as", LEAD, "--at", "2024-12-21T09:00:00+09:00", "--data", "{}")
    assert programme(*late).code == 1
    assert programme.json("project", "show", project)["state"] == "expired"
    closed = programme.json("replay", CALL, "--at", "2024-12-20T18:01:00+09:00")
    assert closed["state"] == "closed"


def test_run_due_fires_what_is_due(programme: Line) -> None:
    assert programme.json("jobs", "run-due") == {"fired": 0, "set_aside": 0}


def test_a_changed_call_is_amended(programme: Line, tmp_path: Path) -> None:
    folder = tmp_path / "2025-2"
    folder.mkdir()
    for file in (CALLS / "2025-2").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    text = (folder / "call.toml").read_text("utf-8")
    (folder / "call.toml").write_text(text.replace("minimum_days = 30", "minimum_days = 29"), "utf-8")
    who = ("--notice-no", "2024-2", "--reason", "정정", "--as", "ministry:MSS:lee")
    answer = programme.json("call", "amend", CALL, str(folder), *who)
    assert (answer["accepted"], answer["receipt"]["version"]) == (True, 3)
    again = programme("call", "amend", CALL, str(folder), *who)
    assert (again.code, "nothing to amend" in again.said) == (2, True)


@pytest.mark.parametrize("name", FAMILY)
def test_a_lifecycle_is_shown_in_every_form(sqlite_line: Line, name: str) -> None:
    found = FAMILY[name]
    definition = sqlite_line.json("lifecycle", "show", name)
    assert definition["fingerprint"] == found.fingerprint
    assert [row["name"] for row in definition["rows"]] == [row.name for row in found.rows]
    assert sqlite_line("lifecycle", "show", name, "--format", "json").document == definition
    table = sqlite_line("lifecycle", "show", name).out
    assert all(state.id[:12] in table for state in found.states)
    assert sqlite_line("lifecycle", "show", name, "--format", "mermaid").out.startswith("stateDiagram-v2\n")
    dot = sqlite_line("lifecycle", "show", name, "--format", "dot").out
    leading = {(row.sources[0], row.dest) for row in found.rows if row.dest != STAY and row.sources[0] != UNBORN}
    assert all(f'"{source}" -> "{dest}"' in dot for source, dest in leading if source != dest)


def test_lifecycle_check_tells_every_property(sqlite_line: Line) -> None:
    answer = sqlite_line("lifecycle", "check", "support", "--json")
    verdicts = answer.document["verdicts"]
    assert len(verdicts) > 10
    assert answer.code == (0 if all(each["holds"] for each in verdicts) else 1)
    assert answer.document["ok"] == (answer.code == 0)
    assert all(each["label"]["ko"] and each["label"]["en"] for each in verdicts)


def test_a_check_that_fails_shows_what_fails_alone(capsys: pytest.CaptureFixture[str]) -> None:
    known = {"lifecycle": "survey", "witness": [], "detail": {"en": "row: call.toml"}}
    shapes = [known | {"label": {"en": words}, "holds": holds} for words, holds in (("sound", True), ("faulty", False))]
    for failed, seen in ((0, (True, True)), (1, (False, True))):
        _show_verdicts(Door("en", json=False), shapes, failed)
        out = capsys.readouterr().out
        assert ("sound" in out, "faulty" in out) == seen


def test_json_is_one_document_in_any_language(programme: Line) -> None:
    korean, english = (programme("--lang", lang, "call", "show", CALL, "--json").out for lang in ("ko", "en"))
    assert orjson.loads(korean) == orjson.loads(english)
