"""Every kind of bad input: one clear sentence, the right exit code, and nothing changed."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from storage.store import Store
from tests.entrypoints.cli.conftest import CALL, CALLS, DOCUMENT, LEAD, MINISTRY, Line, registering

VOTE = '{"year": 2025, "amount": %s, "voted_on": "2024-12-02", "document": "' + DOCUMENT + '"%s}'


def vote(amount: str, more: str = "") -> tuple[str, ...]:
    return ("advance", CALL, "record_budget", "--as", MINISTRY, "--data", VOTE % (amount, more))


BAD: Sequence[tuple[str, tuple[str, ...], str]] = (
    ("an unknown verb", ("advanse",), "There is no command 'advanse'. → advance?"),
    ("an unknown option", ("project", "list", "--overdu"), "There is no option '--overdu'. → --overdue?"),
    ("a missing argument", ("advance", CALL), "'TRIGGER' is missing: see `yeongo advance --help`."),
    ("an unknown trigger", ("advance", CALL, "fly"), "The call lifecycle has no trigger 'fly'."),
    ("an unknown stream", ("advance", "project-aaaa", "save"), "There is no stream 'project-aaaa'."),
    ("no stream at all", ("advance", "?", "save"), "There is no stream '?'."),
    ("an unknown stream to replay", ("replay", "project-aaaa"), "There is no stream 'project-aaaa'"),
    ("an unknown stream to show", ("project", "show", "project-aaaa"), "There is no stream 'project-aaaa'"),
    ("a stream of another kind", ("project", "show", CALL), "'call-2025-2' is not a project."),
    ("an unknown state", ("project", "list", "--state", "submited"), "has no state 'submited'. → submitted?"),
    ("an unknown phase", ("project", "list", "--phase", "x"), "The project lifecycle has no phase 'x'."),
    ("an unknown province", ("project", "list", "--province", "xx"), "'xx' is not a province"),
    ("an unknown role", ("advance", CALL, "announce", "--as", "king:MSS:lee"), "There is no role 'king'."),
    ("half an actor", ("advance", CALL, "announce", "--as", "ministry"), "is not of the form ROLE:ORG:PERSON"),
    ("an unknown lifecycle", ("lifecycle", "show", "x"), "There is no lifecycle 'x'."),
    ("an unknown format", ("lifecycle", "show", "call", "--format", "x"), "'--format' has a bad value"),
    ("an unknown bench", ("bench", "x"), "There is no bench 'x'."),
    ("a string for money", vote('"1"'), "The field 'amount' is wrong: Input should be a valid integer."),
    ("a truth for money", vote("true"), "The field 'amount' is wrong: Input should be a valid integer."),
    ("a float for money", vote("1.5"), "The field 'amount' is wrong: float is not allowed."),
    ("a whole float for money", vote("1.0"), "The field 'amount' is wrong: float is not allowed."),
    ("less than no money", vote("-1"), "The field 'amount' is wrong"),
    ("too much money", vote("9007199254740992"), "The field 'amount' is wrong: integer of 2^53 or more."),
    ("an extra key", vote("1", ', "tip": 1'), "The field 'tip' is wrong: Extra inputs are not permitted."),
    (
        "a missing key",
        (*vote("1")[:-1], '{"year": 2025, "amount": 1, "voted_on": "2024-12-02"}'),
        "The field 'document' is wrong: Field required.",
    ),
    ("no JSON", ("advance", CALL, "announce", "--data", "{"), "--data is not JSON"),
    ("JSON, but no object", ("advance", CALL, "announce", "--data", "[1]"), "must be a JSON object ({...}), not list."),
    (
        "a data file that is not there",
        ("advance", CALL, "announce", "--data", "@nowhere"),
        "The file nowhere cannot be read",
    ),
    ("a version that is none", ("advance", CALL, "announce", "--expect", "-1"), "'--expect' has a bad value"),
    ("a version it never had", ("replay", CALL, "--version", "9"), "its versions are 0 to 2"),
    ("a day for an instant", ("replay", CALL, "--at", "2024-12-20"), "is not an instant with an offset"),
    ("a moment that is none", ("diff", CALL, "--from", "x"), "neither a version nor an instant"),
    ("a clock turned back", ("advance", CALL, "announce", "--at", "2024-01-01T00:00:00Z"), "does not go back to"),
    ("a call folder that is not there", ("call", "load", "nowhere"), "The call folder nowhere cannot be read"),
)


@pytest.mark.parametrize(("arguments", "said"), [each[1:] for each in BAD], ids=[each[0] for each in BAD])
def test_bad_input_is_told_in_one_sentence_and_changes_nothing(
    sqlite_programme: Line, arguments: tuple[str, ...], said: str
) -> None:
    before = sqlite_programme.dump()
    answer = sqlite_programme(*arguments)
    assert answer.code == 2
    assert said in answer.said
    assert sqlite_programme.dump() == before


def test_every_bad_input_has_a_korean_sentence_and_a_json_document(sqlite_programme: Line) -> None:
    for _, arguments, _ in BAD:
        korean = sqlite_programme("--lang", "ko", *arguments)
        assert korean.code == 2
        assert any("가" <= letter <= "힣" for letter in korean.said), korean.said
        document = sqlite_programme("--json", *arguments)
        assert (document.code, document.err) == (2, "")
        assert document.document["error"]["message"].keys() == {"ko", "en"}


def test_the_same_is_refused_on_both_databases(programme: Line) -> None:
    before = programme.dump()
    for arguments in (("advance", CALL, "fly"), vote("1.5"), vote('"1"'), vote("1", ', "tip": 1')):
        assert programme(*arguments).code == 2
    assert programme.dump() == before


def changed(line: Line, before: dict[str, list[tuple[object, ...]]]) -> set[str]:
    """The tables that are not as they were."""
    return {table for table, rows in line.dump().items() if rows != before[table]}


KEPT = {"refusal", "unsealed"}
"""What a refusal leaves behind: itself, and its leaf for the log."""


def test_a_stale_version_is_refused_and_only_the_refusal_is_kept(programme: Line) -> None:
    before = programme.dump()
    answer = programme(*vote("1"), "--expect", "1", "--json")
    assert answer.code == 1
    (refusal,) = answer.document["refusals"]
    assert refusal["code"] == "version.stale"
    assert refusal["facts"] == {"expected": 1, "version": 2}
    assert refusal["message"]["en"] == "The version you saw (1) is not the present one (2)."
    assert changed(programme, before) == KEPT


def test_a_repeated_key_with_another_body_is_refused(programme: Line, project: str) -> None:
    before = programme.dump()
    again = programme(*registering(), "--json")
    assert (again.code, again.document["repeated"]) == (0, True)
    assert again.document["receipt"]["stream"] == project
    assert programme.dump() == before
    other = programme(*registering(title="다른 이름"), "--json")
    assert other.code == 1
    assert [each["code"] for each in other.document["refusals"]] == ["key.reused"]
    assert changed(programme, before) == KEPT


def test_an_unknown_area_is_refused(programme: Line) -> None:
    before = programme.dump()
    arguments = tuple("99999" if each == "52740" else each for each in registering())
    answer = programme(*arguments, "--json")
    assert answer.code == 1
    assert "area" in " ".join(each["code"] for each in answer.document["refusals"])
    assert changed(programme, before) <= KEPT


def test_a_dry_run_of_a_refused_command_leaves_nothing(programme: Line) -> None:
    before = programme.dump()
    answer = programme(*vote("1"), "--expect", "1", "--dry-run", "--json")
    assert (answer.code, answer.document["dry_run"]) == (1, True)
    assert programme.dump() == before


def test_real_time_is_not_moved_by_hand(line: Line) -> None:
    line.json("init")
    line.json("call", "load", str(CALLS / "2025-2"))
    before = line.dump()
    answer = line("advance", CALL, "announce", "--at", "2030-01-01T00:00:00Z")
    assert answer.code == 2
    assert "only on a database with a virtual clock" in answer.said
    assert line.dump() == before


@pytest.fixture
def corrupt(tmp_path: Path) -> Path:
    folder = tmp_path / "call"
    shutil.copytree(CALLS / "2025-2", folder)
    return folder


def test_a_corrupt_call_folder_is_not_loaded(line: Line, corrupt: Path) -> None:
    line.json("init")
    before = line.dump()
    text = (corrupt / "call.toml").read_text("utf-8")
    number = text[: text.index("[reception]")].count("\n") + 2
    (corrupt / "call.toml").write_text(text.replace("[reception]", "[reception]\nopens_at_noon = true"), "utf-8")
    answer = line("call", "load", str(corrupt))
    assert answer.code == 2
    first, *faults = answer.err.splitlines()
    assert "has 1 faults" in first
    assert faults == [f"  call.toml:{number}: unknown key 'reception.opens_at_noon'"]
    assert line.dump() == before


def test_a_corrupt_call_folder_is_a_no_to_its_check(line: Line, corrupt: Path) -> None:
    (corrupt / "areas.csv").unlink()
    answer = line("call", "check", str(corrupt), "--json")
    assert (answer.code, answer.document["ok"]) == (1, False)
    assert {"file": "areas.csv", "line": 1, "code": "missing_file"}.items() <= answer.document["faults"][0].items()


def test_a_call_file_that_is_not_text_is_named(sqlite_line: Line, corrupt: Path) -> None:
    sqlite_line.json("init")
    (corrupt / "facts.csv").write_bytes(b"\xff\xfe\x00")
    answer = sqlite_line("call", "load", str(corrupt))
    assert answer.code == 2
    assert "facts.csv" in answer.said


def test_other_rules_do_not_replace_a_call(programme: Line, corrupt: Path) -> None:
    text = (corrupt / "call.toml").read_text("utf-8")
    (corrupt / "call.toml").write_text(text.replace("minimum_days = 30", "minimum_days = 29"), "utf-8")
    before = programme.dump()
    answer = programme("call", "load", str(corrupt))
    assert answer.code == 2
    assert "use `yeongo call amend`" in answer.said
    assert programme.dump() == before


@pytest.mark.parametrize(("name", "value"), [("YEONGO_DATABASE_URL", "mysql://x"), ("YEONGO_LOG_LEVEL", "LOUD")])
def test_a_bad_setting_is_named(sqlite_line: Line, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    answer = sqlite_line("call", "list")
    assert answer.code == 2
    assert name in answer.said


def test_data_may_come_from_a_file(programme: Line, tmp_path: Path) -> None:
    file = tmp_path / "vote.json"
    file.write_text(VOTE % ("3952000000", ""), "utf-8")
    answer = programme.json("advance", CALL, "record_budget", "--as", MINISTRY, "--data", f"@{file}")
    assert (answer["accepted"], answer["receipt"]["version"]) == (True, 3)
    shape = programme.json("replay", CALL)
    assert shape["facts"]["budget"] == {"2025": 3_952_000_000}


def test_a_role_of_another_organisation_is_refused(programme: Line, project: str) -> None:
    answer = programme("advance", project, "start_draft", "--as", LEAD.replace("jeonbuk", "daegu"), "--json")
    assert answer.code == 1
    assert "role.not_allowed" in [each["code"] for each in answer.document["refusals"]]


def newer(line: Line) -> None:
    store = Store(line.url)
    with store.transaction() as transaction:
        transaction.cursor.execute("UPDATE alembic_version SET version_num = '9999'")
    store.close()


@pytest.mark.parametrize(
    "arguments",
    [("init",), ("migrate",), ("call", "list"), ("advance", CALL, "announce"), ("jobs", "run-due"), ("replay", CALL)],
    ids=" ".join,
)
def test_a_database_of_a_newer_schema_is_left_alone(programme: Line, arguments: tuple[str, ...]) -> None:
    newer(programme)
    before = programme.dump()
    answer = programme(*arguments)
    assert answer.code == 3
    assert "has a newer schema than this program: use the program that made it" in answer.said
    assert programme.dump() == before


def test_an_empty_database_asks_for_init(new_line: Line) -> None:
    answer = new_line("call", "list")
    assert answer.code == 3
    assert "run `yeongo init` first" in answer.said
