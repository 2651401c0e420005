"""Act one: the notice, the decisions it leaves open, the projects on their way to the last millisecond of reception."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from entrypoints.demo import application as parts
from entrypoints.demo import files, survey, trouble
from entrypoints.demo.cast import OPERATOR, Part, Role, combinations, lead, minister
from entrypoints.demo.decisions import decisions
from entrypoints.demo.stage import DemoError, Stage, began, merged, sha
from states.completeness import changed
from states.roles import Actor
from states.rules.call_parts import KST
from states.rules.eligibility import unlinked
from workflow.messages import Command

type_of_projects = dict[str, str]
"""Project streams by area code."""
ENTERED = ("submit", "revise", "last", "late")
WRITING = 12
"""How many parts of the time of reception the drafts are written in; a project takes one step a part."""
NOBODY = Role(2, 50)
type_of_scheduled = tuple[datetime, Command]


def play(stage: Stage) -> type_of_projects:
    """From the notice to the morning after reception; the submitted projects by area."""
    stage.act = "접수 · Reception"
    stage.not_before(stage.rules.notice.announced_on, 9)
    _announce(stage)
    _list_areas(stage)
    _ask_for_every_area(stage)
    projects = _register(stage)
    _refused_registrations(stage)
    stage.advance_to(stage.rules.reception.opens_at + timedelta(minutes=1))
    stage.check(stage.call, "open")
    _write(stage, projects)
    trouble.outage(stage, _last_minute(stage, projects))
    stage.later(1, 9)
    survey.close(stage)
    return _after_closing(stage, projects)


def _announce(stage: Stage) -> None:
    rules, director = stage.rules, minister(stage.rules, 2)
    stage.do(OPERATOR, "load", stage.call, **stage.engine.definitions.loading(rules))
    notices = [{"ministry": each.code, "number": each.notice_no} for each in rules.ministries]
    announced_on = rules.notice.announced_on.isoformat()
    stage.do(
        stage.minister, "announce", stage.call, notices=notices, announced_on=announced_on, document=sha("joint notice")
    )
    for name, value, reason in decisions(rules):
        stage.agree(director, "decide_setting", stage.call, name=name, value=value, reason=reason)
    if name := next((name for name, each in rules.settings.items() if each.type == "choice"), ""):
        wrong = {"name": name, "value": "forgiven", "reason": "규정에 없는 값"}
        stage.refuse_proposal("decide_setting", stage.call, wrong, "call.setting_value")


def _list_areas(stage: Stage) -> None:
    """The areas whose link to 법무부 a list proves, where that ministry takes part."""
    for ministry in stage.rules.ministries:
        if ministry.proved_by == "visa":
            listed = [code for code, area in stage.rules.areas.items() if area.kinds & {*ministry.areas}]
            files.visa_areas(stage, listed)


def _ask_for_every_area(stage: Stage) -> None:
    """Every area a ministry reaches could be registered by its technopark."""
    for code, area in stage.rules.areas.items():
        for codes in combinations(stage.rules, code)[:1]:
            place = parts.registration(stage.rules, Part(NOBODY, code, codes, area.name))
            stage.try_out(stage.order(stage.lead_of(code), "register", stage.call, place))


def _register(stage: Stage) -> type_of_projects:
    """On three moments between the notice and the opening of reception."""
    projects: type_of_projects = {}
    start = stage.clock.now()
    step = (stage.rules.reception.opens_at - start) / 5
    for n in range(3):
        stage.advance_to(start + (n + 1) * step)
        chosen = stage.cast[n::3]
        orders = [_registration(stage, part) for part in chosen]
        projects |= {part.area: began(done) for part, done in zip(chosen, stage.tell(*orders), strict=True)}
    return projects


def _registration(stage: Stage, part: Part) -> Command:
    place = parts.registration(stage.rules, part)
    return stage.order(stage.lead_of(part.area), "register", stage.call, place)


def _refused_registrations(stage: Stage) -> None:
    """What the announcement does not allow, each refused with its reason."""
    taken, other = stage.cast[0], next(each for each in stage.cast if not _same_lead(stage, each))
    free = next((code for code in stage.rules.areas if _is_free(stage, code)), "")

    def refused(who: Actor, area: str, codes: tuple[str, ...], code: str) -> None:
        place = parts.registration(stage.rules, Part(NOBODY, area, codes, "거절될 과제"))
        stage.refuse(stage.order(who, "register", stage.call, place), code)

    first = stage.lead_of(taken.area)
    refused(first, "99999", taken.codes, "area.not_eligible")
    refused(first, taken.area, taken.codes, "area.taken")
    if free:
        codes = combinations(stage.rules, free)[0]
        refused(stage.lead_of(free), free, codes[1:], "ministries.combination")
        stranger = taken if stage.lead_of(taken.area) != stage.lead_of(free) else other
        refused(stage.lead_of(stranger.area), free, codes, "lead.not_designated")
    for area, codes in _unlinked(stage):
        refused(stage.lead_of(area), area, codes, "ministries.no_link")
    early = stage.below(stage.call, "project")[0]
    stage.refuse(stage.order(lead(str(early.facts["lead"])), "start_draft", early.id), "reception.not_open")


def _same_lead(stage: Stage, part: Part) -> bool:
    return stage.lead_of(part.area) == stage.lead_of(stage.cast[0].area)


def _is_free(stage: Stage, area: str) -> bool:
    return area not in {part.area for part in stage.cast} and bool(combinations(stage.rules, area))


def _unlinked(stage: Stage) -> list[tuple[str, tuple[str, ...]]]:
    """One area nobody plays in, with a collaboration that never reaches it; none if every one reaches all."""
    taken = {part.area for part in stage.cast}
    found = (
        (code, each.ministries)
        for code in stage.rules.areas
        if code not in taken
        for each in stage.rules.collaborations
        if unlinked(stage.rules, code, each.ministries)
    )
    return [each for _, each in zip(range(1), found, strict=False)]


def _write(stage: Stage, projects: type_of_projects) -> None:
    """The drafts grow side by side; in between the technoparks answer the demand survey."""
    steps = [step for n, part in enumerate(stage.cast) for step in _drafting(stage, n, part, projects[part.area])]
    asked_at = survey.asked_at(stage.rules)
    stage.play(merged(step for step in steps if step[0] <= asked_at))
    survey.answer(stage, asked_at)
    stage.play(merged(step for step in steps if step[0] > asked_at))


def _drafting(stage: Stage, n: int, part: Part, project: str) -> Iterator[type_of_scheduled]:
    """A project's days of writing: begun, saved in parts again and again, letters gathered, submitted, revised."""
    if part.entry == "idle":
        return
    rules, who = stage.rules, stage.lead_of(part.area)
    opens, closes = rules.reception.opens_at, rules.reception.closes_at
    step = (closes - opens) / WRITING
    begun = opens + n % 3 * step + (n + 2) * step / 200

    def at(steps: int, trigger: str, data: dict[str, Any]) -> type_of_scheduled:
        instant = begun + steps * step
        return instant, stage.order(who, trigger, project, data, at=instant)

    yield at(0, "start_draft", {})
    yield at(1, "save", parts.plan(rules, part, 1))
    yield at(2, "save", parts.budget(rules, part))
    yield at(3, "save", parts.people(rules, part))
    yield at(3, "save", parts.programmes(rules, part))
    if part.entry == "left":
        return
    signed_on = (begun + 3 * step).astimezone(KST).date().isoformat()
    for letter in parts.letters(part)["letters"]:
        yield at(4, "give_letter", {**letter, "signed_on": signed_on})
    yield at(4, "save", parts.letters(part))
    yield at(5, "save", parts.plan(rules, part, 2))
    yield at(6, "save", parts.documents(rules, part) | parts.consortium(rules, part) | parts.confirmations())
    if part.entry in ("submit", "revise"):
        yield at(7, "submit", {})
    if part.entry == "revise":
        yield at(8, "revise", parts.plan(rules, part, 3))
    if part.entry == "withdrawn":
        yield at(7, "withdraw", {"letter": sha(f"{part.area} withdrawal")})


