"""The witness of each condition of a call."""

from collections.abc import Mapping
from typing import Any

from states.context import Stream
from states.roles import CLOCK
from tests.states.guards.witness import Witness
from tests.states.scene import AGENCY, MINISTRY, SHA, rules
from tests.states.test_call import CONFIRMATION, NOTICE, NUMBERS, RELIEF, TIED, VOTE, awards, call, project

EXTENSION = {"reception_closes_at": "2024-12-23T18:00:00+09:00", "reason": "장애", "notice_no": "2"}
OPENING = {"plan": SHA}
TIMER = {"deadline": "x"}
SCORED = (project("a", "scored", 9000), project("b", "scored", 8500))
NEW_YEAR = "2025-01-10 09:00"
NOTIFIED = call("notified", awards={"project-a": 900_000_000}, fiscal_year=2025)
HOLDER = project("a", "accepted", 9000, award=900_000_000)


def setting(name: str, value: object) -> Witness:
    data = {"name": name, "value": value, "reason": "결정"}
    return Witness(call("open"), "decide_setting", data, MINISTRY, "2024-12-10 09:00")


def award(data: Mapping[str, Any], *children: Stream, held: int = 0, **facts: Any) -> Witness:
    scores = {each.id: each.facts["score"] for each in children}
    ranking = [{"project": id, "score": score, "rank": n} for n, (id, score) in enumerate(scores.items(), 1)]
    before = call("ranked", ranking=ranking, **facts)
    sums = {("budget", "call-1/2025"): held, ("area-year", f"{children[0].facts['area']}/2025"): held}
    return Witness(before, "award", data, MINISTRY, NEW_YEAR, children=children, held=sums)


def cut(project: str, amount: int, holder: Stream = HOLDER) -> Witness:
    given = [{"project": project, "amount": amount}]
    data = {"awards": given, "fiscal_year": 2025, "reason": "예산 감액"}
    return Witness(NOTIFIED, "cut_awards", data, MINISTRY, NEW_YEAR, children=(holder,))


def late(day: str) -> Witness:
    return Witness(call("open"), "record_budget", VOTE, MINISTRY, f"{day} 23:59")


AREAS: Mapping[str, Any] = {
    "area_list": "visa", "file": SHA, "areas": [{"area": "51760", "since": "2024-01-02", "row": 2}],
}  # fmt: skip
SUCCESSION = {"former": "1234567891", "successor": "1248100998", "succeeded_on": "2025-06-01", "document": SHA}
HOLIDAY = {"day": "2025-01-27", "known_from": "2025-01-14", "ko": "임시공휴일", "en": "Holiday", "basis": "의결"}


def listed(*changes: Mapping[str, Any]) -> Witness:
    data = {**AREAS, "areas": [{**AREAS["areas"][0], **change} for change in changes]}
    return Witness(call("open"), "record_areas", data, AGENCY, "2024-12-10 09:00")


