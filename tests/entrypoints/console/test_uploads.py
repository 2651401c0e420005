"""Documents that come with a form, without any script: kept, named by their fingerprint, refused where they must be."""

from hashlib import sha256

import httpx
import pytest

from tests.entrypoints.api.conftest import House
from tests.entrypoints.console.test_pages import assert_sound, get

LEAD, STRANGER = "tp-jeonbuk-1", "tp-busan-1"
PDF = b"%PDF-1.7\n" + b"x" * 3000
FIELDS = {"key": "up", "reason": "현장 확인", "kind": "notice", "subject": "주소", "request": ""}


def send(
    house: House, who: str, files: dict[str, tuple[str, bytes]], trigger: str = "change_agreement", **more: str
) -> httpx.Response:
    path = f"/projects/{house.project}/actions/{trigger}"
    return house.ask("POST", path, who, data=FIELDS | more, files=files, headers={"Accept-Language": "ko"})


def documents(house: House) -> list[tuple[str, str, int]]:
    with house.parts.store.snapshot() as reader:
        return reader.query("SELECT name, hash, size FROM document WHERE status = 'kept' ORDER BY created, id")


def test_a_document_comes_with_its_form_and_is_named_by_its_fingerprint(summer: House) -> None:
    form = get(summer, f"/projects/{summer.project}/actions/change_agreement", LEAD)
    assert_sound(form)
    assert 'enctype="multipart/form-data"' in form.text
    assert 'name="file:request"' in form.text
    tried = send(summer, LEAD, {"file:request": ("변경 요청.pdf", PDF)}, do="try")
    assert_sound(tried)
    digest = sha256(PDF).hexdigest()
    assert f'value="{digest}"' in tried.text
    assert "변경 요청.pdf" in tried.text
    assert documents(summer) == [("변경 요청.pdf", digest, len(PDF))]
    done = send(summer, LEAD, {}, request=digest, do="commit")
    assert done.status_code == 303
    page = get(summer, f"/projects/{summer.project}", LEAD)
    assert_sound(page)
    link = page.text.partition('href="/api/v1/documents/')[2].partition('"')[0]
    assert summer.ask("GET", f"/api/v1/documents/{link}", LEAD).content == PDF
    assert summer.ask("GET", f"/api/v1/documents/{link}", STRANGER).status_code == 404


def test_the_same_document_is_kept_once(summer: House) -> None:
    for name in ("하나.pdf", "둘.pdf"):
        assert send(summer, LEAD, {"file:request": (name, PDF)}, do="try").status_code == 200
    assert documents(summer) == [("하나.pdf", sha256(PDF).hexdigest(), len(PDF))]


@pytest.mark.parametrize(
    ("name", "content"),
    [("프로그램.exe", b"MZ" + b"x" * 50), ("빈 파일.pdf", b""), ("x" * 201, PDF)],
)
def test_what_is_no_document_is_refused_at_its_field_and_nothing_is_taken(
    summer: House, name: str, content: bytes
) -> None:
    answer = send(summer, LEAD, {"file:request": (name, content)}, do="commit")
    assert answer.status_code == 422
    assert 'id="e-request"' in answer.text
    assert 'value="주소"' in answer.text
    assert_sound(answer)
    assert documents(summer) == []


def test_a_field_left_without_a_file_keeps_what_was_typed(summer: House) -> None:
    answer = send(summer, LEAD, {"file:request": ("", b"")}, request="a" * 64, do="try")
    assert answer.status_code == 200
    assert f'value="{"a" * 64}"' in answer.text


def test_a_broken_or_endless_form_is_refused(summer: House, monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"/projects/{summer.project}/actions/change_agreement"
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    assert summer.ask("POST", path, LEAD, content=b"--y\r\nnonsense", headers=kind).status_code in {400, 422}
    assert (
        summer.ask("POST", path, LEAD, content=b"", headers={"Content-Type": "multipart/form-data"}).status_code == 400
    )
    monkeypatch.setattr("entrypoints.console.posted.LARGEST_FORM", 1000)
    assert send(summer, LEAD, {"file:request": ("a.pdf", PDF)}).status_code == 413


def test_what_is_only_begun_takes_no_documents_yet(house: House) -> None:
    form = get(house, "/calls/call-2025-2/actions/register", "lead-1")
    assert 'type="file"' not in form.text
    assert "data-fingerprint" in form.text
