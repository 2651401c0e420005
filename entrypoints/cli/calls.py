"""Calls: their folders checked and loaded, where they stand, commands on them."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import click

from entrypoints.bootstrap import Service, call_files, service
from entrypoints.cli.commands import Wish, send, submit, tell, wish, wishing
from entrypoints.cli.deadlines import show_proposals
from entrypoints.cli.door import Door, Verbs, spoken
from entrypoints.cli.moments import show
from entrypoints.cli.values import DEFAULT_ACTOR, data
from entrypoints.errors import BadInput
from entrypoints.shapes import label, proposal_shape, state_of
from entrypoints.streams import shown, wording
from states.rules.call_faults import Fault
from states.rules.call_rules import SETTINGS_FILE, CallRules, check, parse
from states.rules.next_call import renewed, undecided
from states.wording import Wording
from storage.boards import Filter, counts, page
from workflow.amendment import amendment
from workflow.batch import kind_of
from workflow.definitions import store_call

ALL = 500


@click.group(cls=Verbs)
def call() -> None:
    """Verbs on calls."""


@call.command("list")
@spoken
@click.pass_obj
def list_(door: Door) -> None:
    """Calls recorded, and those only in the folder."""
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        rows = []
        for row in page(reader, Filter("call"), ALL).rows:
            state = state_of(row.stream, parts.definitions)
            rows.append(
                {
                    "stream": row.stream.id,
                    "state": row.stream.state,
                    "state_label": label(state),
                    "phase": row.phase,
                    "version": row.stream.version,
                    "rules": row.stream.facts.get("rules", ""),
                    "projects": counts(reader, "project", row.stream.id),
                }
            )
    loaded = {row["stream"] for row in rows}
    waiting = [name for name in folders(door.settings.calls) if f"call-{name}" not in loaded]
    document = {"rows": rows, "not_loaded": waiting}
    door.answer(document, lambda: _show_list(door, rows, waiting))


def folders(calls: Path) -> list[str]:
    """The calls that have a folder."""
    return sorted(file.parent.name for file in calls.glob(f"*/{SETTINGS_FILE}"))


def _show_list(door: Door, rows: Iterable[Mapping[str, Any]], waiting: Iterable[str]) -> None:
    recorded = [
        (row["stream"], row["state_label"][door.language], door.phase(row["phase"]), row["version"], row["rules"][:12])
        for row in rows
    ]
    only = [(f"call-{name}", door.word("not_loaded"), "", "", "") for name in waiting]
    door.table(("stream", "state", "phase", "version", "rules"), [*recorded, *only])


@call.command("show")
@spoken
@click.argument("stream", metavar="CALL")
@click.pass_obj
def show_(door: Door, stream: str) -> None:
    """Where a call stands, and the settings that await a decision."""
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        shape = shown(parts, reader, stream, "call")
        rules = parts.definitions.rules(shape["facts"]["rules"], reader)
        shape["projects"] = counts(reader, "project", stream)
        words = wording(parts, reader, shape, door.language)
    names = rules.settings_waiting(shape["facts"].get("settings", {}))
    shape["title"] = label(rules.call)
    shape["settings_waiting"] = [{"name": name, "label": label(rules.settings[name])} for name in names]
    door.answer(shape, lambda: _show_call(door, shape, rules, words))


def _show_call(door: Door, shape: dict[str, Any], rules: CallRules, words: Wording) -> None:
    click.echo(door.label(rules.call))
    show(door, shape, words)
    if shape["settings_waiting"]:
        door.table(("waiting", "name"), ((e["name"], e["label"][door.language]) for e in shape["settings_waiting"]))


@call.command("check")
@spoken
@click.argument("folder", type=click.Path(path_type=Path))
@click.pass_obj
def check_(door: Door, folder: Path) -> int:
    """Name every fault of a call's folder with file, line and reason; 1 if there is any."""
    files = _files(folder)
    faults = check(files)
    rules = None if faults else parse(files)
    waiting = rules.settings_waiting({}) if rules else ()
    document = {
        "ok": not faults,
        "folder": str(folder),
        "rules": rules.fingerprint if rules else None,
        "faults": [_fault_shape(fault) for fault in faults],
        "settings_waiting": list(waiting),
    }
    door.answer(document, lambda: _show_check(door, folder, faults, rules))
    return 1 if faults else 0


def _show_check(door: Door, folder: Path, faults: Iterable[Fault], rules: CallRules | None) -> None:
    for fault in faults:
        click.echo(_line(fault)[door.language])
    if rules is not None:
        door.tell("call_sound", folder=folder, rules=rules.fingerprint[:12])
        for name in rules.settings_waiting({}):
            setting = rules.settings[name]
            click.echo(f"{door.word('waiting')}: {name} – {door.label(setting)} [{setting.cite}]")


def _fault_shape(fault: Fault) -> dict[str, Any]:
    message = {"ko": fault.ko, "en": fault.en}
    return {"file": fault.file, "line": fault.line, "code": fault.code, "message": message}


def _line(fault: Fault) -> dict[str, str]:
    at = f"{fault.file}:{fault.line}: "
    return {"ko": at + fault.ko, "en": at + fault.en}


