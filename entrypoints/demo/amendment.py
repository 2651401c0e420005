"""Between reception and evaluation the call is amended: a criterion corrected, the time for supplements lengthened."""

import re

from entrypoints.demo.cast import officer
from entrypoints.demo.stage import DemoError, Stage
from states.rules.call_rules import parse
from workflow.amendment import amendment
from workflow.deadline_book import acceptances, proposals
from workflow.definitions import store_call
from workflow.proposals import proposal_of

MORE_DAYS = 2
PERIOD = "supplement_screening"


def play(stage: Stage, asked: list[str]) -> None:
    """Amended, heard of by every project on its way; the deadlines it touches are looked at, then accepted.

    `asked`: the projects over which the lengthened period is open.
    """
    files = changed(stage)
    said = {"notice_no": f"{stage.rules.call.year}-변경-1", "reason": "지표 설명 정정 및 서류보완 기간 연장"}
    with stage.store.transaction() as transaction:
        store_call(files, transaction)
    with stage.store.snapshot() as reader:
        found = amendment(reader, stage.engine.definitions, stage.call, parse(files), said)
    if sorted(each.stream for each in found.touched) != sorted(asked):
        raise DemoError(f"the amendment should touch {len(asked)} deadlines, not {len(found.touched)}")
    notice = dict(found.data)
    wrong = stage.order(stage.minister, "amend", stage.call, notice | {"changed": ["reception"]})
    stage.refuse(wrong, "call.not_amendable")
    stage.do(stage.minister, "amend", stage.call, **notice)
    stage.rules = parse(files)
    accept(stage, "변경 공고에 따라 다시 계산", "amendment-1")


def changed(stage: Stage) -> dict[str, str]:
    """The call's folder with the description of a criterion corrected and a period lengthened by two days."""
    files, criterion = dict(stage.files), stage.rules.criteria[0]
    corrected = f"{criterion.description_ko} 및 실행 여건"
    decided = stage.stream(stage.call).facts.get("settings", {})
    days = int(re.sub(r"\D.*", "", stage.rules.length(PERIOD, decided) or "0")) + MORE_DAYS
    length = rf'\g<1>"{days}d"'
    toml = re.sub(rf"(\[periods\.{PERIOD}\]\nrule = .*\nlength = ).*", length, files["call.toml"])
    return files | {
        "call.toml": toml,
        "criteria.csv": files["criteria.csv"].replace(criterion.description_ko, corrected, 1),
    }


def accept(stage: Stage, reason: str, batch: str) -> None:
    """What a person has looked at is taken over, a command for each; afterwards nothing is left to accept."""
    second = officer(stage.rules, 2)
    with stage.store.snapshot() as reader:
        found = proposals(reader, stage.call, stage.rules)
    stage.tell(*map(proposal_of, acceptances(found, reason, stage.officer, batch, stage.clock.now())))
    stage.tell(*acceptances(found, reason, second, batch, stage.clock.now()))
    with stage.store.snapshot() as reader:
        if left := proposals(reader, stage.call, stage.rules):
            raise DemoError(f"{len(left)} deadlines should have been moved")
