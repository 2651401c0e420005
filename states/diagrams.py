"""Pictures of a lifecycle as text: Mermaid and DOT. Ids are quoted or aliased, so any name is safe."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from states.context import UNBORN
from states.lifecycle import STAY, Lifecycle, State, Transition

MARKS = str.maketrans({"#": "#35;", '"': "#quot;", ";": "#59;", ":": "#58;"})
"""What Mermaid reads as its own, as its entities."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One row from one of its sources; `dest` is the source again for an internal step."""

    source: str
    dest: str
    row: Transition


def edges(lifecycle: Lifecycle) -> tuple[Edge, ...]:
    """Every arrow of a lifecycle, in declared order."""
    return tuple(
        Edge(source, source if row.dest == STAY else row.dest, row) for row in lifecycle.rows for source in row.sources
    )


def phases(lifecycle: Lifecycle) -> tuple[str, ...]:
    """The phases, in the order their states are declared."""
    return tuple(dict.fromkeys(state.phase for state in lifecycle.states))


def mermaid(lifecycle: Lifecycle, language: str = "en", phase: str = "") -> str:
    """A Mermaid state diagram of the whole lifecycle without internal steps; of one phase with them and its borders."""
    shown = _shown(lifecycle, phase)
    names = _aliases(lifecycle)
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{_plain(_label(state, language))}" as {names[state.id]}' for state in shown]
    for edge, labels in _bundled(_drawn(lifecycle, phase), language).items():
        lines.append(f"    {names[edge[0]]} --> {names[edge[1]]}: {_plain(', '.join(labels))}")
    lines += [f"    {names[state.id]} --> [*]" for state in shown if state.terminal]
    return "\n".join(lines) + "\n"


def dot(lifecycle: Lifecycle, language: str = "en") -> str:
    """A Graphviz digraph of the whole lifecycle, a cluster for each phase, internal steps left out."""
    lines = [f"digraph {_quoted(lifecycle.name)} {{", "    rankdir=LR;", "    node [shape=box, style=rounded];"]
    lines.append(f"    {_quoted(UNBORN)} [shape=point];")
    for phase in phases(lifecycle):
        lines += [f"    subgraph {_quoted(f'cluster_{phase}')} {{", f"        label={_quoted(phase)};"]
        lines += [_node(state, language) for state in lifecycle.states if state.phase == phase]
        lines.append("    }")
    for (source, dest), labels in _bundled(_drawn(lifecycle, ""), language).items():
        lines.append(f"    {_quoted(source)} -> {_quoted(dest)} [label={_quoted(', '.join(labels))}];")
    return "\n".join([*lines, "}"]) + "\n"


def _drawn(lifecycle: Lifecycle, phase: str) -> Iterable[Edge]:
    if not phase:
        return (edge for edge in edges(lifecycle) if edge.source != edge.dest)
    inside = {state.id for state in lifecycle.states if state.phase == phase}
    return (edge for edge in edges(lifecycle) if edge.source in inside or edge.dest in inside)


def _shown(lifecycle: Lifecycle, phase: str) -> tuple[State, ...]:
    """All states; of a phase its own and those one arrow away."""
    if not phase:
        return lifecycle.states
    near = {id for edge in _drawn(lifecycle, phase) for id in (edge.source, edge.dest)}
    return tuple(state for state in lifecycle.states if state.id in near or state.phase == phase)


def _bundled(drawn: Iterable[Edge], language: str) -> Mapping[tuple[str, str], list[str]]:
    """Labels by (source, destination): one arrow for all rows between two states."""
    bundles: dict[tuple[str, str], list[str]] = {}
    for edge in drawn:
        labels = bundles.setdefault((edge.source, edge.dest), [])
        if _label(edge.row, language) not in labels:
            labels.append(_label(edge.row, language))
    return bundles


def _aliases(lifecycle: Lifecycle) -> Mapping[str, str]:
    """An alias Mermaid can read for each state: dashes and spaces end a name there."""
    return {UNBORN: "[*]"} | {state.id: f"s{n}" for n, state in enumerate(lifecycle.states)}


def _label(named: State | Transition, language: str) -> str:
    return named.ko if language == "ko" else named.en


def _node(state: State, language: str) -> str:
    ends = ", peripheries=2" if state.terminal else ""
    return f"        {_quoted(state.id)} [label={_quoted(_label(state, language))}{ends}];"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _plain(text: str) -> str:
    """Text Mermaid takes as it is: quotes, colons and semicolons have a meaning of their own there."""
    return text.translate(MARKS)
