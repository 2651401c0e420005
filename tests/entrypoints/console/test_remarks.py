"""What people say to each other about a stream: who hears it, who is called, what must not be said."""

from urllib.parse import urlencode

from tests.entrypoints.api.conftest import House
from tests.entrypoints.console.test_pages import assert_sound, get, post

OFFICER, LEAD, STRANGER = "tipa-1", "tp-jeonbuk-1", "tp-busan-1"


def say(house: House, who: str, text: str, **more: str) -> int:
    return post(house, f"/projects/{house.project}/remarks", urlencode({"text": text, **more}), who).status_code


def test_a_remark_is_heard_by_ones_own_organisation_unless_it_is_for_all(summer: House) -> None:
    path = f"/projects/{summer.project}"
    assert say(summer, OFFICER, "정산 서류를 먼저 봅시다 <b>") == 303
    mine = get(summer, path, OFFICER)
    assert_sound(mine)
    assert "정산 서류를 먼저 봅시다 &lt;b&gt;" in mine.text
    assert "정산 서류" not in get(summer, path, LEAD).text
    assert say(summer, OFFICER, "서류를 내 주십시오", to="all") == 303
    assert "서류를 내 주십시오" in get(summer, path, LEAD).text


def test_who_is_named_is_told_until_they_have_looked(summer: House) -> None:
    assert say(summer, OFFICER, f"@{LEAD} 확인 부탁합니다. 문의 x@example.kr") == 303
    today = get(summer, "/", LEAD)
    assert_sound(today)
    assert "나를 부른 의견" in today.text
    assert f'<b class="mention">@{LEAD}</b>' in today.text
    assert "@example.kr</b>" not in today.text
    assert "확인 부탁합니다" in get(summer, f"/projects/{summer.project}", LEAD).text
    assert "나를 부른 의견" not in get(summer, "/", LEAD).text


def test_nobody_is_called_to_what_they_may_not_see(summer: House) -> None:
    assert say(summer, OFFICER, f"@{STRANGER} 보십시오", to="all") == 303
    assert "나를 부른 의견" not in get(summer, "/", STRANGER).text
    assert say(summer, STRANGER, "들여다보기") == 404


def test_no_personal_number_is_kept_and_nothing_empty_or_endless(summer: House) -> None:
    assert say(summer, OFFICER, "홍길동 900101-1234568") == 422
    assert say(summer, OFFICER, " ") == 422
    assert say(summer, OFFICER, "가" * 2001) == 422
    with summer.parts.store.snapshot() as reader:
        assert reader.query("SELECT count(*) FROM remark") == [(0,)]
