"""The tables other systems' files are given in: a row of each as a closed model, whose fields are the columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from states.rules.identifiers import plain_brn, valid_brn
from states.rules.personal_numbers import personal_number


def _brn(text: str) -> str:
    if not valid_brn(text):
        raise PydanticCustomError("brn", "Not a valid business registration number")
    return text


def _digits(cell: str) -> int:
    """A whole number, its digits grouped or not."""
    plain = cell.replace(",", "")
    if not (plain.isascii() and plain.isdecimal()):
        raise PydanticCustomError("whole", "Input should be a whole number")
    return int(plain)


def _hundredths(cell: str) -> int:
    """Points with at most two decimals, as hundredths: 87.25 is 8725."""
    try:
        found = Decimal(cell).scaleb(2)
    except InvalidOperation:
        found = Decimal("0.1")
    if found != found.to_integral_value() or not 0 <= found <= 1_000_000:
        raise PydanticCustomError("points", "Input should be points with at most two decimals")
    return int(found)


def _day(cell: str) -> str:
    """2025-04-07, or as offices write it: 2025. 4. 7."""
    parts = [part.strip() for part in cell.rstrip(". ").split(".")]
    numbers = len(parts) == 3 and all(part.isdecimal() for part in parts)
    return "-".join(part.zfill(2) for part in parts) if numbers else cell


def _yes(cell: str) -> bool:
    known = {"y": True, "true": True, "예": True, "n": False, "false": False, "아니오": False}
    if cell.lower() not in known:
        raise PydanticCustomError("yes", "Input should be Y or N")
    return known[cell.lower()]


Brn = Annotated[str, BeforeValidator(plain_brn), AfterValidator(_brn)]
Won = Annotated[int, BeforeValidator(_digits), Field(ge=0, le=10**13)]
Count = Annotated[int, BeforeValidator(_digits), Field(ge=0, le=1_000_000)]
Points = Annotated[int, BeforeValidator(_hundredths)]
Day = Annotated[date, BeforeValidator(_day)]
Yes = Annotated[bool, BeforeValidator(_yes)]
Area = Annotated[str, Field(pattern=r"^\d{5}$")]
Month = Annotated[str, Field(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]
Line = Annotated[str, Field(min_length=1, max_length=200)]
Listed = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+(\+[A-Za-z0-9_.-]+)*$")]


class Row(BaseModel):
    """One row; `title` is the column's Korean heading, `description` its English one."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class KtopRow(Row):
    brn: Brn = Field(title="사업자등록번호", description="Business registration number")
    index: Points = Field(title="기업혁신역량지수", description="Tech-Index, points")
    infrastructure: Points = Field(title="인프라", description="Infrastructure, points")
    input: Points = Field(title="투입", description="Input, points")
    activity: Points = Field(title="활동", description="Activity, points")
    output: Points = Field(title="성과", description="Output, points")
    grade: Line = Field(title="등급", description="Grade")
    version: Line = Field(title="모형버전", description="Version of the model")
    measured_on: Day = Field(title="측정일", description="Day of measurement")
    quantitative_items: Count = Field(title="정량항목수", description="Quantitative items present, of 10")
    finance: Yes = Field(title="재무정보", description="Finance present, Y or N")


class RcmsRow(Row):
    area: Area = Field(title="지역코드", description="Area code of the project")
    brn: Brn = Field(title="사업자등록번호", description="Business registration number of the company")
    month: Month = Field(title="집행월", description="Month, YYYY-MM")
    won: Won = Field(title="집행액", description="Won spent in the month, in all")


class VisaRow(Row):
    area: Area = Field(title="지역코드", description="Area code")
    since: Day = Field(title="지정일", description="Designated on")
    until: Day | None = Field(None, title="종료일", description="Until")
    people: Count | None = Field(None, title="배정인원", description="Visas allotted")


class FundRow(Row):
    area: Area = Field(title="지역코드", description="Area code")
    since: Day = Field(title="시작일", description="Since")
    until: Day | None = Field(None, title="종료일", description="Until")
    account: Literal["municipal", "provincial"] = Field(title="계정", description="Account: municipal or provincial")
    title: Line = Field(title="사업명", description="Project")
    won: Won = Field(title="금액", description="Won")


