"""Next year's call: marked where somebody must decide, sound once they have."""

import re

import pytest

from states.rules.call_rules import check, parse
from states.rules.next_call import MARKED, renewed, undecided
from tests.world import call_files


def decided(files: dict[str, str], years: int = 1) -> dict[str, str]:
    """Every mark replaced by what stood there before, its dates moved on by some years."""

    def answer(line: str) -> str:
        found = MARKED.fullmatch(line)
        if not found:
            return line
        moved = re.sub(r"\b20(\d\d)(?=-\d\d|$)", lambda each: f"20{int(each[1]) + years}", found["before"])
        return f"{found['key']} = {moved}"

    toml = "\n".join(answer(line) for line in files["call.toml"].splitlines()) + "\n"
    return files | {"call.toml": toml, "announcement.txt": "2026년도 공고\n"}


def test_what_must_be_decided_is_marked_and_named() -> None:
    files = renewed(call_files(), "2026-1")
    faults = check(files)
    assert faults == undecided(files)
    assert {each.code for each in faults} == {"undecided"}
    told = {each.en for each in faults}
    assert "'closes_at' must be decided (before: 2024-12-20T18:00:00+09:00)" in told
    assert "'year' must be decided (before: 2025)" in told
    assert "'month' must be decided (before: \"2024-12\")" in told
    assert "'notice_no' must be decided (before: \"법무부 공고 제2024-497호\")" in told
    assert ("announcement.txt", 1) in {(each.file, each.line) for each in faults}
    lines = files["call.toml"].splitlines()
    assert all(MARKED.fullmatch(lines[each.line - 1]) for each in faults if each.file == "call.toml")


def test_nothing_else_changes() -> None:
    before, after = call_files(), renewed(call_files(), "2026-1")
    assert before.keys() == after.keys()
    old, new = before["call.toml"].splitlines(), after["call.toml"].splitlines()
    changed = [(one, other) for one, other in zip(old, new, strict=True) if one != other]
    named = ('id = "2026-1"', "year = 2026", "sequence = 1")
    assert all(MARKED.fullmatch(other) or other in named for _, other in changed)
    assert {name for name in before if before[name] != after[name]} <= {"call.toml", "areas.csv", "announcement.txt"}


def test_once_decided_it_is_a_call_of_its_own() -> None:
    files = decided(renewed(call_files(), "2026-1"))
    assert {each.code for each in check(files)} == {"lapsed"}
    rules = parse(files | {"areas.csv": files["areas.csv"].replace(",2026,", ",2027,")})
    assert (rules.id, rules.call.year, rules.reception.closes_at.year) == ("2026-1", 2026, 2025)
    assert rules.fingerprint != parse(call_files()).fingerprint


@pytest.mark.parametrize("name", ["", "2026", "next", "2026-1-2"])
def test_an_id_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is no call: write year and number"):
        renewed(call_files(), name)


def test_a_call_without_marks_has_nothing_undecided() -> None:
    assert undecided(call_files()) == ()
