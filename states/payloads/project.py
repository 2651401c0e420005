"""What the commands of a project carry. Money is integer won; points are hundredths; people are pseudonymous refs."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from states.lifecycle import Payload, version
from states.payloads.common import (
    MOST,
    AreaCode,
    Brn,
    Code,
    Count,
    Decided,
    Document,
    Imported,
    Line,
    Percent,
    Reasoned,
    Ref,
    Sha256,
    Text,
    Won,
)
from states.payloads.evaluation import Panel

Ministries = Annotated[tuple[Code, ...], Field(min_length=1, max_length=12)]
Refs = Annotated[tuple[Ref, ...], Field(min_length=1, max_length=100)]
ItemNo = Annotated[int, Field(ge=1, le=30)]
Year = Annotated[int, Field(ge=2000, le=2100)]
Lines = Annotated[tuple[Line, ...], Field(min_length=1, max_length=50)]


class Evidence(Payload):
    """A proof of a ministry's link to the area: its document and the day it was designated."""

    document: Sha256
    dated: date


class Registration(Payload):
    """A project's place: the municipality, the ministries that work together, its title."""

    area: AreaCode
    ministries: Ministries
    title: Line
    evidence: Annotated[dict[Code, Evidence], Field(max_length=12)] = Field(default_factory=dict)


class TakenOver(Payload):
    """A running project of an earlier call as it stands: its place, the fiscal year's money in won, its agreement."""

    area: AreaCode
    ministries: Ministries
    title: Line
    fiscal_year: Annotated[int, Field(ge=2000, le=2100)]
    award: Annotated[int, Field(ge=1, le=MOST)]
    province_pledge: Won
    municipality_pledge: Won
    agreement_no: Line
    starts_on: date
    ends_on: date
    programmes: Annotated[tuple[Code, ...], Field(max_length=20)] = ()
    imported: Imported


class Facility(Payload):
    """Infrastructure the municipality promises beside what a partner ministry links (공고 §2), and by when."""

    ministry: Code
    facility: Line
    until: date | None = None


class Plan(Payload):
    """The project plan: its document, how K-TOP is used, and the won of it that go to companies directly.

    `target_group`: the lines of business the municipality fosters (육성 타겟군, 공고 §1); it supports no other.
    """

    document: Sha256
    ktop_use: Text | None = None
    direct: Won | None = None
    target_group: Annotated[tuple[Line, ...], Field(max_length=30)] | None = None
    facilities: Annotated[tuple[Facility, ...], Field(max_length=30)] | None = None


class Budget(Payload):
    """The money of one fiscal year, in won."""

    national: Won
    province: Won
    municipality: Won


class Person(Payload):
    """Someone who takes part: a ref, the role and the share of their time in percent."""

    ref: Ref
    role: Literal["lead", "member"]
    rate: Percent


class Participant(Payload):
    """A participating organisation and its kind; one of an open kind (기타) with the reason."""

    org: Ref
    kind: Code
    reason: Text | None = None


class Letter(Payload):
    """A company's letter of intent."""

    brn: Brn
    document: Sha256


class Confirmations(Payload):
    """Whether municipality and province have confirmed the application in writing."""

    municipality: bool
    province: bool


class Application(Payload):
    """Any parts of an application; each replaces what was saved of it before."""

    title: Line | None = None
    ministries: Ministries | None = None
    evidence: Annotated[dict[Code, Evidence], Field(max_length=12)] | None = None
    plan: Plan | None = None
    budget: Budget | None = None
    people: Annotated[tuple[Person, ...], Field(min_length=1, max_length=100)] | None = None
    participants: Annotated[tuple[Participant, ...], Field(max_length=50)] | None = None
    programmes: Annotated[tuple[Code, ...], Field(max_length=20)] | None = None
    programme_items: Annotated[tuple[Code, ...], Field(max_length=60)] | None = None
    letters: Annotated[tuple[Letter, ...], Field(max_length=200)] | None = None
    confirmations: Confirmations | None = None
    documents: Annotated[tuple[Document, ...], Field(max_length=200)] | None = None


class Withdrawal(Payload):
    """The letter by which a lead steps back, and whether the municipality consents."""

    letter: Sha256
    municipality_consents: bool = False


class Result(Payload):
    """What a result notice tells: place, committee and opinion (운영요령 25①)."""

    rank: Annotated[int, Field(ge=1)] | None = None
    committee: Annotated[tuple[Ref, ...], Field(max_length=30)] | None = None
    opinion: Text | None = None
    reason: Text | None = None


class Award(Result):
    """A selection: the won of the fiscal year and the supplements asked for."""

    amount: Won
    supplements: Annotated[tuple[Line, ...], Field(max_length=50)] | None = None


class Objection(Reasoned):
    """A grave fault in method or procedure (운영요령 25②) and the letter."""

    ground: Literal["method", "procedure"]
    letter: Sha256


class ObjectionDecision(Decided):
    """A decision on an objection and the panel that gave it."""

    review_panel: Panel


class Acceptance(Payload):
    """The match pledged, in won, and the document that pledges it."""

    province_pledge: Won
    municipality_pledge: Won
    pledge: Sha256


class Confirmed(Payload):
    """The final amount of the fiscal year, in won."""

    amount: Won


class Reduction(Reasoned):
    """The lower amount of the fiscal year, in won."""

    amount: Won


