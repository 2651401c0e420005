"""Reminders and the deadline book over the real lifecycles: what fires when, who is told, what moves and why."""

from typing import Any

import orjson
import pytest

from storage.store import Store
from tests.entrypoints.cli.conftest import CALL, MINISTRY, Line
from tests.states.guards.witness_deadlines import ENTRY

AGENCY = "agency:tipa:kim"
SECOND = "agency:tipa:lee"
WHY = ("--reason", "폭설로 접수 창구 폐쇄", "--as", AGENCY)
LATER = "2025-06-21T10:00:00+09:00"
CLOSED = "2024-12-20T18:01:00+09:00"


def bodies(line: Line, stream: str) -> list[dict[str, Any]]:
    store = Store(line.url)
    try:
        with store.snapshot() as reader:
            return [orjson.loads(body) for _, _, body in reader.events(stream)]
    finally:
        store.close()


def reminders(line: Line, stream: str) -> list[tuple[str, str, Any]]:
    return [
        (event["timer"], event["recorded_at"][5:16], event.get("late"))
        for event in bodies(line, stream)
        if event["trigger"] == "remind"
    ]


def test_a_lead_is_reminded_of_the_close_again_and_again(programme: Line, project: str) -> None:
    programme.json("jobs", "run-due", "--until", CLOSED)
    assert reminders(programme, project) == [
        ("reception_close@1~0", "12-13T00:00", None),
        ("reception_close@1~1", "12-17T00:00", None),
        ("reception_close@1~2", "12-19T00:00", None),
        ("reception_close@1~3", "12-20T06:00", None),
        ("reception_close@1~4", "12-20T08:00", None),
    ]
    notices = [event["notices"] for event in bodies(programme, project) if event["trigger"] == "remind"]
    assert notices == [[{"letter": "deadline_reminder", "to": [["lead", "tp-jeonbuk"]]}]] * 5
    assert bodies(programme, project)[-1]["trigger"] == "expire"


def test_what_the_clock_owns_is_told_to_the_agency(programme: Line) -> None:
    programme.json("jobs", "run-due", "--until", "2024-12-09T00:00:00+09:00")
    (event,) = [each for each in bodies(programme, CALL) if each["trigger"] == "remind"]
    assert (event["timer"], event["notices"][0]["to"]) == ("reception_open@2~0", [["agency", "tipa"]])


def test_after_days_of_downtime_one_reminder_comes_late_and_says_so(programme: Line, project: str) -> None:
    store = Store(programme.url)
    with store.transaction() as transaction:
        transaction.cursor.execute("UPDATE installation SET value = '2024-12-18T12:00:00.000000Z' WHERE name = 'clock'")
    store.close()
    programme.json("jobs", "run-due")
    assert reminders(programme, project) == [("reception_close@1~0", "12-18T12:00", 5 * 86_400 + 12 * 3600)]
    programme.json("jobs", "run-due", "--until", "2024-12-20T17:59:00+09:00")
    assert [timer for timer, _, _ in reminders(programme, project)] == [f"reception_close@1~{n}" for n in range(4)]


