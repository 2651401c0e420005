"""Act four: the plans supplemented, the agreements signed, the money granted, the first round begun."""

from datetime import timedelta
from typing import Any

from entrypoints.demo import trouble
from entrypoints.demo.application import plan_of
from entrypoints.demo.cast import minister, participant
from entrypoints.demo.stage import Stage, sha
from states.proposals import DECLINE, PROPOSE

SUPPLEMENTS = ["성과지표 구체화", "참여기업 역할 보완"]
NOT_SELECTED = ("expired", "rejected")


def play(stage: Stage, selected: list[str]) -> None:
    """From the final selection to the first round; the reserve list is released when all have signed."""
    stage.act = "협약 · Agreement"
    areas = {project: str(stage.stream(project).facts["area"]) for project in selected}
    _supplement(stage, areas)
    _sign(stage, areas)
    _release_reserves(stage)
    _lapse_letters(stage)
    _pay_and_begin(stage, areas)


def _supplement(stage: Stage, areas: dict[str, str]) -> None:
    stage.later(1)
    for project, area in areas.items():
        stage.do(stage.municipality(area), "begin_supplement", project, supplements=SUPPLEMENTS)
    extended, other, *_ = areas
    _extend(stage, extended)
    trouble.holiday(stage, other, "plan_supplement")
    stage.later(5)
    for project, area in areas.items():
        ministries = stage.stream(project).facts["ministries"]
        plan = plan_of(stage.rules, area, ministries, "supplemented")
        given = {"plan": plan, "answered": SUPPLEMENTS, "municipality_confirmed": True}
        half = given | {"answered": SUPPLEMENTS[:1]}
        if project == next(iter(areas)):
            stage.refuse(stage.order(stage.officer, "finish_supplement", project, half), "supplement.unanswered")
        stage.do(stage.officer, "finish_supplement", project, **given)


def _extend(stage: Stage, project: str) -> None:
    """A longer time for the supplement: the first proposal is declined, the second one approved."""
    second, last = minister(stage.rules, 2), stage.last_day(project, "plan_supplement")
    longer, enough = ((last + timedelta(days=days)).isoformat() for days in (60, 10))
    extended = {"kind": "plan_supplement", "reason": "폭설로 현장 보완 지연"}
    wanted = {"trigger": "extend_deadline", "content": {"extended": extended | {"until": longer}}}
    stage.tell(stage.order(stage.minister, PROPOSE, project, wanted))
    (number,) = stage.stream(project).facts["proposals"]
    stage.do(second, DECLINE, project, proposal=number, reason="열흘이면 충분함")
    stage.agree(second, "extend_deadline", project, extended=extended | {"until": enough})


def _sign(stage: Stage, areas: dict[str, str]) -> None:
    stage.later(2)
    trouble.hold_up(stage, list(areas)[1])
    term = stage.rules.agreement
    for project, area in areas.items():
        signature = {"agreement": sha(f"{area} agreement"), "signed_on": stage.today.isoformat()}
        agreement = {
            **signature,
            "agreement_items": list(range(1, term.items + 1)),
            "starts_on": term.starts_on.isoformat(),
            "ends_on": term.ends_on.isoformat(),
        }
        if project == next(iter(areas)):
            unsigned = stage.order(stage.officer, "sign_agreement", project, agreement)
            stage.refuse(unsigned, "agreement.unsigned", "agreement.not_in_plan")
        entry = {"plan_version": f"{stage.rules.call.year}-수정1", "document": sha(f"{area} regional plan")}
        stage.do(stage.minister, "reflect_regional_plan", project, **entry)
        others = [participant(str(each["org"])) for each in stage.stream(project).facts["participants"]]
        stage.tell(*(stage.order(who, "sign", project, signature) for who in (stage.lead_of(area), *others)))
        stage.do(stage.officer, "sign_agreement", project, **agreement)


def _release_reserves(stage: Stage) -> None:
    waiting = [project.id for project in stage.below(stage.call, "project") if project.state == "reserve"]
    reason = {"reason": "선정과제 협약이 모두 체결됨"}
    stage.tell(*(stage.order(stage.minister, "release_reserve", project, reason) for project in waiting))


def _lapse_letters(stage: Stage) -> None:
    """What companies intended with a project that was not selected leads nowhere: each lead says so."""
    reason = {"reason": "과제가 선정되지 않음"}
    orders = [
        stage.order(stage.lead_of(str(project.facts["area"])), "lapse", letter.id, reason)
        for project in stage.below(stage.call, "project")
        if project.state in NOT_SELECTED
        for letter in stage.below(project.id, "company")
        if letter.state == "interested"
    ]
    stage.tell(*orders)


def _pay_and_begin(stage: Stage, areas: dict[str, str]) -> None:
    """State money first; a round cannot begin before it; local money follows within the month."""
    stage.not_before(stage.rules.agreement.starts_on)
    stage.later(4)
    first, area = next(iter(areas.items()))
    account = {"rcms_account": f"rcms-{stage.year(1)}-0"}
    stage.refuse(stage.order(stage.lead_of(area), "begin_round", first, account), "state_money.unpaid")
    for project in areas:
        pay_state_money(stage, project)
    stage.later(1)
    for no, (project, area) in enumerate(areas.items(), 1):
        stage.do(stage.lead_of(area), "begin_round", project, rcms_account=f"rcms-{stage.year(1)}-{no}")
    stage.later(19)
    _change_agreement(stage, first, area_of(stage, first))
    early = granting(first, "province", 1, stage.today.isoformat())
    stage.refuse(
        stage.order(stage.province(area_of(stage, first)), "record_payment", first, early), "payment.not_budgeted"
    )
    for project in areas:
        pay_local_money(stage, project, "supplementary")


def _change_agreement(stage: Stage, project: str, area: str) -> None:
    """A change the lead may only notify, and one it must have approved."""
    notified = {"kind": "notice", "subject": "실무책임자 변경", "request": sha(f"{area} notice"), "reason": "인사이동"}
    approved = {"kind": "approval", "subject": "비목 간 전용", "request": sha(f"{area} request"), "reason": "수요 변화"}
    stage.do(stage.lead_of(area), "change_agreement", project, **notified)
    asked = stage.order(stage.lead_of(area), "change_agreement", project, approved)
    stage.refuse(asked, "agreement.approval_needed")
    stage.do(stage.officer, "change_agreement", project, **approved)


def area_of(stage: Stage, project: str) -> str:
    return str(stage.stream(project).facts["area"])


def granting(project: str, source: str, amount: int, day: str) -> dict[str, Any]:
    return {"source": source, "amount": amount, "paid_on": day, "document": sha(f"{project} {source} money {day}")}


def pay_local_money(stage: Stage, project: str, kind: str) -> None:
    """The pledge of the year, budgeted by both assemblies and granted in full, today."""
    day = stage.today.isoformat()
    facts = stage.stream(project).facts
    area = str(facts["area"])
    for who, source in ((stage.province(area), "province"), (stage.municipality(area), "municipality")):
        if amount := int(facts[f"{source}_pledge"]):
            vote = {"kind": kind, "voted_on": day, "document": sha(f"{project} {source} budget {day}")}
            stage.do(who, "budget_local_money", project, source=source, amount=amount, **vote)
            stage.do(who, "record_payment", project, **granting(project, source, amount, day))


def pay_state_money(stage: Stage, project: str) -> None:
    """The award of the year, granted in full, today."""
    amount = int(stage.stream(project).facts["award"])
    stage.do(
        stage.minister, "record_payment", project, **granting(project, "national", amount, stage.today.isoformat())
    )
