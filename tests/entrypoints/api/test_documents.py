"""Documents: brought in chunks, known by their content, kept once and for ever, seen by right; bombs stay outside."""

import io
import sys
import zipfile
from hashlib import sha256

import pytest

from storage.depot import RATIO
from tests.entrypoints.api.conftest import House

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
    house.api.documents.scanner = (sys.executable, "-c", "raise SystemExit(1)")
    assert bring(house, id, PDF)[1]["code"] == "document.infected"
    house.api.documents.scanner = ("/no/such/scanner",)
    assert bring(house, announce(house, PDF), PDF)[1]["code"] == "document.unscanned"
    house.api.documents.scanner = (sys.executable, "-c", "")
    assert bring(house, announce(house, PDF), PDF)[0] == 200


def test_strangers_find_no_document(house: House) -> None:
    id = announce(house, PDF)
    bring(house, id, PDF)
    for rest in ("", "/content"):
        assert house.ask("GET", f"/api/v1/documents/{id}{rest}", "lead-2").status_code == 404
    given = {"stream": house.project, "name": "x", "size": 1, "sha256": "0" * 64}
    assert house.ask("POST", "/api/v1/documents", "lead-2", json=given).status_code == 404
    other = house.ask("PATCH", f"/api/v1/documents/{id}", "agency-1", content=b"x", headers={"Upload-Offset": "0"})
    assert other.status_code == 403
