"""The tamper matrix: every way to bend the record is found, named by stream and version, by the layer that says so."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url

from states.canonical import dumps, loads
from storage.ledger import keys
from storage.ledger.journal import MANIFESTS, PEOPLE, record
from storage.store import Store
from tests.conformance.attacker import KEY, ROGUE, Attacker, lived
from tests.conftest import postgres_database
from tests.world import CALL_ID, World, world_on
from workflow.audit.findings import Finding
from workflow.audit.verify import verify

CHAIN, RECORD, KEYFILE, KEPT = "chain", "verify", "log key", "kept checkpoint"
LAYERS = (CHAIN, RECORD, KEYFILE, KEPT)
"""Each sees what the ones before it see: the chain alone, all that is stored, the log's key, what the auditor kept."""
GUIDE = Path(__file__).parents[2] / "docs" / "auditors.md"


@dataclass(frozen=True)
class Case:
    """What is done to the record, the first layer that sees it, the code and the place it is named by."""

    name: str
    layer: str
    code: str
    attack: Callable[[Attacker], object]
    stream: str = "one"
    version: int | None = None


def swap(a: Attacker) -> None:
    two, three = a.world.events(a.one)[1], a.world.events(a.one)[2]
    for version, (_, _, text) in ((3, two), (2, three)):
        a.put(a.one, version, {}, text=text)


def spaced(a: Attacker) -> None:
    text = a.world.events(a.one)[5][2].replace('{"', '{ "', 1)
    a.put(a.one, 6, {}, text=text)
    a.sql(f"UPDATE stream SET head = '{sha256(text.encode()).hexdigest()}' WHERE id = '{a.one}'")


def rewritten(a: Attacker) -> None:
    a.rewrite(a.one, 2, changes={"plan": "계획", "money": 7, "saves": 2})
    facts = loads(str(dict(a.world.rows("stream", "id", "facts"))[a.one]).encode()) | {"saves": 2}
    text = dumps(facts).decode()
    a.sql("UPDATE stream SET facts = '" + text.replace("{", "{{").replace("}", "}}") + f"' WHERE id = '{a.one}'")


def rewritten_and(key_name: str) -> Callable[[Attacker], None]:
    def attack(a: Attacker) -> None:
        rewritten(a)
        a.seal_anew(KEY if key_name == "real" else ROGUE)

    return attack


def gone(a: Attacker) -> None:
    named = {"stream": "id"}
    tables = ("event", "stream", "deadline", "timer", "outbox", "refusal", "event_private", "claim")
    a.sql(*(f"DELETE FROM {t} WHERE {named.get(t, 'stream')} = '{{two}}'" for t in tables))
    a.sql("UPDATE balance SET total = 0 WHERE key LIKE '%27720'", "DELETE FROM balance WHERE key LIKE '%27720'")


def rolled_back(a: Attacker) -> None:
    """What was recorded since is undone, and the log begins anew with the real key."""
    gone(a)
    a.sql("DELETE FROM event WHERE stream LIKE 'call-%' AND version = 3")
    head = a.world.events(CALL_ID)[-1][1]
    facts = dumps({"rules": a.body(CALL_ID, 1)["changes"]["rules"]}).decode().replace("{", "{{").replace("}", "}}")
    a.sql(f"UPDATE stream SET version = 2, head = '{head}', facts = '{facts}' WHERE id = '{CALL_ID}'")
    a.seal_anew(KEY)


def sealed_late(a: Attacker) -> None:
    a.world.clock.set(a.world.clock.now().replace(day=28))
    a.seal()
    a.append(a.two, changes={"saves": 2}, timer=None)
    a.log(a.two, 3)


def shadow_manifest(a: Attacker) -> None:
    with a.world.store.transaction() as transaction:
        record(transaction, MANIFESTS, {"size": 3, "families": 1, "root": "0" * 64}, a.world.clock.now())
    a.seal()


def stranger_key(a: Attacker) -> None:
    with a.world.store.transaction() as transaction:
        keys.begin(transaction, ROGUE, a.world.clock.now())


