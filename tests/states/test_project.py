"""A project walks its whole life, and every way off the main line refuses, expires or turns as the sources say."""

from collections.abc import Mapping
from typing import Any

import pytest
from msgspec.structs import replace

from states.catalogue.refusals import REFUSALS
from states.context import Stream
from states.explore import explore
from states.lifecycle import STAY, Refusal
from states.machine import compiled
from states.project import PROJECT
from states.refusal_words import worded
from states.roles import CLOCK, Actor
from tests.states.scene import AGENCY, MINISTRY, SHA, Scene, claimed, moved, reactions, rules, stream

LEAD = Actor("planner", "lead", "tp-jeonbuk")
OTHER_LEAD = Actor("stranger", "lead", "tp-daegu")
SECRETARY = Actor("secretary", "secretary", "tipa")
MUNICIPALITY = Actor("officer-1", "municipality", "52740")
PROVINCE = Actor("officer-2", "province", "52")
JANGSU, POHANG, SEOUL = "52740", "47110", "11110"
PROOF = {"document": SHA, "dated": "2024-06-01"}
SETTINGS = {
    "aggregation": "mean",
    "no_show": "zero",
    "deduction_most": 10,
    "acceptance_days": 14,
    "explanation_days": 10,
}
COMMITTEE = {name: {"org": f"univ-{name}", "area": "", "by": ["MSS"]} for name in ("e1", "e2")}
CALL = stream(
    "call-2025-2", "open", settings=SETTINGS, budget={"2026": 3_000_000_000}, committee=COMMITTEE,
    declarations={"e1": {}, "e2": {}},
)  # fmt: skip

PLACE = {
    "area": JANGSU,
    "ministries": ["MSS", "MOIS", "MOJ", "MAFRA"],
    "title": "오미자 산업 육성",
    "evidence": {"MOJ": PROOF},
}
PEOPLE = [{"ref": "p1", "role": "lead", "rate": 30}, {"ref": "p2", "role": "member", "rate": 10}]
APPLICATION: dict[str, Any] = {
    "plan": {"document": SHA, "ktop_use": "성장지표로 후보기업을 선별"},
    "budget": {"national": 900_000_000, "province": 200_000_000, "municipality": 185_714_286},
    "people": PEOPLE,
    "programmes": ["commercialisation", "foreign"],
    "programme_items": ["p2a", "p6d"],
    "letters": [{"brn": "1234567891", "document": SHA}],
    "confirmations": {"municipality": True, "province": True},
    "documents": [
        {"kind": kind, "sha256": SHA} for kind in ("application", "matching_pledge", "municipality_confirmation")
    ],
}
FULL = {"1": 500, "2": 500, "3": 1000, "4": 1000, "5": 1500, "6": 1500, "7": 1500, "8": 1500, "9": 1000}
MARKED_DOWN = {"ground": "excess_equipment", "points": 501, "reason": "시설기자재 과다"}
SHEETS: dict[str, Any] = {"e1": {"points": FULL}, "e2": {"points": FULL, "deductions": [MARKED_DOWN]}}
OBJECTION = {"ground": "procedure", "letter": SHA, "reason": "절차상 중대한 하자"}
DECISION = {"decision": "심의 결과", "document": SHA}
RESULT = DECISION | {"evaluators": ["e1"]}
JUDGED = DECISION | {"review_panel": ["r1", "r2"]}
PLEDGE: dict[str, Any] = {"province_pledge": 200_000_000, "municipality_pledge": 185_714_286, "pledge": SHA}
SIGNED = {
    "agreement": SHA,
    "signed_on": "2025-02-03",
    "agreement_items": list(range(1, 11)),
    "starts_on": "2025-02-01",
    "ends_on": "2026-12-31",
}
SIGNING = {"agreement": SHA, "signed_on": "2025-02-03"}
SIGNATURE = {"role": "lead", "org": "tp-jeonbuk", "by": "planner", **SIGNING}
NEXT = {"national": 800_000_000, "province": 180_000_000, "municipality": 162_857_143}
REPORT = {"annual_report": SHA, "next_plan": SHA, "next_budget": NEXT}


@pytest.fixture
def scene() -> Scene:
    return Scene(PROJECT, CALL)


def standing(state: str, **facts: Any) -> Stream:
    """A complete application that has come to a state."""
    money = {"award": 900_000_000, "awards": {"2025": 900_000_000}, "next_budget": NEXT}
    facts = {**PLACE, **APPLICATION, "province": "52", "lead": "tp-jeonbuk", **money} | facts
    return stream("project-1", state, {"call": CALL.id}, **facts)


def drafted(scene: Scene, when: str = "2024-12-10 10:00") -> Stream:
    project, _ = scene.begin("register", PLACE, LEAD, when)
    return scene.take(project, "start_draft", {}, LEAD, when)[0]


def due(project: Stream) -> dict[str, str]:
    return {kind: str(deadline["due_date"]) for kind, deadline in project.deadlines.items()}


