"""The conditions of a call's rows, but for money and order."""

from collections.abc import Mapping
from typing import Any

from states.context import Context, Stream
from states.guards.paper import WAITING
from states.guards.reception import closes_at, shown
from states.guards.shared import kst_day, mapping, sequence
from states.instants import read
from states.lifecycle import guard
from states.rules.identifiers import valid_brn

UNDER_REVIEW = frozenset({"submitted", "screening"})
UNSCORED = UNDER_REVIEW | {"supplement_requested", "evaluation_ready", "presenting"}
REVIVABLE = frozenset({"reserve", "rejected", "selection_notified", "withdrawn"})
"""Where a letter that had come in time can still change who is selected."""
UNSETTLED = frozenset(
    {
        "screened_out",
        "objection_screening",
        "evaluation_ready",
        "presenting",
        "scored",
        "rejected_notified",
        "objection_rejection",
    }
)
"""Where an objection may still come, is being decided or has led to a re-evaluation."""
PROJECT_ENDS = frozenset(
    {
        "expired",
        "withdrawn",
        "call_cancelled",
        "rejected",
        "disqualified",
        "selection_cancelled",
        "closed",
        "closed_terminated",
    }
)


def projects(ctx: Context, states: frozenset[str]) -> list[str]:
    """The ids of the call's projects that stand in one of these states."""
    return sorted(project.id for project in ctx.of("project") if project.state in states)


@guard("call.notice_numbers", "공고 표지")
def jointly_announced(ctx: Context) -> Mapping[str, Any] | None:
    given = {notice["ministry"] for notice in sequence(ctx.given.get("notices"))}
    missing = [ministry.code for ministry in ctx.rules.ministries if ministry.code not in given]
    return {"missing": missing} if missing else None


@guard("call.notice_too_short", "운영요령 15③")
def noticed_long_enough(ctx: Context) -> Mapping[str, Any] | None:
    notice = ctx.rules.notice
    if notice.days >= notice.minimum_days or notice.urgency_ko:
        return None
    return {"days": notice.days, "minimum": notice.minimum_days}


@guard("call.not_later", "common")
def closes_later(ctx: Context) -> Mapping[str, Any] | None:
    """The new end of reception lies after the present one and after now."""
    given = read(str(ctx.given["reception_closes_at"]))
    if given > closes_at(ctx) and given > ctx.received_at:
        return None
    return {"given": shown(given), "closes_at": shown(closes_at(ctx))}


@guard("call.no_evidence", "common (공고 §6)")
def outage_proven(ctx: Context) -> Mapping[str, Any] | None:
    return None if ctx.given.get("evidence") else {"evidence": 0}


@guard("call.outage_elsewhere", "common (공고 §6)")
def outage_hindered(ctx: Context) -> Mapping[str, Any] | None:
    """The outage lay in the time of reception: it began before the end and not after it had passed."""
    began, passed = (read(str(ctx.given[name])) for name in ("outage_from", "outage_until"))
    if ctx.rules.reception.opens_at < passed and began < passed and began <= closes_at(ctx):
        return None
    return {"outage_from": shown(began), "outage_until": shown(passed), "closes_at": shown(closes_at(ctx))}


@guard("call.not_amendable", "common")
def may_change_now(ctx: Context) -> Mapping[str, Any] | None:
    """Judged by what the proposed rules really change, and by what the notice says they change.

    What may change when is data of the call, as it stands before the change.
    """
    allowed = ctx.rules.amendable_in(ctx.state)
    really = ctx.rules.changed(ctx.proposed) if ctx.proposed else []
    fixed = sorted({*sequence(ctx.given.get("changed")), *really} - allowed)
    return {"sections": fixed, "allowed": sorted(allowed)} if fixed else None


@guard("call.vote_in_future", "공고 §2·§5")
def already_voted(ctx: Context) -> Mapping[str, Any] | None:
    today = kst_day(ctx).isoformat()
    voted_on = str(ctx.given.get("voted_on", ""))
    return None if voted_on <= today else {"voted_on": voted_on, "today": today}


@guard("call.unknown_setting", "common")
def setting_exists(ctx: Context) -> Mapping[str, Any] | None:
    name = str(ctx.given.get("name", ""))
    return None if name in ctx.rules.settings else {"name": name, "known": sorted(ctx.rules.settings)}


@guard("call.setting_value", "common")
def setting_admits(ctx: Context) -> Mapping[str, Any] | None:
    name, value = str(ctx.given.get("name", "")), ctx.given.get("value")
    setting = ctx.rules.settings.get(name)
    if setting is None or setting.accepts(value):
        return None
    return {"name": name, "value": value, "type": setting.type, "choices": list(setting.choices)}


@guard("call.succession", "공고 §3; 부가가치세법 8")
def succession_possible(ctx: Context) -> Mapping[str, Any] | None:
    """Both numbers are valid and differ, neither was succeeded before: a chain is recorded link by link."""
    given = [str(ctx.given["former"]), str(ctx.given["successor"])]
    known = mapping(ctx.facts.get("successions"))
    wrong = [each for each in given if not valid_brn(each) or each in known]
    return {"brn": wrong or given[:1]} if wrong or given[0] == given[1] else None


@guard("call.unknown_area", "공고 붙임1·붙임2·붙임3")
def areas_known(ctx: Context) -> Mapping[str, Any] | None:
    unknown = [each["area"] for each in sequence(ctx.given.get("areas")) if each["area"] not in ctx.rules.areas]
    return {"areas": unknown} if unknown else None


@guard("call.area_twice", "common")
def areas_once(ctx: Context) -> Mapping[str, Any] | None:
    given = [str(each["area"]) for each in sequence(ctx.given.get("areas"))]
    repeated = sorted({each for each in given if given.count(each) > 1})
    return {"areas": repeated} if repeated else None


@guard("call.area_dates", "공고 붙임3·붙임4")
def areas_designated(ctx: Context) -> Mapping[str, Any] | None:
    """What counts since a day to come, or ends before it begins, is no fact yet."""
    today = kst_day(ctx).isoformat()
    given = sequence(ctx.given.get("areas"))
    wrong = [each["area"] for each in given if each["since"] > min(today, str(each.get("until") or today))]
    return {"areas": wrong, "today": today} if wrong else None


@guard("call.not_screened", "공고 §5")
def every_project_screened(ctx: Context) -> Mapping[str, Any] | None:
    left = projects(ctx, UNDER_REVIEW)
    return {"projects": left} if left else None


@guard("call.not_scored", "공고 §5")
def every_project_scored(ctx: Context) -> Mapping[str, Any] | None:
    left = projects(ctx, UNSCORED)
    return {"projects": left} if left else None


@guard("call.objection_open", "공고 §5; 운영요령 25")
def objections_settled(ctx: Context) -> Mapping[str, Any] | None:
    """Nothing that could still change the results: an objection, its period, a letter nobody has confirmed."""
    left = sorted(project.id for project in ctx.of("project") if _unsettled(project))
    return {"projects": left} if left else None


def _unsettled(project: Stream) -> bool:
    return (
        project.state in UNSETTLED
        or (project.state == "reserve" and "objection" in project.deadlines)
        or (project.state in REVIVABLE and project.facts.get("paper") == WAITING)
    )


@guard("call.project_running", "common")
def every_project_ended(ctx: Context) -> Mapping[str, Any] | None:
    left = sorted(project.id for project in ctx.of("project") if project.state not in PROJECT_ENDS)
    return {"projects": left} if left else None
