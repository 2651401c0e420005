"""What auditors do on pages: verify and watch, take bundles and proofs away, see who looked. Nobody else does."""

import json
import re
import time

import pytest

from states.canonical import loads
from states.roles import Actor
from storage.ledger.keyfile import make_key
from storage.ledger.log import seal
from storage.ledger.notes import KEY_BYTES, Signer
from tests.entrypoints.api.conftest import House
from tests.entrypoints.console.test_pages import assert_sound, get, post
from tests.world import CALL_ID
from workflow.audit.bundles import verify_bundle

PATIENCE = 60
ACTOR = Actor("auditor-1", "auditor", "audit")


def begun(house: House, path: str, form: str = "") -> str:
    """The page of the job that was asked for."""
    answer = post(house, path, form, "auditor-1")
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def ended(house: House, page: str) -> str:
    until = time.monotonic() + PATIENCE
    while 'role="alert"' not in (text := get(house, page, "auditor-1").text) and "data-progress" in text:
        assert time.monotonic() < until
        time.sleep(0.1)
    return text


def test_verification_is_watched_and_says_what_it_found(house: House) -> None:
    page = begun(house, "/audit/verify")
    assert_sound(get(house, page, "auditor-1"))
    told = get(house, f"{page}/live", "auditor-1")
    assert told.headers["content-type"].startswith("text/event-stream")
    assert re.findall(r"event: (\w+)", told.text)[-1] == "ended"
    assert "모두 온전합니다" in ended(house, page)
    with house.parts.store.transaction() as transaction:
        transaction.cursor.execute("UPDATE stream SET state = 'draft' WHERE id = ?", (house.project,))
    found = ended(house, begun(house, "/audit/verify"))
    assert house.project in found
    assert "이상 1건을 찾았습니다." in found
    assert page in get(house, "/audit", "auditor-1").text
    with house.parts.store.transaction() as transaction:
        transaction.cursor.execute("DROP TRIGGER event_no_update")
        change = "UPDATE event SET key = key || 'x' WHERE stream = ? AND version = 1"
        transaction.cursor.execute(change, (house.project,))
    assert "과제 등록 · 주관기관 " in ended(house, begun(house, "/audit/verify"))


def test_a_page_without_script_looks_again_by_itself_until_the_work_has_ended(house: House) -> None:
    job = house.api.working.jobs.ask(ACTOR, "verify", {})
    waiting = get(house, f"/jobs/{job.id}", "auditor-1").text
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in waiting
    assert post(house, f"/jobs/{job.id}/cancel", "", "auditor-1").status_code == 303
    cancelled = get(house, f"/jobs/{job.id}", "auditor-1").text
    assert "취소함" in cancelled
    assert "http-equiv" not in cancelled


def sealed(house: House) -> Signer:
    key = make_key(house.parts.key_file, "yeongo/test", bytes(range(KEY_BYTES)))
    with house.parts.store.transaction() as transaction:
        seal(transaction, key, house.clock.now(), 10_000)
    return key


def test_a_bundle_of_a_scope_and_period_proves_itself(house: House) -> None:
    key = make_key(house.parts.key_file, "yeongo/test", bytes(range(KEY_BYTES)))
    page = begun(house, "/audit/bundles", f"call={CALL_ID}&since=2024-12-01&until=2024-12-31&private=yes")
    made = ended(house, page)
    assert "과제 1건" in made
    (path,) = re.findall(r'href="(/api/v1/jobs/[^"]+/content)"', made)
    document = json.loads(house.ask("GET", path, "auditor-1").content)
    assert document["scope"] == [CALL_ID, house.project]
    assert verify_bundle(document, key.verifier) == ()


@pytest.mark.parametrize(
    "scope", ["since=2020-01-01&until=2020-12-31", "since=2024-12-01&until=2024-12-31&province=11"]
)
def test_a_scope_without_projects_makes_no_bundle(house: House, scope: str) -> None:
    page = begun(house, "/audit/bundles", f"call={CALL_ID}&{scope}")
    assert page == "/audit?bundle=nothing#bundle"
    assert "처리된 과제가 없습니다." in get(house, "/audit?bundle=nothing", "auditor-1").text
    assert house.api.working.processes == []


