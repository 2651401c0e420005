"""The whole call, played: what the summary says is what the record holds."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import orjson
import pytest

from entrypoints.bootstrap import initialise, service
from entrypoints.demo import DemoError, endings, play
from entrypoints.demo.cast import OPERATOR, cast, lead
from entrypoints.demo.playing import staged
from entrypoints.demo.stage import Stage
from entrypoints.settings import Settings
from states.context import Stream
from storage.boards import Filter, page
from tests.world import real_rules

FOLDER = Path(__file__).parents[2] / "calls" / "2025-2"
BY_STATE = {
    "call": {"ended": 1},
    "project": {
        "expired": 6,
        "withdrawn": 2,
        "rejected": 28,
        "selection_cancelled": 1,
        "closed": 6,
        "closed_terminated": 1,
    },
    "support": {"completed": 12, "discontinued": 1},
    "company": {
        "withdrawn": 13,
        "lapsed": 93,
        "rejected": 39,
        "completed": 59,
        "gave_up": 13,
        "recovered": 1,
        "discontinued": 5,
    },
    "survey": {"closed": 14},
}
REFUSED = {
    "agreement.approval_needed": 1,
    "agreement.not_in_plan": 1,
    "agreement.unsigned": 1,
    "approval.not_proposed": 1,
    "approval.same_person": 31,
    "area.not_eligible": 1,
    "area.taken": 1,
    "award.order": 1,
    "award.over_budget": 2,
    "budget.not_recorded": 1,
    "call.budget_not_recorded": 2,
    "call.no_evidence": 1,
    "call.not_amendable": 1,
    "call.not_jointly_appointed": 1,
    "call.objection_open": 2,
    "call.project_running": 1,
    "call.setting_value": 1,
    "call.succession": 1,
    "company.no_hearing": 1,
    "company.no_ktop": 2,
    "company.not_deposited": 2,
    "company.not_of_target": 2,
    "company.over_cap": 13,
    "company.paid_too_much": 2,
    "company.reception_closed": 2,
    "company.unspent_kept": 2,
    "confirmation.missing": 1,
    "grade.continues": 1,
    "hearing.not_held": 2,
    "lead.not_designated": 1,
    "match.not_pledged": 1,
    "ministries.combination": 1,
    "ministries.no_link": 1,
    "objection.too_late": 1,
    "panel.conflict": 1,
    "panel.judged_before": 1,
    "panel.same": 1,
    "parts.missing": 1,
    "payment.not_budgeted": 1,
    "people.approval_missing": 1,
    "reception.closed": 1,
    "reception.not_open": 1,
    "results.missing": 1,
    "role.not_allowed": 1,
    "settlement.refund_open": 2,
    "sheets.missing": 1,
    "state_money.unpaid": 1,
    "supplement.unanswered": 1,
    "support.over_cap": 2,
    "support.preference_missing": 2,
    "survey.answered_twice": 1,
    "survey.closed": 1,
    "survey.detail_missing": 1,
    "survey.project_missing": 1,
    "trigger.not_here": 1,
}


def test_the_whole_call(empty_database_url: str) -> None:
    told: list[tuple[str, float]] = []
    found = play(empty_database_url, FOLDER, lambda what, done: told.append((what, done)))

    assert (found["replay_equal"], found["proven"]) == (True, True)
    assert found["by_state"] == BY_STATE
    assert (found["projects"], found["supports"], found["companies"]) == (44, 13, 223)
    assert found["refusal_codes"] == REFUSED
    assert isinstance(found["events"], int)
    assert found["events"] >= 2_000
    assert "password" not in str(found["database"])
    assert orjson.loads(orjson.dumps(found)) == found
    assert all(earlier <= later for (_, earlier), (_, later) in pairwise(told))
    assert told[-1][1] == 1.0

    streams, triggers, refusals = _record(empty_database_url)
    assert len(streams) == 1 + 44 + 13 + 223 + 14
    assert found["events"] == sum(triggers.values())
    assert found["refusals"] == len(refusals)
    assert Counter(code for codes in refusals for code in codes) == REFUSED
    _check_story(streams, triggers)
    _check_last_second(empty_database_url)
    _check_endings(empty_database_url)


def _record(database_url: str) -> tuple[list[Stream], Counter[str], list[list[str]]]:
    """Every stream, how often each trigger was accepted, and the codes of each refused attempt."""
    with service(Settings(database_url=database_url)) as parts, parts.store.snapshot() as reader:
        kinds = BY_STATE
        streams = [row.stream for kind in kinds for row in page(reader, Filter(kind), 1_000).rows]
        triggers = Counter(orjson.loads(body)["trigger"] for _, _, _, body in reader.every_event())
        bodies = [orjson.loads(body) for (body,) in reader.table_rows("refusal", ("body",))]
    return streams, triggers, [[each["code"] for each in body["refusals"]] for body in bodies]


def _check_story(streams: list[Stream], triggers: Counter[str]) -> None:
    """The turns the play promises were taken, and the money adds up."""
    call = streams[0]
    assert call.facts["budget"] == {"2025": 3_460_000_000, "2026": 2_983_491_628}
    assert sum(call.facts["awards"].values()) == 3_460_000_000
    assert len(call.facts["awards"]) == 6
    taken = {name: triggers[name] for name in ("no_show", "supply_supplement", "supplement_overdue", "reduce_award")}
    assert taken == {"no_show": 1, "supply_supplement": 2, "supplement_overdue": 1, "reduce_award": 6}
    objections = ("uphold_screening", "uphold_rejection", "dismiss_rejection", "revise_ranking", "uphold_grade")
    assert [triggers[name] for name in objections] == [1, 1, 2, 3, 1]
    assert (triggers["enter_paper"], triggers["object_rejection"], triggers["recuse"]) == (4, 3, 1)
    assert (triggers["decline_proposal"], triggers["extend_deadline"], triggers["propose"]) == (1, 1, 36)
    ends = ("stop_round", "termination_lapsed", "settle_termination", "conclude_sanction", "close", "end_call")
    assert [triggers[name] for name in ends] == [1, 1, 1, 1, 6, 1]
    assert (triggers["take_over_final_report"], triggers["cancel"]) == (1, 1)
    assert [triggers[name] for name in ("amend", "call_amended", "recompute_deadline")] == [1, 36, 8]
    between = (
        "relieve_outage",
        "reinstate",
        "declare_holiday",
        "cancel_selection",
        "suspend_agreement",
        "resume_agreement",
    )
    assert [triggers[name] for name in between] == [1, 7, 1, 1, 1, 1]
    doubted = ("open_special_evaluation", "explain", "resume", "change_people", "budget_voted", "pledge_again")
    assert [triggers[name] for name in doubted] == [1, 1, 1, 1, 14, 6]
    assert (triggers["save"], triggers["revise"]) == (275, 5)
    assert [triggers[name] for name in ("record_areas", "record_succession", "succeed", "recover")] == [1, 1, 1, 1]
    assert (triggers["record_ktop"], triggers["record_spending"], triggers["pay"]) == (104, 120, 65)
    imported = [each.facts["imported"] for each in streams if each.state == "completed" and each.kind == "company"]
    assert len({(each["file"], each["row"]) for each in imported}) == 59
    provinces = {str(stream.facts["area"])[:2] for stream in streams if stream.kind == "project"}
    assert len(provinces) == 14


def _check_last_second(database_url: str) -> None:
    """18:00:00.000 was in time; one millisecond later was kept as a refusal, and taken once relief was given."""
    with service(Settings(database_url=database_url)) as parts, parts.store.snapshot() as reader:
        events = [orjson.loads(body) for _, _, _, body in reader.every_event()]
        bodies = [orjson.loads(body) for (body,) in reader.table_rows("refusal", ("body",))]
    submitted = sorted(each["received_at"] for each in events if each["trigger"] == "submit")
    late = [each for each in bodies if [code["code"] for code in each["refusals"]] == ["reception.closed"]]
    assert submitted[-2:] == ["2024-12-20T09:00:00.000000Z", "2024-12-20T14:30:00.000000Z"]
    assert [each["received_at"] for each in late] == ["2024-12-20T09:00:00.001000Z"]
    assert not any("sheet" in each.get("changes", {}) for each in events)
    assert sum("sheet" in each.get("private", {}) for each in events) == 234


def _check_endings(database_url: str) -> None:
    found = endings(database_url)
    assert [(each.area_en, each.award, each.supports, each.state.id) for each in found[:6]] == [
        ("Yeongdeok-gun, Gyeongsangbuk-do", 769_311_008, 3, "closed"),
        ("Sunchang-gun, Jeonbuk", 576_508_373, 2, "closed"),
        ("Geumsan-gun, Chungcheongnam-do", 576_508_372, 2, "closed"),
        ("Uiseong-gun, Gyeongsangbuk-do", 576_508_372, 2, "closed_terminated"),
        ("Boseong-gun, Jeollanam-do", 576_508_372, 2, "closed"),
        ("Gochang-gun, Jeonbuk", 384_655_503, 2, "closed"),
    ]
    assert Counter(each.state.id for each in found) == BY_STATE["project"]
    assert {each.title for each in found} == {part.title for part in cast(real_rules())} | {"중구 연고산업 육성(인수)"}
    assert sum(each.companies for each in found) == 223


def test_a_play_replaces_an_earlier_one(sqlite_url: str) -> None:
    for _ in range(2):
        with staged(Settings(database_url=sqlite_url), FOLDER, lambda *_: None) as (stage, _):
            stage.do(OPERATOR, "load", stage.call, rules=stage.rules.fingerprint)
            assert stage.check(stage.call, "preparing").version == 1


def test_other_data_is_left_alone(sqlite_url: str) -> None:
    initialise(Settings(database_url=sqlite_url))
    before = Path(sqlite_url.removeprefix("sqlite:///")).read_bytes()
    with pytest.raises(DemoError, match="is not the demo's: give the demo one of its own"):
        play(sqlite_url, FOLDER, lambda *_: None)
    assert Path(sqlite_url.removeprefix("sqlite:///")).read_bytes() == before


@pytest.fixture
def stage(sqlite_url: str) -> Iterator[Stage]:
    with staged(Settings(database_url=sqlite_url), FOLDER, lambda *_: None) as (stage, _):
        yield stage


def test_an_unexpected_refusal_stops_the_play(stage: Stage) -> None:
    with pytest.raises(DemoError, match=r"^load by lead tp-busan on call-2025-2 was not accepted: role.not_allowed"):
        stage.do(lead("tp-busan"), "load", stage.call, rules=stage.rules.fingerprint)


def test_an_expected_refusal_that_does_not_come_stops_the_play(stage: Stage) -> None:
    order = stage.order(lead("tp-busan"), "load", stage.call, {"rules": stage.rules.fingerprint})
    with pytest.raises(DemoError, match=r"should be refused with \['area.taken'\], but: role.not_allowed"):
        stage.refuse(order, "area.taken")
