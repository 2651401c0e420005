"""Undo by compensation: the timeline offers what puts a step right, tried before it is taken; the record only grows."""

import re
from typing import Any
from urllib.parse import urlencode

from entrypoints.console.correcting import corrections
from entrypoints.demo.cast import officer
from entrypoints.streams import timeline
from states.roles import Actor
from storage.boards import Filter, page
from tests.entrypoints.api.conftest import House
from tests.entrypoints.console.test_desks import JUNE, LEAD, OFFICER
from tests.entrypoints.console.test_pages import assert_sound, get, post
from tests.world import real_rules
from workflow.actions import actions
from workflow.messages import Command

FIX = re.compile(r'class="fix no-print" href="([^"]+)">([^<]+)<')


def take(house: House, stream: str, trigger: str, who: Any, **data: Any) -> int:
    now = house.clock.now()
    (outcome,) = house.parts.engine.execute([(Command(stream, trigger, data, who, f"{trigger}-{now}", now),)])
    assert outcome.accepted, outcome
    assert outcome.receipt is not None
    return outcome.receipt.version


def fixes(house: House, stream: str, who: str, rest: str = "") -> list[tuple[str, str]]:
    shown = get(house, f"/projects/{stream}{rest}", who)
    assert_sound(shown)
    return FIX.findall(shown.text)


def test_a_move_is_taken_back_by_the_row_that_leads_where_it_came_from(summer: House) -> None:
    summer.clock.set(JUNE)
    project = summer.project
    assert fixes(summer, project, OFFICER) == []
    ground = {"reason": "현장 확인", "ground": 1, "notice": "a" * 64}
    version = take(summer, project, "open_special_evaluation", officer(real_rules()), **ground)
    link = f"/projects/{project}/actions/resume?corrects={version}"
    assert fixes(summer, project, OFFICER) == fixes(summer, project, OFFICER, "/timeline") == [(link, "바로잡기: 계속")]
    assert fixes(summer, project, LEAD) == []
    assert fixes(summer, project, OFFICER, f"?version={version - 1}") == []
    form = get(summer, link, OFFICER)
    assert_sound(form)
    assert f"‘특별평가’(v{version})을(를) 바로잡습니다" in form.text
    assert get(summer, f"/projects/{project}/actions/resume?corrects={version - 1}", OFFICER).status_code == 409


def test_a_record_that_the_same_step_replaces_is_recorded_again_as_it_was_held(house: House) -> None:
    project = house.project
    house.act("lead-1", f"projects/{project}/start_draft")
    assert house.act("lead-1", f"projects/{project}/save", {"title": "오미자 음료"}).status_code == 200
    ((link, words),) = fixes(house, project, "lead-1")
    assert (link, words) == (f"/projects/{project}/actions/save?corrects=3", "바로잡기")
    form = get(house, link, "lead-1")
    assert_sound(form)
    assert 'value="오미자 음료"' in form.text
    assert "이렇게 됩니다" in form.text
    sent = post(
        house, link.partition("?")[0], urlencode({"title": "오미자 식초", "key": "k", "do": "commit"}), "lead-1"
    )
    assert sent.status_code == 303
    assert [words for _, words in fixes(house, project, "lead-1", "/timeline")] == ["바로잡기"]


def test_what_adds_to_the_record_is_not_offered_as_its_correction(summer: House) -> None:
    """A second record of the same local budget would double it; nor is another office's step offered."""
    summer.clock.set(JUNE)
    with summer.parts.store.snapshot() as reader:
        found = page(reader, Filter("project", state="supporting"), 50).rows
        budgeted = [row.stream.id for row in found if row.stream.facts.get("local_budgets")]
        entries = timeline(summer.parts, reader, budgeted[0])
    entry = next(each for each in entries if each["trigger"] == "budget_local_money")
    who = Actor("someone", entry["actor"]["role"], entry["actor"]["org"])
    offered = actions(summer.parts.engine, budgeted[0], JUNE, who)
    assert "budget_local_money" in {each.row.trigger for each in offered}
    with summer.parts.store.snapshot() as reader:
        stream = reader.streams(budgeted[:1])[budgeted[0]]
    assert corrections(summer.parts.engine, stream, entries, offered, who) == {}
