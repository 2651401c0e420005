"""Moving a stream on by an event that was decided once and is never decided again."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, convert, field
from msgspec.json import Decoder

from states.context import Stream
from states.standing import place


class Link(Struct, frozen=True, gc=False):
    """What of an event its place in the chain and the fold need; reading only this takes a quarter of the time."""

    stream: str
    version: int
    prev: str
    trigger: str
    row: str
    source: str = field(name="from")
    to: str
    recorded_at: str
    lifecycle: str
    changes: dict[str, Any] | None = None
    deadlines: dict[str, Any] | None = None
    parents: dict[str, str] | None = None


NOTHING: dict[str, Any] = {}
ENDINGS, SELDOM = ("close", "settled"), frozenset({"owed", "next", "put_off"})
"""What an event does to deadlines besides opening them: most end some, few do anything else."""
LINK = Decoder(Link)
"""Reads the link out of an event's bytes; msgspec.MsgspecError where they hold none."""


class Folding:
    """A stream while its events are folded one after another, in place: what replay walks with."""

    __slots__ = ("deadlines", "facts", "head", "id", "kind", "lifecycle", "parents", "state", "updated_at", "version")

    def __init__(self, stream: Stream) -> None:
        self.id, self.kind, self.state, self.version, self.head = (
            stream.id, stream.kind, stream.state, stream.version, stream.head,
        )  # fmt: skip
        self.facts, self.deadlines, self.parents = dict(stream.facts), dict(stream.deadlines), stream.parents
        self.lifecycle, self.updated_at = stream.lifecycle, stream.updated_at

    def take(self, link: Link, head: str) -> None:
        """Move on by the link of one event: what was decided, never decided again. `head` is the event's hash."""
        self.state, self.version, self.head = link.to, link.version, head
        self.lifecycle, self.updated_at = link.lifecycle, link.recorded_at
        if link.changes is not None:
            self.facts.update(link.changes)
        if link.deadlines is not None:
            self.deadlines = _standing(self.deadlines, link.deadlines)
        if link.parents is not None:
            self.parents = link.parents

    def follow(self, event: Mapping[str, Any], head: str) -> None:
        """Move on by an event that is already read whole. KeyError, TypeError or MsgspecError if it is none."""
        version, changes = event["version"], event.get("changes", NOTHING)
        if type(version) is not int or type(changes) is not dict:
            raise TypeError("its version is no number or its changes are no facts")
        self.state, self.version, self.head = event["to"], version, head
        self.lifecycle, self.updated_at = event["lifecycle"], event["recorded_at"]
        self.facts.update(changes)
        if "deadlines" in event:
            self.deadlines = _standing(self.deadlines, event["deadlines"])
        if "parents" in event:
            self.parents = convert(event["parents"], dict[str, str])

    @property
    def stream(self) -> Stream:
        """The stream as it stands now."""
        return Stream(
            self.id, self.kind, self.state, self.version, self.head, dict(self.facts), dict(self.deadlines),
            self.parents, self.lifecycle, self.updated_at,
        )  # fmt: skip


def fold(stream: Stream, event: Mapping[str, Any], head: str) -> Stream:
    """The stream after one event. `head` is the event's hash."""
    folding = Folding(stream)
    folding.follow(event, head)
    return folding.stream


def _standing(before: dict[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """The deadlines that run after what one event did to them. KeyError or TypeError if it did nothing of the kind."""
    kept = before
    for ending in ENDINGS:
        if ending in change:
            ended = change[ending]
            if type(ended) is not dict:
                raise TypeError(f"what is {ending} is not said by deadline")
            kept = {name: each for name, each in kept.items() if each["id"] not in ended}
    if "open" in change:
        for each in change["open"]:
            kept[each["kind"]] = each
    if SELDOM.isdisjoint(change):
        return kept
    for each in change.get("owed", ()):
        kept[place(each)] = each
    for told in change.get("next", ()):
        kept[place(told)] = {n: v for n, v in kept[place(told)].items() if n != "remind_at"} | told
    for late in change.get("put_off", ()):
        kept[late["kind"]] = kept[late["kind"]] | {name: late[name] for name in ("timer", "fires_at")}
    return kept
