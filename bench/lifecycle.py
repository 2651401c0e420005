"""The family that is measured: a call that is only loaded, and a project that walks 20 steps; no real programme."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from states.context import Context
from states.lifecycle import STAY, UNBORN, Deadline, Lifecycle, Notice, Payload, State, T, Transition, guard
from states.payloads.common import AreaCode, Line, Sha256, Won
from states.roles import ADMIN, AGENCY, LEAD, SYSTEM, Actor
from workflow.definitions import kinds
from workflow.messages import Command

STEPS: Final = 20
CALL_FOLDER = Path(__file__).parents[1] / "calls" / "2025-2"
CITE = "공고 §6"
REMARK = "지역사무소 검토 완료; 붙임 서류를 공고와 대조함; 예산 3~7행 확인"


class Load(Payload):
    rules: Sha256


class Entry(Payload):
    """What each step carries: about 300 bytes of JSON."""

    area: AreaCode
    title: Line
    amount: Won
    document: Line
    remark: Line
    reviewer: Line
    score: Won
    round: Won
    late: bool


class Ended(Payload):
    deadline: Line


@guard("money.missing", CITE)
def financed(ctx: Context) -> Mapping[str, Any] | None:
    return None if ctx.after["amount"] else {"amount": 0}


REVIEW = Deadline("review", "검토", "Review", LEAD, "expire", CITE, period="objection_decision")
MOVED = Notice("moved", (AGENCY,), "단계 이동", "A step was taken")
LOADED = State("loaded", "불러옴", "Loaded", phase="bench", cite=CITE, owner=ADMIN, open_end="-")
PLACES = tuple(State(f"s{n:02d}", f"{n}단계", f"Step {n}", "bench", CITE, owner=LEAD) for n in range(1, STEPS + 1))


def _step(n: int) -> Transition:
    """Step `n` (from 0): the even ones open a deadline, the odd ones cancel it; each sends one notice."""
    return T(
        f"step{n:02d}", PLACES[n - 1] if n else UNBORN, PLACES[n], by=LEAD, ko=f"{n}단계", en=f"step {n}", cite=CITE,
        payload=Entry, guards=[financed], opens=[] if n % 2 else [REVIEW], cancels=[REVIEW] if n % 2 else [],
        notify=[MOVED],
    )  # fmt: skip


CALL = Lifecycle(
    "call", "공고", "Call", (LOADED,),
    (T("load", UNBORN, LOADED, by=ADMIN, ko="불러오기", en="load", cite=CITE, payload=Load),),
)  # fmt: skip
PROJECT = Lifecycle(
    "project", "과제", "Project", PLACES,
    (
        *(_step(n) for n in range(STEPS)),
        T("note", PLACES, STAY, by=LEAD, ko="기록", en="note", cite=CITE, payload=Entry, notify=[MOVED]),
        T("expire", PLACES, STAY, by=SYSTEM, ko="경과", en="expire", cite=CITE, payload=Ended, notify=[MOVED]),
    ),
)  # fmt: skip
FAMILY = kinds((CALL, PROJECT))
OPERATOR, WALKER = Actor("bench", ADMIN, "yeongo"), Actor("lead-0001", LEAD, "tp-busan")


def call_files() -> dict[str, str]:
    """The text of the 2025-2 call's files by name: its rules are the ones the benchmark's call has."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(CALL_FOLDER.iterdir())}


def load(call: str, rules: str, now: datetime) -> Command:
    """Begins the call every project is below."""
    return Command(call, "load", {"rules": rules}, OPERATOR, "load", now)


def entry(project: str, n: int) -> dict[str, Any]:
    """The payload of step `n` of a project."""
    return {
        "area": "26110",
        "title": f"과제 {project}",
        "amount": 125_000_000 + n,
        "document": f"2025-GR-{project}",
        "remark": REMARK,
        "reviewer": "reviewer-0192",
        "score": 87,
        "round": 2,
        "late": False,
    }


def step(stream: str, project: str, n: int, now: datetime) -> Command:
    """Step `n` of a project, addressed to its stream; step 0 begins it and is addressed to the call."""
    return Command(stream, f"step{n:02d}", entry(project, n), WALKER, f"{project}-{n}", now)


def projects(prefix: str) -> Iterator[str]:
    """Names for as many projects as are wanted."""
    n = 0
    while True:
        yield f"{prefix}-{n:06d}"
        n += 1
