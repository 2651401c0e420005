"""No sequence of accepted commands breaks what the announcement says of money: awards, matches, payments, sums."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from states.call import CALL
from states.context import Context, Stream
from states.folding import fold
from states.lifecycle import Lifecycle
from states.machine import compiled, decide
from states.project import PROJECT
from states.roles import CLOCK, Actor
from states.step import Step, body, consequences
from tests.states.guards.witness import without
from tests.states.scene import AGENCY, MINISTRY, SHA, Scene, stream
from tests.states.test_project import APPLICATION, LEAD, MUNICIPALITY, PLACE, PROVINCE

AREAS = ("52740", "52720", "52770")
NAMES = tuple(f"project-{name}" for name in "abc")
LOCAL = ("province", "municipality")
BUDGETS = {"2025": 1_700_000_000, "2026": 1_500_000_000}
DATES = {2025: "2025-02-20 10:00", 2026: "2026-01-20 10:00"}
AGREED = ("agreed", "supporting", "annual_evaluation")


class Said(NamedTuple):
    stream: str
    trigger: str
    data: Mapping[str, Any]
    actor: Actor


@dataclass
class Programme:
    """A ranked call with three projects, and every sum that several streams share."""

    family: Mapping[str, Lifecycle]
    streams: dict[str, Stream] = field(default_factory=dict)
    held: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)
    ceilings: dict[tuple[str, str], int] = field(default_factory=dict)
    accepted: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        order = [{"project": id, "score": 9000 - n, "rank": n + 1} for n, id in enumerate(NAMES)]
        self.streams["call-1"] = stream("call-1", "ranked", ranking=order, settings={"acceptance_days": 14})
        for id, area in zip(NAMES, AREAS, strict=True):
            facts = {**PLACE, **APPLICATION, "area": area, "province": "52", "lead": "tp-jeonbuk", "people": []}
            score = 9000 - NAMES.index(id)
            self.streams[id] = stream(id, "scored", {"call": "call-1"}, **facts, score=score, plan_version="2025-1")

    def offers(self, said: Said) -> bool:
        """Whether the stream's state has a row for the command."""
        before = self.streams[said.stream]
        lifecycle = self.family[before.kind]
        return compiled(lifecycle).row(before.state, said.trigger, lifecycle.modes_of(before.facts)) is not None

    def say(self, said: Said, timer: str = "") -> bool:
        """Whether the command was accepted; its event, sums and reactions are taken over if it was."""
        if not self.offers(said):
            return False
        before = self.streams[said.stream]
        lifecycle = self.family[before.kind]
        context = replace(self._context(lifecycle, before, said), timer=timer)
        decision = decide(compiled(lifecycle), context)
        if decision.refusals or decision.row is None:
            return False
        step = consequences(decision.row, decision.to, context, lifecycle.by_id[decision.to].terminal)
        if not isinstance(step, Step) or any(self._exceeds(said.stream, *each) for each in sums(step)):
            return False
        for key, amount, ceiling in sums(step):
            self.held.setdefault(key, {})[said.stream] = amount
            self.ceilings[key] = ceiling
        event = body(step, context, "key", lifecycle.fingerprint, {})
        self.streams[said.stream] = fold(before, event, "0" * 64)
        self.accepted.append(said.trigger)
        for reaction in step.reactions:
            assert self.say(Said(reaction.stream, reaction.trigger, reaction.data, CLOCK)), reaction
        return True

    def let_lapse(self, id: str, kind: str) -> None:
        """The deadline's end, where it stands."""
        standing = self.streams[id].deadlines.get(kind)
        if standing is not None:
            timer = str(standing["id"])
            assert self.say(Said(id, str(standing["fires"]), {"deadline": timer}, CLOCK), timer)

    def _context(self, lifecycle: Lifecycle, before: Stream, said: Said) -> Context:
        call = self.streams["call-1"]
        scene = Scene(lifecycle, *(() if before.kind == "call" else (call,)))
        scene.children = [self.streams[id] for id in NAMES] if before.kind == "call" else []
        when = DATES[2026 if before.state in ("annual_evaluation",) or before.facts.get("round") == 2 else 2025]
        return scene.context(before, said.trigger, said.data, said.actor, when)

    def _exceeds(self, stream: str, key: tuple[str, str], amount: int, ceiling: int) -> bool:
        others = sum(won for id, won in self.held.get(key, {}).items() if id != stream)
        return amount > 0 and others + amount > ceiling

    def project(self, id: str) -> Mapping[str, Any]:
        return self.streams[id].facts


def sums(step: Step) -> list[tuple[tuple[str, str], int, int]]:
    return [((each.scope, each.key), each.amount, each.ceiling) for each in step.claims]


