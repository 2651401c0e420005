"""A storm on a DBOS queue: `python -m bench.peers.storm_dbos URL COUNT`.

Each deadline a workflow of one step, eight at a time.
"""

import os
import sys
from time import perf_counter

from dbos import DBOS, DBOSClient
from sqlalchemy import create_engine, text

from bench.peers.firing import fire, report, settled

AT_ONCE, TOGETHER = 8, 500
PATIENCE = 20.0
LATER = 3600
DUE = "UPDATE dbos.workflow_status SET delay_until_epoch_ms = 1 WHERE status = 'DELAYED'"


def main(url: str, count: int) -> None:
    own = url.replace("postgresql://", "postgresql+psycopg://", 1)
    DBOS(
        config={
            "name": "storm", "system_database_url": own, "run_admin_server": False, "log_level": "ERROR",
            "application_version": "1", "executor_id": "storm",
        }
    )  # fmt: skip

    @DBOS.step(name="fire")
    def step(n: int) -> None:
        fire(url, n)

    @DBOS.workflow(name="deadline")
    def deadline(n: int) -> None:
        step(n)

    DBOS.launch()
    DBOS.register_queue("deadlines", worker_concurrency=AT_ONCE, polling_interval_sec=0.05)
    client, engine = DBOSClient(system_database_url=own), create_engine(own)
    asked = {"queue_name": "deadlines", "workflow_name": "deadline", "app_version": "1", "delay_seconds": LATER}
    for first in range(0, count, TOGETHER):
        with engine.begin() as connection:
            for n in range(first, min(first + TOGETHER, count)):
                client.enqueue_in_transaction(connection, asked, n)
    with engine.begin() as connection:
        connection.execute(text(DUE))
    began = perf_counter()
    ended = settled(url, count, PATIENCE)
    report(url, count, ended - began)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
    os._exit(0)  # its threads go on polling
