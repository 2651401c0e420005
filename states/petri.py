"""A lifecycle as a Petri net (PNML, ISO 15909-2), so that process-mining tools can check our log against our model."""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from states.lifecycle import STAY, UNBORN, Lifecycle

TYPE = "http://www.pnml.org/version-2009/grammar/ptnet"
GRAMMAR = "http://www.pnml.org/version-2009/grammar/pnml"


def pnml(lifecycle: Lifecycle) -> str:
    """The net: a place for each state, a transition for each row and source; one token, at first before the start.

    A transition is labelled with its row's name, as the exported events are. Final markings: a token in a state that
    is an end.
    """
    return "\n".join(_lines(lifecycle)) + "\n"


def _lines(lifecycle: Lifecycle) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<pnml xmlns="{GRAMMAR}"><net id={quoteattr(lifecycle.name)} type="{TYPE}">'
    yield f"<name><text>{escape(lifecycle.en)}</text></name>"
    yield '<page id="page">'
    for state in (UNBORN, *(each.id for each in lifecycle.states)):
        marking = "<initialMarking><text>1</text></initialMarking>" if state == UNBORN else ""
        yield f"<place id={quoteattr(state)}><name><text>{escape(state)}</text></name>{marking}</place>"
    for row in lifecycle.rows:
        for source in row.sources:
            id, to = f"{row.name}@{source}", source if row.dest == STAY else row.dest
            yield f"<transition id={quoteattr(id)}><name><text>{escape(row.name)}</text></name></transition>"
            yield f"<arc id={quoteattr(f'{id}<')} source={quoteattr(source)} target={quoteattr(id)}/>"
            yield f"<arc id={quoteattr(f'{id}>')} source={quoteattr(id)} target={quoteattr(to)}/>"
    yield "</page>"
    yield "<finalmarkings>"
    for end in (state.id for state in lifecycle.states if state.terminal):
        yield f"<marking><place idref={quoteattr(end)}><text>1</text></place></marking>"
    yield "</finalmarkings></net></pnml>"
