"""The committee, its declarations, the sheets and their closing (공고 §5·§7; 운영요령 25③·57⑤·59①·89)."""

from collections.abc import Iterable, Mapping
from typing import Any

from states.context import Context
from states.guards.shared import mapping, number, sequence
from states.lifecycle import guard
from states.rules import evaluation, participation

SHEET = "sheet"
"""The private part an evaluator's sheet is kept in."""


@guard("call.not_jointly_appointed", "공고 §5; 운영요령 59①")
def jointly_appointed(ctx: Context) -> Mapping[str, Any] | None:
    """Every ministry of the call has named or endorsed evaluators."""
    named_by = set(sequence(ctx.facts.get("named_by")))
    missing = [ministry.code for ministry in ctx.rules.ministries if ministry.code not in named_by]
    return {"missing": missing} if missing else None


@guard("committee.repeated", "운영요령 59①")
def members_once(ctx: Context) -> Mapping[str, Any] | None:
    refs = [str(member["evaluator"]) for member in sequence(ctx.given.get("members"))]
    repeated = sorted({ref for ref in refs if refs.count(ref) > 1})
    return {"evaluators": repeated} if repeated else None


@guard("committee.not_appointed", "운영요령 59①")
def on_committee(ctx: Context) -> Mapping[str, Any] | None:
    """Who declares is on the committee, for the organisation it was named with."""
    member = mapping(mapping(ctx.facts.get("committee")).get(ctx.actor.id))
    return None if member and member.get("org") == ctx.actor.org else {"evaluator": ctx.actor.id, "org": ctx.actor.org}


def named(ctx: Context) -> dict[str, Any]:
    """The fact `committee` {evaluator: {org, area, by}} with those named now, and `named_by`, the ministries so far."""
    committee = dict(mapping(ctx.facts.get("committee")))
    for member in sequence(ctx.given.get("members")):
        before = mapping(committee.get(member["evaluator"]))
        by = sorted({*sequence(before.get("by")), ctx.actor.org})
        committee[member["evaluator"]] = {"org": member["org"], "area": member.get("area") or "", "by": by}
    named_by = sorted({*sequence(ctx.facts.get("named_by")), ctx.actor.org})
    return {"committee": committee, "named_by": named_by}


def declared(ctx: Context) -> dict[str, Any]:
    """The fact `declarations` {evaluator: {project: ground}} with this one; a later one replaces an earlier one."""
    conflicts = {str(each["project"]): each["ground"] for each in sequence(ctx.given.get("conflicts"))}
    return {"declarations": {**mapping(ctx.facts.get("declarations")), ctx.actor.id: conflicts}}


def judging(ctx: Context) -> list[str]:
    """Who is to judge: the panel of a presentation, the evaluators of a later evaluation."""
    return sequence(ctx.given.get("panel") or ctx.given.get("evaluators"))


@guard("panel.repeated", "운영요령 59①")
def panel_distinct(ctx: Context) -> Mapping[str, Any] | None:
    panel = judging(ctx)
    repeated = sorted({member for member in panel if panel.count(member) > 1})
    return {"evaluators": repeated} if repeated else None


@guard("panel.not_appointed", "공고 §5; 운영요령 59①")
def panel_appointed(ctx: Context) -> Mapping[str, Any] | None:
    committee = mapping(ctx.call.facts.get("committee"))
    strangers = sorted({*judging(ctx)} - committee.keys())
    return {"evaluators": strangers} if strangers else None


@guard("panel.not_declared", "운영요령 59①·89")
def panel_declared(ctx: Context) -> Mapping[str, Any] | None:
    declarations = mapping(ctx.call.facts.get("declarations"))
    silent = sorted({*judging(ctx)} - declarations.keys())
    return {"evaluators": silent} if silent else None


@guard("panel.conflict", "공고 §5; 운영요령 59①")
def panel_unconflicted(ctx: Context) -> Mapping[str, Any] | None:
    """Nobody of the project, of an organisation of the project, of its area, or with a declared conflict judges it."""
    grounds = {each: _conflict(ctx, each) for each in sorted({*judging(ctx)})}
    found = {each: ground for each, ground in grounds.items() if ground}
    return {"evaluators": list(found), "grounds": list(found.values())} if found else None


