"""The witness of each condition of moving a deadline and of proposing, the same in every lifecycle."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from states.context import PrivatePart, Stream
from states.roles import AGENCY, Actor
from tests.states.guards.witness import Witness

NOW = "2025-01-20 10:00"
ACTOR = Actor("kim", AGENCY, "tipa")
ENTRY = {
    "id": "objection@3", "kind": "objection", "fires": "objection_lapsed", "owner": "lead", "rule": "objection",
    "start": "2025-01-17", "length": "10d", "calendar": "as known before", "due_date": "2025-01-27",
    "expires": "2025-01-27T15:00:00.000000Z", "fires_at": "2025-01-27T15:00:32.000000Z",
}  # fmt: skip
STATES = {
    "call": "open",
    "project": "screened_out",
    "support": "recruiting",
    "company": "checking",
    "survey": "answered",
}
RESTING = {**ENTRY, "suspended": "2025-01-18T00:00:00.000000Z"}
CALL = Stream("call-1", "call", "open", 2)


def extended(kind: str = "objection", until: str = "2025-02-28") -> Mapping[str, Any]:
    return {"extended": {"kind": kind, "reason": "천재지변", "until": until}}


def accepted(day: str = "2025-01-31") -> Mapping[str, Any]:
    return {"recomputed": {"kind": "objection", "reason": "임시공휴일", "due_date": day}}


def of(kind: str) -> Mapping[str, Witness]:
    """The witnesses of one lifecycle."""

    def standing(trigger: str, data: Mapping[str, Any], entry: Mapping[str, Any] | None = ENTRY) -> Witness:
        deadlines = {entry["kind"]: entry} if entry else {}
        id = "call-1" if kind == "call" else f"{kind}-1"
        before = Stream(id, kind, STATES[kind], 3, deadlines=deadlines)
        return Witness(before, trigger, data, ACTOR, NOW, family=() if kind == "call" else (CALL,))

    def proposing(by: str, **letter: str) -> Stream:
        entry = {"trigger": "extend_deadline", "by": by, "at": NOW, **letter}
        return standing("", {}).before.with_facts({"proposals": {"2": entry}})

    def proposed(by: str) -> Witness:
        content = PrivatePart(by, 2, "content", extended())
        return replace(standing("extend_deadline", extended()), before=proposing(by), private_parts=(content,))

    def declined(number: str, **letter: str) -> Witness:
        data = {"proposal": number, "reason": "반려"}
        return replace(standing("decline_proposal", data), before=proposing(ACTOR.id, **letter))

    return {
        "as_proposed": replace(standing("extend_deadline", extended()), alone=True),
        "second_person": proposed(ACTOR.id),
        "proposal_waits": declined("7"),
        "refused_by_another": declined("2", arrived_at=NOW),
        "deadline_stands": standing("extend_deadline", extended(), None),
        "not_for_all": standing("extend_deadline", extended("reception_close"), {**ENTRY, "kind": "reception_close"}),
        "deadline_runs": standing("extend_deadline", extended(), RESTING),
        "ends_later": standing("extend_deadline", extended(until="2025-01-27")),
        "deadline_rests": standing("resume_deadline", {"resumed": {"kind": "objection", "reason": "종료"}}),
        "proposal_stands": standing("recompute_deadline", accepted("2025-02-03")),
    }
