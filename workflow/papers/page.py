"""The page on papers, written from their declarations."""

from collections.abc import Iterable

from states.papers.declared import PAPERS
from states.papers.parts import PERSON, Paper
from workflow.documents import HEAD, table

EXAMPLE = '''"""과제 요약: where a project stands, in one table."""

from states.papers.parts import THOUSAND, Column, Field, Fields, Paper, Table
from states.papers.rows.money import years
from states.roles import AGENCY, LEAD

PAPER = Paper(
    id="project-summary",
    ko="과제 요약",
    en="Project in short",
    on=("project",),
    by=frozenset({AGENCY, LEAD}),
    unit=THOUSAND,
    cite="common",
    parts=(
        Fields((Field("project.title"), Field("project.area"), Field("now", "label", "상태", "State"))),
        Table(years, (Column("year", ko="연도", en="Year"), Column("national", ko="국비", en="State", sums=True))),
    ),
)
'''


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterable[str]:
    yield from (HEAD, "", "# 서식 · Papers", "")
    yield from (
        "통보·협약서·보고·집계를 기록에서 채워 HWPX, XLSX, 인쇄용 HTML로 만듭니다. ·",
        "Notices, the agreement, reports and tables, filled from the record: HWPX, XLSX, HTML to print.",
        "",
        "```sh",
        "yeongo papers PROJECT --as agency:tipa:kim     # 지금 만들 수 있는 것 · what can be had now",
        "yeongo paper result-notice PROJECT --out notice.hwpx --as agency:tipa:kim",
        "yeongo paper budget-table CALL --out budget.xlsx --at 2025-06-02T09:00:00+09:00 --json",
        "yeongo paper selection-report SUPPORT --out report.hwpx --keep     # 보관·기록 · kept and on record",
        "```",
        "",
        "HTTP: `GET /api/v1/papers`, `GET` · `POST /api/v1/papers/{paper}/{subject}`. 콘솔 · Console: `/papers`.",
        "",
        "* 볼 수 있는 대상의, 역할에 허용된 서식만(아래 표). 사람은 이름으로 쓰지 않습니다. ·",
        "  By right: the stream must be seen and the role be listed below. People are never named.",
        "* 처리를 알리는 서식은 그 처리 직후의 기록으로 채우고 그 날짜를 씁니다. ·",
        "  A paper that tells of a step is filled as things stood right after it, and dated so.",
        "* 같은 자료는 같은 바이트입니다: 만든 시각·시간대·압축기에 좌우되지 않습니다. SHA-256을 함께 알립니다. ·",
        "  The same data gives the same bytes, whenever and wherever; the SHA-256 is told with the file.",
        "* 보관하면 대상의 문서가 되고 `log-papers`에 지문이 남습니다. 처리가 그 지문을 담습니다(마지막 열). ·",
        "  What is kept becomes a document of its stream, its hash sealed in `log-papers`; the step in the last column",
        "  carries that hash in its event.",
        "* 공문: 수신·제목, 1. 가. 1) 가), 날짜 2025. 1. 17., 금액은 숫자와 한글, 끝. 합계는 원으로 더합니다. ·",
        "  Official letters keep their conventions; sums are made of won and rounded once.",
        "* `=` `+` `-` `@`로 시작하는 글은 XLSX에서 늘 글입니다. · Text that looks like a formula stays text in XLSX.",
        "* 협약서 열 항목의 제목은 우리의 해석입니다(공고는 수만 정함). ·",
        "  The headings of the agreement's ten items are our reading: the call only counts them.",
        "",
        "## 목록 · List",
        "",
    )
    columns = (
        "이름 · Name",
        "서식",
        "Paper",
        "대상 · About",
        "역할 · Roles",
        "알리는 처리 · Tells of",
        "지문을 담는 처리 · Step",
    )
    yield from table(columns, (_row(paper) for paper in PAPERS.values()))
    yield from ("", "## 서식을 더하려면 · To add one", "")
    yield from (
        "`states/papers/declared/`에 파일 하나. 자리 `{경로:형식}`, 필드, 열은 선언이고 행은 `states/papers/rows/`의",
        "순수 함수가 냅니다. 없는 것을 가리키면 `make check`가 이름을 댑니다. ·",
        "One file in `states/papers/declared/`: places `{path:form}`, fields and columns are declared, rows are pure",
        "functions in `states/papers/rows/`. `make check` names what a paper refers to that is not there.",
        "",
        "```python",
        *EXAMPLE.rstrip().split("\n"),
        "```",
        "",
    )


def _row(paper: Paper) -> tuple[str, ...]:
    about = ", ".join("사람 · person" if kind == PERSON else kind for kind in paper.on)
    told = ", ".join(f"`{each}`" for each in paper.after)
    step = f"`{paper.step[0]}.{paper.step[1]}`" if paper.step else ""
    roles = ", ".join(sorted(paper.by)) + (" · 본인 · oneself" if PERSON in paper.on else "")
    return (f"`{paper.id}`", paper.ko, paper.en, about, roles, told, step)
