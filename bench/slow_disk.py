"""Our own command line on a disk that is slow to sync: each commit takes some milliseconds more.

    python -m bench.slow_disk MILLISECONDS MOST serve --socket N

With MOST 1 every command has a commit of its own: what sharing one is measured against.
"""

import sys
import time

from entrypoints.cli.main import main
from workflow import dispatcher
from workflow.engine import Prepared


def slow(milliseconds: float, most: int) -> None:
    """From now on a commit waits so long, under the lock it holds, and takes at most so many commands."""
    commit = Prepared.commit

    def late(self: Prepared) -> None:
        time.sleep(milliseconds / 1000)
        commit(self)

    Prepared.commit = late  # type: ignore[method-assign]
    dispatcher.MOST = most


if __name__ == "__main__":
    slow(float(sys.argv[1]), int(sys.argv[2]))
    del sys.argv[1:3]
    main()
