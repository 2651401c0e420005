"""How values are written for people: Korean official style (2025. 1. 17.), KST, won; pure."""

import re
from datetime import date, datetime

from states.rules.call_parts import KST

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = {"ko": "월화수목금토일", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
UNITS = {"d": ("일", "day"), "m": ("개월", "month"), "y": ("년", "year"), "h": ("시간", "hour")}
"""What lengths of periods are counted in."""


def day(value: date, language: str) -> str:
    """`2025. 1. 17.` as official letters write it; `17 Jan 2025` in English."""
    if language == "ko":
        return f"{value.year}. {value.month}. {value.day}."
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime, language: str, *, seconds: bool = False) -> str:
    """A day with the hour in Korea; with `seconds` down to the millisecond."""
    local = value.astimezone(KST)
    clock = f"{local:%H:%M}"
    if seconds:
        clock = f"{local:%H:%M:%S}.{local.microsecond // 1000:03}"
    return f"{day(local.date(), language)} {clock}"


def won(value: int, language: str) -> str:
    return f"{value:,}원" if language == "ko" else f"KRW {value:,}"


def short_won(value: int, language: str) -> str:
    """Won to the nearest million, halves up: `900백만원`; in full below a million."""
    if abs(value) < 1_000_000:
        return won(value, language)
    millions = (value + 500_000) // 1_000_000
    return f"{millions:,}백만원" if language == "ko" else f"KRW {millions:,} M"


def size(value: int) -> str:
    """Bytes as `512 B`, `12.3 KB`, `4.0 MB`: tenths, rounded down."""
    if value < 1024:
        return f"{value} B"
    unit, of = ("KB", 1024) if value < 1024 * 1024 else ("MB", 1024 * 1024)
    return f"{value // of:,}.{value % of * 10 // of} {unit}"


def points(value: int) -> str:
    """Hundredths of a point: 9260 is `92.60`."""
    return f"{value // 100}.{value % 100:02}"


def d_day(end: datetime, now: datetime) -> str:
    """`D-3` three days before in Korea, `D-Day`, `D+2` two days after."""
    days = (end.astimezone(KST).date() - now.astimezone(KST).date()).days
    if days == 0:
        return "D-Day"
    return f"D-{days}" if days > 0 else f"D+{-days}"


def length(text: str, language: str) -> str:
    """A statutory length in words: `10d` is `10일`, `14d+10d` is `14일 + 10일`; `02-last` the last day of February."""
    if found := re.fullmatch(r"(\d\d)-(\d\d|last)", text):
        month, of_month = int(found[1]), found[2]
        if of_month == "last":
            return f"매년 {month}월 말일" if language == "ko" else f"the end of {MONTHS[month - 1]} every year"
        day = int(of_month)
        return f"매년 {month}월 {day}일" if language == "ko" else f"{day} {MONTHS[month - 1]} every year"
    return " + ".join(_counted(part, language) for part in text.split("+"))


def _counted(part: str, language: str) -> str:
    unit = UNITS.get(part[-1:])
    if unit is None:
        return part
    ko, en = unit
    return f"{part[:-1]}{ko}" if language == "ko" else f"{part[:-1]} {en}{'' if part[:-1] == '1' else 's'}"


def registration_number(value: str) -> str:
    """`123-45-67890`."""
    return f"{value[:3]}-{value[3:5]}-{value[5:]}" if len(value) == 10 and value.isdecimal() else value
