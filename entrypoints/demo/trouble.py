"""What comes between: an outage at the closing, a holiday declared late, an agreement held up, a project in doubt."""

from datetime import timedelta

from entrypoints.demo import amendment
from entrypoints.demo.cast import OTHER_PANEL, minister
from entrypoints.demo.stage import DemoError, Stage, sha
from states.instants import written

OUTAGE = timedelta(minutes=2), timedelta(minutes=20)
"""How long before the end of reception it began, and how long after it passed."""
REOPENED = timedelta(hours=2), timedelta(hours=6)
"""How long after the end of reception relief is given, and until when."""


def outage(stage: Stage, project: str) -> None:
    """The door failed in the last minutes: everyone may go on until midnight, and who came too late submits."""
    closes = stage.rules.reception.closes_at
    began, passed = closes - OUTAGE[0], closes + OUTAGE[1]
    stage.advance_to(closes + REOPENED[0])
    relief = {
        "outage_from": written(began),
        "outage_until": written(passed),
        "reception_closes_at": written(closes + REOPENED[1]),
        "evidence": [{"kind": "log", "sha256": sha("the door's own log")}],
        "notice_no": f"{stage.rules.call.year}-장애-1",
        "reason": "마감 직전 접속 장애",
    }
    stage.refuse_proposal("relieve_outage", stage.call, relief | {"evidence": []}, "call.no_evidence")
    stage.agree(minister(stage.rules, 2), "relieve_outage", stage.call, **relief)
    stage.check(project, "draft")
    stage.advance_to(closes + REOPENED[1] - timedelta(minutes=30))
    stage.do(stage.lead(project), "submit", project)


def holiday(stage: Stage, project: str, deadline: str) -> None:
    """The last day of an open period is declared a holiday: what that moves is looked at, then accepted."""
    day = stage.last_day(project, deadline)
    declared = {
        "day": day.isoformat(),
        "known_from": stage.today.isoformat(),
        "ko": "임시공휴일",
        "en": "Temporary holiday",
        "basis": "국무회의 의결",
    }
    stage.do(stage.officer, "declare_holiday", stage.call, holiday=declared)
    amendment.accept(stage, "임시공휴일 지정에 따라 다시 계산", "holiday-1")
    if stage.last_day(project, deadline) <= day:
        raise DemoError(f"the holiday on {day} should move the deadline {deadline} of {project}")


def hold_up(stage: Stage, project: str) -> None:
    """The agreement waits for what stands in its way, and goes on."""
    ground = {"ground": "참여기관 확약 미비", "reason": "참여기관의 확약서가 제출되지 않음"}
    stage.do(stage.officer, "suspend_agreement", project, **ground)
    stage.later(2)
    stage.do(stage.officer, "resume_agreement", project, decision="확약서를 확인함", document=sha("pledge of a party"))


def doubt(stage: Stage, project: str, ground: int = 5) -> None:
    """A special evaluation hears the lead and lets the project go on as it stood."""
    notice = {"reason": "집행 실적이 계획에 크게 못 미침", "notice": sha("special evaluation")}
    stage.do(stage.officer, "open_special_evaluation", project, ground=ground, **notice)
    stage.later(5)
    answer = {"explanation": "원자재 수급 지연으로 집행이 늦었으나 회복됨", "document": sha("explanation")}
    stage.do(stage.lead(project), "explain", project, **answer)
    stage.later(5)
    decided = {"decision": "계획대로 회복 중이므로 계속", "document": sha("special result")}
    stage.do(stage.officer, "resume", project, evaluators=list(OTHER_PANEL), **decided)
    stage.check(project, "supporting")


def change_people(stage: Stage, project: str) -> None:
    """Another leads the project: the agency has to approve it."""
    people = [dict(each) for each in stage.stream(project).facts["people"]]
    after = [each | ({"ref": f"{each['ref']}-successor"} if each["role"] == "lead" else {}) for each in people]
    stage.refuse(
        stage.order(stage.lead(project), "change_people", project, {"people": after}), "people.approval_missing"
    )
    stage.do(stage.lead(project), "change_people", project, people=after, approval=sha("approval of the successor"))
