"""The order of projects and the money for them: ranking, awards, reserves (공고 §2·§5; 운영요령 25). Money is won."""

from collections.abc import Iterable, Mapping
from typing import Any

from states.context import Context, Stream
from states.guards.shared import decided, mapping, number, sequence
from states.lifecycle import Claim, Reaction, claiming, guard, reacting
from states.rules.call_rules import CallRules
from states.rules.ranking import Entry, passed_over, ranking, ties, unsettled

CANDIDATES = frozenset({"scored", "reserve", "rejected_notified", "rejected"})
"""Where a project can still be told that it is selected."""
HOLDING = frozenset(
    {
        "selection_notified",
        "accepted",
        "selected",
        "supplementing",
        "agreement_pending",
        "agreement_suspended",
        "agreed",
        "supporting",
        "annual_evaluation",
        "special_evaluation",
    }
)
"""Where a project holds an award; others' awards can be promoted around it, not through it."""
BUDGET_LINE = "budget_line"
"""A setting that a call may have: what happens at the rank the budget left does not bear."""
RANKABLE = CANDIDATES | HOLDING | {"objection_rejection"}


def entries(ctx: Context) -> tuple[Entry, ...]:
    """The scored projects that are still in the running; one excluded for its absence has no score."""
    return tuple(
        Entry(each.id, number(each.facts["score"]), tuple(sequence(each.facts.get("item_scores"))))
        for each in ctx.of("project")
        if each.state in RANKABLE and type(each.facts.get("score")) is int
    )


def by_items(ctx: Context) -> bool:
    """Whether the call lets the heavier item decide between equal scores."""
    return bool(ctx.setting("tie_break") == "higher_item")


def ranked(ctx: Context) -> list[dict[str, str | int]]:
    """The ranking `[{project, score, rank}]` as scores, the call's rule and the committee's order make it."""
    return ranking(entries(ctx), sequence(ctx.given.get("tie_order")), by_items=by_items(ctx))


def standing_order(ctx: Context) -> list[dict[str, str | int]]:
    """The ranking awards follow: as a revision makes it, else as it was fixed."""
    return ranked(ctx) if ctx.state != "ranked" else sequence(ctx.facts.get("ranking"))


def given_awards(ctx: Context) -> dict[str, int]:
    """Won by project, as the command gives them."""
    return {str(each["project"]): number(each["amount"]) for each in sequence(ctx.given.get("awards"))}


def held_awards(ctx: Context) -> dict[str, int]:
    """Won by project of those that hold an award now: as reduced since, else as the call awarded them."""
    awarded = mapping(ctx.facts.get("awards"))
    return {
        each.id: number(each.facts.get("award", awarded.get(each.id, 0)))
        for each in ctx.of("project")
        if each.state in HOLDING
    }


def by_id(ctx: Context) -> dict[str, Stream]:
    return {each.id: each for each in ctx.of("project")}


def fiscal_year(ctx: Context) -> int:
    return number(ctx.after.get("fiscal_year")) or ctx.rules.call.year


def recorded_budget(ctx: Context) -> int | None:
    """The voted state money of the fiscal year, in won; None while no vote is recorded."""
    amount = mapping(ctx.facts.get("budget")).get(str(fiscal_year(ctx)))
    return None if amount is None else number(amount)


def _tiers(ctx: Context) -> dict[str, int]:
    awards, reserves = given_awards(ctx), set(sequence(ctx.given.get("reserves")))
    candidates = [each for each in ctx.of("project") if each.state in CANDIDATES]
    return {
        each.id: 0 if each.id in awards else 1 if each.id in reserves or each.state == "reserve" else 2
        for each in candidates
    }


@guard("ranking.tie", "공고 §5")
def ties_settled(ctx: Context) -> Mapping[str, Any] | None:
    """A recorded order settles every tie, unless the call's rule does; what is not tied keeps its score's place."""
    groups = ties(entries(ctx), by_items=by_items(ctx))
    order = sequence(ctx.given.get("tie_order"))
    left = unsettled(groups, order)
    if not left and (not order or ctx.given.get("tie_reason")):
        return None
    return {"projects": list(left or order), "ties": [list(group) for group in groups]}


