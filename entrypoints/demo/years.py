"""Act six: two years of support, the annual evaluation between them, and one project stopped after the first."""

from datetime import timedelta

from entrypoints.demo import aftermath, support, trouble
from entrypoints.demo.agreement import area_of, pay_local_money, pay_state_money
from entrypoints.demo.application import MILLION, matched
from entrypoints.demo.cast import PANEL
from entrypoints.demo.stage import DemoError, Stage, sha

STOPPED = 3
"""The place, among the selected, of the project that is stopped."""
LATE = 2
"""The place of the one whose annual report is late."""
ACCOUNTANT = "accountants-1"


def play(stage: Stage, selected: list[str]) -> list[str]:
    """From the first recruitment to the end of the term; the projects that got there."""
    stage.act = "1차년도 지원 · Round one"
    stopped = selected[STOPPED]
    running = [project for project in selected if project != stopped]
    support.play(stage, _first_round(stage, selected, stopped))
    trouble.doubt(stage, running[1])
    trouble.change_people(stage, running[1])
    _report(stage, selected)
    aftermath.play(stage, running[0])
    _evaluate(stage, running, stopped)
    _grant_second_year(stage, running)
    _stop(stage, stopped)
    stage.act = "2차년도 지원 · Round two"
    _begin_second_year(stage, running)
    support.play(stage, [support.recruitment(stage, project, 3, 2) for project in running])
    stage.not_before(stage.rules.agreement.ends_on + timedelta(days=4))
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
    """Annual reports two weeks before the round ends; one is late, the clock says so without deciding anything."""
    stage.not_before(stage.rules.round(1).ends_on - timedelta(days=16))
    late = selected[LATE]
    for project in selected:
        if project != late:
            _report_year(stage, project)
    stage.pass_by(late, "annual_report", 5)
    if stage.check(late, "supporting").facts.get("overdue") != ["annual_report"]:
        raise DemoError(f"the clock should have marked the annual report of {late} as overdue")
    _report_year(stage, late)


def _report_year(stage: Stage, project: str) -> None:
    national = int(stage.stream(project).facts["award"])
    of_province, of_municipality = matched(stage.rules, area_of(stage, project), national)
    money = {"national": national, "province": of_province, "municipality": of_municipality}
    papers = {"annual_report": sha(f"{project} report 1"), "next_plan": sha(f"{project} plan 2")}
    stage.do(stage.lead(project), "submit_annual_report", project, next_budget=money, **papers)


def grades(stage: Stage, *, go_on: bool) -> list[str]:
    """The call's grades that let a project go on, best first; or those that stop it."""
    return [each.id for each in stage.rules.grades if each.continues is go_on]


def _evaluate(stage: Stage, running: list[str], stopped: str) -> None:
    """No second round before its budget is voted; the grades that continue are given in turn, one stops."""
    stage.later(7)
    first, good, bad = running[0], grades(stage, go_on=True), grades(stage, go_on=False)[0]
    judged = {"evaluators": list(PANEL)}
    early = {"grade": good[0], "amount": int(stage.stream(first).facts["award"]), **judged}
    stage.refuse(stage.order(stage.officer, "continue_round", first, early), "budget.not_recorded")
    amounts = {project: int(stage.stream(project).facts["award"]) for project in running}
    vote = {
        "year": stage.year(2),
        "amount": sum(amounts.values()) + 100 * MILLION,
        "document": sha("second budget vote"),
    }
    stage.do(
        stage.minister, "record_budget", stage.call, **vote, voted_on=(stage.today - timedelta(days=41)).isoformat()
    )
    stage.later(8)
    for n, (project, amount) in enumerate(amounts.items()):
        stage.do(stage.officer, "continue_round", project, grade=good[n % len(good)], amount=amount, **judged)
    verdict = {"grade": bad, "opinion": "지원기업 사업이 대부분 중단되어 목표 달성이 불가함", **judged}
    told = {"grade": bad, "reason": "목표 미달", "notice": sha("the stop is intended")}
    stage.refuse(stage.order(stage.officer, "intend_stop", stopped, told | {"grade": good[-1]}), "grade.continues")
    stage.do(stage.officer, "intend_stop", stopped, **told)
    stage.refuse(stage.order(stage.officer, "stop_round", stopped, verdict), "hearing.not_held")
    opinion = {"lead_opinion": "지원기업의 폐업으로 만회가 어려움", "letter": sha("opinion on the stop")}
    stage.by_letter(stopped, "submit_opinion", stage.clock.now() - timedelta(hours=1), **opinion)
    stage.do(stage.officer, "stop_round", stopped, **verdict)


def _stop(stage: Stage, stopped: str) -> None:
    """Nobody objects in ten days: terminated, its supports and companies discontinued, settled and closed."""
    stage.pass_by(stopped, "objection_termination")
    stage.check(stopped, "terminated")
    left = [each.state for each in stage.below(stopped, "support")]
    if sorted(left) != ["completed", "discontinued"]:
        raise DemoError(f"one support of {stopped} should be completed, the other discontinued, not {left}")
    stage.later(17)
    stage.do(stage.officer, "begin_termination_settlement", stopped, usage_report=sha("usage report of the stopped"))
    stage.later(11)
    refund = int(stage.stream(stopped).facts["award"]) // 3
    notice = {"refund": refund, "accountant": ACCOUNTANT, "statement": sha("settlement of the stopped")}
    stage.do(stage.officer, "notify_settlement", stopped, **notice)
    stage.later(16)
    unpaid = {"refunded": 0, "statement": sha("nothing repaid")}
    stage.refuse(stage.order(stage.officer, "settle_termination", stopped, unpaid), "settlement.refund_open")
    stage.do(stage.officer, "settle_termination", stopped, refunded=refund, statement=sha("repaid"))
    stage.check(stopped, "closed_terminated")


def _grant_second_year(stage: Stage, running: list[str]) -> None:
    """The second year's money, from state, province and municipality, within the month."""
    stage.later(7)
    for project in running:
        pay_state_money(stage, project)
        pay_local_money(stage, project, "main")


def _begin_second_year(stage: Stage, running: list[str]) -> None:
    """The use of the first year's money is reported; what was left of it is carried over."""
    stage.later(4)
    for project in running:
        report = {"usage_report": sha(f"{project} usage 1")}
        if project == running[0]:
            stage.by_letter(project, "submit_usage_report", stage.clock.now() - timedelta(days=1), **report)
        else:
            stage.do(stage.lead(project), "submit_usage_report", project, **report)
        left = {"amount": 30 * MILLION, "interest": 412_300, "document": sha(f"{project} carried over")}
        stage.do(stage.officer, "carry_over", project, year=stage.year(1), **left)