def _files(folder: Path) -> dict[str, str]:
    """The folder's files. BadInput if it cannot be read or a file is not UTF-8 text."""
    try:
        return call_files(folder)
    except OSError as error:
        raise BadInput("call.unreadable", folder=folder, reason=error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise BadInput("call.unreadable", folder=folder, reason=f"{_not_text(folder)}: UTF-8") from error


def _not_text(folder: Path) -> str:
    """The first file that is not UTF-8."""
    for path in sorted(folder.iterdir()):
        try:
            path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            return path.name
    return ""


def sound(folder: Path) -> tuple[dict[str, str], CallRules]:
    """The files of a sound folder and its rules; BadInput with every fault otherwise."""
    files = _files(folder)
    if faults := check(files):
        details = tuple(_fault_shape(fault) | _line(fault) for fault in faults)
        raise BadInput("call.faulty", details, folder=folder, count=len(faults))
    return files, parse(files)


@call.command()
@spoken
@click.argument("folder", type=click.Path(path_type=Path))
@click.pass_obj
def load(door: Door, folder: Path) -> int:
    """Store a call's folder and begin the call; the same rules again change nothing."""
    files, rules = sound(folder)
    stream = f"call-{rules.id}"
    with service(door.settings) as parts:
        standing = _rules_of(parts, stream)
        if standing == rules.fingerprint:
            document = {"accepted": True, "repeated": True, "stream": stream, "rules": rules.fingerprint}
            said = {"stream": stream, "rules": rules.fingerprint[:12]}
            door.answer(document, lambda: door.tell("already_loaded", **said))
            return 0
        if standing:
            raise BadInput("call.other_rules", stream=stream, rules=standing[:12])
        return _store_and_send(door, parts, files, (stream, "load", parts.definitions.loading(rules)), _administrator())


@call.command("new")
@spoken
@click.option("--from", "source", required=True, metavar="CALL")
@click.option("--to", "target", required=True, metavar="CALL")
@click.pass_obj
def new_(door: Door, source: str, target: str) -> None:
    """Write next year's folder from this year's; what must be decided is marked."""
    folder, files = door.settings.calls / target, _files(door.settings.calls / source)
    try:
        written = renewed(files, target)
    except (KeyError, ValueError) as error:
        raise BadInput("call.not_renewed", source=source, reason=error) from error
    if folder.exists():
        raise BadInput("call.exists", folder=folder)
    folder.mkdir(parents=True)
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")
    left = undecided(written)
    document = {"folder": str(folder), "undecided": [_fault_shape(each) for each in left]}
    door.answer(document, lambda: door.tell("call_written", folder=folder, count=len(left)))


def _administrator() -> Wish:
    return Wish(DEFAULT_ACTOR, uuid4().hex, None, dry_run=False, at=None)


def _rules_of(parts: Service, stream: str) -> str:
    """The rules a call stands on; empty if it has not begun."""
    with parts.store.snapshot() as reader:
        found = reader.streams([stream]).get(stream)
    return str(found.facts["rules"]) if found else ""


def _store_and_send(
    door: Door, parts: Service, files: dict[str, str], command: tuple[str, str, dict[str, Any]], wished: Wish
) -> int:
    with parts.store.transaction() as transaction:
        store_call(files, transaction)
    return tell(door, parts, submit(parts, *command, wished), wished.dry_run, "call")


@call.command("advance")
@spoken
@click.argument("stream", metavar="CALL")
@click.argument("trigger")
@click.option("--data", "text", metavar="JSON|@FILE")
@wishing
@click.pass_obj
def advance(door: Door, /, stream: str, trigger: str, text: str | None, **given: Any) -> int:
    """One command on a call."""
    if kind_of(stream) != "call":
        raise BadInput("stream.kind", found=stream, kind="call")
    return send(door, stream, trigger, data(text), wish(given))


@call.command()
@spoken
@click.argument("stream", metavar="CALL")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--notice-no", required=True, metavar="NO")
@click.option("--reason", required=True, metavar="TEXT")
@wishing
@click.pass_obj
def amend(door: Door, /, stream: str, folder: Path, notice_no: str, reason: str, **given: Any) -> int:
    """Record a changed folder of a call as its amendment, and say which open deadlines it touches."""
    files, rules = sound(folder)
    if stream != f"call-{rules.id}":
        raise BadInput("call.other_call", stream=stream, found=rules.id)
    wished = wish(given)
    with service(door.settings) as parts:
        standing = _rules_of(parts, stream)
        if not standing:
            raise BadInput("stream.unknown", found=stream)
        if standing == rules.fingerprint:
            raise BadInput("call.same_rules", stream=stream)
        with parts.store.transaction() as transaction:
            store_call(files, transaction)
        with parts.store.snapshot() as reader:
            said = {"notice_no": notice_no, "reason": reason}
            found = amendment(reader, parts.definitions, stream, rules, said)
        outcome = submit(parts, stream, "amend", found.data, wished)
        touched = [proposal_shape(each) for each in found.touched] if outcome.accepted else []
        more = {"changed": found.data["changed"], "deadlines": touched}
        code = tell(door, parts, outcome, wished.dry_run, "call", more)
        if outcome.accepted and not door.json:
            show_proposals(door, found.touched)
            if found.touched and not wished.dry_run:
                door.tell("deadlines_to_accept", stream=stream, count=len(touched))
        return code
