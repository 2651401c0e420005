"""The walk with eventsourcing: an aggregate read, moved and saved for each step.

It writes one row a step (the stored event is its outbox too): no state, no timer, no chain. It does less than we do.
"""

import os
import sys
from uuid import NAMESPACE_OID, UUID, uuid5

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from bench.peers.walking import GENESIS, STATES, TRIGGERS, content, now, steps, walk


class Project(Aggregate):
    @event("Began")
    def __init__(self, name: str) -> None:
        self.name, self.state = name, STATES[0]

    @staticmethod
    def create_id(name: str) -> UUID:
        return uuid5(NAMESPACE_OID, name)

    @event("Moved")
    def _moved(self, trigger: str, dest: str, body: dict[str, object]) -> None:
        self.state = dest

    def move(self, trigger: str) -> None:
        if trigger != TRIGGERS[STATES.index(self.state)]:
            raise ValueError(f"{trigger} does not lead from {self.state}")
        dest = STATES[STATES.index(self.state) + 1]
        body = content(self.name, self.version + 1, self.state, trigger, dest, GENESIS, now())
        self._moved(trigger=trigger, dest=dest, body=body)


def settings(url: str) -> dict[str, str]:
    plain = {"IS_SNAPSHOTTING_ENABLED": "n"}
    if url.startswith("sqlite"):
        file = f"{url.removeprefix('sqlite:///')}.eventsourcing"
        return plain | {
            "PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": file, "SQLITE_LOCK_TIMEOUT": "30",
        }  # fmt: skip
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415 - only there

    told = conninfo_to_dict(url)
    return plain | {
        "PERSISTENCE_MODULE": "eventsourcing.postgres", "POSTGRES_DBNAME": str(told["dbname"]),
        "POSTGRES_HOST": str(told.get("host", "")), "POSTGRES_PORT": str(told.get("port", "5432")),
        "POSTGRES_USER": str(told.get("user", "")), "POSTGRES_PASSWORD": str(told.get("password") or "-"),
    }  # fmt: skip


class Walk(Application):
    """The application its tutorial begins with."""


def main(url: str, client: str, seconds: float) -> None:
    application, way = Walk(os.environ | settings(url)), steps(client)

    def step() -> int:
        name, n = next(way)
        project = application.repository.get(Project.create_id(name)) if n else Project(name)
        project.move(TRIGGERS[n])
        application.save(project)
        return 1

    walk(step, seconds)
    application.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
