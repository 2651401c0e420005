"""The page of a lifecycle, written from its declaration: states, rows, deadlines, pictures; Korean and English."""

from collections.abc import Iterable, Sequence

from states.context import UNBORN
from states.diagrams import mermaid, phases
from states.lifecycle import STAY, Lifecycle, State, Transition

HEAD = (
    "<!-- 선언에서 만든 문서입니다. 고치지 말고 `yeongo docs`로 다시 만드십시오. / "
    "Written from the declaration: do not edit, run `yeongo docs`. -->"
)


def page(lifecycle: Lifecycle) -> str:
    """The whole page as Markdown."""
    return "\n".join(_lines(lifecycle))


def _lines(lifecycle: Lifecycle) -> Iterable[str]:
    yield from (HEAD, "", f"# {lifecycle.ko} · {lifecycle.en} (`{lifecycle.name}`)", "")
    yield f"{len(lifecycle.states)} states, {len(lifecycle.rows)} rows, fingerprint `{lifecycle.fingerprint}`."
    yield from ("", "## 상태 · States", "")
    yield from table(
        ("상태 · State", "한국어", "English", "단계 · Phase", "담당 · Owner", "끝 · End", "근거 · Source"),
        (_state(state) for state in lifecycle.states),
    )
    if lifecycle.modes:
        yield from ("", "## 경우 · Modes", "")
        modes = ((f"`{m.id}`", _values(m.values), _values([m.initial])) for m in lifecycle.modes)
        yield from table(("경우 · Mode", "값 · Values", "처음 · Initial"), modes)
    yield from ("", "## 전이 · Rows", "")
    columns = (
        "처리 · Action",
        "한국어",
        "English",
        "전이 · From → to",
        "처리자 · By",
        "조건 · Conditions",
        "결과 · Consequences",
        "근거 · Source",
    )
    yield from table(columns, (_row(row) for row in lifecycle.rows))
    yield from ("", "## 기한 · Deadlines", "")
    kinds = lifecycle.deadlines
    yield from table(
        (
            "기한 · Deadline",
            "한국어",
            "English",
            "담당 · Owner",
            "기간 · Period",
            "만료 시 · Fires",
            "늦으면 · Late",
            "근거 · Source",
        ),
        (
            (f"`{d.id}`", d.ko, d.en, d.owner, d.period_name, f"`{d.fires}`", d.late, d.cite)
            for d in (kinds[id] for id in sorted(kinds))
        ),
    )
    yield from ("", "## 그림 · Diagrams", "", "### 전체 · Whole", "", *_diagram(lifecycle, ""))
    for phase in phases(lifecycle):
        yield from ("", f"### {phase}", "", *_diagram(lifecycle, phase))
    yield ""


def _diagram(lifecycle: Lifecycle, phase: str) -> Iterable[str]:
    for language in ("ko", "en"):
        yield from ("", "```mermaid", mermaid(lifecycle, language, phase).rstrip("\n"), "```")


def _state(state: State) -> Sequence[str]:
    end = "●" if state.terminal else state.open_end
    return (f"`{state.id}`", state.ko, state.en, state.phase, state.owner, end, state.cite)


def _row(row: Transition) -> Sequence[str]:
    sources = ", ".join("시작 · begins" if source == UNBORN else f"`{source}`" for source in row.sources)
    leads = sources if row.dest == STAY else f"{sources} → `{row.dest}`"
    return (f"`{row.name}`", row.ko, row.en, leads, ", ".join(row.by), _conditions(row), _consequences(row), row.cite)


def _conditions(row: Transition) -> str:
    modes = (f"{mode} = {_values(sorted(values, key=str))}" for mode, values in row.when.items())
    claims = (f"`{claim.code}`" for claim in row.claims)
    return "; ".join([*modes, *(f"`{guard.code}`" for guard in row.guards), *claims])


def _consequences(row: Transition) -> str:
    parts = (
        ("opens", [deadline.id for deadline in row.opens]),
        ("meets", [deadline.id for deadline in row.meets]),
        ("cancels", [deadline.id for deadline in row.cancels]),
        ("sets", [f"{mode} := {value}" for mode, value in row.sets.items()]),
        ("notifies", [notice.id for notice in row.notify]),
    )
    return "; ".join(f"{name} {', '.join(f'`{each}`' for each in found)}" for name, found in parts if found)


def _values(values: Iterable[object]) -> str:
    return ", ".join(f"`{value}`" if value != "" else "–" for value in values)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterable[str]:
    """The lines of a Markdown table."""
    yield f"| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(_cell(cell) for cell in row)} |"


def _cell(cell: object) -> str:
    return str(cell).replace("|", "\\|").replace("\n", " ")