WITNESSES: Mapping[str, Witness] = {
    "already_voted": late("2024-12-09"),
    "area_year_share": award(awards(a=900_000_000), *SCORED, held=1),
    "budget_known": award(awards(a=1, year=2026), *SCORED),
    "budget_recorded": Witness(NOTIFIED, "confirm_results", CONFIRMATION, MINISTRY, NEW_YEAR, children=(HOLDER,)),
    "budget_share": award(awards(a=900_000_000), *SCORED, budget={"2025": 899_999_999}),
    "caps_decided": award(awards(a=1), project("a", "scored", 9000, ministries=2)),
    "closes_later": Witness(
        call("open"), "extend_reception", EXTENSION | {"reception_closes_at": "2024-12-20T18:00:00+09:00"}, MINISTRY,
        "2024-12-20 17:00",
    ),
    "every_project_ended": Witness(
        call("confirmed"), "end_call", {}, AGENCY, "2029-03-01 09:00", children=(project("a", "results_followup"),)
    ),
    "every_project_scored": Witness(
        call("evaluating"), "fix_ranking", {}, AGENCY, NEW_YEAR, children=(project("a", "presenting"),)
    ),
    "every_project_screened": Witness(
        call("closed"), "start_evaluation", OPENING, AGENCY, "2024-12-21 09:00", children=(project("a", "screening"),)
    ),
    "held_awards_stand": Witness(
        NOTIFIED, "revise_ranking", awards(a=899_999_999) | {"reason": "재평가"}, MINISTRY, NEW_YEAR, children=(HOLDER,)
    ),
    "jointly_announced": Witness(
        call("preparing"), "announce", NOTICE | {"notices": NUMBERS[:3]}, MINISTRY, "2024-12-03 09:00"
    ),
    "may_change_now": Witness(
        call("closed"), "amend", {"rules": SHA, "changed": ["programmes"], "reason": "정정", "notice_no": "2"},
        MINISTRY, "2024-12-21 09:00",
    ),
    "minimum_reached": award(awards(a=1), *SCORED, settings={"minimum_score": 91}),
    "names_every_holder": cut("project-b", 1),
    "nobody_raised": cut("project-a", 900_000_001),
    "not_yet_agreed": cut("project-a", 1, project("a", "agreed", 9000, award=900_000_000)),
    "names_ranked": award(awards(a=1, x=1), *SCORED),
    "new_holiday": Witness(
        call("open"), "declare_holiday",
        {"holiday": HOLIDAY}, MINISTRY, NEW_YEAR,
    ),
    "noticed_long_enough": Witness(
        call("preparing"), "announce", NOTICE, MINISTRY, "2024-12-03 09:00",
        rules=rules().model_copy(update={"notice": rules().notice.model_copy(update={"urgency_ko": ""})}),
    ),
    "objections_settled": Witness(
        call("notified", budget={"2025": 1}), "confirm_results", CONFIRMATION, MINISTRY, NEW_YEAR,
        children=(project("d", "objection_rejection", 7000),),
    ),
    "order_kept": award(awards(b=1), *SCORED),
    "outage_hindered": Witness(
        call("closed"), "relieve_outage", {**RELIEF, "outage_from": "2024-12-20T18:00:01+09:00"}, MINISTRY,
        "2024-12-20 20:00",
    ),
    "outage_proven": Witness(
        call("closed"), "relieve_outage", {**RELIEF, "evidence": []}, MINISTRY, "2024-12-20 20:00"
    ),
    "received_in_time": Witness(call("open"), "extend_reception", EXTENSION, MINISTRY, "2024-12-20 18:00:00.001"),
    "reception_begun": Witness(call("announced"), "open_reception", TIMER, CLOCK, "2024-12-09 08:59:59.999"),
    "reception_over": Witness(call("open"), "close_reception", TIMER, CLOCK, "2024-12-20 18:00"),
    "setting_admits": setting("caps_2_ministries", 900_000_001),
    "setting_exists": setting("caps_5_ministries", 1),
    "areas_designated": listed({"since": "2024-12-11"}),
    "areas_known": listed({"area": "11110"}),
    "areas_once": listed({}, {}),
    "succession_possible": Witness(
        call("confirmed", successions={"1234567891": "1111111119"}), "record_succession", SUCCESSION, AGENCY,
        "2025-07-01 10:00",
    ),
    "all_below": Witness(
        call("open"), "migrate_streams", {"migration": SHA, "moving": [{"stream": "project-z", "reviewed": 1}],
        "reason": "개정"}, AGENCY, NEW_YEAR, children=(project("a", "draft"),),
    ),
    "ties_settled": Witness(
        call("evaluating"), "fix_ranking", TIED | {"tie_order": []}, AGENCY, NEW_YEAR,
        children=(project("b", "scored", 8500), project("c", "scored", 8500)),
    ),
    "within_caps": award(awards(a=900_000_001), *SCORED),
}  # fmt: skip
