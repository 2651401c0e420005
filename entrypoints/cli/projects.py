"""Projects: the board, one project, its timeline, what may be done, registering one."""

from collections.abc import Iterable, Mapping
from typing import Any

import click

from entrypoints.bootstrap import service
from entrypoints.cli.boards import listed, paging
from entrypoints.cli.commands import send, wish, wishing
from entrypoints.cli.door import Door, Verbs, spoken
from entrypoints.cli.moments import said, short, show
from entrypoints.cli.values import data, known_role
from entrypoints.errors import BadInput
from entrypoints.streams import action_shape, by_role, shown, timeline, wording
from states.catalogue.roles import FIGURES, INPUTS, formula
from states.rules.figures import of_project
from states.wording import Wording
from workflow.actions import actions
from workflow.batch import kind_of

OF_APPLICATIONS = {name: f"applications:{name}" for name in ("missing", "versions", "compare")}


@click.group(cls=Verbs, modules=OF_APPLICATIONS)
def project() -> None:
    """Verbs on projects."""


@project.command("list")
@spoken
@paging
@click.option("--province", default="", metavar="CODE")
@click.option("--ministry", default="", metavar="CODE")
@click.pass_obj
def list_(door: Door, /, **given: Any) -> None:
    """The board's rows."""
    listed(door, "project", given)


@project.command("show")
@spoken
@click.argument("stream", metavar="PROJECT")
@click.option("--figures", is_flag=True)
@click.pass_obj
def show_(door: Door, stream: str, figures: bool) -> None:
    """Where a project stands now; with --figures how each amount of its money came about."""
    if not figures:
        show_one(door, stream, "project")
        return
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        shape = shown(parts, reader, stream, "project")
        call = reader.streams([shape["call"]])[shape["call"]]
        rules = parts.definitions.rules(str(call.facts["rules"]), reader)
        words = wording(parts, reader, shape, door.language)
    found = [each.plain() for each in of_project(rules, shape["facts"], call.facts.get("settings", {}))]
    door.answer(shape | {"figures": found}, lambda: _show_figures(door, shape, found, words))


def _show_figures(door: Door, shape: dict[str, Any], found: Iterable[Mapping[str, Any]], words: Wording) -> None:
    show(door, shape, words)
    rows = (
        (
            door.pick(FIGURES[each["figure"]]),
            ", ".join(f"{door.pick(INPUTS[name])} {value:,}" for name, value in each["inputs"].items()),
            door.pick(formula(each["rule"])),
            f"{each['result']:,}",
            each["clause"],
        )
        for each in found
    )
    door.table(("figure", "inputs", "rule", "value", "cite"), rows)


def show_one(door: Door, stream: str, kind: str) -> None:
    """Print one stream of a kind as it stands."""
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        shape = shown(parts, reader, stream, kind)
        words = wording(parts, reader, shape, door.language)
    door.answer(shape, lambda: show(door, shape, words))


@project.command()
@spoken
@click.argument("stream", metavar="PROJECT")
@click.pass_obj
def history(door: Door, stream: str) -> None:
    """The timeline, refused attempts among it."""
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        words = wording(parts, reader, shown(parts, reader, stream, "project"), door.language)
        entries = timeline(parts, reader, stream)
    door.answer({"stream": stream, "history": entries}, lambda: _show_history(door, entries, words))


def _show_history(door: Door, entries: Iterable[Mapping[str, Any]], words: Wording) -> None:
    rows = (
        (
            entry["version"] if entry["accepted"] else "–",
            door.time(entry["recorded_at"]),
            entry["label"][door.language],
            _step(entry, words) if entry["accepted"] else door.word("refused"),
            f"{words.named.role(entry['actor']['role'])} {words.named.org(entry['actor']['org'])}",
            _detail(door, entry, words),
        )
        for entry in entries
    )
    door.table(("version", "recorded", "action", "from_to", "role", "facts"), rows)


def _step(entry: Mapping[str, Any], words: Wording) -> str:
    return " → ".join(dict.fromkeys(words.state(entry[end]) for end in ("from", "to")))


def _detail(door: Door, entry: Mapping[str, Any], words: Wording) -> str:
    if entry["accepted"]:
        return short(", ".join(f"{label} {value}" for label, value in said(words, entry.get("changes", {}))))
    return " ".join(each["message"][door.language] for each in entry["refusals"])


@project.command("actions")
@spoken
@click.argument("stream", metavar="PROJECT")
@click.option("--role", metavar="ROLE")
@click.pass_obj
def actions_(door: Door, stream: str, role: str | None) -> None:
    """What each role may do and, for what is refused, every reason."""
    if role is not None:
        known_role(role)
    with service(door.settings) as parts:
        with parts.store.snapshot() as reader:
            shape = shown(parts, reader, stream, "project")
        found = [each for each in actions(parts.engine, stream, parts.clock.now()) if role in (None, each.role)]
    shapes = [action_shape(action) for action in found]
    head = {name: shape[name] for name in ("stream", "state", "state_label", "version")}
    door.answer(head | {"roles": by_role(shapes)}, lambda: _show_actions(door, shapes))


def _show_actions(door: Door, shapes: Iterable[Mapping[str, Any]]) -> None:
    rows = (
        (
            f"{shape['role']} {shape['org']}",
            f"{shape['label'][door.language]} ({shape['trigger']})",
            _verdict(door, shape),
            "\n".join(each["message"][door.language] for each in shape["refusals"]),
        )
        for shape in shapes
    )
    door.table(("role", "action", "verdict", "reason"), rows)


def _verdict(door: Door, shape: Mapping[str, Any]) -> str:
    if shape["allowed"] is None:
        return f"{door.word('needs')}: {', '.join(shape['needs'])}"
    return door.word("allowed" if shape["allowed"] else "refused")


@project.command()
@spoken
@click.argument("call", metavar="CALL")
@click.option("--area", metavar="CODE")
@click.option("--ministry", "ministries", multiple=True, metavar="CODE")
@click.option("--title", metavar="TEXT")
@click.option("--data", "text", metavar="JSON|@FILE")
@wishing
@click.pass_obj
def register(door: Door, /, call: str, text: str | None, **given: Any) -> int:
    """Register a project below a call."""
    if kind_of(call) != "call":
        raise BadInput("stream.kind", found=call, kind="call")
    named = {"area": given["area"], "ministries": list(given["ministries"]) or None, "title": given["title"]}
    payload = {**data(text), **{name: value for name, value in named.items() if value is not None}}
    return send(door, call, "register", payload, wish(given))
