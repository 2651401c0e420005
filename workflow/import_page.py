"""The page on imports, written from the templates."""

from collections.abc import Iterable

from workflow.documents import HEAD, table
from workflow.sheets import MOST_BYTES, MOST_ROWS, MOST_UNPACKED
from workflow.templates import TEMPLATES, documented

WHAT = {
    "ktop": "K-TOP 지수: 자격검토 중인 기업마다 기록(`record_ktop`) · the index of each company under check",
    "rcms": "RCMS 집행실적: 기업·월별 합계(`record_spending`) · what a month cost, in all",
    "visa": "지역특화형 비자 지역(`record_areas`): 법무부 연계의 증빙 · proves the Ministry of Justice's link",
    "fund": "지방소멸대응기금 지역(`record_areas`): 행안부 연계의 증빙 · proves the link of the fund",
    "agreements": "농촌협약(`record_areas`) · rural agreements as they stand",
    "projects": "앞선 공고의 진행 과제(`take_over_…`): 그대로 인수 · running projects of an earlier call as they stand",
}


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterable[str]:
    yield from (HEAD, "", "# 다른 시스템의 파일 · Files of other systems", "")
    yield "1. `yeongo import template KIND FILE`"
    yield "2. `yeongo import KIND FILE --call CALL --as ROLE:ORG:PERSON [--dry-run]`"
    yield from ("", "* 한 파일이 한 묶음: 한 줄이라도 틀리면 아무것도 기록되지 않고, 틀린 행과 열을 모두 알립니다. ·")
    yield "  One file is one unit: one wrong row and nothing is recorded; every wrong row and column is named."
    yield "* 같은 파일을 다시 넣으면 아무것도 바뀌지 않습니다(식별키 = 파일 지문 + 행). ·"
    yield "  The same file again changes nothing: the key is the file's fingerprint and the row."
    yield "* 사건에 파일 지문(SHA-256)과 행 번호가 남습니다. · The event keeps the file's SHA-256 and the row."
    yield "* 주민등록번호·외국인등록번호·여권번호가 있는 칸은 받지 않습니다. ·"
    yield "  No resident, foreigner or passport number is taken in."
    size, unpacked = MOST_BYTES // 2**20, MOST_UNPACKED // 2**20
    yield f"* CSV(UTF-8, CP949) 또는 XLSX 첫 시트, {size} MiB(풀어서 {unpacked} MiB), {MOST_ROWS:,}행까지, 수식 없이. ·"
    yield f"  CSV or the first sheet of an XLSX: {size} MiB ({unpacked} MiB unpacked), {MOST_ROWS:,} rows, no formulas."
    for kind in TEMPLATES:
        yield from ("", f"## `{kind}`", "", WHAT[kind] + ".", "")
        rows = ((f"`{key}`", ko, en, "●" if needed else "") for key, ko, en, needed in documented(kind))
        yield from table(("열 · Column", "제목 · Heading", "English", "필수 · Required"), rows)
    yield ""
