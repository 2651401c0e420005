"""The conditions of a support's rows (공고 §3 ①–⑧). Money is integer won."""

from collections.abc import Mapping
from typing import Any

from states.context import Context, Stream
from states.guards.reception import shown
from states.guards.shared import mapping, number, sequence
from states.instants import read
from states.lifecycle import guard
from states.rules.company_support import (
    asks_ktop,
    gives_money,
    group_of,
    items_of,
    mandatory,
    mandatory_items,
    programme,
)
from states.rules.identifiers import valid_brn

COMPANY_ENDS = frozenset(
    {"withdrawn", "lapsed", "rejected", "completed", "gave_up", "recovered", "discontinued"}
)  # fmt: skip
UNDECIDED = frozenset({"applied", "checking", "ktop_scored", "evaluated"})
CHOSEN = frozenset({"selected", "agreed", "supported", "correcting", "completed"})
SUPPORTED = frozenset({"supported", "correcting", "completed"})


def companies(ctx: Context, states: frozenset[str]) -> tuple[Stream, ...]:
    """The support's companies in these states."""
    return tuple(company for company in ctx.of("company") if company.state in states)


def unended(ctx: Context) -> tuple[Stream, ...]:
    return tuple(company for company in ctx.of("company") if company.state not in COMPANY_ENDS)


def ministries(ctx: Context) -> list[str]:
    """The ministries of the project, by code."""
    return sequence(ctx.project.facts.get("ministries"))


def partners(ctx: Context) -> list[str]:
    return [code for code in ministries(ctx) if code != ctx.rules.lead_ministry.code]


def open_findings(ctx: Context) -> dict[str, Any]:
    """`{company: {finding, found_at}}` of what is not cured yet."""
    return dict(mapping(ctx.facts.get("findings")))


def planned(ctx: Context) -> list[Mapping[str, Any]]:
    return sequence(ctx.given.get("plan"))


@guard("support.project_not_agreed", "공고 §3")
def project_agreed(ctx: Context) -> Mapping[str, Any] | None:
    state = ctx.project.state
    return None if state in ("agreed", "supporting") else {"state": state}


@guard("support.project_not_supporting", "공고 §3·§5")
def project_supporting(ctx: Context) -> Mapping[str, Any] | None:
    return None if ctx.project.state == "supporting" else {"state": ctx.project.state}


@guard("support.other_round", "공고 §2; 운영요령 73")
def round_of_project(ctx: Context) -> Mapping[str, Any] | None:
    current = number(ctx.project.facts.get("round")) or 1
    return None if ctx.given.get("round") == current else {"round": ctx.given.get("round"), "current": current}


@guard("support.unknown_programme", "공고 §3")
def programmes_known(ctx: Context) -> Mapping[str, Any] | None:
    """A programme of the call, or a municipality's addition that the project applied with."""
    additions = sequence(ctx.project.facts.get("programmes"))
    unknown = [
        id for id in sequence(ctx.given.get("programmes")) if programme(ctx.rules, id) is None and id not in additions
    ]
    return {"programmes": unknown} if unknown else None


@guard("support.programme_not_opened", "공고 §3 ①")
def plan_of_opened(ctx: Context) -> Mapping[str, Any] | None:
    """The plan covers the programmes of the support, all of them and no other."""
    opened, given = set(sequence(ctx.facts.get("programmes"))), {str(each["id"]) for each in planned(ctx)}
    return {"programmes": sorted(opened ^ given)} if opened != given else None


@guard("support.mandatory_programme", "공고 §3 ➏")
def mandatory_programmes_planned(ctx: Context) -> Mapping[str, Any] | None:
    given = {str(each["id"]) for each in planned(ctx)}
    missing = [id for id in mandatory(ctx.rules, ministries(ctx)) if id not in given]
    return {"programmes": missing, "ministries": ministries(ctx)} if missing else None


