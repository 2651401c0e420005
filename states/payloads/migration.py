"""What the commands of a migration carry."""

from typing import Annotated

from pydantic import Field

from states.lifecycle import Payload
from states.payloads.common import Count, Line, Reasoned, Sha256


class Moving(Payload):
    """A stream and the version it was reviewed at."""

    stream: Line
    reviewed: Count


class MigrationOrder(Reasoned):
    """The migration's fingerprint and every stream it is to move, as the dry run showed them."""

    migration: Sha256
    moving: Annotated[tuple[Moving, ...], Field(min_length=1, max_length=2_000)]


class Migrating(Payload):
    """What the timer of an approved migration brings to each stream."""

    migration: Sha256
    reviewed: Count