@guard("award.not_ranked", "공고 §5")
def names_ranked(ctx: Context) -> Mapping[str, Any] | None:
    """Everyone named is ranked, named once, and can hold an award or a place on the reserve list."""
    named = [str(each["project"]) for each in sequence(ctx.given.get("awards"))] + sequence(ctx.given.get("reserves"))
    ranks = {row["project"] for row in standing_order(ctx)}
    possible = {each.id for each in ctx.of("project") if each.state in CANDIDATES | HOLDING}
    wrong = sorted({id for id in named if id not in ranks & possible or named.count(id) > 1})
    return {"projects": wrong} if wrong else None


@guard("award.order", "공고 §5")
def order_kept(ctx: Context) -> Mapping[str, Any] | None:
    order = [str(row["project"]) for row in standing_order(ctx)]
    beyond = _beyond(ctx, order) if goes_on(ctx.rules, decided(ctx)) else ()
    found = passed_over(order, _tiers(ctx), beyond)
    return None if found is None else {"passed_over": found[0], "preferred": found[1]}


def goes_on(rules: CallRules, settings: Mapping[str, Any]) -> bool:
    """Whether the budget line passes over a project that does not fit, as the call decides; else it ends there."""
    return BUDGET_LINE in rules.settings and rules.setting(BUDGET_LINE, settings) == "next_fitting"


def _beyond(ctx: Context, order: Iterable[str]) -> set[str]:
    """The projects without an award whose ask is more than the budget left once those ranked higher have theirs."""
    awards, known, left = given_awards(ctx), by_id(ctx), budget_of(ctx)
    found = set()
    for id in order:
        left -= awards.get(id, 0)
        if id not in awards and id in known and asked_of(known[id]) > left:
            found.add(id)
    return found


def asked_of(project: Stream) -> int:
    """The state money a project applies for in a fiscal year, in won."""
    return number(mapping(project.facts.get("budget")).get("national"))


def budget_of(ctx: Context) -> int:
    """The state money of the fiscal year in won: the voted, before a vote the announced."""
    recorded = recorded_budget(ctx)
    return recorded if recorded is not None else ctx.rules.budget(fiscal_year(ctx)) or 0


@guard("award.stands", "운영요령 25③")
def held_awards_stand(ctx: Context) -> Mapping[str, Any] | None:
    """A revision leaves every award already notified as it is."""
    given = given_awards(ctx)
    changed = sorted(id for id, amount in held_awards(ctx).items() if given.get(id) != amount)
    return {"projects": changed} if changed else None


@guard("award.below_minimum", "공고 §5")
def minimum_reached(ctx: Context) -> Mapping[str, Any] | None:
    """No award or reserve below the minimum score, where one is decided (points; scores are hundredths)."""
    minimum = number(ctx.setting("minimum_score")) * 100
    named = {*given_awards(ctx), *sequence(ctx.given.get("reserves"))}
    below = [
        row["project"] for row in standing_order(ctx) if row["project"] in named and number(row["score"]) < minimum
    ]
    return {"projects": below, "minimum": minimum} if below else None


@guard("award.cap_undecided", "공고 §2")
def caps_decided(ctx: Context) -> Mapping[str, Any] | None:
    sizes = sorted({_size(ctx, id) for id in given_awards(ctx) if id in by_id(ctx)})
    open_ = [size for size in sizes if ctx.rules.cap(size, decided(ctx)) is None]
    return {"ministries": open_} if open_ else None


@guard("award.over_cap", "공고 §2")
def within_caps(ctx: Context) -> Mapping[str, Any] | None:
    known = by_id(ctx)
    caps = {id: ctx.rules.cap(_size(ctx, id), decided(ctx)) for id in given_awards(ctx) if id in known}
    over = sorted(id for id, cap in caps.items() if cap is not None and given_awards(ctx)[id] > cap)
    return {"projects": over, "caps": [number(caps[id]) for id in over]} if over else None


def _size(ctx: Context, project: str) -> int:
    return len(sequence(by_id(ctx)[project].facts.get("ministries")))