def _last_minute(stage: Stage, projects: type_of_projects) -> str:
    """The last instant is in time, a millisecond later is not; a draft that lacks its parts was refused before.

    The project that came too late.
    """
    closes = stage.rules.reception.closes_at
    by_entry = {part.entry: part for part in stage.cast}

    def submission(entry: str) -> Command:
        part = by_entry[entry]
        return stage.order(stage.lead_of(part.area), "submit", projects[part.area])

    stage.advance_to(closes - timedelta(minutes=20))
    stage.refuse(submission("left"), "parts.missing", "confirmation.missing")
    stage.advance_to(closes)
    stage.tell(submission("last"))
    stage.advance_to(closes + timedelta(milliseconds=1))
    stage.refuse(submission("late"), "reception.closed")
    return projects[by_entry["late"].area]


def _after_closing(stage: Stage, projects: type_of_projects) -> type_of_projects:
    """The call is closed; what was not submitted has expired; a revised plan differs, and nothing else does."""
    stage.check(stage.call, "closed")
    for part in stage.cast:
        if part.entry == "revise":
            _compare(stage, projects[part.area])
    ends = {"withdrawn": "withdrawn"} | dict.fromkeys(ENTERED, "submitted")
    for part in stage.cast:
        stage.check(projects[part.area], ends.get(part.entry, "expired"))
    return {part.area: projects[part.area] for part in stage.cast if part.entry in ENTERED}


def _compare(stage: Stage, project: str) -> None:
    """The two complete versions of a revised application, side by side. DemoError if more than the plan differs."""
    versions = stage.stream(project).facts["application_versions"]
    found = changed(*(stage.stream_at(project, int(each["version"])) for each in versions))
    if (len(versions), [*found]) != (2, ["plan"]):
        raise DemoError(f"{len(versions)} versions of {project} should differ in the plan, but do in {[*found]}")
