"""What is wrong with a call's folder: file, line and reason, in Korean and English."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

TEXTS = {
    "missing_file": ("파일이 없습니다", "the file is missing"),
    "unknown_file": ("알 수 없는 파일입니다", "this file is not part of a call"),
    "undecided": (
        "'{key}'을(를) 정해야 합니다 (이전: {found})",
        "'{key}' must be decided (before: {found})",
    ),
    "syntax": ("문법 오류: {reason}", "syntax error: {reason}"),
    "malformed_row": ("열이 {expected}개여야 하는데 {found}개입니다", "{expected} columns expected, {found} found"),
    "missing_column": ("열 '{key}'이(가) 없습니다", "column '{key}' is missing"),
    "unknown_column": ("알 수 없는 열 '{key}'", "unknown column '{key}'"),
    "missing_key": ("필수 항목 '{key}'이(가) 없습니다", "required key '{key}' is missing"),
    "unknown_key": ("알 수 없는 항목 '{key}'", "unknown key '{key}'"),
    "wrong_type": ("'{key}': {found}의 형식이 틀립니다 ({why})", "'{key}': {found} has the wrong type ({reason})"),
    "bad_value": (
        "'{key}': {found}은(는) 쓸 수 없는 값입니다 ({why})",
        "'{key}': {found} is not allowed ({reason})",
    ),
    "unknown_code": ("'{key}': 알 수 없는 코드 {found}", "'{key}': unknown code {found}"),
    "unknown_rule": ("'{key}': 알 수 없는 기간 규칙 {found}", "'{key}': unknown period rule {found}"),
    "bad_length": (
        "'{key}': {found}은(는) 규칙 {rule}의 길이가 아닙니다",
        "'{key}': {found} is no length of rule {rule}",
    ),
    "duplicate": ("'{key}': {found}이(가) 중복됩니다", "'{key}': {found} appears twice"),
    "wrong_sum": ("'{key}': 합계가 {found}입니다 ({expected}이어야 함)", "'{key}' adds up to {found}, not {expected}"),
    "wrong_count": ("'{key}': {found}개입니다 ({expected}개여야 함)", "'{key}': there are {found}, not {expected}"),
    "out_of_order": (
        "'{key}': {found}이(가) {other}와(과) 순서가 맞지 않습니다",
        "'{key}': {found} is out of order with {other}",
    ),
    "mismatch": ("'{key}': {found}이(가) {expected}와(과) 다릅니다", "'{key}': {found} differs from {expected}"),
    "urgency_missing": (
        "공고기간이 {found}일로 {expected}일보다 짧아 '{key}'가 필요합니다",
        "the notice lasts {found} days, less than {expected}: '{key}' is needed",
    ),
    "no_lead": ("'{key}': 주관부처 {expected}이(가) 없습니다", "'{key}' is without the lead ministry {expected}"),
    "lapsed": (
        "'{key}': 농촌협약이 {found}년에 끝나 협약 종료({expected}년) 전에 만료됩니다",
        "'{key}': the rural agreement ends in {found}, before the call's agreement in {expected}",
    ),
}

REASONS = {
    "int": "정수가 필요합니다",
    "string": "문자열이 필요합니다",
    "bool": "true 또는 false가 필요합니다",
    "date": "날짜가 필요합니다",
    "datetime": "시각이 필요합니다",
    "timezone": "시각에 시차(+09:00)가 필요합니다",
    "tuple": "목록이 필요합니다",
    "dict": "표가 필요합니다",
    "model": "표가 필요합니다",
    "scalar": "정수 또는 문자열이 필요합니다",
    "greater_than_equal": "{ge} 이상이어야 합니다",
    "less_than_equal": "{le} 이하여야 합니다",
    "string_too_short": "비어 있습니다",
    "string_pattern_mismatch": "{pattern} 꼴이어야 합니다",
}
"""Why a value was not read, in Korean, by pydantic's kind of error or its first word."""


def reason_ko(kind: str, found: Mapping[str, object], otherwise: str) -> str:
    template = REASONS.get(kind) or REASONS.get(kind.partition("_")[0])
    return template.format(**found) if template else otherwise


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault: `line` counts from 1; `code` is stable; `ko` and `en` say the reason."""

    file: str
    line: int
    code: str
    ko: str
    en: str


def fault(file: str, line: int, code: str, **facts: object) -> Fault:
    """A fault of the code's two texts, filled with the facts; `why` is the Korean of `reason` where it needs one."""
    ko, en = TEXTS[code]
    return Fault(file, line, code, ko.format(**({"why": facts.get("reason")} | facts)), en.format(**facts))


class CallFaults(Exception):  # noqa: N818 - it holds the faults; the word names them
    """The call's folder has faults; `faults` holds all of them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{f.file}:{f.line}: {f.en}" for f in self.faults))
