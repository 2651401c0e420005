"""Every one of the 133 areas with every one of the 7 combinations: who may register, with which proofs."""

import csv
from typing import Any

import pytest

from states.context import Stream
from states.project import PROJECT
from states.roles import Actor
from tests.states.scene import FOLDER, SHA, Scene, rules, stream

AREAS = list(csv.DictReader((FOLDER / "areas.csv").read_text(encoding="utf-8").splitlines()))
PROVINCES = {
    row["code"]: row for row in csv.DictReader((FOLDER / "provinces.csv").read_text(encoding="utf-8").splitlines())
}
PARTNERS = (
    ("MOJ",),
    ("MOIS",),
    ("MAFRA",),
    ("MOJ", "MOIS"),
    ("MOIS", "MAFRA"),
    ("MAFRA", "MOJ"),
    ("MOJ", "MOIS", "MAFRA"),
)
PROOF = {"document": SHA, "dated": "2024-06-01"}
UNBORN = Stream("project-new", "project")
SCENE = Scene(PROJECT, stream("call-2025-2", "announced"))


def codes(area: str, ministries: tuple[str, ...], proofs: dict[str, Any], lead: str) -> set[str]:
    place = {"area": area, "ministries": list(ministries), "title": "연고산업", "evidence": proofs}
    return SCENE.codes(UNBORN, "register", place, Actor("planner", "lead", lead), "2024-12-03 09:00")


def test_the_combinations_are_seven() -> None:
    assert {frozenset(("MSS", *partners)) for partners in PARTNERS} == rules().combinations
    assert len(PARTNERS) == len(rules().combinations) == 7


@pytest.mark.parametrize("row", AREAS, ids=lambda row: row["code"])
def test_an_area_registers_with_the_ministries_that_reach_it(row: dict[str, str]) -> None:
    lead = PROVINCES[row["province"]]["technopark"]
    for partners in PARTNERS:
        ministries = ("MSS", *partners)
        linked = set() if row["rural_agreement_year"] or "MAFRA" not in partners else {"ministries.no_link"}
        asked = {"MOJ"} & set(partners) | ({"MOIS"} & set(partners) if not row["designation"] else set())
        proven = dict.fromkeys(sorted(asked), PROOF)
        assert codes(row["code"], ministries, proven, lead) == linked
        for absent in asked:
            rest = {ministry: proof for ministry, proof in proven.items() if ministry != absent}
            assert codes(row["code"], ministries, rest, lead) == linked | {"ministries.no_evidence"}


@pytest.mark.parametrize("row", AREAS, ids=lambda row: row["code"])
def test_an_area_is_led_by_the_technopark_of_its_province_alone(row: dict[str, str]) -> None:
    ministries = ("MSS", "MAFRA") if row["rural_agreement_year"] else ("MSS", "MOIS")
    leads = {province["technopark"] for province in PROVINCES.values()}
    admitted = {lead for lead in leads if codes(row["code"], ministries, {}, lead) != {"lead.not_designated"}}
    assert admitted == {PROVINCES[row["province"]]["technopark"]}


@pytest.mark.parametrize("code", ["12210", "47720", "11110", "36110", "00000"])
def test_a_code_that_is_not_the_calls_is_no_area_of_it(code: str) -> None:
    """12210 is 광주 동구 only from 2026-07-01, 47720 was 군위 before 2023-07-01; 서울 and 세종 were never listed."""
    assert codes(code, ("MSS", "MOIS"), {}, "tp-gwangju") == {"area.not_eligible"}