def _conflict(ctx: Context, evaluator: str) -> str:
    """Why an evaluator must not judge the project; empty if they may."""
    member = mapping(mapping(ctx.call.facts.get("committee")).get(evaluator))
    declared = mapping(mapping(ctx.call.facts.get("declarations")).get(evaluator))
    if evaluator in {person["ref"] for person in sequence(ctx.facts.get("people"))}:
        return "participant"
    if member.get("org") in _organisations(ctx):
        return "organisation"
    if member.get("area") and member["area"] == ctx.facts.get("area"):
        return "area"
    return str(declared.get(ctx.stream.id, ""))


def _organisations(ctx: Context) -> set[str]:
    """Everyone who has a stake in the project: lead, participants, municipality, province, companies with a letter."""
    own = {str(ctx.facts.get(fact, "")) for fact in ("lead", "area", "province")}
    letters = {str(letter["brn"]) for letter in sequence(ctx.facts.get("letters"))}
    return own | letters | {str(each["org"]) for each in sequence(ctx.facts.get("participants"))}


@guard("panel.judged_before", "운영요령 25③")
def panel_not_judged(ctx: Context) -> Mapping[str, Any] | None:
    """A re-evaluation after an objection is another panel's."""
    same = sorted({*sequence(ctx.facts.get("judged"))} & {*judging(ctx)})
    return {"evaluators": same} if same else None


@guard("presenter.not_lead_researcher", "운영요령 57⑤")
def lead_researcher_presents(ctx: Context) -> Mapping[str, Any] | None:
    presenter = str(ctx.given.get("presenter", ""))
    leads = list(participation.leads(sequence(ctx.facts.get("people"))))
    return None if presenter in leads else {"presenter": presenter, "lead_researcher": leads}


def seated(_: Context) -> dict[str, Any]:
    """The facts a panel begins with: no sheet is in, nobody is missing."""
    return {"sheets_in": [], "absent": []}


def expected(ctx: Context) -> list[str]:
    """The evaluators whose sheets the project waits for or has: the panel without who was absent or stepped aside."""
    absent = sequence(ctx.facts.get("absent"))
    return [each for each in sequence(ctx.facts.get("panel")) if each not in absent]


@guard("sheet.not_on_panel", "공고 §5; 운영요령 59①")
def on_panel(ctx: Context) -> Mapping[str, Any] | None:
    """An evaluator judges alone and for themselves: nobody enters another's sheet."""
    return None if ctx.actor.id in expected(ctx) else {"evaluator": ctx.actor.id}


@guard("sheet.points", "공고 §5")
def points_within(ctx: Context) -> Mapping[str, Any] | None:
    """Names the indicators that are wrong, never the points: a refusal is kept, single scores are secret."""
    wrong = list(evaluation.outside(ctx.rules, mapping(mapping(ctx.given.get(SHEET)).get("points"))))
    return {"indicators": wrong} if wrong else None


def _deductions(ctx: Context) -> list[Mapping[str, Any]]:
    """What the command marks down: an evaluator's sheet, or the screening."""
    return sequence(mapping(ctx.given.get(SHEET)).get("deductions")) + sequence(ctx.given.get("disadvantages"))


@guard("deduction.unknown_ground", "공고 §7")
def deductions_grounded(ctx: Context) -> Mapping[str, Any] | None:
    stage = "evaluation" if SHEET in ctx.given else "screening"
    known = [each.id for each in ctx.rules.deductions if each.stage == stage]
    wrong = sorted({str(each["ground"]) for each in _deductions(ctx)} - set(known))
    return {"grounds": wrong, "known": known} if wrong else None


@guard("deduction.above_most", "공고 §7")
def deductions_within(ctx: Context) -> Mapping[str, Any] | None:
    """No number is given: how much may be marked down is the call's to decide before anything is."""
    asked, most = sum(number(each.get("points")) for each in _deductions(ctx)), ctx.setting("deduction_most")
    if not asked or (most is not None and asked <= number(most) * evaluation.HUNDREDTHS):
        return None
    return {"most": "" if most is None else number(most), "setting": "deduction_most"}


