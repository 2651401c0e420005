"""The secrets of webhooks are sealed under a key that is not in the database."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import context, op

from storage.errors import StorageError
from storage.vault import Vault

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    vault: Vault | None = context.config.attributes["vault"]
    connection = op.get_bind()
    for id, secret, older in connection.execute(sa.text("SELECT id, secret, older FROM webhook")).all():
        if vault is None:
            raise StorageError("webhooks have secrets to seal: migrate where the secret key's file is")
        sealed = {"id": id, "secret": vault.sealed(secret), "older": vault.sealed(older) if older else ""}
        connection.execute(sa.text("UPDATE webhook SET secret = :secret, older = :older WHERE id = :id"), sealed)