@guard("support.mandatory_item", "공고 §3 ➏")
def mandatory_items_planned(ctx: Context) -> Mapping[str, Any] | None:
    items = {item for each in planned(ctx) for item in sequence(each.get("items"))}
    missing = [id for id in mandatory_items(ctx.rules, [str(each["id"]) for each in planned(ctx)]) if id not in items]
    return {"items": missing} if missing else None


@guard("support.unknown_item", "공고 §3 ①")
def items_known(ctx: Context) -> Mapping[str, Any] | None:
    """Each programme is planned with sub-programmes of its own, at least one where the call has any."""
    wrong = [str(each["id"]) for each in planned(ctx) if not _itemised(ctx, each)]
    return {"programmes": wrong} if wrong else None


def _itemised(ctx: Context, plan: Mapping[str, Any]) -> bool:
    own, given = set(items_of(ctx.rules, str(plan["id"]))), set(sequence(plan.get("items")))
    return given <= own and bool(given) == bool(own)


@guard("support.over_cap", "공고 §3")
def plan_within_caps(ctx: Context) -> Mapping[str, Any] | None:
    """No company is planned to get more than its group's cap."""
    caps = {str(each["id"]): group_of(ctx.rules, str(each["id"])).cap for each in planned(ctx)}
    over = [str(each["id"]) for each in planned(ctx) if number(each["per_company"]) > caps[str(each["id"])]]
    return {"programmes": over, "caps": [caps[id] for id in over]} if over else None


@guard("support.over_award", "공고 §2·§3")
def plan_within_money(ctx: Context) -> Mapping[str, Any] | None:
    """The plan spends no more than the project's money of the fiscal year (state, province and municipality)."""
    facts, budget = ctx.project.facts, mapping(ctx.project.facts.get("budget"))
    local = sum(number(facts.get(f"{each}_pledge", budget.get(each))) for each in ("province", "municipality"))
    available = (number(facts.get("award")) or number(budget.get("national"))) + local
    asked = sum(number(each["amount"]) for each in planned(ctx))
    return {"asked": asked, "available": available} if asked > available else None


@guard("support.reception_order", "공고 §3 ③")
def reception_ahead(ctx: Context) -> Mapping[str, Any] | None:
    """The reception of companies ends after it begins and after now."""
    opens_at, closes_at = read(str(ctx.given["opens_at"])), read(str(ctx.given["closes_at"]))
    if opens_at < closes_at and ctx.received_at < closes_at:
        return None
    return {"opens_at": shown(opens_at), "closes_at": shown(closes_at), "received_at": shown(ctx.received_at)}


@guard("support.already_published", "공고 §3 ③")
def not_published(ctx: Context) -> Mapping[str, Any] | None:
    return None if "closes_at" not in ctx.facts else {"notice_no": ctx.facts.get("notice_no", "")}


@guard("support.not_published", "공고 §3 ③")
def published(ctx: Context) -> Mapping[str, Any] | None:
    return None if "closes_at" in ctx.facts else {"notice_no": ""}


@guard("support.reception_not_over", "공고 §3 ③")
def company_reception_over(ctx: Context) -> Mapping[str, Any] | None:
    """The reception of companies is over; nothing to say while none is published."""
    end = ctx.support.facts.get("closes_at")
    return None if end is None or ctx.received_at > read(end) else {"closes_at": shown(read(end))}


@guard("support.companies_undecided", "공고 §3 ④")
def every_company_decided(ctx: Context) -> Mapping[str, Any] | None:
    left = sorted(company.id for company in companies(ctx, UNDECIDED))
    return {"companies": left} if left else None


@guard("support.selection_differs", "공고 §3 ④")
def selection_matches(ctx: Context) -> Mapping[str, Any] | None:
    """The list names every selected company with the amount of its selection, and no other."""
    chosen = {company.id: number(company.facts.get("amount")) for company in companies(ctx, CHOSEN)}
    rows = sequence(ctx.given.get("selection"))
    given = {str(row["company"]): number(row["amount"]) for row in rows}
    wrong = sorted(id for id in chosen.keys() | given.keys() if chosen.get(id) != given.get(id))
    return {"companies": wrong} if wrong or len(rows) != len(given) else None


