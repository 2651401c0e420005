"""Rights at a moment: what someone acting in one duty may see, as a condition the queries themselves hold."""

from dataclasses import replace
from datetime import datetime

from states.context import Stream
from states.instants import micros
from states.project import PROJECT
from states.roles import AGENCY, AUDITOR, MINISTRY, SECRETARY, Actor
from states.secrecy import UNTOLD, is_outside, veiled, without
from states.views import ANY, PROGRAMME, VIEWS, See, audited
from storage import people
from storage.queries import calls_with_rules, seen_stream
from storage.sight import Line, Sight
from storage.transaction import Reader
from workflow.definitions import Definitions
from workflow.principal import ACTIVE

PANEL = "panel"
TOLD = tuple(sorted({state.phase for state in PROJECT.states} - {PROJECT.by_id[state].phase for state in UNTOLD}))
"""The phases in which whatever result a project has was notified."""


def sight(actor: Actor, reader: Reader, definitions: Definitions) -> Sight:
    """What an actor may see now."""
    lines = audited(actor.org) if actor.role == AUDITOR else VIEWS.get(actor.role, ())
    run = _run_by(actor, reader, definitions) if any(line.relation == PROGRAMME for line in lines) else ()
    return Sight(tuple(_line(line, actor, run) for line in lines))


def whole(actor: Actor, reader: Reader, definitions: Definitions) -> Sight:
    """What an actor may read event by event, as an export holds it: no stream with results they do not see.

    Whoever is outside reads no call's own stream, and a project's not before its evaluation is over and told.
    """
    scope = sight(actor, reader, definitions)
    return Sight(tuple(_told(line) for line in scope.lines if line.kind != "call")) if is_outside(actor) else scope


def _told(line: Line) -> Line:
    return replace(line, phases=line.phases or TOLD) if line.kind == "project" else line


def sight_of(person: str, reader: Reader, definitions: Definitions, now: datetime) -> Sight:
    """What a person may see now in all their duties together; nothing unless they are active."""
    sights = [sight(actor, reader, definitions) for actor in acting(reader, person, now)]
    return Sight(tuple(dict.fromkeys(line for each in sights for line in each.lines)))


def acting(reader: Reader, person: str, now: datetime) -> list[Actor]:
    """As whom a person may act now, those they stand in for among it; as nobody unless they are active."""
    found = people.person(reader, person)
    if found is None or found.status != ACTIVE:
        return []
    held = [each for each in people.duties(reader, person) if each.holds(micros(now))]
    return list(dict.fromkeys(Actor(person, each.role, each.org) for each in held))


def seen(reader: Reader, actor: Actor, definitions: Definitions, stream: str) -> Stream | None:
    """A stream as it stands and as this actor may read it; None for one they may not see or that is not there."""
    found = seen_stream(reader, stream, sight(actor, reader, definitions))
    return found and without(found, veiled(actor, found))


def _line(line: See, actor: Actor, run: tuple[str, ...]) -> Line:
    whom = {PANEL: actor.id, ANY: "", PROGRAMME: ""}.get(line.relation, actor.org)
    return Line(line.kind, line.relation, whom, run, line.phases)


def _run_by(actor: Actor, reader: Reader, definitions: Definitions) -> tuple[str, ...]:
    """The calls whose rules name the actor's organisation in the actor's role; of an auditor the one they look at."""
    if actor.role == AUDITOR:
        return (actor.org,)
    found = []
    for call, rules in calls_with_rules(reader):
        of = definitions.rules(rules, reader)
        holder = {MINISTRY: of.lead_ministry.code, AGENCY: of.call.agency, SECRETARY: of.call.agency}
        if holder.get(actor.role) == actor.org:
            found.append(call)
    return tuple(found)