def last_leaf(a: Attacker, change: str) -> None:
    a.sql(change + " WHERE n = (SELECT max(n) FROM leaf)")


def ghost_stream(a: Attacker) -> None:
    with a.world.store.snapshot() as reader:
        columns = ", ".join(f'"{name}"' for name in reader.shape("stream")[0][1:])
    a.sql(f"INSERT INTO stream (id, {columns}) SELECT 'project-ghost', {columns} FROM stream WHERE id = '{{one}}'")


def doubled_leaf(a: Attacker) -> None:
    a.sql("DROP INDEX leaf_of")
    a.sql("INSERT INTO leaf (n, stream, version, hash) SELECT n + 100, stream, version, hash FROM leaf WHERE n = 1")


def of_other(a: Attacker) -> None:
    a.sql("UPDATE event SET stream = '{two}', version = 3 WHERE stream = '{one}' AND version = 6")


NOBODY = {"id": "lead-daegu", "role": "lead", "org": "tp-daegu"}
PERSON = {"id": "system", "role": "system", "org": "yeongo"}
CASES = [
    Case("a value flipped", CHAIN, "event.hash", lambda a: a.edit(a.one, 2, rehash=False, to="granted"), version=2),
    Case("edited and hashed again", CHAIN, "event.chain", lambda a: a.edit(a.one, 2, row="note"), version=3),
    Case("an event deleted", CHAIN, "event.sequence", lambda a: a.sql(
        "DELETE FROM event WHERE stream = '{one}' AND version = 3"), version=4),
    Case("an event renumbered", CHAIN, "event.columns", lambda a: a.sql(
        "UPDATE event SET version = 9 WHERE stream = '{one}' AND version = 6"), version=9),
    Case("two events swapped", CHAIN, "event.columns", swap, version=2),
    Case("an event moved to another stream", CHAIN, "event.columns", of_other, stream="two", version=3),
    Case("an event duplicated", CHAIN, "event.columns", lambda a: a.sql(
        "INSERT INTO event (stream, version, hash, actor, key, digest, body) "
        "SELECT stream, 7, hash, actor, 'again', digest, body FROM event WHERE stream = '{one}' AND version = 6"),
        version=7),
    Case("the first event deleted", CHAIN, "event.sequence", lambda a: a.sql(
        "DELETE FROM event WHERE stream = '{one}' AND version = 1"), version=2),
    Case("the actor's column changed", CHAIN, "event.columns", lambda a: a.sql(
        "UPDATE event SET actor = 'other' WHERE stream = '{one}' AND version = 2"), version=2),
    Case("the key's column changed", CHAIN, "event.columns", lambda a: a.sql(
        "UPDATE event SET key = 'other' WHERE stream = '{one}' AND version = 2"), version=2),
    Case("a command's digest changed", RECORD, "event.columns", lambda a: a.sql(
        "UPDATE event SET digest = '" + "1" * 64 + "' WHERE stream = '{one}' AND version = 2"), version=2),
    Case("a link that leads elsewhere", CHAIN, "event.chain", lambda a: a.edit(a.one, 6, prev="1" * 64), version=6),
    Case("bytes that are not canonical", RECORD, "event.not_canonical", spaced, version=6),
    Case("the last event edited", RECORD, "log.unlogged", lambda a: a.rewrite(
        a.one, 6, received_at=a.body(a.one, 1)["received_at"].replace("01:00", "00:59")), version=6),
    Case("the tail of a stream rewritten", RECORD, "log.unlogged", rewritten, version=2),
    Case("the last event deleted", RECORD, "log.ghost", lambda a: a.sql(
        "DELETE FROM event WHERE stream = '{one}' AND version = 6",), version=6),
    Case("a whole stream deleted", RECORD, "log.ghost", gone, stream="two", version=1),
    Case("an event invented", RECORD, "log.unlogged", lambda a: a.append(a.one), version=7),
    Case("a step no row allows", RECORD, "event.illegal", lambda a: a.append(a.one, row="submit", trigger="submit"),
        version=7),
    Case("a state that does not exist", RECORD, "event.illegal", lambda a: a.append(a.one, to="paradise"), version=7),
    Case("a step from another state", RECORD, "event.state", lambda a: a.append(a.one, **{"from": "draft"}), version=7),
    Case("another trigger than the row's", RECORD, "event.illegal", lambda a: a.append(a.one, trigger="review"),
        version=7),
    Case("a role that may not", RECORD, "event.role", lambda a: a.append(
        a.one, actor={"id": "evaluator-1", "role": "evaluator", "org": "panel"}), version=7),
    Case("an organisation that does not hold the role", RECORD, "event.org", lambda a: a.append(a.one, actor=NOBODY),
        version=7),
    Case("a deputy of nobody absent", RECORD, "event.behalf", lambda a: a.append(
        a.one, actor=a.body(a.one, 6)["actor"] | {"behalf": "kim"}), version=7),
    Case("a person in the clock's name", RECORD, "event.clock", lambda a: a.append(a.one, actor=PERSON), version=7),
    Case("a notice withheld", RECORD, "event.consequences", lambda a: a.rewrite(a.one, 3, notices=[]), version=3),
    Case("an instant before the last event's", RECORD, "event.back_dated", lambda a: a.append(
        a.one, recorded_at="2024-12-01T00:00:00.000000Z", received_at="2024-12-01T00:00:00.000000Z"), version=7),
    Case("an event back-dated and sealed late", RECORD, "log.back_dated", sealed_late, stream="two", version=3),
    Case("no JSON at all", RECORD, "event.malformed", lambda a: a.put(a.one, 6, {}, text="nothing"), version=6),
    Case("a definition altered", RECORD, "definition.altered", lambda a: a.sql(
        "UPDATE definition SET body = replace(body, 'reviewed', 'revered') WHERE name = 'project'"), stream=""),
    Case("a definition removed", RECORD, "definition.missing", lambda a: a.sql(
        "DELETE FROM definition WHERE name = 'project'"), version=1),
    Case("a call's rules altered", RECORD, "definition.altered", lambda a: a.sql(
        "UPDATE definition SET body = replace(body, '\\\"MSS\\\"', '\\\"MSX\\\"') WHERE kind = 'call'"), stream=""),
    Case("an event pinned elsewhere", RECORD, "definition.missing", lambda a: a.append(a.one, lifecycle="1" * 64),
        version=7),
    Case("a refusal altered", RECORD, "refusal.altered", lambda a: a.sql(
        "UPDATE refusal SET body = replace(body, 'plan.missing', 'plan.present')"), stream="two"),
    Case("a refusal deleted", RECORD, "log.ghost", lambda a: a.sql("DELETE FROM refusal"), stream="two", version=0),
    Case("a refusal invented", RECORD, "refusal.altered", lambda a: a.sql(
        "INSERT INTO refusal (stream, hash, body) SELECT '{one}', hash, body FROM refusal")),
    Case("private parts swapped", RECORD, "private.altered", lambda a: a.sql(
        "UPDATE event_private SET part = 'x' WHERE part = 'score'",
        "UPDATE event_private SET part = 'score' WHERE part = 'remarks'",
        "UPDATE event_private SET part = 'remarks' WHERE part = 'x'"), version=5),
    Case("a private part altered", RECORD, "private.altered", lambda a: a.sql(
        "UPDATE event_private SET ciphertext = secret WHERE part = 'score'"), version=5),
    Case("a private part shredded without an act", RECORD, "private.missing", lambda a: a.sql(
        "DELETE FROM event_private WHERE part = 'score'"), version=5),
    Case("a private part invented", RECORD, "private.ghost", lambda a: a.sql(
        "INSERT INTO event_private (stream, version, part, secret, ciphertext) "
        "SELECT stream, 4, part, secret, ciphertext FROM event_private WHERE part = 'score'"), version=4),
    Case("a state changed on the board", RECORD, "projection.stream", lambda a: a.sql(
        "UPDATE stream SET state = 'granted' WHERE id = '{one}'")),
    Case("a fact changed on the board", RECORD, "projection.stream", lambda a: a.sql(
        "UPDATE stream SET facts = replace(facts, '30', '99') WHERE id = '{one}'")),
    Case("a stream invented on the board", RECORD, "projection.stream", ghost_stream, stream="ghost"),
    Case("a deadline moved", RECORD, "projection.deadline", lambda a: a.sql(
        "UPDATE deadline SET expires_at = expires_at + 1 WHERE stream = '{one}'")),
    Case("a timer dropped", RECORD, "projection.timer", lambda a: a.sql(
        "DELETE FROM timer WHERE stream = '{one}' AND id LIKE 'filing%'")),
    Case("a timer delayed", RECORD, "projection.timer", lambda a: a.sql(
        "UPDATE timer SET due_at = due_at + 1 WHERE stream = '{one}'")),
    Case("a reaction's timer altered", RECORD, "projection.timer", lambda a: a.sql(
        "UPDATE timer SET status = 'cancelled' WHERE stream = '{two}' AND id LIKE '%#%'"), stream="two"),
    Case("a notice dropped from the outbox", RECORD, "projection.outbox", lambda a: a.sql(
        "DELETE FROM outbox WHERE stream = '{one}' AND n = 1")),
    Case("a notice readdressed", RECORD, "projection.outbox", lambda a: a.sql(
        "UPDATE outbox SET org = 'nobody' WHERE stream = '{one}' AND n = 0")),
    Case("a notice said to be delivered", RECORD, "projection.delivery", lambda a: a.sql(
        "UPDATE outbox SET status = 'sending' WHERE stream = '{one}' AND n = 0")),
    Case("a delivery invented", RECORD, "projection.delivery", lambda a: a.sql(
        "INSERT INTO delivery (key, stream, version, n, letter, role, org, person, attempts, next_at, status, reason) "
        "SELECT 'x', stream, version, n, letter, role, org, 'p-1', 1, 0, 'sent', '' FROM outbox "
        "WHERE stream = '{one}' AND n = 0")),
    Case("a claim changed", RECORD, "projection.claim", lambda a: a.sql(
        "UPDATE claim SET amount = 7 WHERE scope = 'fund'")),
    Case("a balance changed", RECORD, "projection.balance", lambda a: a.sql("UPDATE balance SET total = 7"), stream=""),
    Case("an act on the record altered", RECORD, "journal.altered", lambda a: a.sql(
        "UPDATE journal SET body = replace(body, 'system', 'nobody')"), stream="", version=1),
    Case("a duty invented", RECORD, "people.duty", lambda a: a.sql(
        "INSERT INTO duty (id, person, role, org, since, until, behalf) "
        "SELECT 'd-x', person, 'agency', org, since, until, behalf FROM duty WHERE person = 'lead-jeonbuk'"),
        stream=PEOPLE),
    Case("a duty prolonged", RECORD, "people.duty", lambda a: a.sql("UPDATE duty SET since = since - 1"),
        stream=PEOPLE),
    Case("a person let in", RECORD, "people.status", lambda a: a.sql("UPDATE person SET status = 'active'"),
        stream=PEOPLE),
    Case("a change of people altered", RECORD, "journal.altered", lambda a: a.sql(
        f"UPDATE journal SET body = replace(body, 'tp-daegu', 'tp-busan') WHERE stream = '{PEOPLE}'"),
        stream=PEOPLE, version=4),
    Case("the last change of people deleted", RECORD, "log.ghost", lambda a: a.sql(
        f"DELETE FROM journal WHERE stream = '{PEOPLE}' AND version = 6", "DELETE FROM duty WHERE org = 'tp-daegu'"),
        stream=PEOPLE, version=6),
    Case("a step by somebody without the duty", RECORD, "event.duty", lambda a: a.append(
        a.one, actor={"id": "lead-daegu", "role": "lead", "org": "tp-jeonbuk"}), version=7),
    Case("a record kept from the log", RECORD, "log.unlogged", lambda a: a.sql("DELETE FROM unsealed"), stream="third",
        version=1),
    Case("a record invented for the log", RECORD, "projection.unsealed", lambda a: a.sql(
        "INSERT INTO unsealed (stream, version, hash) SELECT '{one}', 8, hash FROM unsealed"), version=8),
    Case("the log cut short", RECORD, "log.rolled_back", lambda a: last_leaf(a, "DELETE FROM leaf"), stream="log"),
    Case("a leaf altered", RECORD, "log.root", lambda a: last_leaf(a, "UPDATE leaf SET hash = '" + "1" * 64 + "'"),
        stream="log"),
    Case("a leaf taken out", RECORD, "log.gap", lambda a: a.sql("DELETE FROM leaf WHERE n = 3"), stream="log",
        version=3),
    Case("two leaves swapped", RECORD, "log.root", lambda a: a.sql(
        "UPDATE leaf SET n = 100 WHERE n = 2", "UPDATE leaf SET n = 2 WHERE n = 3",
        "UPDATE leaf SET n = 3 WHERE n = 100"),
        stream="log"),
    Case("a leaf twice", RECORD, "log.twice", doubled_leaf, stream=""),
    Case("a tile altered", RECORD, "log.tile", lambda a: a.sql("UPDATE tile SET hashes = substr(hashes, 33)"),
        stream="log"),
    Case("a checkpoint edited", RECORD, "log.signature", lambda a: a.sql(
        "UPDATE checkpoint SET note = replace(note, 'yeongo/test', 'yeongo/toast')"), stream="log"),
    Case("a checkpoint re-dated", RECORD, "log.clock", lambda a: a.sql(
        "UPDATE checkpoint SET made_at = made_at + 99 WHERE size = (SELECT min(size) FROM checkpoint)"), stream="log"),
    Case("the last checkpoint removed", RECORD, "log.unsigned", lambda a: a.sql(
        "DELETE FROM checkpoint WHERE size = (SELECT max(size) FROM checkpoint)"), stream="log"),
    Case("a second first key", RECORD, "log.key", stranger_key, stream=""),
    Case("a false manifest, sealed", RECORD, "manifest.differs", shadow_manifest, stream=""),
    Case("all rewritten, sealed with a rogue key", KEYFILE, "log.rogue_key", rewritten_and("rogue"), stream=""),
    Case("undone and sealed anew with the real key", KEPT, "kept.rolled_back", rolled_back, stream="log"),
    Case("all rewritten, sealed with the real key", KEPT, "kept.forked", rewritten_and("real"), stream="log"),
]  # fmt: skip


