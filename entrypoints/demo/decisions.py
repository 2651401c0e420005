"""What the announcement leaves open, decided for the play: the call's own settings, each with its reason."""

from collections.abc import Iterator, Mapping

from entrypoints.demo.application import decided_cap
from states.rules.call_parts import Setting
from states.rules.call_rules import CallRules

UNIT = 1_000
"""Won to which a company's own share is rounded up."""
DAYS = 10
type_of_decision = tuple[str, int | str, str]
WISHED: Mapping[str, tuple[int | str, str]] = {
    "aggregation": ("trimmed_mean", "최고·최저점을 제외한 평균으로 편향을 줄임"),
    "deduction_most": (5, "사전검토와 평가위원의 감점은 각각 5점까지"),
    "tie_break": ("higher_item", "동점이면 배점이 높은 항목의 점수 순"),
    "budget_line": ("stop", "예산을 넘는 순위에서 멈추고 그 아래는 예비로 둠"),
    "no_show": ("zero", "발표에 불참하면 0점으로 처리"),
    "acceptance_days": (10, "선정 통보일부터 열흘 안에 수락"),
    "support_plan_days": (30, "차수 개설 후 30일 안에 계획 보고"),
    "support_review_days": (10, "계획 승인은 열흘을 목표로 함"),
    "selection_report_days": (14, "선정 후 2주 안에 결과 보고"),
    "inspection_review_days": (14, "점검결과 확인은 2주를 목표로 함"),
    "finding_days": (20, "지적사항은 20일 안에 조치"),
    "company_objection_days": (10, "기업 이의신청 기간은 과제와 같게 10일"),
    "company_objection_decision_days": (30, "기업 이의신청 결정은 과제와 같게 30일"),
    "correction_days": (20, "시정은 20일 안에"),
    "repayment_days": (30, "지원금 반환은 30일 안에"),
}


def decisions(rules: CallRules) -> Iterator[type_of_decision]:
    """A decision for each setting that waits and that the play needs: name, value, reason."""
    for cap in rules.money.caps:
        if cap.setting and rules.setting(cap.setting, {}) is None:
            reason = f"공고 §2의 협업부처 규모에 비례해 {cap.ministries}개 부처 한도를 정함"
            yield cap.setting, _fitting(rules.settings[cap.setting], decided_cap(rules, cap.ministries)), reason
    if rules.setting(rules.money.rounding, {}) is None:
        yield rules.money.rounding, UNIT, "자부담은 천원 단위로 올림"
    for name, (value, reason) in WISHED.items():
        if name in rules.settings and rules.setting(name, {}) is None:
            yield name, _admitted(rules.settings[name], value), reason
    for name, setting in rules.settings.items():
        if name not in WISHED and setting.type == "days" and setting.default is None:
            yield name, _fitting(setting, DAYS), "다른 기한과 같게 정함"


def _admitted(setting: Setting, value: int | str) -> int | str:
    """The value wished for, or the nearest the setting admits."""
    if isinstance(value, int):
        return _fitting(setting, value)
    return value if setting.accepts(value) else setting.choices[0]


def _fitting(setting: Setting, value: int) -> int:
    most = value if setting.max is None else min(value, setting.max)
    return max(most, setting.min or 0)


def unit(rules: CallRules) -> int:
    """The rounding unit of the play, in won."""
    found: int | None = rules.setting(rules.money.rounding, {})
    return found or UNIT
