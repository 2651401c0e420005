"""Audit: search in the record, two moments of a stream side by side, verification of everything, the seal."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem
from entrypoints.api.streams import storable, visible
from entrypoints.console.facts import HIDDEN, Shower
from entrypoints.console.names import names
from entrypoints.console.rows import Titles
from entrypoints.console.view import View
from entrypoints.errors import BadInput
from entrypoints.shapes import state_of
from entrypoints.streams import replay_of
from states.catalogue.findings import FINDINGS
from states.instants import written
from storage.ledger.log import checkpoints, size
from storage.queries import unsealed
from workflow.audit.search import Wanted, search
from workflow.audit.verify import verify
from workflow.replay import changes
from workflow.rights import sight

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
Text = Annotated[str, Query(max_length=200)]
Version = Annotated[int | None, Query(ge=0, le=2**31 - 1)]
ACTS, CHECKPOINTS = 100, 10
"""Acts a search shows, checkpoints that are listed."""
NAMED = ("stream", "actor", "org", "trigger", "refusal", "area")


@router.get("/audit")
def audit(
    request: Request,
    who: As,
    stream: Text = "",
    actor: Text = "",
    org: Text = "",
    trigger: Text = "",
    refusal: Text = "",
    area: Text = "",
) -> Response:
    """Acts in the record, accepted and refused, by who, where and what."""
    v = View(request, who)
    parts = v.shared.parts
    wanted = Wanted(stream=stream, actor=actor, org=org, trigger=trigger, refusal=refusal, area=area)
    given = {name: getattr(wanted, name) for name in NAMED}
    storable(given)
    with parts.store.snapshot() as reader:
        scope = sight(who.acting, reader, parts.definitions)
        acts = search(reader, wanted, ACTS, scope) if any(given.values()) else []
        named = names(reader, parts.definitions, v.language)
        titles = Titles(reader, named, {str(act["stream"]) for act in acts})
        kept = list(reversed(checkpoints(reader)))[:CHECKPOINTS]
        sealed, waiting = size(reader), unsealed(reader)
    if any(given.values()):
        v.shared.noted(who.acting, "search", **{name: value for name, value in given.items() if value})
    return v.page(
        "audit.html", given=given, acts=acts, titles=titles, named=named, checkpoints=kept, sealed=sealed,
        waiting=waiting, found=None,
    )  # fmt: skip


@router.post("/audit/verify")
def check(request: Request, who: As) -> Response:
    """Verify everything stored and show every finding."""
    v = View(request, who)
    parts = v.shared.parts
    trusted = parts.signer.verifier if parts.signer else None
    found = verify(parts.store, trusted=trusted, kept=[], jobs=1)
    told = [(each, v.said(FINDINGS[each.code].filled(each.facts)) if each.code in FINDINGS else each.code)
            for each in found.findings]  # fmt: skip
    return v.page("verified.html", found=found, findings=told, made=written(v.now))


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
            old, new = (replay_of(parts, reader, stream, each) for each in (first, second))
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


def _changed(found: dict[str, tuple[Any, Any]], shower: Shower) -> list[tuple[Any, Any]]:
    """Each fact that differs, as it was and as it is; None where it was not there."""
    return [
        tuple(None if each is None else shower.fact(name, each) for each in pair)  # type: ignore[misc]
        for name, pair in found.items()
        if name != "state" and name not in HIDDEN
    ]
