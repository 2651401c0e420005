"""The one path: every command is loaded, authorised, decided, written and committed here, in batches."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from states.canonical import loads
from states.context import Stream, of_timer
from states.instants import from_micros, micros
from states.lifecycle import Refusal
from states.roles import CLOCK
from states.standing import SET, end_of, reminder
from storage.errors import Contended, Spoiled, StorageError
from storage.projections import Rows, Touch, moved_row, stream_row, type_of_row
from storage.store import Store
from storage.timers import is_pending, set_aside
from storage.transaction import Transaction
from workflow import journal
from workflow.batch import Batch, Planned
from workflow.clock import Clock
from workflow.decisions import Verdict, judge
from workflow.definitions import Definitions
from workflow.errors import Unreminded
from workflow.messages import Command, Outcome, type_of_unit
from workflow.recording import accept, refuse

type_of_entropy = Callable[[int], bytes]
DUE_AT = 4
"""Where a timer's row holds its instant."""
MISSES = 3
"""After this many misses a unit whose streams are taken elsewhere runs alone and waits."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Units decided and written but not yet durable: their outcomes hold once `commit` has returned.

    None stands for a unit with a stream that another writer holds: nothing of it was written.
    """

    outcomes: tuple[list[Outcome] | None, ...]
    open: ExitStack
    tell: Callable[[], None]
    said: tuple[journal.Line, ...] = ()

    def commit(self) -> None:
        """Make it durable; any thread may. StorageError or Contended if it cannot be: then nothing was written."""
        self.open.close()
        self.tell()
        journal.write(self.said)


