"""Lists of streams as every door shows them: which filters make sense, and one row."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from entrypoints.bootstrap import FAMILY, Service
from entrypoints.errors import BadInput
from entrypoints.shapes import label
from states.diagrams import phases
from states.instants import written
from storage.queries import BoardRow

MOST = 500
"""Rows of one page."""


def check(kind: str, given: Mapping[str, Any]) -> None:
    """BadInput for a state, phase or province that does not exist: an empty page would hide the slip."""
    lifecycle = FAMILY[kind]
    state, phase, province = given["state"], given["phase"], given.get("province", "")
    if state and state not in lifecycle.by_id:
        raise BadInput("state.unknown", kind=kind, found=state, meant=hint(near(state, lifecycle.by_id)))
    if phase and phase not in phases(lifecycle):
        raise BadInput("phase.unknown", kind=kind, found=phase, known=", ".join(phases(lifecycle)))
    if province and not (len(province) == 2 and province.isdecimal()):
        raise BadInput("province.unknown", found=province)


def hint(names: list[str]) -> str:
    return f" → {', '.join(names)}?" if names else ""


def near(name: str, known: Mapping[str, object]) -> list[str]:
    """The names that come nearest."""
    return get_close_matches(name, known)


def row_shape(row: BoardRow, parts: Service) -> dict[str, Any]:
    """One row of a board."""
    stream, facts = row.stream, row.stream.facts
    state = parts.definitions.state(stream.kind, stream.lifecycle, stream.state)
    named = ("title", "area", "ministries", "lead", "order", "round", "programmes", "brn", "support")
    return {
        "stream": stream.id,
        "kind": stream.kind,
        "call": stream.parents.get("call", ""),
        "parents": dict(stream.parents),
        "state": stream.state,
        "state_label": label(state),
        "phase": row.phase,
        "step": state.step,
        "version": stream.version,
        "next_due": written(row.next_due) if row.next_due else None,
        "updated_at": stream.updated_at,
        "facts": {name: facts[name] for name in named if name in facts},
    }
