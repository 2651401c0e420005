"""What every lifecycle has: reminders by the clock, and deadlines that people extend, suspend, resume, recompute."""

from collections.abc import Iterable

from states.guards.deadlines import (
    deadline_rests,
    deadline_runs,
    deadline_stands,
    ends_later,
    extend,
    not_for_all,
    proposal_stands,
    recompute,
    resume,
    suspend,
)
from states.lifecycle import STAY, Notice, State, T, Transition
from states.payloads import deadline as d
from states.roles import ABOVE, AGENCY, MINISTRY, OWNER, SYSTEM
from states.standing import CHASE, REMIND

REMINDER = Notice("deadline_reminder", (OWNER,), "기한 안내", "A deadline is near")
OVERDUE = Notice("deadline_overdue", (OWNER, ABOVE), "기한 경과 안내", "A deadline has passed")
MOVED = Notice("deadline_moved", (OWNER, AGENCY), "기한 변경 안내", "A deadline was moved")


def deadline_rows(states: Iterable[State], also: Iterable[State] = ()) -> tuple[Transition, ...]:
    """The rows on the deadlines that can stand over a lifecycle's states: all but its ends, and `also` these ends."""
    timed = (*(state for state in states if not state.terminal), *also)
    return (
        T(
            REMIND, timed, STAY, by=SYSTEM, ko="기한 알림", en="Remind", payload=d.Reminded, notify=[REMINDER],
            cite="common",
        ),
        T(
            CHASE, timed, STAY, by=SYSTEM, ko="기한 경과 알림", en="Remind of what is overdue", payload=d.Reminded,
            notify=[OVERDUE], cite="common",
        ),
        T(
            "extend_deadline", timed, STAY, by=(AGENCY, MINISTRY), ko="기한 연장", en="Extend a deadline",
            payload=d.Extended, two_person=True, guards=[deadline_stands, not_for_all, deadline_runs, ends_later],
            moves=extend, notify=[MOVED], cite="행정절차법 16; common",
        ),
        T(
            "suspend_deadline", timed, STAY, by=(AGENCY, MINISTRY), ko="기한 진행 정지", en="Suspend a deadline",
            payload=d.Suspended, two_person=True, guards=[deadline_stands, not_for_all, deadline_runs], moves=suspend,
            notify=[MOVED], cite="행정절차법 16①",
        ),
        T(
            "resume_deadline", timed, STAY, by=(AGENCY, MINISTRY), ko="기한 진행 재개", en="Resume a deadline",
            payload=d.Resumed, guards=[deadline_stands, deadline_rests], moves=resume, notify=[MOVED],
            cite="행정절차법 16①",
        ),
        T(
            "recompute_deadline", timed, STAY, by=(AGENCY, MINISTRY), ko="기한 재계산 확정",
            en="Accept a recomputed deadline", payload=d.Recomputed,
            two_person=True, guards=[deadline_stands, deadline_runs, proposal_stands], moves=recompute, notify=[MOVED],
            cite="행정기본법 6①; 민법 161",
        ),
    )  # fmt: skip
