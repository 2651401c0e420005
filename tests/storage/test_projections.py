"""What one event leaves behind, and how a stream is written to a row and read back."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from states.context import Stream
from states.instants import micros, read
from storage.projections import (
    KINDS,
    Rows,
    Touch,
    as_stream,
    derive,
    derive_refusal,
    moved_row,
    stream_row,
    touched,
    type_of_row,
)
from storage.transaction import MOVED, STREAMS

AT = "2024-12-10T01:00:00.000000Z"
LATER = "2024-12-20T15:00:00.000000Z"


def opened(id: str) -> dict[str, Any]:
    return {
        "id": id,
        "kind": "filing",
        "fires": "expire",
        "owner": "lead",
        "rule": "civil",
        "start": "2024-12-10",
        "length": "10d",
        "calendar": "c",
        "due_date": "2024-12-20",
        "expires": LATER,
        "fires_at": LATER,
    }


def keyed(*rows: type_of_row) -> dict[tuple[str, str], type_of_row]:
    return {(row[0], row[1]): row for row in rows}


def test_an_event_leaves_its_rows() -> None:
    rows = Rows()
    event = {
        "stream": "project-a",
        "version": 4,
        "recorded_at": AT,
        "timer": "filing@1",
        "deadlines": {"open": [opened("filing@4")], "close": {"filing@1": "expired", "asking@2": "met"}},
        "reactions": [{"stream": "project-b", "trigger": "wake", "data": {"b": 1, "a": 2}}],
        "claims": [{"scope": "area", "key": "x", "amount": 1, "ceiling": 1}],
        "notices": [{"letter": "receipt", "to": [["lead", "tp"], ["agency", "tipa"]]}, {"letter": "late", "to": []}],
    }
    derive(event, "h", rows)
    due = micros(read(LATER))
    assert rows == Rows(
        deadlines=keyed(
            ("project-a", "filing@4", "filing", "lead", "civil", "2024-12-10", "10d", "c", "2024-12-20", due, "open")
        ),
        closed={("project-a", "filing@1"): "expired", ("project-a", "asking@2"): "met"},
        timers=keyed(
            ("project-a", "filing@4", "expire", '{"deadline":"filing"}', due, "pending"),
            ("project-b", "project-a@4#0", "wake", '{"a":2,"b":1}', micros(read(AT)), "pending"),
        ),
        spent={("project-a", "asking@2"): "cancelled", ("project-a", "filing@1"): "fired"},
        claims={("area", "x", "project-a"): 1},
        outbox=[
            ("project-a", 4, 0, "receipt", "lead", "tp", "waiting"),
            ("project-a", 4, 1, "receipt", "agency", "tipa", "waiting"),
        ],
        unsealed=[("project-a", 4, "h")],
    )


def test_a_refusal_leaves_a_leaf_and_spends_its_timer() -> None:
    rows = Rows()
    derive_refusal({"stream": "project-a"}, "h", rows)
    derive_refusal({"stream": "project-a", "timer": "filing@1"}, "i", rows)
    assert rows == Rows(
        unsealed=[("project-a", 0, "h"), ("project-a", 0, "i")], spent={("project-a", "filing@1"): "refused"}
    )


def test_an_event_touches_its_stream_as_far_as_it_must() -> None:
    before = Stream("project-a", "project", facts={"ministries": ["mss"], "plan": "나"})
    assert touched(before, {"version": 1}) == Touch.BORN
    assert touched(before, {"version": 2, "changes": {"plan": "가"}}) == Touch.MOVED
    assert touched(before, {"version": 2, "changes": {"ministries": ["mss"]}}) == Touch.MOVED
    assert touched(before, {"version": 2, "changes": {"ministries": ["mss", "moj"]}}) == Touch.PLACED
    assert touched(before, {"version": 2, "parents": {"call": "c", "project": "p", "support": "s"}}) == Touch.PLACED


def test_what_opens_and_ends_together_is_written_as_it_ends() -> None:
    rows, other = Rows(), Rows()
    opens = {"stream": "project-a", "version": 1, "recorded_at": AT, "deadlines": {"open": [opened("filing@1")]}}
    derive(opens, "h", rows)
    derive({"stream": "project-a", "version": 2, "deadlines": {"close": {"filing@1": "met"}}}, "i", other)
    rows.add(other)
    assert [row[-1] for row in (*rows.deadlines.values(), *rows.timers.values())] == ["met", "cancelled"]
    assert (rows.closed, rows.spent) == ({}, {})


def test_rows_are_taken_over() -> None:
    mine = Rows(events=[("a",)], claims={("s", "k", "a"): 1}, balances={("s", "k"): 1})
    mine.add(Rows(events=[("b",)], claims={("s", "k", "a"): 2}, balances={("s", "k"): 2}))
    assert mine == Rows(events=[("a",), ("b",)], claims={("s", "k", "a"): 2}, balances={("s", "k"): 2})


FACTS = st.dictionaries(
    st.sampled_from(["area", "title", "lead", "brn", "ministries", "note"]),
    st.none() | st.lists(st.text(max_size=5), max_size=3),
)


@given(kind=st.sampled_from(KINDS), facts=FACTS, version=st.integers(1, 2**31 - 1))
def test_a_stream_is_read_back_as_it_was_written(kind: str, facts: dict[str, Any], version: int) -> None:
    parents = {name: f"{name}-1" for name in KINDS[: min(KINDS.index(kind), 3)]}
    stream = Stream(
        f"{kind}-1", kind, "draft", version, "1" * 64, facts, {"filing": opened("filing@1")}, parents, "f", AT
    )
    row = stream_row(stream, "phase")
    assert as_stream(row) == stream
    named = dict(zip(STREAMS.columns, row, strict=True))
    assert moved_row(stream, "phase") == tuple(named[column] for column in MOVED.columns)
    assert row[-1] == micros(read(LATER))
