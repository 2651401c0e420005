"""Instants as the record writes them: UTC, RFC 3339 with microseconds in bytes; microseconds since 1970 in columns."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
WRITTEN = 27
"""Letters of an instant as it is written."""


@lru_cache(maxsize=4096)
def written(instant: datetime) -> str:
    """`2024-12-20T09:00:00.000000Z`: equal instants give equal text, and text sorts as time does."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def read(text: str) -> datetime:
    """The instant a record wrote. ValueError if it is none or has no offset."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text} has no offset from UTC")
    return instant.astimezone(UTC)


def micros(instant: datetime) -> int:
    """Microseconds since 1970-01-01T00:00Z."""
    return (instant - EPOCH) // MICROSECOND


@lru_cache(maxsize=4096)
def micros_of(text: str) -> int:
    """Microseconds since 1970 of an instant a record wrote. ValueError as in `read`."""
    fraction = text[20:26]
    if len(text) == WRITTEN and text[19] == "." and text[26] == "Z" and fraction.isdecimal() and fraction.isascii():
        return _second(text[:19]) + int(fraction)
    return micros(read(text))


@lru_cache(maxsize=65536)
def _second(text: str) -> int:
    return micros(read(f"{text}Z"))


def from_micros(value: int) -> datetime:
    return EPOCH + value * MICROSECOND
