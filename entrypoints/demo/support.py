"""Act five: the eight steps ①–⑧ of each recruitment with its companies, side by side and year by year."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from entrypoints.demo.application import LETTERS, TARGET_GROUP, attended, brn
from entrypoints.demo.cast import partner
from entrypoints.demo.companies import CHOSEN, Applicant, agreement, amount_of, applicants, beyond, ktop
from entrypoints.demo.files import take_in
from entrypoints.demo.stage import DemoError, Stage, began, on, sha
from states.roles import Actor
from states.rules.company_support import gives_money, group_of, items_of
from workflow.messages import Command

PLANNED_COMPANIES = 6
UNSPENT = 1_000_000
"""Won of each support given back at its end."""


@dataclass
class Recruitment:
    """One recruitment of a project: its number, round, programmes; its stream and companies once they are there."""

    project: str
    area: str
    order: int
    round: int
    programmes: tuple[str, ...]
    partners: tuple[str, ...]
    finishes: bool = True
    stream: str = ""
    companies: list[Applicant] = field(default_factory=list)

    def of(self, *fates: str) -> list[Applicant]:
        return [each for each in self.companies if each.fate in fates]


def recruitment(stage: Stage, project: str, order: int, round: int, *, finishes: bool = True) -> Recruitment:
    """The `order`th recruitment of a project, with the programmes of its application."""
    facts = stage.stream(project).facts
    partners = tuple(code for code in facts["ministries"] if code != stage.rules.lead_ministry.code)
    return Recruitment(project, str(facts["area"]), order, round, tuple(facts["programmes"]), partners, finishes)


def play(stage: Stage, recruitments: list[Recruitment]) -> None:
    """One round's recruitments, from ① to ⑧ at the same pace; those that do not finish stay in ⑥."""
    ends_on = stage.rules.round(recruitments[0].round).ends_on
    _plan(stage, recruitments)
    _recruit(stage, recruitments)
    _choose(stage, recruitments)
    _decide(stage, recruitments)
    _report(stage, recruitments)
    _begin(stage, recruitments, ends_on)
    finishing = [each for each in recruitments if each.finishes]
    _inspect(stage, finishing)
    _finish(stage, finishing, ends_on)


def _lead(stage: Stage, each: Recruitment) -> Actor:
    return stage.lead_of(each.area)


def _each(
    stage: Stage, recruitments: Iterable[Recruitment], trigger: str, data: Callable[[Recruitment], dict[str, Any]]
) -> list[Command]:
    """The same step of every recruitment, by its lead."""
    return [stage.order(_lead(stage, each), trigger, each.stream, data(each)) for each in recruitments]


def _all(
    stage: Stage,
    recruitments: Iterable[Recruitment],
    fates: tuple[str, ...],
    trigger: str,
    data: Callable[[Applicant], dict[str, Any]],
) -> None:
    """The same step of every company of these fates, by the lead."""
    stage.tell(
        *(
            stage.order(_lead(stage, each), trigger, company.stream, data(company))
            for each in recruitments
            for company in each.of(*fates)
        )
    )


def _plan(stage: Stage, recruitments: list[Recruitment]) -> None:
    """① opened and reported, one returned and reported again; ② approved."""
    stage.later(1)
    for each in recruitments:
        opening = {"order": each.order, "round": each.round, "programmes": list(each.programmes)}
        each.stream = stage.do(_lead(stage, each), "open", each.project, **opening)
    stage.later(7)
    first = recruitments[0]
    greedy = _planned(stage, first)
    greedy["plan"][0]["per_company"] = beyond(stage.rules, first.programmes[0])
    stage.refuse(stage.order(_lead(stage, first), "report_plan", first.stream, greedy), "support.over_cap")
    stage.tell(*_each(stage, recruitments, "report_plan", lambda each: _planned(stage, each)))
    stage.later(2)
    stage.do(stage.officer, "return_plan", first.stream, points=["K-TOP 활용계획 구체화"])
    stage.later(4)
    stage.do(_lead(stage, first), "report_plan", first.stream, **_planned(stage, first))
    stage.later(2)
    for each in recruitments:
        stage.do(stage.officer, "approve_plan", each.stream, approval_no=f"{stage.today.year}-{each.area}-{each.order}")


