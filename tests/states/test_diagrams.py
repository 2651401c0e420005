"""The pictures hold every arrow of the compiled machine, and any name is safe in them."""

import re

import pytest

from states.call import CALL
from states.company import COMPANY
from states.context import UNBORN
from states.diagrams import dot, edges, mermaid, phases
from states.lifecycle import STAY, Lifecycle, State, T
from states.machine import compiled
from states.project import PROJECT
from states.support import SUPPORT
from states.survey import SURVEY

FAMILY = (CALL, PROJECT, SUPPORT, COMPANY, SURVEY)
names = pytest.mark.parametrize("lifecycle", FAMILY, ids=lambda each: each.name)


def drawn(text: str, lifecycle: Lifecycle) -> set[tuple[str, str]]:
    """The arrows of a Mermaid diagram between states, by their ids; the ends left out."""
    ids = {f"s{n}": state.id for n, state in enumerate(lifecycle.states)}
    found = re.findall(r"^    (\S+) --> (\S+?): ", text, re.MULTILINE)
    return {(ids.get(source, UNBORN), ids[dest]) for source, dest in found}


@names
def test_edges_are_those_of_the_compiled_machine(lifecycle: Lifecycle) -> None:
    assert {(each.row.trigger, each.source, each.dest) for each in edges(lifecycle)} == compiled(lifecycle).edges()


@names
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_whole_diagram_has_every_arrow_that_leads_on(lifecycle: Lifecycle, language: str) -> None:
    leading = {(source, dest) for _, source, dest in compiled(lifecycle).edges() if source != dest}
    assert drawn(mermaid(lifecycle, language), lifecycle) == leading


@names
def test_the_phases_together_have_every_arrow(lifecycle: Lifecycle) -> None:
    together = [drawn(mermaid(lifecycle, "en", phase), lifecycle) for phase in phases(lifecycle)]
    assert set().union(*together) == {(source, dest) for _, source, dest in compiled(lifecycle).edges()}


@names
def test_dot_has_every_arrow_and_state(lifecycle: Lifecycle) -> None:
    text = dot(lifecycle)
    found = set(re.findall(r'^    "([^"]+)" -> "([^"]+)"', text, re.MULTILINE))
    assert found == {(source, dest) for _, source, dest in compiled(lifecycle).edges() if source != dest}
    assert set(re.findall(r'^        "([^"]+)" \[', text, re.MULTILINE)) == {state.id for state in lifecycle.states}


@names
def test_ends_are_marked(lifecycle: Lifecycle) -> None:
    ends = re.findall(r"^    s(\d+) --> \[\*\]$", mermaid(lifecycle), re.MULTILINE)
    assert [lifecycle.states[int(n)].id for n in ends] == [each.id for each in lifecycle.states if each.terminal]


FIRST = State("not-begun yet", '가: "나"', "one; two", phase="a-b", cite="common", owner="admin")
LAST = State("class", "끝", 'the "end"', phase="a-b", cite="common", terminal=True)
ODD = Lifecycle(
    name="odd-one",
    ko="이상한",
    en="Odd",
    states=(FIRST, LAST),
    rows=(
        T("be-gin", UNBORN, FIRST, by="admin", ko="시작", en="Begin", cite="common"),
        T("note", FIRST, STAY, by="admin", ko="메모", en="Note #1: a", cite="common"),
        T("end", FIRST, LAST, by="admin", ko="끝", en="End\\", cite="common"),
    ),
)


def test_any_name_is_safe_in_mermaid() -> None:
    assert mermaid(ODD, "en", "a-b") == (
        "stateDiagram-v2\n"
        '    state "one#59; two" as s0\n'
        '    state "the #quot;end#quot;" as s1\n'
        "    [*] --> s0: Begin\n"
        "    s0 --> s0: Note #35;1#58; a\n"
        "    s0 --> s1: End\\\n"
        "    s1 --> [*]\n"
    )


def test_any_name_is_safe_in_dot() -> None:
    assert dot(ODD, "ko") == (
        'digraph "odd-one" {\n'
        "    rankdir=LR;\n"
        "    node [shape=box, style=rounded];\n"
        '    "unborn" [shape=point];\n'
        '    subgraph "cluster_a-b" {\n'
        '        label="a-b";\n'
        '        "not-begun yet" [label="가: \\"나\\""];\n'
        '        "class" [label="끝", peripheries=2];\n'
        "    }\n"
        '    "unborn" -> "not-begun yet" [label="시작"];\n'
        '    "not-begun yet" -> "class" [label="끝"];\n'
        "}\n"
    )
