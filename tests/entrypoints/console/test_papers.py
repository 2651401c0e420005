"""Papers on pages: offered by right, read and printed, downloaded, kept and on record."""

import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from hwpx.document import HwpxDocument

from states.canonical import loads
from storage.boards import Filter, page
from storage.ledger.journal import PAPERS, entries
from tests.entrypoints.api.conftest import House
from tests.entrypoints.console.test_pages import assert_sound, get, post

OFFICER, SECOND, LEAD, OTHER, ADMIN = "tipa-1", "tipa-2", "tp-jeonbuk-1", "tp-busan-1", "operator"
JUNE = datetime(2025, 6, 20, 1, tzinfo=UTC)
EXTENSION = {"kind": "annual_report", "reason": "수해", "until": "2026-01-15"}
PROPOSAL = {"trigger": "extend_deadline", "content": {"extended": EXTENSION}}


def support_of(house: House) -> str:
    """A support of the house's project whose companies are selected."""
    with house.parts.store.snapshot() as reader:
        return page(reader, Filter("support", project=house.project), 1).rows[0].stream.id


def test_the_page_of_a_stream_leads_to_its_papers(summer: House) -> None:
    shown = get(summer, f"/projects/{summer.project}", LEAD)
    assert f'href="/papers?of={summer.project}"' in shown.text
    listing = get(summer, f"/papers?of={summer.project}", LEAD)
    assert_sound(listing)
    offered = re.findall(rf'<a href="/papers/([a-z-]+)/{summer.project}">', listing.text)
    assert offered == ["agreement", "budget-table", "result-notice"]
    assert get(summer, f"/papers?of={summer.project}", OTHER).status_code == 404


def test_every_call_and_ones_own_desk_are_offered(summer: House) -> None:
    listing = get(summer, "/papers", OFFICER)
    assert_sound(listing)
    assert re.findall(r'<a href="/papers/([a-z-]+)/call-2025-2">', listing.text) == [
        "budget-table", "ranking", "survey-aggregate", "weekly-status",
    ]  # fmt: skip
    assert re.findall(r"weekly-status/call-2025-2\?ministry=([A-Z]+)", listing.text) == ["MSS", "MOIS", "MOJ", "MAFRA"]
    week = get(summer, "/papers/weekly-status/call-2025-2?ministry=MOJ", OFFICER)
    assert_sound(week)
    assert "법무부" in week.text
    desk = get(summer, f"/papers/handover/{OFFICER}", OFFICER)
    assert_sound(desk)
    assert "전문기관" in desk.text
    assert get(summer, f"/papers/handover/{OFFICER}", LEAD).status_code == 403


@pytest.mark.parametrize("paper", ["agreement", "budget-table", "result-notice"])
def test_a_paper_is_read_printed_and_downloaded(summer: House, paper: str) -> None:
    link = f"/papers/{paper}/{summer.project}"
    shown = get(summer, link, LEAD)
    assert_sound(shown)
    assert 'href="/static/paper.css' in shown.text
    for form in ("hwpx", "xlsx"):
        file = get(summer, f"{link}?as={form}", LEAD)
        assert sha256(file.content).hexdigest() in shown.text
    assert get(summer, f"{link}?as=exe", LEAD).status_code == 422


def test_what_is_kept_is_listed_with_its_hash_and_is_a_document(summer: House) -> None:
    support = support_of(summer)
    link = f"/papers/inspection-report/{support}"
    if get(summer, link, LEAD).status_code == 409:
        link = f"/papers/selection-report/{support}"
    digest = sha256(get(summer, f"{link}?as=hwpx", LEAD).content).hexdigest()
    kept = post(summer, link, "at=&ministry=", LEAD)
    assert (kept.status_code, kept.headers["location"]) == (303, f"/papers?of={support}")
    listing = get(summer, kept.headers["location"], LEAD)
    assert_sound(listing)
    assert digest in listing.text
    with summer.parts.store.snapshot() as reader:
        (entry,) = entries(reader, PAPERS)
    assert entry.body["sha256"] == digest
    assert digest in get(summer, f"/supports/{support}", LEAD).text


def test_a_handover_holds_duties_deadlines_approvals_and_stand_ins(summer: House) -> None:
    summer.clock.set(JUNE)
    people = summer.api.people
    people.invite("test", "deputy", {"name": "임꺽정"}, "deputy")
    people.restore("test", "deputy")
    people.absent("test", OFFICER, "deputy", JUNE, JUNE + timedelta(days=3))
    proposal = summer.act(OFFICER, f"projects/{summer.project}/propose", PROPOSAL)
    assert proposal.status_code == 200, proposal.text

    def tables(person: str, who: str) -> list[list[list[str | None]]]:
        content = get(summer, f"/papers/handover/{person}?as=hwpx", who).content
        return [
            [[cell.text for cell in row.cells] for row in table.rows]
            for table in HwpxDocument.open(BytesIO(content)).tables
        ]

    duties, _, _, _, proposed, delegated = tables(OFFICER, OFFICER)
    assert duties[1][:2] == ["전문기관", "중소기업기술정보진흥원"]
    deadlines = [row for row in tables(LEAD, ADMIN)[1][1:] if row[0] == proposed[1][0]]
    assert ["연차보고서 및 차년도 계획", "2025. 12. 31.", "아니오"] in [row[1:] for row in deadlines]
    assert len(proposed) == 2
    assert delegated[1][:2] == ["전문기관", "중소기업기술정보진흥원"]
    approvals = tables(SECOND, SECOND)[3]
    assert [row[0] for row in approvals[1:]] == [proposed[1][0]]
    standing_in = tables("deputy", ADMIN)[0]
    assert standing_in[1][4] == "○○○"


def test_a_step_carries_the_hash_of_the_paper_that_was_kept(summer: House) -> None:
    with summer.parts.store.snapshot() as reader:
        wanted = Filter("company", project=summer.project, state="supported")
        company = page(reader, wanted, 1).rows[0].stream
    kept = summer.ask("POST", f"/api/v1/papers/inspection-sheet/{company.id}", LEAD, json={})
    assert kept.status_code == 201, kept.text
    given = {"checklist": ["지원금 집행"], "document": kept.json()["sha256"]}
    assert summer.act(LEAD, f"companies/{company.id}/inspect", given).status_code == 200
    with summer.parts.store.snapshot() as reader:
        last = loads(reader.events(company.id)[-1][2].encode())
    assert (last["trigger"], last["changes"]["document"]) == ("inspect", kept.json()["sha256"])