def _planned(stage: Stage, each: Recruitment) -> dict[str, Any]:
    """The plan: what each programme gives at most to a company and in all, in won."""
    plan = []
    for id in each.programmes:
        most = group_of(stage.rules, id).cap if gives_money(stage.rules, id) else 0
        items = list(items_of(stage.rules, id))
        amount = amount_of(stage.rules, group_of(stage.rules, id).id) * (PLANNED_COMPANIES if most else 1)
        row = {"id": id, "items": items, "companies": PLANNED_COMPANIES}
        plan.append({**row, "per_company": most, "amount": amount})
    documents = {"analysis": sha(f"{each.stream} analysis"), "document": sha(f"{each.stream} plan")}
    return {"plan": plan, "ktop_use": "K-TOP 지수로 기업을 진단해 선정에 반영", **documents}


def _recruit(stage: Stage, recruitments: list[Recruitment]) -> None:
    """③ published; companies apply, those of a letter of intent among them; one comes a millisecond late."""
    stage.later(1)
    opens, closes = on(stage.today + timedelta(days=1), 9), on(stage.today + timedelta(days=15), 18)
    dates = {"opens_at": opens.isoformat(), "closes_at": closes.isoformat()}
    number = {"notice_no": f"{stage.today.year}-모집", "notice": sha("company call")}
    stage.tell(*_each(stage, recruitments, "publish", lambda _: number | dates))
    stage.later(6)
    for each in recruitments:
        each.companies = _applied(stage, each)
    stage.advance_to(closes + timedelta(milliseconds=1))
    first = recruitments[0]
    late = replace(first.companies[0], brn=brn(first.area, 9_000 + first.order))
    tardy = late.application(first.stream) | {"brn": late.brn}
    stage.refuse(stage.order(late.actor, "apply_directly", first.project, tardy), "company.reception_closed")
    stage.later(1, 9)
    for each in recruitments:
        stage.check(each.stream, "selecting")


def _applied(stage: Stage, each: Recruitment) -> list[Applicant]:
    """The companies of a recruitment, applied: by the letter they gave, or directly."""
    first = 1 if each.order == 1 else each.order * 100
    coming = applicants(stage.rules, each.area, each.programmes, first)
    letters = {
        str(one.facts["brn"]): one.id for one in stage.below(each.project, "company") if one.state == "interested"
    }
    orders = []
    for one in coming:
        data = one.application(each.stream)
        if one.brn in letters:
            orders.append(stage.order(one.actor, "apply", letters[one.brn], data))
        else:
            orders.append(stage.order(one.actor, "apply_directly", each.project, data | {"brn": one.brn}))
    outcomes = stage.tell(*orders)
    if each.order == 1 and len(letters) != LETTERS:
        raise DemoError(f"{each.project} should have {LETTERS} letters of intent, not {len(letters)}")
    return [replace(one, stream=began(outcome)) for one, outcome in zip(coming, outcomes, strict=True)]


def _choose(stage: Stage, recruitments: list[Recruitment]) -> None:
    """Eligibility, K-TOP and the lead's own evaluation."""
    stage.later(11)
    day = stage.clock.now()
    staying = (*CHOSEN, "waiting", "objecting", "passed_over")
    _all(stage, recruitments, ("withdrawn",), "withdraw", lambda one: {"document": sha(f"withdrawal {one.brn}")})
    _all(stage, recruitments, (*staying, "unfit"), "check", lambda _: {})
    marks = {"score": 8_200, "opinion": "사업화 역량이 우수함", "business": TARGET_GROUP[0]}
    for one in recruitments[0].of("unfit"):
        elsewhere = stage.order(_lead(stage, recruitments[0]), "evaluate", one.stream, marks | {"business": "부동산업"})
        stage.refuse(elsewhere, "company.no_ktop", "company.not_of_target")
    reason = {"cause": "not_target_group", "reason": "지자체가 정한 육성 타겟군이 아님"}
    _all(stage, recruitments, ("unfit",), "fail_check", lambda _: reason)
    stage.later(2)
    for each in recruitments:
        take_in(stage, _lead(stage, each), "ktop", [ktop(one, day) for one in each.of(*staying)])
    stage.later(3)
    _all(stage, recruitments, staying, "evaluate", lambda _: marks)


