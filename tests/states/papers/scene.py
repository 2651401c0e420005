"""Material made by hand: a project, its call, a support and companies, with texts that try to break files."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from entrypoints.bootstrap import FAMILY, call_files
from states.context import Stream
from states.papers.material import Material
from states.rules.call_rules import parse

RULES = parse(call_files(Path(__file__).parents[3] / "calls" / "2025-2"))
NOON = datetime(2025, 1, 17, 3, tzinfo=UTC)
HOSTILE = ('=HYPERLINK("http://x","y")', "+1", "@x", "-1", "<b>&\"'</b>", "긴 이름 " * 60, "{project.award} \\1 %s")
CALL = Stream("call-2025-2", "call", "notified", 5, "c" * 64, {"rules": RULES.fingerprint, "settings": {}})
PROJECT: dict[str, Any] = {
    "title": "고성 명태",
    "area": "51820",
    "province": "51",
    "lead": "tp-gangwon",
    "ministries": ["MSS", "MOIS"],
    "rank": 1,
    "score": 9260,
    "award": 607_000_000,
    "awards": {"2025": 607_000_000},
    "pledges": {"2025": {"province": 130_071_429, "municipality": 130_071_429}},
    "panel": ["evaluator-1", "evaluator-2"],
    "opinion": "적절함",
    "people": [{"ref": "r-1", "role": "lead", "rate": 40}],
    "programmes": ["commercialisation"],
    "province_pledge": 130_071_429,
    "municipality_pledge": 130_071_429,
}


def project(state: str = "selection_notified", **facts: Any) -> Stream:
    due = {"acceptance": {"kind": "acceptance", "due_date": "2025-01-31"}}
    return Stream(
        "project-a", "project", state, 7, "a" * 64, {**PROJECT, **facts}, due, {"call": CALL.id},
    )  # fmt: skip


def company(n: int, **facts: Any) -> Stream:
    given = {"brn": f"{n:010}", "support": "support-a", "amount": 1_500, "self_pay": 1_499, "score": 8000 + n}
    parents = {"call": CALL.id, "project": "project-a", "support": "support-a"}
    return Stream(f"company-{n}", "company", "selected", 3, "d" * 64, {**given, **facts}, {}, parents)


def support(**facts: Any) -> Stream:
    parents = {"call": CALL.id, "project": "project-a"}
    return Stream("support-a", "support", "reporting", 4, "b" * 64, {"order": 1, **facts}, {}, parents)


def material(subject: Stream, *below: Stream, family: tuple[Stream, ...] = (), **more: Any) -> Material:
    """What a paper about a stream is filled from."""
    all = (CALL, *family, subject)
    states = {each.id: FAMILY[each.kind].by_id[each.state] for each in (*all, *below)}
    return Material(
        rules=RULES, at=NOON, subject=subject.id, family={each.kind: each for each in all}, below=below,
        states=states, **more,
    )  # fmt: skip
