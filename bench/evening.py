"""The real call's folder, moved so that its reception closes at an instant of today."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from entrypoints.bootstrap import call_files
from states.rules.periods import KST

FOLDER = Path(__file__).parents[1] / "calls" / "2025-2"
CLOSED_ON = date(2024, 12, 20)
DATE = re.compile(r"20\d\d-\d\d-\d\d(?=[\sT\",])")
YEAR = re.compile(r"20\d\d(?=[-,])")


def closing_at(closes_at: datetime) -> Mapping[str, str]:
    """The folder's files: every date as many days later as the closing is, areas' agreements whole years later."""
    closes_at = closes_at.astimezone(KST)
    days = (closes_at.date() - CLOSED_ON).days
    files = dict(call_files(FOLDER))
    moved = DATE.sub(lambda found: (date.fromisoformat(found[0]) + timedelta(days)).isoformat(), files["call.toml"])
    files["call.toml"] = re.sub(r"(?<=closes_at = ).*", closes_at.isoformat(timespec="seconds"), moved)
    files["areas.csv"] = YEAR.sub(lambda found: str(int(found[0]) + days // 365 + 1), files["areas.csv"])
    return files


def announced_on(closes_at: datetime) -> datetime:
    """When the moved call is announced: seventeen days before it closes, in the morning."""
    day = closes_at.astimezone(KST).date() - timedelta(days=17)
    return datetime(day.year, day.month, day.day, 9, tzinfo=KST)