def _decide(stage: Stage, recruitments: list[Recruitment]) -> None:
    """④ selected within the caps of a company and year; an objection heard and dismissed."""
    stage.later(2)
    year = stage.today.year
    for each in recruitments:
        for one in each.of("capped"):
            greedy = one.selection(stage.rules, year, greedy=True)
            stage.refuse(stage.order(_lead(stage, each), "select", one.stream, greedy), "company.over_cap")
    _all(stage, recruitments, CHOSEN, "select", lambda one: one.selection(stage.rules, year))
    _all(stage, recruitments, ("waiting",), "waitlist", lambda _: {"rank": 1})
    _all(stage, recruitments, ("objecting", "passed_over"), "reject", lambda _: {"reason": "평가 순위에 들지 못함"})
    stage.later(5)
    for each in recruitments:
        for one in each.of("objecting"):
            stage.do(one.actor, "object", one.stream, document=sha(f"objection {one.brn}"))
    stage.later(9)
    decision = {"decision": "평가에 하자가 없어 기각", "document": sha("dismissed")}
    _all(stage, recruitments, ("objecting",), "dismiss", lambda _: decision)


def _report(stage: Stage, recruitments: list[Recruitment]) -> None:
    """④ listed, one list returned; ⑤ reported."""
    stage.later(1)
    stage.tell(*_each(stage, recruitments, "select_companies", lambda each: _listed(stage, each)))
    first = recruitments[0]
    stage.do(stage.officer, "return_report", first.stream, points=["선정평가 의사록 보완"])
    stage.do(_lead(stage, first), "select_companies", first.stream, **_listed(stage, first))
    stage.later(4)
    stage.tell(
        *_each(stage, recruitments, "report_selection", lambda each: {"report": sha(f"{each.stream} selection")})
    )


def _listed(stage: Stage, each: Recruitment) -> dict[str, Any]:
    chosen = ((one.stream, stage.stream(one.stream).facts["amount"]) for one in each.of(*CHOSEN))
    return {"selection": [{"company": id, "amount": amount} for id, amount in chosen], "minutes": sha("minutes")}


def _begin(stage: Stage, recruitments: list[Recruitment], ends_on: date) -> None:
    """One company gives up, the waiting one follows; own shares deposited, agreements signed; ⑥ begun."""
    stage.later(2)
    for each in recruitments:
        for one in each.of("leaving"):
            stage.do(one.actor, "give_up", one.stream, document=sha(f"giving up {one.brn}"), paid=0)
    year = stage.today.year
    _all(stage, recruitments, ("waiting",), "select", lambda one: one.selection(stage.rules, year))
    stage.later(5)
    first = recruitments[0].of("plain")[0]
    short = agreement(stage.stream(first.stream).facts, stage.today) | {"cash": 0}
    stage.refuse(stage.order(_lead(stage, recruitments[0]), "agree", first.stream, short), "company.not_deposited")
    working = ("plain", "corrected", "capped", "waiting")
    _all(stage, recruitments, working, "agree", lambda one: agreement(stage.stream(one.stream).facts, stage.today))
    stage.later(2)
    ends = on(max(ends_on - timedelta(days=33), stage.today + timedelta(days=60)), 18).isoformat()
    _all(stage, recruitments, working, "begin", lambda one: {"rcms": f"rcms-{one.brn}", "support_ends_at": ends})
    _pay(stage, recruitments, working)
    for programme in attended(stage.rules):
        listed = {"programme": programme.id, "held_on": stage.today.isoformat()}
        orders = (
            stage.order(_lead(stage, each), "record_participants", each.stream, listed | _attending(each))
            for each in recruitments
        )
        stage.tell(*orders)


def _pay(stage: Stage, recruitments: list[Recruitment], fates: tuple[str, ...]) -> None:
    """Money follows the agreement and stays within the support."""
    proof = {"paid_on": stage.today.isoformat(), "document": sha("payment")}
    first = recruitments[0].of("plain")[0]
    more = proof | {"won": int(stage.stream(first.stream).facts["amount"]) + 1}
    stage.refuse(stage.order(_lead(stage, recruitments[0]), "pay", first.stream, more), "company.paid_too_much")
    _all(stage, recruitments, fates, "pay", lambda one: proof | {"won": stage.stream(one.stream).facts["amount"]})


def _attending(each: Recruitment) -> dict[str, Any]:
    return {"brns": [one.brn for one in each.companies[:6]]}


