"""Files of other systems in the play: areas with the region-specific visa, the index of companies, what they spent."""

from collections.abc import Sequence
from datetime import timedelta

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
