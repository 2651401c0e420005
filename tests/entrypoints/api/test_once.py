"""What a request makes is made once for its Idempotency-Key, on both databases, also when fifty copies come at once."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from entrypoints.bootstrap import FAMILY
from storage.store import Store
from tests.entrypoints.api.conftest import House, furnish, serving
from tests.world import World


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    store = Store(database_url)
    try:
        world = World(store, FAMILY)
        world.define()
        tokens, project = furnish(world)
        with serving(world, project, tokens) as house:
            yield house
    finally:
        store.close()


def copies(house: House, path: str, body: Any, count: int = 50) -> list[httpx.Response]:
    async def rush() -> list[httpx.Response]:
        headers = {"Idempotency-Key": "same"}
        asked = (house.asking("POST", path, "admin-1", headers=headers, json=body) for _ in range(count))
        return list(await asyncio.gather(*asked))

    return house.run(rush())


def test_fifty_copies_make_one_person_and_one_link_is_shown(house: House) -> None:
    answers = copies(house, "/api/v1/people", {"login": "lee", "name": "이", "id": "lee"})
    assert {(each.status_code, each.json()["person"]) for each in answers} == {(201, "lee")}
    assert len([each for each in answers if each.json()["link"]]) == 1
    duty = {"role": "lead", "org": "tp-jeonbuk", "since": "2024-01-01T00:00:00+09:00"}
    made = {each.json()["duty"] for each in copies_of_duty(house, duty)}
    assert len(made) == 1
    shown = house.ask("GET", "/api/v1/people/lee", "admin-1").json()
    assert [each["id"] for each in shown["duties"]] == list(made)


def copies_of_duty(house: House, duty: dict[str, str]) -> list[httpx.Response]:
    async def rush() -> list[httpx.Response]:
        headers = {"Idempotency-Key": "duty"}
        path = "/api/v1/people/lee/duties"
        return list(
            await asyncio.gather(
                *(house.asking("POST", path, "admin-1", headers=headers, json=duty) for _ in range(20))
            )
        )

    return house.run(rush())


def test_a_key_stands_for_one_request_of_one_person(house: House) -> None:
    body = {"login": "lee", "name": "이", "id": "lee"}
    assert copies(house, "/api/v1/people", body, 1)[0].status_code == 201
    (other,) = copies(house, "/api/v1/people", body | {"name": "리"}, 1)
    assert (other.status_code, other.json()["code"]) == (409, "key.other")
    (elsewhere,) = copies(house, "/api/v1/people/lee/recovery", None, 1)
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (409, "key.other")


def test_what_was_refused_may_be_sent_again_under_its_key(house: House) -> None:
    handed = {"source": "lead-1", "target": "lee", "at": "2025-01-02T00:00:00+09:00"}
    (refused,) = copies(house, "/api/v1/handovers", handed, 1)
    assert refused.status_code == 404, refused.text
    headers = {"Idempotency-Key": "lee"}
    person = {"login": "lee", "name": "이", "id": "lee"}
    assert house.ask("POST", "/api/v1/people", "admin-1", headers=headers, json=person).status_code == 201
    (done,) = copies(house, "/api/v1/handovers", handed, 1)
    (again,) = copies(house, "/api/v1/handovers", handed, 1)
    assert (done.status_code, again.json()) == (201, done.json())


def test_without_a_key_each_request_makes_its_own(house: House) -> None:
    body = {"role": "helpdesk", "org": "help", "since": "2024-01-01T00:00:00+09:00"}
    answers = [house.ask("POST", "/api/v1/people/lead-1/duties", "admin-1", json=body) for _ in range(2)]
    assert len({each.json()["duty"] for each in answers}) == 2
