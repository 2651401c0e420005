"""How often one caller may ask: a token bucket each, in memory; and how much one request may bring."""

from collections.abc import Callable
from math import ceil

from entrypoints.api.problem import Problem

MOST_CALLERS = 50_000


class Limiter:
    """`rate` requests a second on average, `burst` at once. `ticks` gives seconds that only grow."""

    def __init__(self, rate: float, burst: float, ticks: Callable[[], float]) -> None:
        self.rate = rate
        self.burst = burst
        self.ticks = ticks
        self._full_at: dict[str, float] = {}

    def take(self, caller: str) -> None:
        """Count one request. Problem with Retry-After if the caller has none left."""
        now = self.ticks()
        full_at = max(now, self._full_at.get(caller, now)) + 1 / self.rate
        over = (full_at - now) - self.burst / self.rate
        if over > 0:
            raise Problem("rate.limited", headers={"Retry-After": str(ceil(over))})
        if len(self._full_at) >= MOST_CALLERS:
            self._full_at = {name: at for name, at in self._full_at.items() if at > now}
        self._full_at[caller] = full_at
