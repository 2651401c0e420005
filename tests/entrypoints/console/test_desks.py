"""The desks: questions frozen at a moment, deliveries with a receipt, papers with two people, outages, what is left."""

import re
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from openpyxl import load_workbook

from entrypoints.console.desks import Facility, facilities
from entrypoints.console.forecast import expected, forecast
from states.canonical import dumps
from states.context import Stream
from storage.boards import Filter, page
from storage.ledger.journal import DELIVERIES, QUESTIONS, entries
from tests.entrypoints.api.conftest import House
from tests.entrypoints.console.test_pages import assert_sound, get, post
from workflow.audit.verify import verify

OFFICER, SECOND, LEAD, ADMIN = "tipa-1", "tipa-2", "tp-jeonbuk-1", "operator"
JUNE = datetime(2025, 6, 20, 1, tzinfo=UTC)


@pytest.fixture
def june(summer: House) -> House:
    """The house on the day its play stopped."""
    summer.clock.set(JUNE)
    return summer


def ask(house: House, text: str, **more: str) -> str:
    form = {"asked_by": "산업위", "question": text, "on": "2025-01-08", **more}
    return post(house, "/assembly", urlencode(form), OFFICER).headers["location"]


def test_promised_infrastructure_is_open_until_a_support_says_it_stands() -> None:
    promised = [
        {"ministry": "MOIS", "facility": "교육장", "until": "2026-06-30"},
        {"ministry": "MOIS", "facility": "공동작업장"},
        {"ministry": "MOJ", "facility": "기숙사"},
    ]
    project = Stream("project-1", "project", facts={"plan": {"facilities": promised}})
    first = Stream("support-1", "support", facts={"preferences": {"MOIS": {"facilities": ["교육장", "주차장"]}}})
    second = Stream("support-2", "support", facts={"preferences": {"MOJ": {"granted": False}}})
    assert list(facilities(project, [first, second], "MOIS")) == [
        Facility(project, "교육장", "2026-06-30", promised=True, given=first),
        Facility(project, "공동작업장", "", promised=True, given=None),
        Facility(project, "주차장", "", promised=False, given=first),
    ]
    assert list(facilities(project, [first, second], "MOJ")) == [
        Facility(project, "기숙사", "", promised=True, given=None)
    ]
    assert list(facilities(Stream("project-2", "project"), [], "MOJ")) == []


def test_every_desk_of_a_duty_is_listed_and_opens(june: House) -> None:
    index = get(june, "/desks", OFFICER)
    assert_sound(index)
    desks = re.findall(r'class="desk" href="([^"]+)"', index.text)
    assert desks == ["/paper-desk", "/assembly", "/deliveries", "/outages", "/money", "/forecast", "/preferences"]
    for path in desks:
        shown = get(june, path, OFFICER)
        assert shown.status_code == 200, path
        assert_sound(shown)
    assert re.findall(r'class="desk" href="([^"]+)"', get(june, "/desks", LEAD).text) == desks[4:]
    for path in desks[:4]:
        assert get(june, path, LEAD).status_code == 403


def test_a_question_is_answered_by_the_record_as_it_stood_and_stays_so(june: House) -> None:
    where = ask(june, "평가 중인 과제는 몇 개인가", phase="evaluation")
    shown = get(june, where, OFFICER)
    assert_sound(shown)
    with june.parts.store.snapshot() as reader:
        (entry,) = entries(reader, QUESTIONS)
    assert (entry.body["number"], entry.body["states"]) == (34, {"evaluation_ready": 34})
    assert entry.body["digest"] == sha256(dumps(entry.body["rows"])).hexdigest()
    assert entry.hash in shown.text
    assert "2025. 1. 8. 23:59:59.000" in shown.text
    assert "/projects?phase=evaluation&amp;at=2025-01-08" in shown.text
    assert verify(june.parts.store).findings == ()


def test_what_was_answered_to_the_same_before_stands_beside_it(june: House) -> None:
    first = ask(june, "전북의 선정 과제 수와 국비는?")
    assert post(june, first, urlencode({"answer": "1개, 607백만원입니다."}), OFFICER).headers["location"] == first
    again = get(june, ask(june, "전북의 선정 과제 수와 국비는 얼마인가?"), OFFICER)
    assert "1개, 607백만원입니다." in again.text
    other = get(june, ask(june, "외국인 인력 채용 지원 현황"), OFFICER)
    assert "1개, 607백만원입니다." not in other.text
    assert post(june, "/assembly/99", "answer=x", OFFICER).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"on": "x"}, {"question": ""}, {"question": "홍길동 900101-1234568"}, {"asked_by": "\x00"}]
)
def test_a_question_that_cannot_be_kept_is_refused(june: House, wrong: dict[str, str]) -> None:
    form = {"asked_by": "산업위", "question": "몇 개인가", "on": "2025-01-08"} | wrong
    assert post(june, "/assembly", urlencode(form), OFFICER).status_code == 422
    assert post(june, "/assembly", urlencode(form), LEAD).status_code == 403


def test_a_delivery_has_an_index_its_digest_and_a_receipt(june: House) -> None:
    form = {"to": "감사원", "purpose": "보조금 집행", "since": "2025-03-01", "until": "2025-03-31", "province": "52"}
    where = post(june, "/deliveries", urlencode(form), OFFICER).headers["location"]
    receipt = get(june, where, OFFICER)
    assert_sound(receipt)
    with june.parts.store.snapshot() as reader:
        (entry,) = entries(reader, DELIVERIES)
        index: list[list[Any]] = entry.body["index"]
        for id, first, last, number, head in index:
            rows = reader.events(id)
            assert (number, rows[last - 1][1]) == (last - first + 1, head)
    assert june.project in {row[0] for row in index}
    assert entry.body["digest"] == sha256(dumps(index)).hexdigest()
    assert entry.body["digest"] in receipt.text
    sheet = load_workbook(BytesIO(get(june, f"{where}?as=xlsx", OFFICER).content)).worksheets[0]
    assert [[cell.value for cell in row][1:] for row in list(sheet.iter_rows())[1:]] == index
    assert get(june, "/deliveries/9", OFFICER).status_code == 404


