"""Files of other systems in the play: areas with the region-specific visa, the index of companies, what they spent."""

from collections.abc import Sequence
from datetime import timedelta

from entrypoints.demo.application import least_asked, matched
from entrypoints.demo.cast import combinations
from entrypoints.demo.stage import DemoError, Stage
from states.roles import Actor
from workflow import sheets
from workflow.imports import Importing, planned
from workflow.templates import TEMPLATES, headings


def visa_areas(stage: Stage, areas: Sequence[str]) -> None:
    """The areas of the pilot, as the Ministry of Justice listed them before the call."""
    since = (stage.rules.notice.announced_on - timedelta(days=336)).isoformat()
    take_in(stage, stage.officer, "visa", [[area, since, "", "40"] for area in sorted(areas)])


def take_in(stage: Stage, actor: Actor, kind: str, rows: Sequence[Sequence[object]]) -> None:
    """Write a file, read it as it came, record it in one unit; the same file again changes nothing."""
    content = sheets.write(f"{kind}.xlsx", [headings(TEMPLATES[kind]), *rows])
    for again in (False, True):
        importing = Importing(stage.call, kind, content, actor, stage.clock.now())
        with stage.store.snapshot() as reader:
            plans, faults = planned(reader, sheets.read(f"{kind}.xlsx", content), importing)
        if faults:
            raise DemoError(f"the file {kind} should be sound, but: {faults[0]}")
        stage.tell_together([each.command for each in plans], repeated=again)


def running_project(stage: Stage) -> str:
    """A project of an earlier call comes as it stands, its term over; another one of its area is not taken.

    Its stream.
    """
    area, codes = free_area(stage)
    national = least_asked(stage.rules)
    term = stage.rules.agreement
    money = [national, *matched(stage.rules, area, national)]
    place = [
        area,
        "+".join(codes),
        f"{stage.rules.areas[area].name} 연고산업 육성(인수)",
        "final_report",
        stage.year(2),
        *money,
    ]
    dates = ["인수-1", term.starts_on.isoformat(), term.ends_on.isoformat(), ""]
    before = {each.id for each in stage.below(stage.call, "project")}
    take_in(stage, stage.officer, "projects", [[*place, *dates]])
    (taken,) = (each for each in stage.below(stage.call, "project") if each.id not in before)
    return taken.id


def free_area(stage: Stage) -> tuple[str, tuple[str, ...]]:
    """An area nobody plays in, with a collaboration that reaches it. DemoError if there is none."""
    played = {part.area for part in stage.cast}
    for code in stage.rules.areas:
        if code not in played and (found := combinations(stage.rules, code)):
            return code, found[0]
    raise DemoError("every area of the call is played in: none is left for a project that is taken over")
