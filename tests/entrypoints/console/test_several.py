"""Lists in an order, kept under a name, and one step on several of their rows."""

import re
from urllib.parse import urlencode

from storage.boards import Filter, page
from tests.entrypoints.api.conftest import House
from tests.entrypoints.console.test_pages import assert_sound, get, post

OFFICER, LEAD = "tipa-1", "tp-jeonbuk-1"
ROW = re.compile(r'<th scope="row"><a href="/projects/([^"?]+)"')


def running(house: House) -> list[str]:
    with house.parts.store.snapshot() as reader:
        return [row.stream.id for row in page(reader, Filter("project", state="supporting"), 50, "", "area").rows]


def test_a_list_is_put_in_the_order_the_address_names(summer: House) -> None:
    by_area = ROW.findall(get(summer, "/projects?order=area&state=supporting", OFFICER).text)
    assert by_area == running(summer)
    sorted_head = get(summer, "/projects?order=due", OFFICER).text
    assert 'aria-sort="ascending"' in sorted_head
    pages, path = list[str](), "/projects?order=updated"
    while path:
        text = get(summer, path, OFFICER).text
        pages += ROW.findall(text)
        following = re.findall(r'rel="next" href="([^"]+)"', text)
        path = following[0].replace("&amp;", "&") if following else ""
    assert len(pages) == len(set(pages)) == 43


def test_a_view_is_kept_for_its_person_and_forgotten(summer: House) -> None:
    address = "/projects?state=supporting&order=due"
    form = urlencode({"name": "지원 중", "address": address})
    assert post(summer, "/views", form, OFFICER).headers["location"] == address
    shown = get(summer, "/projects", OFFICER)
    assert_sound(shown)
    assert '<a href="/projects?state=supporting&amp;order=due">지원 중</a>' in shown.text
    assert "지원 중</a>" not in get(summer, "/projects", LEAD).text
    assert post(summer, "/views", form + "&do=forget", OFFICER).status_code == 303
    assert "지원 중</a>" not in get(summer, "/projects", OFFICER).text


def test_a_view_leads_nowhere_else_and_has_a_name(summer: House) -> None:
    assert post(summer, "/views", "name=x&address=//elsewhere.example", OFFICER).headers["location"] == "/"
    for name in ("", "%20", "x" * 61, "%00"):
        assert post(summer, "/views", f"name={name}&address=/projects", OFFICER).status_code == 422


def test_a_step_on_several_is_shown_for_each_before_it_is_taken(summer: House) -> None:
    first, second, *_ = running(summer)
    path = f"/projects/bulk?trigger=record_payment&only={first}&only={second}&state=supporting"
    asked = get(summer, path, "operator")
    assert asked.status_code == 409
    path = path.replace("record_payment", "open_special_evaluation")
    form = get(summer, path, OFFICER)
    assert_sound(form)
    assert form.text.count("내용을 입력하고 미리 보십시오.") == 2


def test_each_of_several_gets_its_own_answer_and_its_own_event(summer: House) -> None:
    rows = running(summer)
    body = urlencode({"key": "many", "reason": "현장 확인", "kind": "notice", "subject": "주소", "request": "a" * 64})
    path = f"/projects/bulk?trigger=change_agreement&only={rows[0]}&only={rows[1]}"
    tried = post(summer, path, f"{body}&do=try", OFFICER)
    assert_sound(tried)
    good = tried.text.count('class="tag good"')
    assert good == 2
    with summer.parts.store.snapshot() as reader:
        before = reader.streams(rows)
    done = post(summer, path, f"{body}&do=commit", OFFICER)
    assert_sound(done)
    assert done.text.count('class="tag good"') == good
    with summer.parts.store.snapshot() as reader:
        after = reader.streams(rows)
    moved = [id for id in rows if after[id].version != before[id].version]
    assert len(moved) == good == len(re.findall(r"/receipts/\d+", done.text))
    again = post(summer, path, f"{body}&do=commit", OFFICER)
    assert again.text.count('class="tag good"') == good
    with summer.parts.store.snapshot() as reader:
        assert reader.streams(rows) == after


def test_whoever_may_not_take_a_step_may_not_take_it_on_several(summer: House) -> None:
    rows = running(summer)
    path = f"/projects/bulk?trigger=open_special_evaluation&only={rows[0]}"
    assert get(summer, path, LEAD).status_code == 409
    own = f"/projects/bulk?trigger=submit_annual_report&only={'&only='.join(rows)}"
    shown = get(summer, own, LEAD)
    assert shown.text.count("내용을 입력하고 미리 보십시오.") == 2
