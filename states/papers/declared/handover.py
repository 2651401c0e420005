"""인계인수서: a person's desk as it stands: duties, deadlines, approvals, delegations."""

from states.papers.parts import PERSON, Column, Paper, Says, Table
from states.papers.rows.desk import delegated, duties, own_deadlines, proposed, to_act, to_approve
from states.roles import ADMIN

WAITING = (
    Column("title", wide=5),
    Column("step", ko="처리", en="Step", wide=4),
    Column("day", ko="제안일", en="Proposed on"),
)

PAPER = Paper(
    id="handover",
    ko="업무 인계인수서",
    en="Handover",
    on=(PERSON,),
    by=frozenset({ADMIN}),
    cite="common",
    parts=(
        Table(
            duties,
            (
                Column("role", ko="역할", en="Role"),
                Column("org", ko="기관", en="Organisation", wide=4),
                Column("since", ko="시작", en="Since"),
                Column("until", ko="종료", en="Until"),
                Column("behalf", ko="대행 대상", en="On behalf of"),
            ),
            "담당 업무",
            "Duties",
        ),
        Table(
            own_deadlines,
            (
                Column("title", wide=5),
                Column("deadline", ko="기한", en="Deadline", wide=4),
                Column("due_date", ko="기한일", en="Due"),
                Column("late", "yes", "경과", "Overdue", wide=1),
            ),
            "기한",
            "Deadlines",
        ),
        Table(
            to_act,
            (
                Column("title", wide=5),
                Column("now", ko="상태", en="State", wide=4),
                Column("due_date", ko="다음 기한", en="Next due"),
            ),
            "처리를 기다리는 건",
            "Waiting for the next step",
        ),
        Table(to_approve, WAITING, "승인을 기다리는 건", "Waiting for approval"),
        Table(proposed, WAITING, "제안하고 결정을 기다리는 건", "Proposed and not decided"),
        Table(
            delegated,
            (
                Column("role", ko="역할", en="Role"),
                Column("org", ko="기관", en="Organisation", wide=4),
                Column("since", ko="시작", en="Since"),
                Column("until", ko="종료", en="Until"),
            ),
            "대행 중인 업무",
            "Held by a stand-in",
        ),
        Says("위와 같이 업무를 인계·인수합니다.", "The desk is handed over as it stands above.", level=0),
        Says(
            "인계자:              (서명)     인수자:              (서명)     입회자:              (서명)",
            "From:              (signed)     To:              (signed)     Witness:              (signed)",
            level=0,
        ),
    ),
)
