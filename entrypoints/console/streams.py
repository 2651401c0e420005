"""The page of one stream: where it is, how it came there, what is next, what must be known; at any version."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from entrypoints.api.access import STREAMS, UNSERVED
from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem
from entrypoints.api.streams import visible
from entrypoints.bootstrap import FAMILY
from entrypoints.console.correcting import corrections
from entrypoints.console.facts import shown_facts
from entrypoints.console.names import names
from entrypoints.console.overview import Overview, overview
from entrypoints.console.paper import OFFICES
from entrypoints.console.remarks import marked
from entrypoints.console.rows import Titles
from entrypoints.console.view import View
from entrypoints.errors import BadInput
from entrypoints.shapes import deadline_shapes, state_of
from entrypoints.streams import action_shape, replay_of, timeline
from states.catalogue.roles import PHASES
from states.context import Stream
from states.instants import micros_of, read
from states.lifecycle import STAY, Lifecycle, Transition
from states.machine import compiled
from states.pictures import Walk, svg
from states.proposals import PROPOSE
from states.roles import SYSTEM
from states.rules import figures
from states.rules.call_rules import CallRules
from states.schedule import planned
from states.schedule import svg as schedule
from states.secrecy import told_to, veiled, without
from storage.boards import Filter, page
from storage.queries import supports_of
from storage.remarks import look, remarks, unseen
from storage.sight import Sight
from storage.transaction import Reader
from workflow.actions import actions
from workflow.rights import sight
from workflow.uploads import kept

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
Version = Annotated[int | None, Query(ge=0, le=2**31 - 1)]
Moment = Annotated[str, Query(max_length=40)]
RECENT = 8
"""Steps of the timeline on the page itself."""
DAY = 24 * 60 * 60 * 1_000_000
"""µs."""
COMPANIES = 50
"""Companies listed with a support or project; the list of companies has the others."""


def _shows(collection: str) -> Callable[..., Response]:
    def show(request: Request, who: As, stream: str, version: Version = None, at: Moment = "") -> Response:
        v = View(request, who)
        parts = v.shared.parts
        with parts.store.snapshot() as reader:
            now = visible(v.shared, reader, who, collection, stream)
            found = without(_at(v, reader, now, version, at), veiled(who.acting, now))
            entries = entries_of(v, reader, who, collection, now)
            told = _told(v, reader, found, entries, sight(who.acting, reader, parts.definitions))
            told["documents"] = kept(reader, stream)
            told["remarks"] = remarks(reader, stream, who.acting.org, who.acting.id)
            named = any(each.stream == stream for each in unseen(reader, who.acting.id))
        if named:
            with parts.store.transaction() as transaction:
                look(transaction, who.acting.id, stream)
        past = found.version != now.version
        offered = [] if past else actions(parts.engine, stream, v.now, who.acting)
        told["corrections"] = corrections(parts.engine, now, entries[-RECENT:], offered, who.acting)
        told["speaks"] = (collection, "/{stream}/events") not in UNSERVED
        steps = [each for each in offered if each.row.trigger != PROPOSE]
        told["offers"] = [action_shape(each) | {"leads": leads(each.row, told["lifecycle"])} for each in steps]
        told["waiting"] = [(each, each.row, one) for each in offered for one in each.waiting]
        return v.page("stream.html", now=now, past=past, collection=collection, marked=marked, **told)

    return show


def entries_of(v: View, reader: Reader, who: Caller, collection: str, found: Stream) -> list[dict[str, Any]]:
    """The timeline as whoever reads may read it; none where they must not learn who acted."""
    if (collection, "/{stream}/events") in UNSERVED:
        return []
    return told_to(who.acting, found, timeline(v.shared.parts, reader, found.id))


def _at(v: View, reader: Reader, now: Stream, version: int | None, at: str) -> Stream:
    """The stream as it stands, or as it was. Problem for a moment it never had."""
    if version is None and not at:
        return now
    try:
        return replay_of(v.shared.parts, reader, now.id, version if version is not None else read(at))
    except (ValueError, OverflowError, BadInput):
        raise Problem("found.nothing") from None


def _told(v: View, reader: Reader, found: Stream, entries: Sequence[Mapping[str, Any]], scope: Sight) -> dict[str, Any]:
    parts = v.shared.parts
    call = found.id if found.kind == "call" else found.parents.get("call", "")
    named = names(reader, parts.definitions, v.language, call)
    titles = Titles(reader, named, [found.id, *found.parents.values()])
    upto = [entry for entry in entries if entry["version"] <= found.version]
    lifecycle = parts.definitions.lifecycle(found.kind, found.lifecycle)
    next_rows = compiled(lifecycle).offers(found.state, lifecycle.modes_of(found.facts))
    states = {each.id: each.phase for each in lifecycle.states}
    walk = walked(upto, v.now.isoformat(), frozenset(row.dest for row in next_rows))
    title = titles.of(found)
    below = supports_of(reader, [found.id]).get(found.id, []) if found.kind == "project" else []
    return {
        "found": found,
        "title": title,
        "titles": titles,
        "named": named,
        "state": state_of(found, parts.definitions),
        "entries": list(reversed(upto)),
        "recent": RECENT,
        "deadlines": deadline_shapes(found, parts.definitions),
        "legs": legs(upto, v.instant if len(upto) == len(entries) else found.updated_at, states),
        "picture": svg(lifecycle, v.language, walk, {id: v.said(each) for id, each in PHASES.items()}, title),
        "others": _others(next_rows, v.role),
        "figures": _figures(v, reader, found, named.rules),
        "facts": shown_facts(found.facts, named, titles, v),
        "supports": below,
        **_companies(reader, found, scope),
        "lifecycle": lifecycle,
        "overview": _overview(v, reader, found, named.rules, scope),
    }


def _overview(v: View, reader: Reader, found: Stream, rules: CallRules | None, scope: Sight) -> Overview | None:
    """A call's figures, for whoever sees the whole of it."""
    if found.kind != "call" or rules is None or v.role not in OFFICES:
        return None
    return overview(v.shared.parts, reader, found, rules, scope)


