"""What happens by itself: run it, see how it goes, make it happen now."""

import signal
from typing import Any

import click
import structlog

from entrypoints.bootstrap import Service, service, working
from entrypoints.bootstrap import settle as settled
from entrypoints.cli.commands import drain, travel
from entrypoints.cli.door import Door, Spoken, Verbs, spoken
from entrypoints.cli.values import instant
from entrypoints.errors import BadInput
from entrypoints.logging import configure_logging
from jobs.status import Status, status
from jobs.timers import database_time
from states.instants import written
from storage.deliveries import FAILED, WAITING, Delivery, deliveries, settle
from storage.store import SMALL_CACHE
from storage.timers import SetAside, incidents, retry

_log = structlog.get_logger("yeongo.worker")
ENDING = {signal.SIGTERM, signal.SIGINT}


@spoken
@click.command(cls=Spoken)
@click.pass_obj
def worker(door: Door) -> None:
    """Run the jobs until told to stop (SIGTERM, SIGINT)."""
    configure_logging(door.settings.log_format, door.settings.log_level)
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)  # before the first thread, which inherits it
    with service(door.settings, cache=SMALL_CACHE) as parts, working(parts, door.settings):
        settled()
        _log.info("working", database=parts.store.name)
        signal.sigwait(ENDING)
        _log.info("stopping")


@click.group(cls=Verbs)
def jobs() -> None:
    """Verbs on what happens by itself."""


@jobs.command("run-due")
@spoken
@click.option("--until", metavar="INSTANT")
@click.pass_obj
def run_due(door: Door, until: str | None) -> int:
    """Fire every timer due now; on a virtual clock those due until then; ends 1 if one had to be set aside."""
    with service(door.settings) as parts:
        before = _set_aside(parts)
        due = travel(parts, instant(until), fire=True) if until else drain(parts)
        aside = _set_aside(parts) - before
    found = {"fired": due - aside, "set_aside": aside}
    door.answer(found, lambda: door.tell("fired_but" if aside else "fired", **found))
    return 1 if aside else 0


def _set_aside(parts: Service) -> int:
    with parts.store.snapshot() as reader:
        return len(incidents(reader))


@jobs.command("status")
@spoken
@click.pass_obj
def show_status(door: Door) -> int:
    """How far behind the clock is and what was set aside; ends 1 if a person is needed."""
    with service(door.settings) as parts:
        now = database_time(parts.store, parts.clock)()
        with parts.store.snapshot() as reader:
            found = status(reader, now)
    door.answer(_status_shape(found), lambda: _show_status(door, found))
    return 1 if found.incidents or found.failed or found.messages[FAILED] else 0


@jobs.command("redeliver")
@spoken
@click.argument("names", nargs=-1, metavar="STREAM/TIMER|KEY")
@click.option("--all", "everything", is_flag=True)
@click.pass_obj
def redeliver(door: Door, names: tuple[str, ...], everything: bool) -> None:
    """Have timers that were set aside and letters that were given up tried again."""
    with service(door.settings) as parts:
        chosen = _chosen(parts, names, everything=everything)
        now = database_time(parts.store, parts.clock)()
        with parts.store.transaction() as transaction:
            retry(transaction, [each for each in chosen.values() if isinstance(each, SetAside)])
            for each in chosen.values():
                if isinstance(each, Delivery):
                    settle(transaction, each.key, WAITING, 0, now, "")
            transaction.poke()
    door.answer({"retried": list(chosen)}, lambda: door.tell("retried", count=len(chosen)))


def _chosen(parts: Service, names: tuple[str, ...], *, everything: bool) -> dict[str, SetAside | Delivery]:
    """The incidents and failed letters of these names, or all. BadInput for a name that is neither."""
    with parts.store.snapshot() as reader:
        known: dict[str, SetAside | Delivery] = {_name(each): each for each in incidents(reader)}
        known |= {each.key: each for each in deliveries(reader, FAILED)}
    if unknown := [name for name in names if name not in known]:
        raise BadInput("incident.unknown", found=unknown[0])
    if not names and not everything:
        raise BadInput("incident.none_named")
    return known if everything else {name: known[name] for name in names}


def _name(each: SetAside) -> str:
    return f"{each.stream}/{each.timer}"


def _status_shape(found: Status) -> dict[str, Any]:
    earliest = found.timers.earliest_due
    return {
        "at": written(found.at),
        "timers": {
            "pending": found.timers.pending,
            "due": found.timers.due,
            "earliest_due": written(earliest) if earliest else None,
            "lag_seconds": round(found.lag.total_seconds(), 3),
            "set_aside": found.timers.set_aside,
        },
        "incidents": [
            {
                "name": _name(each), "stream": each.stream, "timer": each.timer, "trigger": each.trigger,
                "attempts": each.attempts, "reason": each.reason, "failed_at": written(each.failed_at),
            }
            for each in found.incidents
        ],
        "letters": dict(found.letters),
        "failed_letters": [
            {"key": x.key, "letter": x.notice.letter, "stream": x.notice.stream, "reason": x.reason}
            for x in found.failed
        ],
        "webhooks": dict(found.messages),
        "unsealed": found.sealing.unsealed,
        "seal_lag_seconds": round(found.sealing.age.total_seconds(), 3),
    }  # fmt: skip


def _show_status(door: Door, found: Status) -> None:
    shape = _status_shape(found)
    door.pairs((door.word(name), value) for name, value in shape["timers"].items() if value is not None)
    door.pairs((door.word(name), shape[name]) for name in ("unsealed", "seal_lag_seconds"))
    door.pairs(
        (f"{door.word('letters')}: {door.told(f'message.{name}')}", count) for name, count in found.letters.items()
    )
    door.pairs(
        (f"{door.word('webhooks')}: {door.told(f'message.{name}')}", count) for name, count in found.messages.items()
    )
    if found.incidents:
        rows = ((_name(x), x.trigger, x.attempts, door.time(written(x.failed_at)), x.reason) for x in found.incidents)
        door.table(("incident", "action", "attempts", "failed_at", "reason"), rows)