def broken(programme: Programme) -> Iterator[str]:
    """What does not hold of the money, as the streams stand."""
    for key, shares in programme.held.items():
        if sum(shares.values()) > programme.ceilings[key]:
            yield f"{key}: {shares} above {programme.ceilings[key]}"
    for id in NAMES:
        yield from (f"{id}: {each}" for each in _broken(programme.streams[id]))


def _broken(project: Stream) -> Iterator[str]:
    facts = project.facts
    awards, pledges, payments = (facts.get(name) or {} for name in ("awards", "pledges", "payments"))
    budgets = facts.get("local_budgets") or {}
    if any(not 0 <= won <= 900_000_000 for won in awards.values()):
        yield f"awards {awards}"
    for year, won in awards.items() if project.state in AGREED else ():
        province, municipality = (pledges.get(year, {}).get(each, 0) for each in LOCAL)
        if won * 3 > (province + municipality) * 7 or (won + province + municipality) * 15 > province * 100:
            yield f"{year}: {won} matched by {province} and {municipality}"
    for year, granted in payments.items():
        due = {"national": awards.get(year, 0), **pledges.get(year, {})}
        if any(won > due.get(source, 0) for source, won in granted.items()):
            yield f"{year}: {granted} of {due}"
        if any(granted.get(source, 0) > budgets.get(year, {}).get(source, 0) for source in LOCAL):
            yield f"{year}: {granted} budgeted {budgets.get(year)}"
    if any(type(won) is not int for part in (awards, *pledges.values(), *payments.values()) for won in part.values()):
        yield "not whole won"


NATIONAL = (1, 400_000_000, 600_000_000, 899_999_999, 900_000_000, 900_000_001)
LOCAL_WON = (0, 1, 135_000_000, 192_857_142, 192_857_143, 200_000_000, 385_714_286, 10**9)
PAID = (1, 100_000_000, 192_857_143, 193_000_000, 600_000_000, 900_000_000)


def commands(random: Random) -> list[Said]:
    """Commands about money, their amounts at the boundaries."""
    pick = random.choice
    id, (source, payer) = pick(NAMES), pick([("province", PROVINCE), ("municipality", MUNICIPALITY)])
    paper = {"document": SHA}
    money = {"source": source, "amount": pick(PAID), "year": pick([2025, 2026]), **paper}
    count, national = random.randint(1, 3), pick(NATIONAL)
    listed: dict[str, Any] = {"fiscal_year": 2025}
    listed["awards"] = [{"project": each, "amount": pick(NATIONAL)} for each in NAMES[:count]]
    reserves, reason = {"reserves": list(NAMES[count:])}, {"reason": "결정"}
    pledge = {"province_pledge": pick(LOCAL_WON), "municipality_pledge": pick(LOCAL_WON), "pledge": SHA}
    year = pick(list(BUDGETS))
    shares = {"national": national, "province": pick(LOCAL_WON), "municipality": pick(LOCAL_WON)}
    paid_on, signed = {"paid_on": "2025-02-10"}, {"agreement": SHA, "signed_on": "2025-02-10"}
    vote = {"year": int(year), "amount": pick([BUDGETS[year], 900_000_000]), "voted_on": "2024-12-10", **paper}
    return [
        Said("call-1", "award", listed | reserves, MINISTRY),
        Said("call-1", "revise_ranking", listed | reserves | reason, MINISTRY),
        Said("call-1", "cut_awards", listed | reason, MINISTRY),
        Said("call-1", "record_budget", vote, MINISTRY),
        Said("call-1", "confirm_results", {"decision_no": "1", **paper}, MINISTRY),
        Said(id, "accept", pledge, LEAD),
        Said(id, "pledge_again", pledge, LEAD),
        Said(id, "void_award", reason, MINISTRY),
        Said(id, "begin_supplement", {"supplements": ["s"]}, MUNICIPALITY),
        Said(id, "finish_supplement", SUPPLEMENTED, AGENCY),
        Said(id, "sign", signed, LEAD),
        Said(id, "sign_agreement", signed | TERM, AGENCY),
        Said(id, "budget_local_money", money | {"kind": "main", "voted_on": "2025-01-02"}, payer),
        Said(id, "record_payment", money | paid_on, payer),
        Said(id, "record_payment", money | paid_on | {"source": "national"}, MINISTRY),
        Said(id, "begin_round", {"rcms_account": "RCMS-1"}, LEAD),
        Said(id, "submit_annual_report", {"annual_report": SHA, "next_plan": SHA, "next_budget": shares}, LEAD),
        Said(id, "continue_round", {"grade": "average", "amount": national, "evaluators": ["e1"]}, AGENCY),
        Said(id, "carry_over", {"year": 2025, "amount": pick(PAID), "interest": 1, **paper}, AGENCY),
    ]


