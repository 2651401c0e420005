"""Who is at the door: looked up together, believed for a while, noted as being at work beside the request."""

import asyncio
import os
from collections.abc import Collection

import httpx
import pytest

from tests.entrypoints.api.conftest import House
from workflow.clock import SystemClock
from workflow.people import People
from workflow.principal import Principal

AT_ONCE = 50


class Counted(People):
    """People who count how often somebody is looked up."""

    def principals(self, secrets: Collection[str]) -> dict[str, Principal | None]:
        self.looks = [*getattr(self, "looks", []), len(secrets)]
        return super().principals(secrets)


def asked(house: House, people: list[str]) -> list[int]:
    async def together() -> list[httpx.Response]:
        return list(await asyncio.gather(*(house.asking("GET", "/api/v1/me", who) for who in people)))

    return [each.status_code for each in house.run(together())]


@pytest.fixture
def counted(house: House) -> Counted:
    house.api.gate.people = counted = Counted(house.parts.store, SystemClock(), os.urandom)
    return counted


def test_those_who_come_at_once_are_looked_up_at_a_look(house: House, counted: Counted) -> None:
    house.tokens["nobody"] = "yeongo_nobody"
    assert asked(house, ["lead-1", "agency-1"] * AT_ONCE + ["nobody"]) == [200] * 2 * AT_ONCE + [401]
    assert (len(counted.looks) <= 3, sum(counted.looks) <= 9) == (True, True), counted.looks
    before = len(counted.looks)
    assert asked(house, ["lead-1"] * AT_ONCE) == [200] * AT_ONCE
    assert len(counted.looks) == before, "whoever is known is believed for a while"


def test_who_is_suspended_meanwhile_is_not_believed(house: House, counted: Counted) -> None:
    """What was looked up before is not remembered after."""

    async def meanwhile() -> int:
        looking = asyncio.create_task(house.asking("GET", "/api/v1/me", "lead-1"))
        while not getattr(counted, "looks", []):
            await asyncio.sleep(0)
        counted.suspend("admin-1", "lead-1")
        house.api.gate.forget()
        await looking
        return (await house.asking("GET", "/api/v1/me", "lead-1")).status_code

    assert house.run(meanwhile()) == 401


def test_being_at_work_is_noted_beside_the_request(house: House) -> None:
    with house.parts.store.transaction() as transaction:
        transaction.cursor.execute("UPDATE credential SET seen = seen - 1800000000")

    def seen() -> int:
        with house.parts.store.snapshot() as reader:
            return int(reader.query("SELECT max(seen) FROM credential WHERE person = 'lead-1'")[0][0])

    before = seen()
    house.ask("GET", "/api/v1/me", "lead-1")
    house.run(house.api.gate.remember())
    assert seen() - before >= 1_700_000_000
