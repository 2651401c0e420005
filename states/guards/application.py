"""What an application must be (공고 §2·§3·§6·§7). Parts still missing are `required_parts`' concern alone."""

from collections.abc import Iterable, Mapping
from typing import Any

from states.context import Context
from states.guards.reception import closes_at
from states.guards.shared import decided, kst_day, mapping, number, sequence, shares
from states.instants import written
from states.lifecycle import Claim, Reaction, claiming, guard, reacting, version
from states.rules import eligibility, figures, funding, participation

PARTS: Mapping[str, tuple[str, ...]] = {
    "application": ("title", "budget", "people", "programmes"),
    "plan": ("plan",),
    "letters_of_intent": ("letters",),
}
"""The facts that make up a required part of the call; any other part is a document of that kind."""
ENDED = "과제 종료 / the project has ended"


def lacks(facts: Mapping[str, Any], part: str) -> list[str]:
    """The facts that a required part still lacks."""
    if part == "ktop_use":
        return [] if mapping(facts.get("plan")).get("ktop_use") else ["ktop_use"]
    if part in PARTS:
        return [fact for fact in PARTS[part] if not facts.get(fact)]
    kinds = {document["kind"] for document in sequence(facts.get("documents"))}
    return [] if part in kinds else [part]


def _area(ctx: Context) -> str:
    area = str(ctx.after.get("area", ""))
    return area if eligibility.area_eligible(ctx.rules, area) else ""


@guard("area.not_eligible", "공고 §1·§2·붙임1·붙임2")
def area_eligible(ctx: Context) -> Mapping[str, Any] | None:
    return None if _area(ctx) else {"area": str(ctx.after.get("area", ""))}


@guard("lead.not_designated", "공고 §2")
def designated_lead(ctx: Context) -> Mapping[str, Any] | None:
    lead = ctx.rules.lead_of(str(ctx.after.get("area", "")))
    return None if lead is None or ctx.actor.org == lead else {"lead": lead, "org": ctx.actor.org}


@guard("ministries.combination", "공고 §2·붙임6")
def combination_possible(ctx: Context) -> Mapping[str, Any] | None:
    ministries = sequence(ctx.after.get("ministries"))
    return None if eligibility.combination_possible(ctx.rules, ministries) else {"ministries": ministries}


@guard("ministries.no_link", "공고 §2·붙임2")
def ministries_linked(ctx: Context) -> Mapping[str, Any] | None:
    if not (area := _area(ctx)):
        return None
    missing = eligibility.unlinked(ctx.rules, area, sequence(ctx.after.get("ministries")))
    return {"area": area, "ministries": list(missing)} if missing else None


@guard("ministries.no_evidence", "공고 §2·붙임3·붙임4")
@version(2)
def links_proven(ctx: Context) -> Mapping[str, Any] | None:
    return unproven_links(ctx, {each.code: each.proved_by for each in ctx.rules.ministries if each.proved_by})


def unproven_links(ctx: Context, lists: Mapping[str, str]) -> Mapping[str, Any] | None:
    """The ministries whose link nothing proves: no document of the project's, none of the `lists` by ministry.

    A list counts as it was recorded in the call, for the areas whose designation holds today.
    """
    if not (area := _area(ctx)):
        return None
    today, known = kst_day(ctx).isoformat(), mapping(ctx.call.facts.get("areas"))
    listed = {code: mapping(mapping(known.get(name)).get(area)) for code, name in lists.items()}
    holding = {code: each for code, each in listed.items() if each and today <= str(each.get("until") or today)}
    ministries, evidence = sequence(ctx.after.get("ministries")), mapping(ctx.after.get("evidence"))
    missing = eligibility.unproven(ctx.rules, area, ministries, {**evidence, **holding})
    return {"area": area, "ministries": list(missing)} if missing else None


@guard("ministries.evidence_future", "공고 §2·붙임3·붙임4")
def links_designated(ctx: Context) -> Mapping[str, Any] | None:
    """A designation is proven by what was decided already, never by one that is announced for later."""
    today, evidence = kst_day(ctx).isoformat(), mapping(ctx.after.get("evidence"))
    ahead = sorted(code for code, proof in evidence.items() if str(proof["dated"]) > today)
    return {"ministries": ahead, "today": today} if ahead else None


@guard("parts.missing", "공고 §3·§6")
def required_parts(ctx: Context) -> Mapping[str, Any] | None:
    missing = [fact for part in ctx.rules.parts for fact in lacks(ctx.after, part.id)]
    return {"missing": missing} if missing else None


