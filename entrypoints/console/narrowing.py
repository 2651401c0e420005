"""A form on one stream offers what is there: the steps a letter can bring, the open deadlines, what waits; pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from entrypoints.console.fields import Asked, asked, type_of_choices
from states.context import Stream
from states.guards.deadlines import OWN_ROWS
from states.lifecycle import Lifecycle
from states.proposals import CONTENT, ENTER, waiting

TRIGGER = "trigger"
MOVING = ("Moved.kind", "Until.kind", "Accepted.kind")
"""The fields that name a kind of deadline."""


def on_stream(lifecycle: Lifecycle, stream: Stream, language: str) -> type_of_choices:
    """What fields that name a deadline or a proposal of a stream may be, code → words."""
    steps = {row.trigger: str(getattr(row, language)) for row in lifecycle.rows}
    kinds = sorted((stream.deadlines.keys() & lifecycle.deadlines.keys()) - OWN_ROWS)
    open_ = {kind: str(getattr(lifecycle.deadlines[kind], language)) for kind in kinds}
    proposed = {
        number: " · ".join(filter(None, (steps.get(each["trigger"], each["trigger"]), each.get("book_no"), each["by"])))
        for number, each in waiting(stream.facts).items()
    }
    return {**dict.fromkeys(MOVING, open_), "Declined.proposal": proposed}


def letter(
    fields: Sequence[Asked], lifecycle: Lifecycle, stream: Stream, chosen: str, choices: type_of_choices, language: str
) -> Iterator[Asked]:
    """A letter's fields: the steps it can ask for here; once one is chosen, all else, with what that step carries."""
    rows = {
        row.trigger: row for row in lifecycle.rows if row.paper and row.trigger != ENTER and stream.state in row.sources
    }
    steps: Mapping[str, str] = {trigger: str(getattr(row, language)) for trigger, row in rows.items()}
    for each in fields:
        if each.name == TRIGGER:
            yield replace(each, kind="choice", options=steps)
        elif chosen in rows:
            content = asked(rows[chosen].payload, choices, language)
            yield each if each.name != CONTENT else replace(each, kind="group", inside=content)