def handed_in(ctx: Context) -> dict[str, Any]:
    """The fact `sheets_in`: whose sheets are in, never what they say."""
    return {"sheets_in": sorted({*sequence(ctx.facts.get("sheets_in")), ctx.actor.id})}


def stepped_aside(ctx: Context) -> dict[str, Any]:
    """The facts of an evaluator who leaves the panel: a sheet they gave no longer counts."""
    return _without(ctx, ctx.actor.id)


@guard("evaluator.not_awaited", "운영요령 59①")
def still_awaited(ctx: Context) -> Mapping[str, Any] | None:
    evaluator = str(ctx.given.get("evaluator", ""))
    awaited = [each for each in expected(ctx) if each not in sequence(ctx.facts.get("sheets_in"))]
    return None if evaluator in awaited else {"evaluator": evaluator, "awaited": awaited}


def missed(ctx: Context) -> dict[str, Any]:
    return _without(ctx, str(ctx.given["evaluator"]))


def _without(ctx: Context, evaluator: str) -> dict[str, Any]:
    given = [each for each in sequence(ctx.facts.get("sheets_in")) if each != evaluator]
    return {"absent": [*sequence(ctx.facts.get("absent")), evaluator], "sheets_in": given}


@guard("aggregation.undecided", "공고 §5")
def aggregation_decided(ctx: Context) -> Mapping[str, Any] | None:
    return {"setting": "aggregation"} if ctx.setting("aggregation") is None else None


@guard("sheets.missing", "공고 §5")
def every_sheet_in(ctx: Context) -> Mapping[str, Any] | None:
    missing = [each for each in expected(ctx) if each not in sequence(ctx.facts.get("sheets_in"))]
    return {"missing": missing} if missing else None


@guard("sheets.too_few", "공고 §5")
def sheets_enough(ctx: Context) -> Mapping[str, Any] | None:
    how, count = ctx.setting("aggregation"), len(sequence(ctx.facts.get("sheets_in")))
    if how is None or evaluation.enough_sheets(count, how):
        return None
    return {"count": count, "least": evaluation.LEAST_SHEETS[how]}


def counted(ctx: Context) -> list[Mapping[str, Any]]:
    """The sheets that count: the last one of everyone expected, in the order of the panel."""
    last = {each.actor: mapping(each.value) for each in ctx.private_parts if each.part == SHEET}
    return [last[evaluator] for evaluator in expected(ctx) if evaluator in last]


@guard("sheets.erased", "운영요령 89")
def sheets_readable(ctx: Context) -> Mapping[str, Any] | None:
    """What is combined is what was handed in: an erased sheet cannot be."""
    handed, found = len(sequence(ctx.facts.get("sheets_in"))), len(counted(ctx))
    return None if found >= handed else {"handed": handed, "found": found}


def scored(ctx: Context) -> dict[str, Any]:
    """The facts of an evaluation, in hundredths: the combined score, by item for the tie rule, what was marked down."""
    how = str(ctx.setting("aggregation"))
    screening = points_of(ctx.facts.get("disadvantages"))
    marks = evaluation.marks(ctx.rules, counted(ctx), how, screening)
    return {
        "score": marks.score,
        "item_scores": list(marks.items),
        "marked_down": {"screening": screening, "before": marks.combined},
        "aggregation": how,
        "no_show": "",
    }


def points_of(deductions: Iterable[Any] | None) -> int:
    """Σ of what deductions mark down, in hundredths."""
    return sum(number(each.get("points")) for each in sequence(deductions))


@guard("no_show.undecided", "공고 §5; 운영요령 57⑤")
def no_show_decided(ctx: Context) -> Mapping[str, Any] | None:
    return {"setting": "no_show"} if ctx.setting("no_show") is None else None


def absent(ctx: Context) -> dict[str, Any]:
    """The facts of a no-show: 0 points, or where the call excludes, no score and none left of an earlier evaluation."""
    how = str(ctx.setting("no_show"))
    score = {"score": 0 if how == "zero" else None} if how == "zero" or "score" in ctx.facts else {}
    return {**score, "item_scores": [], "no_show": how}
