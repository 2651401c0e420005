"""The answers to a call's demand survey, read: who may, one table, one summary. Nothing else reads them."""

from collections.abc import Iterator, Sequence
from typing import Any

from states.context import Stream
from states.roles import LEAD, Actor
from states.rules import survey
from states.rules.call_rules import CallRules
from states.survey import READERS
from storage.boards import Filter, every
from storage.transaction import Reader

COUNTED = ("answered", "closed")
"""A withdrawn answer is kept but not counted."""
OWN = ("stream", "technopark", "province", "area", "area_name", "department", "state", "version")
"""What an export says of each answer before its questions. Who answered is never among it."""


def answers(reader: Reader, call: str, actor: Actor) -> list[Stream]:
    """The answers of a call that an actor may read, by id: all for who makes policy of them, its own for a lead.

    PermissionError for everyone else, those who evaluate above all.
    """
    if actor.role not in READERS | {LEAD}:
        raise PermissionError(actor.role)
    found = (stream for stream in every(reader, Filter("survey", call=call)) if stream.state in COUNTED)
    return [stream for stream in found if actor.role in READERS or stream.facts["lead"] == actor.org]


def summary(rules: CallRules, streams: Sequence[Stream]) -> dict[str, Any]:
    """How many answered for how many provinces, and each question summed up (`states.rules.survey.aggregate`)."""
    provinces = {str(stream.facts["area"])[:2] for stream in streams}
    return {
        "answers": len(streams),
        "technoparks": len({stream.facts["lead"] for stream in streams}),
        "provinces": len(provinces),
        "questions": survey.aggregate(rules, [stream.facts["answers"] for stream in streams]),
    }


def table(rules: CallRules, streams: Sequence[Stream]) -> Iterator[Sequence[object]]:
    """A header and a row for each answer: 1 for a ticked option, counts as numbers, texts as written."""
    columns = survey.columns(rules)
    yield (*OWN, *(".".join(part for part in column if part) for column in columns))
    for stream in streams:
        given = stream.facts["answers"]
        yield (*_own(rules, stream), *(survey.cell(given, column) for column in columns))


def _own(rules: CallRules, stream: Stream) -> tuple[object, ...]:
    facts, area = stream.facts, rules.areas[str(stream.facts["area"])]
    return (
        stream.id,
        facts["lead"],
        rules.provinces[area.province].name,
        area.code,
        area.name,
        facts["department"],
        stream.state,
        stream.version,
    )
