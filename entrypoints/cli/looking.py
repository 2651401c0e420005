"""Who looks at the record from the command line, how much of it they may see, and that it is remembered."""

from collections.abc import Mapping
from typing import Any

from entrypoints.api.access import AUDITORS
from entrypoints.bootstrap import Service
from entrypoints.cli.values import actor
from entrypoints.errors import BadInput
from states.roles import ADMIN, AUDITOR, Actor
from storage.ledger.journal import looked
from storage.sight import Sight
from storage.transaction import Reader
from workflow.rights import acting, sight


def looker(parts: Service, reader: Reader, who: str | None) -> tuple[Actor, Sight]:
    """Who looks and what they may see, by the rights of the other doors; the operator sees everything.

    BadInput for a role that looks at no record, and for an auditor who does not have that duty now.
    """
    by = actor(who)
    if by.role not in AUDITORS.roles:
        raise BadInput("audit.not_yours")
    if by.role == AUDITOR and by not in acting(reader, by.id, parts.clock.now()):
        raise BadInput("audit.not_now", person=by.id, org=by.org)
    return by, sight(by, reader, parts.definitions)


def administrator(parts: Service, reader: Reader, who: str | None) -> Actor:
    """Who keeps the people: the operator, or the administrator that is named.

    BadInput for any other role, and for who does not have that duty now.
    """
    by = actor(who)
    if by.role != ADMIN:
        raise BadInput("people.not_yours")
    if who is not None and by not in acting(reader, by.id, parts.clock.now()):
        raise BadInput("audit.not_now", person=by.id, org=by.org)
    return by


def noted(parts: Service, by: Actor, what: str, scope: Mapping[str, Any]) -> None:
    """Remember who looked at what."""
    with parts.store.transaction() as transaction:
        looked(transaction, what, scope, parts.clock.now(), by)