def _inspect(stage: Stage, recruitments: list[Recruitment]) -> None:
    """Inspections at any time: one company has to correct, in one recruitment later than it should."""
    stage.later(30)
    checklist = {"checklist": ["지원금 집행", "결과물 진척"], "document": sha("inspection")}
    working = ("plain", "capped", "waiting")
    stage.tell(
        *(
            stage.order(_lead(stage, each), "record_inspection", each.stream, checklist | {"company": one.stream})
            for each in recruitments
            for one in each.of(*working)
        )
    )
    found = checklist | {"finding": "시제품 사양이 계획과 다름"}
    corrected = [(each, one) for each in recruitments for one in each.of("corrected")]
    stage.tell(
        *(
            stage.order(stage.officer, "record_finding", each.stream, found | {"company": one.stream})
            for each, one in corrected
        )
    )
    ordered = {"correction": "사양을 계획대로 고치고 증빙을 제출"}
    stage.tell(*(stage.order(stage.officer, "order_correction", one.stream, ordered) for _, one in corrected))
    stage.later(14)
    for each, one in corrected[1:]:
        _correct(stage, each, one)
    stage.pass_by(corrected[0][0].stream, "finding", 14)
    _correct(stage, *corrected[0])


def _correct(stage: Stage, each: Recruitment, one: Applicant) -> None:
    lead = _lead(stage, each)
    stage.do(one.actor, "correct", one.stream, evidence=sha(f"correction {one.brn}"), accepted_by=lead.id)
    stage.do(lead, "cure_findings", each.stream, cured=[one.stream], evidence=sha(f"cure {one.brn}"))


def _finish(stage: Stage, recruitments: list[Recruitment], ends_on: date) -> None:
    """Companies complete; ⑦ reported, one returned, accepted; ⑧ each partner's preference or that there is none."""
    stage.not_before(ends_on - timedelta(days=41))
    first = recruitments[0]
    _spend(stage, recruitments)
    kept = _settled(stage, first.of("plain")[0]) | {"returned": UNSPENT - 1}
    stage.refuse(
        stage.order(_lead(stage, first), "complete", first.of("plain")[0].stream, kept), "company.unspent_kept"
    )
    working = ("plain", "corrected", "capped", "waiting")
    _all(stage, recruitments, working, "complete", lambda one: _settled(stage, one))
    stage.later(4)
    stage.tell(
        *_each(stage, recruitments, "report_inspection", lambda each: {"report": sha(f"{each.stream} inspection")})
    )
    stage.do(stage.officer, "return_inspection", first.stream, points=["점검표 서명 누락"])
    stage.do(_lead(stage, first), "report_inspection", first.stream, report=sha("inspection again"))
    stage.later(3)
    stage.tell(*(stage.order(stage.officer, "accept_inspection", each.stream) for each in recruitments))
    missing = stage.order(stage.officer, "complete", first.stream)
    stage.refuse(missing, "support.preference_missing")
    stage.later(6)
    for each in recruitments:
        stage.tell(*(_preference(stage, each, code, n) for n, code in enumerate(each.partners)))
    stage.later(5)
    stage.tell(*(stage.order(stage.officer, "complete", each.stream) for each in recruitments))


def _spend(stage: Stage, recruitments: list[Recruitment]) -> None:
    """What RCMS says the companies spent, this month and two months before, all in one file."""
    now, before = (f"{day:%Y-%m}" for day in (stage.today, stage.today - timedelta(days=60)))
    working = [(each, one) for each in recruitments for one in each.of("plain", "corrected", "capped", "waiting")]
    rows = []
    for each, one in working:
        spent = int(stage.stream(one.stream).facts["amount"]) - UNSPENT
        months = ((before, spent // 2), (now, spent - spent // 2))
        rows += [[each.area, one.brn, month, won] for month, won in months]
    take_in(stage, stage.officer, "rcms", rows)


def _settled(stage: Stage, one: Applicant) -> dict[str, Any]:
    """The settlement of a company that gives a little back."""
    facts = stage.stream(one.stream).facts
    checked = {"report": sha("completion"), "deliverables_checked": True, "costs_settled": True}
    return {
        **checked,
        "spent": facts["amount"] - UNSPENT,
        "self_paid": facts["self_pay"],
        "returned": UNSPENT,
    }


def _preference(stage: Stage, each: Recruitment, code: str, n: int) -> Command:
    """The first partner grants something, the others record that there is nothing this year."""
    ministry = stage.rules.ministry(code)
    what = (ministry.preference_ko or ministry.link_ko) if n == 0 else "해당 연도 우대 없음"
    given = {"granted": n == 0, "what": what, "beneficiary": f"area:{each.area}", "document": sha(f"{code} preference")}
    built = [ministry.local_ko] if n == 0 and ministry.local_ko else []
    return stage.order(partner(code), "record_preference", each.stream, given | {"facilities": built})
