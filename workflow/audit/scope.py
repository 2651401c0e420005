"""What a bundle is asked for: the projects an audit is about, by call, area, period, people and amounts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from states.canonical import loads
from states.context import Stream
from states.instants import read, written
from storage.boards import Filter, every
from storage.queries import events_of, seen_stream
from storage.sight import EVERYTHING, Sight
from storage.transaction import Reader


@dataclass(frozen=True, slots=True)
class Scope:
    """Projects by name, or all of whom everything asked holds; an empty value asks for nothing.

    `actor` acted on the project, or somebody for them; `since`, `until`: there was an act (of that actor, if one is
    named) recorded in that period; `least`, `most`: the award in won, both inclusive.
    """

    projects: tuple[str, ...] = ()
    call: str = ""
    province: str = ""
    area: str = ""
    ministry: str = ""
    state: str = ""
    actor: str = ""
    since: datetime | None = None
    until: datetime | None = None
    least: int | None = None
    most: int | None = None

    @property
    def told(self) -> dict[str, Any]:
        """What is asked, but for names, as the record and the bundle say it."""
        named = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "projects"}
        said = {name: written(value) if isinstance(value, datetime) else value for name, value in named.items()}
        return {name: value for name, value in said.items() if value not in ("", None)}


def scope_of(told: Mapping[str, Any], projects: tuple[str, ...] = ()) -> Scope:
    """A scope as it was told. ValueError for a period that is none."""
    period = {name: read(told[name]) for name in ("since", "until") if told.get(name)}
    return Scope(projects, **{**told, **period})


def families(reader: Reader, scope: Scope, sight: Sight = EVERYTHING) -> list[str]:
    """The calls and projects in a scope and in sight, by name; a named call itself, whose stream awards.

    LookupError for a project that is named and not there or not in sight.
    """
    if scope.projects:
        for name in scope.projects:
            if seen_stream(reader, name, sight) is None:
                raise LookupError(name)
        return list(scope.projects)
    if not scope.told:
        return []
    call = [scope.call] if scope.call and seen_stream(reader, scope.call, sight) else []
    board = {name: getattr(scope, name) for name in ("call", "province", "ministry", "state")}
    wanted = Filter("project", **board, sight=sight)
    return call + [each.id for each in every(reader, wanted) if _is_within(reader, each, scope)]


def _is_within(reader: Reader, project: Stream, scope: Scope) -> bool:
    award = project.facts.get("award", 0)
    return (
        (not scope.area or project.facts.get("area") == scope.area)
        and (scope.least is None or award >= scope.least)
        and (scope.most is None or award <= scope.most)
        and (not (scope.actor or scope.since or scope.until) or _is_acted_on(reader, project.id, scope))
    )


def _is_acted_on(reader: Reader, project: str, scope: Scope) -> bool:
    """Whether the family has an act of that actor in that period."""
    since, until = (written(each) if each else "" for each in (scope.since, scope.until))
    return any(
        (not scope.actor or scope.actor in (act["actor"]["id"], act["actor"].get("behalf")))
        and since <= act["recorded_at"]
        and (not until or act["recorded_at"] < until)
        for act in _acts(reader, project)
    )


def _acts(reader: Reader, project: str) -> Iterator[Mapping[str, Any]]:
    for _, events in events_of(reader, streams_of(reader, project)):
        yield from (loads(body.encode()) for _, _, body in events)


def streams_of(reader: Reader, project: str) -> list[str]:
    """A project, its supports and companies; of a call itself alone."""
    rows = reader.query("SELECT id FROM stream WHERE id = ? OR project = ? ORDER BY id", project, project)
    return [id for (id,) in rows]
