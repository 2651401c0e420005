"""What the commands of a support (①–⑧) carry. Money is integer won, instants carry an offset."""

from datetime import date
from typing import Annotated

from pydantic import Field

from states.lifecycle import Payload, version
from states.payloads.common import Brn, Code, Count, Instant, Line, Reasoned, Ref, Sha256, Text, Won

Lines = Annotated[tuple[Text, ...], Field(min_length=1)]


class Opening(Payload):
    """One recruitment of a round: its number, the project's round and its programmes."""

    order: Annotated[int, Field(ge=1, le=99)]
    round: Annotated[int, Field(ge=1, le=2)]
    programmes: Annotated[tuple[Code, ...], Field(min_length=1)]


class PlannedProgramme(Payload):
    """A programme as planned: its items, companies aimed at, the most one company gets and the sum, in won."""

    id: Code
    items: tuple[Code, ...]
    companies: Count
    per_company: Won
    amount: Won


class Plan(Payload):
    """① The plan, on an analysis of the area's companies and industry, with how K-TOP is used to choose companies."""

    plan: Annotated[tuple[PlannedProgramme, ...], Field(min_length=1)]
    ktop_use: Text
    analysis: Sha256
    document: Sha256


class Points(Payload):
    """What has to be supplemented."""

    points: Lines


class PlanApproval(Payload):
    approval_no: Line


class CompanyNotice(Payload):
    """③ The public notice and its reception, both ends inclusive."""

    notice_no: Line
    notice: Sha256
    opens_at: Instant
    closes_at: Instant


class FurtherNotice(CompanyNotice, Reasoned):
    """A further notice, because too few companies were found."""


class SelectedCompany(Payload):
    company: Ref
    amount: Annotated[int, Field(ge=1, le=2**53 - 1)]


class CompanySelection(Payload):
    """④ The companies selected and the support of each, in won."""

    selection: Annotated[tuple[SelectedCompany, ...], Field(min_length=1)]
    minutes: Sha256


class Report(Payload):
    """A report, by the fingerprint of its document."""

    report: Sha256


class Participants(Payload):
    """Companies that took part in a programme that gives them no money."""

    programme: Code
    brns: Annotated[tuple[Brn, ...], Field(min_length=1)]
    held_on: date


class SupportInspection(Payload):
    """⑦ An inspection of one company: what was looked at, with its document."""

    company: Ref
    checklist: Lines
    document: Sha256


class Finding(SupportInspection):
    """An inspection that found something to be cured."""

    finding: Text


class FindingsCure(Payload):
    """How the open findings were cured, by company."""

    cured: Annotated[tuple[Ref, ...], Field(min_length=1)]
    evidence: Sha256


class ScheduledCure(Payload):
    company: Ref
    until: date


class InspectionAcceptance(Payload):
    """⑦ The agency's acceptance; an open finding needs a day until which it will be cured."""

    scheduled: tuple[ScheduledCure, ...] = ()


@version(2)
class Preference(Payload):
    """⑧ What a partner ministry preferred, for whom, on which paper; `granted` false: it records that there is none.

    `facilities`: what of the infrastructure promised beside it the municipality has given, named as it was promised.
    """

    granted: bool
    what: Text
    beneficiary: Line
    document: Sha256
    facilities: Annotated[tuple[Line, ...], Field(max_length=30)] = ()
