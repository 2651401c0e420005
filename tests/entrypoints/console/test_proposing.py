"""What two persons decide, on the pages: one form proposes and approves; what waits stands on the stream's page."""

from urllib.parse import urlencode

from storage.boards import Filter, page
from tests.entrypoints.api.conftest import House
from tests.entrypoints.console.test_desks import JUNE, LEAD, OFFICER, SECOND
from tests.entrypoints.console.test_pages import assert_sound, get, post
from workflow.proposals import Waiting, waiting_on

UNTIL = "2026-02-27"


def waiting(house: House, stream: str) -> list[Waiting]:
    with house.parts.store.snapshot() as reader:
        return waiting_on(reader, reader.streams([stream])[stream])


def test_a_form_proposes_and_the_same_form_of_another_approves(summer: House) -> None:
    summer.clock.set(JUNE)
    with summer.parts.store.snapshot() as reader:
        rows = page(reader, Filter("project", state="supporting"), 1).rows
    (project,) = (row.stream.id for row in rows)
    action = f"/projects/{project}/actions/extend_deadline"
    given = {
        "extended.kind": "annual_report", "extended.until": UNTIL, "extended.reason": "폭설", "do": "commit",
    }  # fmt: skip
    form = get(summer, action, OFFICER)
    assert_sound(form)
    assert "두 사람이 결정하는 처리입니다" in form.text
    tried = post(summer, action, urlencode(given | {"key": "p1", "do": "try"}), OFFICER)
    assert_sound(tried)
    assert "두 번째 사람이 승인하면 이렇게 됩니다" in tried.text
    assert "<h3>새로 열리는 기한</h3><ul><li>연차보고서" in tried.text
    assert waiting(summer, project) == []
    assert post(summer, action, urlencode(given | {"key": "p1"}), OFFICER).status_code == 303
    (proposal,) = waiting(summer, project)
    assert (proposal.trigger, proposal.by, proposal.content["extended"]["until"]) == ("extend_deadline", OFFICER, UNTIL)

    shown = get(summer, f"/projects/{project}", SECOND)
    assert_sound(shown)
    assert f'href="{action}?proposal={proposal.number}"' in shown.text.replace("&amp;", "&")
    assert 'id="waiting"' not in get(summer, f"/projects/{project}", LEAD).text
    assert post(summer, action, urlencode(given | {"key": "p2"}), OFFICER).status_code == 409

    morning = get(summer, "/", SECOND)
    assert_sound(morning)
    assert f'href="/projects/{project}#waiting"' in morning.text
    assert ["approvals" in get(summer, "/", each).text for each in (OFFICER, LEAD)] == [False, False]

    review = get(summer, f"{action}?proposal={proposal.number}", SECOND)
    assert_sound(review)
    assert UNTIL in review.text
    assert "폭설" in review.text
    assert post(summer, action, urlencode(given | {"key": "p3"}), SECOND).status_code == 303
    with summer.parts.store.snapshot() as reader:
        stream = reader.streams([project])[project]
    assert stream.deadlines["annual_report"]["due_date"] == UNTIL
    assert stream.facts["approves"] == {"proposal": proposal.number, "trigger": "extend_deadline", "by": OFFICER}
    assert f'href="/projects/{project}#waiting"' not in get(summer, "/", SECOND).text


def test_a_proposal_is_declined_on_its_form(summer: House) -> None:
    summer.clock.set(JUNE)
    with summer.parts.store.snapshot() as reader:
        project = page(reader, Filter("project", state="supporting"), 5).rows[-1].stream.id
    given = {
        "extended.kind": "annual_report",
        "extended.until": "2026-03-31",
        "extended.reason": "폭설",
        "do": "commit",
    }
    post(summer, f"/projects/{project}/actions/extend_deadline", urlencode(given | {"key": "q1"}), OFFICER)
    (proposal,) = waiting(summer, project)
    action = f"/projects/{project}/actions/decline_proposal"
    form = get(summer, f"{action}?proposal={proposal.number}", SECOND)
    assert f'<option value="{proposal.number}" selected>' in form.text
    said = {"proposal": proposal.number, "reason": "불필요", "do": "commit", "key": "q2"}
    assert post(summer, action, urlencode(said), SECOND).status_code == 303
    assert waiting(summer, project) == []
