"""The conditions of a company's rows (공고 §1·§3·§7; 행정절차법 21). Money is integer won."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from states.context import Context
from states.guards.call import PROJECT_ENDS
from states.guards.reception import shown
from states.guards.shared import SUPPORT_ENDS, mapping, number, sequence
from states.instants import read
from states.lifecycle import Claim, claiming, guard
from states.roles import COMPANY
from states.rules.company_support import SelfPay, Support, asks_ktop, by_group, gives_money, items_of, self_pay
from states.rules.identifiers import valid_brn
from states.rules.periods import KST

CHOOSING = ("selecting", "reporting", "supporting", "inspection")
DELIVERING = ("supporting", "inspection", "preference")
APPLYING = ("announced", "draft")
KTOP_ITEMS = 10
TOTAL = "all"
"""The key part under which a company's groups are counted together."""


def groups(ctx: Context) -> tuple[Support, ...]:
    """What the selection gives, by group of programmes."""
    return by_group(ctx.rules, sequence(ctx.after.get("items")))


def asked_self_pay(ctx: Context) -> tuple[tuple[Support, SelfPay], ...]:
    """What each group gives, and what the company has to pay for it."""
    sales, unit = number(ctx.after.get("sales")), ctx.setting(ctx.rules.money.rounding)
    return tuple((each, self_pay(ctx.rules, each.group, each.support, sales, unit)) for each in groups(ctx))


def _begun(ctx: Context) -> bool:
    return "rcms" in ctx.facts or "paid_out" in ctx.facts


@guard("company.brn_invalid", "common")
def brn_valid(ctx: Context) -> Mapping[str, Any] | None:
    given = str(ctx.after.get("brn", ""))
    return None if valid_brn(given) else {"brn": [given]}


@guard("company.application_sent", "공고 §3")
def before_submission(ctx: Context) -> Mapping[str, Any] | None:
    return None if ctx.project.state in APPLYING else {"state": ctx.project.state}


@guard("company.other_project", "공고 §3 ③")
def support_of_project(ctx: Context) -> Mapping[str, Any] | None:
    support = ctx.family.get("support")
    if support is not None and support.parents.get("project") == ctx.family["project"].id:
        return None
    return {"support": str(ctx.given.get("support", ""))}


@guard("company.other_project", "공고 §3 ③")
def support_named_of_project(ctx: Context) -> Mapping[str, Any] | None:
    """Naming a support is left to the lead; one that is named must be the project's own."""
    return support_of_project.check(ctx) if ctx.given.get("support") else None


@guard("company.reception_closed", "공고 §3 ③")
def company_reception_open(ctx: Context) -> Mapping[str, Any] | None:
    """Judged by when the request was read, whatever the step of the support; both ends inclusive."""
    support = ctx.family.get("support")
    facts = support.facts if support is not None and support.state not in SUPPORT_ENDS else {}
    opens_at, closes_at = facts.get("opens_at"), facts.get("closes_at")
    if not opens_at or not closes_at:
        return {"opens_at": "", "closes_at": "", "received_at": shown(ctx.received_at)}
    if read(opens_at) <= ctx.received_at <= read(closes_at):
        return None
    return {
        "opens_at": shown(read(opens_at)),
        "closes_at": shown(read(closes_at)),
        "received_at": shown(ctx.received_at),
    }


@guard("company.programme_not_offered", "공고 §3")
def programmes_offered(ctx: Context) -> Mapping[str, Any] | None:
    """Applied for are programmes of the support that give a company money; the others only list participants."""
    offered = sequence(ctx.family["support"].facts.get("programmes")) if "support" in ctx.family else []
    wrong = [id for id in sequence(ctx.given.get("programmes")) if id not in offered or not gives_money(ctx.rules, id)]
    return {"programmes": wrong} if wrong else None


@claiming("company.applied_twice", "공고 §3 ③")
def one_application(ctx: Context) -> Iterable[Claim]:
    """One application of a company to a support."""
    yield Claim("company", f"{ctx.after.get('support', '')}/{ctx.after.get('brn', '')}", 1, 1)


@claiming("company.letter_twice", "공고 §3")
def one_letter(ctx: Context) -> Iterable[Claim]:
    """One letter of intent of a company for a project."""
    yield Claim("letter", f"{ctx.project.id}/{ctx.after.get('brn', '')}", 1, 1)


