"""What the commands of a company carry. Money is integer won, instants carry an offset."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from states.lifecycle import Payload, version
from states.payloads.common import (
    MOST,
    Brn,
    Code,
    Filed,
    Hundredths,
    Imported,
    Instant,
    Line,
    Reasoned,
    Ref,
    Sha256,
    Text,
    Won,
)


class LetterOfIntent(Filed):
    """A company's letter of intent, attached to the application of the project."""

    brn: Brn
    signed_on: date


class Application(Filed):
    """An application to a support. Sales in won of the latest closed fiscal year, 0 where none is closed."""

    support: Ref
    programmes: Annotated[tuple[Code, ...], Field(min_length=1)]
    sales: Won


class DirectApplication(Application):
    """An application without a letter of intent before."""

    brn: Brn


class Lapse(Reasoned):
    """Why a letter of intent leads nowhere; `support` names the recruitment it was not used for."""

    support: Ref | None = None


class CheckFailure(Payload):
    """Why a company is not eligible (공고 §1)."""

    cause: Literal["not_sme", "not_target_group", "other_area", "arrears", "barred", "other"]
    reason: Text


class Ktop(Payload):
    """The K-TOP index in hundredths, its four areas, grade, day and source; which of its inputs were present."""

    index: Hundredths
    infrastructure: Hundredths
    input: Hundredths
    activity: Hundredths
    output: Hundredths
    grade: Line
    version: Line
    measured_on: date
    source: Line
    quantitative_items: Annotated[int, Field(ge=0, le=10)]
    finance: bool


class KtopRecord(Payload):
    """The index, and the file and row it was imported from."""

    ktop: Ktop
    imported: Imported | None = None


@version(2)
class Evaluation(Payload):
    """The lead's evaluation: hundredths of a point, out of 100 points.

    `business`: the line of business (업종) that puts the company in the project's target group.
    """

    score: Annotated[int, Field(ge=0, le=10_000)]
    opinion: Text
    business: Line | None = None


class Item(Payload):
    """Support of one programme and the company's own share, in won; `item` is the sub-programme."""

    programme: Code
    item: Code | None = None
    amount: Annotated[int, Field(ge=1, le=2**53 - 1)]
    self_pay: Won


class Selection(Payload):
    """④ What the company gets in a calendar year."""

    items: Annotated[tuple[Item, ...], Field(min_length=1)]
    year: Annotated[int, Field(ge=2000, le=2100)]


class Waitlisting(Payload):
    rank: Annotated[int, Field(ge=1, le=9_999)]


class CompanyAgreement(Payload):
    """The agreement, with what the company has deposited of its own share: cash and in kind, in won."""

    agreement: Sha256
    signed_on: date
    cash: Won
    in_kind: Won


class Beginning(Payload):
    """The account in RCMS and the last instant of the support, inclusive."""

    rcms: Line
    support_ends_at: Instant


class SupportPayment(Payload):
    """Won of support paid to the company, and the proof."""

    won: Annotated[int, Field(ge=1, le=MOST)]
    paid_on: date
    document: Sha256


class Spending(Payload):
    """Won spent in a month as RCMS has it: the month's sum, replacing what was told of it before."""

    month: Annotated[str, Field(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]
    won: Won
    imported: Imported | None = None


class CompanyInspection(Payload):
    """What was looked at and what was found; no finding leaves `finding` out."""

    checklist: Annotated[tuple[Text, ...], Field(min_length=1)]
    document: Sha256
    finding: Text | None = None


class CorrectionOrder(Payload):
    correction: Text


class Correction(Payload):
    """The proof of a correction, and the person of the lead organisation who accepted it."""

    evidence: Sha256
    accepted_by: Ref


class Completion(Payload):
    """The report and the settlement, in won: spent of the support, of the own share, and support given back unspent."""

    report: Sha256
    deliverables_checked: bool
    costs_settled: bool
    spent: Won
    self_paid: Won
    returned: Won = 0


class GivingUp(Filed):
    """A company's letter, with what it has already been paid, in won."""

    paid: Won


class Hearing(Reasoned):
    """The notice of an intended cancellation and its document (행정절차법 21)."""

    notice: Sha256


class CompanyCancellation(Payload):
    """Why the support is cancelled, what is to be recovered in won, and the company's opinion if it gave one."""

    cause: Literal["false_data", "closure", "moved_out", "correction_missed", "other"]
    reason: Text
    recover: Won
    opinion: Text | None = None


class Succession(Payload):
    """The registration number of the company's successor."""

    brn: Brn


class Recovery(Payload):
    """What was repaid, in won, and the statement of account."""

    repaid: Won
    statement: Sha256
