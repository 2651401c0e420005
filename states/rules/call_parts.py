"""The parts of a call's rules, as its files hold them: strict, closed, frozen. Money is won, shares whole percent."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError


def _digits(cell: str) -> int:
    """A cell's whole number: "5.0" and "five" are none."""
    if not cell.isdecimal():
        raise PydanticCustomError("int_parsing", "Input should be a whole number")
    return int(cell)


def _scalar(value: Any) -> Any:
    if not isinstance(value, int | str):
        raise PydanticCustomError("scalar_type", "Input should be a whole number or text")
    return value


def _list(cell: Any) -> Any:
    return tuple(cell.split("|")) if isinstance(cell, str) else cell


MOST = 2**53 - 1
"""The largest whole number every reader of JSON keeps."""
KST = timezone(timedelta(hours=9), "KST")

Words = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=0, le=MOST)]
Cell = Annotated[int, BeforeValidator(_digits)]
Won = Annotated[int, Field(ge=1, le=MOST)]
Percent = Annotated[int, Field(ge=0, le=100)]
Year = Annotated[int, Field(ge=2000, le=2100)]
Instant = Annotated[AwareDatetime, AfterValidator(lambda instant: instant.astimezone(UTC))]
Codes = Annotated[tuple[str, ...], BeforeValidator(_list)]
Reminder = Annotated[str, Field(pattern=r"^(-0d|[+-][1-9]\d{0,2}[dh])$")]
AreaKind = Literal["depopulation", "interest", "rural_agreement"]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Cited(Part):
    cite: Words


class Labelled(Cited):
    ko: Words
    en: Words


class Call(Labelled):
    id: Annotated[str, Field(pattern=r"^\d{4}-\d+$")]
    year: Year
    sequence: Count
    account_ko: Words
    account_en: Words
    purpose_ko: Words
    purpose_en: Words
    content_ko: Words
    content_en: Words
    agency: Words


class PublicNotice(Cited):
    announced_on: date
    ends_on: date
    minimum_days: Count
    urgency_ko: str = ""
    urgency_en: str = ""

    @property
    def days(self) -> int:
        """Days of notice, first and last counted."""
        return (self.ends_on - self.announced_on).days + 1


class Reception(Cited):
    """Both instants are UTC and inclusive."""

    opens_at: Instant
    closes_at: Instant
    system: Words
    online_only: bool
    interim_save: bool


class Agreement(Cited):
    starts_on: date
    ends_on: date
    months: Count
    items: Count
    extension_ko: Words
    extension_en: Words


class Round(Labelled):
    no: Count
    starts_on: date
    ends_on: date


class Budget(Cited):
    year: Year
    won: Won


class Cap(Cited):
    """State money a project and year for a number of ministries: an amount, or the setting that awaits one."""

    ministries: Count
    won: Won | None = None
    setting: str = ""


class Money(Cited):
    projects_about: Count
    national_parts: Count
    local_parts: Count
    province_min_percent: Percent
    cap_project_year: Won
    cap_area_year: Won
    rounding: Words
    budgets: tuple[Budget, ...]
    caps: tuple[Cap, ...]


class SupportGroup(Labelled):
    """A group of programmes with one cap a company and calendar year; percent of support + self-pay, by sales."""

    id: Words
    cap: Won
    self_pay: Literal["exact", "least"]
    percent_below: Percent
    percent_from: Percent
    additions: bool


class CompanyRules(Cited):
    cap_year: Won
    sales_threshold: Won
    groups: tuple[SupportGroup, ...]

    def group(self, id: str) -> SupportGroup:
        return next(group for group in self.groups if group.id == id)


class Participation(Cited):
    lead_min_percent: Percent
    member_min_percent: Percent
    total_max_percent: Percent


class Equipment(Cited):
    committee_from: Won
    register_from: Won


class Sanction(Cited):
    restriction_max_years: Count


class Evaluation(Cited):
    presentation_percent: Percent
    order_ko: Words
    order_en: Words


class Counts(Cited):
    depopulation: Count
    interest: Count
    rural_agreement: Count
    eligible: Count
    criteria: Count
    items: Count
    points: Count


class Ministry(Labelled):
    """`areas`: what kinds of area it links to; `evidence`: when a recorded proof of the link is asked for.

    `proved_by`: the imported list of areas that proves it; none where each project brings its own document.
    """

    code: Words
    role: Literal["lead", "partner"]
    short_ko: Words
    notice_no: Words
    areas: tuple[AreaKind, ...]
    evidence: Literal["never", "elsewhere", "always"]
    proved_by: Literal["", "visa", "fund"] = ""
    link_ko: Words
    link_en: Words
    measure_ko: Words
    measure_en: Words
    local_ko: str = ""
    local_en: str = ""
    preference_ko: str = ""
    preference_en: str = ""


class Collaboration(Cited):
    ministries: tuple[str, ...]


class Role(Labelled):
    code: Words


class Organisation(Labelled):
    id: Words
    role: Words
    department_ko: str = ""
    department_en: str = ""
    telephone: str = ""


class ParticipantKind(Labelled):
    """A kind of participating organisation; an `open` one is admitted with a reason."""

    id: Words
    open: bool


