"""What the routes of one process share."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from entrypoints.api.gate import Gate
from entrypoints.api.live import Live
from entrypoints.api.metrics import Metrics
from entrypoints.api.working import Working
from entrypoints.bootstrap import Service
from entrypoints.settings import Settings
from states.roles import Actor
from storage.ledger.journal import looked
from workflow.dispatcher import Dispatcher
from workflow.people import People
from workflow.uploads import Documents
from workflow.webhooks import Webhooks


@dataclass(frozen=True)
class Api:
    """The parts behind every route."""

    settings: Settings
    parts: Service
    dispatcher: Dispatcher
    people: People
    gate: Gate
    metrics: Metrics
    documents: Documents
    live: Live
    working: Working

    @property
    def webhooks(self) -> Webhooks:
        """What people listen with."""
        parts = self.parts
        return Webhooks(parts.store, parts.definitions, parts.clock, self.people.entropy, parts.vault)

    def noted(self, actor: Actor, what: str, /, **scope: object) -> None:
        """Remember who looked at what about people, before it is told."""
        with self.parts.store.transaction() as transaction:
            looked(transaction, what, scope, self.parts.clock.now(), actor)


def api(request: HTTPConnection) -> Api:
    found: Api = request.app.state.api
    return found
