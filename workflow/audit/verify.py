"""`audit verify`: everything stored is checked against everything else, in parts, on as many cores as are given."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context

from storage.ledger.journal import ERASURES, entries
from storage.ledger.log import Kept
from storage.ledger.notes import Verifier
from storage.projections import type_of_row
from storage.store import Store
from storage.transaction import Reader
from workflow.audit.chunks import Checked, Checker, Chunk
from workflow.audit.definitions import Stored, type_of_definition
from workflow.audit.findings import Finding
from workflow.audit.logs import LogCheck
from workflow.audit.rights import type_of_moments

STREAMS_AT_ONCE = 500
"""Streams in one part."""
type_of_erased = Sequence[tuple[str, int, str]]
"""Stream, version and name of the private parts that were destroyed as an act."""
WORTH_IT = 24
"""Parts from which starting several processes pays."""
type_of_progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification found. `unsealed`: records that wait to be sealed, which only the chain protects yet."""

    events: int
    checkpoint: Kept | None
    unsealed: int
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Whole:
    """What is only known over all parts."""

    events: int = 0
    findings: list[Finding] = field(default_factory=list)
    caused: dict[type_of_row, type_of_row] = field(default_factory=dict)
    ended: dict[type_of_row, str] = field(default_factory=dict)
    foreign: dict[type_of_row, type_of_row] = field(default_factory=dict)
    totals: dict[type_of_row, int] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    def add(self, found: Checked) -> None:
        self.events += found.events
        self.findings += found.findings
        self.caused |= found.caused
        self.ended |= found.ended
        self.foreign |= found.foreign
        for key, amount in found.totals.items():
            self.totals[key] = self.totals.get(key, 0) + amount
        self.broken |= found.broken


def verify(
    store: Store,
    *,
    trusted: Verifier | None = None,
    kept: Sequence[str] = (),
    jobs: int = 1,
    progress: type_of_progress = lambda _: None,
) -> Verdict:
    """Check everything at one moment.

    `trusted` is the log's key as the auditor has it from elsewhere, `kept` the checkpoints they kept. StorageError if
    the database cannot be read.
    """
    with store.snapshot() as reader:
        log = LogCheck(reader, trusted, kept)
        whole = _Whole(findings=list(log.findings()))
        definitions = reader.query("SELECT fingerprint, kind, body FROM definition ORDER BY fingerprint")
        _parts(reader, definitions, jobs, whole, progress)
        whole.findings += Stored(definitions).check_all()
        whole.findings += _reactions(whole)
        whole.findings += _balances(reader, whole)
        (unsealed,) = reader.query("SELECT count(*) FROM unsealed")[0]
    progress(1.0)
    findings = sorted(_plain(whole.findings), key=lambda each: (each.stream, each.version, each.code))
    return Verdict(whole.events, log.checkpoint, unsealed, tuple(findings))