@guard("confirmation.missing", "공고 §2·§5")
def confirmed_by_local_government(ctx: Context) -> Mapping[str, Any] | None:
    given = mapping(ctx.after.get("confirmations"))
    missing = [body for body in ("municipality", "province") if not given.get(body)]
    return {"missing": missing} if missing else None


@guard("funding.unbalanced", "공고 §2")
def funding_balanced(ctx: Context) -> Mapping[str, Any] | None:
    budget = shares(ctx.after.get("budget"))
    if budget is None or funding.balanced(ctx.rules, budget):
        return None
    needed = figures.local_needed(ctx.rules, budget.national)
    shown = {"national": budget.national, "local": budget.local, "needed": needed.result}
    return {**shown, "figures": [needed.plain()]}


@guard("funding.province_share", "공고 §2")
def province_share(ctx: Context) -> Mapping[str, Any] | None:
    budget = shares(ctx.after.get("budget"))
    if budget is None or funding.province_pays_enough(ctx.rules, budget):
        return None
    needed = figures.province_needed(ctx.rules, budget.total)
    shown = {"province": budget.province, "needed": needed.result, "percent": ctx.rules.money.province_min_percent}
    return {**shown, "figures": [needed.plain()]}


@guard("funding.province_alone", "공고 붙임2; 제주특별법")
def province_alone(ctx: Context) -> Mapping[str, Any] | None:
    budget, area = shares(ctx.after.get("budget")), _area(ctx)
    if budget is None or not area or funding.municipality_share_fits(ctx.rules, area, budget.municipality):
        return None
    return {"municipality": budget.municipality}


@guard("funding.nothing_asked", "공고 §2")
def national_asked(ctx: Context) -> Mapping[str, Any] | None:
    budget = shares(ctx.after.get("budget"))
    return None if budget is None or budget.national > 0 else {"national": budget.national}


@guard("cap.undecided", "공고 §2")
def cap_decided(ctx: Context) -> Mapping[str, Any] | None:
    ministries = sequence(ctx.after.get("ministries"))
    if not eligibility.combination_possible(ctx.rules, ministries):
        return None
    found = funding.cap(ctx.rules, len(ministries), decided(ctx))
    return {"ministries": len(ministries)} if found is None else None


@guard("cap.exceeded", "공고 §1·§2")
def cap_respected(ctx: Context) -> Mapping[str, Any] | None:
    budget = shares(ctx.after.get("budget"))
    return over_cap(ctx, budget.national) if budget else None


def over_cap(ctx: Context, national: int) -> Mapping[str, Any] | None:
    """What shows that this state money of a fiscal year, in won, is above the cap; None if it is not or none is set."""
    found = figures.cap(ctx.rules, len(sequence(ctx.after.get("ministries"))), decided(ctx))
    if found is None or national <= found.result:
        return None
    return {"national": national, "cap": found.result, "figures": [found.plain()]}


@guard("funding.direct_share", "공고 §7; 관리지침")
def direct_share(ctx: Context) -> Mapping[str, Any] | None:
    percent, budget = ctx.setting("direct_indirect_split"), shares(ctx.after.get("budget"))
    plan = mapping(ctx.after.get("plan"))
    if percent is None or budget is None or not plan:
        return None
    direct = number(plan.get("direct"))
    if funding.direct_enough(direct, budget.total, percent):
        return None
    needed = figures.direct_needed(budget.total, percent)
    return {"direct": direct, "total": budget.total, "percent": percent, "figures": [needed.plain()]}


@guard("people.lead_researcher", "공고 §7; 운영요령 56")
def one_lead_researcher(ctx: Context) -> Mapping[str, Any] | None:
    people = sequence(ctx.after.get("people"))
    leads = participation.leads(people)
    return None if not people or len(leads) == 1 else {"leads": list(leads), "count": len(leads)}


@guard("people.repeated", "공고 §7")
def people_once(ctx: Context) -> Mapping[str, Any] | None:
    repeated = participation.repeated(sequence(ctx.after.get("people")))
    return {"people": list(repeated)} if repeated else None


@guard("people.rate_too_low", "공고 §7")
def rates_high_enough(ctx: Context) -> Mapping[str, Any] | None:
    low, least = participation.below_least(ctx.rules, sequence(ctx.after.get("people"))), ctx.rules.participation
    if not low:
        return None
    return {"people": list(low), "lead_percent": least.lead_min_percent, "member_percent": least.member_min_percent}


