"""An evaluation read back from the record alone: sheets, scores computed again, and the ranking with its reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from states.context import PrivatePart, Stream
from states.guards.evaluation import SHEET, points_of
from states.guards.shared import mapping, number, sequence
from states.rules.call_rules import CallRules
from states.rules.evaluation import HUNDREDTHS, Marks, marks
from states.rules.ranking import Entry, Line, Place, explained
from storage.transaction import Reader
from workflow.definitions import Definitions
from workflow.errors import WorkflowError
from workflow.replay import Replayer, stream_at

RANKINGS = ("fix_ranking", "revise_ranking")


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A project as it was ranked: its stream, its readable sheets, and what they come to (None where not all are)."""

    project: Stream
    sheets: tuple[PrivatePart, ...]
    computed: Marks | None

    @property
    def agrees(self) -> bool:
        """Whether the sheets make the recorded score; a no-show has none to make it."""
        if self.project.facts.get("no_show"):
            return True
        recorded = (self.project.facts.get("score"), sequence(self.project.facts.get("item_scores")))
        return self.computed is not None and recorded == (self.computed.score, list(self.computed.items))


@dataclass(frozen=True, slots=True)
class Ranked:
    """A call's ranking computed again; `agrees` if it is the recorded one, inputs and order."""

    call: Stream
    places: tuple[Place, ...]
    projects: Mapping[str, Evaluated]
    agrees: bool


def evaluated(reader: Reader, project: Stream, rules: CallRules) -> Evaluated:
    """The sheets that count for a project at its version, and the score computed from them again."""
    awaited = [each for each in sequence(project.facts.get("panel")) if each not in _absent(project)]
    parts = [each for each in reader.private_parts(project.id, SHEET) if each.version <= project.version]
    last = {each.actor: each for each in parts}
    sheets = tuple(last[evaluator] for evaluator in awaited if evaluator in last)
    how = str(project.facts.get("aggregation", ""))
    whole = bool(how) and len(sheets) == len(awaited) and not project.facts.get("no_show")
    screening = points_of(project.facts.get("disadvantages"))
    computed = marks(rules, [each.value for each in sheets], how, screening) if whole else None
    return Evaluated(project, sheets, computed)


def _absent(project: Stream) -> Sequence[str]:
    return sequence(project.facts.get("absent"))


def ranked(reader: Reader, definitions: Definitions, call: str) -> Ranked:
    """The last ranking of a call from events alone. WorkflowError if it has none; RecordFault if a chain is broken."""
    replayer = Replayer(definitions)
    steps = list(replayer.steps(call, reader.events(call)))
    made = next((step for step in reversed(steps) if step[0]["trigger"] in RANKINGS), None)
    if made is None:
        raise WorkflowError(f"{call} has no ranking yet")
    (event, then), now = made, steps[-1][1]
    rules = definitions.rules(str(then.facts["rules"]), reader)
    inputs: Mapping[str, Any] = then.facts["ranking_inputs"]
    at = {id: stream_at(reader, replayer, id, version=row["version"]) for id, row in inputs.items()}
    projects = {id: evaluated(reader, stream, rules) for id, stream in at.items()}
    entries = [_entry(stream) for stream in at.values()]
    places = explained(
        entries,
        _line(now, rules),
        decided=sequence(event["changes"].get("tie_order")),
        by_items=then.facts.get("tie_break") == "higher_item",
        unscored=[id for id in sequence(now.facts.get("rejections")) if id not in inputs],
    )
    order = [(place.project, place.rank, place.score) for place in places if place.rank]
    recorded = [(row["project"], row["rank"], row["score"]) for row in then.facts["ranking"]]
    given = all(_entry(at[id]) == Entry(id, row["score"], tuple(row["items"])) for id, row in inputs.items())
    return Ranked(now, tuple(places), projects, given and order == recorded)


def _entry(project: Stream) -> Entry:
    return Entry(project.id, number(project.facts.get("score")), tuple(sequence(project.facts.get("item_scores"))))


def _line(call: Stream, rules: CallRules) -> Line:
    minimum = number(rules.setting("minimum_score", mapping(call.facts.get("settings")))) * HUNDREDTHS
    return Line(mapping(call.facts.get("awards")), sequence(call.facts.get("reserves")), minimum)