def _plain(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Each finding once."""
    seen = set()
    for each in findings:
        key = (each.code, each.stream, each.version, str(each.facts))
        if key not in seen:
            seen.add(key)
            yield each


def _parts(
    reader: Reader,
    definitions: Sequence[type_of_definition],
    jobs: int,
    whole: _Whole,
    progress: type_of_progress,
) -> None:
    """Projects first: whose supports and companies somebody may act on depends on the project of that moment."""
    bounds = _bounds(reader)
    erased = [
        (each.body["part"]["stream"], each.body["part"]["version"], each.body["part"]["part"])
        for each in entries(reader, ERASURES)
        if "part" in each.body
    ]
    first = [each for each in bounds if each[1].startswith("project-")]
    rest = [each for each in bounds if not each[1].startswith("project-")]
    moments: dict[str, type_of_moments] = {}
    done, jobs = 0, jobs if len(bounds) >= WORTH_IT else 1
    for some in (first, rest):
        with _workers(jobs, definitions, moments if some is rest else {}, erased) as check:
            for found in check(_chunk(reader, low, high) for low, high in some):
                whole.add(found)
                moments |= found.moments
                done += 1
                progress(done / (len(bounds) + 1))


def _bounds(reader: Reader) -> list[tuple[str, str]]:
    """The parts: (after, up to and with) stream names in the database's own order; together they cover every name."""
    named = "SELECT stream FROM event UNION SELECT stream FROM refusal UNION SELECT stream FROM leaf "
    named += "UNION SELECT id FROM stream UNION SELECT stream FROM timer UNION SELECT stream FROM deadline "
    named += "UNION SELECT stream FROM outbox UNION SELECT stream FROM unsealed UNION SELECT stream FROM claim "
    named += "UNION SELECT stream FROM journal UNION SELECT stream FROM event_private"
    names = [row[0] for row in reader.query(f"SELECT stream FROM ({named}) AS n ORDER BY stream")]  # noqa: S608
    ends = [
        name
        for n, (name, after) in enumerate(zip(names, [*names[1:], ""], strict=False), 1)
        if n % STREAMS_AT_ONCE == 0 or name.partition("-")[0] != after.partition("-")[0]
    ]
    return list(zip(["", *ends], ends, strict=False))


def _chunk(reader: Reader, low: str, high: str) -> Chunk:
    def rows(sql: str) -> list[type_of_row]:
        return reader.query(sql, low, high)

    def table(name: str, stream: str = "stream") -> Mapping[type_of_row, type_of_row]:
        columns, width = reader.shape(name)
        named = ", ".join(f'"{column}"' for column in columns)
        found = rows(f"SELECT {named} FROM {name} WHERE {stream} > ? AND {stream} <= ?")  # noqa: S608
        return {tuple(row[:width]): tuple(row[width:]) for row in found}

    within = "WHERE stream > ? AND stream <= ?"
    return Chunk(
        events=rows(f"SELECT stream, version, hash, actor, key, body FROM event {within} ORDER BY stream, version"),  # noqa: S608
        refusals=rows(f"SELECT stream, hash, body FROM refusal {within}"),  # noqa: S608
        private=rows(f"SELECT stream, version, part, secret, ciphertext FROM event_private {within}"),  # noqa: S608
        journal=rows(f"SELECT stream, version, hash, body FROM journal {within} ORDER BY stream, version"),  # noqa: S608
        logged=rows(f"SELECT n, stream, version, hash FROM leaf {within}"),  # noqa: S608
        tables={
            "stream": table("stream", "id"),
            "deadline": table("deadline"),
            "timer": table("timer"),
            "claim": table("claim"),
            "outbox": table("outbox"),
            "unsealed": table("unsealed"),
        },
    )


_checker: Checker | None = None
"""The checker of a worker process."""


def _begin(
    definitions: Sequence[type_of_definition], moments: Mapping[str, type_of_moments], erased: type_of_erased
) -> None:
    global _checker  # noqa: PLW0603 - a pool's initializer has no other place
    _checker = Checker(definitions, moments, erased)


def _check(chunk: Chunk) -> Checked:
    assert _checker is not None  # noqa: S101 - the initializer ran
    return _checker.check(chunk)


@contextmanager
def _workers(
    jobs: int,
    definitions: Sequence[type_of_definition],
    moments: Mapping[str, type_of_moments],
    erased: type_of_erased,
) -> Iterator[Callable[[Iterable[Chunk]], Iterator[Checked]]]:
    """What checks parts: this process, or several, which get a few parts ahead and no more."""
    if jobs <= 1:
        checker = Checker(definitions, moments, erased)
        yield lambda chunks: map(checker.check, chunks)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (definitions, moments, erased)) as pool:

        def spread(chunks: Iterable[Chunk]) -> Iterator[Checked]:
            waiting = []
            for chunk in chunks:
                waiting.append(pool.submit(_check, chunk))
                if len(waiting) > 2 * jobs:
                    yield waiting.pop(0).result()
            for each in waiting:
                yield each.result()

        yield spread


def _reactions(whole: _Whole) -> Iterator[Finding]:
    """Timers that streams set on each other, now that every stream was folded."""
    made = {key: (*row[2:-1], whole.ended.get(key, row[-1])) for key, row in whole.caused.items()}
    for key in sorted(made.keys() | whole.foreign.keys(), key=str):
        causing = str(key[1]).partition("@")[0]
        if made.get(key) != whole.foreign.get(key) and not {key[0], causing} & whole.broken:
            yield Finding("projection.timer", str(key[0]), 0, {"key": " ".join(map(str, key))})


def _balances(reader: Reader, whole: _Whole) -> Iterator[Finding]:
    """The running totals: Σ of what each stream claims."""
    stored = {(scope, key): total for scope, key, total in reader.query("SELECT scope, key, total FROM balance")}
    if whole.broken:
        return
    for sum in sorted(stored.keys() | whole.totals.keys()):
        if stored.get(sum) != whole.totals.get(sum):
            yield Finding("projection.balance", " ".join(sum))
