"""Papers over HTTP: by right, the same bytes, kept and on record; a step may carry the hash of what was kept."""

from hashlib import sha256
from io import BytesIO

import pytest
from openpyxl import load_workbook

from states.papers.declared import PAPERS
from storage.ledger.journal import PAPERS as ISSUED
from storage.ledger.journal import READINGS, entries
from tests.entrypoints.api.conftest import House
from tests.world import CALL_ID

URL = "/api/v1/papers"
KEPT, ONCE = {"form": "xlsx", "language": "ko"}, {"Idempotency-Key": "once"}


def test_papers_are_listed_and_of_a_stream_those_that_can_be_had(house: House) -> None:
    every = house.ask("GET", URL, "lead-1").json()["papers"]
    assert [each["paper"] for each in every] == list(PAPERS)
    of_call = house.ask("GET", f"{URL}?subject={CALL_ID}", "agency-1").json()["papers"]
    assert [each["paper"] for each in of_call] == ["budget-table", "survey-aggregate", "weekly-status"]
    assert house.ask("GET", f"{URL}?subject={house.project}", "company-1").json()["papers"] == []


def test_a_paper_comes_as_a_file_and_again_the_same(house: House) -> None:
    link = f"{URL}/budget-table/{house.project}"
    for form, kind in (("hwpx", "application/hwp+zip"), ("html", "text/html"), ("xlsx", "spreadsheetml")):
        one, other = (house.ask("GET", f"{link}?as={form}&language=en", "lead-1") for _ in range(2))
        assert (one.status_code, one.content) == (200, other.content), one.text
        assert kind in one.headers["content-type"]
        assert one.headers["etag"] == f'"{sha256(one.content).hexdigest()}"'
        assert one.headers["content-disposition"].startswith("attachment; filename*=UTF-8''budget-table-project-")
    sheet = load_workbook(BytesIO(house.ask("GET", f"{link}?as=xlsx", "lead-1").content)).active
    assert sheet is not None
    assert sheet.cell(1, 1).value == "Budget table"


def test_who_read_a_paper_is_on_record(house: House) -> None:
    house.ask("GET", f"{URL}/weekly-status/{CALL_ID}", "agency-1")
    with house.api.parts.store.snapshot() as reader:
        last = entries(reader, READINGS)[-1].body
    assert (last["what"], last["scope"]) == ("paper", {"paper": "weekly-status", "subject": CALL_ID})


@pytest.mark.parametrize(
    ("link", "who", "status", "code"),
    [
        ("weekly-status/call-2025-2", "lead-1", 403, "paper.denied"),
        ("ranking/call-2025-2", "agency-1", 409, "paper.not_here"),
        ("nothing/call-2025-2", "agency-1", 404, "found.nothing"),
        ("ranking/call-none", "agency-1", 404, "paper.unknown"),
        ("budget-table/support-none", "agency-1", 404, "paper.unknown"),
        ("handover/somebody", "agency-1", 403, "paper.denied"),
        ("handover/nobody", "admin-1", 404, "paper.unknown"),
        ("weekly-status/call-2025-2?at=yesterday", "agency-1", 422, "request.invalid"),
        ("weekly-status/call-2025-2?as=doc", "agency-1", 422, "request.invalid"),
        ("weekly-status/call-2025-2?at=1900-01-01T00:00:00Z", "agency-1", 409, "paper.not_here"),
    ],
)
def test_what_is_not_to_be_had_says_why(house: House, link: str, who: str, status: int, code: str) -> None:
    answer = house.ask("GET", f"{URL}/{link}", who)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_project_nobody_relates_to_has_no_papers(house: House) -> None:
    answer = house.ask("GET", f"{URL}/budget-table/{house.project}", "lead-2")
    assert (answer.status_code, answer.json()["code"]) == (404, "paper.unknown")


def test_ones_own_desk_is_handed_over_and_names_nobody(house: House) -> None:
    own = house.ask("GET", f"{URL}/handover/lead-1?as=html&language=ko", "lead-1")
    assert own.status_code == 200, own.text
    assert "업무 인계인수서" in own.text
    assert "주관기관" in own.text
    assert "홍길동" not in own.text
    assert house.ask("GET", f"{URL}/handover/lead-1?as=html&language=ko", "admin-1").text == own.text
    kept = house.ask("POST", f"{URL}/handover/lead-1", "lead-1", json={})
    assert (kept.status_code, kept.json()["code"]) == (422, "paper.not_kept")


def test_what_is_kept_is_a_document_whose_hash_a_step_may_carry(house: House) -> None:
    link = f"{URL}/budget-table/{house.project}"
    answer = house.ask("POST", link, "agency-1", json=KEPT, headers=ONCE)
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert house.ask("POST", link, "agency-1", json=KEPT, headers=ONCE).json() == told
    file = house.ask("GET", f"/api/v1/documents/{told['document']}/content", "agency-1")
    assert sha256(file.content).hexdigest() == told["sha256"]
    assert file.content == house.ask("GET", f"{link}?as=xlsx&language=ko", "agency-1").content
    with house.api.parts.store.snapshot() as reader:
        (entry,) = entries(reader, ISSUED)
    assert (entry.hash, entry.version) == (told["entry"], told["number"])
    assert entry.body["sha256"] == told["sha256"]
    assert entry.body["of"] == {"stream": house.project, "version": told["version"]}
    assert entry.body["actor"]["id"] == "agency-1"
