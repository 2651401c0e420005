"""Where time comes from. Only the composition root makes a clock; everything else is given one or an instant."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What tells the time, in aware UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class VirtualClock:
    """A time that stands until it is moved; only for a database initialised virtual."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def set(self, instant: datetime) -> None:
        """Move to `instant`, forwards only. ValueError otherwise: history is not written backwards."""
        if instant < self._now:
            raise ValueError(
                f"the clock stands at {self._now.isoformat()} and does not go back to {instant.isoformat()}"
            )
        self._now = instant.astimezone(UTC)
