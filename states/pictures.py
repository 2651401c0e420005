"""A lifecycle as a drawing: where each state stands, what was walked, as SVG text. Pure; classes, no styles.

Phases are lanes from top to bottom in the order of life, their states from left to right; the ends stand last.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

from states.diagrams import edges, phases
from states.lifecycle import Lifecycle, State

BOX, HIGH, GAP, LANE, LEFT = 124, 40, 10, 64, 92
"""Pixels: a state's width and height, between states, from lane to lane, the lanes' names."""
A_LINE = 10
"""Letters of a state's name that fit a line."""
HEAT = 4
"""How many degrees of time spent are told apart."""


@dataclass(frozen=True, slots=True)
class Walk:
    """What a stream did: every state it came to in order (again and again if so), and µs spent in each.

    `possible`: the states one step away from where it stands.
    """

    path: tuple[str, ...] = ()
    spent: Mapping[str, int] = field(default_factory=dict)
    possible: frozenset[str] = frozenset()

    @property
    def here(self) -> str:
        return self.path[-1] if self.path else ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a state's box stands: its left upper corner in pixels."""

    x: int
    y: int


def lanes(lifecycle: Lifecycle) -> dict[str, tuple[State, ...]]:
    """The states by phase; a phase of ends alone stands last."""
    found = {phase: tuple(s for s in lifecycle.states if s.phase == phase) for phase in phases(lifecycle)}
    return dict(sorted(found.items(), key=lambda each: all(state.terminal for state in each[1])))


def layout(lifecycle: Lifecycle) -> dict[str, Place]:
    """Every state's place."""
    return {
        state.id: Place(LEFT + n * (BOX + GAP), row * LANE + GAP)
        for row, states in enumerate(lanes(lifecycle).values())
        for n, state in enumerate(states)
    }


def svg(lifecycle: Lifecycle, language: str, walk: Walk, lane_names: Mapping[str, str], title: str) -> str:
    """The drawing as an `svg` element with `title` as its name for those who do not see it."""
    rows = lanes(lifecycle)
    width = LEFT + max(map(len, rows.values())) * (BOX + GAP)
    height = len(rows) * LANE + GAP
    head = (
        f'<svg class="lifecycle" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{escape(title)}" xmlns="http://www.w3.org/2000/svg">'
    )
    shown = (*_lanes(rows, lane_names, width), *_arrows(lifecycle, walk), *_boxes(lifecycle, language, walk))
    return "".join((head, *shown, "</svg>"))


def _lanes(rows: Iterable[str], names: Mapping[str, str], width: int) -> Iterator[str]:
    for n, phase in enumerate(rows):
        y = n * LANE + 4
        yield f'<rect class="lane" x="0" y="{y}" width="{width}" height="{LANE - 4}" rx="8"/>'
        yield f'<text class="lane-name" x="12" y="{y + LANE / 2 + 2:g}">{escape(names.get(phase, phase))}</text>'


def _arrows(lifecycle: Lifecycle, walk: Walk) -> Iterator[str]:
    places = layout(lifecycle)
    walked = dict.fromkeys((a, b) for a, b in zip(walk.path, walk.path[1:], strict=False) if a != b)
    ahead = {(e.source, e.dest) for e in edges(lifecycle) if e.source == walk.here and e.dest in walk.possible}
    for source, dest in sorted(ahead - walked.keys()):
        if source != dest:
            yield _arrow(places[source], places[dest], "possible")
    for source, dest in walked:
        if source in places and dest in places:
            yield _arrow(places[source], places[dest], "walked")


def _arrow(a: Place, b: Place, kind: str) -> str:
    """A curve from box to box with a small head: down, up, or along the lane."""
    if a.y == b.y:
        x1, x2 = (a.x + BOX, b.x) if b.x > a.x else (a.x, b.x + BOX)
        y = a.y + HIGH // 2
        if abs(x2 - x1) <= GAP:
            return _curve(kind, f"M{x1} {y}H{x2}", x2, y, 1 if x2 > x1 else -1, along=True)
        return _curve(kind, f"M{a.x + BOX // 2} {a.y}C{a.x + BOX // 2} {a.y - 14} {b.x + BOX // 2} {b.y - 14} "
                      f"{b.x + BOX // 2} {b.y}", b.x + BOX // 2, b.y, 1)  # fmt: skip
    down = b.y > a.y
    y1, y2 = (a.y + HIGH, b.y) if down else (a.y, b.y + HIGH)
    x1, x2, half = a.x + BOX // 2, b.x + BOX // 2, (y1 + y2) // 2
    return _curve(kind, f"M{x1} {y1}C{x1} {half} {x2} {half} {x2} {y2}", x2, y2, 1 if down else -1)


def _curve(kind: str, path: str, x: int, y: int, sign: int, *, along: bool = False) -> str:
    head = f"M{x} {y}l{-6 * sign} -4v8z" if along else f"M{x} {y}l-4 {-6 * sign}h8z"
    return f'<path class="arrow {kind}" d="{path}" fill="none"/><path class="head {kind}" d="{head}"/>'


def _boxes(lifecycle: Lifecycle, language: str, walk: Walk) -> Iterator[str]:
    most = max(walk.spent.values(), default=0)
    for id, place in layout(lifecycle).items():
        state = lifecycle.by_id[id]
        name = state.ko if language == "ko" else state.en
        kind = _kind(id, walk)
        heat = f" heat-{-(-walk.spent[id] * HEAT // most)}" if most and walk.spent.get(id) else ""
        end = " end" if state.terminal else ""
        yield f'<g class="state {kind}{heat}{end}"><title>{escape(name)}</title>'
        yield f'<rect x="{place.x}" y="{place.y}" width="{BOX}" height="{HIGH}" rx="{HIGH // 2 if end else 8}"/>'
        lines = _lines(name, A_LINE if language == "ko" else A_LINE * 2 - 3)
        top = place.y + HIGH / 2 + 4 - 7 * (len(lines) - 1)
        for n, line in enumerate(lines):
            yield f'<text x="{place.x + BOX // 2}" y="{top + 14 * n:g}">{escape(line)}</text>'
        yield "</g>"


def _kind(id: str, walk: Walk) -> str:
    if id == walk.here:
        return "here"
    return "seen" if id in walk.path else "ahead" if id in walk.possible else "far"


def _lines(name: str, most: int) -> list[str]:
    """A name in one line or two, broken where it breathes."""
    if len(name) <= most:
        return [name]
    middle = len(name) / 2
    breaks = [n for n, letter in enumerate(name) if n and letter in " (·"]
    at = min(breaks, key=lambda n: abs(n - middle), default=len(name) // 2)
    return [_cut(name[:at].strip(), most + 1), _cut(name[at:].strip(), most + 1)]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
