"""Generations of a lifecycle: what differs between two, and moving streams from one to another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import click

from entrypoints.bootstrap import Service, service
from entrypoints.cli.commands import submit, tell, wish, wishing
from entrypoints.cli.door import Door, Spoken, spoken
from entrypoints.errors import BadInput
from entrypoints.shapes import problem_shape, refusal_shape
from states.call_migration import MIGRATE_STREAMS
from states.differences import differences, drawing, picture
from states.generations import outline
from states.migration import Move
from states.proposals import PROPOSE
from storage.transaction import Reader
from workflow.errors import WorkflowError
from workflow.migration import Preview, plan, previews, proposal

PICTURES = {"mermaid": picture, "svg": drawing}
SHORTEST = 6
"""So many digits of a fingerprint tell generations apart."""


@spoken
@click.command(cls=Spoken)
@click.argument("old")
@click.argument("new")
@click.option("--format", "form", type=click.Choice(("words", *PICTURES)), default="words")
@click.pass_obj
def diff_(door: Door, old: str, new: str, form: str) -> int:
    """What differs between two generations; 1 if anything does."""
    with service(door.settings) as parts:
        one, other = (_definition(parts, name) for name in (old, new))
    found = differences(one, other)
    shapes = [asdict(each) | {"message": each.said._asdict()} for each in found]

    def show() -> None:
        for each in found:
            click.echo(door.pick(each.said))

    if form in PICTURES and not door.json:
        click.echo(PICTURES[form](outline(one), outline(other), door.language), nl=False)
    else:
        door.answer({"rows": shapes}, show)
    return 1 if found else 0


def _definition(parts: Service, name: str) -> Mapping[str, Any]:
    """A definition by its lifecycle's name (the current one) or the first digits of its fingerprint."""
    if name in parts.definitions.family:
        return parts.definitions.family[name].definition
    with parts.store.snapshot() as reader:
        fingerprint, kind = _stored(reader, name)
    return parts.definitions.definition(kind, fingerprint)


def _stored(reader: Reader, name: str) -> tuple[str, str]:
    rows = reader.query("SELECT fingerprint, name FROM definition WHERE kind = 'lifecycle' ORDER BY fingerprint")
    found = [row for row in rows if len(name) >= SHORTEST and row[0].startswith(name)]
    if len(found) != 1:
        raise BadInput("lifecycle.unknown", found=name, known=", ".join(f"{row[1]} {row[0][:12]}" for row in rows))
    return found[0][0], found[0][1]


@spoken
@click.command(cls=Spoken)
@click.argument("streams", nargs=-1, required=True, metavar="PROJECT…")
@click.option("--to", required=True, metavar="FINGERPRINT")
@click.option("--map", "mapped", multiple=True, metavar="OLD=NEW[@MODE:VALUE]")
@click.option("--reason", metavar="TEXT")
@wishing
@click.pass_obj
def migrate_(
    door: Door, /, streams: tuple[str, ...], to: str, mapped: tuple[str, ...], reason: str | None, **given: Any
) -> int:
    """Show what a migration would do to each stream; without --dry-run, propose it for a second person to approve."""
    wished = wish(given)
    moves = [_move(each) for each in mapped]
    with service(door.settings) as parts:
        with parts.store.snapshot() as reader:
            fingerprint = to if to not in parts.definitions.family else parts.definitions.family[to].fingerprint
            fingerprint, _ = _stored(reader, fingerprint)
        try:
            migration, found = plan(parts.engine, streams, fingerprint, moves)
            shown = previews(parts.engine, migration, found, parts.clock.now())
            if wished.dry_run:
                document = {"migration": migration.fingerprint, "rows": [_shape(each) for each in shown]}
                door.answer(document, lambda: _show(door, shown))
                return 1 if any(not each.dest or each.refusals or each.problems for each in shown) else 0
            data = proposal(parts.engine, migration, shown, _said(reason))
        except WorkflowError as error:
            raise BadInput("migration.impossible", reason=error) from error
        call = found[0].parents["call"]
        wanted = {"trigger": MIGRATE_STREAMS, "content": data}
        return tell(door, parts, submit(parts, call, PROPOSE, wanted, wished), dry_run=False, kind="call")


def _said(reason: str | None) -> str:
    if not reason:
        raise BadInput("migration.impossible", reason="give a --reason")
    return reason


def _move(text: str) -> Move:
    """OLD=NEW, or OLD=NEW@MODE:VALUE for a part of a split state. BadInput for anything else."""
    way, _, case = text.partition("@")
    source, equals, dest = way.partition("=")
    mode, colon, value = case.partition(":")
    if not (source and equals and dest) or (case and not (mode and colon)):
        raise BadInput("migration.map", found=text)
    return Move(source, dest, {mode: frozenset({int(value) if value.isdecimal() else value})} if case else {})


def _shape(each: Preview) -> dict[str, Any]:
    plain = asdict(each)
    return plain | {
        "refusals": [refusal_shape(refusal) for refusal in each.refusals],
        "problems": [problem_shape(problem) for problem in each.problems],
    }


def _show(door: Door, shown: Sequence[Preview]) -> None:
    for each in shown:
        door.tell("migration_of", stream=each.stream, source=each.source, dest=each.dest or door.word("nowhere"))
        lines: Iterable[tuple[str, Iterable[str]]] = (
            ("deadlines_kept", each.kept),
            ("deadlines_moved", (f"{kind}: {old} → {new}" for kind, (old, new) in each.moved.items())),
            ("deadlines_opened", (f"{kind}: {day}" for kind, day in each.opened.items())),
            ("deadlines_closed", each.closed),
            ("actions_gained", (" ".join(action) for action in each.gained)),
            ("actions_lost", (" ".join(action) for action in each.lost)),
            ("refused", (refusal_shape(each)["message"][door.language] for each in each.refusals)),
        )
        told = ((name, ", ".join(several)) for name, several in lines)
        door.pairs((f"  {door.word(name)}", text) for name, text in told if text)
