"""Act six: two years of support, the annual evaluation between them, and one project stopped after the first."""

from entrypoints.demo import aftermath, support
from entrypoints.demo.agreement import area_of, pay_local_money, pay_state_money
from entrypoints.demo.cast import MINISTER, OFFICER, PANEL
from entrypoints.demo.reception import lead_of
from entrypoints.demo.selection import pledged
from entrypoints.demo.stage import DemoError, Stage, kst, sha
from states.roles import Actor

SECOND_BUDGET = 3_300_000_000
"""Won voted for 2026."""
STOPPED = 3
"""The place, among the selected, of the project that is stopped."""
LATE = 2
"""The place of the one whose annual report is late."""
REFUND_OF_STOPPED = 210_000_000
ACCOUNTANT = "accountants-1"
GRADES = ("excellent", "average", "average", "poor", "average")


def play(stage: Stage, selected: list[str]) -> list[str]:
    """From the first recruitment to the end of the term; the projects that got there."""
    stage.act = "1차년도 지원 · Round one"
    stopped = selected[STOPPED]
    running = [project for project in selected if project != stopped]
    support.play(stage, _first_round(stage, selected, stopped), 2025)
    _report(stage, selected)
    aftermath.play(stage, running[0])
    _evaluate(stage, running, stopped)
    _stop(stage, stopped)
    stage.act = "2차년도 지원 · Round two"
    _begin_second_year(stage, running)
    support.play(stage, [support.recruitment(stage, project, 3, 2) for project in running], 2026)
    stage.advance_to(kst(1, 4, 10, year=2027))
    for project in running:
        stage.check(project, "final_report_due")
    return running


def _first_round(stage: Stage, selected: list[str], stopped: str) -> list[support.Recruitment]:
    """One recruitment for each project; two side by side for the first, and for the one that will not finish both."""
    first = [support.recruitment(stage, project, 1, 1) for project in selected]
    beside = support.recruitment(stage, selected[0], 2, 1)
    unfinished = support.recruitment(stage, stopped, 2, 1, finishes=False)
    return [*first, beside, unfinished]


def _report(stage: Stage, selected: list[str]) -> None:
    """Annual reports in December; one is late, and the clock says so without deciding anything."""
    stage.advance_to(kst(12, 15, 10))
    late = selected[LATE]
    for project in selected:
        if project != late:
            _report_year(stage, project)
    stage.advance_to(kst(1, 5, 10, year=2026))
    if stage.check(late, "supporting").facts.get("overdue") != ["annual_report"]:
        raise DemoError(f"the clock should have marked the annual report of {late} as overdue")
    _report_year(stage, late)


def _report_year(stage: Stage, project: str) -> None:
    national = int(stage.stream(project).facts["award"])
    of_province, of_municipality = pledged(stage, area_of(stage, project), national)
    money = {"national": national, "province": of_province, "municipality": of_municipality}
    papers = {"annual_report": sha(f"{project} report 2025"), "next_plan": sha(f"{project} plan 2026")}
    stage.do(_lead(stage, project), "submit_annual_report", project, next_budget=money, **papers)


def _lead(stage: Stage, project: str) -> Actor:
    return lead_of(stage, str(stage.stream(project).facts["area"]))


def _evaluate(stage: Stage, running: list[str], stopped: str) -> None:
    """No second round before its budget is voted; every grade continues but 극히불량."""
    stage.advance_to(kst(1, 12, 10, year=2026))
    first = running[0]
    judged = {"evaluators": list(PANEL)}
    early = {"grade": GRADES[0], "amount": int(stage.stream(first).facts["award"]), **judged}
    stage.refuse(stage.order(OFFICER, "continue_round", first, early), "budget.not_recorded")
    vote = {"year": 2026, "amount": SECOND_BUDGET, "voted_on": "2025-12-02", "document": sha("budget vote 2026")}
    stage.do(MINISTER, "record_budget", stage.call, **vote)
    stage.advance_to(kst(1, 20, 10, year=2026))
    for grade, project in zip(GRADES, running, strict=True):
        amount = int(stage.stream(project).facts["award"])
        stage.do(OFFICER, "continue_round", project, grade=grade, amount=amount, **judged)
    verdict = {"grade": "very_poor", "opinion": "지원기업 사업이 대부분 중단되어 목표 달성이 불가함", **judged}
    told = {"grade": "very_poor", "reason": "목표 미달", "notice": sha("the stop is intended")}
    stage.refuse(stage.order(OFFICER, "intend_stop", stopped, told | {"grade": "poor"}), "grade.continues")
    stage.do(OFFICER, "intend_stop", stopped, **told)
    stage.refuse(stage.order(OFFICER, "stop_round", stopped, verdict), "hearing.not_held")
    opinion = {"lead_opinion": "지원기업의 폐업으로 만회가 어려움", "letter": sha("opinion on the stop")}
    stage.do(_lead(stage, stopped), "submit_opinion", stopped, **opinion)
    stage.do(OFFICER, "stop_round", stopped, **verdict)


def _stop(stage: Stage, stopped: str) -> None:
    """Nobody objects in ten days: terminated, its supports and companies discontinued, settled and closed."""
    stage.advance_to(kst(2, 3, 10, year=2026))
    stage.check(stopped, "terminated")
    left = [each.state for each in stage.below(stopped, "support")]
    if sorted(left) != ["completed", "discontinued"]:
        raise DemoError(f"one support of {stopped} should be completed, the other discontinued, not {left}")
    stage.advance_to(kst(2, 20, 10, year=2026))
    stage.do(OFFICER, "begin_termination_settlement", stopped, usage_report=sha("usage report of the stopped"))
    stage.advance_to(kst(3, 3, 10, year=2026))
    notice = {"refund": REFUND_OF_STOPPED, "accountant": ACCOUNTANT, "statement": sha("settlement of the stopped")}
    stage.do(OFFICER, "notify_settlement", stopped, **notice)
    stage.advance_to(kst(3, 19, 10, year=2026))
    unpaid = {"refunded": 0, "statement": sha("nothing repaid")}
    stage.refuse(stage.order(OFFICER, "settle_termination", stopped, unpaid), "settlement.refund_open")
    stage.do(OFFICER, "settle_termination", stopped, refunded=REFUND_OF_STOPPED, statement=sha("repaid"))
    stage.check(stopped, "closed_terminated")


def _begin_second_year(stage: Stage, running: list[str]) -> None:
    """The use of the first year's money is reported, the second year's granted."""
    stage.advance_to(kst(3, 23, 10, year=2026))
    for project in running:
        stage.do(_lead(stage, project), "submit_usage_report", project, usage_report=sha(f"{project} usage 2025"))
        left = {"amount": 30_000_000, "interest": 412_300, "document": sha(f"{project} carried over")}
        stage.do(OFFICER, "carry_over", project, year=2025, **left)
        pay_state_money(stage, project, "2026-03-23")
        pay_local_money(stage, project, "main", "2026-03-23")