def test_after_downtime_over_an_end_each_thing_is_said_once_and_how_late(programme: Line, hearing: str) -> None:
    """The evaluation's target of 31 December passes while nobody works: back on 5 January, Sunday noon in Korea."""
    store = Store(programme.url)
    with store.transaction() as transaction:
        transaction.cursor.execute("UPDATE installation SET value = '2025-01-05T03:00:00.000000Z' WHERE name = 'clock'")
    store.close()
    before = len(bodies(programme, hearing))
    programme.json("jobs", "run-due")
    events = bodies(programme, hearing)[before:]
    told = [(x["trigger"], x["late"] // 3600, [to for n in x.get("notices", []) for to in n["to"]]) for x in events]
    assert told == [
        ("remind", 147, [["agency", "tipa"]]),
        ("mark_overdue", 107, [["agency", "tipa"], ["ministry", "MSS"]]),
        ("remind_overdue", 75, [["agency", "tipa"], ["ministry", "MSS"]]),
    ]
    assert programme.json("audit", "verify")["findings"] == []
    shown = programme.json("call", "show", hearing)["deadlines"]
    assert [(each["kind"], each["overdue"]) for each in shown] == [("evaluation", True)]
    programme.json("jobs", "run-due", "--until", "2025-01-08T00:00:00+09:00")
    assert bodies(programme, hearing)[-1]["trigger"] == "remind_overdue"


def test_a_deadline_that_is_over_reminds_nobody(programme: Line, project: str) -> None:
    lead = ("--as", "lead:tp-jeonbuk:kim", "--at", "2024-12-10T10:00:00+09:00")
    data = '{"reason": "사업 철회", "consents": []}'
    programme("advance", project, "withdraw", "--data", data, *lead)
    withdrawn = programme.json("project", "show", project)["state"] == "withdrawn"
    programme.json("jobs", "run-due", "--until", CLOSED)
    assert (reminders(programme, project) == []) == withdrawn


def test_the_book_lists_who_owes_what_by_when_and_the_milestones_beside(programme: Line, project: str) -> None:
    found = programme.json("deadline", "list", "--call", CALL)
    shown = [(row["stream"], row["kind"], row["owner"], row["status"]) for row in found["rows"]]
    assert shown == [
        (CALL, "reception_open", "system", "open"),
        (CALL, "reception_close", "system", "open"),
        (project, "reception_close", "lead", "open"),
    ]
    first = programme.json("deadline", "list", "--call", CALL, "--limit", "2")
    rest = programme.json("deadline", "list", "--call", CALL, "--limit", "2", "--cursor", first["cursor"])
    assert (first["rows"] + rest["rows"], rest["cursor"]) == (found["rows"], "")
    assert first["cursor"] in programme("deadline", "list", "--call", CALL, "--limit", "2").out
    assert {each["id"] for each in found["milestones"]} >= {"evaluation"}
    assert [row["stream"] for row in programme.json("deadline", "list", "--owner", "lead")["rows"]] == [project]
    assert programme.json("deadline", "list", "--project", project, "--status", "met")["rows"] == []
    assert "2024-12-20" in programme("deadline", "list", "--call", CALL).out


@pytest.fixture
def hearing(programme: Line, project: str) -> str:
    """An evaluation standing over the call until the end of a month, opened by the close of reception."""
    programme.json("jobs", "run-due", "--until", CLOSED)
    return CALL


def test_a_deadline_is_extended_with_who_why_old_and_new(programme: Line, hearing: str) -> None:
    (before,) = programme.json("deadline", "list", "--stream", hearing, "--status", "open")["rows"]
    extend = ("deadline", "extend", hearing, "evaluation", "--until", "2025-03-14", *WHY)
    assert [each["accepted"] for each in programme.json(*extend)["proposed"]] == [True]
    alone = programme(*extend, "--confirm", "--json")
    assert [x["code"] for x in alone.document["moved"][0]["refusals"]] == ["approval.same_person"]
    answer = programme.json(*extend, "--confirm", "--as", SECOND)
    assert [each["accepted"] for each in answer["moved"]] == [True]
    event = bodies(programme, hearing)[-1]
    (opened,) = event["deadlines"]["open"]
    assert (event["trigger"], event["actor"]["id"]) == ("extend_deadline", "lee")
    assert event["changes"]["extended"] == {
        "kind": "evaluation", "until": "2025-03-14", "reason": "폭설로 접수 창구 폐쇄",
    }  # fmt: skip
    assert event["deadlines"]["close"][before["id"]] == "extended"
    assert (opened["due_date"], opened["expires"]) == ("2025-03-14", "2025-03-14T15:00:00.000000Z")
    rows = programme.json("deadline", "list", "--stream", hearing, "--kind", "evaluation")["rows"]
    assert [(row["due_date"], row["status"]) for row in rows] == [
        (before["due_date"], "extended"),
        ("2025-03-14", "open"),
    ]
    refused = programme("deadline", "extend", hearing, "evaluation", "--until", "2025-03-01", *WHY, "--json")
    assert refused.code == 1
    assert [x["code"] for x in refused.document["proposed"][0]["refusals"]] == ["deadline.not_later"]


def test_reception_is_not_extended_for_one(programme: Line, project: str) -> None:
    answer = programme("deadline", "extend", project, "reception_close", "--until", "2024-12-24", *WHY, "--json")
    assert [x["code"] for x in answer.document["proposed"][0]["refusals"]] == ["deadline.own_row"]
    assert (
        "No deadline 'opinion'"
        in programme("deadline", "extend", project, "opinion", "--until", "2025-01-01", *WHY).said
    )


def test_a_suspended_deadline_neither_fires_nor_reminds_and_resumes_later(programme: Line, hearing: str) -> None:
    (before,) = programme.json("deadline", "list", "--stream", hearing, "--status", "open")["rows"]
    stop = (
        "suspend_deadline",
        "--data",
        orjson.dumps({"suspended": {"kind": "evaluation", "reason": "감사"}}).decode(),
    )
    programme.json("propose", hearing, *stop, "--as", AGENCY, "--at", "2024-12-21T10:00+09:00")
    programme.json("advance", hearing, *stop, "--as", SECOND)
    (resting,) = programme.json("deadline", "list", "--stream", hearing, "--status", "suspended")["rows"]
    assert (resting["due_date"], programme.json("jobs", "run-due", "--until", LATER)["fired"]) == (
        before["due_date"],
        0,
    )
    go = orjson.dumps({"resumed": {"kind": "evaluation", "reason": "감사 종료"}}).decode()
    programme.json("advance", hearing, "resume_deadline", "--data", go, "--as", AGENCY, "--at", LATER)
    (running,) = programme.json("deadline", "list", "--stream", hearing, "--status", "open")["rows"]
    assert running["due_date"] > "2025-06-21"
    assert programme.json("jobs", "run-due", "--until", "2025-12-31T10:00+09:00")["fired"] >= 1


def test_a_holiday_declared_later_is_proposed_and_accepted_as_a_difference(programme: Line) -> None:
    day = {
        "day": "2024-12-20",
        "known_from": "2024-12-05",
        "ko": "임시공휴일",
        "en": "Temporary holiday",
        "basis": "의결",
    }
    data = orjson.dumps({"holiday": day}).decode()
    assert programme("deadline", "recompute", CALL, "--json").document == {"proposals": []}
    programme.json("advance", CALL, "declare_holiday", "--data", data, "--as", MINISTRY)
    again = programme("advance", CALL, "declare_holiday", "--data", data, "--as", MINISTRY, "--json")
    assert [each["code"] for each in again.document["refusals"]] == ["holiday.known"]
    assert programme.json("call", "show", CALL)["facts"]["holidays"] == [day]


def lay(line: Line, project: str) -> None:
    """An objection over the project whose last day was computed before 27 January was declared a holiday."""
    entry = {**ENTRY, "id": "objection@1"}
    text = orjson.dumps({"objection": entry}).decode().replace("'", "''")
    columns = ("stream", "id", "kind", "owner", "rule", "start", "length", "calendar", "due_date")
    values = ", ".join(f"'{value}'" for value in (project, *(entry[name] for name in columns[1:])))
    store = Store(line.url)
    with store.transaction() as transaction:
        transaction.cursor.execute(f"UPDATE stream SET deadlines = '{text}' WHERE id = '{project}'")
        names = ", ".join(f'"{name}"' for name in (*columns, "expires_at", "status"))
        transaction.cursor.execute(f"INSERT INTO deadline ({names}) VALUES ({values}, 1737990000000000, 'open')")
    store.close()


def test_a_proposed_recomputation_is_a_difference_a_person_accepts(programme: Line, project: str) -> None:
    lay(programme, project)
    answer = programme("deadline", "recompute", CALL, "--json")
    (proposal,) = answer.document["proposals"]
    assert answer.code == 1
    assert (proposal["stream"], proposal["kind"]) == (project, "objection")
    assert (proposal["before"], proposal["after"]) == ("2025-01-27", "2025-01-31")
    assert "2025-01-27(Mon) skipped: Temporary holiday" in [step["en"] for step in proposal["derivation"]]
    assert (
        programme.json("deadline", "list", "--project", project, "--kind", "objection")["rows"][0]["status"] == "open"
    )
    assert "--reason" in programme("deadline", "recompute", CALL, "--accept").said
    accept = ("deadline", "recompute", CALL, "--accept", *WHY)
    assert [each["accepted"] for each in programme.json(*accept)["proposed"]] == [True]
    accepted = programme.json(*accept, "--confirm", "--as", SECOND)
    assert [each["accepted"] for each in accepted["moved"]] == [True]
    rows = programme.json("deadline", "list", "--project", project, "--kind", "objection")["rows"]
    assert [(row["due_date"], row["status"]) for row in rows] == [("2025-01-27", "recomputed"), ("2025-01-31", "open")]
    assert programme.json("deadline", "recompute", CALL) == {"proposals": []}


def test_the_board_and_the_book_as_they_were(programme: Line, project: str) -> None:
    before = programme.json("project", "list")
    book = programme.json("deadline", "list", "--call", CALL)
    programme.json("jobs", "run-due", "--until", CLOSED)
    drafted = programme.json("replay", project, "--version", "1")["as_of"]
    then = ("--at", drafted)
    assert programme.json("project", "list")["counts"] == {"expired": 1}
    assert programme.json("project", "list", *then)["counts"] == before["counts"] == {"announced": 1}
    assert [row["status"] for row in programme.json("deadline", "list", "--call", CALL, *then)["rows"]] == [
        row["status"] for row in book["rows"]
    ]
