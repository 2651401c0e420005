"""Every property holds for the lifecycles as they are, and is named when a definition breaks what it guards."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest
from pydantic import ConfigDict

from states import checks, checks_names
from states.call import CALL
from states.catalogue.refusals import REFUSALS
from states.catalogue.text import Text
from states.checks_names import ENGINE_CODES
from states.company import COMPANY
from states.context import Context
from states.explore import Configuration, explore
from states.laws import LAWS
from states.lifecycle import (
    SOURCE,
    STAY,
    UNBORN,
    Claiming,
    Deadline,
    Guard,
    Lifecycle,
    Mode,
    Notice,
    Payload,
    Reaction,
    State,
    T,
    Transition,
    reacting,
)
from states.machine import Machine
from states.payloads.common import Expiry
from states.project import PROJECT
from states.properties import Guarded, Never, Subject
from states.roles import AGENCY, LEAD, MINISTRY, SYSTEM
from states.support import SUPPORT
from states.survey import SURVEY
from states.verify import SHOWN, Verdict, judge, properties_of, verify
from tests.states.scene import rules

FAMILY: Final[Mapping[str, Lifecycle]] = {each.name: each for each in (CALL, PROJECT, SUPPORT, COMPANY, SURVEY)}
type_of_break = Callable[[Lifecycle], Lifecycle]


def verdict(name: str, lifecycle: Lifecycle, texts: Mapping[str, Text] = REFUSALS) -> Verdict:
    """One property of a lifecycle among its family."""
    (law,) = (each for each in properties_of(lifecycle) if each.id == name)
    return judge(law, Subject(lifecycle, {**FAMILY, lifecycle.name: lifecycle}, rules(), texts))


def row(name: str, **changes: Any) -> type_of_break:
    """The rows of this name or trigger, changed."""
    return lambda lifecycle: replace(lifecycle, rows=tuple(_changed(each, name, changes) for each in lifecycle.rows))


def _changed(each: Transition, name: str, changes: Mapping[str, Any]) -> Transition:
    return replace(each, **changes) if name in (each.name, each.trigger) else each


def also_from(name: str, *states: str) -> type_of_break:
    """The row is also possible in these states."""
    return lambda lifecycle: row(name, sources=(*lifecycle.by_name[name].sources, *states))(lifecycle)


def also_meets(name: str, deadline: str, **changes: Any) -> type_of_break:
    return lambda lifecycle: row(
        name, meets=(*lifecycle.by_name[name].meets, replace(lifecycle.deadlines[deadline], **changes))
    )(lifecycle)


def without(*names: str) -> type_of_break:
    return lambda lifecycle: replace(lifecycle, rows=tuple(each for each in lifecycle.rows if each.name not in names))


def plus(trigger: str, source: str, dest: str, by: str = AGENCY, **clauses: Any) -> type_of_break:
    added = T(trigger, source, dest, by=by, ko="더함", en="Added", cite="common", **clauses)
    return lambda lifecycle: replace(lifecycle, rows=(*lifecycle.rows, added))


def state(id: str, **changes: Any) -> type_of_break:
    return lambda lifecycle: replace(
        lifecycle, states=tuple(replace(each, **changes) if each.id == id else each for each in lifecycle.states)
    )


def moody(lifecycle: Lifecycle) -> Lifecycle:
    """A mode that stays calm, and a row for the day it is not."""
    calm = replace(lifecycle, modes=(Mode("mood", ("calm", "angry"), "calm"),))
    return row("return_plan", when={"mood": frozenset({"angry"})})(calm)


def again(lifecycle: Lifecycle) -> Lifecycle:
    """A second round of the second round: reported, evaluated and continued as the first one was."""
    twice = row("submit_annual_report", when={})(lifecycle)
    return row("continue_round", when={}, sets={"round": 2})(twice)


def swapped(lifecycle: Lifecycle) -> Lifecycle:
    """An upheld objection goes to the evaluation it did not come from."""
    first = row("uphold_termination.annual_evaluation", when={"by": frozenset({"special"})})(lifecycle)
    return row("uphold_termination.special_evaluation", when={"by": frozenset({"annual"})})(first)


class Loose(Payload):
    model_config = ConfigDict(extra="allow")


class Fractional(Payload):
    rates: tuple[float, ...]


@reacting("company.vanish")
def vanishing(_: Context) -> list[Reaction]:
    return []


NEVER = Guard("never", "code.without_text", "common", lambda _: None)
OTHER = Guard("project_agreed", "support.another", "common", lambda _: None)
NAMELESS = Claiming("<lambda>", "nothing", "common", lambda _: ())
STRAY = Deadline("stray", "떠돎", "Stray", owner=LEAD, fires="mark_overdue", cite="common", period="no_such_period")
DOUBLE = Notice("support_plan_reported", (AGENCY,), "다른 편지", "Another letter")
MAYOR = Notice("support_to_mayor", ("mayor",), "시장 귀하", "To the mayor")

BREAKS: Final[tuple[tuple[str, Lifecycle, type_of_break], ...]] = (
    ("states.end", COMPANY, without("recover")),
    ("states.end", PROJECT, without("decide_reexamination.settlement")),
    ("rows.applicable", SUPPORT, moody),
    ("rows.single", SUPPORT, plus("return_plan", "plan_review", "recruiting")),
    (
        "rows.single",
        PROJECT,
        row("dismiss_rejection.rejected", when={"was": frozenset({"rejected_notified", "reserve"})}),
    ),
    ("states.owned", SUPPORT, state("planning", owner=MINISTRY)),
    ("states.owned", SUPPORT, state("planning", owner="")),
    ("states.timed", SUPPORT, state("selecting", open_end="")),
    ("timers.fire", SUPPORT, row("mark_overdue", sources=("plan_review", "reporting"))),
    ("timers.fire", SUPPORT, row("close_company_call", by=(AGENCY,))),
    ("timers.fire", SUPPORT, row("close_company_call", payload=SUPPORT.by_name["publish"].payload)),
    ("expiries.timed", SUPPORT, plus("plan_lapsed", "planning", STAY, SYSTEM, payload=Expiry)),
    ("system.caused", SUPPORT, row("complete", by=(SYSTEM,))),
    ("deadlines.closed", SUPPORT, also_meets("approve_plan", "selection_report")),
    ("deadlines.one_kind", SUPPORT, also_meets("approve_plan", "support_review", ko="다른 기한")),
    ("deadlines.late", SURVEY, row("answer", opens=(replace(SURVEY.deadlines["survey"], late="escalate"),))),
    ("names.states", SUPPORT, row("approve_plan", dest="nowhere")),
    ("names.modes", SUPPORT, row("approve_plan", sets={"mood": "angry"})),
    ("names.modes", PROJECT, row("begin_round", sets={"round": 3})),
    ("names.modes", PROJECT, row("change_agreement", sets={"was": SOURCE}, sources=("agreed", "draft"))),
    ("names.roles", SUPPORT, row("approve_plan", by=(AGENCY, "mayor"))),
    ("names.roles", SUPPORT, row("approve_plan", notify=(MAYOR,))),
    ("names.deadlines", SUPPORT, row("approve_plan", opens=(STRAY,))),
    ("names.deadlines", SUPPORT, row("approve_plan", meets=(STRAY,))),
    ("names.notices", SUPPORT, row("approve_plan", notify=(DOUBLE,))),
    ("names.guards", SUPPORT, row("approve_plan", guards=(OTHER,))),
    ("names.code", SUPPORT, row("approve_plan", records=lambda _: {})),
    ("names.code", SUPPORT, row("approve_plan", guards=(OTHER,))),
    ("names.claims", SUPPORT, row("approve_plan", claims=(NAMELESS,))),
    ("names.payloads", SUPPORT, row("approve_plan", payload=Loose)),
    ("names.payloads", SUPPORT, row("approve_plan", payload=Fractional)),
    ("names.payloads", SUPPORT, row("approve_plan", joins="company")),
    ("names.streams", SUPPORT, row("approve_plan", reads=("planet",))),
    ("names.reactions", SUPPORT, row("approve_plan", reacts=vanishing)),
    ("names.reactions", SUPPORT, row("approve_plan", reacts=vanishing.compute)),
    ("texts.refusals", SUPPORT, row("approve_plan", guards=(NEVER,))),
    ("texts.labels", SUPPORT, row("approve_plan", en="승인")),
    ("texts.labels", SUPPORT, row("approve_plan", cite="")),
    ("call.budget_before_confirmation", CALL, row("confirm_results", guards=())),
    ("call.awards_within_money", CALL, row("award", guards=())),
    ("call.ranking_before_awards", CALL, also_from("award", "evaluating")),
    ("call.confirmed_before_end", CALL, also_from("end_call", "notified")),
    ("call.no_cancellation_after_awards", CALL, also_from("cancel_call", "confirmed")),
    ("project.screened_before_presentation", PROJECT, also_from("begin_presentation", "screening")),
    ("project.presented_before_result", PROJECT, also_from("notify_rejected", "presenting")),
    ("project.confirmed_before_agreement", PROJECT, also_from("begin_supplement", "accepted")),
    ("project.confirmed_by_call", PROJECT, row("confirm", by=(SYSTEM, MINISTRY))),
    ("project.confirmed_by_call", PROJECT, row("change_people", reacts=reacting("project.confirm")(lambda _: []))),
    ("project.selected_by_call", PROJECT, row("notify_selected", by=(SYSTEM, AGENCY))),
    ("project.agreement_before_support", PROJECT, also_from("begin_round", "agreement_pending")),
    ("project.money_before_support", PROJECT, row("begin_round", guards=())),
    ("project.budget_before_second_round", PROJECT, row("continue_round", guards=())),
    ("project.objection_screening", PROJECT, row("uphold_screening", dest="scored")),
    ("project.objection_rejection", PROJECT, row("dismiss_rejection.rejected", when={})),
    ("project.objection_rejection", PROJECT, also_from("object_rejection", "scored")),
    ("project.objection_termination", PROJECT, swapped),
    ("project.objection_grade", PROJECT, row("uphold_grade", dest="final_report_due")),
    ("project.special_evaluation", PROJECT, row("resume.agreed", when={})),
    (
        "project.sanction",
        PROJECT,
        row("decide_reexamination.closed", when={"was": frozenset({"closed", "settlement"})}),
    ),
    (
        "project.decision_before_reexamination",
        PROJECT,
        also_from("request_reexamination.sanction_reexamination.sanction_notified", "sanction_review"),
    ),
    ("project.settlement", PROJECT, also_from("close", "settlement")),
    ("project.settlement", PROJECT, also_from("give_up", "agreed")),
    ("project.closed_after_settlement", PROJECT, also_from("close", "final_evaluation")),
    ("project.closed_after_termination", PROJECT, row("begin_termination_settlement", dest="closed_terminated")),
    ("project.settlement_checked", PROJECT, row("settle", guards=())),
    ("project.heard_before", PROJECT, row("special_stop", guards=())),
    ("project.stop_announced", PROJECT, row("stop_round", guards=())),
    ("project.two_rounds", PROJECT, plus("third_round", "supporting", STAY, sets={"round": 3})),
    ("project.each_round_once", PROJECT, again),
    ("support.after_agreement", SUPPORT, row("open", guards=())),
    ("support.while_supporting", SUPPORT, row("publish", guards=())),
    ("support.plan_before_companies", SUPPORT, also_from("approve_plan", "planning")),
    ("support.approval_before_companies", SUPPORT, row("report_plan", dest="recruiting")),
    ("support.selection_before_support", SUPPORT, row("select_companies", dest="supporting")),
    ("support.selected_before_report", SUPPORT, also_from("report_selection", "selecting")),
    ("support.inspection_before_end", SUPPORT, also_from("complete", "supporting")),
    ("support.preference_before_end", SUPPORT, row("complete", guards=())),
    ("support.discontinued_by_project", SUPPORT, row("discontinue", by=(SYSTEM, LEAD))),
    ("company.agreement_before_support", COMPANY, also_from("begin", "selected")),
    ("company.selected_before_agreement", COMPANY, also_from("agree", "evaluated")),
    ("company.agreement_before_money", COMPANY, also_from("pay", "selected")),
    ("company.succeeded_by_call", COMPANY, row("succeed", by=(SYSTEM, LEAD))),
    ("company.settled", COMPANY, row("complete", guards=())),
    ("company.support_delivering", COMPANY, row("begin", guards=())),
    ("company.self_pay", COMPANY, row("agree", guards=())),
    ("company.hearing_before_cancellation", COMPANY, row("cancel", guards=())),
    ("company.objection", COMPANY, row("uphold", dest="selected")),
    ("call.told", CALL, row("award", notify=())),
    ("project.told", PROJECT, row("grade_lapsed.settlement", notify=())),
    ("support.told", SUPPORT, row("approve_plan", notify=())),
    ("company.told", COMPANY, row("succeed", notify=())),
    ("survey.told", SURVEY, row("revise", notify=())),
    ("survey.until_it_closes", SURVEY, row("revise", guards=())),
    ("survey.withdrawn_for_good", SURVEY, also_from("revise", "withdrawn")),
)
WITHOUT_WAY: Final[tuple[tuple[str, Lifecycle, type_of_break], ...]] = (
    ("states.reachable", SUPPORT, without("close_company_call")),
    ("names.states", SUPPORT, lambda lifecycle: replace(lifecycle, states=(*lifecycle.states, lifecycle.states[0]))),
    ("names.rows", SUPPORT, plus("return_plan", "recruiting", "planning")),
    ("names.rows", SUPPORT, plus("approve_plan", "planning", "recruiting")),
    ("texts.labels", SUPPORT, state("planning", ko="Planning")),
    ("names.roles", SUPPORT, state("planning", owner="mayor")),
    ("support.told", SUPPORT, row("publish", notify=(MAYOR,))),
)
"""Breaches nothing leads to: they are in the text of the definition."""


@pytest.mark.parametrize("lifecycle", FAMILY.values(), ids=FAMILY)
def test_every_property_holds_for_the_lifecycles_as_they_are(lifecycle: Lifecycle) -> None:
    found = verify(lifecycle, FAMILY, rules(), REFUSALS)
    assert [each.property for each in found] == [each.id for each in properties_of(lifecycle)]
    assert {each.property: each.detail_en for each in found if not each.holds} == {}


def test_every_property_is_broken_by_some_test() -> None:
    listed = [law.id for lifecycle in FAMILY.values() for law in lifecycle.properties]
    listed += [each.id for each in (*checks.CHECKS, *checks_names.CHECKS)]
    assert sorted(listed) == sorted({"table.compiled", *(name for name, _, _ in (*BREAKS, *WITHOUT_WAY))})
    assert {name: lifecycle.properties for name, lifecycle in FAMILY.items()} == LAWS


@pytest.mark.parametrize(
    ("name", "lifecycle", "broken"), BREAKS, ids=[f"{n}-{i}" for i, (n, _, _) in enumerate(BREAKS)]
)
def test_a_broken_definition_is_named_with_the_way_to_it(
    name: str, lifecycle: Lifecycle, broken: type_of_break
) -> None:
    subject = broken(lifecycle)
    found = verdict(name, subject)
    assert not found.holds
    assert found.detail_ko
    assert found.detail_en
    assert_is_a_way(found.witness, subject)


def assert_is_a_way(witness: tuple[str, ...], lifecycle: Lifecycle) -> None:
    """The way begins before birth, hangs together and takes declared rows only."""
    declared = {
        f"{source} --{each.trigger}--> {source if each.dest == STAY else each.dest}"
        for each in lifecycle.rows
        for source in each.sources
    }
    assert witness
    assert set(witness) <= declared
    assert witness[0].startswith(f"{UNBORN} --")
    assert all(one.split("> ")[1] == other.split(" --")[0] for one, other in pairwise(witness))


@pytest.mark.parametrize(("name", "lifecycle", "broken"), WITHOUT_WAY)
def test_a_broken_text_is_named(name: str, lifecycle: Lifecycle, broken: type_of_break) -> None:
    found = verdict(name, broken(lifecycle))
    assert (found.holds, found.witness) == (False, ())
    assert found.detail_en


def test_a_machine_that_is_not_the_table_is_named() -> None:
    """Its one arrow too few and one too many, each as the way."""
    other = Machine(row("approve_plan", dest="planning")(SUPPORT))
    assert [each.witness for each in checks.differences(SUPPORT, other)] == [
        ("plan_review --approve_plan--> planning",),
        ("plan_review --approve_plan--> recruiting",),
    ]


@pytest.mark.parametrize(
    "text",
    [
        Text("", "It is over.", "기다리십시오.", "Wait."),
        Text("끝났습니다.", "끝났습니다.", "기다리십시오.", "Wait."),
        Text("끝났습니다.", "It is over.", "", "Wait."),
        Text("끝났습니다.", "It is over.", "기다리십시오.", ""),
        Text("끝났습니다: {when.", "It is over.", "기다리십시오.", "Wait."),
        Text("끝났습니다.", "It is over: {0}.", "기다리십시오.", "Wait."),
    ],
)
def test_a_refusal_without_a_text_or_cure_is_named(text: Text) -> None:
    code = SUPPORT.by_name["open"].guards[0].code
    found = verdict("texts.refusals", SUPPORT, {**REFUSALS, code: text})
    assert (found.holds, found.witness) == (False, ("unborn --open--> planning",))
    assert code in found.detail_en


def test_a_law_about_what_is_not_there_is_broken() -> None:
    """A row that is gone must not leave its law holding for nothing."""
    assert verdict("support.preference_before_end", without("complete")(SUPPORT)).detail_en == (
        "complete is not in the lifecycle"
    )
    law = Never(id="x", ko="없음", en="none", rows=("open",), states=("nowhere",))
    assert verdict("x", replace(SUPPORT, properties=(law,))).detail_en == "nowhere is not in the lifecycle"


def test_many_breaches_are_told_in_short() -> None:
    law = Guarded(id="x", ko="모두", en="all", rows=tuple(SUPPORT.triggers), by=("never",))
    detail = verdict("x", replace(SUPPORT, properties=(law,))).detail_en
    assert detail.count("lacks the guard never") == SHOWN
    assert detail.endswith(f"; +{len(SUPPORT.rows) - SHOWN}")


def test_the_engines_codes_are_those_it_writes() -> None:
    """Read from the sources: every literal code of a refusal or a problem, and no other."""
    root = Path(__file__).parents[2]
    sources = [*(root / "workflow").glob("*.py"), *(root / "states").glob("*.py")]
    calls = (node for path in sources for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    written = {
        str(node.args[0].value)
        for node in calls
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("Refusal", "Problem")
        and isinstance(node.args[0], ast.Constant)
    }
    assert set(ENGINE_CODES) == written


def test_a_reaction_that_is_not_declared_is_an_error() -> None:
    liar = reacting("company.inspect")(lambda _: [Reaction("company-1", "vanish")])
    with pytest.raises(ValueError, match="vanish"):
        liar(None)  # type: ignore[arg-type]  # it looks at nothing


DUE = Deadline("due", "기한", "Due", owner=LEAD, fires="lapse", cite="common", period="objection")
LATE = Deadline("late", "늦음", "Late", owner=LEAD, fires="nudge", cite="common", period="objection")
HERE, THERE, DONE, OVER = (
    State(id, "상태", id, phase="p", cite="common", terminal=end)
    for id, end in (("here", False), ("there", False), ("done", True), ("over", True))
)
SMALL = Lifecycle(
    name="small",
    ko="작은 것",
    en="Small",
    states=(HERE, THERE, DONE, OVER),
    modes=(Mode("was", ("", "here", "there"), ""),),
    rows=(
        T("begin", UNBORN, HERE, by=LEAD, ko="시작", en="Begin", cite="common", opens=[DUE, LATE]),
        T("go", HERE, THERE, by=LEAD, ko="감", en="Go", cite="common", sets={"was": SOURCE}, meets=[LATE]),
        T("nudge", HERE, STAY, by=SYSTEM, ko="독촉", en="Nudge", cite="common", payload=Expiry),
        T("finish", THERE, DONE, by=LEAD, ko="끝", en="Finish", cite="common", when={"was": ["here"]}, opens=[LATE]),
        T("lapse", (HERE, THERE), OVER, by=SYSTEM, ko="경과", en="Lapse", cite="common", payload=Expiry),
    ),
)


def test_a_walk_is_exactly_what_can_happen() -> None:
    """The source is remembered; a timer closes its own deadline, a row what it meets, an end the earlier ones."""

    def at(state: str, was: str, *open: str) -> Configuration:
        return Configuration(state, (was,), frozenset(open))

    walk = explore(SMALL)
    assert list(walk.steps) == [
        at(UNBORN, ""),
        at("here", "", "due", "late"),
        at("there", "here", "due"),
        at("here", "", "due"),
        at("over", ""),
        at("done", "here", "late"),
        at("over", "here"),
    ]
    assert walk.path(at("over", "here")) == (
        "unborn --begin--> here",
        "here --go--> there",
        "there --lapse--> over",
    )
    assert {(step.row.name, step.timer) for step in walk.every()} == {
        ("begin", ""),
        ("go", ""),
        ("nudge", "late"),
        ("finish", ""),
        ("lapse", "due"),
    }


def test_small_breaches_have_the_shortest_way() -> None:
    found = {each.property: each for each in verify(SMALL, {"small": SMALL}, rules(), REFUSALS)}
    assert found["timers.fire"].witness == (
        "unborn --begin--> here",
        "here --go--> there",
        "there --finish--> done",
    )
    assert found["timers.fire"].detail_en == "a deadline has no row to fire: done, late -> nudge"
    assert found["states.timed"].holds
    assert not found["states.owned"].holds


def test_a_deadline_without_its_period_or_its_row_is_told_with_the_place_to_mend() -> None:
    stray = replace(STRAY, fires="vanish")
    found = verdict("names.deadlines", row("approve_plan", opens=(stray,))(SUPPORT))
    assert found.detail_en == "approve_plan: call.toml: [periods.no_such_period], stray -> vanish"
