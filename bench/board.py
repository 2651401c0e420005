"""`yeongo bench board`: what a board asks of a database that holds a million projects, beside ten thousand.

Projects are rows of the projection, as many calls as they fill with 1,000 each; one of them has its events too.
"""

import argparse
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from time import perf_counter
from typing import Any

import orjson
import psycopg

from bench.databases import POSTGRESQL, SQLITE, fresh, server
from bench.installed import engine
from bench.lifecycle import PROJECT, STEPS
from bench.replay import fill
from states.context import Stream
from states.instants import written
from storage.boards import Filter, counts, page
from storage.book import deadline_book
from storage.projections import KINDS, Rows, derive, stream_row
from storage.queries import seen_stream
from storage.sight import EVERYTHING, Line, Sight
from storage.store import Store
from storage.transaction import Reader

LIMIT = 10.0
"""Milliseconds at the 99th percentile, of every look."""
GROWTH = 2.0
"""How much dearer a look may be than on a hundredth of the projects."""
SMALLER, PER_CALL, TOGETHER, ROWS = 100, 1_000, 20_000, 50
SEEN = 100
"""Calls that lie in the sight of whoever reads the book."""
SEED = 2025
FROM = datetime(2026, 1, 1, tzinfo=UTC)
AREAS = ("26110", "43130", "47920", "46780", "48840", "51230", "52790")
MINISTRIES = (["mss"], ["mss", "mois"], ["mss", "moj"], ["mss", "mafra", "mois"])


def project(n: int, chance: random.Random) -> Stream:
    """The n-th project of the benchmark: a state, an area, ministries and one open deadline, drawn by chance."""
    expires = FROM + timedelta(seconds=chance.randrange(365 * 86_400))
    deadline = {
        "id": "review@1", "kind": "review", "fires": "expire", "owner": "lead", "rule": "civil", "length": "30d",
        "start": written(FROM), "calendar": "bench", "due_date": expires.date().isoformat(),
        "expires": written(expires), "fires_at": written(expires),
    }  # fmt: skip
    facts = {
        "area": chance.choice(AREAS), "title": f"지역특화 산업 {n}", "lead": f"tp-{n % 17:02d}",
        "ministries": chance.choice(MINISTRIES), "amount": 125_000_000 + n, "remark": "서류를 공고와 대조함",
    }  # fmt: skip
    state = chance.choice(PROJECT.states).id
    return Stream(
        f"project-{chance.getrandbits(80):020x}", "project", state, 1, f"{n:064x}", facts, {"review": deadline},
        {"call": f"call-{n // PER_CALL:06d}"}, PROJECT.fingerprint, written(FROM),
    )  # fmt: skip


def crowd(store: Store, projects: int) -> None:
    """Write so many projects, each with its deadline and timer, as the engine's own rows."""
    chance = random.Random(SEED)
    streams = (project(n, chance) for n in range(projects))
    while some := list(islice(streams, TOGETHER)):
        rows = Rows()
        for stream in some:
            rows.born[stream.id] = stream_row(stream, "bench")
            event = {"stream": stream.id, "version": 1, "deadlines": {"open": list(stream.deadlines.values())}}
            derive(event, stream.head, rows)
        with store.transaction() as transaction:
            transaction.write(rows)


def looks(projects: int, real: str) -> Iterator[tuple[str, Callable[[Reader], object]]]:
    """What is asked, by name. Every call and instant is drawn anew."""
    chance, calls = random.Random(SEED), tuple(f"call-{n:06d}" for n in range(max(1, projects // PER_CALL)))
    seen = calls[:: max(1, len(calls) // SEEN)]
    programme = Sight(tuple(Line(kind, "programme", calls=seen) for kind in KINDS))

    def call() -> str:
        return chance.choice(calls)

    def state() -> str:
        return chance.choice(PROJECT.states).id

    def now() -> datetime:
        return FROM + timedelta(days=chance.randrange(365))

    yield "counts_ms", lambda reader: counts(reader, "project", call())
    yield "page_ms", lambda reader: page(reader, Filter("project", call=call(), state=state()), ROWS)
    yield (
        "overdue_ms",
        lambda reader: page(reader, Filter("project", call=call(), province="47", overdue_at=now()), ROWS, order="due"),
    )
    yield "search_ms", lambda reader: page(reader, Filter("project", call=call(), search="산업 7"), ROWS)
    yield "project_ms", lambda reader: (seen_stream(reader, real, EVERYTHING), reader.events(real))
    yield "book_ms", lambda reader: deadline_book(reader, programme, ROWS)
    yield "every_count_ms", lambda reader: counts(reader, "project")
    yield "every_page_ms", lambda reader: page(reader, Filter("project", state=state()), ROWS)


def p99(store: Store, look: Callable[[Reader], object], rounds: int) -> float:
    """Milliseconds of one look, the first of which is not counted."""
    seen = []
    for _ in range(rounds + 1):
        with store.snapshot() as reader:
            began = perf_counter()
            look(reader)
            seen.append((perf_counter() - began) * 1000)
    return sorted(seen[1:])[int(rounds * 0.99)]


def measured(database: str, where: str, projects: int, rounds: int) -> dict[str, float]:
    """What each look took among so many projects."""
    with fresh(database, where) as url, engine(url) as (ready, begun):
        (real,) = fill(ready, begun, "b", 1)
        crowd(ready.store, projects)
        if database == POSTGRESQL:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("VACUUM (ANALYZE)")  # what PostgreSQL's own vacuum would have done by then
        return {name: p99(ready.store, look, rounds) for name, look in looks(projects, real)}


def main(argv: Sequence[str]) -> int:
    """Measure and write one JSON line per database."""
    parser = argparse.ArgumentParser(prog="yeongo bench board", description=__doc__)
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), help="only this one")
    parser.add_argument("url", nargs="?", default="", help="PostgreSQL server to use; without it one is started")
    parser.add_argument("--projects", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=200)
    given = parser.parse_args(argv)
    for database in (given.database,) if given.database else (SQLITE, POSTGRESQL):
        with server(database, given.url) as where:
            small = measured(database, where, max(PER_CALL, given.projects // SMALLER), given.rounds)
            large = measured(database, where, given.projects, given.rounds)
        sys.stdout.write(orjson.dumps(line(database, given.projects, small, large)).decode() + "\n")
        sys.stdout.flush()
    return 0


def line(database: str, projects: int, small: dict[str, float], large: dict[str, float]) -> dict[str, Any]:
    """The figures of one database with their limits."""
    growth = {name: round(large[name] / small[name], 2) for name in large}
    return {
        "workload": "board", "database": database, "projects": projects, "project_events": STEPS,
        **{name: round(figure, 3) for name, figure in large.items()},
        "limit_ms": LIMIT, "growth": growth, "growth_limit": GROWTH,
        "met": {name: large[name] <= LIMIT and growth[name] <= GROWTH for name in large},
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