def test_a_letter_waits_for_a_second_person_who_confirms_it_as_it_was_entered(june: House) -> None:
    with june.parts.store.snapshot() as reader:
        late = page(reader, Filter("project", state="rejected"), 1).rows[0].stream.id
    letter = {"ground": "method", "reason": "평가표 누락", "letter": "c" * 64}
    enter = {
        "key": "k1",
        "arrived_at": "2025-01-20T11:00",
        "trigger": "object_rejection",
        "book_no": "2025-001",
        "document": "b" * 64,
        "delivery": "post",
        **{f"content.{name}": value for name, value in letter.items()},
    }
    first = get(june, f"/projects/{late}/actions/enter_paper", OFFICER)
    assert_sound(first)
    assert '<option value="object_rejection">이의신청</option>' in first.text
    chosen = urlencode({"key": "k1", "trigger": "object_rejection", "do": "rows"})
    form = post(june, f"/projects/{late}/actions/enter_paper", chosen, OFFICER)
    assert_sound(form)
    assert ('name="arrived_at"' in first.text, 'name="arrived_at"' in form.text) == (False, True)
    assert 'name="content.reason"' in form.text
    nothing = urlencode(enter | {"content.reason": "", "do": "try"})
    wanting = post(june, f"/projects/{late}/actions/enter_paper", nothing, OFFICER)
    assert (wanting.status_code, "필수 항목이 없습니다" in wanting.text) == (422, True)
    done = post(june, f"/projects/{late}/actions/enter_paper", urlencode(enter | {"do": "commit"}), OFFICER)
    assert done.status_code == 303
    desk = get(june, "/paper-desk", OFFICER)
    assert_sound(desk)
    assert "2025-001" in desk.text
    with june.parts.store.snapshot() as reader:
        (number,) = reader.streams([late])[late].facts["proposals"]
    own = post(june, f"/paper-desk/{late}", urlencode({"key": "k2", "do": "confirm", "letter": number}), OFFICER)
    assert own.status_code == 409
    assert_sound(own)
    confirmed = post(june, f"/paper-desk/{late}", urlencode({"key": "k3", "do": "confirm", "letter": number}), SECOND)
    assert confirmed.status_code == 303
    with june.parts.store.snapshot() as reader:
        stream = reader.streams([late])[late]
        last = reader.events(late)[-1][2]
    assert stream.facts["reason"] == "평가표 누락"
    assert '"occurred_at":"2025-01-20T02:00:00.000000Z"' in last
    assert post(june, f"/paper-desk/{late}", urlencode({"key": "k4", "letter": number}), SECOND).status_code == 409


def test_a_telephone_note_is_kept_without_names(june: House) -> None:
    note = {"about": june.project, "by": "전북테크노파크", "text": "연차보고 서식을 물음"}
    assert post(june, "/paper-desk", urlencode(note), OFFICER).status_code == 303
    assert "연차보고 서식을 물음" in get(june, "/paper-desk", OFFICER).text
    assert post(june, "/paper-desk", urlencode(note | {"text": "900101-1234568"}), OFFICER).status_code == 422
    assert post(june, "/paper-desk", urlencode(note | {"about": "project-none"}), OFFICER).status_code == 404


def test_an_outage_shows_who_was_concerned_and_what_they_tried(june: House) -> None:
    shown = get(june, "/outages", OFFICER).text
    assert shown.count('<th scope="row">') == 7
    assert "2024. 12. 20. 18:00:00.001" in shown


def test_the_pace_so_far_goes_on_until_december() -> None:
    spending = {"2025-07": 10, "2025-09": 20, "2024-12": 99}
    assert expected(spending, 1000, 2025, over=False) == 30 + 30 * 3 // 3
    assert expected(spending, 40, 2025, over=False) == 40
    assert expected(spending, 1000, 2025, over=True) == 30
    assert expected({}, 1000, 2025, over=False) == 0


def test_what_will_be_left_is_what_is_planned_and_not_expected() -> None:
    def stream(id: str, kind: str, state: str, **facts: Any) -> Stream:
        return Stream(id, kind, state, 1, "h", facts, {}, {}, "f", "2025-01-01T00:00:00.000000Z")

    project = stream("project-1", "project", "supporting", plan={"direct": 100}, awards={"2025": 500})
    other = stream("project-2", "project", "supporting", plan={"direct": 0}, awards={"2025": 500})
    companies = [
        stream("company-1", "company", "completed", year=2025, amount=50, paid_out=50, spending={"2025-10": 45}),
        stream("company-2", "company", "supported", year=2025, amount=40, paid_out=20, spending={"2025-11": 10}),
        stream("company-3", "company", "rejected", year=2025, amount=40, spending={"2025-11": 10}),
    ]
    (row,) = forecast([other, project], {"project-1": companies}, 2025)
    assert (row.planned, row.agreed, row.paid, row.spent, row.month) == (100, 90, 70, 55, 11)
    assert (row.expected, row.unspent, row.percent) == (45 + 20, 35, 35)
    assert forecast([project], {}, 2026) == []
