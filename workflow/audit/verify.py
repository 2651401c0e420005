"""`audit verify`: everything stored is checked against everything else, in parts, on as many cores as are given."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from storage.ledger.accesses import ADDRESS, versions_of
from storage.ledger.journal import ACCESSES, ERASURES, entries
from storage.ledger.log import Kept, prove_growth
from storage.ledger.notes import Verifier
from storage.store import Store
from storage.transaction import Reader
from workflow.audit.chunks import Brief
from workflow.audit.circumstances import Circumstances, circumstances
from workflow.audit.definitions import Stored
from workflow.audit.duties import history, recorded
from workflow.audit.extent import Extent, Since, Whole
from workflow.audit.findings import Finding
from workflow.audit.leaves import sealings
from workflow.audit.logs import LogCheck
from workflow.audit.rights import type_of_moments
from workflow.audit.workers import Crew, OfLog, crew, type_of_part

WORTH_IT = 2000
"""Streams from which on starting several processes pays."""
type_of_progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification found. `unsealed`: records that wait to be sealed, which only the chain protects yet.

    `events` were checked; `since` is the size of the checkpoint from which on, 0 for the whole record; `consistency`
    the proof (RFC 9162, hashes in hex) that the log at `checkpoint` only adds to the log at `since`. `about`: of each
    finding whose record it is, which step, by whom and when. `key` is the one the log is signed with now (None before
    its first); one that is trusted may have handed over to it.
    """

    events: int
    checkpoint: Kept | None
    unsealed: int
    findings: tuple[Finding, ...]
    since: int = 0
    consistency: tuple[str, ...] = ()
    about: tuple[Circumstances, ...] = ()
    key: Verifier | None = None


def verify(
    store: Store,
    *,
    trusted: Verifier | None = None,
    kept: Sequence[str] = (),
    since: str = "",
    jobs: int = 1,
    progress: type_of_progress = lambda _: None,
) -> Verdict:
    """Check everything at one moment; `since` a checkpoint that was kept, only what came after it.

    `trusted` is the log's key as the auditor has it from elsewhere, `kept` the checkpoints they kept. StorageError if
    the database cannot be read.
    """
    with crew(store, jobs if jobs > 1 and _is_worth_it(store) else 1) as (reader, workers):
        log, whole = LogCheck(reader, trusted, kept, since), Whole()
        definitions = reader.query("SELECT fingerprint, kind, body FROM definition ORDER BY fingerprint")
        duties = history(recorded(reader))
        extent = Since(reader, log.begin) if log.begin else Extent(reader)
        brief = Brief(definitions, _erased(reader), sealings(log.heads), duties=duties)
        _parts(workers, brief, [OfLog(trusted, kept, since), *extent.spans()], whole, progress)
        whole.findings += Stored(definitions).check_all()
        whole.findings += extent.reactions(whole)
        whole.findings += extent.balances(whole)
        whole.findings += extent.rest(whole, duties)
        (unsealed,) = reader.query("SELECT count(*) FROM unsealed")[0]
        proof = prove_growth(reader, log.begin, log.checkpoint.size) if log.begin and log.checkpoint else []
        findings = sorted(_plain(whole.findings), key=lambda each: (each.stream, each.version, each.code))
        about = tuple(circumstances(reader, each) for each in findings)
    progress(1.0)
    consistency = tuple(each.hex() for each in proof)
    return Verdict(whole.events, log.checkpoint, unsealed, tuple(findings), log.begin, consistency, about, log.current)


def _is_worth_it(store: Store) -> bool:
    with store.snapshot() as reader:
        return int(reader.query("SELECT count(*) FROM stream")[0][0]) >= WORTH_IT


def _plain(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Each finding once."""
    seen = set()
    for each in findings:
        key = (each.code, each.stream, each.version, str(each.facts))
        if key not in seen:
            seen.add(key)
            yield each


def _erased(reader: Reader) -> frozenset[tuple[str, int, str]]:
    """Stream, version and name of the private parts that were destroyed as an act."""
    acts = [each.body for each in entries(reader, ERASURES)]
    parts = [act["part"] for act in acts if "part" in act]
    addresses = versions_of(reader, [act["person"] for act in acts if "person" in act])
    return frozenset((part["stream"], part["version"], part["part"]) for part in parts) | {
        (ACCESSES, version, ADDRESS) for version in addresses
    }


def _parts(
    workers: Crew, brief: Brief, parts: Sequence[type_of_part], whole: Whole, progress: type_of_progress
) -> None:
    """Projects first: whose supports and companies somebody may act on depends on the project of that moment.

    Below a project that is broken nobody is accused of it: who could act there is not known any more.
    """
    moments: dict[str, type_of_moments] = {}
    done = 0
    for first in (True, False):
        some = [each for each in parts if (isinstance(each, OfLog) or each.first) == first]
        known = replace(brief, moments=dict(moments), broken=frozenset(whole.broken))
        for found in workers.check(known, some):
            whole.add(found)
            if first:
                moments |= found.moments
            done += 1
            progress(done / (len(parts) + 1))
