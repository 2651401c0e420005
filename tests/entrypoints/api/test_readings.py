"""Who looked at people's names or took a document is remembered in the record; a look at one's own is nobody's."""

from typing import Any

from storage.ledger.journal import READINGS, entries
from tests.entrypoints.api.conftest import House
from tests.entrypoints.api.test_documents import PDF, announce, bring
from workflow.audit.verify import verify


def readings(house: House) -> list[tuple[str, str, Any]]:
    with house.parts.store.snapshot() as reader:
        bodies = [each.body for each in entries(reader, READINGS)]
    return [(body["actor"]["id"], body["what"], body["scope"]) for body in bodies]


def test_a_look_at_people_is_remembered_with_whom_it_was_about(house: House) -> None:
    assert house.ask("GET", "/api/v1/me", "lead-1").json()["profile"]["name"] == "홍길동"
    assert house.ask("GET", "/api/v1/people", "lead-1").status_code == 403
    assert readings(house) == []
    listed = [
        each["person"] for each in house.ask("GET", "/api/v1/people?limit=2&unmasked=true", "admin-1").json()["people"]
    ]
    assert house.ask("GET", "/api/v1/people/lead-1", "admin-1").json()["profile"]["name"] == "홍○○"
    assert house.ask("GET", "/api/v1/people/lead-1?unmasked=true", "admin-1").json()["profile"]["name"] == "홍길동"
    assert house.ask("GET", "/api/v1/people/nobody", "admin-1").status_code == 404
    assert readings(house) == [
        ("admin-1", "people", {"people": listed}),
        ("admin-1", "people", {"people": ["lead-1"]}),
    ]
    assert [each.code for each in verify(house.parts.store).findings if each.code.startswith("journal")] == []


def test_a_document_taken_is_remembered(house: House) -> None:
    id = announce(house, PDF)
    bring(house, id, PDF)
    assert house.ask("GET", f"/api/v1/documents/{id}/content", "company-1").status_code == 404
    assert readings(house) == []
    assert house.ask("GET", f"/api/v1/documents/{id}/content", "agency-1").content == PDF
    assert readings(house) == [("agency-1", "document", {"stream": house.project, "document": id})]
