"""The bench opens every page there is."""

from bench.pages import openings, unopened
from tests.entrypoints.api.conftest import House

MADE = ["/assembly/{n}", "/deliveries/{n}", "/jobs/{id}", "/notifications/webhooks/{id}"]
"""What is only there once it was asked for: the bench asks for it."""


def test_every_page_is_measured(summer: House) -> None:
    addresses = [each for _, some in openings(summer.parts) for each in some]
    assert sorted(unopened(addresses)) == MADE
    assert "/readings" in unopened(each for each in addresses if not each.startswith("/readings"))
