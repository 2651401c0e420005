"""The auditor's verbs on a whole life: what holds is said to hold, and what is proven is proven by the file alone."""

import shutil
import sqlite3
from hashlib import sha256
from pathlib import Path

import orjson
import pytest

from states.canonical import dumps, loads
from storage.store import Store
from tests.entrypoints.cli.conftest import CALL, Line


@pytest.fixture
def closed(played: Line) -> str:
    """A project that went its whole way."""
    (row, *_) = played.json("project", "list", "--state", "closed")["rows"]
    return str(row["stream"])


def test_the_whole_life_holds(played: Line, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    played.json("audit", "checkpoint", "-o", str(kept))
    found = played.json("audit", "verify", "--kept", str(kept), "--jobs", "1")
    assert (found["ok"], found["unsealed"], found["findings"]) == (True, 0, [])
    assert found["events"] > 2000
    assert found["checkpoint"]["note"] == kept.read_text()
    assert "events hold" in played("audit", "verify").out
    since = played.json("audit", "verify", "--since", str(kept))
    assert (since["ok"], since["events"], since["since"]) == (True, 0, found["checkpoint"]["size"])


def test_a_decision_of_one_person_alone_is_found(played_file: Path, played: Line, tmp_path: Path) -> None:
    """The award rewritten as if who proposed it had also approved it, its chain made to hold again."""
    copy = tmp_path / "alone.db"
    shutil.copyfile(played_file, copy)
    connection = sqlite3.connect(copy)
    connection.execute("DROP TRIGGER event_no_update")
    rows = connection.execute("SELECT version, body FROM event WHERE stream = ? ORDER BY version", (CALL,)).fetchall()
    prev, found = "0" * 64, 0
    for version, text in rows:
        body = loads(text.encode()) | {"prev": prev}
        if body["trigger"] == "award":
            found = version
            proposer = body["changes"]["approves"]["by"]
            assert body["actor"]["id"] != proposer
            body["actor"] = body["actor"] | {"id": proposer}
        written = dumps(body)
        prev = sha256(written).hexdigest()
        change = "UPDATE event SET body = ?, hash = ?, actor = ? WHERE stream = ? AND version = ?"
        connection.execute(change, (written.decode(), prev, body["actor"]["id"], CALL, version))
    connection.execute("UPDATE stream SET head = ? WHERE id = ?", (prev, CALL))
    connection.commit()
    connection.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YEONGO_DATABASE_URL", f"sqlite:///{copy}")
        answer = played("audit", "verify", "--jobs", "1", "--json")
    alone = [(e["stream"], e["version"]) for e in answer.document["findings"] if e["code"] == "event.alone"]
    assert (answer.code, alone) == (1, [(CALL, found)])


def test_one_altered_record_accuses_nobody_else_and_is_told_with_its_circumstances(
    played_file: Path, played: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose acts below a project were allowed is not known once the project's own record is broken: they stand."""
    copy = tmp_path / "altered.db"
    shutil.copyfile(played_file, copy)
    connection = sqlite3.connect(copy)
    connection.execute("DROP TRIGGER event_no_update")
    stream, version, text = connection.execute(
        'SELECT stream, version, body FROM event WHERE body LIKE \'%"trigger":"sign_agreement"%\''
        " AND stream IN (SELECT project FROM stream WHERE kind = 'support')"
    ).fetchone()
    connection.execute("UPDATE event SET key = key || 'x' WHERE stream = ? AND version = ?", (stream, version))
    (facts,) = connection.execute("SELECT facts FROM stream WHERE id = ?", (stream,)).fetchone()
    connection.commit()
    connection.close()
    monkeypatch.setenv("YEONGO_DATABASE_URL", f"sqlite:///{copy}")
    (found,) = played("audit", "verify", "--jobs", "1", "--json").document["findings"]
    event = loads(text.encode())
    assert (found["code"], found["stream"], found["version"]) == ("event.columns", stream, version)
    assert (found["title"], found["trigger"]) == (loads(facts.encode())["title"], "sign_agreement")
    assert (found["actor"], found["recorded_at"]) == (event["actor"], event["recorded_at"])
    assert loads(facts.encode())["title"] in played("audit", "verify", "--jobs", "1").out


def test_a_bundle_holds_without_the_database(
    played: Line, closed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, key = tmp_path / "project.bundle", tmp_path / "log.vkey"
    key.write_text(played.json("audit", "checkpoint")["key"])
    told = played.json("audit", "bundle", closed, "-o", str(file))
    assert told["scope"] == [closed]
    monkeypatch.setenv("YEONGO_DATABASE_URL", "sqlite:////nowhere/at/all.db")
    found = played.json("audit", "verify-bundle", str(file), "--key", str(key))
    assert found == {"ok": True, "records": told["records"], "findings": [], "outside": []}
    document = orjson.loads(file.read_bytes())
    document["records"].pop()
    file.write_bytes(orjson.dumps(document))
    answer = played("audit", "verify-bundle", str(file), "--key", str(key), "--json")
    assert (answer.code, answer.document["ok"]) == (1, False)
    assert set(answer.document["findings"][0]["message"]) == {"ko", "en"}


def test_a_receipt_of_a_command_and_of_a_refusal(played: Line, closed: str, tmp_path: Path) -> None:
    file = tmp_path / "receipt"
    store = Store(played.url)
    try:
        with store.snapshot() as reader:
            stream, hash = reader.query("SELECT stream, hash FROM refusal LIMIT 1")[0]
    finally:
        store.close()
    for record in (f"{closed}@1", f"{stream}!{hash[:12]}"):
        played.json("audit", "receipt", record, "-o", str(file))
        assert played.json("audit", "verify-bundle", str(file))["ok"] is True


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("receipt", "project-none@1"), "There is no record 'project-none@1'"),
        (("bundle", "project-none"), "There is no record"),
        (("bundle",), "Name the projects"),
        (("verify", "--trust", "nonsense"), "'nonsense' is not a log's public key"),
        (("verify", "--since", "/nowhere"), "The file /nowhere cannot be read"),
        (("verify-bundle", "/nowhere"), "The file /nowhere cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(played: Line, line: tuple[str, ...], said: str) -> None:
    answer = played("audit", *line)
    assert answer.code == 2
    assert answer.said.startswith(said)


def test_a_stranger_s_key_is_told(played: Line) -> None:
    stranger = "yeongo/x+7e6e0b0c+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
    assert played("audit", "verify", "--trust", stranger).code == 2
    enoch = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
    answer = played("audit", "verify", "--trust", enoch, "--json")
    assert (answer.code, [each["code"] for each in answer.document["findings"]]) == (1, ["log.rogue_key"])


def test_the_log_is_handed_to_a_new_key(sqlite_line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sqlite_line.json("init")
    new = tmp_path / "new.key"
    old = sqlite_line.json("audit", "checkpoint")["key"]
    key = sqlite_line.json("audit", "rotate", str(new))["key"]
    found = sqlite_line.json("audit", "verify", "--trust", old)
    assert (found["ok"], found["key"]) == (True, key)
    assert f"trust {key} from now on" in sqlite_line("audit", "verify", "--trust", old).out
    again = sqlite_line("audit", "rotate", str(tmp_path / "third.key"))
    assert (again.code, again.said.startswith("The log is signed with another key than YEONGO_LOG_KEY")) == (2, True)
    monkeypatch.setenv("YEONGO_LOG_KEY", str(new))
    assert sqlite_line.json("audit", "verify")["ok"] is True
    assert "from now on" not in sqlite_line("audit", "verify").out
    assert sqlite_line.json("audit", "checkpoint")["key"] == key


def test_a_stream_as_a_checkpoint_had_it_and_as_it_was_in_effect(played: Line, closed: str) -> None:
    size = played.json("audit", "checkpoint")["size"]
    now = played.json("replay", closed)
    assert played.json("replay", closed, "--checkpoint", str(size))["head_hash"] == now["head_hash"]
    assert played.json("replay", closed, "--checkpoint", "0")["version"] == 0
    at = now["as_of"]
    assert played.json("replay", closed, "--at", at, "--effective")["facts"] == now["facts"]
    assert played("replay", closed, "--effective").code == 2
    assert played("replay", closed, "--at", at, "--checkpoint", "1").code == 2
    assert "By whom, when, on which ground" in played("diff", closed, "--from", "5").out