@dataclass(frozen=True)
class Original:
    """A database that lived, to be copied for each attack."""

    url: str
    one: str
    two: str
    early: str
    kept: str


def _original(url: str) -> Original:
    with world_on(url) as world:
        world.opened()
        one, two, early = lived(world)
        (*_, (_, kept)) = sorted(world.rows("checkpoint", "size", "note"))
    return Original(url, one, two, early, kept)


@pytest.fixture(scope="module")
def sqlite_original(tmp_path_factory: pytest.TempPathFactory) -> Original:
    return _original(f"sqlite:///{tmp_path_factory.mktemp('original') / 'yeongo.db'}")


@pytest.fixture(scope="module")
def postgres_original(postgres_server: URL) -> Iterator[Original]:
    with postgres_database(postgres_server, "template0") as url:
        yield _original(url)


@contextmanager
def _copy(original: Original, folder: Path) -> Iterator[World]:
    url = make_url(original.url)
    if url.get_backend_name() == "sqlite":
        copy = folder / "copy.db"
        shutil.copyfile(str(url.database), copy)
        store = Store(f"sqlite:///{copy}")
        try:
            yield World(store)
        finally:
            store.close()
        return
    with postgres_database(url, str(url.database)) as copied:
        store = Store(copied)
        try:
            yield World(store)
        finally:
            store.close()