def walked(entries: Iterable[Mapping[str, Any]], now: str, possible: frozenset[str]) -> Walk:
    """The way of a stream from its timeline, and how long it stood where."""
    path: list[str] = []
    spent: dict[str, int] = {}
    since = 0
    for entry in entries:
        if not entry["accepted"]:
            continue
        at = micros_of(entry["recorded_at"])
        if path:
            spent[path[-1]] = spent.get(path[-1], 0) + at - since
        if not path or path[-1] != entry["to"]:
            path.append(entry["to"])
        since = at
    if path:
        spent[path[-1]] = spent.get(path[-1], 0) + max(0, micros_of(now) - since)
    return Walk(tuple(path), spent, possible)


def leads(row: Transition, lifecycle: Lifecycle) -> bool:
    """Whether a row belongs to where the stream stands; what most waiting states offer alike is always at hand."""
    open_states = {each.id for each in lifecycle.states if not each.terminal}
    return row.dest != STAY or len(open_states & {*row.sources}) * 2 <= len(open_states)


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of a stream's way in one phase: whole days, and the days so far where it still is."""

    phase: str
    days: int


def legs(entries: Iterable[Mapping[str, Any]], now: str, phases: Mapping[str, str]) -> list[Leg]:
    """A stream's way through the phases, the last one until `now`; a phase it came back to stands again."""
    came: list[tuple[str, int]] = []
    for entry in entries:
        phase = phases.get(str(entry.get("to", "")), "") if entry["accepted"] else ""
        if phase and (not came or came[-1][0] != phase):
            came.append((phase, micros_of(entry["recorded_at"])))
    if not came:
        return []
    ends = [*(at for _, at in came[1:]), micros_of(now)]
    return [Leg(phase, max(0, end - at) // DAY) for (phase, at), end in zip(came, ends, strict=True)]


def _others(rows: Iterable[Any], role: str) -> list[Any]:
    """What other people may do next: rows somebody else holds."""
    return [row for row in rows if role not in row.by and set(row.by) != {SYSTEM}]


def _figures(v: View, reader: Reader, found: Stream, rules: Any) -> list[figures.Figure]:
    if found.kind != "project" or rules is None or not found.parents:
        return []
    call = reader.streams([found.parents["call"]]).get(found.parents["call"])
    return list(figures.of_project(rules, found.facts, call.facts.get("settings", {}) if call else {}))


def _companies(reader: Reader, found: Stream, scope: Sight) -> dict[str, Any]:
    """The first companies of a project or of one of its supports, and where all of them are if there are more."""
    if found.kind not in {"project", "support"} or not found.parents:
        return {"companies": (), "all_companies": ""}
    project, support = (found.id, "") if found.kind == "project" else ("", found.id)
    listed = page(reader, Filter("company", project=project, support=support, sight=scope), COMPANIES)
    return {
        "companies": listed.rows,
        "all_companies": f"/companies?{found.kind}={found.id}" if listed.cursor else "",
    }


def _timelines(collection: str) -> Callable[..., Response]:
    def whole(request: Request, who: As, stream: str) -> Response:
        v = View(request, who)
        parts = v.shared.parts
        with parts.store.snapshot() as reader:
            found = visible(v.shared, reader, who, collection, stream)
            named = names(reader, parts.definitions, v.language, found.parents.get("call", ""))
            titles = Titles(reader, named, [found.id, *found.parents.values()])
            entries = entries_of(v, reader, who, collection, found)
            shown = [(entry, shown_facts(entry.get("changes", {}), named, titles, v)) for entry in reversed(entries)]
        offered = actions(parts.engine, stream, v.now, who.acting)
        rows = planned(entry for entry in entries if entry["accepted"])
        labels = {id: v.said(each) for id, each in FAMILY[found.kind].deadlines.items()}
        return v.page(
            "timeline.html", found=found, title=titles.of(found), entries=shown, named=named, lifecycle=FAMILY,
            planned=rows, labels=labels, drawing=schedule(rows, labels, v.now, v.t("planned")),
            corrections=corrections(parts.engine, found, entries, offered, who.acting),
        )  # fmt: skip

    return whole


def _receipts(collection: str) -> Callable[..., Response]:
    def receipt(request: Request, who: As, stream: str, version: int) -> Response:
        v = View(request, who)
        parts = v.shared.parts
        with parts.store.snapshot() as reader:
            found = visible(v.shared, reader, who, collection, stream)
            named = names(reader, parts.definitions, v.language, found.parents.get("call", ""))
            titles = Titles(reader, named, [found.id, *found.parents.values()])
            entries = [each for each in entries_of(v, reader, who, collection, found) if each["accepted"]]
        entry = next((each for each in entries if each["version"] == version), None)
        if entry is None:
            raise Problem("found.nothing")
        return v.page("receipt.html", found=found, title=titles.of(found), entry=entry, named=named)

    return receipt


for _collection in STREAMS:
    router.add_api_route(f"/{_collection}/{{stream}}", _shows(_collection))
    if (_collection, "/{stream}/events") not in UNSERVED:
        router.add_api_route(f"/{_collection}/{{stream}}/timeline", _timelines(_collection))
        router.add_api_route(f"/{_collection}/{{stream}}/receipts/{{version}}", _receipts(_collection))