class PlanEntry(Payload):
    """The version of the regional industry plan that contains the project."""

    plan_version: Line
    document: Sha256


class AskedSupplements(Payload):
    """What the evaluation committee asked to be supplemented."""

    supplements: Lines


class PlanSupplement(Payload):
    """The revised plan, which supplements it answers, and whether the municipality has confirmed it."""

    plan: Plan
    answered: Lines
    municipality_confirmed: bool


class Suspension(Reasoned):
    """Which reason of 운영요령 67① stands in the way."""

    ground: Line


class Signing(Payload):
    """A party's signature: the document it signs, and the day."""

    agreement: Sha256
    signed_on: date


class Agreement(Signing):
    """The agreement as the agency concludes it: its document, its items by number (운영요령 66: ten), its term."""

    agreement_items: Annotated[tuple[ItemNo, ...], Field(min_length=1, max_length=30)]
    starts_on: date
    ends_on: date


class Hearing(Reasoned):
    """The notice of an intended adverse decision (행정절차법 21)."""

    intended: Literal["cancel_selection", "disqualify"]
    notice: Sha256


class Opinion(Payload):
    """What the lead says before an adverse decision, and the letter."""

    lead_opinion: Text
    letter: Sha256


class Adverse(Reasoned):
    """An adverse decision: the opinion heard, or why none had to be (행정절차법 21④)."""

    document: Sha256
    opinion: Text | None = None
    exempt: Text | None = None


class Cancellation(Adverse):
    """A selection is cancelled for a false statement or for periods missed."""

    ground: Literal["false_statement", "period_missed"]


class Disqualification(Adverse):
    """A project is excluded for a false fact or a false document."""

    ground: Literal["false_fact", "false_document"]


class Beginning(Payload):
    """The account of the spending system that the round runs on."""

    rcms_account: Line


class Payment(Payload):
    """Money granted: whose, how many won, when; of the present fiscal year where none is named."""

    source: Literal["national", "province", "municipality"]
    amount: Annotated[int, Field(ge=1, le=MOST)]
    paid_on: date
    document: Sha256
    year: Year | None = None


class LocalBudget(Payload):
    """Local money budgeted, in won: in the main budget (본예산) or a supplementary one (추경)."""

    source: Literal["province", "municipality"]
    amount: Annotated[int, Field(ge=1, le=MOST)]
    kind: Literal["main", "supplementary"]
    voted_on: date
    document: Sha256
    year: Year | None = None


class CarryOver(Payload):
    """What was left of a fiscal year and the interest on it, in won, carried into the next with the approval."""

    year: Year
    amount: Won
    interest: Won
    document: Sha256


class Change(Reasoned):
    """A change of the agreement that the lead asked for, approved or merely notified."""

    kind: Literal["approval", "notice"]
    subject: Line
    request: Sha256


class PeopleChange(Payload):
    """The people as they shall be; the agency's approval where one is asked for."""

    people: Annotated[tuple[Person, ...], Field(min_length=1, max_length=100)]
    approval: Sha256 | None = None


class AnnualReport(Payload):
    """The report of the round, the plan of the next and the money of its fiscal year, in won."""

    annual_report: Sha256
    next_plan: Sha256
    next_budget: Budget


class Judged(Payload):
    """An evaluation after the agreement: the evaluators who gave it."""

    evaluators: Panel


@version(2)
class Continuation(Judged):
    """The grade of the annual evaluation and the won of the next fiscal year."""

    grade: Code
    amount: Won


@version(2)
class Graded(Judged):
    """A grade of the call and the opinion on it."""

    grade: Code
    opinion: Text


class IntendedStop(Reasoned):
    """The notice that the project is to be stopped after the round, and the grade it rests on (행정절차법 21①)."""

    grade: Code
    notice: Sha256


class SpecialEvaluation(Reasoned):
    """Which of the reasons of 운영요령 69① leads to a special evaluation."""

    ground: Annotated[int, Field(ge=1, le=13)]
    notice: Sha256


class SpecialResult(Judged, Decided):
    """What the special evaluation decided."""


class Explanation(Payload):
    """What the lead says before the special evaluation decides."""

    explanation: Text
    document: Sha256


class UsageReport(Payload):
    """The report on how the money was used."""

    usage_report: Sha256


class FinalReport(Payload):
    """The final report."""

    final_report: Sha256


class SettlementNotice(Payload):
    """What has to be paid back, in won, after the accountant's check."""

    refund: Won
    accountant: Ref
    statement: Sha256


class Settlement(Payload):
    """What was paid back, in won, and whether the rest is being collected."""

    refunded: Won
    in_collection: bool = False
    statement: Sha256


class ResultsReport(Payload):
    """The report on how the results are used, for one year."""

    results_report: Sha256
    year: Annotated[int, Field(ge=2000, le=2100)]


class Sanction(Reasoned):
    """The ground of 운영요령 82① and the prior notice."""

    ground: Line
    notice: Sha256


class SanctionDecision(Decided):
    """What a sanction review decided: won to pay, years of restriction."""

    sanction_amount: Won
    restriction_years: Count


class SanctionPayment(Payload):
    """Won paid for a sanction."""

    amount: Annotated[int, Field(ge=1, le=2**53 - 1)]
    paid_on: date
    document: Sha256
