"""A lifecycle as SVG, drawn by itself: a column for each phase, its states below one another, an arrow for each way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from states.diagrams import edges, phases
from states.lifecycle import Lifecycle, State

WIDTH, HEIGHT, ACROSS, DOWN, TOP = 180, 34, 260, 64, 70
"""Pixels of a box, between columns, between rows, above the first row."""
NAMESPACE = "http://www.w3.org/2000/svg"
TIP = (
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0,0L8,4L0,8z" style="fill:#777"/></marker></defs>'
)
STYLE = (
    "text{font:12px sans-serif}.phase{font-weight:bold}rect{fill:#fff;stroke:#333}.end{stroke-width:3}"
    "path{fill:none;stroke:#777}path:hover{stroke:#000;stroke-width:2}"
    ".gone{stroke:#b00;stroke-dasharray:5}.added{stroke:#075;stroke-width:3}"
)
WORDS = {"gone": ("없어짐", "gone"), "added": ("새로 생김", "new")}


@dataclass(frozen=True, slots=True)
class Marks:
    """What is `gone` or `added` in a drawing: states by id, arrows by where they start and end."""

    states: Mapping[str, str] = field(default_factory=dict)
    arrows: Mapping[tuple[str, str], str] = field(default_factory=dict)


def svg(lifecycle: Lifecycle, language: str = "en", marks: Marks | None = None) -> str:
    """The whole lifecycle; internal steps are left out; an arrow's rows are its title, read on hovering."""
    marks = marks or Marks()
    places = _places(lifecycle)
    bundles: dict[tuple[str, str], list[str]] = {}
    for edge in edges(lifecycle):
        if edge.source in places and edge.source != edge.dest:
            label = edge.row.ko if language == "ko" else edge.row.en
            bundles.setdefault((edge.source, edge.dest), []).append(label)
    width = ACROSS * len(phases(lifecycle)) + 40
    height = max(y for _, y in places.values()) + DOWN
    lines = [
        f'<svg xmlns="{NAMESPACE}" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">',
        f"<title>{escape(lifecycle.ko if language == 'ko' else lifecycle.en)}</title>",
        f"<style>{STYLE}</style>",
        TIP,
    ]
    for n, phase in enumerate(phases(lifecycle)):
        lines.append(f'<text class="phase" x="{20 + n * ACROSS}" y="40">{escape(phase)}</text>')
    for (source, dest), labels in bundles.items():
        mark = marks.arrows.get((source, dest), "")
        told = escape(f"{source} → {dest}: {', '.join(dict.fromkeys(labels))}{_said(mark, language)}")
        shown, kind = _curve(places[source], places[dest]), f' class="{mark}"' if mark else ""
        lines.append(f'<path{kind} d="{shown}" marker-end="url(#tip)"><title>{told}</title></path>')
    lines += [_box(state, places[state.id], language, marks.states.get(state.id, "")) for state in lifecycle.states]
    return "\n".join([*lines, "</svg>"]) + "\n"


def _places(lifecycle: Lifecycle) -> dict[str, tuple[int, int]]:
    """The upper left corner of each state's box."""
    found: dict[str, tuple[int, int]] = {}
    for n, phase in enumerate(phases(lifecycle)):
        here = [state for state in lifecycle.states if state.phase == phase]
        found |= {state.id: (20 + n * ACROSS, TOP + m * DOWN) for m, state in enumerate(here)}
    return found


def _curve(source: tuple[int, int], dest: tuple[int, int]) -> str:
    """From the right side of one box to the left of the next column's; within a column around its right side."""
    (x, y), (u, v) = source, dest
    half = HEIGHT // 2
    if u > x:
        return f"M{x + WIDTH},{y + half}C{x + WIDTH + 40},{y + half} {u - 40},{v + half} {u},{v + half}"
    if u == x:
        side = x + WIDTH
        return f"M{side},{y + half}C{side + 50},{y + half} {side + 50},{v + half} {side},{v + half}"
    return f"M{x},{y + half}C{x - 40},{y + half} {u + WIDTH + 40},{v + half} {u + WIDTH},{v + half}"


def _said(mark: str, language: str) -> str:
    return f" ({WORDS[mark][language != 'ko']})" if mark else ""


def _box(state: State, at: tuple[int, int], language: str, mark: str) -> str:
    x, y = at
    label = (state.ko if language == "ko" else state.en) + _said(mark, language)
    classes = " ".join(each for each in ("end" if state.terminal else "", mark) if each)
    end = f' class="{classes}"' if classes else ""
    return (
        f'<g id="{escape(state.id)}"><rect{end} x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6"/>'
        f'<text x="{x + WIDTH // 2}" y="{y + 21}" text-anchor="middle">{escape(label)}'
        f"<title>{escape(label)} ({escape(state.id)})</title></text></g>"
    )
