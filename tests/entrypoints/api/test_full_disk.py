"""A disk that takes no more: one problem that says so, nothing changed, and all goes on once there is room again."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlmodel import SQLModel

from storage.store import Store
from tests.entrypoints.api.conftest import copied
from tests.entrypoints.api.test_server import served

PDF = b"%PDF-1.7\n" + b"x" * 5_000


@dataclass
class Served:
    """A process that serves, on a disk of its own as far as it knows."""

    pid: int
    store: Store
    project: str
    tokens: dict[str, str]
    client: httpx.Client

    @contextmanager
    def full(self) -> Iterator[None]:
        """None of its files grows beyond a thousand bytes: database, documents, log."""
        limits = resource.prlimit(self.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (1_000, limits[1]))
        try:
            yield
        finally:
            resource.prlimit(self.pid, resource.RLIMIT_FSIZE, limits)

    def ask(self, method: str, path: str, who: str = "lead-1", key: str = "k", **rest: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.tokens[who]}", "Idempotency-Key": key, **rest.pop("headers", {})}
        return self.client.request(method, f"/api/v1/{path}", headers=headers, **rest)

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table, but for when a credential was seen last."""
        with self.store.snapshot() as reader:
            tables = SQLModel.metadata.tables.keys() - {"credential"}
            return {name: sorted(reader.table_rows(name, reader.shape(name)[0])) for name in tables}


@pytest.fixture(scope="module")
def site(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    url, project, tokens = copied(furnished, tmp_path_factory.mktemp("full"))
    store = Store(url)
    with store.transaction() as transaction:
        transaction.install("clock", "2024-12-12T01:00:00.000000Z")
    with served(url) as (process, address), httpx.Client(base_url=address) as client:
        yield Served(process.pid, store, project, tokens, client)
        assert process.poll() is None
    store.close()


def told(answer: httpx.Response) -> tuple[int, str, str]:
    return answer.status_code, answer.json()["code"], answer.headers["retry-after"]


def test_what_cannot_be_written_is_one_problem_and_changes_nothing(site: Served) -> None:
    start = f"projects/{site.project}/actions/start_draft"
    new = {"stream": site.project, "name": "a.pdf", "size": len(PDF), "sha256": sha256(PDF).hexdigest()}
    before = site.dump()
    with site.full():
        answers = [
            site.ask("POST", start),
            site.ask("PUT", "me/hours", json={"earliest": "09:00", "latest": "18:00"}),
            site.ask("POST", "documents", json=new),
            site.ask("PUT", "organisations/tp-new", "admin-1", json={"ko": "새", "en": "new"}),
        ]
        assert site.ask("GET", f"projects/{site.project}").json()["state"] == "announced"
        assert site.dump() == before
    assert [told(each) for each in answers] == [(503, "storage.failed", "5")] * 4
    assert site.ask("POST", start).json()["accepted"]
    site.ask("GET", f"projects/{site.project}").raise_for_status()


def test_a_document_there_is_no_room_for_is_gone_on_with(site: Served) -> None:
    new = {"stream": site.project, "name": "a.pdf", "size": len(PDF), "sha256": sha256(PDF).hexdigest()}
    path = f"documents/{site.ask('POST', 'documents', json=new, key='new').json()['id']}"
    with site.full():
        answer = site.ask("PATCH", path, content=PDF, headers={"Upload-Offset": "0"})
    assert told(answer) == (503, "storage.failed", "5")
    here = site.ask("GET", path).json()["arrived"]
    rest = site.ask("PATCH", path, content=PDF[here:], headers={"Upload-Offset": str(here)})
    assert rest.json()["status"] == "kept"
