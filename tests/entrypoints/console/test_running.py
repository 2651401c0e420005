"""Pages on a programme in full swing: the demo's play in the summer of its first year."""

import re
from io import BytesIO
from typing import Any

import orjson
from openpyxl import load_workbook

from storage.boards import Filter, page
from tests.entrypoints.api.conftest import House
from tests.entrypoints.console.test_pages import assert_sound, get

OFFICER, LEAD, STRANGER = "tipa-1", "tp-jeonbuk-1", "tp-busan-1"


def company(house: House) -> tuple[str, str]:
    """A company that is supported: its stream and its registration number."""
    with house.parts.store.snapshot() as reader:
        found = page(reader, Filter("company", state="supported", project=house.project), 1).rows[0].stream
    return found.id, str(found.facts["brn"])


def test_every_kind_of_page_is_sound_on_a_running_programme(summer: House) -> None:
    stream, brn = company(summer)
    paths = ("/", "/projects", "/supports", "/companies", "/surveys", "/money", "/preferences", "/calls/call-2025-2",
             "/calls/call-2025-2/ranking", f"/projects/{summer.project}", f"/projects/{summer.project}/timeline",
             f"/projects/{summer.project}?version=12", f"/companies/{stream}", f"/passports/{brn}",
             "/calendar")  # fmt: skip
    for path in paths:
        answer = get(summer, path, OFFICER)
        assert answer.status_code == 200, path
        assert_sound(answer)


def test_a_deadline_says_how_it_was_computed_in_words(summer: House) -> None:
    shown = get(summer, f"/projects/{summer.project}", OFFICER).text
    (card,) = re.findall(r'id="deadlines">(.*?)</section>', shown, re.DOTALL)
    assert re.findall(r'<small title="달력 holidays-[^"]*">(.*?)</small>', card) == ["정해진 일시(공고에 정한 일시)"]


