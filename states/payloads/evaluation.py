"""What the commands of screening and evaluation carry. Points are hundredths; people are pseudonymous refs."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from states.lifecycle import Payload, Private
from states.payloads.common import Code, Document, Hundredths, Line, Reasoned, Ref, Sha256, Text

Panel = Annotated[tuple[Ref, ...], Field(min_length=1, max_length=30)]
ConflictGround = Literal["kinship", "employment", "advice", "interest", "other"]
"""Why an evaluator steps aside (제척·회피)."""


class Screening(Payload):
    """Who screens the application."""

    screener: Ref


class SupplementRequest(Reasoned):
    """What is missing and may be supplied."""

    items: Annotated[tuple[Line, ...], Field(min_length=1, max_length=50)]


class Supplement(Payload):
    """The papers supplied."""

    documents: Annotated[tuple[Document, ...], Field(min_length=1, max_length=200)]


class Exclusion(Reasoned):
    """A reason code of the call and its explanation."""

    ground: Code
    notice: Sha256


class Deduction(Reasoned):
    """What is marked down, on which ground of the call and why; 0 points note a disadvantage without a number."""

    ground: Code
    points: Hundredths = 0


class Passed(Payload):
    """The checklist, and the blanks or falsehoods held against the applicant."""

    checklist: Sha256
    disadvantages: Annotated[tuple[Deduction, ...], Field(max_length=50)] = ()


class Presentation(Payload):
    """The panel, and who presents on which day."""

    panel: Panel
    presenter: Ref
    presented_on: date


class NoShow(Reasoned):
    """The minutes that record the absence."""

    minutes: Sha256


class Sheet(Payload):
    """One evaluator's points by indicator number, what they mark down, and their opinion."""

    points: Annotated[dict[Code, Hundredths], Field(max_length=40)]
    deductions: Annotated[tuple[Deduction, ...], Field(max_length=20)] = ()
    opinion: Text | None = None


class SheetEntry(Payload):
    """An evaluator's own sheet, which is secret (운영요령 89)."""

    sheet: Annotated[Sheet, Private()]


class Recusal(Payload):
    """Why an evaluator leaves the panel of one project."""

    ground: ConflictGround


class EvaluatorAbsence(Reasoned):
    """An evaluator of the panel who did not come or gave no sheet, as the minutes record."""

    evaluator: Ref
    minutes: Sha256


class Closing(Payload):
    """The overall opinion of the panel, which is not secret (운영요령 25①)."""

    opinion: Text
