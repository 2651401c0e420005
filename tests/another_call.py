"""Another year's call: written by `call new`, then decided otherwise in everything a call decides. Data alone."""

import csv
import io
import re
from collections.abc import Iterable, Mapping

from states.rules.next_call import MARKED, renewed
from tests.world import call_files

ID = "2027-1"
PROVINCES = ("12", "43", "47", "52")
"""Where the call is held: 전남광주, as it is called since 2026-07-01, 충북, 경북, 전북."""
DATES = {
    "announced_on": ["2027-01-11"],
    "opens_at": ["2027-01-25T10:00:00+09:00"],
    "closes_at": ["2027-02-19T17:00:00+09:00"],
    "starts_on": ["2027-04-01", "2027-04-01", "2028-01-01"],
    "ends_on": ["2027-02-19", "2028-12-31", "2027-12-31", "2028-12-31"],
    "month": ['"2027-01"', '"2027-02"', '"2027-03"', '"2027-03"', '"2027-04"', '"2027-05"', '"2027-06"'],
}
"""What is decided of each kind of date, in the order of the file."""
SECTIONS: Mapping[str, Mapping[str, object]] = {
    "agreement": {"months": 21},
    "money": {
        "projects_about": 7,
        "national_parts": 6,
        "local_parts": 4,
        "province_min_percent": 20,
        "cap_project_year": 700_000_000,
        "cap_area_year": 700_000_000,
    },
    "company": {"cap_year": 60_000_000, "sales_threshold": 800_000_000},
    "participation": {"lead_min_percent": 40, "member_min_percent": 15},
    "counts": {
        "depopulation": 47,
        "interest": 4,
        "rural_agreement": 28,
        "eligible": 58,
        "criteria": 5,
        "items": 2,
    },
    "periods.objection": {"length": '"14d"'},
    "periods.final_report": {"length": '"45d"'},
    "periods.opinion": {"length": '"15d"'},
    "periods.results_report": {"times": 3},
}
TABLES = {
    "ministries": """
[[ministries]]
code = "MSS"
role = "lead"
ko = "중소벤처기업부"
short_ko = "중기부"
en = "Ministry of SMEs and Startups"
notice_no = "중소벤처기업부 공고 제2027-11호"
areas = []
evidence = "never"
link_ko = "기업육성 프로그램"
link_en = "Fostering of companies"
measure_ko = "기업육성"
measure_en = "Fostering of companies"
cite = "공고 §2"

[[ministries]]
code = "MOIS"
role = "partner"
ko = "행정안전부"
short_ko = "행안부"
en = "Ministry of the Interior and Safety"
notice_no = "행정안전부 공고 제2027-12호"
areas = ["depopulation", "interest"]
evidence = "elsewhere"
link_ko = "지방소멸대응기금"
link_en = "Local extinction response fund"
measure_ko = "기업 성장 지원"
measure_en = "Growth of companies"
preference_ko = "기금 평가 우대"
preference_en = "Preference in the fund"
cite = "공고 §2"

[[ministries]]
code = "MOE"
role = "partner"
ko = "교육부"
short_ko = "교육부"
en = "Ministry of Education"
notice_no = "교육부 공고 제2027-13호"
areas = ["depopulation"]
evidence = "always"
link_ko = "교육발전특구"
link_en = "Special zones of education"
measure_ko = "인력양성"
measure_en = "Training"
cite = "공고 §2"

[[ministries]]
code = "MCST"
role = "partner"
ko = "문화체육관광부"
short_ko = "문체부"
en = "Ministry of Culture, Sports and Tourism"
notice_no = "문화체육관광부 공고 제2027-14호"
areas = ["rural_agreement"]
evidence = "never"
link_ko = "문화도시"
link_en = "Cities of culture"
measure_ko = "관광상품화"
measure_en = "Tourism"
cite = "공고 §2"

[[ministries]]
code = "MOLIT"
role = "partner"
ko = "국토교통부"
short_ko = "국토부"
en = "Ministry of Land, Infrastructure and Transport"
notice_no = "국토교통부 공고 제2027-15호"
areas = ["depopulation", "rural_agreement"]
evidence = "never"
link_ko = "지역활력타운"
link_en = "Towns of vitality"
measure_ko = "정주여건"
measure_en = "Living conditions"
cite = "공고 §2"
""",
    "collaborations": "".join(
        f'\n[[collaborations]]\nministries = ["MSS", {", ".join(f"{chr(34)}{code}{chr(34)}" for code in partners)}]\n'
        'cite = "공고 붙임6"\n'
        for partners in (
            ("MOIS",),
            ("MOE",),
            ("MCST",),
            ("MOIS", "MOE"),
            ("MCST", "MOLIT"),
            ("MOIS", "MCST", "MOLIT"),
            ("MOIS", "MOE", "MCST", "MOLIT"),
        )
    ),
    "money.budgets": '\n[[money.budgets]]\nyear = 2027\nwon = 4_410_000_000\ncite = "공고 §2"\n',
    "money.caps": "".join(
        f'\n[[money.caps]]\nministries = {size}\n{cap}\ncite = "공고 §2"\n'
        for size, cap in (
            (2, "won = 400_000_000"),
            (3, 'setting = "caps_3_ministries"'),
            (4, "won = 650_000_000"),
            (5, "won = 700_000_000"),
        )
    ),
    "company.groups": "".join(
        f'\n[[company.groups]]\nid = "{name}"\nko = "{name}"\nen = "{name}"\ncap = {cap}\nself_pay = "{how}"\n'
        f'percent_below = {below}\npercent_from = {above}\nadditions = {additions}\ncite = "공고 §3"\n'
        for name, cap, how, below, above, additions in (
            ("general", 40_000_000, "exact", 8, 12, "true"),
            ("productivity", 25_000_000, "least", 40, 50, "false"),
            ("foreign", 12_000_000, "least", 5, 10, "false"),
        )
    ),
}
CRITERIA = ((1, 35, 1, 60), (2, 25, 1, 60), (3, 15, 2, 40), (4, 15, 2, 40), (5, 10, 2, 40))
"""Number, points, item and the item's points of each criterion."""


