"""A call is amended over HTTP: previewed with what it touches, recorded, and its deadlines moved by acceptance."""

from typing import Any

from tests.entrypoints.api.conftest import House
from tests.world import CALL_ID, call_files

PATH = f"/api/v1/calls/{CALL_ID}"
EARLIER, LATER = "opens_at = 2024-12-09T09:00:00+09:00", "opens_at = 2024-12-10T09:00:00+09:00"
TERM = '[periods.objection]\nrule = "objection"\nlength = "10d"'


def folder(old: str, new: str) -> dict[str, str]:
    """The call's files with some text of its settings replaced."""
    files = dict(call_files())
    assert old in files["call.toml"]
    return files | {"call.toml": files["call.toml"].replace(old, new, 1)}


def amend(house: House, files: dict[str, str], who: str = "ministry-1", **more: Any) -> Any:
    body = {"files": files, "notice_no": "2024-2", "reason": "정정"} | more
    return house.ask("POST", f"{PATH}/amendments", who, json=body, headers={"Idempotency-Key": "amend-1"})


def version(house: House) -> int:
    return int(house.ask("GET", PATH, "ministry-1").json()["version"])


def test_it_is_shown_recorded_and_repeated_in_vain(house: House) -> None:
    files, before = folder(TERM, TERM.replace("10d", "20d")), version(house)
    tried = amend(house, files, dry_run=True).json()
    assert (tried["accepted"], tried["changed"], tried["deadlines"]) == (True, ["periods"], [])
    assert version(house) == before
    done = amend(house, files)
    assert (done.status_code, done.json()["receipt"]["version"]) == (200, before + 1)
    again = amend(house, files)
    assert (again.status_code, "stands on these rules already" in again.text) == (422, True)
    assert version(house) == before + 1


def test_what_may_not_change_is_refused(house: House) -> None:
    answer = amend(house, folder(EARLIER, LATER))
    assert (answer.status_code, answer.json()["refusals"][0]["facts"]["sections"]) == (409, ["reception"])


def test_a_faulty_folder_is_told_by_file_and_line(house: House) -> None:
    answer = amend(house, folder("months = 23", "months = 22"))
    assert answer.status_code == 422
    assert [each["field"].partition(":")[0] for each in answer.json()["errors"]] == ["call.toml"]
    assert amend(house, {"call.toml": "x = 1"}).status_code == 422


def test_only_staff_come_here_and_only_the_ministry_amends(house: House) -> None:
    files = folder(TERM, TERM.replace("10d", "20d"))
    assert amend(house, files, "lead-1").status_code == 403
    assert amend(house, files, "agency-1").status_code == 403
    assert house.ask("GET", f"{PATH}/recomputations", "lead-1").status_code == 403


def test_what_was_looked_at_is_accepted_and_nothing_else(house: House) -> None:
    assert house.ask("GET", f"{PATH}/recomputations", "agency-1").json() == {"proposals": []}
    assert house.ask("GET", "/api/v1/calls/call-1999-1/recomputations", "agency-1").status_code == 404
    seen = {"stream": house.project, "id": "objection@3", "after": "2025-02-06"}
    body = {"reason": "변경 공고", "seen": [seen]}
    headers = {"Idempotency-Key": "accept-1"}
    answer = house.ask("POST", f"{PATH}/recomputations", "agency-1", json=body, headers=headers)
    assert answer.json() == {"batch": "accept-1", "accepted": 0, "refused": 0, "items": []}
