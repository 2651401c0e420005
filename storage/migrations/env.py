"""How alembic reaches the tables: a connection is handed in by `storage.schema`."""

from alembic import context
from sqlmodel import SQLModel

import storage.people_tables
import storage.tables  # noqa: F401 - the tables register themselves

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
