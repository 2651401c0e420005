"""Act six: two years of support, the annual evaluation between them, and one project stopped after the first."""

from entrypoints.demo import support
from entrypoints.demo.agreement import pay_state_money
from entrypoints.demo.cast import MINISTER, OFFICER
from entrypoints.demo.reception import lead_of
from entrypoints.demo.stage import Stage, kst, sha

SECOND_BUDGET = 3_300_000_000
"""Won voted for 2026."""
GRADES = ("excellent", "average", "average", "poor", "average")


def play(stage: Stage, selected: list[str]) -> list[str]:
    """From the first recruitment to the end of the term; the projects that got there."""
    stage.act = "1차년도 지원 · Round one"
    stopped = selected[3]
    running = [project for project in selected if project != stopped]
    support.play(stage, _first_round(stage, selected, stopped), 2025)
    _annual_reports(stage, selected)
    _evaluate(stage, running, stopped)
    _stop(stage, stopped)
    stage.act = "2차년도 지원 · Round two"
    _report_usage(stage, running)
    support.play(stage, [support.recruitment(stage, project, 3, 2) for project in running], 2026)
    _settle_stopped(stage, stopped)
    stage.advance_to(kst(1, 4, 10, year=2027))
    for project in running:
        stage.check(project, "final_report_due")
    return running