def codes(refused: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """The codes, once each has said what is wrong in both languages with every place filled."""
    for code, facts in refused.items():
        text = worded(Refusal(code, "", facts))
        assert "{" not in f"{text.ko}{text.en}{text.cure_ko}{text.cure_en}", code
    return set(refused)


def test_every_open_deadline_can_fire_wherever_it_can_be_open() -> None:
    walk = explore(PROJECT)
    stuck = {
        (here.state, kind) for here, steps in walk.steps.items() for kind in here.open - {step.timer for step in steps}
    }
    assert stuck == set()
    assert {here.state for here in walk.steps} == {"unborn", *PROJECT.by_id}


def test_every_name_resolves_and_every_refusal_has_a_text() -> None:
    machine = compiled(PROJECT)
    triggers = {(row.trigger, source) for row in PROJECT.rows for source in row.sources}
    assert {(trigger, source) for trigger, source, _ in machine.edges()} == triggers
    assert len(PROJECT.by_name) == len(PROJECT.rows)
    assert {row.dest for row in PROJECT.rows} <= {STAY, *PROJECT.by_id}
    assert {deadline.period_name for deadline in PROJECT.deadlines.values()} <= set(rules().periods)
    used = {guard.code for row in PROJECT.rows for guard in row.guards}
    used |= {claiming.code for row in PROJECT.rows for claiming in row.claims}
    assert used <= set(REFUSALS)


def test_who_must_act_can_act() -> None:
    for state in PROJECT.states:
        rows = [row for row in PROJECT.rows if state.id in row.sources]
        assert state.terminal or any(state.owner in row.by for row in rows), state.id


def applied(scene: Scene) -> Stream:
    """Registered on the first day and submitted in the last instant."""
    project, step = scene.begin("register", PLACE, LEAD, "2024-12-03 00:00")
    assert (project.facts["province"], project.facts["lead"]) == ("52", "tp-jeonbuk")
    assert claimed(step) == {("area", f"call-2025-2/{JANGSU}"): (1, 1)}
    assert due(project) == {"reception_close": "2024-12-20"}
    project, _ = scene.take(project, "start_draft", {}, LEAD, "2024-12-09 09:00")
    project, _ = scene.take(project, "save", {"budget": APPLICATION["budget"]}, LEAD, "2024-12-10 10:00")
    project, step = scene.take(project, "submit", APPLICATION, LEAD, "2024-12-20 18:00:00.000")
    assert claimed(step) == {("person", "p1"): (30, 100), ("person", "p2"): (10, 100)}
    assert (project.facts["application_version"], due(project)) == (1, {})
    return project


def evaluated(scene: Scene) -> Stream:
    """Screened with a supplement, presented and scored."""
    project = applied(scene)
    project, _ = scene.take(project, "start_screening", {"screener": "s1"}, AGENCY, "2024-12-23 09:00")
    project, _ = scene.take(
        project, "request_supplement", {"items": ["직인"], "reason": "직인 누락"}, AGENCY, "2024-12-23 10:00"
    )
    assert due(project) == {"supplement_screening": "2024-12-31"}
    project, _ = scene.take(
        project, "supply_supplement", {"documents": [{"kind": "seal", "sha256": SHA}]}, LEAD, "2024-12-31 23:59"
    )
    assert [each["kind"] for each in project.facts["documents"]] == [
        "application", "matching_pledge", "municipality_confirmation", "seal",
    ]  # fmt: skip
    project, _ = scene.take(project, "pass_screening", {"checklist": SHA}, AGENCY, "2025-01-02 09:00")
    project, _ = scene.take(
        project, "begin_presentation", {"panel": ["e1", "e2"], "presenter": "p1", "presented_on": "2025-01-06"},
        SECRETARY, "2025-01-06 09:00",
    )  # fmt: skip
    for ref, sheet in SHEETS.items():
        evaluator = Actor(ref, "evaluator", f"univ-{ref}")
        project, step = scene.take(project, "submit_sheet", {"sheet": sheet}, evaluator, "2025-01-06 11:00")
        assert "sheet" not in project.facts
        assert step.private["sheet"] == sheet
    project, _ = scene.take(project, "close_scores", {"opinion": "적절함"}, SECRETARY, "2025-01-06 12:00")
    assert (project.facts["score"], project.facts["item_scores"][0]) == (9750, 3000)
    return project


def budgeted(source: str, year: int = 2025) -> dict[str, Any]:
    amount = PLEDGE[f"{source}_pledge"]
    return {
        "source": source, "amount": amount, "kind": "supplementary", "voted_on": "2025-03-19", "document": SHA,
        "year": year,
    }  # fmt: skip


def granted(source: str, year: int = 2025) -> dict[str, Any]:
    amount = PLEDGE[f"{source}_pledge"]
    return {"source": source, "amount": amount, "paid_on": "2025-03-20", "document": SHA, "year": year}


def agreed(scene: Scene) -> Stream:
    """Selected, confirmed, supplemented and agreed."""
    project = evaluated(scene)
    project, _ = scene.take(project, "notify_selected", {"amount": 900_000_000, "rank": 1}, CLOCK, "2025-01-10 14:00")
    assert due(project) == {"acceptance": "2025-01-24"}
    project, _ = scene.take(project, "accept", PLEDGE, LEAD, "2025-01-13 10:00")
    project, _ = scene.take(project, "confirm", {"amount": 900_000_000}, CLOCK, "2025-01-17 10:00")
    assert due(project) == {"agreement": "2025-02-17", "plan_supplement": "2025-02-06"}
    project, _ = scene.take(project, "begin_supplement", {"supplements": ["s1"]}, MUNICIPALITY, "2025-01-20 09:00")
    supplement = {"plan": APPLICATION["plan"], "answered": ["s1"], "municipality_confirmed": True}
    project, _ = scene.take(project, "finish_supplement", supplement, AGENCY, "2025-01-24 09:00")
    entry = {"plan_version": "2025-1", "document": SHA}
    project, _ = scene.take(project, "reflect_regional_plan", entry, MINISTRY, "2025-01-24 10:00")
    project, _ = scene.take(project, "sign", SIGNING, LEAD, "2025-02-03 09:00")
    project, _ = scene.take(project, "sign_agreement", SIGNED, AGENCY, "2025-02-03 10:00")
    assert [each["org"] for each in project.facts["signatures"]] == ["tp-jeonbuk", "tipa"]
    assert due(project) == {"state_money": "2025-03-04", "local_money": "2025-03-04"}
    return project


def test_next_years_money_is_not_due_before_its_fiscal_year(scene: Scene) -> None:
    """Continued in December, the month of its payment begins with January: a day that begins at midnight counts."""
    project = agreed(scene)
    paid = {"source": "national", "amount": 900_000_000, "paid_on": "2025-02-10", "document": SHA}
    project, _ = scene.take(project, "record_payment", paid, MINISTRY, "2025-02-10 10:00")
    for source, who in (("province", PROVINCE), ("municipality", MUNICIPALITY)):
        for trigger, data in (("budget_local_money", budgeted(source)), ("record_payment", granted(source))):
            project, _ = scene.take(project, trigger, data, who, "2025-03-20 09:00")
    project, _ = scene.take(project, "begin_round", {"rcms_account": "RCMS-1"}, LEAD, "2025-03-21 09:00")
    project, _ = scene.take(project, "submit_annual_report", REPORT, LEAD, "2025-11-20 09:00")
    grade = {"grade": "average", "amount": 800_000_000, "evaluators": ["e1"]}
    project, _ = scene.take(project, "continue_round", grade, AGENCY, "2025-11-25 09:00")
    days = due(project)
    assert (days["state_money"], days["local_money"]) == ("2026-02-02", "2026-02-02")


def run(scene: Scene) -> Stream:
    """Granted and run for two rounds until the term ends."""
    project = agreed(scene)
    paid = {"source": "national", "amount": 900_000_000, "paid_on": "2025-02-10", "document": SHA}
    project, step = scene.take(project, "record_payment", paid, MINISTRY, "2025-02-10 10:00")
    assert reactions(step) == [("project-new", "complete_state_money", {})]
    project, _ = scene.take(project, "complete_state_money", {}, CLOCK, "2025-02-10 10:00")
    project, _ = scene.take(project, "begin_round", {"rcms_account": "RCMS-1"}, LEAD, "2025-02-11 09:00")
    assert due(project) == {"local_money": "2025-03-04", "annual_report": "2025-12-31"}
    project, _ = scene.fire(project, "local_money", "2025-03-05 00:01")
    assert project.facts["overdue"] == ["local_money@20"]

    for source, who in (("province", PROVINCE), ("municipality", MUNICIPALITY)):
        for trigger, data in (("budget_local_money", budgeted(source)), ("record_payment", granted(source))):
            project, _ = scene.take(project, trigger, data, who, "2025-03-20 09:00")
    project, _ = scene.take(project, "submit_annual_report", REPORT, LEAD, "2025-12-29 09:00")
    grade = {"grade": "average", "amount": 800_000_000, "evaluators": ["e1"]}
    project, step = scene.take(project, "continue_round", grade, AGENCY, "2026-01-20 09:00")
    assert claimed(step) == {
        ("budget", "call-2025-2/2026"): (800_000_000, 3_000_000_000),
        ("area-year", f"{JANGSU}/2026"): (800_000_000, 900_000_000),
    }
    assert (project.facts["award"], project.facts["awards"]["2025"]) == (800_000_000, 900_000_000)
    assert due(project) == {
        "usage_report": "2026-03-31", "agreement_end": "2026-12-31", "state_money": "2026-02-20",
        "local_money": "2026-02-20",
    }  # fmt: skip
    project, _ = scene.take(project, "submit_usage_report", {"usage_report": SHA}, LEAD, "2026-03-02 09:00")
    scene.children = [stream("support-1", "supporting"), stream("support-2", "completed")]
    project, step = scene.fire(project, "agreement_end", "2027-01-01 00:01")
    assert project.facts["unfinished"] == ["support-1"]
    assert claimed(step) == {("person", "p1"): (0, 100), ("person", "p2"): (0, 100)}
    assert due(project) == {"final_report": "2027-03-02", "usage_report": "2027-03-31"}
    return project


def test_the_main_line_from_registration_to_the_close(scene: Scene) -> None:
    project = run(scene)
    project, _ = scene.take(project, "submit_final_report", {"final_report": SHA}, LEAD, "2027-02-26 09:00")
    project, _ = scene.take(project, "submit_usage_report", {"usage_report": SHA}, LEAD, "2027-02-26 09:10")
    project, _ = scene.take(
        project,
        "notify_grade",
        {"grade": "excellent", "opinion": "우수", "evaluators": ["e1"]},
        AGENCY,
        "2027-04-19 09:00",
    )
    assert due(project) == {"objection_grade": "2027-04-29"}
    project, _ = scene.fire(project, "objection_grade", "2027-04-30 00:01")
    settled = {"refund": 1_000_000, "accountant": "a1", "statement": SHA}
    project, _ = scene.take(project, "notify_settlement", settled, AGENCY, "2027-05-10 09:00")
    assert due(project) == {"refund": "2027-06-10"}
    project, _ = scene.take(project, "settle", {"refunded": 1_000_000, "statement": SHA}, AGENCY, "2027-06-01 09:00")
    assert due(project) == {"results_report": "2028-02-29"}
    project, step = scene.take(
        project, "submit_results_report", {"results_report": SHA, "year": 2027}, LEAD, "2028-02-01 09:00"
    )
    assert reactions(step) == [("project-new", "await_results_report", {})]
    project, _ = scene.take(project, "await_results_report", {}, CLOCK, "2028-02-01 09:00")
    assert due(project) == {"results_report": "2029-02-28"}
    project, step = scene.take(
        project, "submit_results_report", {"results_report": SHA, "year": 2028}, LEAD, "2029-02-01 09:00"
    )
    assert reactions(step) == []
    scene.children = []
    project, step = scene.take(project, "close", {"document": SHA}, AGENCY, "2029-03-05 09:00")
    assert (project.state, due(project)) == ("closed", {})
    assert claimed(step) == {("area", f"call-2025-2/{JANGSU}"): (0, 1)}


@pytest.mark.parametrize(
    ("change", "actor", "when", "expected"),
    [
        ({"area": SEOUL}, LEAD, "2024-12-03 00:00", {"area.not_eligible"}),
        ({}, LEAD, "2024-12-02 23:59:59", {"call.not_announced"}),
        ({}, LEAD, "2024-12-20 18:00:00.001", {"reception.closed"}),
        ({}, OTHER_LEAD, "2024-12-10 10:00", {"lead.not_designated"}),
        ({"ministries": ["MOIS", "MAFRA"]}, LEAD, "2024-12-10 10:00", {"ministries.combination"}),
        ({"evidence": {}}, LEAD, "2024-12-10 10:00", {"ministries.no_evidence"}),
        ({"area": "26110"}, Actor("b", "lead", "tp-busan"), "2024-12-10 10:00", {"ministries.no_link"}),
    ],
)
def test_who_and_what_may_not_be_registered(
    scene: Scene, change: dict[str, Any], actor: Actor, when: str, expected: set[str]
) -> None:
    unborn = Stream("project-new", "project")
    assert codes(scene.refused(unborn, "register", PLACE | change, actor, when)) == expected


@pytest.mark.parametrize("state", ["preparing", "cancelled", "ended"])
def test_nobody_registers_under_a_call_that_receives_nothing(scene: Scene, state: str) -> None:
    scene.family = [replace(each, state=state) for each in scene.family]
    unborn = Stream("project-new", "project")
    assert codes(scene.refused(unborn, "register", PLACE, LEAD, "2024-12-10 10:00")) == {"call.not_announced"}


def test_drafts_begin_when_reception_opens(scene: Scene) -> None:
    project, _ = scene.begin("register", PLACE, LEAD, "2024-12-04 10:00")
    refused = scene.refused(project, "start_draft", {}, LEAD, "2024-12-09 08:59:59.999")
    assert codes(refused) == {"reception.not_open"}


def test_an_empty_application_hears_everything_it_lacks(scene: Scene) -> None:
    refused = scene.refused(drafted(scene), "submit", {}, LEAD, "2024-12-20 18:00:00.001")
    assert codes(refused) == {"reception.closed", "parts.missing", "confirmation.missing"}
    papers = ["matching_pledge", "municipality_confirmation"]
    missing = ["budget", "people", "programmes", "plan", "letters", *papers, "ktop_use"]
    assert refused["parts.missing"] == {"missing": missing}
    assert refused["reception.closed"] == {
        "closes_at": "2024-12-20 18:00:00.000+09:00",
        "received_at": "2024-12-20 18:00:00.001+09:00",
    }


def budget(national: int, province: int, municipality: int) -> dict[str, Any]:
    return {"budget": {"national": national, "province": province, "municipality": municipality}}


@pytest.mark.parametrize(
    ("change", "code", "facts"),
    [
        (
            budget(900_000_000, 200_000_000, 185_714_285), "funding.unbalanced",
            {"national": 900_000_000, "local": 385_714_285, "needed": 385_714_286},
        ),
        (
            budget(700_000_000, 149_999_999, 150_000_001), "funding.province_share",
            {"province": 149_999_999, "needed": 150_000_000, "percent": 15},
        ),
        (
            budget(900_000_001, 300_000_000, 300_000_000), "cap.exceeded",
            {"national": 900_000_001, "cap": 900_000_000},
        ),
        (budget(0, 1, 0), "funding.nothing_asked", {"national": 0}),
        ({"ministries": ["MSS", "MOIS"]}, "cap.undecided", {"ministries": 2}),
        (
            {"people": [{"ref": "p1", "role": "lead", "rate": 29}, {"ref": "p2", "role": "member", "rate": 9}]},
            "people.rate_too_low", {"people": ["p1", "p2"], "lead_percent": 30, "member_percent": 10},
        ),
        (
            {"people": [{"ref": "p2", "role": "member", "rate": 10}]}, "people.lead_researcher",
            {"leads": [], "count": 0},
        ),
        ({"people": [*PEOPLE, PEOPLE[1]]}, "people.repeated", {"people": ["p2"]}),
        ({"programmes": ["package"]}, "programmes.mandatory", {"programmes": ["foreign"]}),
        ({"programme_items": ["p6a"]}, "programmes.items", {"items": ["p6d"]}),
        ({"programmes": ["foreign", "cooking"]}, "programmes.unknown", {"programmes": ["cooking"]}),
        ({"plan": {"document": SHA}}, "parts.missing", {"missing": ["ktop_use"]}),
        (
            {"confirmations": {"municipality": True, "province": False}}, "confirmation.missing",
            {"missing": ["province"]},
        ),
    ],
)  # fmt: skip
def test_one_fault_of_an_application_is_the_one_refusal(
    scene: Scene, change: dict[str, Any], code: str, facts: dict[str, Any]
) -> None:
    project = drafted(scene)
    refused = scene.refused(project, "submit", APPLICATION | change, LEAD, "2024-12-20 18:00")
    assert codes(refused) == {code}
    assert {name: value for name, value in refused[code].items() if name != "figures"} == facts


def test_in_jeju_the_province_pays_alone(scene: Scene) -> None:
    lead = Actor("j", "lead", "tp-jeju")
    place = PLACE | {"area": "50110", "ministries": ["MSS", "MAFRA"], "evidence": {}}
    scene.family = [replace(CALL, facts={"settings": {"caps_2_ministries": 700_000_000}})]
    project, _ = scene.begin("register", place, lead, "2024-12-10 10:00")
    project, _ = scene.take(project, "start_draft", {}, lead, "2024-12-10 10:00")
    shared = APPLICATION | budget(700_000_000, 299_999_999, 1)
    assert codes(scene.refused(project, "submit", shared, lead, "2024-12-10 11:00")) == {"funding.province_alone"}
    alone = APPLICATION | budget(700_000_000, 300_000_000, 0)
    assert scene.take(project, "submit", alone, lead, "2024-12-10 11:00")[0].state == "submitted"


def test_a_decided_share_of_direct_support_binds(scene: Scene) -> None:
    project = drafted(scene)
    scene.family = [replace(CALL, facts={"settings": {"direct_indirect_split": 60}})]
    refused = scene.refused(project, "submit", APPLICATION, LEAD, "2024-12-10 11:00")
    needed = {
        "figure": "direct_needed", "inputs": {"total": 1_285_714_286, "percent": 60},
        "rule": "ceil(total * percent / 100)", "result": 771_428_572, "clause": "공고 §7",
    }  # fmt: skip
    shown = {"direct": 0, "total": 1_285_714_286, "percent": 60}
    assert refused == {"funding.direct_share": {**shown, "figures": [needed]}}


def test_a_draft_expires_after_the_close_and_is_reinstated_by_relief(scene: Scene) -> None:
    project = drafted(scene)
    timer = project.deadlines["reception_close"]
    assert timer["expires"] == "2024-12-20T09:00:00.000001Z"
    expired, step = scene.fire(project, "reception_close", "2024-12-20 18:00:32")
    assert (expired.state, due(expired)) == ("expired", {})
    assert claimed(step) == {("area", f"call-2025-2/{JANGSU}"): (0, 1)}
    assert codes(scene.refused(expired, "reinstate", {}, CLOCK, "2024-12-20 19:00")) == {"reception.closed"}
    scene.family = [replace(CALL, facts={**CALL.facts, "reception_closes_at": "2024-12-23T09:00:00.000000Z"})]
    draft, step = scene.take(expired, "reinstate", {}, CLOCK, "2024-12-21 09:00")
    assert (draft.state, due(draft)) == ("draft", {"reception_close": "2024-12-23"})
    assert claimed(step) == {("area", f"call-2025-2/{JANGSU}"): (1, 1)}


def test_an_extension_moves_the_deadline_and_the_old_one_would_be_refused(scene: Scene) -> None:
    project = drafted(scene)
    scene.family = [replace(CALL, facts={**CALL.facts, "reception_closes_at": "2024-12-23T09:00:00.000000Z"})]
    data = {"deadline": project.deadlines["reception_close"]["id"]}
    assert codes(scene.refused(project, "expire", data, CLOCK, "2024-12-20 18:00:32")) == {"reception.running"}
    project, step = scene.take(project, "reception_extended", {}, CLOCK, "2024-12-19 10:00")
    assert due(project) == {"reception_close": "2024-12-23"}
    assert step.closed == {data["deadline"]: "moved"}


def test_a_submission_is_revised_until_the_close_and_no_longer(scene: Scene) -> None:
    project, _ = scene.take(drafted(scene), "submit", APPLICATION, LEAD, "2024-12-18 10:00")
    people = [{"ref": "p1", "role": "lead", "rate": 40}]
    project, step = scene.take(project, "revise", {"people": people}, LEAD, "2024-12-20 18:00")
    assert project.facts["application_version"] == 2
    assert claimed(step) == {("person", "p1"): (40, 100), ("person", "p2"): (0, 100)}
    refused = scene.refused(project, "revise", {"people": people}, LEAD, "2024-12-20 18:00:00.001")
    assert codes(refused) == {"reception.closed"}


def test_people_of_a_draft_bind_no_time_and_a_new_lead_researcher_needs_approval(scene: Scene) -> None:
    people = [{"ref": "p3", "role": "lead", "rate": 30}]
    _, step = scene.take(drafted(scene), "change_people", {"people": people}, LEAD, "2024-12-10 11:00")
    assert claimed(step) == {}
    agreed = standing("agreed")
    refused = scene.refused(agreed, "change_people", {"people": people}, LEAD, "2025-03-04 09:00")
    assert refused == {"people.approval_missing": {"before": ["p1"], "after": ["p3"]}}
    _, step = scene.take(agreed, "change_people", {"people": people, "approval": SHA}, LEAD, "2025-03-04 09:00")
    assert claimed(step) == {("person", "p1"): (0, 100), ("person", "p2"): (0, 100), ("person", "p3"): (30, 100)}


def test_a_submitted_project_is_withdrawn_with_the_municipality_and_its_letters_lapse(scene: Scene) -> None:
    project = standing("screening")
    assert codes(scene.refused(project, "withdraw", {"letter": SHA}, LEAD, "2024-12-23 09:00")) == {"consent.missing"}
    scene.children = [stream("company-1", "interested"), stream("company-2", "applied")]
    consent = {"letter": SHA, "municipality_consents": True}
    project, step = scene.take(project, "withdraw", consent, LEAD, "2024-12-23 09:00")
    assert project.state == "withdrawn"
    assert reactions(step) == [("company-1", "lapse", {"reason": "과제 종료 / the project has ended"})]
    assert claimed(step)["area", f"call-2025-2/{JANGSU}"] == (0, 1)


@pytest.mark.parametrize(("how", "scored"), [("zero", {"score": 0}), ("excluded", {})])
def test_a_no_show_is_scored_or_excluded_as_the_call_decided(scene: Scene, how: str, scored: dict[str, int]) -> None:
    scene.family = [replace(CALL, facts={"settings": {"no_show": how}})]
    data = {"reason": "불참", "minutes": SHA}
    project, _ = scene.take(standing("evaluation_ready"), "no_show", data, SECRETARY, "2025-01-06 12:00")
    assert {name: project.facts[name] for name in ("score",) if name in project.facts} == scored
    assert project.facts["no_show"] == how


def rejected(scene: Scene, trigger: str = "notify_rejected") -> Stream:
    scored = standing("scored", panel=["e1", "e2"], objected=["earlier"])
    return scene.take(scored, trigger, {"rank": 7}, CLOCK, "2025-01-17 10:00")[0]


@pytest.mark.parametrize(("trigger", "back"), [("notify_rejected", "rejected"), ("notify_reserve", "reserve")])
def test_an_objection_dismissed_leads_back_to_where_it_came_from(scene: Scene, trigger: str, back: str) -> None:
    project = rejected(scene, trigger)
    assert due(project) == {"objection": "2025-01-31"}
    project, _ = scene.take(project, "object_rejection", OBJECTION, LEAD, "2025-01-31 23:59:59.999")
    assert due(project) == {"objection_decision": "2025-03-04"}
    same = JUDGED | {"review_panel": ["r1", "e2"]}
    assert scene.refused(project, "dismiss_rejection", same, AGENCY, "2025-02-10 09:00") == {
        "panel.same": {"members": ["e2"]}
    }
    project, _ = scene.take(project, "dismiss_rejection", JUDGED, AGENCY, "2025-02-10 09:00")
    assert (project.state, due(project)) == (back, {})
    late = moved(project, "reserve")
    assert codes(scene.refused(late, "object_rejection", OBJECTION, LEAD, "2025-02-11 09:00")) == {
        "objection.again", "objection.too_late",
    }  # fmt: skip


def test_an_upheld_objection_is_evaluated_anew_and_may_be_objected_to_again(scene: Scene) -> None:
    project, _ = scene.take(rejected(scene), "object_rejection", OBJECTION, LEAD, "2025-01-20 09:00")
    assert project.facts["objected"] == ["rejected_notified"]
    project, _ = scene.take(project, "uphold_rejection", JUDGED, AGENCY, "2025-02-03 09:00")
    assert project.state == "evaluation_ready"
    absent = {"reason": "불참", "minutes": SHA}
    project, _ = scene.take(project, "no_show", absent, SECRETARY, "2025-02-10 09:00")
    project, _ = scene.take(project, "notify_rejected", {}, CLOCK, "2025-02-12 09:00")
    assert project.facts["objected"] == []
    project, _ = scene.take(project, "object_rejection", OBJECTION, LEAD, "2025-02-13 09:00")
    assert project.state == "objection_rejection"


def test_the_reserve_outlives_its_objection_period(scene: Scene) -> None:
    project, _ = scene.fire(rejected(scene, "notify_reserve"), "objection", "2025-02-01 00:01")
    assert (project.state, due(project)) == ("reserve", {})


@pytest.mark.parametrize("state", ["selection_notified", "agreement_suspended"])
def test_a_selection_is_cancelled_only_after_ten_days_for_an_opinion(scene: Scene, state: str) -> None:
    project = standing(state)
    cancel = {"ground": "false_statement", "reason": "허위", "document": SHA}
    refused = scene.refused(project, "cancel_selection", cancel, MINISTRY, "2025-02-03 09:00")
    assert refused == {"hearing.not_held": {"heard": False, "opinion_due": ""}}
    notice = {"intended": "cancel_selection", "reason": "허위", "notice": SHA}
    project, _ = scene.take(project, "hear_opinion", notice, MINISTRY, "2025-02-03 09:00")
    refused = scene.refused(project, "cancel_selection", cancel, MINISTRY, "2025-02-13 23:59")
    assert refused == {"hearing.not_held": {"heard": True, "opinion_due": "2025-02-13"}}
    for data, when in ((cancel | {"opinion": "의견"}, "2025-02-05 09:00"), (cancel, "2025-02-14 00:00")):
        after = scene.take(project, "cancel_selection", data, MINISTRY, when)[0]
        assert (after.state, after.facts["award"], after.facts["pledges"]) == ("selection_cancelled", 0, {})


def test_missed_periods_must_be_on_record_before_they_are_a_ground(scene: Scene) -> None:
    cancel = {"ground": "period_missed", "reason": "협약 미체결", "document": SHA, "exempt": "긴급"}
    refused = scene.refused(standing("agreement_pending"), "cancel_selection", cancel, MINISTRY, "2025-03-04 09:00")
    assert codes(refused) == {"ground.no_period_missed"}
    late = standing("agreement_pending", overdue=["agreement@9"])
    assert scene.take(late, "cancel_selection", cancel, MINISTRY, "2025-03-04 09:00")[0].state == "selection_cancelled"


def test_an_acceptance_pledges_the_match(scene: Scene) -> None:
    running = {"id": "acceptance@1", "kind": "acceptance", "expires": "2025-01-31T15:00:00.000000Z"}
    project = replace(standing("selection_notified"), deadlines={"acceptance": running})
    short = PLEDGE | {"municipality_pledge": 185_714_285}
    refused = scene.refused(project, "accept", short, LEAD, "2025-01-13 10:00")
    assert codes(refused) == {"match.not_pledged"}
    assert refused["match.not_pledged"]["local_needed"] == 385_714_286


UNIVERSITY = {"org": "univ-1", "kind": "university"}


def test_an_unsigned_agreement_says_who_and_what_is_missing(scene: Scene) -> None:
    project = standing("agreement_pending", participants=[UNIVERSITY], **PLEDGE)
    data = SIGNED | {"agreement_items": [1, 1, *range(3, 11)], "ends_on": "2025-12-31"}
    refused = scene.refused(project, "sign_agreement", data, AGENCY, "2025-02-03 10:00")
    assert codes(refused) == {"agreement.unsigned", "agreement.items", "agreement.term", "agreement.not_in_plan"}
    assert refused["agreement.unsigned"] == {"missing": ["lead:tp-jeonbuk", "participant:univ-1"]}
    assert refused["agreement.items"] == {"missing": [2], "needed": 10}


def test_a_signature_counts_for_its_party_and_its_document_alone(scene: Scene) -> None:
    project = standing("agreement_pending", participants=[UNIVERSITY], plan_version="2025-1", **PLEDGE)
    participant = Actor("professor", "participant", "univ-1")
    project, _ = scene.take(project, "sign", SIGNING | {"agreement": "b" * 64}, LEAD, "2025-02-03 09:00")
    project, _ = scene.take(project, "sign", SIGNING, participant, "2025-02-03 09:00")
    refused = scene.refused(project, "sign_agreement", SIGNED, AGENCY, "2025-02-03 10:00")
    assert refused == {"agreement.unsigned": {"missing": ["lead:tp-jeonbuk"]}}
    project, _ = scene.take(project, "sign", SIGNING, LEAD, "2025-02-03 09:30")
    assert [each["by"] for each in project.facts["signatures"]] == ["professor", "planner"]
    assert scene.take(project, "sign_agreement", SIGNED, AGENCY, "2025-02-03 10:00")[0].state == "agreed"


def test_changes_of_the_agreement_are_listed_and_what_needs_approval_is_the_agencys(scene: Scene) -> None:
    change = {"kind": "notice", "subject": "담당자 변경", "request": SHA, "reason": "인사이동"}
    project, _ = scene.take(standing("supporting"), "change_agreement", change, LEAD, "2025-05-02 09:00")
    refused = scene.refused(project, "change_agreement", change | {"kind": "approval"}, LEAD, "2025-05-02 09:00")
    assert refused == {"agreement.approval_needed": {"subject": "담당자 변경"}}
    project, _ = scene.take(project, "change_agreement", change | {"kind": "approval"}, AGENCY, "2025-05-06 09:00")
    assert [(each["no"], each["on"]) for each in project.facts["agreement_changes"]] == [
        (1, "2025-05-02"), (2, "2025-05-06"),
    ]  # fmt: skip


def test_local_money_is_budgeted_then_granted_and_complete_when_both_have_paid(scene: Scene) -> None:
    pledges = {"2025": {"province": 200_000_000, "municipality": 185_714_286}}
    project = standing("agreed", **PLEDGE, pledges=pledges)
    payment, when = granted("province"), "2025-03-20 10:00"
    assert scene.refused(project, "record_payment", payment, PROVINCE, when) == {
        "payment.not_budgeted": {"year": "2025", "budgeted": 0, "amount": 200_000_000}
    }
    project, _ = scene.take(project, "budget_local_money", budgeted("province"), PROVINCE, when)
    assert scene.refused(project, "record_payment", payment | {"amount": 200_000_001}, PROVINCE, when) == {
        "payment.over_due": {"year": "2025", "due": 200_000_000, "paid": 0, "amount": 200_000_001},
        "payment.not_budgeted": {"year": "2025", "budgeted": 200_000_000, "amount": 200_000_001},
    }
    project, step = scene.take(project, "record_payment", payment, PROVINCE, when)
    assert reactions(step) == []
    refused = scene.refused(project, "record_payment", payment, MUNICIPALITY, when)
    assert refused["payment.not_yours"] == {"source": "province", "own": "municipality"}
    project, _ = scene.take(project, "budget_local_money", budgeted("municipality"), MUNICIPALITY, when)
    project, step = scene.take(project, "record_payment", granted("municipality"), MUNICIPALITY, when)
    assert reactions(step) == [("project-1", "complete_local_money", {})]
    assert project.facts["payments"] == {"2025": {"province": 200_000_000, "municipality": 185_714_286}}


def test_no_budget_is_entered_before_its_vote(scene: Scene) -> None:
    refused = scene.refused(
        standing("agreed"), "budget_local_money", budgeted("province"), PROVINCE, "2025-03-18 23:59"
    )
    assert refused == {"local_budget.in_future": {"voted_on": "2025-03-19", "today": "2025-03-18"}}


def test_money_of_the_second_year_is_counted_apart_and_late_money_of_the_first_still_comes(scene: Scene) -> None:
    pledges = {"2025": {"province": 200_000_000}, "2026": {"province": 180_000_000}}
    awards, budgets = {"2025": 900_000_000, "2026": 800_000_000}, {"2025": {"province": 200_000_000}}
    project = standing("supporting", round=2, award=800_000_000, awards=awards, pledges=pledges, local_budgets=budgets)
    state = {"source": "national", "amount": 800_000_000, "paid_on": "2026-02-10", "document": SHA}
    project, step = scene.take(project, "record_payment", state, MINISTRY, "2026-02-10 10:00")
    assert reactions(step) == [("project-1", "complete_state_money", {})]
    again = scene.refused(project, "record_payment", state | {"amount": 1}, MINISTRY, "2026-02-10 10:00")
    assert again == {"payment.over_due": {"year": "2026", "due": 800_000_000, "paid": 800_000_000, "amount": 1}}
    project, step = scene.take(project, "record_payment", granted("province"), PROVINCE, "2026-02-10 10:00")
    assert (reactions(step), project.facts["payments"]["2025"]) == ([], {"province": 200_000_000})


def test_the_next_years_money_is_matched_and_lowered_for_local_money_that_never_came(scene: Scene) -> None:
    short = REPORT | {"next_budget": NEXT | {"municipality": 162_857_142}}
    refused = scene.refused(standing("supporting"), "submit_annual_report", short, LEAD, "2025-12-29 09:00")
    assert refused["funding.next_year"]["local_needed"] == 342_857_143
    half = {"pledges": {"2025": {"province": 200}}, "payments": {"2025": {"province": 150, "national": 1}}}
    grade = {"grade": "average", "amount": 600_000_000, "evaluators": ["e1"]}
    project = standing("annual_evaluation", **half)
    over = scene.refused(project, "continue_round", grade | {"amount": 600_000_001}, AGENCY, "2026-01-20 09:00")
    (figure,) = over["award.not_reduced"]["figures"]
    assert (figure["inputs"], figure["result"]) == (
        {"national": 800_000_000, "paid": 150, "pledged": 200}, 600_000_000,
    )  # fmt: skip
    assert scene.take(project, "continue_round", grade, AGENCY, "2026-01-20 09:00")[0].facts["award"] == 600_000_000


def test_what_is_carried_over_was_granted_in_a_year_that_is_over(scene: Scene) -> None:
    project = standing("supporting", round=2, payments={"2025": {"national": 10, "province": 5}})
    left = {"year": 2025, "amount": 16, "interest": 1, "document": SHA}
    refused = scene.refused(project, "carry_over", left, AGENCY, "2026-03-02 09:00")
    assert refused == {"carry_over.too_much": {"year": "2025", "amount": 16, "granted": 15}}
    this_year = scene.refused(project, "carry_over", left | {"year": 2026, "amount": 0}, AGENCY, "2026-03-02 09:00")
    assert codes(this_year) == {"carry_over.too_much"}
    project, _ = scene.take(project, "carry_over", left | {"amount": 15}, AGENCY, "2026-03-02 09:00")
    assert project.facts["carried"] == {"2025": {"amount": 15, "interest": 1}}


def test_the_match_can_be_pledged_again_after_a_cut(scene: Scene) -> None:
    project = standing("accepted", **PLEDGE)
    project, _ = scene.take(
        project, "reduce_award", {"amount": 700_000_000, "reason": "예산"}, CLOCK, "2025-01-20 09:00"
    )
    lower = {"province_pledge": 150_000_000, "municipality_pledge": 150_000_000, "pledge": SHA}
    short = lower | {"municipality_pledge": 149_999_999}
    assert codes(scene.refused(project, "pledge_again", short, LEAD, "2025-01-21 09:00")) == {"match.not_pledged"}
    project, _ = scene.take(project, "pledge_again", lower, LEAD, "2025-01-21 09:00")
    assert project.facts["pledges"] == {"2025": {"province": 150_000_000, "municipality": 150_000_000}}


@pytest.mark.parametrize(
    ("participants", "expected"),
    [
        ([UNIVERSITY, {"org": "i", "kind": "institute"}, {"org": "v", "kind": "invested"}], set()),
        ([{"org": "o", "kind": "other", "reason": "지역 상생 플랫폼"}], set()),
        ([{"org": "o", "kind": "other"}], {"participants.reason"}),
        ([{"org": "firm", "kind": "company"}], {"participants.kind"}),
        ([UNIVERSITY, UNIVERSITY], {"participants.repeated"}),
        ([{"org": "tp-jeonbuk", "kind": "institute"}], {"participants.repeated"}),
    ],
)
def test_participants_are_regional_innovation_bodies_each_once(
    scene: Scene, participants: list[dict[str, Any]], expected: set[str]
) -> None:
    data = APPLICATION | {"participants": participants}
    if expected:
        assert codes(scene.refused(drafted(scene), "submit", data, LEAD, "2024-12-20 18:00")) == expected
    else:
        assert scene.take(drafted(scene), "submit", data, LEAD, "2024-12-20 18:00")[0].state == "submitted"


def test_a_designation_that_is_still_to_come_proves_nothing(scene: Scene) -> None:
    tomorrow = PLACE | {"evidence": {"MOJ": PROOF | {"dated": "2024-12-04"}}}
    unborn = Stream("project-new", "project")
    refused = scene.refused(unborn, "register", tomorrow, LEAD, "2024-12-03 23:59:59")
    assert refused == {"ministries.evidence_future": {"ministries": ["MOJ"], "today": "2024-12-03"}}
    assert scene.begin("register", tomorrow, LEAD, "2024-12-04 00:00")[0].state == "announced"


def test_which_list_proves_a_ministrys_link_stands_in_the_call(scene: Scene) -> None:
    """The area is designated until the third; from the fourth the list proves nothing, and under other rules never."""
    listed = {"visa": {str(PLACE["area"]): {"since": "2024-01-02", "until": "2024-12-03"}}}
    scene.family = [replace(CALL, facts={**CALL.facts, "areas": listed})]
    unborn, place = Stream("project-new", "project"), PLACE | {"evidence": {}}
    unproven = {"ministries.no_evidence": {"area": PLACE["area"], "ministries": ["MOJ"]}}
    assert scene.begin("register", place, LEAD, "2024-12-03 23:59")[0].state == "announced"
    assert scene.refused(unborn, "register", place, LEAD, "2024-12-04 00:00") == unproven
    unlisted = tuple(each.model_copy(update={"proved_by": ""}) for each in scene.rules.ministries)
    scene.rules = scene.rules.model_copy(update={"ministries": unlisted})
    assert scene.refused(unborn, "register", place, LEAD, "2024-12-03 23:59") == unproven


def test_an_award_is_only_lowered_and_a_void_one_returns_to_the_reserve(scene: Scene) -> None:
    project = standing("accepted")
    same = {"amount": 900_000_000, "reason": "예산"}
    assert codes(scene.refused(project, "reduce_award", same, CLOCK, "2025-01-20 09:00")) == {"award.not_lower"}
    project, _ = scene.take(project, "reduce_award", same | {"amount": 700_000_000}, CLOCK, "2025-01-20 09:00")
    assert (project.facts["award"], project.facts["local_needed"]) == (700_000_000, 300_000_000)
    project, _ = scene.take(project, "void_award", {"reason": "예산 부족"}, MINISTRY, "2025-01-21 09:00")
    assert (project.state, project.facts["award"], due(project)) == ("reserve", 0, {"objection": "2025-01-31"})


def test_round_two_needs_a_grade_that_continues_and_its_budget(scene: Scene) -> None:
    project = standing("annual_evaluation")
    scene.family = [replace(CALL, facts={**CALL.facts, "budget": {}})]
    data = {"grade": "very_poor", "amount": 900_000_001, "evaluators": ["e1"]}
    refused = scene.refused(project, "continue_round", data, AGENCY, "2026-01-20 09:00")
    assert codes(refused) == {
        "grade.stops", "budget.not_recorded", "cap.exceeded", "award.above_asked", "award.not_reduced"
    }  # fmt: skip
    stop = {"grade": "poor", "opinion": "미흡", "evaluators": ["e1"]}
    assert codes(scene.refused(project, "stop_round", stop, AGENCY, "2026-01-20 09:00")) == {
        "grade.continues", "hearing.not_held"
    }  # fmt: skip


@pytest.mark.parametrize(("was", "back"), [("agreed", "agreed"), ("supporting", "supporting")])
def test_a_special_evaluation_resumes_where_it_began(scene: Scene, was: str, back: str) -> None:
    data = {"ground": 3, "reason": "사업비 유용", "notice": SHA}
    project, _ = scene.take(standing(was), "open_special_evaluation", data, AGENCY, "2025-06-02 09:00")
    assert due(project) == {"explanation": "2025-06-12"}
    project, _ = scene.take(project, "resume", RESULT, AGENCY, "2025-06-20 09:00")
    assert (project.state, due(project)) == (back, {})


def test_a_term_that_ends_in_a_special_evaluation_leads_to_the_final_report(scene: Scene) -> None:
    project = standing("annual_evaluation")
    grade = {"grade": "average", "amount": 1, "evaluators": ["e1"]}
    project, _ = scene.take(project, "continue_round", grade, AGENCY, "2026-01-20 09:00")
    data = {"ground": 3, "reason": "사업비 유용", "notice": SHA}
    project, _ = scene.take(project, "open_special_evaluation", data, AGENCY, "2026-12-01 09:00")
    project, _ = scene.fire(project, "agreement_end", "2027-01-01 00:01")
    assert project.state == "special_evaluation"
    project, _ = scene.take(project, "resume", RESULT, AGENCY, "2027-01-10 09:00")
    assert (project.state, due(project)["final_report"]) == ("final_report_due", "2027-03-02")


@pytest.mark.parametrize(
    ("by", "state", "trigger", "data", "back"),
    [
        (
            "annual",
            "annual_evaluation",
            "stop_round",
            {"grade": "very_poor", "opinion": "중단", "evaluators": ["e1"]},
            "annual_evaluation",
        ),
        ("special", "special_evaluation", "special_stop", RESULT, "special_evaluation"),
    ],
)
def test_a_termination_goes_back_to_what_caused_it_or_ends_every_support(
    scene: Scene, by: str, state: str, trigger: str, data: dict[str, Any], back: str
) -> None:
    project, _ = scene.take(
        standing(state, was="supporting", intended=trigger), trigger, data, AGENCY, "2026-01-19 09:00"
    )
    assert (project.facts["by"], due(project)) == (by, {"objection_termination": "2026-01-29"})
    objected, _ = scene.take(project, "object_termination", OBJECTION, LEAD, "2026-01-29 23:00")
    upheld, _ = scene.take(objected, "uphold_termination", JUDGED, AGENCY, "2026-02-10 09:00")
    assert upheld.state == back
    scene.children = [stream("support-1", "recruiting"), stream("support-2", "discontinued")]
    dismissed, step = scene.take(objected, "dismiss_termination", JUDGED, AGENCY, "2026-02-10 09:00")
    lapsed, again = scene.fire(project, "objection_termination", "2026-01-30 00:01")
    assert dismissed.state == lapsed.state == "terminated"
    expected = [("support-1", "discontinue", {"reason": "협약해약 / the agreement was terminated"})]
    assert reactions(step) == reactions(again) == expected
    assert due(dismissed) == {"usage_report": "2026-05-11"}


@pytest.mark.parametrize("spoken", [True, False])
def test_no_round_is_stopped_before_the_lead_could_speak(scene: Scene, spoken: bool) -> None:
    stop = {"grade": "very_poor", "opinion": "중단", "evaluators": ["e1"]}
    project = standing("annual_evaluation", round=1)
    assert scene.refused(project, "stop_round", stop, AGENCY, "2026-01-19 09:00") == {
        "hearing.not_held": {"heard": False, "opinion_due": ""}
    }
    told = {"grade": "very_poor", "reason": "목표 미달", "notice": SHA}
    project, _ = scene.take(project, "intend_stop", told, AGENCY, "2026-01-19 09:00")
    assert due(project) == {"opinion": "2026-01-29"}
    assert scene.refused(project, "stop_round", stop, AGENCY, "2026-01-29 23:59") == {
        "hearing.not_held": {"heard": True, "opinion_due": "2026-01-29"}
    }
    if spoken:
        said = {"lead_opinion": "하반기에 만회함", "letter": SHA}
        project, _ = scene.take(project, "submit_opinion", said, LEAD, "2026-01-22 09:00")
    else:
        project, _ = scene.fire(project, "opinion", "2026-01-30 00:01")
    project, _ = scene.take(project, "stop_round", stop, AGENCY, "2026-01-30 09:00")
    assert (project.state, due(project)) == ("termination_notified", {"objection_termination": "2026-02-09"})
    objected, _ = scene.take(project, "object_termination", OBJECTION, LEAD, "2026-02-03 09:00")
    upheld, _ = scene.take(objected, "uphold_termination", JUDGED, AGENCY, "2026-02-10 09:00")
    again = stop | {"evaluators": ["e2"]}
    assert codes(scene.refused(upheld, "stop_round", again, AGENCY, "2026-02-20 09:00")) == {"hearing.not_held"}


@pytest.mark.parametrize(
    ("state", "trigger", "data"),
    [
        ("annual_evaluation", "continue_round", {"grade": "average", "amount": 1}),
        ("annual_evaluation", "stop_round", {"grade": "very_poor", "opinion": "중단"}),
        ("special_evaluation", "resume", DECISION),
        ("special_evaluation", "special_stop", DECISION),
        ("final_evaluation", "notify_grade", {"grade": "average", "opinion": "보통"}),
    ],
)
def test_whoever_evaluates_later_is_appointed_declared_and_free_of_conflicts(
    scene: Scene, state: str, trigger: str, data: dict[str, Any]
) -> None:
    committee = COMMITTEE | {"e3": {"org": "univ-e3", "area": "", "by": ["MSS"]}}
    declared = {"e1": {"project-1": "kinship"}, "e2": {}}
    scene.family = [replace(CALL, facts={**CALL.facts, "committee": committee, "declarations": declared})]
    project = standing(state, was="supporting", intended=trigger, judged=["e2"])
    wrong = data | {"evaluators": ["e1", "e2", "e3", "e3", "e9"]}
    assert scene.refused(project, trigger, wrong, AGENCY, "2026-01-20 09:00") == {
        "panel.repeated": {"evaluators": ["e3"]},
        "panel.not_appointed": {"evaluators": ["e9"]},
        "panel.not_declared": {"evaluators": ["e3", "e9"]},
        "panel.conflict": {"evaluators": ["e1"], "grounds": ["kinship"]},
        "panel.judged_before": {"evaluators": ["e2"]},
    }


@pytest.mark.parametrize(
    ("state", "trigger", "decision"),
    [
        ("objection_termination", "object_termination", "uphold_termination"),
        ("objection_termination", "object_termination", "dismiss_termination"),
        ("objection_grade", "object_grade", "uphold_grade"),
        ("objection_grade", "object_grade", "dismiss_grade"),
    ],
)
def test_a_later_objection_is_decided_by_others_than_those_who_gave_the_grade(
    scene: Scene, state: str, trigger: str, decision: str
) -> None:
    project = standing(state, by="annual", panel=["e1"], screener="s1", evaluators=["e2"])
    same = DECISION | {"review_panel": ["e1", "e2", "s1"]}
    refused = scene.refused(project, decision, same, AGENCY, "2026-02-10 09:00")
    assert refused == {"panel.same": {"members": ["e2"]}}
    others = DECISION | {"review_panel": ["e1", "s1"]}
    after, _ = scene.take(project, decision, others, AGENCY, "2026-02-10 09:00")
    assert after.facts.get("judged") == (["e2"] if decision.startswith("uphold") else None)


@pytest.mark.parametrize(
    ("state", "trigger", "data", "actor"),
    [
        ("supporting", "submit_annual_report", REPORT, LEAD),
        ("supporting", "open_special_evaluation", {"ground": 3, "reason": "유용", "notice": SHA}, AGENCY),
        ("final_report_due", "submit_final_report", {"final_report": SHA}, LEAD),
    ],
)
def test_an_evaluation_after_the_agreement_begins_anew(
    scene: Scene, state: str, trigger: str, data: dict[str, Any], actor: Actor
) -> None:
    project = standing(state, round=1, judged=["e1"])
    assert scene.take(project, trigger, data, actor, "2025-12-29 09:00")[0].facts["judged"] == []


def test_a_settlement_waits_for_the_report_the_notice_and_the_refund(scene: Scene) -> None:
    project = standing("settlement")
    notice = {"refund": 5, "accountant": "a1", "statement": SHA}
    assert codes(scene.refused(project, "notify_settlement", notice, AGENCY, "2027-05-10 09:00")) == {
        "usage.not_reported"
    }
    paid = {"refunded": 4, "statement": SHA}
    assert codes(scene.refused(project, "settle", paid, AGENCY, "2027-05-10 09:00")) == {"settlement.not_notified"}
    project = moved(project, "settlement", refund=5)
    assert scene.refused(project, "settle", paid, AGENCY, "2027-05-10 09:00") == {
        "settlement.refund_open": {"refund": 5, "refunded": 4}
    }
    ended = moved(project, "termination_settlement")
    collected, _ = scene.take(ended, "settle_termination", paid | {"in_collection": True}, AGENCY, "2027-05-10 09:00")
    assert collected.state == "closed_terminated"


@pytest.mark.parametrize(
    ("was", "back"),
    [
        ("terminated", "termination_settlement"),
        ("termination_settlement", "termination_settlement"),
        ("settlement", "settlement"),
        ("results_followup", "results_followup"),
        ("closed", "closed"),
        ("closed_terminated", "closed_terminated"),
    ],
)
def test_a_sanction_is_reviewed_also_after_the_close_and_its_payment_is_chased(
    scene: Scene, was: str, back: str
) -> None:
    data = {"ground": "제82조제1항제5호", "reason": "용도 외 사용", "notice": SHA}
    project, _ = scene.take(standing(was), "open_sanction", data, MINISTRY, "2027-06-01 09:00")
    assert due(project) == {"opinion": "2027-06-11"}
    decision = DECISION | {"sanction_amount": 1_000, "restriction_years": 11}
    assert scene.refused(project, "conclude_sanction", decision, MINISTRY, "2027-06-11 23:59") == {
        "hearing.not_held": {"heard": True, "opinion_due": "2027-06-11"},
        "sanction.too_long": {"years": 11, "most": 10},
    }
    silent = decision | {"restriction_years": 3}
    assert (
        scene.take(project, "conclude_sanction", silent, MINISTRY, "2027-06-12 00:00")[0].state == "sanction_notified"
    )
    said = {"lead_opinion": "착오로 인한 집행임", "letter": SHA}
    project, _ = scene.take(project, "submit_opinion", said, LEAD, "2027-06-09 09:00")
    assert scene.refused(project, "conclude_sanction", decision, MINISTRY, "2027-06-10 09:00") == {
        "sanction.too_long": {"years": 11, "most": 10}
    }
    decision |= {"restriction_years": 3}
    project, step = scene.take(project, "conclude_sanction", decision, MINISTRY, "2027-06-10 09:00")
    assert (project.state, due(project)) == ("sanction_notified", {"sanction_reexamination": "2027-06-30"})
    assert (reactions(step), project.facts["sanction_amount"]) == ([], 0)
    asked, _ = scene.take(project, "request_reexamination", {"document": SHA}, LEAD, "2027-06-30 23:59")
    assert (asked.state, due(asked)) == ("sanction_reexamination", {"sanction_decision": "2027-07-30"})
    lower = decision | {"sanction_amount": 400}
    after, step = scene.take(asked, "decide_reexamination", lower, MINISTRY, "2027-07-20 09:00")
    assert (after.state, due(after), after.facts["sanction_amount"]) == (back, {}, 400)
    assert reactions(step) == [("project-1", "await_sanction_payment", {})]
    project, step = scene.fire(project, "sanction_reexamination", "2027-07-01 00:01")
    assert (project.state, due(project), project.facts["sanction_amount"]) == (back, {}, 1_000)
    assert reactions(step) == [("project-1", "await_sanction_payment", {})]
    project, _ = scene.take(project, "await_sanction_payment", {}, CLOCK, "2027-07-01 00:01")
    assert due(project) == {"sanction_payment": "2027-08-02"}
    demand = {"document": SHA}
    assert codes(scene.refused(project, "demand_sanction_payment", demand, MINISTRY, "2027-07-02 09:00")) == {
        "sanction.not_missed"
    }
    project, _ = scene.fire(project, "sanction_payment", "2027-08-03 00:01")
    project, _ = scene.take(project, "demand_sanction_payment", demand, MINISTRY, "2027-08-10 09:00")
    assert due(project) == {"sanction_demand_payment": "2027-08-20"}
    part = {"amount": 999, "paid_on": "2027-08-11", "document": SHA}
    assert scene.refused(project, "record_sanction_payment", part, MINISTRY, "2027-08-11 09:00") == {
        "sanction.partial_payment": {"due": 1_000, "amount": 999}
    }
    project, _ = scene.take(project, "record_sanction_payment", part | {"amount": 1_000}, MINISTRY, "2027-08-11 09:00")
    assert (project.state, due(project), project.facts["sanction_paid"]) == (back, {}, 1_000)


def test_nobody_is_stopped_while_their_explanation_may_come(scene: Scene) -> None:
    opening = {"ground": 3, "reason": "사업비 부정 사용", "notice": SHA}
    project, _ = scene.take(standing("supporting"), "open_special_evaluation", opening, AGENCY, "2025-09-01 09:00")
    assert due(project) == {"explanation": "2025-09-11"}
    assert scene.refused(project, "special_stop", RESULT, AGENCY, "2025-09-11 23:59") == {
        "hearing.not_held": {"heard": True, "opinion_due": "2025-09-11"}
    }
    explanation = {"explanation": "착오임", "document": SHA}
    spoken, _ = scene.take(project, "explain", explanation, LEAD, "2025-09-05 09:00")
    for before, when in ((spoken, "2025-09-08 09:00"), (project, "2025-09-12 00:00")):
        assert scene.take(before, "special_stop", RESULT, AGENCY, when)[0].state == "termination_notified"


def test_a_sanction_without_money_asks_for_no_payment(scene: Scene) -> None:
    project = standing("sanction_review", was="closed")
    decision = DECISION | {"sanction_amount": 0, "restriction_years": 1}
    project, _ = scene.take(project, "conclude_sanction", decision, MINISTRY, "2027-06-10 09:00")
    project, step = scene.fire(project, "sanction_reexamination", "2027-07-01 00:01")
    assert (project.state, reactions(step)) == ("closed", [])
