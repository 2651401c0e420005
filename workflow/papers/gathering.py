"""Gathering what a paper is filled from, by the right of whoever asks, as things stood at the paper's moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from states.canonical import loads
from states.catalogue.said import Said
from states.context import UNBORN, Stream
from states.instants import from_micros, micros, read, written
from states.lifecycle import State
from states.papers.material import Material, kst_day
from states.papers.parts import PERSON, Paper
from states.proposals import waiting
from states.roles import PARTNER_MINISTRY, Actor
from states.secrecy import veiled, without
from storage import people
from storage.boards import Filter, counts, every
from storage.people import NEVER, Duty
from storage.queries import calls_with_rules, undecided
from storage.sight import EVERYTHING, Sight
from storage.transaction import Reader
from workflow.batch import kind_of
from workflow.deadline_book import own, seen_to_by
from workflow.definitions import Definitions
from workflow.errors import Denied
from workflow.past import Past
from workflow.proposals import to_approve
from workflow.replay import stream_at
from workflow.rights import acting, seen, sight
from workflow.traces import Moment

MOST = 500
"""Rows of one list of a desk."""
MOST_BELOW = 5_000
"""Streams one paper reads at most: what is more is no paper but an export."""
WEEK = timedelta(days=7)
QUIET = frozenset({"remind", "remind_overdue", "save", "propose"})
"""Steps that are no news."""


@dataclass(frozen=True)
class Asked:
    """One paper asked for: about a stream (or a person), by whom, now or as of an instant, in a ministry's view."""

    paper: Paper
    subject: str
    actor: Actor
    now: datetime
    at: datetime | None = None
    ministry: str = ""


