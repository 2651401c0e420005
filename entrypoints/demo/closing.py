"""Act seven: final reports, grades, settlement, two results reports, the closing, one finding after it, the end."""

from entrypoints.demo.cast import MINISTER, OFFICER, OTHER_PANEL, PANEL
from entrypoints.demo.reception import lead_of
from entrypoints.demo.stage import DemoError, Stage, kst, sha
from entrypoints.demo.years import ACCOUNTANT
from states.roles import Actor

REFUND = 12_000_000
FINE = 5_000_000
LATE, OBJECTING, FOUND = 4, 1, 0
"""The places of the project whose final report is late, of the one that objects to its grade, of the finding."""


def play(stage: Stage, running: list[str]) -> None:
    """From the end of the term to the end of the call."""
    stage.act = "종료 · Closing"
    _report(stage, running)
    _grade(stage, running)
    _settle(stage, running)
    _follow_up(stage, running)
    _find_afterwards(stage, running[FOUND])
    stage.advance_to(kst(6, 29, 10, year=2029))
    stage.do(OFFICER, "end_call", stage.call)


def _lead(stage: Stage, project: str) -> Actor:
    return lead_of(stage, str(stage.stream(project).facts["area"]))


def _report(stage: Stage, running: list[str]) -> None:
    """Final and usage reports; one comes after its sixty days, which the clock has escalated."""
    stage.advance_to(kst(2, 22, 10, year=2027))
    late = running[LATE]
    for project in running:
        lead = _lead(stage, project)
        stage.do(lead, "submit_usage_report", project, usage_report=sha(f"{project} usage 2026"))
        if project != late:
            stage.do(lead, "submit_final_report", project, final_report=sha(f"{project} final report"))
    stage.advance_to(kst(3, 8, 10, year=2027))
    if "final_report" not in stage.check(late, "final_report_due").facts.get("overdue", []):
        raise DemoError(f"the clock should have marked the final report of {late} as overdue")
    stage.do(_lead(stage, late), "submit_final_report", late, final_report=sha(f"{late} final report"))


def _grade(stage: Stage, running: list[str]) -> None:
    """One objects to its grade, another panel upholds it and a better grade follows."""
    stage.advance_to(kst(4, 5, 10, year=2027))
    for project in running:
        grade = "poor" if project == running[OBJECTING] else "average"
        stage.do(OFFICER, "notify_grade", project, grade=grade, opinion="목표를 대체로 달성함", evaluators=list(PANEL))
    objecting = running[OBJECTING]
    stage.advance_to(kst(4, 12, 10, year=2027))
    letter = {
        "ground": "method",
        "reason": "성과지표 산식이 공고와 다르게 적용됨",
        "letter": sha("objection to the grade"),
    }
    stage.do(_lead(stage, objecting), "object_grade", objecting, **letter)
    stage.advance_to(kst(5, 3, 10, year=2027))
    decision = {
        "decision": "산식 오류를 인정하여 인용",
        "document": sha("upheld grade"),
        "review_panel": list(PANEL),
    }
    stage.refuse(stage.order(OFFICER, "uphold_grade", objecting, decision), "panel.same")
    stage.do(OFFICER, "uphold_grade", objecting, **decision | {"review_panel": ["reviewer-1", "reviewer-2"]})
    stage.advance_to(kst(5, 10, 10, year=2027))
    better = {"grade": "average", "opinion": "산식을 바로잡아 재평가함", "evaluators": list(OTHER_PANEL)}
    stage.do(OFFICER, "notify_grade", objecting, **better)
    stage.advance_to(kst(5, 24, 10, year=2027))
    for project in running:
        stage.check(project, "settlement")


def _settle(stage: Stage, running: list[str]) -> None:
    """The accountant's check, what is left paid back."""
    for project in running:
        notice = {"refund": REFUND, "accountant": ACCOUNTANT, "statement": sha(f"{project} settlement")}
        stage.do(OFFICER, "notify_settlement", project, **notice)
    stage.advance_to(kst(6, 14, 10, year=2027))
    first = running[0]
    short = {"refunded": REFUND - 1, "statement": sha("one won short")}
    stage.refuse(stage.order(OFFICER, "settle", first, short), "settlement.refund_open")
    for project in running:
        stage.do(OFFICER, "settle", project, refunded=REFUND, statement=sha(f"{project} repaid"))


def _follow_up(stage: Stage, running: list[str]) -> None:
    """Two results reports, each by the end of February, then the end."""
    for year in (2028, 2029):
        stage.advance_to(kst(2, 14, 10, year=year))
        if year == 2029:
            early = stage.order(OFFICER, "close", running[0], {"document": sha("closing")})
            stage.refuse(early, "results.missing")
        for project in running:
            report = {"results_report": sha(f"{project} results {year}"), "year": year - 1}
            stage.do(_lead(stage, project), "submit_results_report", project, **report)
    stage.advance_to(kst(3, 5, 10, year=2029))
    for project in running:
        stage.do(OFFICER, "close", project, document=sha(f"{project} closing"))


def _find_afterwards(stage: Stage, project: str) -> None:
    """An audit finds something after the closing: reviewed, paid, and closed as before."""
    stage.advance_to(kst(4, 10, 10, year=2029))
    early = stage.order(OFFICER, "end_call", stage.call)
    notice = {"ground": "사업비 용도 외 사용", "reason": "감사에서 용도 외 사용을 확인", "notice": sha("prior notice")}
    stage.do(MINISTER, "open_sanction", project, **notice)
    stage.refuse(early, "call.project_running")
    stage.advance_to(kst(5, 2, 10, year=2029))
    decision = {"decision": "용도 외 사용액 환수", "document": sha("decision on the sanction")}
    stage.do(MINISTER, "conclude_sanction", project, **decision, sanction_amount=2 * FINE, restriction_years=0)
    stage.do(_lead(stage, project), "request_reexamination", project, document=sha("request for a re-examination"))
    stage.advance_to(kst(5, 21, 10, year=2029))
    stage.do(MINISTER, "decide_reexamination", project, **decision, sanction_amount=FINE, restriction_years=0)
    stage.advance_to(kst(6, 4, 10, year=2029))
    paid = {"amount": FINE, "paid_on": "2029-06-04", "document": sha("payment")}
    stage.do(OFFICER, "record_sanction_payment", project, **paid)
    stage.check(project, "closed")
