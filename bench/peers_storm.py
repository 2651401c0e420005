"""The storm on what one would take instead, each in an environment of its own (`make peers`), in the same run."""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import orjson

from bench import baseline, by_hand
from bench.databases import POSTGRESQL, SQLITE, fresh

ROOT: Final = Path(__file__).parents[1]
PYTHON: Final = ROOT / ".venv-peers" / "bin" / "python"
GOALS: Final[Mapping[str, Mapping[str, int]]] = {
    POSTGRESQL: {"procrastinate": 8, "dbos": 40, "apscheduler": 5},
    SQLITE: {"apscheduler": 30},
}
"""Our deadlines a second as a multiple of the peer's."""
PATIENCE: Final = 1800
"""Seconds a peer may take."""


def run_peer(peer: str, database: str, where: str, count: int) -> dict[str, Any]:
    """What a peer says of so many deadlines on a fresh database: seconds, how many fired never and twice."""
    with fresh(database, where) as url:
        baseline.prepare(url)
        cursor, mark, begin = baseline.connected(url)
        by_hand.laid(cursor, mark, begin, count)
        cursor.connection.close()
        line = (str(PYTHON), "-m", f"bench.peers.storm_{peer}", url, str(count))
        done = subprocess.run(line, cwd=ROOT, capture_output=True, check=False, timeout=PATIENCE)
        if done.returncode:
            raise RuntimeError(f"{peer} failed: {done.stderr.decode()[-500:]}")
        found: dict[str, Any] = orjson.loads(done.stdout.splitlines()[-1])
        return found


def compared_with_peers(database: str, where: str, count: int, ours_a_second: float) -> list[dict[str, Any]]:
    """One line for each peer of this database."""
    lines = []
    for peer, goal in GOALS[database].items():
        found = run_peer(peer, database, where, count)
        theirs = (count - found["never"]) / found["seconds"]
        ratio = ours_a_second / theirs
        lines.append(
            {
                "workload": "storm",
                "database": database,
                "peer": peer,
                "deadlines": count,
                "peer_deadlines_s": round(theirs),
                "never": found["never"],
                "twice": found["twice"],
                "ratio": round(ratio, 1),
                "goal": goal,
                "met": ratio >= goal,
            }
        )
    return lines
