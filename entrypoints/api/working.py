"""Long jobs begun by this process: each in a process of its own, which outlives this one if it must."""

import os
import subprocess
import sys
from dataclasses import dataclass, field

from entrypoints.bootstrap import Service
from entrypoints.settings import Settings
from workflow.long_jobs import LongJobs


@dataclass
class Working:
    """The long jobs of the installation, and the processes this one began."""

    settings: Settings
    parts: Service
    jobs: LongJobs
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, id: str) -> None:
        """Begin a job that waits."""
        self.reap()
        store = self.parts.store
        known = {
            "YEONGO_DATABASE_URL": store.url.render_as_string(hide_password=False),
            "YEONGO_DOCUMENTS": str(self.jobs.folder.parent.absolute()),
            "YEONGO_LOG_KEY": str(self.parts.key_file.absolute()),
        }
        line = [sys.executable, "-m", "entrypoints.working", id]
        self.processes.append(subprocess.Popen(line, env=os.environ | known))  # noqa: S603 - our own, no shell

    def reap(self) -> None:
        """Let go of the processes that have ended."""
        self.processes = [each for each in self.processes if each.poll() is None]