SUPPLEMENTED = {"plan": APPLICATION["plan"], "answered": ["s"], "municipality_confirmed": True}
TERM = {"agreement_items": list(range(1, 11)), "starts_on": "2025-02-01", "ends_on": "2026-12-31"}
FAMILY: Mapping[str, Lifecycle] = {"call": CALL, "project": PROJECT}
MATCH = {"province_pledge": 200_000_000, "municipality_pledge": 185_714_286, "pledge": SHA}


def begun(family: Mapping[str, Lifecycle], upto: int) -> Programme:
    """The main line of the first project, so many steps of it: a walk goes on from anywhere along it."""
    programme = Programme(family)
    one, paper = NAMES[0], {"document": SHA}
    award = {"awards": [{"project": one, "amount": 900_000_000}], "fiscal_year": 2025}
    award |= {"reserves": list(NAMES[1:])}
    signed = {"agreement": SHA, "signed_on": "2025-02-10"}
    vote = {"voted_on": "2024-12-10", **paper}
    money = {"source": "national", "amount": 900_000_000, "paid_on": "2025-02-10", **paper}
    report = {"national": 800_000_000, "province": 180_000_000, "municipality": 162_857_143}
    main = [
        Said("call-1", "award", award, MINISTRY),
        Said(one, "accept", MATCH, LEAD),
        *(
            Said("call-1", "record_budget", {**vote, "year": int(year), "amount": won}, MINISTRY)
            for year, won in BUDGETS.items()
        ),
        Said("call-1", "confirm_results", {"decision_no": "1", **paper}, MINISTRY),
        Said(one, "begin_supplement", {"supplements": ["s"]}, MUNICIPALITY),
        Said(one, "finish_supplement", SUPPLEMENTED, AGENCY),
        Said(one, "sign", signed, LEAD),
        Said(one, "sign_agreement", signed | TERM, AGENCY),
        Said(one, "record_payment", money, MINISTRY),
        Said(one, "begin_round", {"rcms_account": "RCMS-1"}, LEAD),
        *(
            Said(one, trigger, {"source": source, "amount": MATCH[f"{source}_pledge"], **paper, **rest}, payer)
            for source, payer in (("province", PROVINCE), ("municipality", MUNICIPALITY))
            for trigger, rest in (
                ("budget_local_money", {"kind": "main", "voted_on": "2025-01-02"}),
                ("record_payment", {"paid_on": "2025-02-10"}),
            )
        ),
        Said(one, "submit_annual_report", {"annual_report": SHA, "next_plan": SHA, "next_budget": report}, LEAD),
    ]  # fmt: skip
    for each in main[:upto]:
        assert programme.say(each), each.trigger
        for id in NAMES[1:]:  # nobody on the reserve list objects: the clock says so at once
            programme.let_lapse(id, "objection")
    return programme


MAIN = 16


@settings(max_examples=40, deadline=None)
@given(st.integers(0, MAIN), st.integers(0, 2**32))
def test_no_sequence_of_accepted_commands_breaks_the_money(upto: int, seed: int) -> None:
    programme, random = begun(FAMILY, upto), Random(seed)
    for _ in range(100):
        here = [said for said in commands(random) if programme.offers(said)]
        (said,) = random.choices(here, [1 if each.stream == "call-1" else 6 for each in here])
        programme.say(said)
        for id in NAMES:
            programme.let_lapse(id, "objection")
        assert list(broken(programme)) == []


def test_the_main_line_alone_is_accepted_to_its_end() -> None:
    programme = begun(FAMILY, MAIN)
    assert programme.streams[NAMES[0]].state == "annual_evaluation"
    assert list(broken(programme)) == []


OVERPAID = Said(NAMES[0], "record_payment", {
    "source": "national", "amount": 1, "paid_on": "2025-02-10", "document": SHA,
}, MINISTRY)  # fmt: skip
UNBUDGETED = Said(NAMES[0], "record_payment", {
    "source": "province", "amount": 1, "paid_on": "2025-02-10", "document": SHA,
}, PROVINCE)  # fmt: skip


@pytest.mark.parametrize(
    ("guard", "upto", "said"),
    [
        ("payment_due", 11, OVERPAID),
        ("local_money_budgeted", 11, UNBUDGETED),
    ],
)
def test_without_its_guard_one_more_command_breaks_it(guard: str, upto: int, said: Said) -> None:
    """The control: the property notices when a condition of the money is gone."""
    assert not begun(FAMILY, upto).say(said)
    programme = begun({"call": CALL, "project": without(PROJECT, guard)}, upto)
    assert programme.say(said)
    assert list(broken(programme)) != []
