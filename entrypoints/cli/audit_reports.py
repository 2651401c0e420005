"""Reading the whole record: search it, export it, report on it."""

from pathlib import Path
from typing import Any

import click
import orjson

from entrypoints.bootstrap import FAMILY, service
from entrypoints.cli.door import Door, Spoken, spoken
from entrypoints.cli.looking import looker, noted
from entrypoints.cli.values import instant
from entrypoints.shapes import act_shape
from states.names import Names
from states.wording import Wording
from storage.exports import FIELDS, FORMATS
from workflow.audit.report import report as reported
from workflow.audit.search import Wanted, place, remembered
from workflow.audit.search import search as searched
from workflow.rights import whole

MOST = 10_000


@spoken
@click.command(cls=Spoken)
@click.option("--actor", default="", metavar="PERSON")
@click.option("--role", default="", metavar="ROLE")
@click.option("--org", default="", metavar="ORG")
@click.option("--trigger", default="", metavar="TRIGGER")
@click.option("--refusal", default="", metavar="CODE")
@click.option("--stream", default="", metavar="STREAM")
@click.option("--area", default="", metavar="CODE")
@click.option("--amount", type=int, metavar="WON")
@click.option("--address", default="", metavar="IP")
@click.option("--from", "since", metavar="INSTANT")
@click.option("--until", metavar="INSTANT")
@click.option("--limit", type=click.IntRange(1, MOST), default=100, metavar="N")
@click.option("--cursor", default="", metavar="CURSOR")
@click.option("--as", "who", metavar="ROLE:ORG:PERSON")
@click.pass_obj
def search(
    door: Door, /, since: str | None, until: str | None, limit: int, cursor: str, who: str | None, **given: Any
) -> None:
    """Acts in the record; `--cursor` continues after a page that was full."""
    wanted = Wanted(**given, since=instant(since) if since else None, until=instant(until) if until else None)
    with service(door.settings) as parts:
        with parts.store.snapshot() as reader:
            by, _ = looker(parts, reader, who)
            found = searched(reader, wanted, limit + 1, whole(by, reader, parts.definitions), cursor)
        noted(parts, by, "search", remembered({**given, "since": since, "until": until}))
    acts = list(map(act_shape, found[:limit]))
    following = place(found[limit - 1]) if len(found) > limit else ""
    door.answer({"acts": acts, "cursor": following}, lambda: _show_acts(door, acts, following))


def _show_acts(door: Door, acts: list[dict[str, Any]], following: str) -> None:
    if not acts:
        door.tell("no_rows")
        return
    words = Wording(Names(None, door.language), FAMILY.values())
    rows = (
        (
            door.time(act["recorded_at"]),
            act["stream"],
            act.get("version", ""),
            words.step(act["trigger"]),
            f"{door.role(act['actor']['role'])} {act['actor']['org']} {act['actor']['id']}",
            ", ".join(each["code"] for each in act.get("refusals", ())),
        )
        for act in acts
    )
    door.table(("recorded", "stream", "version", "action", "role", "refused"), rows)
    if following:
        door.tell("more", cursor=repr(following))


@spoken
@click.command(cls=Spoken)
@click.option("--format", "form", type=click.Choice(list(FORMATS)), required=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, metavar="FILE")
@click.option("--as", "who", metavar="ROLE:ORG:PERSON")
@click.pass_obj
def export(door: Door, form: str, output: Path, who: str | None) -> None:
    """Every event, for other tools; beside it what each field means."""
    with service(door.settings) as parts:
        with parts.store.snapshot() as reader:
            by, _ = looker(parts, reader, who)
            count = FORMATS[form](reader, output, lambda _: None, whole(by, reader, parts.definitions))
        noted(parts, by, "export", {"format": form, "events": count})
    dictionary = output.with_name(f"{output.name}.fields.json")
    fields = {name: {"ko": ko, "en": en} for name, (ko, en) in FIELDS.items()}
    dictionary.write_bytes(orjson.dumps(fields, option=orjson.OPT_INDENT_2))
    told = {"events": count, "file": str(output), "fields": str(dictionary)}
    door.answer(told, lambda: door.tell("rows_written", file=output, rows=count))


@spoken
@click.command(cls=Spoken)
@click.argument("kind", type=click.Choice(list(FAMILY)))
@click.pass_obj
def report(door: Door, kind: str) -> None:
    """Variants, waits, rework of one kind of stream."""
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        found = reported(reader, kind)
    document = {
        "kind": found.kind,
        "streams": found.streams,
        "variants": [{"rows": list(rows), "streams": count} for rows, count in found.variants],
        "waits": [
            {
                "state": each.state,
                "times": each.times,
                "median_s": each.median.total_seconds(),
                "longest_s": each.longest.total_seconds(),
            }
            for each in found.waits
        ],
        "rework": [{"row": row, "times": times} for row, times in found.rework],
    }
    door.answer(document, lambda: _show_report(door, document))


def _show_report(door: Door, document: dict[str, Any]) -> None:
    lifecycle = FAMILY[document["kind"]]
    words = Wording(Names(None, door.language), [lifecycle])
    called = {name: door.label(row) for name, row in lifecycle.by_name.items()}
    waits = (
        (words.state(each["state"]), each["times"], _days(each["median_s"]), _days(each["longest_s"]))
        for each in document["waits"]
    )
    door.table(("state", "times", "median_days", "longest_days"), waits)
    door.table(
        ("action", "again"), ((called.get(each["row"], each["row"]), each["times"]) for each in document["rework"])
    )
    variants = (
        (each["streams"], " → ".join(called.get(row, row) for row in each["rows"])) for each in document["variants"]
    )
    door.table(("times", "variant"), variants)


def _days(seconds: float) -> str:
    return f"{seconds / 86400:.1f}"