def another_call() -> dict[str, str]:
    """The files of the call 2027-1: everything `call new` marked is decided, and not as the year before."""
    files = renewed(call_files(), ID)
    return files | {
        "announcement.txt": "2027년도 공고\n",
        "call.toml": _toml(files["call.toml"]),
        "areas.csv": _areas(files["areas.csv"]),
        "provinces.csv": _provinces(files["provinces.csv"]),
        "criteria.csv": _criteria(),
        "survey.csv": files["survey.csv"].replace("MAFRA", "MCST").replace("MOJ", "MOE"),
    }


def held_in(files: Mapping[str, str], *provinces: str) -> dict[str, str]:
    """The same call held in these provinces only."""
    rows, toml = [row for row in _rows(files["areas.csv"]) if row["province"] in provinces], files["call.toml"]
    counted = {name: sum(row["designation"] == name for row in rows) for name in ("depopulation", "interest")}
    counted |= {"rural_agreement": sum(bool(row["rural_agreement_year"]) for row in rows), "eligible": len(rows)}
    for name, number in counted.items():
        toml = re.sub(rf"^{name} = \d+$", f"{name} = {number}", toml, flags=re.MULTILINE)
    return dict(files) | {"areas.csv": _written(rows), "call.toml": toml}


def _toml(text: str) -> str:
    for name, table in TABLES.items():
        text = _without(text, name) + table
    lines, section, dates = [], "", {key: iter(values) for key, values in DATES.items()}
    for line in text.splitlines():
        section = line.strip("[]") if line.startswith("[") else section
        key, marked = line.partition(" = ")[0], MARKED.fullmatch(line)
        if key in SECTIONS.get(section, {}):
            lines.append(f"{key} = {SECTIONS[section][key]}")
        elif marked:
            lines.append(f"{key} = {next(dates[key]) if key in dates else marked['before']}")
        else:
            lines.append(line)
    decided = "\n".join(lines) + "\n"
    decided = decided.replace('mandatory_with = "MOJ"', 'mandatory_with = "MOE"').replace('"tipa"', '"kiat"')
    return re.sub(r"\[settings\.acceptance_days\]\n", "[settings.acceptance_days]\ndefault = 6\n", decided)


def _without(text: str, table: str) -> str:
    """The text without every entry of an array of tables."""
    return re.sub(rf"^\[\[{re.escape(table)}\]\]\n(?:(?!\[).*\n)*", "", text, flags=re.MULTILINE)


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def _written(rows: Iterable[Mapping[str, object]]) -> str:
    found, out = list(rows), io.StringIO()
    writer = csv.DictWriter(out, list(found[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)
    return out.getvalue()


def _areas(text: str) -> str:
    """What is left of the areas, each under the code it has in 2027; agreements of before 2023 have ended."""
    found = []
    for row in _rows(text):
        if row["code"] == "?":
            row |= {"code": row["later_code"], "province": row["later_code"][:2], "later_code": "", "valid_to": ""}
        if row["province"] not in PROVINCES:
            continue
        if row["rural_agreement_year"] and int(row["rural_agreement_year"]) < 2023:
            row |= {"rural_agreement_year": "", "support_from": "", "support_to": ""}
        if row["support_to"]:
            row["support_to"] = "2029"
        if row["designation"] or row["rural_agreement_year"]:
            found.append(row)
    return _written(found)


def _provinces(text: str) -> str:
    merged = {
        "code": "12",
        "name": "전남광주통합특별시",
        "short": "전남광주",
        "en": "Jeonnam-Gwangju",
        "later_code": "",
    }
    rows = [row | merged if row["code"] == "46" else row for row in _rows(text)]
    return _written(row for row in rows if row["code"] in PROVINCES)


def _criteria() -> str:
    return _written(
        {
            "no": no,
            "points": points,
            "item": item,
            "item_points": sum_of_item,
            "ko": f"지표 {no}",
            "en": f"Criterion {no}",
            "item_ko": f"항목 {item}",
            "item_en": f"Item {item}",
            "description_ko": f"지표 {no}의 설명",
            "description_en": f"What criterion {no} says",
            "cite": "공고 §5",
        }
        for no, points, item, sum_of_item in CRITERIA
    )
