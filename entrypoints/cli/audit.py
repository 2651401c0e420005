"""The auditor's verbs: verify, checkpoints, receipts, bundles, the log's key."""

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import IO, Any, TypeVar

import click
import orjson

from entrypoints.bootstrap import FAMILY, Service, service, settle
from entrypoints.cli.door import Door, Verbs, progress_bar, spoken
from entrypoints.cli.looking import looker, noted
from entrypoints.cli.values import actor, instant
from entrypoints.errors import BadInput
from entrypoints.shapes import finding_shape
from jobs.sealing import AT_ONCE, seal
from states.catalogue.findings import FINDINGS
from states.instants import written
from storage.ledger import keys
from storage.ledger.keyfile import make_key, read_key
from storage.ledger.log import last_checkpoint
from storage.ledger.manifest import INTERVAL
from storage.ledger.notes import KEY_BYTES, NoteError, Verifier
from storage.transaction import Reader
from workflow.audit.bundles import outside, verify_bundle
from workflow.audit.bundling import Bundling, Unproven, receipt, write
from workflow.audit.circumstances import UNKNOWN, Circumstances
from workflow.audit.findings import Finding
from workflow.audit.scope import Scope, families
from workflow.audit.verify import verify
from workflow.batch import kind_of

MODULES = {
    "search": "audit_reports:search",
    "export": "audit_reports:export",
    "report": "audit_reports:report",
    "erase": "audit_acts:erase",
    "hold": "audit_acts:hold_",
    "readings": "audit_acts:readings",
    "retention": "audit_acts:retention",
}
SHOWN = 20
"""Projects a bundle leaves out that are named; all of them in JSON."""
type_of_made = TypeVar("type_of_made")


@click.group(cls=Verbs, modules=MODULES)
def audit() -> None:
    """What an auditor asks of the record."""


def output(command: Any) -> Any:
    return click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")(command)


@audit.command("verify")
@spoken
@click.option("--since", type=click.Path(path_type=Path), metavar="CHECKPOINT")
@click.option("--kept", multiple=True, type=click.Path(path_type=Path), metavar="CHECKPOINT")
@click.option("--trust", metavar="KEY")
@click.option("--jobs", type=click.IntRange(1, 64), default=os.cpu_count() or 1, metavar="N")
@click.pass_obj
def verify_(door: Door, since: Path | None, kept: tuple[Path, ...], trust: str | None, jobs: int) -> int:
    """Check everything stored, or what came after a checkpoint that was kept."""
    notes, begin = [_text(each) for each in kept], _text(since) if since else ""
    began = perf_counter()
    with service(door.settings) as parts, progress_bar() as progress:
        settle()
        own = parts.signer.verifier if parts.signer else None
        trusted = _verifier(trust) if trust else own
        shown = partial(progress, door.word("record"))
        found = verify(parts.store, trusted=trusted, kept=notes, since=begin, jobs=jobs, progress=shown)
    seconds = round(perf_counter() - began, 2)
    head = found.checkpoint
    document = {
        "ok": not found.findings,
        "events": found.events,
        "since": found.since,
        "consistency": list(found.consistency),
        "checkpoint": {"size": head.size, "note": head.note, "made_at": written(head.made_at)} if head else None,
        "unsealed": found.unsealed,
        "key": str(found.key) if found.key else None,
        "findings": [finding_shape(*each) for each in zip(found.findings, found.about, strict=True)],
        "seconds": seconds,
    }
    facts = {"events": found.events, "size": head.size if head else 0, "unsealed": found.unsealed, "seconds": seconds}
    door.answer(document, lambda: _show(door, found.findings, "record_holds", "record_fails", facts, found.about))
    if not door.json and trusted is None:
        door.tell("untrusted", option="--trust")
    elif not door.json and not found.findings and found.key not in (None, trusted):
        door.tell("handed_over_key", key=found.key)
    return 1 if found.findings else 0


def _show(
    door: Door,
    found: tuple[Finding, ...],
    holds: str,
    fails: str,
    facts: dict[str, Any],
    about: tuple[Circumstances, ...],
) -> None:
    if not found:
        door.tell(holds, **facts)
        return
    rows = (_told(door, each, known) for each, known in zip(found, about, strict=True))
    door.table(("stream", "version", "finding", "circumstances"), rows)
    door.tell(fails, count=len(found), **facts)


