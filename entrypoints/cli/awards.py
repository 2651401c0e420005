"""Awards on the line: what the budget bears of a ranking, what a lower budget leaves of it; shown, or proposed."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import click

from entrypoints.bootstrap import service
from entrypoints.cli.commands import send, wish, wishing
from entrypoints.cli.door import Door, Spoken, spoken
from entrypoints.errors import BadInput
from states.context import Stream
from states.proposals import PROPOSE
from states.rules.call_rules import CallRules
from storage.transaction import Reader
from workflow.awarding import Undrawn, line, lowered, promoted
from workflow.batch import kind_of

type_of_order = Callable[[Reader, Stream, CallRules], Mapping[str, Any]]


@spoken
@click.command(cls=Spoken)
@click.argument("call", metavar="CALL")
@click.option("--reserves", type=click.IntRange(0, 100), default=0, metavar="N")
@click.option("--propose", is_flag=True)
@wishing
@click.pass_obj
def line_(door: Door, /, call: str, reserves: int, propose: bool, **given: Any) -> int:
    """How far the budget bears the ranking; with --propose these awards wait for a second person."""
    return _told(door, call, "award", partial(line, places=reserves), propose=propose, **given)


@spoken
@click.command(cls=Spoken)
@click.argument("call", metavar="CALL")
@click.option("--reason", required=True, metavar="TEXT")
@click.option("--propose", is_flag=True)
@wishing
@click.pass_obj
def cut_(door: Door, /, call: str, reason: str, propose: bool, **given: Any) -> int:
    """Every award lowered in proportion to the budget; with --propose the cut waits for a second person."""
    return _told(door, call, "cut_awards", partial(lowered, reason=reason), propose=propose, **given)


@spoken
@click.command(cls=Spoken)
@click.argument("call", metavar="CALL")
@click.option("--reason", required=True, metavar="TEXT")
@click.option("--propose", is_flag=True)
@wishing
@click.pass_obj
def promote_(door: Door, /, call: str, reason: str, propose: bool, **given: Any) -> int:
    """The reserve list where somebody has left; with --propose this revision waits for a second person."""
    return _told(door, call, "revise_ranking", partial(promoted, reason=reason), propose=propose, **given)


def _told(door: Door, call: str, trigger: str, made: type_of_order, *, propose: bool, **given: Any) -> int:
    if kind_of(call) != "call":
        raise BadInput("stream.kind", found=call, kind="call")
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        found = reader.streams([call]).get(call)
        if found is None:
            raise BadInput("stream.unknown", found=call)
        rules = parts.definitions.rules(str(found.facts["rules"]), reader)
        try:
            order = made(reader, found, rules)
        except Undrawn as error:
            raise BadInput(error.code, (), **error.facts) from error
        named = reader.streams([*(each["project"] for each in order["awards"]), *order.get("reserves", ())])
    titles = {id: str(each.facts.get("title", "")) for id, each in named.items()}
    if propose:
        return send(door, call, PROPOSE, {"trigger": trigger, "content": order}, wish(given))
    rows = [(titles[each["project"]], each["project"], f"{each['amount']:,}") for each in order["awards"]]
    rows += [(titles[project], project, "") for project in order.get("reserves", ())]
    door.answer(dict(order), lambda: door.table(("title", "stream", "award"), rows))
    return 0
