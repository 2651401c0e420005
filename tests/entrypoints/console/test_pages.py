"""Pages over HTTP: who gets in, what stands there, what a form does; and what must hold on every page."""

import re
import zipfile
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
from openpyxl import load_workbook

from entrypoints.api.access import PAGES
from states.catalogue.console import WORDS
from storage.ledger.accesses import Access
from storage.timers import set_aside
from tests.entrypoints.api.conftest import PASSWORD, House

TEMPLATES = Path(__file__).parents[3] / "entrypoints" / "console"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
REGISTRATION = "area=52770&ministries=MSS&ministries=MOIS&title=%EC%88%9C%EC%B0%BD"


def get(house: House, path: str, who: str = "", **headers: str) -> httpx.Response:
    return house.ask("GET", path, who, headers={"Accept-Language": "ko", **headers})


def post(house: House, path: str, body: str, who: str = "", **headers: str) -> httpx.Response:
    return house.ask("POST", path, who, content=body.encode(), headers={"Accept-Language": "ko", **FORM, **headers})


class Page(HTMLParser):
    """What a page holds: headings, labelled controls, addresses, and whatever the policy of the browser forbids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.lang = ""
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.fields: list[dict[str, str]] = []
        self.addresses: list[str] = []
        self.forbidden: list[str] = []
        self._in_label = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.lang = given.get("lang", self.lang) if tag == "html" else self.lang
        self.ids += [given["id"]] if "id" in given else []
        self.addresses += [given[name] for name in ("href", "src", "action") if name in given]
        self.forbidden += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.forbidden.append(tag)
        if tag in {"h1", "h2", "h3"}:
            self.headings.append(int(tag[1]))
        if tag == "label":
            self._in_label += 1
            self.labelled.add(given.get("for", ""))
        if tag in {"input", "select", "textarea"} and given.get("type") != "hidden":
            self.fields.append(given | ({"labelled": "yes"} if self._in_label or "aria-label" in given else {}))

    def handle_endtag(self, tag: str) -> None:
        self._in_label -= tag == "label"


def assert_sound(answer: httpx.Response) -> None:
    """Nothing from elsewhere, nothing inline, one first heading, every control labelled, ids once, a language."""
    page = Page(answer.text)
    assert page.forbidden == []
    assert [each for each in page.addresses if "//" in each or each.startswith("data:")] == []
    assert page.headings.count(1) == 1
    assert page.lang in {"ko", "en"}
    assert len(page.ids) == len(set(page.ids))
    assert [each for each in page.fields if "labelled" not in each and each.get("id") not in page.labelled] == []
    assert "unsafe-inline" not in answer.headers["content-security-policy"]
    assert answer.headers["content-security-policy"].startswith("default-src 'self'")


def test_who_is_not_signed_in_is_led_to_the_door_and_back(house: House) -> None:
    answer = get(house, "/projects?search=x")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=/projects%3Fsearch%3Dx"
    assert_sound(get(house, answer.headers["location"]))


@pytest.mark.parametrize("route", sorted(name for name, access in PAGES.items() if access.who != "open"))
def test_no_page_is_for_strangers(house: House, route: str) -> None:
    method, _, path = route.partition(" ")
    answer = house.ask(method, re.sub(r"{[a-z]+}", "1", path))
    assert (answer.status_code, answer.headers.get("location", "/login")[:6]) in {(303, "/login"), (401, "/login")}


def test_signing_in_begins_a_session_and_a_wrong_password_says_so(house: House) -> None:
    _, link = house.api.people.invite("test", "newcomer", {"name": "김"})
    told = post(house, f"/links/{link}", f"password={PASSWORD}&again=something+else+1")
    assert (told.status_code, "두 비밀번호가 서로 다릅니다." in told.text) == (422, True)
    assert post(house, f"/links/{link}", f"password={PASSWORD}&again={PASSWORD}").headers["location"] == "/"
    wrong = post(house, "/login", "login=newcomer&password=wrong&next=/calls")
    assert wrong.status_code == 401
    assert "아이디 또는 비밀번호가 맞지 않습니다." in wrong.text
    right = post(house, "/login", f"login=newcomer&password={PASSWORD}&next=/calls")
    assert (right.status_code, right.headers["location"]) == (303, "/calls")
    assert "httponly" in right.headers["set-cookie"].lower()


@pytest.mark.parametrize("address", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"])
def test_nobody_is_led_elsewhere(house: House, address: str) -> None:
    answer = post(house, "/preferences", f"language=en&next={address}")
    assert answer.headers["location"] == "/"


def test_another_site_cannot_act_with_a_session(house: House) -> None:
    _, link = house.api.people.invite("test", "newcomer", {"name": "김"})
    cookie = post(house, f"/links/{link}", f"password={PASSWORD}&again={PASSWORD}").headers["set-cookie"].split(";")[0]
    answer = post(house, "/logout", "", Cookie=cookie, **{"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


ROLES = ("agency-1", "ministry-1", "lead-1", "municipality-1", "evaluator-1", "company-1", "auditor-1", "admin-1")


@pytest.mark.parametrize(("who", "language"), [(who, "ko" if n % 2 else "en") for n, who in enumerate(ROLES)])
def test_the_pages_of_a_role_are_sound(house: House, who: str, language: str) -> None:
    today = get(house, "/", who, **{"Accept-Language": language})
    assert today.status_code == 200
    paths = [each for each in Page(today.text).addresses if re.fullmatch(r"/[a-z]+", each)]
    more = ("/calls/call-2025-2", "/projects?view=board", "/calendar?month=2024-12&view=list", "/lifecycles/project")
    for path in ["/", *paths, *more]:
        if path in {"/login", "/logout", "/preferences"}:
            continue
        answer = get(house, path, who, **{"Accept-Language": language})
        assert answer.status_code == 200, path
        assert_sound(answer)
        assert Page(answer.text).lang == language


def test_a_lead_finds_their_project_by_its_municipality_and_by_technopark(house: House) -> None:
    for text in ("장수", "테크노", "오미자"):
        assert house.project in get(house, f"/projects?search={text}", "lead-1").text, text
    assert house.project not in get(house, "/projects?search=고성", "lead-1").text
    assert "조건에 맞는 것이 없습니다." in get(house, "/projects?search=고성", "lead-1").text


def test_a_form_made_from_what_has_moved_since_is_refused(house: House) -> None:
    path = f"/projects/{house.project}/actions/start_draft"
    answer = post(house, path, "key=k&expect=0&do=commit", "lead-1")
    assert (answer.status_code, "version.stale" in answer.text) == (409, True)
    assert post(house, path, "key=k&expect=1&do=commit", "lead-1").status_code == 303


def test_another_leads_project_is_not_there(house: House) -> None:
    for rest in ("", "/timeline", "/receipts/1", "/actions/submit"):
        answer = get(house, f"/projects/{house.project}{rest}", "lead-2")
        assert answer.status_code == 404, rest
        assert_sound(answer)


def test_a_project_shows_its_state_and_offers_its_steps_with_reasons(house: House) -> None:
    first = get(house, f"/projects/{house.project}", "lead-1")
    assert "신청 준비" in first.text
    assert f'href="/projects/{house.project}/actions/start_draft"' in first.text
    assert house.act("lead-1", f"projects/{house.project}/start_draft").status_code == 200
    answer = get(house, f"/projects/{house.project}", "lead-1")
    assert_sound(answer)
    assert "이유와 해결 방법" in answer.text
    assert "parts.missing" in answer.text
    assert '<svg class="lifecycle"' in answer.text
    assert f'href="/projects/{house.project}/actions/submit"' not in answer.text
    assert "/actions/save" not in get(house, f"/projects/{house.project}", "agency-1").text


def test_refused_steps_stand_in_the_timeline_beside_the_step_they_followed(house: House) -> None:
    for _ in range(2):
        assert house.act("lead-1", f"projects/{house.project}/submit").status_code == 409
    answer = get(house, f"/projects/{house.project}/timeline", "lead-1")
    assert_sound(answer)
    assert answer.text.count('<li class="refused">') == 2
    assert answer.text.count('<li id="v1">') == 1


def test_a_past_version_has_its_own_address_and_offers_nothing(house: House) -> None:
    answer = get(house, f"/projects/{house.project}?version=0", "lead-1")
    assert answer.status_code == 200
    assert "0판 당시의 모습입니다" in answer.text
    assert get(house, f"/projects/{house.project}?version=9", "lead-1").status_code == 404


def test_a_form_is_tried_before_it_is_sent_and_sent_once(house: House) -> None:
    path = "/calls/call-2025-2/actions/register"
    form = get(house, path, "lead-1")
    assert_sound(form)
    tried = post(house, path, f"{REGISTRATION}&key=one&expect=&do=try", "lead-1")
    assert tried.status_code == 200
    assert "이렇게 됩니다" in tried.text
    assert_sound(tried)
    assert len(_projects(house)) == 1
    sent, again = (post(house, path, f"{REGISTRATION}&key=one&do=commit", "lead-1") for _ in range(2))
    assert (sent.status_code, again.headers["location"]) == (303, sent.headers["location"])
    assert len(_projects(house)) == 2
    done = get(house, sent.headers["location"], "lead-1")
    assert "처리되었습니다." in done.text
    stream = sent.headers["location"].partition("?")[0]
    receipt = get(house, f"{stream}/receipts/1", "lead-1")
    assert_sound(receipt)
    assert re.search(r"[0-9a-f]{64}", receipt.text)


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(house: House) -> None:
    answer = post(house, "/calls/call-2025-2/actions/register", "title=%EC%88%9C%EC%B0%BD&key=k&do=try", "lead-1")
    assert answer.status_code == 422
    assert 'value="순창"' in answer.text
    assert 'id="e-area"' in answer.text
    assert 'aria-describedby="e-area"' in answer.text
    assert_sound(answer)


def test_a_refusal_says_why_and_what_would_cure_it(house: House) -> None:
    body = REGISTRATION.replace("52770", "27720") + "&key=k&do=commit"
    answer = post(house, "/calls/call-2025-2/actions/register", body, "lead-1")
    assert answer.status_code == 409
    assert "lead.not_designated" in answer.text
    assert_sound(answer)
    assert len(_projects(house)) == 1


def test_a_draft_tells_what_it_lacks_and_counts_down_to_its_closing(house: House) -> None:
    house.act("lead-1", f"projects/{house.project}/start_draft")
    answer = get(house, f"/projects/{house.project}/actions/save", "lead-1")
    assert_sound(answer)
    assert re.search(r"제출까지 \d+가지가 남았습니다", answer.text)
    assert 'data-countdown="2024-12-20T09:00:00.000001Z"' in answer.text
    assert "2024. 12. 20. 18:00까지" in answer.text


def test_two_moments_stand_side_by_side(house: House) -> None:
    answer = get(house, f"/audit/{house.project}?before=0&after=1", "lead-1")
    assert_sound(answer)
    assert "새로 생긴 사실" in answer.text
    assert '<td class="is">오미자</td>' in answer.text
    assert "<del>" not in answer.text
    assert get(house, f"/audit/{house.project}", "lead-2").status_code == 404


def test_a_month_shows_its_deadlines_and_korean_holidays(house: House) -> None:
    december = get(house, "/calendar?month=2024-12", "lead-1")
    assert_sound(december)
    assert "접수 마감" in december.text
    assert "기독탄신일" in december.text
    assert "접수 마감" not in get(house, "/calendar?month=2025-03", "lead-1").text
    assert "2024년 12월" in get(house, "/calendar?month=9999-99", "lead-1").text


def test_the_record_is_searched_by_auditors_alone(house: House) -> None:
    assert "조건에 맞는 처리가 없습니다." in get(house, "/audit?address=203.0.113.7", "auditor-1").text
    house.api.people.came([Access("lead-1", "session", "c-1", "203.0.113.7", house.parts.clock.now())])
    assert house.project in get(house, "/audit?address=203.0.113.7", "auditor-1").text
    found = get(house, "/audit?trigger=register", "auditor-1")
    assert_sound(found)
    assert house.project in found.text
    assert get(house, "/audit", "lead-1").status_code == 403


def test_an_incident_is_shown_and_retried_by_an_administrator(house: House) -> None:
    with house.parts.store.transaction() as transaction:
        timer = transaction.query("SELECT stream, id, \"trigger\" FROM timer WHERE status = 'pending'")[0]
        set_aside(transaction, timer, ValueError("broken"), house.clock.now())
    name = f"{timer[0]}/{timer[1]}"
    shown = get(house, "/operations", "admin-1")
    assert_sound(shown)
    assert name in shown.text
    assert "ValueError: broken" in get(house, "/", "admin-1").text
    assert post(house, "/operations/retry", f"incident={name}", "auditor-1").status_code == 403
    assert post(house, "/operations/retry", f"incident={name}", "admin-1").status_code == 303
    assert name not in get(house, "/operations", "admin-1").text


def test_a_letter_is_an_official_letter_to_print_and_a_file_that_opens(house: House) -> None:
    listing = get(house, f"/projects/{house.project}/letters", "lead-1")
    assert_sound(listing)
    link = re.findall(rf'href="(/projects/{house.project}/letters/\d+/\d+)"', listing.text)[0]
    letter = get(house, link, "lead-1")
    assert_sound(letter)
    assert "끝." in letter.text
    assert "기한: 접수 마감 – 2024. 12. 20.까지" in letter.text
    file = get(house, f"{link}?as=hwpx", "lead-1")
    assert file.headers["content-type"] == "application/hwp+zip"
    assert file.content == get(house, f"{link}?as=hwpx", "lead-1").content
    with zipfile.ZipFile(BytesIO(file.content)) as packed:
        assert packed.read("mimetype") == b"application/hwp+zip"
        section = packed.read("Contents/section0.xml").decode()
    text = "".join(ElementTree.fromstring(section).itertext())
    assert "끝." in text
    assert "수신" in text
    assert get(house, link, "lead-2").status_code == 404


def test_a_list_is_a_workbook_whose_cells_are_text_and_never_formulas(house: House) -> None:
    title = "=1%2B1%20%EC%88%9C%EC%B0%BD"
    body = REGISTRATION.replace("%EC%88%9C%EC%B0%BD", title) + "&key=k&do=commit"
    assert post(house, "/calls/call-2025-2/actions/register", body, "lead-1").status_code == 303
    file = get(house, "/sheets/projects?state=announced", "lead-1")
    sheet = load_workbook(BytesIO(file.content)).worksheets[0]
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0]][:2] == ["과제", "시·군·구"]
    assert {row[0].value for row in rows[1:]} == {"오미자", "=1+1 순창"}
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n"}
    assert {row[1].value for row in rows[1:]} == {"전북 장수군", "전북 순창군"}


def test_typed_markup_is_text(house: House) -> None:
    body = REGISTRATION.replace("title=%EC%88%9C%EC%B0%BD", "title=%3Cscript%3Ealert(1)%3C/script%3E") + "&key=k"
    stream = post(house, "/calls/call-2025-2/actions/register", body + "&do=commit", "lead-1").headers["location"]
    shown = get(house, stream, "lead-1").text
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_more_rows_can_be_asked_for_without_trying(house: House) -> None:
    body = "notices.0.ministry=MSS&notices.1.ministry=MOIS&notices.2.ministry=MOJ&key=k&do=rows"
    path = "/calls/call-2025-2/actions/extend"
    assert post(house, path, body, "ministry-1").status_code in {200, 409}


def test_every_word_of_the_pages_is_in_the_catalogue_and_none_is_idle() -> None:
    text = "".join(path.read_text() for path in (*TEMPLATES.glob("*.py"), *TEMPLATES.glob("templates/*.html")))
    families = tuple(map("".join, re.findall(r'"([a-z_]+\.)" ~|f"([a-z_]+\.)\{', text)))
    used = set(re.findall(r'"([a-z_]+(?:\.[a-z_]+)*)"', text))
    assert set(re.findall(r'\bv?\.?t\("([a-z_.]+)"[,)]', text)) - set(WORDS) == set()
    assert {key for key in WORDS if key not in used and not key.startswith(families)} == set()


def _projects(house: House) -> list[str]:
    rows = house.ask("GET", "/api/v1/projects", "admin-1").json()["rows"]
    return [row["stream"] for row in rows]


def test_an_address_that_makes_no_sense_is_told_in_korean(house: House) -> None:
    answer = get(house, f"/projects/{house.project}?version=abc", "lead-1")
    assert_sound(answer)
    assert (answer.status_code, "정수여야 합니다" in answer.text, "Input should" in answer.text) == (422, True, False)
