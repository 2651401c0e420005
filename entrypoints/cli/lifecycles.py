"""The declared machines: listed, shown, checked."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from entrypoints.bootstrap import FAMILY
from entrypoints.cli.calls import folders, sound
from entrypoints.cli.door import Door, Verbs, spoken
from entrypoints.errors import BadInput
from states.catalogue.refusals import REFUSALS
from states.diagrams import dot, mermaid, phases
from states.lifecycle import STAY, Lifecycle, Transition
from states.petri import pnml
from states.rules.call_rules import CallRules
from states.scxml import scxml
from states.svg import svg
from states.verify import Verdict, verify

EMITTERS = {"mermaid": mermaid, "dot": dot, "svg": svg, "scxml": scxml, "pnml": lambda each, _: pnml(each)}
FORMATS = ("table", "json", *EMITTERS)


@click.group(cls=Verbs, modules={"diff": "generations:diff_", "migrate": "generations:migrate_"})
def lifecycle() -> None:
    """Verbs on lifecycles."""


@lifecycle.command("list")
@spoken
@click.pass_obj
def list_(door: Door) -> None:
    """The lifecycles with their size and fingerprint."""
    shapes = [_summary(each) for each in FAMILY.values()]
    rows = ((s["name"], s["label"][door.language], s["states"], s["rows"], s["fingerprint"][:12]) for s in shapes)
    columns = ("name", "kind", "states", "rows", "lifecycle")
    door.answer({"rows": shapes}, lambda: door.table(columns, rows))


def _summary(each: Lifecycle) -> dict[str, Any]:
    return {
        "name": each.name,
        "label": {"ko": each.ko, "en": each.en},
        "states": len(each.states),
        "rows": len(each.rows),
        "phases": list(phases(each)),
        "modes": {mode.id: list(mode.values) for mode in each.modes},
        "fingerprint": each.fingerprint,
    }


@lifecycle.command("show")
@spoken
@click.argument("name")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table")
@click.pass_obj
def show_(door: Door, name: str, form: str) -> None:
    """One lifecycle as a table, its definition, or a diagram."""
    found = named(name)
    if door.json or form == "json":
        door.document({"fingerprint": found.fingerprint, **found.definition})
    elif form == "table":
        _show(door, found)
    else:
        click.echo(EMITTERS[form](found, door.language), nl=False)


def named(name: str) -> Lifecycle:
    """A lifecycle by name; BadInput if there is none."""
    if name not in FAMILY:
        raise BadInput("lifecycle.unknown", found=name, known=", ".join(FAMILY))
    return FAMILY[name]


def _show(door: Door, found: Lifecycle) -> None:
    states = ((state.id, door.label(state), state.phase, state.owner, state.cite) for state in found.states)
    door.table(("state", "name", "phase", "owner", "cite"), states, title=door.label(found))
    rows = (
        (row.name, door.label(row), from_to(row), ", ".join(row.by), condition(row), row.cite) for row in found.rows
    )
    door.table(("action", "name", "from_to", "actors", "modes", "cite"), rows)


def from_to(row: Transition) -> str:
    """Where a row leads, on one line."""
    sources = ", ".join(row.sources)
    return sources if row.dest == STAY else f"{sources} → {row.dest}"


def condition(row: Transition) -> str:
    """The modes a row is the case of."""
    return "; ".join(f"{mode}: {_values(values)}" for mode, values in row.when.items())


def _values(values: Iterable[object]) -> str:
    return ", ".join(str(value) or "–" for value in sorted(values, key=str))


@lifecycle.command("check")
@spoken
@click.argument("name", required=False)
@click.pass_obj
def check_(door: Door, name: str | None) -> int:
    """Prove every property under the rules of the newest call; 1 if any fails."""
    wanted = [named(name)] if name else list(FAMILY.values())
    rules = newest_rules(door.settings.calls)
    shapes = [_verdict_shape(each, verdict) for each in wanted for verdict in verify(each, FAMILY, rules, REFUSALS)]
    failed = sum(not shape["holds"] for shape in shapes)
    door.answer({"ok": not failed, "verdicts": shapes}, lambda: _show_verdicts(door, shapes, failed))
    return 1 if failed else 0


def newest_rules(calls: Path) -> CallRules:
    """The rules of the call whose folder comes last; BadInput if there is none or it has faults."""
    found = folders(calls)
    if not found:
        raise BadInput("call.none", folder=calls)
    return sound(calls / found[-1])[1]


def _verdict_shape(each: Lifecycle, verdict: Verdict) -> dict[str, Any]:
    return {
        "lifecycle": each.name,
        "property": verdict.property,
        "label": {"ko": verdict.ko, "en": verdict.en},
        "holds": verdict.holds,
        "witness": list(verdict.witness),
        "detail": {"ko": verdict.detail_ko, "en": verdict.detail_en},
    }


def _show_verdicts(door: Door, shapes: Sequence[Mapping[str, Any]], failed: int) -> None:
    """Every property if all hold, else those that fail."""
    rows = (
        (
            shape["lifecycle"],
            shape["label"][door.language],
            door.word("holds" if shape["holds"] else "fails"),
            shape["detail"][door.language],
            "\n".join(shape["witness"]),
        )
        for shape in shapes
        if not (failed and shape["holds"])
    )
    door.table(("lifecycle", "property", "verdict", "reason", "witness"), rows)
    door.tell("some_fail" if failed else "all_hold", count=len(shapes), failed=failed)
