"""A storm on an APScheduler job store: `python -m bench.peers.storm_apscheduler URL COUNT`.

Due jobs are given any grace, for its own default would drop them.
"""

import logging
import sys
from datetime import UTC, datetime, timedelta
from time import perf_counter, sleep

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from bench.peers.firing import fire, report, settled

THREADS = 8
SCHEDULING = 0.004
"""Seconds it takes to add one job, generously: all are due once the last has been added."""
PATIENCE = 20.0


def main(url: str, count: int) -> None:
    logging.disable(logging.CRITICAL)
    store = SQLAlchemyJobStore(url=url.replace("postgresql://", "postgresql+psycopg://", 1))
    scheduler = BackgroundScheduler(
        jobstores={"default": store},
        executors={"default": ThreadPoolExecutor(THREADS)},
        job_defaults={"misfire_grace_time": None},
        timezone=UTC,
    )
    scheduler.start(paused=True)
    due = datetime.now(UTC) + timedelta(seconds=count * SCHEDULING + 2)
    for n in range(count):
        scheduler.add_job(fire, "date", run_date=due, args=(url, n), id=str(n))
    sleep(max(0.0, (due - datetime.now(UTC)).total_seconds()))
    began = perf_counter()
    scheduler.resume()
    ended = settled(url, count, PATIENCE)
    report(url, count, ended - began)
    scheduler.shutdown(wait=False)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
