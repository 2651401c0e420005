"""A storm on procrastinate: `python -m bench.peers.storm_procrastinate URL COUNT`.

Eight jobs at a time, each with a connection.
"""

import asyncio
import logging
import sys
from datetime import UTC, datetime
from time import perf_counter, time_ns

import procrastinate
import psycopg_pool

from bench.peers.firing import FIRED, READ, consequences, project, report

AT_ONCE, TOGETHER = 8, 1000


async def storm(url: str, count: int) -> float:
    """The seconds its worker takes until no job is left."""
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url, max_size=AT_ONCE + 2))
    pool = psycopg_pool.AsyncConnectionPool(
        url, min_size=AT_ONCE, max_size=AT_ONCE, kwargs={"prepare_threshold": 0}, open=False
    )

    @app.task(name="fire")
    async def fire(n: int) -> None:
        async with pool.connection() as connection, connection.transaction(), connection.cursor() as cursor:
            row = await (await cursor.execute(READ, (project(n),))).fetchone()
            assert row  # noqa: S101 - every deadline has its project
            state, version, head = row
            if (await cursor.execute(FIRED, (project(n), version))).rowcount:
                for statement, values in consequences(project(n), state, version, head, time_ns() // 1000):
                    await cursor.execute(statement, values)

    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        due = datetime.now(UTC)
        for first in range(0, count, TOGETHER):
            jobs = [{"n": n} for n in range(first, min(first + TOGETHER, count))]
            await fire.configure(schedule_at=due).batch_defer_async(*jobs)
        await pool.open()
        began = perf_counter()
        await app.run_worker_async(
            concurrency=AT_ONCE, wait=False, install_signal_handlers=False, delete_jobs="successful"
        )
        seconds = perf_counter() - began
        await pool.close()
    return seconds


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    report(sys.argv[1], int(sys.argv[2]), asyncio.run(storm(sys.argv[1], int(sys.argv[2]))))