def _told(door: Door, each: Finding, known: Circumstances) -> tuple[object, ...]:
    """One finding: where it is and of what, what does not hold, which step of whom when."""
    where = "\n".join(filter(None, (each.stream, known.title)))
    what = f"{door.pick(FINDINGS[each.code].filled(each.facts))}\n{each.code}"
    who = " ".join(filter(None, (door.role(known.role), known.org, known.person)))
    about = "\n".join(filter(None, (_step(door, each, known), who, door.time(known.at))))
    return where, each.version or "", what, about


def _step(door: Door, each: Finding, known: Circumstances) -> str:
    rows = FAMILY[kind_of(each.stream)].rows if kind_of(each.stream) else ()
    return next((door.label(row) for row in rows if row.trigger == known.trigger), known.trigger)


@audit.command("checkpoint")
@spoken
@output
@click.pass_obj
def checkpoint(door: Door, output: Path | None) -> None:
    """Seal what waits and give the signed head."""
    with service(door.settings) as parts:
        _seal(parts)
        with parts.store.snapshot() as reader:
            head, key = last_checkpoint(reader), keys.current(reader)
    if head is None:
        raise BadInput("log.unsealed")
    document = {"size": head.size, "note": head.note, "made_at": written(head.made_at), "key": str(key)}
    _give(door, output, head.note, document)


@audit.command("receipt")
@spoken
@click.argument("name", metavar="STREAM@VERSION")
@output
@click.pass_obj
def receipt_(door: Door, name: str, output: Path | None) -> None:
    """One command's or refusal's receipt."""
    with service(door.settings) as parts:
        _seal(parts)
        with parts.store.snapshot() as reader:
            stream, version, hash = _record(reader, name)
            document = _proven(lambda: receipt(reader, stream, version, hash))
    _give(door, output, orjson.dumps(document, option=orjson.OPT_INDENT_2).decode(), document)


def _record(reader: Reader, name: str) -> tuple[str, int, str]:
    """What `stream@version` or `stream!hash` names, as receipts write it."""
    stream, at, rest = name.rpartition("@") if "@" in name else name.rpartition("!")
    if at == "@" and rest.isdecimal():
        rows = reader.query("SELECT version, hash FROM event WHERE stream = ? AND version = ?", stream, int(rest))
    else:
        like = "SELECT 0, hash FROM refusal WHERE stream = ? AND substr(hash, 1, 12) = ?"
        rows = reader.query(like, stream, rest[:12])
    if not rows:
        raise BadInput("record.unknown", found=name)
    return stream, int(rows[0][0]), str(rows[0][1])


@audit.command("bundle")
@spoken
@click.argument("projects", nargs=-1, metavar="PROJECT…")
@click.option("--call", default="", metavar="STREAM")
@click.option("--province", default="", metavar="CODE")
@click.option("--area", default="", metavar="CODE")
@click.option("--ministry", default="", metavar="CODE")
@click.option("--state", default="", metavar="STATE")
@click.option("--actor", default="", metavar="PERSON")
@click.option("--from", "since", metavar="INSTANT")
@click.option("--until", metavar="INSTANT")
@click.option("--min", "least", type=click.IntRange(0), metavar="WON")
@click.option("--max", "most", type=click.IntRange(0), metavar="WON")
@click.option("--private", is_flag=True)
@click.option("--as", "who", metavar="ROLE:ORG:PERSON")
@output
@click.pass_obj
def bundle_(
    door: Door, /, projects: tuple[str, ...], private: bool, who: str | None, output: Path | None, **asked: Any
) -> None:
    """Everything recorded of projects, in one file, written as it is read."""
    period = {name: instant(asked[name]) for name in ("since", "until") if asked[name]}
    scope = Scope(projects, **{**asked, **period})
    if projects and scope.told:
        raise BadInput("bundle.both")
    with service(door.settings) as parts:
        _seal(parts, whole=True)
        with parts.store.snapshot() as reader:
            by, within = looker(parts, reader, who)
            wanted = _proven(lambda: families(reader, scope, within))
            if not wanted:
                raise BadInput("bundle.nothing")
            made = _proven(lambda: Bundling(reader, wanted, scope.told, within))
            with _opened(output) as file:
                records = write(made, file, private=private)
        noted(parts, by, "bundle", {"projects": wanted, "asked": scope.told, "private": private})
    if output:
        told = {"records": records, "scope": wanted, "asked": scope.told, "file": str(output)}
        door.answer(told, lambda: door.tell("written", file=output))


