"""The real call is sound and says what the announcement says; each kind of fault is named with file and line."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrypoints.bootstrap import FAMILY
from states.call import CALL
from states.roles import ROLES
from states.rules import call_parts as p
from states.rules.call_checks import READ_PERIODS, READ_SETTINGS
from states.rules.call_faults import CallFaults
from states.rules.call_rules import FILES, UNANNOUNCED, CallRules, check, parse

FOLDER = Path(__file__).parents[3] / "calls" / "2025-2"
REAL: Mapping[str, str] = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.iterdir())}
TOML = REAL["call.toml"]
OPTIONAL = {
    "default", "department_en", "department_ko", "local_en", "local_ko", "mandatory_with", "max", "min",
    "preference_en", "preference_ko", "proved_by", "target", "telephone", "times", "url", "version",
}  # fmt: skip


@pytest.fixture(scope="module")
def rules() -> CallRules:
    return parse(REAL)


def with_text(file: str, old: str, new: str, nth: int = 0) -> tuple[dict[str, str], int]:
    """The real files with the nth `old` of one file replaced, and the line where it stands."""
    at = [found.start() for found in re.finditer(re.escape(old), REAL[file])][nth]
    text = REAL[file][:at] + new + REAL[file][at + len(old) :]
    return {**REAL, file: text}, REAL[file].count("\n", 0, at) + 1


def seen(files: Mapping[str, str]) -> list[tuple[str, int, str]]:
    return [(fault.file, fault.line, fault.code) for fault in check(files)]


def test_the_real_folder_holds_the_files_and_no_fault() -> None:
    assert set(REAL) == set(FILES)
    assert check(REAL) == ()


def test_dates_of_the_announcement(rules: CallRules) -> None:
    assert rules.id == "2025-2"
    assert rules.notice.days == 18
    assert rules.reception.opens_at == datetime(2024, 12, 9, 0, 0, tzinfo=UTC)
    assert rules.reception.closes_at == datetime(2024, 12, 20, 9, 0, tzinfo=UTC)
    assert (rules.agreement.starts_on, rules.agreement.ends_on) == (date(2025, 2, 1), date(2026, 12, 31))
    assert [(each.starts_on, each.ends_on) for each in rules.rounds] == [
        (date(2025, 2, 1), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 12, 31)),
    ]


def test_areas_of_the_announcement(rules: CallRules) -> None:
    kinds = [area.kinds for area in rules.areas.values()]
    counts = [sum(kind in each for each in kinds) for kind in ("depopulation", "interest", "rural_agreement")]
    assert (len(rules.areas), counts) == (133, [89, 18, 84])
    assert len(rules.provinces) == 14
    assert rules.areas["27720"].name == "군위군"
    assert rules.areas["27720"].kinds == {"depopulation", "rural_agreement"}
    changed = [code for code in rules.areas if code[:2] in {"29", "46"} or code == "28140"]
    assert [code for code, area in rules.areas.items() if area.valid_to] == changed
    assert [code for code, area in rules.areas.items() if rules.provinces[area.province].province_alone] == [
        "50110",
        "50130",
    ]


def test_each_area_is_led_by_its_technopark(rules: CallRules) -> None:
    assert rules.lead_of("52190") == "tp-jeonbuk"
    assert rules.lead_of("27720") == "tp-daegu"
    assert rules.lead_of("11110") is None


def test_the_seven_combinations(rules: CallRules) -> None:
    assert rules.combinations == {
        frozenset({"MSS", "MOJ"}),
        frozenset({"MSS", "MOIS"}),
        frozenset({"MSS", "MAFRA"}),
        frozenset({"MSS", "MOJ", "MOIS"}),
        frozenset({"MSS", "MOIS", "MAFRA"}),
        frozenset({"MSS", "MAFRA", "MOJ"}),
        frozenset({"MSS", "MOJ", "MOIS", "MAFRA"}),
    }
    assert rules.lead_ministry.code == "MSS"
    assert rules.ministry("MOJ").notice_no == "법무부 공고 제2024-497호"


def test_criteria_of_the_announcement(rules: CallRules) -> None:
    assert [(each.no, each.item, each.points) for each in rules.criteria] == [
        (1, 1, 5), (2, 1, 5), (3, 2, 10), (4, 2, 10), (5, 3, 15), (6, 3, 15), (7, 4, 15), (8, 4, 15), (9, 5, 10),
    ]  # fmt: skip


def test_money_of_the_announcement(rules: CallRules) -> None:
    money = rules.money
    assert (rules.budget(2025), rules.budget(2026)) == (3_952_000_000, None)
    assert (money.national_parts, money.local_parts, money.province_min_percent) == (7, 3, 15)
    assert (money.cap_project_year, money.cap_area_year, money.projects_about) == (900_000_000, 900_000_000, 6)
    assert [(g.id, g.cap, g.self_pay, g.percent_below, g.percent_from) for g in rules.company.groups] == [
        ("general", 50_000_000, "exact", 5, 10),
        ("productivity", 30_000_000, "least", 50, 50),
        ("foreign", 10_000_000, "least", 5, 10),
    ]
    assert (rules.company.cap_year, rules.company.sales_threshold) == (90_000_000, 1_000_000_000)
    rates = rules.participation
    assert (rates.lead_min_percent, rates.member_min_percent, rates.total_max_percent) == (30, 10, 100)


def test_every_role_has_its_labels(rules: CallRules) -> None:
    assert {role.code for role in rules.roles} == set(ROLES)


def test_six_programmes_with_their_items(rules: CallRules) -> None:
    assert [programme.mark for programme in rules.programmes] == ["➊", "➋", "➌", "➍", "➎", "➏"]
    per = [sum(item.programme == no for item in rules.programme_items) for no in range(1, 7)]
    assert per == [2, 7, 2, 1, 1, 4]
    assert [programme.id for programme in rules.programmes if programme.mandatory_with == "MOJ"] == ["foreign"]
    assert [item.id for item in rules.programme_items if item.mandatory] == ["p6d"]


def test_facts_are_the_announcement_s_words(rules: CallRules) -> None:
    words = re.sub(r"\s", "", rules.announcement)
    quotes = [part for fact in rules.facts for part in fact.ko.split(" / ")]
    assert [quote for quote in quotes if re.sub(r"\s", "", quote) not in words] == []


def test_settings_wait_for_a_decision_unless_a_source_has_a_default(rules: CallRules) -> None:
    waiting = set(rules.settings_waiting({}))
    assert set(rules.settings) - waiting == {"survey_deadline", "supplement_days", "plan_supplement_days"}
    assert "minimum_score" not in rules.settings_waiting({"minimum_score": 0})
    assert (rules.cap(4, {}), rules.cap(2, {}), rules.cap(1, {})) == (900_000_000, None, None)
    assert rules.cap(2, {"caps_2_ministries": 600_000_000}) == 600_000_000


@pytest.mark.parametrize(
    ("name", "value", "accepted"),
    [
        ("caps_2_ministries", 900_000_000, True),
        ("caps_2_ministries", 900_000_001, False),
        ("caps_2_ministries", 0, False),
        ("caps_2_ministries", 600_000_000.0, False),
        ("minimum_score", True, False),
        ("supplement_days", 20, True),
        ("supplement_days", 21, False),
        ("no_show", "excluded", True),
        ("no_show", "perhaps", False),
        ("visa_areas", ["52190"], True),
        ("visa_areas", ["남원시"], False),
        ("survey_deadline", "2024-12-31T18:00:00+09:00", True),
        ("survey_deadline", "2024-12-31T18:00:00", False),
    ],
)
def test_a_setting_admits_only_its_kind_of_answer(rules: CallRules, name: str, value: object, accepted: bool) -> None:
    assert rules.settings[name].accepts(value) is accepted


def test_lengths_of_periods(rules: CallRules) -> None:
    decided = {"acceptance_days": 7}
    assert (rules.length("objection", {}), rules.period("objection").rule) == ("10d", "objection")
    assert (rules.length("acceptance", {}), rules.length("acceptance", decided)) == (None, "7d")
    assert (rules.length("supplement_screening", {}), rules.length("plan_supplement", {})) == ("5d", "20d")
    assert rules.period("results_report").times == 2


@pytest.mark.parametrize(
    ("name", "round_no", "expected"),
    [
        ("reception_open", 1, datetime(2024, 12, 9, 0, 0, tzinfo=UTC)),
        ("survey", 1, datetime(2024, 12, 20, 9, 0, tzinfo=UTC)),
        ("annual_report", 1, date(2025, 12, 31)),
        ("annual_report", 2, date(2026, 12, 31)),
        ("agreement_end", 2, date(2026, 12, 31)),
        ("evaluation", 1, date(2024, 12, 31)),
        ("company_reception", 1, None),
    ],
)
def test_fixed_periods(rules: CallRules, name: str, round_no: int, expected: date | None) -> None:
    assert rules.fixed(name, {}, round_no) == expected


def test_a_decided_instant_comes_before_the_default(rules: CallRules) -> None:
    decided = {"survey_deadline": "2024-12-31T18:00:00+09:00"}
    assert rules.fixed("survey", decided) == datetime(2024, 12, 31, 9, 0, tzinfo=UTC)


def test_the_fingerprint_follows_content_not_layout(rules: CallRules) -> None:
    commented = {**REAL, "call.toml": TOML + "\n# a remark\n"}
    changed, _ = with_text("call.toml", "projects_about = 6", "projects_about = 7")
    assert re.fullmatch(r"[0-9a-f]{64}", rules.fingerprint)
    assert parse(commented).fingerprint == rules.fingerprint
    assert parse(changed).fingerprint != rules.fingerprint


LINE_FAULTS = [
    ("call.toml", "projects_about = 6", "projects_abuot = 6", "unknown_key"),
    ("call.toml", "[sanction]", "[sancton]", "unknown_key"),
    ("call.toml", "won = 3_952_000_000", "won = 3952000000.0", "wrong_type"),
    ("call.toml", "cap_year = 90_000_000", 'cap_year = "90000000"', "wrong_type"),
    ("call.toml", "won = 3_952_000_000", "won = -1", "bad_value"),
    ("call.toml", "opens_at = 2024-12-09T09:00:00+09:00", "opens_at = 2024-12-09T09:00:00", "wrong_type"),
    ("call.toml", "closes_at = 2024-12-20T18:00:00", "closes_at = 2024-12-09T08:00:00", "out_of_order"),
    ("call.toml", "opens_at = 2024-12-09T09", "opens_at = 2024-12-01T09", "out_of_order"),
    ("call.toml", "ends_on = 2025-12-31", "ends_on = 2025-01-31", "out_of_order"),
    ("call.toml", "starts_on = 2026-01-01", "starts_on = 2026-01-02", "out_of_order"),
    ("call.toml", "months = 23", "months = 24", "wrong_sum"),
    ("call.toml", 'month = "2025-03"', 'month = "2025-01"', "out_of_order"),
    ("call.toml", 'month = "2025-03"', 'month = "2025-13"', "bad_value"),
    ("call.toml", "depopulation = 89", "depopulation = 88", "wrong_count"),
    ("call.toml", "interest = 18", "interest = 19", "wrong_count"),
    ("call.toml", "rural_agreement = 84", "rural_agreement = 83", "wrong_count"),
    ("call.toml", "eligible = 133", "eligible = 134", "wrong_count"),
    ("call.toml", 'ministries = ["MSS", "MOIS"]', 'ministries = ["MOJ", "MOIS"]', "no_lead"),
    ("call.toml", 'ministries = ["MSS", "MOIS"]', 'ministries = ["MSS", "MOLIT"]', "unknown_code"),
    ("call.toml", 'ministries = ["MSS", "MOIS"]', 'ministries = ["MOJ", "MSS"]', "duplicate"),
    ("call.toml", 'code = "evaluator"', 'code = "juror"', "unknown_code"),
    ("call.toml", 'code = "MAFRA"', 'code = "MOJ"', "duplicate"),
    ("call.toml", 'mandatory_with = "MOJ"', 'mandatory_with = "MOLIT"', "unknown_code"),
    ("call.toml", 'rule = "objection"', 'rule = "objektion"', "unknown_rule"),
    ("call.toml", 'length = "60d"', 'length = "sixty"', "bad_length"),
    ("call.toml", 'length = "14d+10d"', 'length = "24d"', "bad_length"),
    ("call.toml", 'length = "acceptance_days"', 'length = "tie_break"', "bad_length"),
    ("call.toml", 'length = "milestones.evaluation"', 'length = "milestones.party"', "bad_length"),
    ("call.toml", 'reminders = ["-1d"]', 'reminders = ["a day before"]', "bad_value"),
    ("call.toml", 'reminders = ["-3d", "-1d"]', 'reminders = ["-1d", "-1d"]', "duplicate"),
    ("call.toml", "default = 5", "default = 21", "bad_value"),
    ("call.toml", "default = 5", "default = 5.0", "wrong_type"),
    ("call.toml", 'setting = "caps_2_ministries"', 'setting = "caps_9_ministries"', "unknown_code"),
    ("call.toml", 'group = "foreign"', 'group = "alien"', "unknown_code"),
    ("call.toml", "cap = 50_000_000", "cap = 95_000_000", "bad_value"),
    ("call.toml", 'agency = "tipa"', 'agency = "kiat"', "unknown_code"),
    ("call.toml", "notice_no = ", "notice_no = = ", "syntax"),
    ("areas.csv", "26140,서구,Seo-gu,26", "26140,서구,Seo-gu,99", "unknown_code"),
    ("areas.csv", "26140,서구,Seo-gu,26", "26140,서구,Seo-gu,27", "mismatch"),
    ("areas.csv", "26140,서구", "2614,서구", "bad_value"),
    ("areas.csv", "26140,서구", "26110,서구", "duplicate"),
    ("areas.csv", "26140,서구,", "26140,서구,,,", "malformed_row"),
    ("areas.csv", "26140,서구,Seo-gu,26,구", "26140,서구,Seo-gu,26,동", "unknown_code"),
    ("areas.csv", "2021,2022,2026", "2021,2021,2025", "lapsed"),
    ("areas.csv", "2021,2022,2026", "2021,2022,2026.0", "wrong_type"),
    ("areas.csv", "2021,2022,2026", "2021,2022,", "missing_key"),
    ("provinces.csv", "tp-busan", "", "missing_key"),
    ("provinces.csv", "true", "perhaps", "wrong_type"),
    ("programme_items.csv", "p6d,6", "p6d,7", "unknown_code"),
    ("facts.csv", "key,value", "kee,value", "unknown_column"),
]


@pytest.mark.parametrize(("file", "old", "new", "code"), LINE_FAULTS)
def test_a_fault_is_named_with_file_line_and_code(file: str, old: str, new: str, code: str) -> None:
    files, line = with_text(file, old, new)
    assert (file, line, code) in seen(files)


def test_a_duplicate_area_breaks_the_counts_too() -> None:
    row = next(line for line in REAL["areas.csv"].splitlines(keepends=True) if line.startswith("52190"))
    files = {**REAL, "areas.csv": REAL["areas.csv"] + row}
    at = next(number for number, line in enumerate(TOML.splitlines(), 1) if line.startswith("eligible ="))
    assert ("areas.csv", 135, "duplicate") in seen(files)
    assert ("call.toml", at, "wrong_count") in seen(files)


def test_points_that_are_not_100_and_an_item_that_does_not_add_up() -> None:
    files, _ = with_text("criteria.csv", "9,10,5,10", "9,11,5,10")
    assert seen(files) == [("criteria.csv", 1, "wrong_sum"), ("criteria.csv", 10, "wrong_sum")]


def test_short_notice_without_its_reason() -> None:
    files = {**REAL, "call.toml": re.sub(r"urgency_ko = .*\n", "", TOML)}
    assert seen(files) == [("call.toml", TOML.splitlines().index("[notice]") + 1, "urgency_missing")]


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file(name: str) -> None:
    assert (name, 1, "missing_file") in seen({file: text for file, text in REAL.items() if file != name})


def test_an_unknown_file() -> None:
    assert seen({**REAL, "area.csv": ""}) == [("area.csv", 1, "unknown_file")]


def test_an_unclosed_cell() -> None:
    files = {**REAL, "facts.csv": REAL["facts.csv"] + '"open'}
    assert [(file, code) for file, _, code in seen(files)] == [("facts.csv", "syntax")]


def test_all_faults_at_once_in_both_languages() -> None:
    files, budget_line = with_text("call.toml", "won = 3_952_000_000", "won = 0.5")
    files["criteria.csv"] = REAL["criteria.csv"].replace("9,10,5,10", "9,11,5,10")
    files["areas.csv"] = REAL["areas.csv"].replace("26140,서구", "26110,서구")
    assert seen(files) == [
        ("areas.csv", 3, "duplicate"),
        ("call.toml", budget_line, "wrong_type"),
        ("criteria.csv", 1, "wrong_sum"),
        ("criteria.csv", 10, "wrong_sum"),
    ]
    with pytest.raises(CallFaults) as raised:
        parse(files)
    assert raised.value.faults == check(files)
    assert raised.value.faults[1].ko == "'money.budgets.0.won': 0.5의 형식이 틀립니다 (정수가 필요합니다)"
    assert raised.value.faults[2].en == "'criteria.csv' adds up to 101, not 100"


KEY_LINES = [
    number
    for number, line in enumerate(TOML.splitlines())
    if (key := re.match(r"(\w+) =", line)) and key[1] not in OPTIONAL
]


@given(st.sampled_from(KEY_LINES))
def test_any_deleted_required_key_is_reported_at_its_section(number: int) -> None:
    lines = TOML.splitlines(keepends=True)
    header = max(at for at in range(number) if lines[at].startswith("["))
    files = {**REAL, "call.toml": "".join(lines[:number] + lines[number + 1 :])}
    assert header + 1 in {line for file, line, _ in seen(files) if file == "call.toml"}


def test_a_call_stored_before_folders_said_what_may_change_keeps_what_held_then() -> None:
    older = dict(REAL)
    start, end = older["call.toml"].index("[[amendable]]"), older["call.toml"].index("# Settings: what")
    older["call.toml"] = older["call.toml"][:start] + older["call.toml"][end:]
    assert check(older) == ()
    found = parse(older)
    assert found.amendable_in("closed") == {"criteria", "facts", "organisations", "periods"}
    assert found.amendable_in("evaluating") == frozenset()


def test_every_section_can_be_named_by_an_amendment_and_no_other() -> None:
    assert set(get_args(p.Section)) == CallRules.model_fields.keys() - {"fingerprint"}
    row = CALL.by_name["amend"]
    assert {*row.sources} == {UNANNOUNCED, *get_args(p.Amendable.model_fields["state"].annotation)}


def test_what_the_lifecycles_and_the_rules_read_is_asked_of_every_call() -> None:
    opened = {each for lifecycle in FAMILY.values() for row in lifecycle.rows for each in row.opens}
    assert {each.period_name for each in opened if each.at is None} == READ_PERIODS
    sources = (file.read_text("utf-8") for file in (FOLDER.parents[1] / "states").rglob("*.py"))
    asked = {name for text in sources for name in re.findall(r'\.setting\("([a-z_]+)"', text)}
    assert asked == READ_SETTINGS


@pytest.mark.parametrize(("section", "name"), [("periods", "finding"), ("settings", "no_show")])
def test_a_call_that_lacks_what_is_read_is_told(section: str, name: str) -> None:
    toml = re.sub(rf"^\[{section}\.{name}\]\n(?:(?!\[).*\n)*", "", TOML, flags=re.MULTILINE)
    faults = check({**REAL, "call.toml": toml})
    assert [(each.code, f"required key '{section}.{name}' is missing" in each.en) for each in faults] == [
        ("missing_key", True)
    ]
