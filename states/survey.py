"""The lifecycle of an answer to the demand survey (공고 §6·붙임6): revisable until the survey closes, then kept."""

from states import laws
from states.deadline_rows import deadline_rows
from states.guards import survey as s
from states.guards.reception import call_announced
from states.lifecycle import UNBORN, Deadline, Lifecycle, Notice, State, T
from states.payloads.common import Expiry
from states.payloads.survey import FirstResponse, Response
from states.proposals import with_second_person
from states.roles import ADMIN, AGENCY, AUDITOR, LEAD, MINISTRY, PARTNER_MINISTRY, SYSTEM

READERS = frozenset({MINISTRY, PARTNER_MINISTRY, AGENCY, ADMIN, AUDITOR})
"""Who reads all answers: those who make policy of them. Nobody who evaluates does (공고 §6)."""

ANSWERED = State("answered", "회신", "Answered", phase="survey", cite="공고 붙임6", owner=LEAD)
CLOSED = State("closed", "회신마감", "Closed", phase="end", cite="공고 §6", terminal=True)
WITHDRAWN = State("withdrawn", "회신취하", "Withdrawn", phase="end", cite="common", terminal=True)

SURVEY_CLOSE = Deadline(
    "survey", "수요조사 회신", "Demand survey", owner=LEAD, fires="close_survey", cite="공고 §6·붙임6",
    at=s.survey_closes_at,
)  # fmt: skip

SURVEY_RECEIPT = Notice("survey_receipt", (LEAD,), "수요조사 회신 접수증", "Receipt of the survey's answer")

SOUND = (
    s.survey_open, s.questions_known, s.answers_fit, s.others_described, s.projects_described, s.nothing_stands_alone,
)  # fmt: skip

ROWS = (
    T(
        "answer", UNBORN, ANSWERED, by=LEAD, ko="수요조사 회신", en="Answer the survey", payload=FirstResponse,
        guards=[call_announced, s.own_area, *SOUND], claims=[s.one_answer], records=s.begun, opens=[SURVEY_CLOSE],
        notify=[SURVEY_RECEIPT], cite="공고 §6·붙임6",
    ),
    T(
        "revise", (ANSWERED, CLOSED), ANSWERED, by=LEAD, ko="회신 수정", en="Revise the answer", payload=Response,
        guards=SOUND, records=s.answered, opens=[SURVEY_CLOSE], notify=[SURVEY_RECEIPT], cite="공고 붙임6",
    ),
    T(
        "withdraw", ANSWERED, WITHDRAWN, by=LEAD, ko="회신 취하", en="Withdraw the answer", guards=[s.survey_open],
        claims=[s.answer_given_back], cite="common",
    ),
    T(
        "close_survey", ANSWERED, CLOSED, by=SYSTEM, ko="회신마감", en="Close the survey", payload=Expiry,
        cite="공고 §6",
    ),
)  # fmt: skip

SURVEY = Lifecycle(
    name="survey",
    ko="수요조사 회신",
    en="Survey answer",
    states=(ANSWERED, CLOSED, WITHDRAWN),
    rows=with_second_person((*ROWS, *deadline_rows((ANSWERED,))), (ANSWERED,)),
    properties=laws.SURVEY,
)
