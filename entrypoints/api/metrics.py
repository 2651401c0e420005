"""What Prometheus reads: requests by route and status, how long they took, what waits, how old the oldest of it is."""

from collections.abc import Callable, Mapping
from functools import cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """One process's measurements. `ticks` gives seconds that only grow."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self.ticks = ticks
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "yeongo_http_requests", "Requests answered", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "yeongo_http_seconds", "Seconds to an answer", ("route",), buckets=BUCKETS, registry=self.registry
        )
        self._commands = Counter("yeongo_commands", "Commands judged", ("outcome",), registry=self.registry)
        self._gauges: dict[str, Gauge] = {}
        self._answers = cache(self._measures)  # routes, methods and statuses are few; finding a measure is dear
        self._outcomes = cache(self._commands.labels)

    def answered(self, method: str, route: str, status: int, began: float) -> None:
        counted, timed = self._answers(method, route, status)
        counted.inc()
        timed.observe(self.ticks() - began)

    def _measures(self, method: str, route: str, status: int) -> tuple[Counter, Histogram]:
        return self._requests.labels(method, route, str(status)), self._seconds.labels(route)

    def judged(self, outcome: str) -> None:
        """Count a command: accepted, repeated, refused or invalid."""
        self._outcomes(outcome).inc()

    def page(self, gauges: Mapping[str, float]) -> bytes:
        """The exposition, `gauges` as they stand now among it."""
        for name, value in gauges.items():
            gauge = self._gauges.get(name)
            if gauge is None:
                gauge = self._gauges[name] = Gauge(f"yeongo_{name}", name.replace("_", " "), registry=self.registry)
            gauge.set(value)
        return generate_latest(self.registry)
