"""The walk with DBOS: a project is a workflow of twenty steps, each step the hand-written transaction.

A step's latency is its share of the whole workflow.
"""

import os
import sys

from dbos import DBOS

from bench.peers.firing import connected
from bench.peers.walking import GENESIS, MONTH, STATES, STEPS, TRIGGERS, chained, content, now, walk

MOVE = "UPDATE project SET state = %s, version = %s, head = %s, updated_at = %s WHERE id = %s AND version = %s"


def main(url: str, client: str, seconds: float) -> None:
    lite = url.startswith("sqlite")
    own = f"{url}.dbos" if lite else url.replace("postgresql://", "postgresql+psycopg://", 1)
    os.environ["DBOS__VMID"] = client
    DBOS(
        config={
            "name": "walk", "system_database_url": own, "run_admin_server": False, "log_level": "ERROR",
            "application_version": "1", "executor_id": client,
        }
    )  # fmt: skip
    connection = connected(url)

    def run(statement: str, *values: object) -> object:
        return connection.execute(statement.replace("%s", "?") if lite else statement, values)

    @DBOS.step(name="move")
    def move(id: str, n: int, head: str) -> str:
        at = now()
        body, hash = chained(content(id, n + 1, STATES[n], TRIGGERS[n], STATES[n + 1], head, at))
        run("BEGIN IMMEDIATE" if lite else "BEGIN")
        run("INSERT INTO event VALUES (%s, %s, %s, 'lead-0001', %s, %s, %s)", id, n + 1, TRIGGERS[n], at, hash, body)
        if n:
            run(MOVE, STATES[n + 1], n + 1, hash, at, id, n)
        else:
            run("INSERT INTO project VALUES (%s, %s, 1, %s, %s)", id, STATES[1], hash, at)
        if n % 2:
            run("UPDATE timer SET status = 'cancelled' WHERE stream = %s AND version = %s", id, n)
        else:
            run("INSERT INTO timer VALUES (%s, %s, %s, 'pending')", id, n + 1, at + MONTH)
        run("INSERT INTO outbox VALUES (%s, %s, 'moved', 'tipa', 'waiting')", id, n + 1)
        run("INSERT INTO unsealed VALUES (%s, %s, %s)", id, n + 1, hash)
        run("COMMIT")
        return hash

    @DBOS.workflow(name="life")
    def life(id: str) -> None:
        head = GENESIS
        for n in range(STEPS):
            head = move(id, n, head)

    DBOS.launch()
    numbers = iter(range(1_000_000))

    def step() -> int:
        life(f"project-{client}-{next(numbers):06d}")
        return STEPS

    walk(step, seconds)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
    os._exit(0)  # its threads go on polling