@claiming("company.applied_twice", "공고 §3 ③")
def release_application(ctx: Context) -> Iterable[Claim]:
    yield Claim("company", f"{ctx.facts.get('support', '')}/{ctx.facts.get('brn', '')}", 0, 1)


@guard("company.reception_running", "공고 §3 ③")
def applications_closed(ctx: Context) -> Mapping[str, Any] | None:
    """The companies' reception is over; before one is published it cannot be."""
    end = ctx.family["support"].facts.get("closes_at") if "support" in ctx.family else None
    if end is not None and ctx.received_at > read(end):
        return None
    return {"closes_at": shown(read(end)) if end else ""}


@guard("company.ktop_incomplete", "공고 붙임5")
def ktop_complete(ctx: Context) -> Mapping[str, Any] | None:
    """All ten quantitative items and the finance were there when the index was measured."""
    ktop = mapping(ctx.given.get("ktop"))
    if number(ktop.get("quantitative_items")) == KTOP_ITEMS and ktop.get("finance") is True:
        return None
    return {"items": number(ktop.get("quantitative_items")), "finance": bool(ktop.get("finance"))}


@guard("company.no_ktop", "공고 §3·붙임5")
def ktop_where_asked(ctx: Context) -> Mapping[str, Any] | None:
    items = [str(item["programme"]) for item in sequence(ctx.given.get("items"))]
    programmes = items or sequence(ctx.facts.get("programmes"))
    if mapping(ctx.facts.get("ktop")) or not asks_ktop(ctx.rules, programmes):
        return None
    return {"programmes": programmes}


@guard("company.not_of_target", "공고 §1")
def of_target_group(ctx: Context) -> Mapping[str, Any] | None:
    """Where the project's plan names the lines of business its municipality fosters, the company is in one of them."""
    target = sequence(mapping(ctx.project.facts.get("plan")).get("target_group"))
    business = str(ctx.given.get("business", ""))
    return {"business": business, "target": target} if target and business not in target else None


@guard("company.ktop_too_low", "공고 §3·붙임5")
def ktop_reached(ctx: Context) -> Mapping[str, Any] | None:
    """The call's cut-off, where one is decided (points; the index is in hundredths)."""
    cutoff, index = number(ctx.setting("ktop_cutoff")) * 100, mapping(ctx.facts.get("ktop")).get("index")
    return None if index is None or number(index) >= cutoff else {"index": index, "cutoff": cutoff}


@guard("company.support_elsewhere", "공고 §3 ④")
def support_choosing(ctx: Context) -> Mapping[str, Any] | None:
    """The support selects, or is further on and takes someone from its waiting list."""
    state = ctx.family["support"].state if "support" in ctx.family else ""
    return None if state in CHOOSING else {"state": state}


@guard("company.item_not_applied", "공고 §3 ④")
def items_applied_for(ctx: Context) -> Mapping[str, Any] | None:
    applied = sequence(ctx.facts.get("programmes"))
    wrong = [item["programme"] for item in sequence(ctx.given.get("items")) if item["programme"] not in applied]
    return {"programmes": wrong} if wrong else None


@guard("company.item_not_planned", "공고 §3 ①④")
def items_planned(ctx: Context) -> Mapping[str, Any] | None:
    """Each item is a sub-programme of its programme, as the support's plan has it; an addition has none."""
    wrong = [
        f"{item['programme']}/{item.get('item') or ''}"
        for item in sequence(ctx.given.get("items"))
        if not _planned(ctx, str(item["programme"]), item.get("item"))
    ]
    return {"items": wrong} if wrong else None


def _planned(ctx: Context, programme: str, item: str | None) -> bool:
    plan = sequence(ctx.family["support"].facts.get("plan")) if "support" in ctx.family else []
    planned = [id for each in plan if each["id"] == programme for id in sequence(each.get("items"))]
    admitted = planned or list(items_of(ctx.rules, programme))
    return item in admitted if admitted else item is None


@guard("company.no_sales", "공고 §3")
def sales_known(ctx: Context) -> Mapping[str, Any] | None:
    return None if type(ctx.after.get("sales")) is int else {"fact": "sales"}


@guard("company.self_pay", "공고 §3")
def self_pay_right(ctx: Context) -> Mapping[str, Any] | None:
    """General support: exactly its share; productivity and foreign staff: at least theirs."""
    wrong = [(given, asked) for given, asked in asked_self_pay(ctx) if not asked.admits(given.self_pay)]
    if not wrong:
        return None
    return {
        "groups": [given.group for given, _ in wrong],
        "given": [given.self_pay for given, _ in wrong],
        "asked": [asked.won for _, asked in wrong],
        "exact": [asked.exact for _, asked in wrong],
    }


