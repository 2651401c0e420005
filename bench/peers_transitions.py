"""The walk with what one would take instead, each in an environment of its own (`make peers`), in the same run."""

from collections.abc import Mapping
from statistics import median
from typing import Any, Final

from bench import baseline
from bench.databases import fresh
from bench.peers_storm import PYTHON
from bench.walkers import Measured, walked

GOALS: Final[Mapping[str, int]] = {
    "eventsourcing": 3, "statemachine": 6, "django": 6, "transitions": 10, "dbos": 10,
}  # fmt: skip
"""Our steps a second as a multiple of the peer's, at eight clients."""
CLIENTS: Final = 8


def compared_with_peers(
    database: str, where: str, clients: int, seconds: float, ours: list[Measured]
) -> list[dict[str, Any]]:
    """One line for each peer: as many rounds as ours, each on a fresh database, and the ratio of the medians."""
    own, lines = median(each.tps for each in ours), []
    for peer, goal in GOALS.items():
        rounds = [_round(peer, database, where, clients, seconds) for _ in ours]
        theirs = median(each.tps for each in rounds)
        lines.append(
            {
                "workload": "transitions",
                "database": database,
                "peer": peer,
                "clients": clients,
                "rounds": len(rounds),
                "tps": round(own, 3),
                "peer_tps": round(theirs, 3),
                "peer_p99_ms": round(median(each.p99 for each in rounds), 3),
                "ratio": round(own / theirs, 2),
                "goal": goal if clients == CLIENTS else None,
                "met": own / theirs >= goal if clients == CLIENTS else None,
            }
        )
    return lines


def _round(peer: str, database: str, where: str, clients: int, seconds: float) -> Measured:
    with fresh(database, where) as url:
        baseline.prepare(url)
        return walked((str(PYTHON), "-m", f"bench.peers.walk_{peer}", url), clients, seconds)
