"""The evaluation: one's own sheet, the closing, the spread of scores, the ranking with its reasons, the export."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from entrypoints.bootstrap import service
from entrypoints.cli.commands import send, tell, wish, wishing
from entrypoints.cli.door import Door, Verbs, spoken
from entrypoints.cli.looking import noted
from entrypoints.cli.sheets import columns, csv_text, rows
from entrypoints.cli.values import actor, data
from entrypoints.errors import BadInput
from states.canonical import dumps
from states.catalogue.ranking import OUTCOMES, REASONS
from states.context import Stream
from states.guards.evaluation import SHEET
from states.lifecycle import Refusal
from states.roles import Actor
from states.rules.evaluation import HUNDREDTHS, Spread, dispersion
from states.rules.ranking import Place
from states.secrecy import own_only, sheets_sealed
from storage.transaction import Reader
from workflow.batch import kind_of
from workflow.definitions import Definitions
from workflow.evaluation import Ranked, evaluated, ranked
from workflow.messages import Outcome


@click.group(cls=Verbs, modules={"line": "awards:line_", "cut": "awards:cut_", "promote": "awards:promote_"})
def evaluate() -> None:
    """Verbs on evaluations."""


@evaluate.command("sheet")
@spoken
@click.argument("project", metavar="PROJECT")
@click.option("--data", "text", metavar="JSON|@FILE")
@wishing
@click.pass_obj
def sheet(door: Door, /, project: str, text: str | None, **given: Any) -> int:
    """Hand in one's own sheet, or read it."""
    _of_kind(project, "project")
    if text is not None:
        return send(door, project, "submit_sheet", {SHEET: data(text)}, wish(given))
    return _own(door, project, actor(given["actor"]))


def _own(door: Door, project: str, reader_: Actor) -> int:
    if refused := own_only(reader_):
        return _refused(door, refused)
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        _known(reader, project)
        found = [each for each in reader.private_parts(project, SHEET) if each.actor == reader_.id]
    if not found:
        raise BadInput("sheets.none", found=project)
    mine = found[-1].value
    door.answer({"project": project, "version": found[-1].version, "sheet": mine}, lambda: door.pairs(_lines(mine)))
    return 0


def _lines(mine: Mapping[str, Any]) -> Iterable[tuple[str, object]]:
    yield from ((no, _points(points)) for no, points in mine["points"].items())
    yield from (
        (each["ground"], f"-{_points(each.get('points', 0))} {each['reason']}") for each in mine.get("deductions", ())
    )


@evaluate.command("close")
@spoken
@click.argument("project", metavar="PROJECT")
@click.option("--opinion", required=True, metavar="TEXT")
@wishing
@click.pass_obj
def close(door: Door, /, project: str, opinion: str, **given: Any) -> int:
    """Close the scores of a project."""
    _of_kind(project, "project")
    return send(door, project, "close_scores", {"opinion": opinion}, wish(given))


@evaluate.command("dispersion")
@spoken
@click.argument("project", metavar="PROJECT")
@click.option("--as", "who", metavar="ROLE:ORG:PERSON")
@click.pass_obj
def dispersion_(door: Door, project: str, who: str | None) -> int:
    """How far the evaluators are apart."""
    _of_kind(project, "project")
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        stream = _known(reader, project)
        call = _known(reader, stream.parents["call"])
        rules = parts.definitions.rules(str(call.facts["rules"]), reader)
        if refused := sheets_sealed(actor(who), stream, rules):
            return _refused(door, refused)
        found = evaluated(reader, stream, rules)
    if not found.sheets:
        raise BadInput("sheets.none", found=project)
    _looked(door, who, {"stream": project, "sheets": len(found.sheets), "as": "dispersion"})
    spreads = dispersion(rules, [each.value for each in found.sheets])
    document = {
        "project": project,
        "sheets": len(found.sheets),
        "spread": {no: _spread(s) for no, s in spreads.items()},
    }
    named = {str(each.no): door.label(each) for each in rules.criteria} | {"total": door.word("total")}
    door.answer(document, lambda: _show_spreads(door, {named[no]: each for no, each in spreads.items()}))
    return 0


def _spread(found: Spread) -> dict[str, int]:
    return {name: getattr(found, name) for name in ("mean", "least", "most", "range", "deviation")}


def _show_spreads(door: Door, spreads: Mapping[str, Spread]) -> None:
    cells = ((name, *map(_points, (s.mean, s.least, s.most, s.deviation))) for name, s in spreads.items())
    door.table(("indicator", "mean", "least", "most", "deviation"), cells)


