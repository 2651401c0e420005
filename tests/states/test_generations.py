"""A lifecycle read back from its stored definition is the same lifecycle; what it names and nobody has is told."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from entrypoints.bootstrap import FAMILY
from states.canonical import dumps, loads
from states.context import Context
from states.generations import MissingCode, code_of, outline, restored
from states.lifecycle import Guard, Lifecycle, Payload, Reacting, Transition, guard, reference, version
from tests import toy
from tests.toy import PROJECT, planned


def stored(lifecycle: Lifecycle) -> Any:
    return loads(dumps(lifecycle.definition))


def with_submit(*guards: Guard) -> Lifecycle:
    """The toy project whose submission is judged by these guards."""
    return replace(PROJECT, rows=tuple(replace(r, guards=guards) if r.name == "submit" else r for r in PROJECT.rows))


@pytest.mark.parametrize("lifecycle", [*FAMILY.values(), *toy.FAMILY.values()], ids=lambda each: each.name)
def test_what_is_stored_is_read_back_whole(lifecycle: Lifecycle) -> None:
    again = restored(stored(lifecycle), code_of(lifecycle))
    assert again.definition == lifecycle.definition
    assert again.fingerprint == lifecycle.fingerprint
    for ours, theirs in zip(lifecycle.rows, again.rows, strict=True):
        assert code_in(theirs) == code_in(ours)


def code_in(row: Transition) -> tuple[Any, ...]:
    """The functions and the model a row carries."""
    rules = [(each.at, each.start) for each in row.opens]
    parts = [each.check for each in row.guards], [each.compute for each in row.claims], row.records, row.payload, rules
    return (*parts, row.reacts.compute if isinstance(row.reacts, Reacting) else None)


def test_an_outline_needs_no_code() -> None:
    found = outline(stored(PROJECT))
    assert (found.states, found.modes, found.legal) == (PROJECT.states, PROJECT.modes, PROJECT.legal)
    (submit,) = (row for row in found.rows if row.name == "submit")
    with pytest.raises(MissingCode, match="guard planned"):
        submit.guards[0].check(None)  # type: ignore[arg-type]


def test_everything_that_is_missing_is_named() -> None:
    @guard("plan.missing", "공고 §6")
    def gone(ctx: Context) -> Mapping[str, Any] | None:
        return None

    class Vanished(Payload):
        page: int

    older = with_submit(gone)
    older = replace(older, rows=tuple(replace(r, payload=Vanished) if r.name == "ask" else r for r in older.rows))
    with pytest.raises(MissingCode) as caught:
        restored(stored(older), code_of(PROJECT))
    assert caught.value.names == ("guard gone", "payload Vanished")
    assert restored(stored(older), code_of(PROJECT, [gone, Vanished])).fingerprint == older.fingerprint


def test_a_payload_with_other_fields_is_not_the_one_that_was_pinned() -> None:
    class Plan(Payload):
        plan: str

    rows = tuple(replace(row, payload=Plan) if row.payload is toy.Plan else row for row in PROJECT.rows)
    with pytest.raises(MissingCode, match=r"^payload Plan\(ministries, money, plan, title\)$"):
        restored(stored(PROJECT), code_of(replace(PROJECT, rows=rows)))


def test_two_versions_of_a_guard_stand_side_by_side() -> None:
    def planned(ctx: Context) -> Mapping[str, Any] | None:
        return None

    second = guard("plan.missing", "공고 §6")(version(2)(planned))
    assert reference(planned) == "planned@2"
    newer = with_submit(second)
    assert newer.fingerprint != with_submit(toy.planned).fingerprint
    old = restored(stored(with_submit(toy.planned)), code_of(newer, [toy.planned]))
    new = restored(stored(newer), code_of(newer, [toy.planned]))
    assert old.by_name["submit"].guards[0].check is toy.planned.check
    assert new.by_name["submit"].guards[0].check is second.check
    with pytest.raises(MissingCode, match=r"^guard planned$"):
        restored(stored(with_submit(toy.planned)), code_of(newer))


def test_one_name_never_stands_for_two() -> None:
    @guard("other.code", "공고 §6")
    def planned(ctx: Context) -> Mapping[str, Any] | None:
        return None

    with pytest.raises(ValueError, match="planned names two different things"):
        code_of(PROJECT, [planned])


def test_code_is_named_by_itself() -> None:
    assert [reference(planned.check), reference(toy.Plan)] == ["planned", "Plan"]
