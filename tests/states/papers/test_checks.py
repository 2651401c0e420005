from dataclasses import replace
from typing import Any

import pytest

from entrypoints.bootstrap import FAMILY
from states.papers.checks import faults
from states.papers.declared import PAPERS
from states.papers.parts import Column, Field, Fields, Listed, Paper, Says, Signed, Table, When
from states.papers.rows.money import years
from tests.states.papers.scene import RULES


def test_every_paper_names_only_what_is_there() -> None:
    assert faults(PAPERS.values(), FAMILY, RULES) == []


def test_every_paper_is_a_file_of_its_own_name() -> None:
    assert all(paper.ko and paper.en and paper.cite and paper.by for paper in PAPERS.values())
    assert len(PAPERS) == 11


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"parts": (Fields((Field("project.nothing"),)),)}, "field project.nothing"),
    ({"parts": (Fields((Field("company.brn"),)),)}, "field company.brn"),
    ({"parts": (Says("{rules.call.nothing:text}", ""),)}, "field rules.call.nothing"),
    ({"parts": (Says("", "{due.nothing:day}"),)}, "field due.nothing"),
    ({"parts": (Says("{project.award:nothing}", ""),)}, "form nothing"),
    ({"parts": (Says("", "", when=When("nothing")),)}, "field nothing"),
    ({"parts": (Listed("project.nothing"),)}, "field project.nothing"),
    ({"parts": (Table(years, (Column("nothing"),)),)}, "column nothing of years"),
    ({"parts": (Signed(("nobody",)),)}, "role nobody"),
    ({"states": frozenset({"nowhere"})}, "state nowhere"),
    ({"after": ("never",)}, "step never"),
    ({"step": ("never", "agreement")}, "step never"),
    ({"step": ("sign_agreement", "nothing")}, "field sign_agreement.nothing"),
    ({"on": ("thing",)}, "kind thing"),
    ({"reads": ("thing",)}, "kind thing"),
    ({"by": frozenset({"nobody"})}, "role nobody"),
]


@pytest.mark.parametrize(("change", "fault"), WRONG)
def test_what_is_not_there_is_named(change: dict[str, Any], fault: str) -> None:
    whole = Paper("p", "서식", "Paper", ("project",), frozenset({"agency"}), (), "common")
    assert faults([whole], FAMILY, RULES) == []
    assert f"p: {fault}" in faults([replace(whole, **change)], FAMILY, RULES)


def test_an_agreement_with_an_article_missing_is_named() -> None:
    whole = PAPERS["agreement"]
    short = replace(whole, parts=tuple(part for n, part in enumerate(whole.parts) if n != 3))
    assert faults([short], FAMILY, RULES) == ["agreement: articles 9, not 10"]
