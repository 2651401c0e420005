"""The page of who may see and do what, written from the lifecycles' rows and the views: role × relation × state."""

from collections.abc import Iterable, Mapping

from states.context import UNBORN
from states.lifecycle import Lifecycle, Transition
from states.roles import ROLES, SYSTEM
from states.secrecy import ANSWERING, RESULTS
from states.views import VIEWS

HEAD = (
    "<!-- 선언에서 만든 문서입니다. 고치지 말고 `yeongo docs`로 다시 만드십시오. / "
    "Written from the declarations: do not edit, run `yeongo docs`. -->"
)
HOLDER: Mapping[str, str] = {
    "ministry": "공고의 전담부처 · the call's lead ministry",
    "partner_ministry": "과제의 참여부처 · a ministry of the project",
    "agency": "공고의 전문기관 · the call's agency",
    "secretary": "공고의 전문기관 · the call's agency",
    "lead": "과제의 주관기관 · the project's lead",
    "participant": "과제의 참여기관 · a participant of the project",
    "municipality": "과제의 시·군·구 · the project's municipality",
    "province": "과제의 시·도 · the project's province",
    "company": "자기 기업 · one's own company",
}
"""Which organisation a role is held for (`states/parties.py`); any where it is not bound to one."""


def page(family: Mapping[str, Lifecycle], routes: Mapping[str, str]) -> str:
    """The whole page as Markdown; `routes`: who may pass, by `METHOD path`."""
    return "\n".join(_lines(family, routes))


def _lines(family: Mapping[str, Lifecycle], routes: Mapping[str, str]) -> Iterable[str]:
    yield from (HEAD, "", "# 권한 · Permissions", "")
    yield "적히지 않은 것은 할 수 없습니다. 볼 수 없는 것은 없는 것과 같게 답합니다(404)."
    yield "What is not listed is denied. What one may not see is answered like what is not there (404)."
    for role in ROLES:
        if role != SYSTEM:
            yield from _role(role, family)
    yield from (
        "",
        "## 평가 결과 · Results",
        "",
        "| 종류 · Kind | 항목 · Facts | 누가 · Who | 그 밖의 사람 · Anyone else |",
    )
    yield "|---|---|---|---|"
    for kind, facts in RESULTS.items():
        after = "통보 후 · once notified" if kind == "project" else "보이지 않음 · never"
        yield f"| {kind} | {', '.join(sorted(facts))} | {', '.join(sorted(ANSWERING))} | {after} |"
    yield from ("", "## HTTP", "", "| 경로 · Route | 누가 · Who |", "|---|---|")
    yield from (f"| `{route}` | {who} |" for route, who in sorted(routes.items()))
    yield ""


def _role(role: str, family: Mapping[str, Lifecycle]) -> Iterable[str]:
    yield from ("", f"## {role}", "", f"기관 · Organisation: {HOLDER.get(role, '어느 기관이나 · any')}", "")
    yield from ("| 종류 · Kind | 보는 관계 · Sees by | 단계 · Phases |", "|---|---|---|")
    for see in VIEWS.get(role, ()):
        yield f"| {see.kind} | {see.relation} | {', '.join(see.phases) or '모두 · all'} |"
    rows = [(kind, row) for kind, each in family.items() for row in each.rows if role in row.by]
    if rows:
        yield from ("", "| 종류 · Kind | 처리 · Action | 상태 · From |", "|---|---|---|")
        yield from (_action(kind, row) for kind, row in rows)


def _action(kind: str, row: Transition) -> str:
    sources = ", ".join("시작 · begins" if source == UNBORN else f"`{source}`" for source in row.sources)
    return f"| {kind} | `{row.name}` {row.ko} · {row.en} | {sources} |"