@dataclass(frozen=True)
class Then:
    """The stream as the paper tells of it; the instant, None for now; what the step it tells of changed."""

    stream: Stream
    at: datetime | None = None
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Gatherer:
    """Reads for papers. Denied `paper.*` where one is not to be had."""

    reader: Reader
    definitions: Definitions
    past: Past
    most: int = MOST_BELOW

    def material(self, asked: Asked) -> Material:
        """Everything the paper is filled from. Denied `paper.denied`, `.unknown`, `.not_here` or `.not_yet`."""
        if PERSON in asked.paper.on:
            return self._desk(asked)
        if asked.actor.role not in asked.paper.by:
            raise Denied("paper.denied", paper=asked.paper.id, role=asked.actor.role)
        stream = seen(self.reader, asked.actor, self.definitions, asked.subject)
        if stream is None or stream.kind not in asked.paper.on:
            raise Denied("paper.unknown", paper=asked.paper.id, subject=asked.subject)
        if asked.paper.sums and veiled(asked.actor, stream):
            raise Denied("paper.denied", paper=asked.paper.id, role=asked.actor.role)
        return self._of_stream(asked, self._moment(asked, stream), veiled(asked.actor, stream))

    def possible(self, asked: Asked) -> bool:
        """Whether the paper can be had now."""
        try:
            if PERSON not in asked.paper.on:
                stream = seen(self.reader, asked.actor, self.definitions, asked.subject)
                if asked.actor.role not in asked.paper.by or stream is None or stream.kind not in asked.paper.on:
                    return False
                if asked.paper.sums and veiled(asked.actor, stream):
                    return False
                self._moment(asked, stream)
        except Denied:
            return False
        return True

    def _moment(self, asked: Asked, stream: Stream) -> Then:
        """What the paper tells of. Denied `paper.not_yet` or `.not_here`."""
        paper, at = asked.paper, asked.at
        if paper.after:
            limit = written(at) if at else "~"
            steps = [(version, loads(body.encode())) for version, _, body in self.reader.events(stream.id)]
            told = [(n, e) for n, e in steps if e["trigger"] in paper.after and e["recorded_at"] <= limit]
            if not told:
                raise Denied("paper.not_yet", paper=paper.id, subject=stream.id, steps=", ".join(paper.after))
            version, event = told[-1]
            found = stream_at(self.reader, self.past.replayer, stream.id, version=version)
            return Then(found, read(event["recorded_at"]), event.get("changes", {}))
        found = stream_at(self.reader, self.past.replayer, stream.id, at=at) if at else stream
        if found.state == UNBORN or (paper.states and found.state not in paper.states):
            raise Denied("paper.not_here", paper=paper.id, subject=stream.id, state=found.state)
        return Then(found, at)

    def _of_stream(self, asked: Asked, then: Then, hidden: frozenset[str]) -> Material:
        stream, at = without(then.stream, hidden), then.at
        family = self._as_of(list(stream.parents.values()), at)
        call = stream if stream.kind == "call" else family[stream.parents["call"]]
        below = tuple(self._below(asked, stream, at))
        rules = self.definitions.rules(str(call.facts["rules"]), self.reader)
        all = [stream, *family.values(), *below]
        return Material(
            rules=rules,
            at=at or asked.now,
            subject=stream.id,
            family={each.kind: self._read(asked, each) for each in (*family.values(), stream)},
            below=tuple(self._read(asked, each) for each in below),
            states={each.id: self.definitions.state(each.kind, each.lifecycle, each.state) for each in all},
            lists=self._lists(below, at or asked.now) if "support" in asked.paper.reads else {},
            told={name: value for name, value in then.told.items() if name not in hidden},
            ministry=_view(asked),
            whole=self._is_whole(asked, stream),
            organisations=self._organisations(all),
        )

    @staticmethod
    def _read(asked: Asked, stream: Stream) -> Stream:
        """A stream as the reader may read it."""
        return without(stream, veiled(asked.actor, stream))

    def _is_whole(self, asked: Asked, stream: Stream) -> bool:
        """Whether the reader sees every stream of the kinds the paper reads below a call."""
        if asked.paper.sums or stream.kind != "call":
            return True
        scope = sight(asked.actor, self.reader, self.definitions)
        kinds = asked.paper.reads
        return all(counts(self.reader, x, stream.id, scope) == counts(self.reader, x, stream.id) for x in kinds)

    def _organisations(self, streams: Iterable[Stream]) -> Mapping[str, Said]:
        """The registered names of organisations that take part and that no call names."""
        ids = {str(x["org"]) for each in streams for x in each.facts.get("participants") or () if "org" in x}
        found = ((id, people.organisation(self.reader, id)) for id in sorted(ids))
        return {id: Said(known["ko"], known["en"]) for id, known in found if known}

    def _as_of(self, ids: list[str], at: datetime | None) -> dict[str, Stream]:
        """Streams now or at an instant; those that had not begun are left out."""
        return self.past.streams(self.reader, sorted(ids), Moment(at=at)) if at else self.reader.streams(sorted(ids))

    def _below(self, asked: Asked, stream: Stream, at: datetime | None) -> Iterable[Stream]:
        scope = EVERYTHING if asked.paper.sums else sight(asked.actor, self.reader, self.definitions)
        for kind in asked.paper.reads:
            if kind == stream.kind or kind in stream.parents:
                continue
            project = stream.id if stream.kind == "project" else stream.parents.get("project", "")
            call = stream.id if stream.kind == "call" else ""
            wanted = Filter(kind, call=call, project=project, sight=scope)
            found = [each.id for each in islice(every(self.reader, wanted), self.most + 1)]
            if len(found) > self.most:
                raise Denied("paper.many", paper=asked.paper.id, most=self.most)
            yield from sorted(self._as_of(found, at).values(), key=lambda each: each.id)

    # a ministry's week

    def _lists(self, below: Iterable[Stream], now: datetime) -> Mapping[str, tuple[Mapping[str, Any], ...]]:
        streams = list(below)
        titles = {each.id: str(each.facts.get("title", each.id)) for each in streams}
        deadlines = [row for each in streams for row in self._deadlines(each, titles)]
        steps = [row for each in streams for row in self._steps(each, titles, now)]
        return {
            "deadlines": tuple(sorted(deadlines, key=lambda row: (row["due_date"], row["title"]))),
            "steps": tuple(sorted(steps, key=lambda row: row["at"], reverse=True)),
        }

    def _deadlines(self, stream: Stream, titles: Mapping[str, str]) -> Iterable[Mapping[str, Any]]:
        kinds = self.definitions.lifecycle(stream.kind, stream.lifecycle).deadlines
        if not self._state(stream).terminal:
            for each in stream.deadlines.values():
                yield self._row(stream, titles) | {
                    "deadline": kinds[str(each["kind"])],
                    "owner": each["owner"],
                    "due_date": each["due_date"],
                    "late": "overdue" in each,
                }

    def _steps(self, stream: Stream, titles: Mapping[str, str], now: datetime) -> Iterable[Mapping[str, Any]]:
        since, until = written(now - WEEK), written(now)
        if stream.updated_at < since:
            return
        for _, _, body in self.reader.events(stream.id):
            event = loads(body.encode())
            if since <= event["recorded_at"] <= until and event["trigger"] not in QUIET:
                row = self.definitions.lifecycle(stream.kind, event["lifecycle"]).by_name[event["row"]]
                at = event["recorded_at"]
                yield self._row(stream, titles) | {"day": kst_day(at), "at": at, "step": row}

    @staticmethod
    def _row(stream: Stream, titles: Mapping[str, str]) -> dict[str, Any]:
        project = stream.parents.get("project", stream.id)
        return {"title": titles.get(project, project), "project": project}

    def _state(self, stream: Stream) -> State:
        return self.definitions.state(stream.kind, stream.lifecycle, stream.state)

    # a person's desk

    def _desk(self, asked: Asked) -> Material:
        """One's own desk, or anybody's for who administers people."""
        if asked.actor.id != asked.subject and asked.actor.role not in asked.paper.by:
            raise Denied("paper.denied", paper=asked.paper.id, role=asked.actor.role)
        if people.person(self.reader, asked.subject) is None:
            raise Denied("paper.unknown", paper=asked.paper.id, subject=asked.subject)
        calls = calls_with_rules(self.reader)
        if not calls:
            raise Denied("paper.not_yet", paper=asked.paper.id, subject=asked.subject, steps="call.load")
        rules = self.definitions.rules(calls[-1][1], self.reader)
        return Material(rules=rules, at=asked.now, subject=asked.subject, lists=self._desk_lists(asked))

    def _desk_lists(self, asked: Asked) -> Mapping[str, tuple[Mapping[str, Any], ...]]:
        actors = acting(self.reader, asked.subject, asked.now)
        scopes = [(actor, sight(actor, self.reader, self.definitions)) for actor in actors]
        held = [each for each in people.duties(self.reader, asked.subject) if each.until > micros(asked.now)]
        return {
            "duties": tuple(_duty(each) for each in held),
            "delegated": tuple(_duty(each) for each in people.stand_ins(self.reader, asked.subject)),
            "deadlines": tuple(self._own_deadlines(asked, scopes)),
            "waiting": _once(row for actor, scope in scopes for row in self._to_act(actor, scope)),
            "approvals": _once(row for actor, scope in scopes for row in self._to_approve(actor, scope)),
            "proposed": _once(row for _, scope in scopes for row in self._proposed(asked.subject, scope)),
        }

    def _own_deadlines(self, asked: Asked, scopes: list[tuple[Actor, Sight]]) -> Iterable[Mapping[str, Any]]:
        rows = own(self.reader, self.definitions, asked.subject, asked.now, MOST, status="open")
        streams = self.reader.streams({row.stream for row in rows})
        for row in rows:
            kinds = self.definitions.lifecycle(kind_of(row.stream), streams[row.stream].lifecycle).deadlines
            told = {"title": self._title(streams[row.stream]), "deadline": kinds[row.kind], "owner": row.owner}
            yield told | {"due_date": row.due_date, "late": False}
        yield from _once(row for actor, scope in scopes for row in self._owed(actor, scope, asked.now))

    def _owed(self, actor: Actor, scope: Sight, now: datetime) -> Iterable[Mapping[str, Any]]:
        for kind in dict.fromkeys(line.kind for line in scope.lines):
            for stream in every(self.reader, Filter(kind, overdue_at=now, sight=scope)):
                title = {"title": self._title(stream)}
                for row in self._deadlines(stream, {}):
                    if row["late"] and row["owner"] in seen_to_by(actor):
                        yield {name: value for name, value in row.items() if name != "project"} | title

    def _to_act(self, actor: Actor, scope: Sight) -> Iterable[Mapping[str, Any]]:
        for kind, lifecycle in self.definitions.family.items():
            states = tuple(state.id for state in lifecycle.states if state.owner == actor.role)
            for stream in every(self.reader, Filter(kind, states=states, sight=scope)) if states else ():
                ends = sorted(str(each["due_date"]) for each in stream.deadlines.values())
                due = ends[0] if ends else None
                yield {"title": self._title(stream), "now": self._state(stream), "due_date": due}

    def _to_approve(self, actor: Actor, scope: Sight) -> Iterable[Mapping[str, Any]]:
        found = undecided(self.reader, scope, MOST)
        titles = {each.id: self._title(each) for each in found}
        for each in to_approve(found, actor, self.definitions.family):
            yield {"title": titles[each.stream], "step": each.row, "day": kst_day(written(each.at))}

    def _proposed(self, person: str, scope: Sight) -> Iterable[Mapping[str, Any]]:
        for stream in undecided(self.reader, scope, MOST):
            rows = {row.trigger: row for row in self.definitions.lifecycle(stream.kind, stream.lifecycle).rows}
            for each in waiting(stream.facts).values():
                if each["by"] == person:
                    step = rows.get(each["trigger"], Said(each["trigger"], each["trigger"]))
                    yield {"title": self._title(stream), "step": step, "day": kst_day(each["at"])}

    def _title(self, stream: Stream) -> str:
        """A stream's name for people; below a project with the project's."""
        project = stream.parents.get("project", "")
        above = self.reader.streams([project]).get(project) if project else None
        own = str(stream.facts.get("title") or stream.facts.get("brn") or stream.id)
        if stream.kind == "support":
            own = f"{stream.facts.get('order', '')}"
        return f"{above.facts.get('title', project)} · {own}" if above else own


def _view(asked: Asked) -> str:
    """Whose view: a partner ministry has its own and no other's."""
    if not asked.paper.per_ministry:
        return ""
    return asked.actor.org if asked.actor.role == PARTNER_MINISTRY else asked.ministry


def _once(rows: Iterable[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """Each row once: two duties may see the same."""
    found: list[Mapping[str, Any]] = []
    for row in rows:
        if row not in found:
            found.append(row)
    return tuple(found)


def _duty(each: Duty) -> Mapping[str, Any]:
    until = "" if each.until == NEVER else written(from_micros(each.until))
    told = {"role": each.role, "org": each.org, "since": written(from_micros(each.since)), "until": until}
    return told | {"behalf": each.behalf}
