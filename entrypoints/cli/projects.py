"""Projects: the board, one project, its timeline, what may be done, registering one."""

from collections.abc import Iterable, Mapping
from typing import Any

import click

from entrypoints.bootstrap import Service, service
from entrypoints.cli.boards import listed, paging
from entrypoints.cli.commands import send, wish, wishing
from entrypoints.cli.door import Door, Verbs, spoken
from entrypoints.cli.moments import brief, show, shown
from entrypoints.cli.values import data, known_role
from entrypoints.errors import BadInput
from entrypoints.shapes import label, refusal_shape
from states.canonical import loads
from states.context import UNBORN
from states.lifecycle import Refusal
from states.rules.figures import of_project
from storage.queries import refusals
from storage.transaction import Reader
from workflow.actions import Action, actions
from workflow.batch import kind_of
from workflow.replay import Replayer

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
    found = [each.plain() for each in of_project(rules, shape["facts"], call.facts.get("settings", {}))]
    door.answer(shape | {"figures": found}, lambda: _show_figures(door, shape, found))


def _show_figures(door: Door, shape: dict[str, Any], found: Iterable[Mapping[str, Any]]) -> None:
    show(door, shape)
    rows = (
        (each["figure"], brief(each["inputs"]), each["rule"], brief(each["result"]), each["clause"]) for each in found
    )
    door.table(("figure", "inputs", "rule", "value", "cite"), rows)


def show_one(door: Door, stream: str, kind: str) -> None:
    """Print one stream of a kind as it stands."""
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        shape = shown(parts, reader, stream, kind)
    door.answer(shape, lambda: show(door, shape))


@project.command()
@spoken
@click.argument("stream", metavar="PROJECT")
@click.pass_obj
def history(door: Door, stream: str) -> None:
    """The timeline, refused attempts among it."""
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        shown(parts, reader, stream, "project")
        entries = timeline(parts, reader, stream)
    door.answer({"stream": stream, "history": entries}, lambda: _show_history(door, entries))


def timeline(parts: Service, reader: Reader, stream: str) -> list[dict[str, Any]]:
    """What happened and what was refused on a stream, in the order it was recorded."""
    steps = Replayer(parts.definitions).steps(stream, reader.events(stream))
    happened = [_happened(event, after.head, parts) for event, after in steps]
    refused = [_refused(loads(body.encode()), hash, parts) for hash, body in refusals(reader, stream)]
    return sorted([*happened, *refused], key=lambda entry: (entry["recorded_at"], entry["version"]))


def _happened(event: Mapping[str, Any], hash: str, parts: Service) -> dict[str, Any]:
    lifecycle = parts.definitions.lifecycle(kind_of(event["stream"]), event["lifecycle"])
    kept = ("version", "trigger", "from", "to", "actor", "received_at", "recorded_at")
    extra = ("occurred_at", "timer", "changes", "deadlines", "notices", "claims", "reactions")
    shape = {name: event[name] for name in (*kept, *extra) if name in event}
    return {"accepted": True, "label": label(lifecycle.by_name[event["row"]]), "hash": hash} | shape


def _refused(refusal: Mapping[str, Any], hash: str, parts: Service) -> dict[str, Any]:
    kind = kind_of(refusal["stream"])
    row = next((each for each in parts.definitions.family[kind].rows if each.trigger == refusal["trigger"]), None)
    reasons = [Refusal(each["code"], each["clause"], each["facts"]) for each in refusal["refusals"]]
    kept = ("trigger", "actor", "received_at", "recorded_at")
    named = {"label": label(row)} if row else {"label": {"ko": refusal["trigger"], "en": refusal["trigger"]}}
    shape = {"version": refusal["judged_at"], "from": refusal["state"], "to": refusal["state"], "hash": hash}
    shown_reasons = [refusal_shape(each) for each in reasons]
    return {"accepted": False} | named | shape | {name: refusal[name] for name in kept} | {"refusals": shown_reasons}


def _show_history(door: Door, entries: Iterable[Mapping[str, Any]]) -> None:
    rows = (
        (
            entry["version"] if entry["accepted"] else "–",
            door.time(entry["recorded_at"]),
            entry["label"][door.language],
            f"{entry['from']} → {entry['to']}" if entry["accepted"] else door.word("refused"),
            f"{entry['actor']['role']} {entry['actor']['org']}",
            _detail(door, entry),
        )
        for entry in entries
    )
    door.table(("version", "recorded", "action", "from_to", "role", "facts"), rows)


def _detail(door: Door, entry: Mapping[str, Any]) -> str:
    if entry["accepted"]:
        return brief(entry.get("changes", {}))
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
    shapes = [_action_shape(action) for action in found]
    head = {name: shape[name] for name in ("stream", "state", "state_label", "version")}
    door.answer(head | {"roles": _by_role(shapes)}, lambda: _show_actions(door, shapes))


def _action_shape(action: Action) -> dict[str, Any]:
    """`allowed` is null where the payload must name `needs` before the conditions can be judged."""
    outcome = action.outcome
    return {
        "role": action.role,
        "org": action.org,
        "trigger": action.row.trigger,
        "label": label(action.row),
        "cite": action.row.cite,
        "begins": action.kind if UNBORN in action.row.sources else "",
        "allowed": None if outcome is None else outcome.accepted,
        "needs": list(action.needs),
        "refusals": [refusal_shape(each) for each in outcome.refusals] if outcome else [],
    }


def _by_role(shapes: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    roles: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for shape in shapes:
        rest = {name: value for name, value in shape.items() if name not in {"role", "org"}}
        roles.setdefault((shape["role"], shape["org"]), []).append(rest)
    return [{"role": role, "org": org, "actions": found} for (role, org), found in roles.items()]


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
