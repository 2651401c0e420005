"""What the commands of a call carry. Money is integer won, instants carry an offset."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from states.lifecycle import Payload, version
from states.payloads.common import (
    AreaCode,
    Brn,
    Code,
    Count,
    Document,
    Instant,
    Line,
    Reasoned,
    Ref,
    Sha256,
    Text,
    Won,
)
from states.payloads.evaluation import ConflictGround

Year = Annotated[int, Field(ge=2000, le=2100)]
SettingValue = Annotated[int, Field(ge=0, le=2**53 - 1)] | Text | tuple[Line, ...]


class Loading(Payload):
    """The fingerprint of the call's folder, and of the lifecycle of each kind that what is below it begins under.

    A kind that is not named begins under whatever is current then.
    """

    rules: Sha256
    lifecycles: dict[Code, Sha256] = Field(default_factory=dict)


class NoticeNumber(Payload):
    ministry: Code
    number: Line


class Announcement(Payload):
    """The joint notice: its numbers, its date in Korea and its file."""

    notices: Annotated[tuple[NoticeNumber, ...], Field(min_length=1)]
    announced_on: date
    document: Sha256


@version(2)
class SettingDecision(Reasoned):
    """A decision on what the announcement leaves open."""

    name: Code
    value: SettingValue


class Extension(Reasoned):
    """A later end of reception, inclusive, and the number of the correction notice."""

    reception_closes_at: Instant
    notice_no: Line


@version(2)
class Relief(Reasoned):
    """The relief after an outage: from when to when it lasted, the evidence, the notice that tells everyone."""

    reception_closes_at: Instant
    outage_from: Instant
    outage_until: Instant
    evidence: tuple[Document, ...]
    notice_no: Line


class Amendment(Reasoned):
    """A changed call: its new fingerprint and the sections that changed."""

    rules: Sha256
    changed: Annotated[tuple[Code, ...], Field(min_length=1)]
    notice_no: Line


class BudgetVote(Payload):
    """The vote of the National Assembly on a fiscal year's state money."""

    year: Year
    amount: Won
    voted_on: date
    document: Sha256


class Member(Payload):
    """An evaluator, the organisation they work for and, if any, the area they belong to."""

    evaluator: Ref
    org: Ref
    area: AreaCode | None = None


class CommitteeNaming(Payload):
    """The evaluators one ministry names or, where another has named them, endorses; and the letter that says so."""

    members: Annotated[tuple[Member, ...], Field(min_length=1, max_length=100)]
    document: Sha256


class Conflict(Payload):
    """A project an evaluator must not judge, and on which ground."""

    project: Ref
    ground: ConflictGround


class Declaration(Payload):
    """An evaluator's signed pledge of fairness and secrecy, with every conflict they know of."""

    pledge: Sha256
    conflicts: Annotated[tuple[Conflict, ...], Field(max_length=100)] = ()


class EvaluationOpening(Payload):
    """The plan of evaluation."""

    plan: Sha256


class AreaFact(Payload):
    """What another system says of an area, since when and until when, and the row it stands in.

    `account`: the fund's account that pays; `people`: the visas allotted; `won`: the money of a project or agreement.
    """

    area: AreaCode
    since: date
    until: date | None = None
    account: Literal["municipal", "provincial"] | None = None
    people: Count | None = None
    won: Won | None = None
    title: Line | None = None
    row: Annotated[int, Field(ge=2, le=100_000)]


class AreaFacts(Payload):
    """A whole file of one list, by its fingerprint; an area already listed is replaced."""

    area_list: Literal["visa", "fund", "agreements"]
    areas: Annotated[tuple[AreaFact, ...], Field(min_length=1, max_length=400)]
    file: Sha256


class SuccessionRecord(Payload):
    """A company's new registration number by succession (사업자 승계), since when, and the proof."""

    former: Brn
    successor: Brn
    succeeded_on: date
    document: Sha256


class RankingDecision(Payload):
    """The committee's order of projects with the same score, and why; nothing when there is no tie."""

    tie_order: tuple[Ref, ...] = ()
    tie_reason: Text | None = None


class Award(Payload):
    """State money of the fiscal year for one project, in won."""

    project: Ref
    amount: Annotated[int, Field(ge=1, le=2**53 - 1)]


@version(2)
class AwardDecision(Payload):
    """Who is awarded how much, and the reserve list, both by rank."""

    awards: Annotated[tuple[Award, ...], Field(min_length=1)]
    reserves: tuple[Ref, ...] = ()
    fiscal_year: Year


@version(2)
class RankingRevision(AwardDecision, Reasoned):
    """The whole list of awards and reserves as it stands after a re-evaluation or a withdrawal."""

    tie_order: tuple[Ref, ...] = ()
    tie_reason: Text | None = None


@version(2)
class AwardCut(Reasoned):
    """The awards as they are lowered: everyone who holds one, with its won of the fiscal year."""

    awards: Annotated[tuple[Award, ...], Field(min_length=1)]
    fiscal_year: Year


class Confirmation(Payload):
    """The minister's decision."""

    decision_no: Line
    document: Sha256
