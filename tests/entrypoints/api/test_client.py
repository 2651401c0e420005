"""A client made from the API's document walks from the first link to a receipt, typed all the way."""

import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from entrypoints.bootstrap import initialise
from entrypoints.settings import Settings
from states.roles import ADMIN, MINISTRY, Actor
from states.rules.periods import KST
from storage.store import Store
from tests.entrypoints.api.test_server import served
from tests.entrypoints.api.test_walk import START, announced
from tests.world import CALL_ID
from workflow.clock import SystemClock
from workflow.people import People

NAME = "yeongo_client"
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A fresh installation with the announced call, served: its address and the administrator's link."""
    url = f"sqlite:///{tmp_path_factory.mktemp('client') / 'yeongo.db'}"
    initialise(Settings(database_url=url), virtual=START)
    store = Store(url)
    announced(store, Actor("a", ADMIN, "yeongo"), Actor("m", MINISTRY, "MSS"))
    link = People(store, SystemClock(), os.urandom).begin()
    store.close()
    with served(url) as (_, found):
        yield found, link


@pytest.fixture(scope="module")
def made(address: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The client, made as anyone would make one; what could not be made is a warning, and there is none."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "openapi.json").write_bytes(httpx.get(f"{address[0]}/api/openapi.json").content)
    tool = Path(sys.executable).with_name("openapi-python-client")
    line = [
        str(tool),
        "generate",
        "--path",
        "openapi.json",
        "--output-path",
        NAME,
        "--meta",
        "none",
        "--fail-on-warning",
    ]
    path = {"PATH": f"{tool.parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(line, cwd=folder, env=os.environ | path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    yield folder / NAME
    sys.path.remove(str(folder))
    for module in [name for name in sys.modules if name.partition(".")[0] == NAME]:
        del sys.modules[module]


def part(name: str) -> Any:
    return importlib.import_module(f"{NAME}.{name}")


def model(name: str) -> Any:
    return getattr(part("models"), name)


def test_every_operation_is_in_the_client(address: tuple[str, str], made: Path) -> None:
    paths = httpx.get(f"{address[0]}/api/openapi.json").json()["paths"]
    named = {operation["operationId"] for each in paths.values() for operation in each.values()}
    assert {file.stem for file in made.glob("api/*/*.py")} - {"__init__"} == named


@pytest.fixture
def opened(made: Path) -> Iterator[ExitStack]:
    """What is entered is left at the end."""
    with ExitStack() as stack:
        yield stack


def test_it_walks_from_the_first_link_to_a_receipt(address: tuple[str, str], opened: ExitStack) -> None:
    url, link = address
    browser: Any = opened.enter_context(part("client").Client(base_url=url, headers=HERE))

    def asked(client: Any, operation: str, *names: str, body: Any = None, **given: Any) -> Any:
        given |= {"body": body} if body is not None else {}
        return part(f"api.{operation}").sync(*names, client=client, **given)

    accepting = model("Accepting")
    admin = asked(browser, "me.me_accept", body=accepting(link=link, password="four sturdy words 7"))
    assert isinstance(admin, model("Who"))
    asked(browser, "people.people_organise", "tp-jeonbuk", body=model("Organisation")(ko="전북TP", en="Jeonbuk TP"))
    invitation = model("Invitation")(login="kim@tp.example", name="김", id="kim")
    invited = asked(browser, "people.people_invite", body=invitation, idempotency_key="kim")
    assert (invited.person, str(invited.link)[:4]) == ("kim", "yol_")
    again = asked(browser, "people.people_invite", body=invitation, idempotency_key="kim")
    assert (again.person, again.link) == ("kim", None)
    since = datetime(2024, 12, 1, tzinfo=KST)
    duty = model("NewDuty")(role="lead", org="tp-jeonbuk", since=since)
    asked(browser, "people.people_assign", "kim", body=duty)

    lead: Any = opened.enter_context(part("client").Client(base_url=url, headers=HERE))
    asked(lead, "me.me_accept", body=accepting(link=invited.link, password="other sturdy words 8"))
    token = asked(lead, "me.me_make_token", body=model("NewToken")(name="walk", scope=["read", "act"], days=1))
    known = part("client").AuthenticatedClient(base_url=url, token=token.secret)
    with_token: Any = opened.enter_context(known)
    begun = asked(
        with_token, "calls.call_register", CALL_ID, idempotency_key="first",
        body=model("ProjectRegistration")(area="52740", ministries=["MSS", "MOIS"], title="오미자"),
    )  # fmt: skip
    project = begun.receipt.stream
    assert asked(with_token, "projects.show_project", project).state == "announced"
    (row,) = asked(with_token, "projects.list_projects").rows
    assert row.stream == project
    offered = {each.trigger: each.allowed for each in asked(with_token, "projects.project_actions", project).actions}
    assert offered["start_draft"] is True
    receipt = asked(with_token, "projects.project_start_draft", project, idempotency_key="second")
    assert (receipt.accepted, receipt.state, receipt.receipt.version) == (True, "draft", 2)
    refused = asked(with_token, "projects.project_start_draft", project, idempotency_key="third")
    assert isinstance(refused, model("Problem"))
    assert [each.code for each in refused.refusals] == ["trigger.not_here"]