def test_the_tracker_says_what_is_pledged_budgeted_and_paid(summer: House) -> None:
    answer = get(summer, "/money?year=2025", OFFICER)
    file = get(summer, "/money?year=2025&as=xlsx", OFFICER)
    rows: list[Any] = list(load_workbook(BytesIO(file.content)).worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 7
    assert rows[0][:3] == ("과제", "시·군·구", "국비 지원액")
    for _, area, award, pledged, budgeted, paid, national, missing in rows[1:]:
        assert f"{award:,}원" in answer.text
        assert pledged * 7 >= award * 3, area
        assert (budgeted, paid, national, missing) == (pledged, pledged, award, 0)
    mine = get(summer, "/money?year=2025", LEAD).text
    assert mine.count('<th scope="row"><a') == 2
    assert "2099년에 사업비가 있는 과제가 없습니다." in get(summer, "/money?year=2099", STRANGER).text


def test_a_passport_adds_up_what_a_company_was_given_and_what_is_left(summer: House) -> None:
    stream, brn = company(summer)
    with summer.parts.store.snapshot() as reader:
        facts = reader.streams([stream])[stream].facts
    answer = get(summer, f"/passports/{brn}", OFFICER)
    assert f"{facts['amount']:,}원" in answer.text
    assert f"{90_000_000 - facts['amount']:,}원" in answer.text
    assert get(summer, f"/passports/{brn}", STRANGER).status_code == 404


def test_the_ledger_shows_what_ministries_still_owe(summer: House) -> None:
    answer = get(summer, "/preferences", OFFICER)
    assert "행안부" in answer.text
    assert "미기록" in answer.text
    assert "미제공" in answer.text
    assert "기업활동에 필요한 인프라(교육장, 시설) 등 지원" in answer.text


def test_another_budget_draws_another_line_and_saves_nothing(summer: House) -> None:
    recorded = get(summer, "/calls/call-2025-2/ranking", OFFICER).text
    tried = get(summer, "/calls/call-2025-2/ranking?budget=1,000,000,000", OFFICER).text
    assert "저장되지 않습니다" in tried
    assert recorded.count('class="tag me"') == 6
    assert tried.count('class="tag me"') == 1
    assert get(summer, "/calls/call-2025-2/ranking", OFFICER).text == recorded
    assert get(summer, "/calls/call-2025-2/ranking", LEAD).status_code == 403


def test_a_board_pages_by_its_cursor_and_never_twice(summer: House) -> None:
    seen: list[str] = []
    path = "/companies"
    while path:
        text = get(summer, path, OFFICER).text
        seen += re.findall(r'<th scope="row"><a href="/companies/([^"]+)"', text)
        following = re.findall(r'rel="next" href="([^"]+)"', text)
        path = following[0].replace("&amp;", "&") if following else ""
    with summer.parts.store.snapshot() as reader:
        ((number,),) = reader.query("SELECT count(*) FROM stream WHERE kind = 'company'")
    assert len(seen) == len(set(seen)) == number


def test_a_call_tells_at_a_glance_how_far_it_came_and_what_its_budget_bears(summer: House) -> None:
    shown = get(summer, "/calls/call-2025-2", OFFICER)
    assert_sound(shown)
    rows = re.findall(r'<th scope="row">([^<]+)</th><td class="num"><b>(\d+)</b></td><td class="bar', shown.text)
    assert rows == [("등록", "43"), ("접수", "37"), ("평가", "32"), ("선정", "6"), ("수행 중", "6")]
    assert "3,460백만원 / 3,460백만원" in shown.text
    assert "2024. 12. 20." in shown.text
    assert "1개월 늦음" in shown.text
    assert "한눈에 보기" not in get(summer, "/calls/call-2025-2", LEAD).text


def test_what_was_planned_and_what_happened_stand_on_one_line_of_time(summer: House) -> None:
    shown = get(summer, f"/projects/{summer.project}/timeline", OFFICER)
    assert_sound(shown)
    assert shown.text.count('class="actual met"') >= 5
    assert '<text class="row-name" x="0" y="53">접수 마감</text>' in shown.text


SECRET = {"ranking", "ranking_inputs", "awards", "reserves", "submissions", "rejections"}


def test_a_calls_ranking_is_for_those_who_answer_for_it(summer: House) -> None:
    """A lead reads the call without others' places, now, then, in its timeline and between two moments."""
    path = "/api/v1/calls/call-2025-2"
    whole, partly = (summer.ask("GET", path, who).json() for who in (OFFICER, LEAD))
    assert whole["facts"].keys() >= SECRET
    assert {name: fact for name, fact in whole["facts"].items() if name not in SECRET} == partly["facts"]
    last = whole["version"]
    then = summer.ask("GET", f"{path}?version={last}", LEAD).json()
    assert then["facts"] == partly["facts"]
    changed = {who: summer.ask("GET", f"{path}/diff?from=0&to={last}", who).json() for who in (OFFICER, LEAD)}
    assert changed[OFFICER]["changes"].keys() - changed[LEAD]["changes"].keys() == SECRET
    assert not SECRET & {each["path"][0] for each in changed[LEAD]["told"]}
    events = {who: summer.ask("GET", f"{path}/events", who).json()["events"] for who in (OFFICER, LEAD)}
    assert {name for each in events[OFFICER] for name in each.get("changes", {})} >= SECRET
    assert not SECRET & {name for each in events[LEAD] for name in each.get("changes", {})}
    others = {str(row["project"]) for row in whole["facts"]["ranking"]}
    assert len(others) == 32
    read = [get(summer, f"/calls/call-2025-2{rest}", LEAD).text for rest in ("", "/timeline", f"?version={last}")]
    assert [each for each in others for text in (*read, orjson.dumps(events[LEAD]).decode()) if each in text] == []
    ranked = next(each["version"] for each in events[OFFICER] if each["trigger"] == "fix_ranking")
    proofs = {who: get(summer, f"/calls/call-2025-2/proofs/{ranked}", who).status_code for who in (OFFICER, LEAD)}
    assert proofs == {OFFICER: 200, LEAD: 404}


def test_a_lead_reads_its_own_place_once_it_is_notified(summer: House) -> None:
    facts = summer.ask("GET", f"/api/v1/projects/{summer.project}", LEAD).json()["facts"]
    assert (facts["rank"], type(facts["score"]), type(facts["award"])) == (2, int, int)


def test_two_versions_of_an_application_are_compared(summer: House) -> None:
    """What was handed in twice says what differs: here the plan alone."""
    with summer.parts.store.snapshot() as reader:
        rows = page(reader, Filter("project", state="supporting"), 50).rows
    again = next(row.stream for row in rows if len(row.stream.facts["application_versions"]) == 2)
    one, two = (each["version"] for each in again.facts["application_versions"])
    link = f"/audit/{again.id}?before={one}&amp;after={two}"
    assert f'<a href="{link}">1판 → 2판</a>' in get(summer, f"/projects/{again.id}", OFFICER).text
    shown = get(summer, link.replace("&amp;", "&"), OFFICER)
    assert_sound(shown)
    assert re.findall(r'<th scope="row">([^<]+)</th>', shown.text) == ["계획서", "신청서 판", "제출한 판"]
