"""Every look into the past is measured, and each is compared with its limit."""

from bench.asof import LIMITS, measured
from bench.databases import SQLITE, server
from bench.lifecycle import STEPS
from bench.replay import LONG


def test_every_look_is_measured() -> None:
    with server(SQLITE, "") as where:
        found = measured(SQLITE, where, 3, 2)
    assert (found["projects"], found["events"]) == (3, 2 * STEPS + LONG)
    assert all(found[name] > 0 for name in LIMITS)