@pytest.fixture(params=["sqlite", "postgres"])
def original(request: pytest.FixtureRequest) -> Original:
    found: Original = request.getfixturevalue(f"{request.param}_original")
    return found


@pytest.fixture
def attacker(original: Original, tmp_path: Path) -> Iterator[Attacker]:
    with _copy(original, tmp_path) as world:
        yield Attacker(world, original.one, original.two, original.early)


def chain_alone(store: Store) -> set[str]:
    """What the chain of each stream shows by itself: hash, place and link of every event."""
    found = set()
    with store.snapshot() as reader:
        rows = reader.query("SELECT stream, version, hash, actor, key, body FROM event ORDER BY stream, version")
    for stream, events in groupby(rows, key=itemgetter(0)):
        head, last = "0" * 64, 0
        for _, version, hash, actor, key, text in events:
            try:
                event = loads(text.encode())
                place = (event["stream"], event["version"], event["actor"]["id"], event["key"])
            except Exception:  # noqa: BLE001 - whatever it is, it is no event
                break
            holds = sha256(text.encode()).hexdigest() == hash and place == (stream, version, actor, key)
            if not holds or version != last + 1 or event["prev"] != head:
                found.add(stream)
                break
            head, last = hash, version
    return found


def findings(attacker: Attacker, layer: str, kept: list[str]) -> tuple[Finding, ...]:
    trusted = KEY.verifier if LAYERS.index(layer) >= LAYERS.index(KEYFILE) else None
    store = attacker.world.store
    return verify(store, trusted=trusted, kept=kept if layer == KEPT else []).findings


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_attack_is_found_and_named(case: Case, attacker: Attacker, original: Original) -> None:
    case.attack(attacker)
    assert bool(chain_alone(attacker.world.store)) == (case.layer == CHAIN)
    kept = [original.early, original.kept]
    for layer in LAYERS[1 : LAYERS.index(case.layer)]:
        assert findings(attacker, layer, kept) == (), "an earlier layer sees it already"
    found = findings(attacker, case.layer if case.layer != CHAIN else RECORD, kept)
    named = {"one": original.one, "two": original.two, "ghost": "project-ghost", "log": "log", PEOPLE: PEOPLE}
    wanted = [each for each in found if each.code == case.code]
    assert wanted, found
    if case.stream in named:
        assert named[case.stream] in {each.stream for each in wanted}
    if case.version is not None:
        assert case.version in {each.version for each in wanted}