@claiming("company.over_cap", "공고 §3")
def year_share(ctx: Context) -> Iterable[Claim]:
    """Support per company and calendar year over all projects: by group, and together."""
    base = f"{ctx.after.get('brn', '')}/{number(ctx.after.get('year'))}"
    given = groups(ctx)
    for each in given:
        yield Claim("company-year", f"{base}/{each.group}", each.support, ctx.rules.company.group(each.group).cap)
    yield Claim("company-year", f"{base}/{TOTAL}", sum(each.support for each in given), ctx.rules.company.cap_year)


@claiming("company.over_cap", "공고 §3")
def release_year_share(ctx: Context) -> Iterable[Claim]:
    """Before any money was spent the year's share is given back; after that it stays used."""
    if "items" not in ctx.facts or _begun(ctx):
        return
    for claim in year_share.compute(ctx):
        yield Claim(claim.scope, claim.key, 0, claim.ceiling)


@guard("company.objected_before", "common")
def first_objection(ctx: Context) -> Mapping[str, Any] | None:
    return {"objected": True} if ctx.facts.get("objected") else None


@guard("company.objection_late", "common")
def objection_in_time(ctx: Context) -> Mapping[str, Any] | None:
    """Within the period, by arrival."""
    deadline = ctx.stream.deadlines.get("company_objection")
    if deadline is not None and ctx.effective_at < read(str(deadline["expires"])):
        return None
    return {"expires": shown(read(str(deadline["expires"]))) if deadline else ""}


@guard("company.not_deposited", "common")
def self_pay_deposited(ctx: Context) -> Mapping[str, Any] | None:
    paid, asked = number(ctx.given.get("cash")) + number(ctx.given.get("in_kind")), number(ctx.facts.get("self_pay"))
    return None if paid >= asked else {"paid": paid, "asked": asked}


@guard("company.support_not_begun", "공고 §3 ⑥")
def support_delivering(ctx: Context) -> Mapping[str, Any] | None:
    state = ctx.family["support"].state if "support" in ctx.family else ""
    return None if state in DELIVERING else {"state": state}


@guard("company.end_outside", "공고 §1·§3 ⑥")
def ends_within_agreement(ctx: Context) -> Mapping[str, Any] | None:
    """The support of the company ends after now and within the agreement."""
    given, last = read(str(ctx.given["support_ends_at"])), ctx.rules.agreement.ends_on
    end = datetime.combine(last + timedelta(days=1), time(), KST).astimezone(UTC)
    return None if ctx.received_at < given < end else {"given": shown(given), "last": last.isoformat()}


@guard("company.not_accepted", "common")
def accepted_by_lead(ctx: Context) -> Mapping[str, Any] | None:
    """A company does not accept its own correction."""
    own = ctx.actor.role == COMPANY and ctx.given.get("accepted_by") == ctx.actor.id
    return {"accepted_by": ctx.actor.id} if own else None


@guard("company.deliverables", "common")
def deliverables_checked(ctx: Context) -> Mapping[str, Any] | None:
    return None if ctx.given.get("deliverables_checked") is True else {"deliverables_checked": False}


@guard("company.no_hearing", "행정절차법 21③")
def hearing_held(ctx: Context) -> Mapping[str, Any] | None:
    """The intended cancellation was notified, and the company answered or its time to answer is over."""
    notified = bool(ctx.facts.get("notice"))
    if notified and (ctx.given.get("opinion") or ctx.facts.get("opinion_over")):
        return None
    return {"notified": notified, "opinion_over": bool(ctx.facts.get("opinion_over"))}


@guard("company.not_repaid", "운영요령 82")
def repaid(ctx: Context) -> Mapping[str, Any] | None:
    paid, asked = number(ctx.given.get("repaid")), number(ctx.facts.get("recover"))
    return None if paid >= asked else {"repaid": paid, "recover": asked}


@guard("company.intent_stands", "공고 §3 ③")
def intent_over(ctx: Context) -> Mapping[str, Any] | None:
    """The reception of the support named is over, or the project is at an end."""
    end = ctx.family["support"].facts.get("closes_at") if "support" in ctx.family else None
    over = end is not None and ctx.received_at > read(end)
    if over or ctx.project.state in PROJECT_ENDS:
        return None
    return {"state": ctx.project.state, "closes_at": shown(read(end)) if end else ""}
