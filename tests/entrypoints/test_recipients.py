"""Where a person's letters go and in which language: as they were invited, through whichever door."""

import os

import pytest

from storage.store import Store
from tests.entrypoints.api.conftest import House, furnished, house
from tests.entrypoints.cli.conftest import Line, line, programme
from workflow.clock import SystemClock
from workflow.people import People
from workflow.recipients import Recipient, recipient

__all__ = ["furnished", "house", "line", "programme"]


def told(store: Store, person: str) -> Recipient | None:
    with store.snapshot() as reader:
        return recipient(reader, People(store, SystemClock(), os.urandom), person)


@pytest.mark.parametrize(
    ("given", "address", "language"),
    [
        (("hong@tp.example",), "hong@tp.example", "ko"),
        (("hong@tp.example", "--email", "mail@tp.example", "--reads", "en"), "mail@tp.example", "en"),
        (("hong", "--email", "mail@tp.example"), "mail@tp.example", "ko"),
        (("hong",), "", ""),
    ],
)
def test_who_is_invited_on_the_command_line_gets_letters_there(
    programme: Line, given: tuple[str, ...], address: str, language: str
) -> None:
    programme.json("user", "add", *given, "--name", "홍길동", "--id", "hong")
    store = Store(programme.url)
    found = told(store, "hong")
    store.close()
    assert found == (Recipient("hong", address, language) if address else None)
    assert programme("user", "add", "kim", "--name", "김", "--email", "kim").code == 2


def test_who_is_invited_over_http_gets_letters_there(house: House) -> None:
    def invited(**given: str) -> int:
        return house.ask("POST", "/api/v1/people", "admin-1", json={"name": "홍길동", **given}).status_code

    assert invited(login="kim@tp.example", id="kim") == 201
    assert invited(login="lee", id="lee", email="lee@tp.example", language="en") == 201
    assert invited(login="park", id="park", email="park at tp") == 422
    assert invited(login="choi", id="choi") == 201
    store = house.parts.store
    assert told(store, "kim") == Recipient("kim", "kim@tp.example", "ko")
    assert told(store, "lee") == Recipient("lee", "lee@tp.example", "en")
    assert told(store, "choi") is None