def test_nothing_is_found_where_nothing_was_touched(original: Original, tmp_path: Path) -> None:
    with _copy(original, tmp_path) as world:
        verdict = verify(world.store, trusted=KEY.verifier, kept=[original.early, original.kept])
    assert (verdict.findings, verdict.events, verdict.unsealed) == ((), 12, 1)
    assert verdict.checkpoint is not None
    assert verdict.checkpoint.note == original.kept


def test_several_workers_find_the_same(attacker: Attacker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflow.audit.verify.WORTH_IT", 0)
    attacker.edit(attacker.one, 2, row="note")
    attacker.sql("UPDATE timer SET due_at = due_at + 1 WHERE stream = '{two}'")
    alone, together = (verify(attacker.world.store, jobs=jobs) for jobs in (1, 2))
    assert alone == together
    assert len(alone.findings) > 1


def test_two_auditors_who_were_shown_different_logs_find_out(attacker: Attacker, original: Original) -> None:
    """A split view: each log holds by itself; what one auditor kept is not in the log the other one is shown."""
    rewritten_and("real")(attacker)
    shown = str(max(attacker.world.rows("checkpoint", "size", "note"))[1])
    assert verify(attacker.world.store, trusted=KEY.verifier, kept=[shown]).findings == ()
    assert {each.code for each in verify(attacker.world.store, kept=[shown, original.kept]).findings} == {"kept.forked"}


def matrix() -> str:
    """The matrix as the guide shows it: what is done, the first layer that sees it, the code it is named by."""
    rows = [f"| {case.name} | {case.layer} | `{case.code}` |" for case in CASES]
    return "\n".join(["| what is done | first seen by | named |", "|---|---|---|", *rows])


def test_the_guide_shows_this_matrix() -> None:
    assert matrix() in GUIDE.read_text(encoding="utf-8")


def test_the_matrix_is_large_and_most_of_it_escapes_the_chain() -> None:
    assert len(CASES) == len({case.name for case in CASES}) >= 40
    assert sum(case.layer == CHAIN for case in CASES) < len(CASES) / 2