class Programme(Labelled):
    no: Count
    mark: Words
    id: Words
    group: Words
    body_ko: Words
    body_en: Words
    gives_money: bool
    ktop: bool
    mandatory_with: str = ""


class ProgrammeItem(Labelled):
    id: Words
    programme: Cell
    mandatory: bool


class ApplicationPart(Labelled):
    id: Words


class Reason(Labelled):
    code: Words


class DeductionGround(Labelled):
    """What may be held against a project, in the screening or on an evaluator's sheet."""

    id: Words
    stage: Literal["screening", "evaluation"]


class Grade(Labelled):
    id: Words
    continues: bool


class Milestone(Labelled):
    """A month aimed at; no deadline."""

    id: Words
    month: Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
    by: tuple[str, ...]


class System(Labelled):
    id: Words
    url: str = ""
    telephone: str = ""


class Regulation(Labelled):
    id: Words
    version: str = ""


class Period(Labelled):
    """A deadline's rule and length; `target`: passing it has no legal effect; reminders are offsets from its due."""

    rule: Words
    length: Words
    reminders: tuple[Reminder, ...]
    target: bool = False
    times: Annotated[int, Field(ge=1)] = 1


Section = Literal[
    "announcement", "call", "notice", "reception", "agreement", "rounds", "money", "company", "participation",
    "equipment", "sanction", "evaluation", "counts", "ministries", "collaborations", "roles", "organisations",
    "participants", "programmes", "parts", "screening_reasons", "deductions", "grades", "milestones", "systems",
    "regulations", "periods", "settings", "amendable", "area_rows", "province_rows", "criteria", "programme_items",
    "survey", "facts",
]  # fmt: skip
"""What a call's rules consist of, as an amendment names it."""


class Amendable(Cited):
    """The sections a notice of change may touch while the call stands in a state; in a state not named, none."""

    state: Literal["announced", "open", "closed", "evaluating", "ranked", "notified", "confirmed"]
    sections: tuple[Section, ...]


AMENDABLE = (
    Amendable(
        state="announced", cite="common",
        sections=(
            "company", "criteria", "facts", "money", "notice", "organisations", "periods", "programmes", "settings",
        ),
    ),
    Amendable(state="open", cite="common", sections=("criteria", "facts", "organisations", "periods", "programmes")),
    Amendable(state="closed", cite="common", sections=("criteria", "facts", "organisations", "periods")),
)  # fmt: skip
"""What holds for a call whose folder does not say: it was stored before folders said it."""


class Setting(Labelled):
    """What the announcement leaves open: the question and which answers it admits. Days are 1 or more."""

    type: Literal["won", "int", "percent", "days", "choice", "text", "areas", "instant"]
    ask_ko: Words
    ask_en: Words
    min: int | None = None
    max: int | None = None
    choices: tuple[str, ...] = ()
    default: Annotated[Any, AfterValidator(_scalar)] = None

    def accepts(self, value: object) -> bool:
        """Whether a decision may be this value; instants are ISO 8601 with an offset, areas a list of 5-digit codes."""
        match self.type:
            case "choice":
                return value in self.choices
            case "text":
                return isinstance(value, str) and bool(value.strip())
            case "areas":
                return isinstance(value, list | tuple) and all(re.fullmatch(r"\d{5}", str(code)) for code in value)
            case "instant":
                return isinstance(value, str) and parsed_instant(value) is not None
            case _:
                return type(value) is int and (self.min or 0) <= value <= (value if self.max is None else self.max)


class Criterion(Labelled):
    no: Cell
    points: Cell
    item: Cell
    item_points: Cell
    item_ko: Words
    item_en: Words
    description_ko: Words
    description_en: Words


class Province(Cited):
    """A province by its 2-digit code; `technopark` is its designated lead; `province_alone`: no municipal budget."""

    code: Annotated[str, Field(pattern=r"^\d{2}$")]
    name: Words
    short: Words
    en: Words
    technopark: Words
    technopark_ko: Words
    technopark_en: Words
    province_alone: bool
    later_code: str = ""


class Area(Cited):
    """A municipality by its 5-digit code at the call; `later_code` replaces it after `valid_to`."""

    code: Annotated[str, Field(pattern=r"^\d{5}$")]
    name: Words
    en: Words
    province: Words
    kind: Literal["시", "군", "구"]
    designation: Literal["depopulation", "interest"] | None = None
    rural_agreement_year: Cell | None = None
    support_from: Cell | None = None
    support_to: Cell | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    later_code: str = ""
    note_ko: str = ""
    note_en: str = ""

    @property
    def kinds(self) -> frozenset[str]:
        """Which of depopulation, interest and rural_agreement it is."""
        rural = "rural_agreement" if self.rural_agreement_year else None
        return frozenset(kind for kind in (self.designation, rural) if kind)


class Question(Labelled):
    """A question of the demand survey (공고 붙임6); never part of the evaluation."""

    id: Words
    kind: Literal["text", "area", "many", "counts"]
    options: Codes = ()
    fields: Codes = ()
    detail_for: str = ""


class Fact(Labelled):
    """A statement of the announcement that no rule computes with; `ko` is its wording there."""

    key: Words
    value: Words
    unit: str = ""


def parsed_instant(text: str) -> datetime | None:
    """An ISO 8601 instant with an offset, as UTC; None if it is none."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant.astimezone(UTC) if instant.tzinfo else None
