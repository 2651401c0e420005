"""A play that was stopped at a moment and is served: what is asked of it is written down by operation."""

import asyncio
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from time import monotonic, sleep
from typing import Any

import httpx

from entrypoints.api.app import build, shared
from entrypoints.bootstrap import Service
from entrypoints.settings import Settings
from states.instants import from_micros
from states.roles import Actor
from storage import webhooks
from storage.people import person
from workflow.clock import SystemClock
from workflow.people import People

V1, HOST = "/api/v1", "https://yeongo.example"
MOST_ROWS, MOST_WORDS, MOST_FACTS, LONGEST = 1, 3, 6, 300
"""Of a list of objects, of words, of facts, characters of a text: what a reader needs to see of it."""
EXAMPLE = "EXAMPLE0" * 4
SECRET = ("yeongo_", "yol_", "whsec_", f"{HOST}/calendar/")
"""How what is shown only once begins."""


@dataclass
class Scene:
    """`asked` and `answered` are what examples are made of; `refused` is a refusal on several grounds."""

    parts: Service
    runner: asyncio.Runner
    tokens: dict[str, str] = field(default_factory=dict)
    asked: dict[str, Any] = field(default_factory=dict)
    answered: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: Any = None
    link: str = ""

    def __post_init__(self) -> None:
        url = self.parts.store.url.render_as_string(hide_password=False)
        settings = Settings(database_url=url, public_url=HOST, rate=10_000.0, burst=100_000.0)
        self.people = People(self.parts.store, SystemClock(), os.urandom)
        self.api = shared(settings, self.parts, self.people, monotonic)
        transport = httpx.ASGITransport(build(self.api, "7f3a"))
        self.client = httpx.AsyncClient(transport=transport, base_url=HOST)
        self.document = self.runner.run(self.client.get("/api/openapi.json")).json()

    def ask(self, route: str, who: Actor | None, body: Any = None, *, query: str = "", **names: str) -> Any:
        """One request, written down: `names` fill its path, `query` follows it. Its answer's JSON."""
        answer = self._sent(route, who, body, query, names)
        if answer.status_code >= 400:
            raise RuntimeError(f"{route}: {answer.status_code} {answer.text}")
        method, path = route.split()
        operation = self.document["paths"][path][method.lower()]
        id = operation["operationId"]
        if body is not None and "application/json" in operation.get("requestBody", {}).get("content", {}):
            self.asked.setdefault(id, body)
        if not answer.content:
            return None
        found = answer.json()
        self.answered.setdefault(id, {})[str(answer.status_code)] = found
        return found

    def refuse(self, route: str, who: Actor, body: Any, **names: str) -> None:
        """A step that is refused."""
        answer = self._sent(route, who, body, "", names)
        if answer.status_code != 409:
            raise RuntimeError(f"{route}: {answer.status_code} {answer.text}")
        self.refused = answer.json()

    def finished(self, job: str, who: Actor) -> None:
        """Ask for a long job until it has ended."""
        while self.ask(f"GET {V1}/jobs/{{id}}", who, id=job)["status"] in {"queued", "running"}:
            sleep(0.2)

    def tried(self, webhook: str, key: str) -> None:
        """A first attempt to tell a webhook, to which nobody answered."""
        now = self.parts.clock.now()
        with self.parts.store.transaction() as transaction:
            message = webhooks.message(transaction, webhook, key)
            assert message is not None
            webhooks.settle(transaction, message, webhooks.Attempt(1, now, 112, "503"))

    def token(self, who: Actor) -> str:
        """A token of somebody, who is enrolled first if need be."""
        if who.id not in self.tokens:
            with self.parts.store.snapshot() as reader:
                known = person(reader, who.id)
            if known is None:
                self.people.organise("operator", who.org, who.org, who.org)
                self.people.invite("operator", who.id, {"name": "홍길동"}, who.id)
                self.people.assign("operator", who.id, who.role, who.org, from_micros(0))
                self.people.restore("operator", who.id)
            _, self.tokens[who.id] = self.people.new_token(who.id, "examples", ["read", "act"], timedelta(days=1))
        return self.tokens[who.id]

    def close(self) -> None:
        """Whatever is under way ends with it."""
        self.runner.run(self.client.aclose())
        self.runner.run(self.api.dispatcher.close())
        for process in self.api.working.processes:
            process.kill()
            process.wait()

    def _sent(self, route: str, who: Actor | None, body: Any, query: str, names: Mapping[str, str]) -> httpx.Response:
        method, path = route.split()
        headers = {"Accept-Language": "en", "Sec-Fetch-Site": "same-origin"}
        if who is not None:
            headers["Authorization"] = f"Bearer {self.token(who)}"
        if method == "POST":
            headers["Idempotency-Key"] = sha256(f"{route} {names} {body}".encode()).hexdigest()[:16]
        sent: dict[str, Any] = {} if body is None else {"json": body}
        if isinstance(body, bytes):
            headers["Upload-Offset"], sent = "0", {"content": body}
        return self.runner.run(self.client.request(method, path.format_map(names) + query, headers=headers, **sent))


def shortened(value: Any, *, free: bool = False) -> Any:
    """The same with fewer rows and facts, without long texts and without what is shown only once.

    `free`: an object of any names, of which some may be left out.
    """
    if isinstance(value, Mapping):
        kept = list(value.items())[: MOST_FACTS if free else None]
        return {key: shortened(each, free=free or key == "facts") for key, each in kept}
    if isinstance(value, list):
        most = MOST_ROWS if value and isinstance(value[0], Mapping) else MOST_WORDS
        return [shortened(each, free=free) for each in value[:most]]
    if not isinstance(value, str):
        return value
    for prefix in SECRET:
        if value.startswith(prefix):
            return f"{prefix}{EXAMPLE}"
    return value if len(value) <= LONGEST else f"{value[:LONGEST]}…"