@guard("people.approval_missing", "운영요령 56")
def change_approved(ctx: Context) -> Mapping[str, Any] | None:
    free = ctx.state in ("draft", "submitted") and ctx.received_at <= closes_at(ctx)
    if free or ctx.given.get("approval"):
        return None
    before = participation.leads(sequence(ctx.facts.get("people")))
    after = participation.leads(sequence(ctx.after.get("people")))
    return {"before": list(before), "after": list(after)} if before != after else None


@guard("programmes.unknown", "공고 §3")
def programmes_known(ctx: Context) -> Mapping[str, Any] | None:
    known = {each.id for each in ctx.rules.programmes}
    unknown = [each for each in sequence(ctx.after.get("programmes")) if each not in known]
    return {"programmes": unknown} if unknown else None


@guard("programmes.mandatory", "공고 §3 ➏")
def mandatory_programmes(ctx: Context) -> Mapping[str, Any] | None:
    programmes = sequence(ctx.after.get("programmes"))
    ministries = sequence(ctx.after.get("ministries"))
    missing = eligibility.missing_programmes(ctx.rules, ministries, programmes) if programmes else ()
    return {"programmes": list(missing)} if missing else None


@guard("programmes.items", "공고 §3 ➏")
def mandatory_items(ctx: Context) -> Mapping[str, Any] | None:
    programmes, items = sequence(ctx.after.get("programmes")), sequence(ctx.after.get("programme_items"))
    missing = eligibility.missing_items(ctx.rules, programmes, items)
    return {"items": list(missing)} if missing else None


@guard("consent.missing", "행정절차법 17⑧; common")
def municipality_consents(ctx: Context) -> Mapping[str, Any] | None:
    if ctx.state in ("announced", "draft") or ctx.given.get("municipality_consents"):
        return None
    return {"area": str(ctx.facts.get("area", ""))}


def placed(ctx: Context) -> dict[str, Any]:
    """The facts that follow from the area: its province and the technopark designated to lead."""
    area = str(ctx.given["area"])
    return {"province": ctx.rules.areas[area].province, "lead": ctx.rules.lead_of(area)}


def versioned(ctx: Context) -> dict[str, Any]:
    """The complete versions so far, each with the stream's version that holds it: the last one counts."""
    no = number(ctx.facts.get("application_version")) + 1
    this = {"no": no, "version": ctx.stream.version + 1, "received_at": written(ctx.received_at)}
    return {"application_version": no, "application_versions": [*sequence(ctx.facts.get("application_versions")), this]}


@reacting("company.lapse")
def letters_lapse(ctx: Context) -> Iterable[Reaction]:
    """The letters of intent that no company has applied on lead nowhere once the project has ended."""
    waiting = [company for company in ctx.of("company") if company.state == "interested"]
    return [Reaction(company.id, "lapse", {"reason": ENDED}) for company in waiting]


def _area_claim(ctx: Context, amount: int) -> Claim:
    return Claim("area", f"{ctx.call.id}/{ctx.after.get('area', '')}", amount, 1)


def _people_claims(ctx: Context, people: Iterable[Mapping[str, Any]]) -> list[Claim]:
    most = ctx.rules.participation.total_max_percent
    rates = {person["ref"]: 0 for person in sequence(ctx.facts.get("people"))}
    rates |= {person["ref"]: person["rate"] for person in people}
    return [Claim("person", ref, rate, most) for ref, rate in sorted(rates.items())]


@claiming("area.taken", "공고 §1·§2")
def one_project_an_area(ctx: Context) -> Iterable[Claim]:
    return [_area_claim(ctx, 1)]


@claiming("area.taken", "공고 §1·§2")
def area_given_back(ctx: Context) -> Iterable[Claim]:
    return [_area_claim(ctx, 0)]


@claiming("people.over_total", "공고 §7; 운영요령 56")
def rates_over_all_projects(ctx: Context) -> Iterable[Claim]:
    """Drafts claim nothing: only what was submitted binds a person's time."""
    return (
        []
        if (ctx.state, ctx.trigger) == ("draft", "change_people")
        else _people_claims(ctx, sequence(ctx.after.get("people")))
    )


@claiming("people.over_total", "공고 §7; 운영요령 56")
def rates_given_back(ctx: Context) -> Iterable[Claim]:
    return _people_claims(ctx, ())


GIVEN_BACK = (area_given_back, rates_given_back)
"""What a project that ends lets go of."""
