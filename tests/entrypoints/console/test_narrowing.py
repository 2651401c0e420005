"""A form offers what is there on its stream."""

from entrypoints.console.narrowing import on_stream
from states.context import Stream
from states.project import PROJECT


def test_a_deadline_is_moved_that_is_open_and_no_others() -> None:
    """What passed and is owed stands under an id of its own; what a row moves for everyone, only that row moves."""
    deadlines = {
        each: {"kind": each.partition("@")[0]} for each in ("agreement", "annual_report@53", "reception_close")
    }
    found = on_stream(PROJECT, Stream("project-1", "project", deadlines=deadlines), "ko")
    assert found["Until.kind"] == {"agreement": "협약 체결"}
    assert found["Moved.kind"] == found["Accepted.kind"] == found["Until.kind"]


def test_what_waits_is_offered_by_its_step_its_number_in_the_book_and_who_brought_it() -> None:
    waiting = {
        "7": {"trigger": "extend_deadline", "by": "tipa-1", "at": ""},
        "9": {"trigger": "object_rejection", "by": "tipa-2", "at": "", "book_no": "2025-001", "arrived_at": ""},
    }
    found = on_stream(PROJECT, Stream("project-1", "project", facts={"proposals": waiting}), "ko")
    assert found["Declined.proposal"] == {"7": "기한 연장 · tipa-1", "9": "이의신청 · 2025-001 · tipa-2"}
