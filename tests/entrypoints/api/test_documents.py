"""Documents: brought in chunks, known by their content, kept once and for ever, seen by right; bombs stay outside."""

import asyncio
import io
import zipfile
from hashlib import sha256

import httpx
import pytest

from storage.depot import RATIO
from tests.entrypoints.api.conftest import House
from workflow.scanning import AT_ONCE

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40


def zipped(**files: bytes) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return raw.getvalue()


def announce(house: House, content: bytes, who: str = "lead-1", **changed: object) -> str:
    given = {"stream": house.project, "name": "계획서.pdf", "size": len(content), "sha256": sha256(content).hexdigest()}
    answer = house.ask("POST", "/api/v1/documents", who, json=given | changed)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def bring(
    house: House, id: str, content: bytes, size: int = 4000, who: str = "lead-1"
) -> tuple[int, dict[str, object]]:
    """Send it in chunks; the last answer."""
    status, body = 0, {}
    for at in range(0, len(content), size):
        headers = {"Upload-Offset": str(at), "Content-Type": "application/octet-stream"}
        answer = house.ask(
            "PATCH", f"/api/v1/documents/{id}", "lead-1", content=content[at : at + size], headers=headers
        )
        status, body = answer.status_code, answer.json()
        if status != 200:
            break
    return status, body


def test_a_document_comes_in_chunks_and_goes_out_whole(house: House) -> None:
    id = announce(house, PDF)
    status, body = bring(house, id, PDF)
    assert (status, body["status"], body["type"]) == (200, "kept", "application/pdf")
    answer = house.ask("GET", f"/api/v1/documents/{id}/content", "agency-1")
    assert (answer.content, answer.headers["content-disposition"].split(";")[0]) == (PDF, "attachment")
    assert house.api.documents.depot.path(sha256(PDF).hexdigest()).stat().st_mode & 0o222 == 0


def test_after_a_break_it_goes_on_where_it_was(house: House) -> None:
    id = announce(house, PDF)
    bring(house, id, PDF[:4000])
    assert house.ask("GET", f"/api/v1/documents/{id}", "lead-1").json()["arrived"] == 4000
    again = house.ask("PATCH", f"/api/v1/documents/{id}", "lead-1", content=PDF[:9], headers={"Upload-Offset": "0"})
    assert (again.status_code, again.json()["code"]) == (409, "document.offset")
    rest = house.ask(
        "PATCH", f"/api/v1/documents/{id}", "lead-1", content=PDF[4000:], headers={"Upload-Offset": "4000"}
    )
    assert rest.json()["status"] == "kept"
    more = house.ask("PATCH", f"/api/v1/documents/{id}", "lead-1", content=b"x", headers={"Upload-Offset": "0"})
    assert more.json()["code"] == "document.offset"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"MZ" + b"x" * 50, "document.type"),
        (b"<html><script>", "document.type"),
        (b"PK\x03\x04 but no archive", "document.type"),
        (zipped(a=b"0" * (RATIO * 20_000)), "document.bomb"),
        (zipped(inner_dot_zip=zipped(a=b"x")), "document.bomb"),
    ],
    ids=["program", "page", "broken", "bomb", "nested"],
)
def test_what_must_not_come_in_stays_outside(house: House, content: bytes, code: str) -> None:
    id = announce(house, content)
    status, body = bring(house, id, content, 1 << 20)
    assert (status, body["code"]) == (422, code)
    assert house.ask("GET", f"/api/v1/documents/{id}/content", "lead-1").status_code == 404


def test_it_is_known_by_its_content(house: House) -> None:
    sheet = zipped(xl__workbook_dot_xml=b"<workbook/>")
    id = announce(house, sheet, name="looks.pdf")
    assert "spreadsheetml" in str(bring(house, id, sheet)[1]["type"])


def test_another_content_than_announced_is_not_kept(house: House) -> None:
    id = announce(house, PDF, sha256="0" * 64)
    assert bring(house, id, PDF)[1]["code"] == "document.hash"


def test_a_scanner_has_the_last_word(house: House) -> None:
    id = announce(house, PDF)
    house.api.documents.scanner = ("false",)
    assert bring(house, id, PDF)[1]["code"] == "document.infected"
    assert house.ask("GET", f"/api/v1/documents/{id}", "lead-1").json()["arrived"] == 0
    house.api.documents.scanner = ("true",)
    assert bring(house, announce(house, PDF), PDF)[0] == 200


@pytest.mark.parametrize(
    "scanner",
    [("/no/such/scanner",), ("sh", "-c", "exit 2"), ("sh", "-c", "kill -SEGV $$"), ("sh", "-c", "sleep 60; true")],
    ids=["absent", "error", "crash", "hanging"],
)
def test_what_could_not_be_scanned_is_not_kept_and_can_be_tried_again(house: House, scanner: tuple[str, ...]) -> None:
    """A scanner that fails says nothing of the file, nor does one that hangs with a child of its own."""
    house.api.documents.scanner, house.api.documents.patience = scanner, 0.2
    id = announce(house, PDF)
    status, body = bring(house, id, PDF)
    assert (status, body["code"]) == (503, "document.unscanned")
    assert house.ask("GET", f"/api/v1/documents/{id}", "lead-1").json()["status"] == "arriving"
    house.api.documents.scanner = ("true",)
    once_more = house.ask("PATCH", f"/api/v1/documents/{id}", "lead-1", headers={"Upload-Offset": str(len(PDF))})
    assert once_more.json()["status"] == "kept"


def test_scanners_that_hang_leave_the_rest_of_the_house_its_threads(house: House) -> None:
    house.api.documents.scanner, house.api.documents.patience = ("sh", "-c", "sleep 60"), 0.5
    ids = [announce(house, PDF + bytes([n])) for n in range(AT_ONCE + 2)]
    headers = {"Upload-Offset": "0"}

    async def all_at_once() -> list[httpx.Response]:
        asked = [
            house.asking("PATCH", f"/api/v1/documents/{id}", "lead-1", content=PDF + bytes([n]), headers=headers)
            for n, id in enumerate(ids)
        ]
        return list(await asyncio.gather(*asked))

    answers = house.run(all_at_once())
    assert [(each.status_code, each.json()["code"]) for each in answers] == [(503, "document.unscanned")] * len(ids)
    assert {each.headers["retry-after"] for each in answers} == {"5"}


def test_strangers_find_no_document(house: House) -> None:
    id = announce(house, PDF)
    bring(house, id, PDF)
    for rest in ("", "/content"):
        assert house.ask("GET", f"/api/v1/documents/{id}{rest}", "lead-2").status_code == 404
    given = {"stream": house.project, "name": "x", "size": 1, "sha256": "0" * 64}
    assert house.ask("POST", "/api/v1/documents", "lead-2", json=given).status_code == 404
    other = house.ask("PATCH", f"/api/v1/documents/{id}", "agency-1", content=b"x", headers={"Upload-Offset": "0"})
    assert other.status_code == 403