@evaluate.command("ranking")
@spoken
@click.argument("call", metavar="CALL")
@click.option("--explain", is_flag=True)
@click.pass_obj
def ranking(door: Door, call: str, *, explain: bool) -> int:
    """The ranking from events alone; 1 where it is not the recorded one."""
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        found = _ranked(reader, parts.definitions, call)
        streams = reader.streams([place.project for place in found.places])
    titles = {id: str(each.facts.get("title", id)) for id, each in streams.items()}
    differing = [id for id, each in found.projects.items() if not each.agrees]
    document = {
        "call": call,
        "agrees": found.agrees and not differing,
        "score_differs": differing,
        "ranking": [_place(place, found, explain=explain) for place in found.places],
    }
    door.answer(document, lambda: _show_ranking(door, found, differing, titles, explain=explain))
    return 0 if found.agrees and not differing else 1


def _ranked(reader: Reader, definitions: Definitions, call: str) -> Ranked:
    _of_kind(call, "call")
    if "ranking" not in _known(reader, call).facts:
        raise BadInput("ranking.none", found=call)
    return ranked(reader, definitions, call)


def _place(place: Place, found: Ranked, *, explain: bool) -> dict[str, Any]:
    shape: dict[str, Any] = {"project": place.project, "rank": place.rank, "score": place.score}
    shape["outcome"] = place.outcome
    if not explain:
        return shape
    because = _because(place)
    reason = {"code": place.reason, "above": place.above, "difference": place.difference, "item": place.item}
    said = {"ko": REASONS[place.reason].filled(because).ko, "en": REASONS[place.reason].filled(because).en}
    return shape | {"award": place.award, "items": list(place.items), "reason": reason | said} | _inputs(place, found)


def _inputs(place: Place, found: Ranked) -> dict[str, Any]:
    """What a score was made from, as far as it is not secret."""
    each = found.projects.get(place.project)
    if each is None:
        return {"inputs": {}}
    facts = each.project.facts
    kept = ("panel", "absent", "aggregation", "marked_down", "no_show")
    inputs = {name: facts[name] for name in kept if name in facts}
    return {"inputs": inputs | {"version": each.project.version, "sheets": len(each.sheets), "agrees": each.agrees}}


def _because(place: Place) -> dict[str, object]:
    return {"above": place.above, "difference": _points(place.difference), "item": place.item}


def _show_ranking(door: Door, found: Ranked, differing: list[str], titles: Mapping[str, str], *, explain: bool) -> None:
    head = ("rank", "title", "stream", "score", "outcome", *(("reason",) if explain else ()))
    door.table(head, (_row(door, place, titles, explain=explain) for place in found.places))
    for project in differing:
        door.tell("score_differs", project=project)
    door.tell("ranking_agrees" if found.agrees and not differing else "ranking_differs")


def _row(door: Door, place: Place, titles: Mapping[str, str], *, explain: bool) -> tuple[object, ...]:
    outcome = door.pick(OUTCOMES[place.outcome].filled({"award": f"{place.award:,}"}))
    because = _because(place) | {"above": titles.get(place.above, place.above)}
    reason = (door.pick(REASONS[place.reason].filled(because)),) if explain else ()
    score = "" if place.score is None else _points(place.score)
    return (place.rank or "–", titles.get(place.project, ""), place.project, score, outcome, *reason)


@evaluate.command("export")
@spoken
@click.argument("call", metavar="CALL")
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@click.option("--as", "who", metavar="ROLE:ORG:PERSON")
@click.pass_obj
def export(door: Door, call: str, form: str, output: Path | None, who: str | None) -> int:
    """Every sheet that was ranked."""
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        found = _ranked(reader, parts.definitions, call)
        rules = parts.definitions.rules(str(found.call.facts["rules"]), reader)
    for each in found.projects.values():
        if refused := sheets_sealed(actor(who), each.project, rules):
            return _refused(door, refused)
    table = rows(found, rules)
    count = sum(1 for row in table if row["evaluator"])
    _looked(door, who, {"stream": call, "sheets": count, "as": form})
    text = csv_text(columns(rules), table) if form == "csv" else dumps(table).decode() + "\n"
    if output is None:
        click.echo(text, nl=False)
        return 0
    output.write_text(text, encoding="utf-8", newline="")
    door.answer({"file": str(output), "sheets": count}, lambda: door.tell("exported", count=count, file=output))
    return 0


def _looked(door: Door, who: str | None, scope: Mapping[str, Any]) -> None:
    """Remember who saw sheets that are not their own, before they are told."""
    with service(door.settings) as parts:
        noted(parts, actor(who), "sheets", scope)


def _of_kind(stream: str, kind: str) -> None:
    if kind_of(stream) != kind:
        raise BadInput("stream.kind", found=stream, kind=kind)


def _known(reader: Reader, stream: str) -> Stream:
    found = reader.streams([stream]).get(stream)
    if found is None:
        raise BadInput("stream.unknown", found=stream)
    return found


def _refused(door: Door, refusals: tuple[Refusal, ...]) -> int:
    with service(door.settings) as parts:
        return tell(door, parts, Outcome(refusals=refusals), dry_run=False, kind="project")


def _points(hundredths: int) -> str:
    """Points as people write them: 87.25."""
    whole, rest = divmod(hundredths, HUNDREDTHS)
    return f"{whole}.{rest:02}"
