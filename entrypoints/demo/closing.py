"""Act seven: final reports, grades, settlement, two results reports, the closing, one finding after it, the end."""

from datetime import timedelta

from entrypoints.demo.cast import OTHER_PANEL, PANEL
from entrypoints.demo.files import running_project
from entrypoints.demo.stage import DemoError, Stage, sha
from entrypoints.demo.years import ACCOUNTANT, grades

REFUND = 12_000_000
FINE = 5_000_000
LATE, OBJECTING, FOUND = 3, 1, 0
"""The places of the project whose final report is late, of the one that objects to its grade, of the finding."""


def play(stage: Stage, running: list[str]) -> None:
    """From the end of the term to the end of the call."""
    stage.act = "종료 · Closing"
    running = [*running, running_project(stage)]
    _report(stage, running)
    _grade(stage, running)
    _settle(stage, running)
    _follow_up(stage, running)
    _find_afterwards(stage, running[FOUND])
    stage.later(25)
    stage.do(stage.officer, "end_call", stage.call)


def _report(stage: Stage, running: list[str]) -> None:
    """Final and usage reports; one comes after its end, which the clock has escalated."""
    due = min(stage.last_day(project, "final_report") for project in running)
    stage.not_before(due - timedelta(days=7))
    late = running[LATE]
    for project in running:
        lead = stage.lead(project)
        stage.do(lead, "submit_usage_report", project, usage_report=sha(f"{project} usage 2"))
        if project != late:
            stage.do(lead, "submit_final_report", project, final_report=sha(f"{project} final report"))
    stage.pass_by(late, "final_report", 7)
    if "final_report" not in stage.check(late, "final_report_due").facts.get("overdue", []):
        raise DemoError(f"the clock should have marked the final report of {late} as overdue")
    stage.do(stage.lead(late), "submit_final_report", late, final_report=sha(f"{late} final report"))


def _grade(stage: Stage, running: list[str]) -> None:
    """One objects to its grade, another panel upholds it and a better grade follows."""
    stage.later(28)
    good, poor = grades(stage, go_on=True)[0], grades(stage, go_on=True)[-1]
    for project in running:
        grade = poor if project == running[OBJECTING] else good
        stage.do(
            stage.officer, "notify_grade", project, grade=grade, opinion="목표를 대체로 달성함", evaluators=list(PANEL)
        )
    objecting = running[OBJECTING]
    stage.later(5)
    letter = {
        "ground": "method",
        "reason": "성과지표 산식이 공고와 다르게 적용됨",
        "letter": sha("objection to the grade"),
    }
    stage.do(stage.lead(objecting), "object_grade", objecting, **letter)
    stage.later(20)
    decision = {
        "decision": "산식 오류를 인정하여 인용",
        "document": sha("upheld grade"),
        "review_panel": list(PANEL),
    }
    stage.refuse(stage.order(stage.officer, "uphold_grade", objecting, decision), "panel.same")
    stage.do(stage.officer, "uphold_grade", objecting, **decision | {"review_panel": ["reviewer-1", "reviewer-2"]})
    stage.later(7)
    better = {"grade": good, "opinion": "산식을 바로잡아 재평가함", "evaluators": list(OTHER_PANEL)}
    stage.do(stage.officer, "notify_grade", objecting, **better)
    stage.pass_by(objecting, "objection_grade")
    for project in running:
        stage.check(project, "settlement")


def _settle(stage: Stage, running: list[str]) -> None:
    """The accountant's check, what is left paid back."""
    for project in running:
        notice = {"refund": REFUND, "accountant": ACCOUNTANT, "statement": sha(f"{project} settlement")}
        stage.do(stage.officer, "notify_settlement", project, **notice)
    stage.later(21)
    first = running[0]
    short = {"refunded": REFUND - 1, "statement": sha("one won short")}
    stage.refuse(stage.order(stage.officer, "settle", first, short), "settlement.refund_open")
    for project in running:
        stage.do(stage.officer, "settle", project, refunded=REFUND, statement=sha(f"{project} repaid"))


def _follow_up(stage: Stage, running: list[str]) -> None:
    """Two results reports, each by the end of February, then the end."""
    times, due = stage.rules.period("results_report").times, stage.today
    for n in range(1, times + 1):
        due = stage.last_day(running[0], "results_report")
        stage.not_before(due - timedelta(days=14))
        if n == times:
            early = stage.order(stage.officer, "close", running[0], {"document": sha("closing")})
            stage.refuse(early, "results.missing")
        for project in running:
            report = {"results_report": sha(f"{project} results {n}"), "year": due.year - 1}
            stage.do(stage.lead(project), "submit_results_report", project, **report)
    stage.not_before(due + timedelta(days=5))
    for project in running:
        stage.do(stage.officer, "close", project, document=sha(f"{project} closing"))


def _find_afterwards(stage: Stage, project: str) -> None:
    """An audit finds something after the closing: reviewed, paid, and closed as before."""
    stage.later(36)
    early = stage.order(stage.officer, "end_call", stage.call)
    notice = {"ground": "사업비 용도 외 사용", "reason": "감사에서 용도 외 사용을 확인", "notice": sha("prior notice")}
    stage.do(stage.minister, "open_sanction", project, **notice)
    stage.refuse(early, "call.project_running")
    stage.later(22)
    decision = {"decision": "용도 외 사용액 환수", "document": sha("decision on the sanction")}
    stage.do(stage.minister, "conclude_sanction", project, **decision, sanction_amount=2 * FINE, restriction_years=0)
    arrived = stage.clock.now() + timedelta(hours=3)
    stage.pass_by(project, "sanction_reexamination")
    stage.check(project, "closed")
    stage.by_letter(project, "request_reexamination", arrived, document=sha("request for a re-examination"))
    stage.later(19)
    stage.do(stage.minister, "decide_reexamination", project, **decision, sanction_amount=FINE, restriction_years=0)
    stage.later(14)
    paid = {"amount": FINE, "paid_on": stage.today.isoformat(), "document": sha("payment")}
    stage.do(stage.officer, "record_sanction_payment", project, **paid)
    stage.check(project, "closed")