class AgreementRow(Row):
    area: Area = Field(title="지역코드", description="Area code")
    since: Day = Field(title="협약일", description="Agreed on")
    until: Day = Field(title="종료일", description="Until")
    title: Line | None = Field(None, title="농촌산업지구", description="Zone, where there is one")
    won: Won | None = Field(None, title="금액", description="Won")


class ProjectRow(Row):
    area: Area = Field(title="지역코드", description="Area code")
    ministries: Listed = Field(title="참여부처", description="Ministries, MSS+MOIS")
    title: Line = Field(title="과제명", description="Title")
    state: Literal["agreed", "round_one", "round_two", "final_report"] = Field(
        title="상태", description="State: agreed, round_one, round_two or final_report"
    )
    fiscal_year: Count = Field(title="회계연도", description="Fiscal year")
    award: Won = Field(title="국비", description="State money of the year, won")
    province_pledge: Won = Field(title="광역지방비", description="The province's money, won")
    municipality_pledge: Won = Field(title="기초지방비", description="The municipality's money, won")
    agreement_no: Line = Field(title="협약번호", description="Agreement number")
    starts_on: Day = Field(title="협약시작일", description="First day of the agreement")
    ends_on: Day = Field(title="협약종료일", description="Last day of the agreement")
    programmes: Listed | None = Field(None, title="프로그램", description="Programmes, commercialisation+foreign")


TEMPLATES: Mapping[str, type[Row]] = {
    "ktop": KtopRow,
    "rcms": RcmsRow,
    "visa": VisaRow,
    "fund": FundRow,
    "agreements": AgreementRow,
    "projects": ProjectRow,
}


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a row (the header is row 1) and column; `code` is of the catalogue, `reason` the parser's."""

    row: int
    column: str
    code: str
    reason: str = ""


def headings(model: type[Row]) -> list[str]:
    """The columns as a template heads them: in Korean."""
    return [str(field.title) for field in model.model_fields.values()]


def parsed(model: type[Row], table: Sequence[Sequence[str]]) -> tuple[list[tuple[int, Row]], list[RowFault]]:
    """The rows by number, and every fault; empty rows are skipped. Columns are named in Korean or by key."""
    if not table:
        return [], [RowFault(1, "", "import.no_header")]
    names, faults = _columns(model, table[0])
    if faults:
        return [], faults
    rows: list[tuple[int, Row]] = []
    for number, cells in enumerate(table[1:], 2):
        if any(cells):
            row = _row(model, number, dict(zip(names, cells, strict=False)), len(cells) > len(names))
            rows += [(number, row)] if isinstance(row, Row) else []
            faults += row if isinstance(row, list) else []
    return rows, faults or ([] if rows else [RowFault(1, "", "import.no_rows")])


def _columns(model: type[Row], header: Sequence[str]) -> tuple[list[str], list[RowFault]]:
    by_title = {str(field.title): name for name, field in model.model_fields.items()}
    names = [by_title.get(cell, cell) for cell in header]
    faults = [RowFault(1, cell, "import.unknown_column") for cell, name in zip(header, names, strict=True)
              if name not in model.model_fields]  # fmt: skip
    faults += [RowFault(1, name, "import.column_twice") for name in sorted({n for n in names if names.count(n) > 1})]
    needed = (name for name, field in model.model_fields.items() if field.is_required())
    return names, faults + [RowFault(1, name, "import.no_column") for name in needed if name not in names]


def _row(model: type[Row], number: int, cells: Mapping[str, str], longer: bool) -> Row | list[RowFault]:
    if longer:
        return [RowFault(number, "", "import.too_long")]
    named = [RowFault(number, name, "import.personal_number") for name, cell in cells.items() if personal_number(cell)]
    if named:
        return named
    try:
        return model.model_validate_strings({name: cell for name, cell in cells.items() if cell})
    except ValidationError as error:
        return list(_faults(number, error))


def _faults(number: int, error: ValidationError) -> Iterator[RowFault]:
    for each in error.errors(include_url=False, include_input=False, include_context=False):
        code = "import.empty" if each["type"] == "missing" else "import.cell"
        yield RowFault(number, str(each["loc"][0]), code, each["msg"])


def documented(kind: str) -> list[tuple[str, str, str, bool]]:
    """Each column of a template: key, Korean and English heading, whether it must be filled."""
    fields: Mapping[str, Any] = TEMPLATES[kind].model_fields
    return [(name, field.title, field.description, field.is_required()) for name, field in fields.items()]