class Engine:
    """Decides and records. Safe to call from one thread at a time; `on_due` is told when a commit left a timer due."""

    def __init__(self, store: Store, definitions: Definitions, clock: Clock, entropy: type_of_entropy) -> None:
        self.store = store
        self.definitions = definitions
        self.clock = clock
        self.entropy = entropy
        self.on_due: Callable[[], None] = _nobody

    def execute(self, units: Sequence[type_of_unit]) -> list[Outcome]:
        """One outcome per command, in order. Commands of a unit stand or fall together; units never touch each other.

        Everything accepted or refused is committed once, durably, before this returns. StorageError if it cannot be.
        """
        outcomes: list[list[Outcome] | None] = [None] * len(units)
        waiting, misses = list(range(len(units))), 0
        while waiting:
            try:
                prepared = self.prepare([units[n] for n in waiting], wait=misses >= MISSES)
                prepared.commit()
                for n, found in zip(waiting, prepared.outcomes, strict=True):
                    outcomes[n] = found
            except Contended:
                if misses >= MISSES + len(units):
                    raise
            waiting, misses = [n for n in waiting if outcomes[n] is None], misses + 1
        return [outcome for found in outcomes if found is not None for outcome in found]

    def prepare(self, units: Sequence[type_of_unit], *, wait: bool = False, at_once: bool = False) -> Prepared:
        """Decide and write everything in a transaction that is left open: only its commit takes the disk's time.

        Errors as in `execute`; Contended where another writer was faster or, `at_once`, is at work. Nothing is left
        open then.
        """
        if any(command.timer for unit in units for command in unit):
            raise ValueError("timers are fired by `drain` alone")
        with ExitStack() as stack:
            transaction = stack.enter_context(self.store.transaction(pipelined=True, at_once=at_once))
            batch = Batch(self.definitions, transaction, self.clock.now())
            plans = [[batch.plan(command) for command in unit] for unit in units]
            batch.load([plan for unit in plans for plan in unit], wait=wait)
            outcomes = tuple(self._unit(batch, unit) for unit in plans)
            due_now = self._write(transaction, batch)
            said = journal.lines(batch, journal.paired(plans, outcomes))
            return Prepared(outcomes, stack.pop_all(), self.on_due if due_now else _nobody, said)

    def dry_run(self, command: Command) -> Outcome:
        """What `execute` would answer now; nothing is recorded, not even a refusal."""
        return self.rehearse((command,))[0]

    def rehearse(self, unit: type_of_unit) -> list[Outcome]:
        """What would become of each command of a unit, each judged after those before it that would be accepted.

        Nothing is recorded. If one would fall all would; here the others say what they would without it.
        """
        with self.store.snapshot() as reader:
            batch = Batch(self.definitions, reader, self.clock.now())
            plans = [batch.plan(command) for command in unit]
            batch.load(plans)
            return [self._tried(plan, batch) for plan in plans]

    def _tried(self, plan: Planned, batch: Batch) -> Outcome:
        verdict = judge(plan, batch)
        return accept(verdict, batch, self.entropy, Rows()) if verdict.step else verdict.outcome

    def drain(self, now: datetime, limit: int = 128) -> int:
        """Fire the timers due by `now`, earliest first, at most `limit`, in one transaction; how many were due.

        One that fails is found by trying fewer at a time, then set aside as an incident; the others fire. None is
        recorded before it was due, though this host's clock is behind `now` or is set back meanwhile.
        """
        if limit > 1:
            try:
                return self._drained(now, limit)
            except StorageError:
                raise
            except Exception:  # noqa: BLE001 - whatever it is, it belongs to one timer, which fails again when alone
                return self.drain(now, limit // 2)
        with self.store.transaction() as transaction:
            due, streams = transaction.due(micros(now), 1)
            try:
                with transaction.savepoint():
                    said = self._fire(transaction, due, streams, now)
            except Spoiled as error:
                said = ()
                set_aside(transaction, due[0], error.__cause__ or error, now)
        journal.write(said)
        return len(due)

    def _drained(self, now: datetime, limit: int) -> int:
        with self.store.transaction() as transaction:
            due, streams = transaction.due(micros(now), limit)
            said = self._fire(transaction, due, streams, now)
        journal.write(said)
        return len(due)

    def _fire(
        self, transaction: Transaction, due: Sequence[type_of_row], streams: Mapping[str, Stream], now: datetime
    ) -> tuple[journal.Line, ...]:
        batch = Batch(self.definitions, transaction, max(now, self.clock.now()))
        plans = [batch.plan(self._fired(row, now)) for row in due]
        batch.load(plans, locked=streams)
        judged: list[tuple[Planned, Outcome]] = []
        for row, plan in zip(due, plans, strict=True):
            if not _spent(row, batch):
                self._require_reminded(transaction, batch, plan)
                judged += zip([plan], self._unit(batch, [plan]) or (), strict=False)
        self._write(transaction, batch)
        return journal.lines(batch, judged)

    def _require_reminded(self, transaction: Transaction, batch: Batch, plan: Planned) -> None:
        """A deadline's end waits for its reminder: Unreminded while that is set aside; a set instant waits for none."""
        stream = batch.streams.get(plan.id)
        entry = of_timer(stream, plan.command.timer) if stream else None
        awaited = reminder(entry) if entry and plan.command.timer == end_of(entry) and entry["rule"] not in SET else ""
        if awaited and (plan.id, awaited) not in batch.rows.spent and is_pending(transaction, plan.id, awaited):
            raise Unreminded(plan.id, awaited)

    def _fired(self, row: type_of_row, now: datetime) -> Command:
        stream, id, trigger, data, due_at = row
        due = from_micros(due_at)
        return Command(stream, trigger, loads(data.encode()), CLOCK, id, max(now, due), timer=id, due_at=due)

    def _unit(self, batch: Batch, plans: Sequence[Planned]) -> list[Outcome] | None:
        """The unit's outcomes, or None if another writer holds one of its streams."""
        if batch.missed and any(plan.id in batch.missed for plan in plans):
            return None
        trial = batch.trial() if len(plans) > 1 else batch
        outcomes: list[Outcome] = []
        for plan in plans:
            verdict = judge(plan, trial)
            if verdict.outcome.repeated:
                outcomes.append(verdict.outcome)
                continue
            if verdict.step is None:
                return self._fallen(batch, plan, verdict, outcomes, len(plans))
            outcomes.append(accept(verdict, trial, self.entropy, trial.rows))
        if trial is not batch:
            batch.keep(trial)
        return outcomes

    def _fallen(self, batch: Batch, plan: Planned, verdict: Verdict, before: list[Outcome], size: int) -> list[Outcome]:
        """A refused or bad command: only what must be remembered of it is written, for the whole unit."""
        verdict = _of_timer(verdict) if plan.command.timer else verdict
        own = refuse(plan, verdict, batch) if verdict.outcome.refusals else verdict.outcome
        undone = Outcome(refusals=own.refusals, problems=own.problems)
        fallen = (earlier if earlier.repeated else undone for earlier in before)
        return [*fallen, own, *(undone for _ in range(size - len(before) - 1))]

    def _write(self, transaction: Transaction, batch: Batch) -> bool:
        """Write everything; whether a timer is due at once, which the workers are told on commit."""
        rows = {Touch.BORN: batch.rows.born, Touch.PLACED: batch.rows.placed, Touch.MOVED: batch.rows.moved}
        for id, touch in batch.changed.items():
            stream = batch.streams[id]
            phase = self.definitions.state(stream.kind, stream.lifecycle, stream.state).phase
            rows[touch][id] = (moved_row if touch == Touch.MOVED else stream_row)(stream, phase)
        transaction.write(batch.rows)
        recorded = micros(batch.recorded_at)
        due_now = any(timer[DUE_AT] <= recorded for timer in batch.rows.timers.values())
        if due_now:
            transaction.poke()
        return due_now


def _nobody() -> None:
    """Nobody in this process waits for timers."""


def _spent(timer: tuple[object, ...], batch: Batch) -> bool:
    """Whether a timer before it in the same batch ended this one: its deadline was met, moved or cancelled."""
    stream, id = str(timer[0]), str(timer[1])
    return stream in batch.changed and batch.rows.spent.get((stream, id)) == "cancelled"


def _of_timer(verdict: Verdict) -> Verdict:
    """A timer whose command cannot even be judged is refused, so that it is kept, seen and not tried for ever."""
    problems = verdict.outcome.problems
    refusals = (*verdict.outcome.refusals, *(Refusal(each.code, "", each.facts) for each in problems))
    return replace(verdict, outcome=replace(verdict.outcome, refusals=refusals, problems=()))