def _opened(output: Path | None) -> AbstractContextManager[IO[bytes]]:
    if output is None:
        return nullcontext(sys.stdout.buffer)
    return output.open("wb")


def _proven(make: Callable[[], type_of_made]) -> type_of_made:
    try:
        return make()
    except Unproven as error:
        raise BadInput("log.unsealed") from error
    except LookupError as error:
        raise BadInput("record.unknown", found=str(error)) from error


@audit.command("verify-bundle")
@spoken
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--key", metavar="KEY")
@click.pass_obj
def verify_bundle_(door: Door, file: Path, key: str | None) -> int:
    """Check a bundle without database or network."""
    try:
        content = orjson.loads(_text(file))
    except orjson.JSONDecodeError as error:
        raise BadInput("data.malformed", reason=str(error)) from error
    trusted = _verifier(key) if key else None
    found = verify_bundle(content, trusted)
    records = len(content.get("records", ())) if isinstance(content, dict) else 0
    others = outside(content) if not found else []
    document = {"ok": not found, "records": records, "findings": [finding_shape(each) for each in found]}
    facts = {"file": file, "records": records}
    door.answer(
        document | {"outside": others},
        lambda: _show(door, found, "bundle_holds", "bundle_fails", facts, (UNKNOWN,) * len(found)),
    )
    if others and not door.json:
        door.tell("bundle_outside", count=len(others), projects=", ".join(others[:SHOWN]))
    if not door.json and trusted is None:
        door.tell("untrusted", option="--key")
    return 1 if found else 0


@audit.command("rotate")
@spoken
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="NEWKEYFILE")
@click.option("--as", "who", metavar="ROLE:ORG:PERSON")
@click.pass_obj
def rotate(door: Door, file: Path, who: str | None) -> None:
    """Hand the log over to a new key."""
    with service(door.settings) as parts:
        if parts.signer is None:
            raise BadInput("log.no_key", file=parts.key_file)
        with parts.store.snapshot() as reader:
            signing = keys.current(reader)
        if signing not in (None, parts.signer.verifier):
            raise BadInput("log.other_key", key=signing)
        _seal(parts)
        new = read_key(file) or make_key(file, parts.signer.name, os.urandom(KEY_BYTES))
        now = parts.clock.now()
        with parts.store.transaction() as transaction:
            keys.rotate(transaction, parts.signer, new, now, actor(who))
        seal(parts.store, new, now)
    document = {"key": str(new.verifier), "file": str(file)}
    door.answer(document, lambda: door.tell("rotated", **document))


def _seal(parts: Service, *, whole: bool = False) -> None:
    """Seal what waits, where this process has the key; with a fresh manifest where a whole must be proven."""
    if parts.signer is not None:
        seal(parts.store, parts.signer, parts.clock.now(), manifests=AT_ONCE if whole else INTERVAL)


def _verifier(text: str) -> Verifier:
    """A public key, as it is or in a file; of a private key's file its public half."""
    path = Path(text)
    try:
        line = _text(path).strip() if path.is_file() else text
        return Verifier.parse(line)
    except NoteError as error:
        raise BadInput("key.malformed", found=text, reason=str(error)) from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise BadInput("data.unreadable", file=str(path), reason=str(error)) from error


def _give(door: Door, output: Path | None, text: str, document: dict[str, Any]) -> None:
    """Write it to the file, or say it."""
    if output:
        output.write_text(text, encoding="utf-8")
        door.answer(document, lambda: door.tell("written", file=output))
        return
    door.answer(document, lambda: click.echo(text, nl=not text.endswith("\n")))
