"""Rights at a moment: what someone acting in one duty may see, as a condition the queries themselves hold."""

from states.context import Stream
from states.roles import AGENCY, MINISTRY, SECRETARY, Actor
from states.views import PROGRAMME, VIEWS, See
from storage.queries import calls_with_rules, seen_stream
from storage.sight import Line, Sight
from storage.transaction import Reader
from workflow.definitions import Definitions

PANEL = "panel"


def sight(actor: Actor, reader: Reader, definitions: Definitions) -> Sight:
    """What an actor may see now."""
    lines = VIEWS.get(actor.role, ())
    run = _run_by(actor, reader, definitions) if any(line.relation == PROGRAMME for line in lines) else ()
    return Sight(tuple(_line(line, actor, run) for line in lines))


def seen(reader: Reader, actor: Actor, definitions: Definitions, stream: str) -> Stream | None:
    """A stream as it stands, if this actor may see it; None for one they may not or that is not there."""
    return seen_stream(reader, stream, sight(actor, reader, definitions))


def _line(line: See, actor: Actor, run: tuple[str, ...]) -> Line:
    whom = actor.id if line.relation == PANEL else actor.org
    return Line(line.kind, line.relation, whom, run, line.phases)


def _run_by(actor: Actor, reader: Reader, definitions: Definitions) -> tuple[str, ...]:
    """The calls whose rules name the actor's organisation in the actor's role."""
    found = []
    for call, rules in calls_with_rules(reader):
        of = definitions.rules(rules, reader)
        holder = {MINISTRY: of.lead_ministry.code, AGENCY: of.call.agency, SECRETARY: of.call.agency}
        if holder.get(actor.role) == actor.org:
            found.append(call)
    return tuple(found)