@guard("support.no_ktop", "공고 §3·붙임5")
def selection_has_ktop(ctx: Context) -> Mapping[str, Any] | None:
    """Each selected company has its index where a programme it gets asks for it."""
    without = sorted(
        company.id
        for company in companies(ctx, CHOSEN)
        if asks_ktop(ctx.rules, (str(item["programme"]) for item in sequence(company.facts.get("items"))))
        and not mapping(company.facts.get("ktop"))
    )
    return {"companies": without} if without else None


@guard("support.over_plan", "공고 §3 ①④")
def selection_within_plan(ctx: Context) -> Mapping[str, Any] | None:
    """What the selected companies get of each programme lies within its planned sum."""
    chosen = [item for company in companies(ctx, CHOSEN) for item in sequence(company.facts.get("items"))]
    limits = {str(each["id"]): number(each["amount"]) for each in sequence(ctx.facts.get("plan"))}
    sums = {id: sum(number(item["amount"]) for item in chosen if item["programme"] == id) for id in limits}
    over = [id for id, most in limits.items() if sums[id] > most]
    shown = {"given": [sums[id] for id in over], "planned": [limits[id] for id in over]}
    return {"programmes": over, **shown} if over else None


@guard("support.programme_gives_money", "공고 §3 ➊➌")
def participants_only(ctx: Context) -> Mapping[str, Any] | None:
    """Companies are listed, not selected, only for a programme of this support that gives them no money."""
    id = str(ctx.given.get("programme", ""))
    if id in sequence(ctx.facts.get("programmes")) and not gives_money(ctx.rules, id):
        return None
    return {"programme": id}


@guard("company.brn_invalid", "common")
def participants_valid(ctx: Context) -> Mapping[str, Any] | None:
    wrong = [number for number in sequence(ctx.given.get("brns")) if not valid_brn(number)]
    return {"brn": wrong} if wrong else None


@guard("support.not_supported", "공고 §3 ⑦")
def company_supported(ctx: Context) -> Mapping[str, Any] | None:
    id = str(ctx.given.get("company", ""))
    return None if id in {each.id for each in companies(ctx, SUPPORTED)} else {"company": id}


@guard("support.finding_not_open", "공고 §3 ⑦")
def findings_open(ctx: Context) -> Mapping[str, Any] | None:
    """The cure answers every open finding, and no other."""
    wrong = sorted(set(sequence(ctx.given.get("cured"))) ^ open_findings(ctx).keys())
    return {"companies": wrong} if wrong else None


@guard("support.not_inspected", "공고 §3 ⑦")
def every_supported_inspected(ctx: Context) -> Mapping[str, Any] | None:
    inspected = mapping(ctx.facts.get("inspections"))
    left = sorted(company.id for company in companies(ctx, SUPPORTED) if company.id not in inspected)
    return {"companies": left} if left else None


@guard("support.findings_open", "공고 §3 ⑦")
def findings_settled(ctx: Context) -> Mapping[str, Any] | None:
    """Every finding is cured or has a day until which it will be."""
    scheduled = {str(each["company"]) for each in sequence(ctx.given.get("scheduled"))}
    left = sorted(open_findings(ctx).keys() - scheduled)
    return {"companies": left} if left else None


@guard("support.ministry_not_partner", "공고 §3 ⑧")
def ministry_takes_part(ctx: Context) -> Mapping[str, Any] | None:
    return None if ctx.actor.org in partners(ctx) else {"org": ctx.actor.org, "partners": partners(ctx)}


@guard("support.preference_missing", "공고 §3 ⑧")
def every_partner_recorded(ctx: Context) -> Mapping[str, Any] | None:
    recorded = mapping(ctx.facts.get("preferences"))
    left = [code for code in partners(ctx) if code not in recorded]
    return {"ministries": left} if left else None


@guard("support.company_running", "common")
def every_company_ended(ctx: Context) -> Mapping[str, Any] | None:
    left = sorted(company.id for company in unended(ctx))
    return {"companies": left} if left else None
