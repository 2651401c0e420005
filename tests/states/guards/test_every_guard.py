"""Deleting a condition is noticed: each guard and each claim alone stands between its witness and acceptance."""

import pytest

from entrypoints.bootstrap import FAMILY
from states.catalogue.refusals import REFUSALS
from states.checks_names import ENGINE_CODES
from tests.states.guards import (
    witness_call,
    witness_company,
    witness_deadlines,
    witness_evaluation,
    witness_paper,
    witness_project,
    witness_support,
    witness_survey,
)
from tests.states.guards.witness import given_back, refusals, without

WITNESSES = {
    "call": {**witness_deadlines.of("call"), **witness_call.WITNESSES, **witness_evaluation.CALL},
    "project": {
        **witness_deadlines.of("project"),
        **witness_project.WITNESSES,
        **witness_evaluation.PROJECT,
        **witness_paper.WITNESSES,
    },
    "support": {**witness_deadlines.of("support"), **witness_support.WITNESSES},
    "company": {**witness_deadlines.of("company"), **witness_company.WITNESSES},
    "survey": {**witness_deadlines.of("survey"), **witness_survey.WITNESSES},
}
CODES = {
    kind: {each.name: each.code for row in lifecycle.rows for each in row.guards}
    | {each.name: each.code for row in lifecycle.rows for each in row.claims}
    for kind, lifecycle in FAMILY.items()
}
CROSSING = {"migration.generation_left", "migration.modes_known", "migration.as_reviewed"}
"""The conditions of a crossing between generations, which is made for each migration."""
EVERY = [(kind, name) for kind, codes in CODES.items() for name in sorted(codes)]


def test_every_condition_has_a_witness_and_no_witness_is_left_over() -> None:
    wanting = {f"tests/states/guards/witness_{kind}.py: {name}" for kind, name in EVERY if name not in WITNESSES[kind]}
    left = {f"{kind}: {name}" for kind, found in WITNESSES.items() for name in found if name not in CODES[kind]}
    assert (wanting, left) == (set(), set()), "a witness is missing, or one is of no condition any more"


def test_every_refusal_text_is_of_a_condition_or_of_the_engine() -> None:
    of_conditions = {code for codes in CODES.values() for code in codes.values()}
    assert of_conditions | set(ENGINE_CODES) | CROSSING == set(REFUSALS)


@pytest.mark.parametrize(("kind", "name"), EVERY, ids=[f"{kind}-{name}" for kind, name in EVERY])
def test_its_witness_is_refused_with_it_and_not_without_it(kind: str, name: str) -> None:
    lifecycle, witness, code = FAMILY[kind], WITNESSES[kind][name], CODES[kind][name]
    if witness.gives_back:
        assert set(witness.gives_back) <= given_back(lifecycle, witness)
        assert not set(witness.gives_back) & given_back(without(lifecycle, name), witness)
    else:
        assert code in refusals(lifecycle, witness)
        assert code not in refusals(without(lifecycle, name), witness)
