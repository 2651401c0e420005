"""What becomes of two supported companies after the year: one is succeeded by another, one has to give money back."""

from datetime import timedelta

from entrypoints.demo.application import brn
from entrypoints.demo.cast import company
from entrypoints.demo.stage import DemoError, Stage, sha

RECOVERED = 2_000_000
"""Won of false vouchers."""


def play(stage: Stage, project: str) -> None:
    """In January, before the second round: the year's shares follow the successor; a hearing precedes the recovery."""
    completed = [each for each in stage.below(project, "company") if each.state == "completed"]
    _succeed(stage, project, completed[0].id)
    _recover(stage, project, completed[1].id)


def _succeed(stage: Stage, project: str, id: str) -> None:
    former, area = str(stage.stream(id).facts["brn"]), str(stage.stream(project).facts["area"])
    successor = brn(area, 9_500)
    told = {
        "former": former,
        "successor": successor,
        "succeeded_on": (stage.today - timedelta(days=3)).isoformat(),
        "document": sha("succession"),
    }
    stage.do(stage.officer, "record_succession", stage.call, **told)
    if stage.stream(id).facts["brn"] != successor:
        raise DemoError(f"{id} should stand under its successor's number")
    stage.refuse(stage.order(stage.officer, "record_succession", stage.call, told), "call.succession")


def _recover(stage: Stage, project: str, id: str) -> None:
    lead = stage.lead(project)
    cancellation = {"cause": "false_data", "reason": "허위 증빙", "recover": RECOVERED}
    stage.refuse(stage.order(lead, "cancel", id, cancellation), "company.no_hearing")
    stage.do(lead, "hear", id, reason="허위 증빙으로 지원취소 예정", notice=sha("notice of a cancellation"))
    stage.do(lead, "cancel", id, **cancellation, opinion="증빙 착오를 인정함")
    stage.later(4)
    owner = company(str(stage.stream(id).facts["brn"]))
    stage.refuse(stage.order(owner, "recover", id, {"repaid": RECOVERED, "statement": sha("x")}), "role.not_allowed")
    stage.do(lead, "recover", id, repaid=RECOVERED, statement=sha("repaid by the company"))
    stage.check(id, "recovered")