def test_a_bundle_asks_for_a_call_and_a_period(house: House) -> None:
    for form in ("since=2024-12-01&until=2024-12-31", f"call={CALL_ID}&since=soon&until=2024-12-31"):
        assert post(house, "/audit/bundles", form, "auditor-1").status_code == 422


def test_the_proof_of_a_step_is_taken_away_once_it_is_sealed(house: House) -> None:
    path = f"/projects/{house.project}/proofs/1"
    unproven = get(house, path, "lead-1")
    assert (unproven.status_code, "아직 봉인되지 않아" in unproven.text) == (409, True)
    key = sealed(house)
    answer = get(house, path, "lead-1")
    assert answer.headers["content-disposition"] == f'attachment; filename="{house.project}-1.proof.json"'
    (record,) = answer.json()["records"]
    assert (record["stream"], record["version"]) == (house.project, 1)
    assert verify_bundle(answer.json(), key.verifier) == ()
    forged = answer.json()
    forged["records"][0]["body"] = record["body"].replace("lead-1", "lead-9")
    assert verify_bundle(forged, key.verifier) != ()
    assert get(house, f"/projects/{house.project}/proofs/99", "lead-1").status_code == 404
    assert get(house, path, "lead-2").status_code == 404


def test_who_looked_is_shown_to_auditors_and_searched(house: House) -> None:
    get(house, "/audit?trigger=register", "auditor-1")
    get(house, f"/audit?stream={house.project}", "admin-1")
    assert_sound(get(house, "/papers/weekly-status/call-2025-2", "ministry-1"))
    shown = get(house, "/readings", "auditor-1")
    assert_sound(shown)
    assert shown.text.count("<td>감사 검색</td>") == 2
    assert shown.text.count("<td>공문서</td>") == 1
    assert "과제 등록" in shown.text
    one = get(house, f"/readings?search={house.project}", "auditor-1").text
    assert one.count("<td>감사 검색</td>") == 1
    assert "admin-1" in one
    assert "조건에 맞는 열람이 없습니다." in get(house, "/readings?search=nothing", "auditor-1").text


def test_the_audited_do_not_see_who_looked(house: House) -> None:
    for who in ("agency-1", "ministry-1", "lead-1", "evaluator-1", "company-1"):
        assert get(house, "/readings", who).status_code == 403
        assert "/readings" not in get(house, "/", who).text


def test_readings_are_paged_and_none_is_lost(house: House) -> None:
    for n in range(53):
        get(house, f"/audit?actor=p{n}", "auditor-1")
    first = get(house, "/readings", "auditor-1").text
    (more,) = re.findall(r'href="(/readings\?before=\d+)"', first)
    second = get(house, more, "auditor-1").text
    assert (first.count("<td>감사 검색</td>"), second.count("<td>감사 검색</td>")) == (50, 3)
    with house.parts.store.snapshot() as reader:
        bodies = [
            loads(row[0].encode()) for row in reader.query("SELECT body FROM journal WHERE stream = 'log-readings'")
        ]
    assert len(bodies) == 53


@pytest.mark.parametrize(
    ("result", "said"),
    [
        ({"reason": "project-1@3 waits", "unsealed": True}, "아직 봉인되지 않은 과제가 있어"),
        ({"reason": "the disk is full"}, "the disk is full"),
    ],
)
def test_a_job_that_failed_says_why(house: House, result: dict[str, object], said: str) -> None:
    jobs = house.api.working.jobs
    job = jobs.ask(ACTOR, "bundle", {})
    jobs.begin(job.id)
    assert jobs.end(job.id, "failed", result)
    shown = get(house, f"/jobs/{job.id}", "auditor-1")
    assert_sound(shown)
    assert said in shown.text
    assert ("봉인되지 않은" in shown.text) == ("unsealed" in result)