@guard("award.no_budget", "공고 §2")
def budget_known(ctx: Context) -> Mapping[str, Any] | None:
    """The fiscal year has a voted budget, or at least an announced one."""
    year = fiscal_year(ctx)
    return None if recorded_budget(ctx) or ctx.rules.budget(year) else {"year": year}


@guard("call.budget_not_recorded", "공고 §2·§5")
def budget_recorded(ctx: Context) -> Mapping[str, Any] | None:
    return None if recorded_budget(ctx) is not None else {"year": fiscal_year(ctx)}


@claiming("award.over_budget", "공고 §2")
def budget_share(ctx: Context) -> Iterable[Claim]:
    """Σ of the fiscal year's awards against its voted budget, before a vote against the announced one."""
    amounts = given_awards(ctx) or held_awards(ctx)
    yield Claim("budget", f"{ctx.stream.id}/{fiscal_year(ctx)}", sum(amounts.values()), budget_of(ctx))


@claiming("award.over_area_cap", "공고 §1")
def area_year_share(ctx: Context) -> Iterable[Claim]:
    """State money per municipality and fiscal year; an area that lost its award gives its share back."""
    amounts, known = given_awards(ctx) or held_awards(ctx), by_id(ctx)
    by_area: dict[str, int] = {}
    for id in sorted({*mapping(ctx.facts.get("awards")), *amounts} & known.keys()):
        area = str(known[id].facts.get("area", ""))
        by_area[area] = by_area.get(area, 0) + amounts.get(id, 0)
    for area, won in sorted(by_area.items()):
        yield Claim("area-year", f"{area}/{fiscal_year(ctx)}", won, ctx.rules.money.cap_area_year)


def record_ranking(ctx: Context) -> Mapping[str, Any]:
    """The ranking and what it was made from: each project's version, score and items, and the rule for ties."""
    versions = {each.id: each.version for each in ctx.of("project")}
    inputs = {
        each.project: {"version": versions[each.project], "score": each.score, "items": list(each.items)}
        for each in entries(ctx)
    }
    return {"ranking": ranked(ctx), "ranking_inputs": inputs, "tie_break": str(ctx.setting("tie_break") or "")}


def record_awards(ctx: Context) -> Mapping[str, Any]:
    """`awards` {project: won}, `reserves` and `rejections` by rank."""
    tiers, order = _tiers(ctx), [str(row["project"]) for row in standing_order(ctx)]
    unranked = sorted(each.id for each in ctx.of("project") if each.state == "scored" and each.id not in order)
    return {
        "awards": given_awards(ctx),
        "reserves": [id for id in order if tiers.get(id) == 1],
        "rejections": [id for id in order if tiers.get(id) == 2] + unranked,
    }


def record_revision(ctx: Context) -> Mapping[str, Any]:
    return {**record_ranking(ctx), **record_awards(ctx)}


def record_final_awards(ctx: Context) -> Mapping[str, Any]:
    """The awards as they are confirmed."""
    return {"awards": held_awards(ctx)}


@reacting("project.notify_selected", "project.notify_reserve", "project.notify_rejected")
def notify_results(ctx: Context) -> Iterable[Reaction]:
    """Tell every project whose result is new: selected with its amount, reserve or rejected, with its rank."""
    ranks = {str(row["project"]): row["rank"] for row in sequence(ctx.facts.get("ranking"))}
    awards = mapping(ctx.facts.get("awards"))
    reserves = set(sequence(ctx.facts.get("reserves")))
    for project in ctx.of("project"):
        rank = {"rank": ranks[project.id]} if project.id in ranks else {}
        if project.state in CANDIDATES and project.id in awards:
            yield Reaction(project.id, "notify_selected", {"amount": awards[project.id], **rank})
        elif project.state == "scored":
            trigger = "notify_reserve" if project.id in reserves else "notify_rejected"
            yield Reaction(project.id, trigger, rank)


@reacting("project.confirm")
def confirm_accepted(ctx: Context) -> Iterable[Reaction]:
    """Confirm every project that accepted its selection, with its final amount."""
    awards = mapping(ctx.facts.get("awards"))
    for project in ctx.of("project"):
        if project.state == "accepted":
            yield Reaction(project.id, "confirm", {"amount": awards[project.id]})
