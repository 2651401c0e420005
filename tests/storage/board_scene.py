"""Projects and supports of two calls, with deadlines, timers and a refusal."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from states.context import Stream
from states.instants import micros_of, written
from storage.projections import Rows, stream_row
from storage.schema import migrate
from storage.store import Store

NOW = datetime(2025, 1, 10, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
CALLS = ("call-2025-1", "call-2025-2")


def project(n: int, call: str = CALLS[1], state: str = "draft", due: datetime | None = None, **facts: object) -> Stream:
    given = {"area": "52740", "ministries": ["MSS", "MOJ"], "title": f"과제 {n}", "lead": "tp-jeonbuk", **facts}
    deadlines = {"reception_close": {"id": "reception_close@1", "expires": written(due)}} if due else {}
    id = f"project-{n:02}"
    return Stream(id, "project", state, 1, "h", given, deadlines, {"call": call}, "f", written(NOW))


def support(n: int, of: int) -> Stream:
    parents = {"call": CALLS[1], "project": f"project-{of:02}"}
    return Stream(f"support-{n}", "support", "planning", 1, "h", {"order": n}, {}, parents, "f", written(NOW))


PROJECTS = (
    project(1, due=NOW - DAY),
    project(2, state="submitted", due=NOW + DAY),
    project(3, state="submitted", ministries=["MSS", "MOIS"], title="고랭지 배추 (Kimchi)"),
    project(4, call=CALLS[0], area="51760", lead="tp-gangwon"),
    project(5, due=NOW),
)
SUPPORTS = (support(1, of=2), support(2, of=2), support(3, of=3))


@contextmanager
def filled(url: str) -> Iterator[Store]:
    """A database with these projects and supports, timers and a refusal."""
    found = Store(url)
    migrate(found)
    rows = Rows()
    for stream in (*PROJECTS, *SUPPORTS):
        rows.born[stream.id] = stream_row(stream, "running" if stream.state == "planning" else "application")
        for each in stream.deadlines.values():
            named = ("reception_close", "lead", "civil", "", "", "", "")
            for id in (each["id"], "second@1"):  # two that end at once
                rows.deadlines[stream.id, id] = (stream.id, id, *named, micros_of(each["expires"]), "open")
    for n, (due, status) in enumerate(((30, "pending"), (10, "fired"), (20, "pending"), (20, "pending"))):
        key = (f"project-{n:02}", "t")
        rows.timers[key] = (*key, "expire", "{}", due * 1_000_000, status)
    rows.refusals.append(("project-01", "hash", "{}"))
    with found.transaction() as transaction:
        transaction.write(rows)
    try:
        yield found
    finally:
        found.close()
