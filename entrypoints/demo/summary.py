"""Who ended where, and whether the record says the same when it is played back."""

from collections.abc import Mapping
from dataclasses import dataclass

from entrypoints.bootstrap import FAMILY, service
from entrypoints.demo.stage import Stage
from entrypoints.settings import Settings
from states.context import Stream
from states.lifecycle import State
from states.names import Names
from storage.boards import Filter, counts, page
from storage.projections import KINDS
from storage.transaction import Reader
from workflow.definitions import Definitions
from workflow.replay import rebuild

MOST = 1_000
"""More projects than the play has."""


def summary(stage: Stage, definitions: Definitions) -> dict[str, object]:
    """Plain data: how much happened, how many streams of each kind stand in each state, and what the replay says.

    RecordFault where the record itself does not hold.
    """
    events, differences = rebuild(stage.store, definitions)
    with stage.store.snapshot() as reader:
        by_state = {kind: _declared(kind, counts(reader, kind)) for kind in KINDS}
        refusals = len(reader.table_rows("refusal", ("hash",)))
    return {
        "events": events,
        "projects": sum(by_state["project"].values()),
        "supports": sum(by_state["support"].values()),
        "companies": sum(by_state["company"].values()),
        "by_state": by_state,
        "refusals": refusals,
        "refusal_codes": dict(sorted(stage.refused.items())),
        "replay_equal": not differences,
        "database": stage.store.name,
    }


def _declared(kind: str, found: Mapping[str, int]) -> dict[str, int]:
    """How many streams stand in each state, in the order the lifecycle declares them."""
    return {state.id: found[state.id] for state in FAMILY[kind].states if state.id in found}


@dataclass(frozen=True)
class Ending:
    """One project at the end of the play: its place, the state it ended in, its score in hundredths, won awarded."""

    project: str
    province: str
    area_ko: str
    area_en: str
    title: str
    ministries: tuple[str, ...]
    ministries_ko: tuple[str, ...]
    state: State
    score: int | None
    award: int | None
    supports: int
    companies: int


def endings(database_url: str) -> list[Ending]:
    """Every project of a played database: those that supported companies first, then by score. StorageError."""
    with service(Settings(database_url=database_url)) as parts, parts.store.snapshot() as reader:
        rows = page(reader, Filter("project"), MOST).rows
        found = [_ending(row.stream, parts.definitions, reader) for row in rows]
    return sorted(found, key=lambda each: (not each.supports, -(each.score or 0), each.area_en))


def _ending(project: Stream, definitions: Definitions, reader: Reader) -> Ending:
    facts = project.facts
    call = reader.streams([project.parents["call"]])[project.parents["call"]]
    rules, code = definitions.rules(str(call.facts["rules"]), reader), str(facts["area"])
    ko, en = (Names(rules, language) for language in ("ko", "en"))
    return Ending(
        project.id,
        rules.areas[code].province,
        ko.area(code),
        en.area(code),
        str(facts["title"]),
        tuple(facts["ministries"]),
        tuple(ko.ministries[each] for each in facts["ministries"]),
        definitions.state("project", project.lifecycle, project.state),
        facts.get("score"),
        facts.get("award"),
        len(reader.children(project, ["support"])),
        len(reader.children(project, ["company"])),
    )
