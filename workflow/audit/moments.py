"""A stream as of an effective instant, and who changed what between two moments."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from states.canonical import loads
from states.context import Stream
from states.instants import written
from states.step import fold
from storage.transaction import Reader
from workflow.replay import Replayer, begun, stream_at


def effective_at(reader: Reader, replayer: Replayer, stream: str, at: datetime) -> Stream:
    """A stream as it was in effect at an instant, by all that is known now: a late paper counts from its arrival.

    What took effect by then is folded in the order it was recorded. RecordFault where the record does not hold.
    """
    stream_at(reader, replayer, stream)  # the whole chain holds
    limit, now = written(at), begun(stream).stream
    for _, hash, body in reader.events(stream):
        event = loads(body.encode())
        if event.get("occurred_at", event["received_at"]) <= limit:
            now = fold(now, event, hash)
    return now


def causes(reader: Reader, before: Stream, after: Stream) -> dict[str, Mapping[str, Any]]:
    """For the state and each fact changed between two versions of a stream: the last event that changed it."""
    found: dict[str, Mapping[str, Any]] = {}
    for version, _, body in reader.events(after.id, after.version):
        if version <= before.version:
            continue
        event = loads(body.encode())
        found |= dict.fromkeys(event.get("changes", {}), event)
        if event["from"] != event["to"]:
            found["state"] = event
    return found
