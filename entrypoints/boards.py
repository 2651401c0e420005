"""Lists of streams as every door shows them: which filters make sense, and one row."""

from collections.abc import Mapping
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from entrypoints.bootstrap import FAMILY, Service
from entrypoints.errors import BadInput
from entrypoints.shapes import label, support_shape
from states.diagrams import phases
from states.instants import written
from states.lifecycle import UNBORN
from storage.boards import BoardRow, Filter, counts, page
from storage.book import BookRow
from storage.ledger.log import size
from storage.queries import supports_of
from storage.transaction import Reader
from workflow.definitions import BORN_OF
from workflow.past import PastBoard
from workflow.traces import Moment

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


def check_step(kind: str, trigger: str) -> None:
    """BadInput for a step that no stream of a kind can take, nor begins another below it."""
    known = {
        row.trigger: row
        for each, lifecycle in FAMILY.items()
        for row in lifecycle.rows
        if kind == (BORN_OF.get(each, each) if UNBORN in row.sources else each)
    }
    if trigger not in known:
        raise BadInput("step.unknown", kind=kind, found=trigger, meant=hint(near(trigger, known)))


def moment_of(reader: Reader, at: datetime | None, checkpoint: int | None, *, effective: bool) -> Moment | None:
    """The moment a board is asked for; None for now. BadInput for what names none."""
    if (at is not None and checkpoint is not None) or (effective and at is None):
        raise BadInput("moment.which")
    if checkpoint is not None and checkpoint > (last := size(reader)):
        raise BadInput("checkpoint.none", found=checkpoint, last=last)
    return None if at is None and checkpoint is None else Moment(at, checkpoint, effective)


def board(
    parts: Service, reader: Reader, wanted: Filter, limit: int, after: str, moment: Moment | None = None
) -> dict[str, Any]:
    """One page of a board with the counts by state: as it stands, or as it was at a moment."""
    if moment is not None:
        found = parts.past.board(reader, wanted, moment, limit, after)
    else:
        rows = page(reader, wanted, limit, after)
        below = supports_of(reader, [row.stream.id for row in rows.rows]) if wanted.kind == "project" else {}
        found = PastBoard(rows, counts(reader, wanted.kind, wanted.call, wanted.sight), below)
    shapes = [row_shape(row, parts) for row in found.page.rows]
    for shape in shapes if wanted.kind == "project" else ():
        shape["supports"] = [support_shape(each, parts.definitions) for each in found.supports.get(shape["stream"], ())]
    document = {"rows": shapes, "cursor": found.page.cursor or None, "counts": found.counts}
    return document if moment is None else document | {"as_of": moment_shape(moment)}


def moment_shape(moment: Moment) -> dict[str, Any]:
    """The moment something is shown as of."""
    at = written(moment.at) if moment.at else None
    return {"at": at, "checkpoint": moment.checkpoint, "effective": moment.effective}


def book_shape(row: BookRow) -> dict[str, Any]:
    """One deadline of the book."""
    plain = {name: getattr(row, name) for name in BookRow.__slots__}
    declared = FAMILY[row.stream.partition("-")[0]].deadlines.get(row.kind)
    named = label(declared) if declared else {"ko": row.kind, "en": row.kind}
    return plain | {"expires": written(row.expires), "label": named}


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
