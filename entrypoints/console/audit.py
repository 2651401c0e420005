"""Audit: search in the record, two moments of a stream side by side, verification of everything, the seal."""

from collections.abc import Mapping
from operator import itemgetter
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem
from entrypoints.api.streams import storable, visible
from entrypoints.console.facts import HIDDEN, Shower
from entrypoints.console.names import names
from entrypoints.console.rows import STEPS, Titles, step_name
from entrypoints.console.view import View
from entrypoints.errors import BadInput
from entrypoints.shapes import refusals_of, state_of
from entrypoints.streams import replay_of
from states.rules.call_parts import KST
from states.secrecy import veiled, without
from storage.ledger.log import checkpoints, size
from storage.queries import calls_seen, unsealed
from workflow.audit.search import Wanted, place, remembered, search
from workflow.replay import changes
from workflow.rights import sight, whole

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
Version = Annotated[int | None, Query(ge=0, le=2**31 - 1)]
ACTS, CHECKPOINTS, JOBS = 100, 10, 5
"""Acts of a page; the last checkpoints and the last of one's own jobs that are listed."""
Name = Annotated[str, Field(max_length=200)]


class Sought(BaseModel):
    """What is looked for, and after which act the page begins."""

    stream: Name = ""
    actor: Name = ""
    org: Name = ""
    trigger: Name = ""
    refusal: Name = ""
    area: Name = ""
    address: Name = ""
    after: Name = ""


@router.get("/audit")
def audit(request: Request, who: As, sought: Annotated[Sought, Query()]) -> Response:
    """Acts in the record, accepted and refused, by who, where and what, a page at a time."""
    v = View(request, who)
    parts = v.shared.parts
    storable(sought.model_dump())
    given = sought.model_dump(exclude={"after"})
    with parts.store.snapshot() as reader:
        scope = sight(who.acting, reader, parts.definitions)
        read = whole(who.acting, reader, parts.definitions)
        found = search(reader, Wanted(**given), ACTS + 1, read, sought.after) if any(given.values()) else []
        acts = found[:ACTS]
        named = names(reader, parts.definitions, v.language)
        titles = Titles(reader, named, {str(act["stream"]) for act in acts})
        kept = list(reversed(checkpoints(reader)))[:CHECKPOINTS]
        calls = list(reversed(calls_seen(reader, scope)))
        sealed, waiting = size(reader), unsealed(reader)
    if any(given.values()):
        v.shared.noted(who.acting, "search", **remembered(given))
    following = {**given, "after": place(acts[-1])} if len(found) > ACTS else {}
    return v.page(
        "audit.html", given=given, acts=acts, titles=titles, named=named, checkpoints=kept, sealed=sealed,
        step=step_name, steps=sorted({trigger: step_name(v, trigger) for trigger in STEPS}.items(), key=itemgetter(1)),
        reasons=lambda act: refusals_of(act.get("refusals", ()), named.rules),
        next=urlencode({name: value for name, value in following.items() if value}),
        waiting=waiting, calls=calls, today=v.now.astimezone(KST).date(),
        jobs=v.shared.working.jobs.of(who.acting, JOBS), stands=v.shared.working.jobs.status,
        nothing=request.query_params.get("bundle") == "nothing",
    )  # fmt: skip


@router.get("/audit/{stream}")
def compare(request: Request, who: As, stream: str, before: Version = None, after: Version = None) -> Response:
    """Two moments of a stream side by side: what changed between them."""
    v = View(request, who)
    parts = v.shared.parts
    with parts.store.snapshot() as reader:
        collection = f"{stream.partition('-')[0]}s" if not stream.startswith("company") else "companies"
        if collection not in {"calls", "projects", "supports", "companies"}:
            raise Problem("found.nothing")
        now = visible(v.shared, reader, who, collection, stream)
        second = now.version if after is None else after
        first = max(0, second - 1) if before is None else before
        try:
            hidden = veiled(who.acting, now)
            old, new = (without(replay_of(parts, reader, stream, each), hidden) for each in (first, second))
        except BadInput:
            raise Problem("found.nothing") from None
        named = names(reader, parts.definitions, v.language, now.parents.get("call", stream))
        titles = Titles(reader, named, [stream, *now.parents.values()])
    return v.page(
        "compare.html",
        now=now,
        old=old,
        new=new,
        title=titles.of(now),
        states=[state_of(each, parts.definitions) for each in (old, new)],
        changed=_changed(changes(old, new), Shower(named, titles, v)),
    )


def _changed(found: Mapping[str, tuple[Any, Any]], shower: Shower) -> dict[str, list[tuple[Any, Any]]]:
    """Each fact that differs, as it was and as it is, None where it was not there: changed, added, gone; by label."""
    kinds: dict[str, list[tuple[Any, Any]]] = {"changed": [], "added": [], "gone": []}
    for name, (old, new) in found.items():
        if name != "state" and name not in HIDDEN:
            was, now = (None if each is None else shower.fact(name, each).or_none for each in (old, new))
            kind = "changed" if was and now else "added" if now else "gone"
            if was or now:
                kinds[kind].append((was, now))
    return {kind: sorted(each, key=lambda pair: (pair[1] or pair[0]).label) for kind, each in kinds.items() if each}
