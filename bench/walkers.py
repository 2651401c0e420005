"""Several clients of the walk, each a process of its own, let go together; what they saw, as figures."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Measured:
    """Steps a second and latencies (ms) of one side in one round."""

    tps: float
    p50: float
    p99: float


def measured(parts: Sequence[tuple[float, Sequence[float]]]) -> Measured:
    """One side's figures from what each client saw: seconds it walked and the latency of each step in seconds."""
    latencies = sorted(each for _, seen in parts for each in seen)
    tps = sum(len(seen) / seconds for seconds, seen in parts)
    p50, p99 = (latencies[int(len(latencies) * share)] * 1000 for share in (0.5, 0.99))
    return Measured(tps, p50, p99)


def walked(program: Sequence[str], clients: int, seconds: float) -> Measured:
    """So many processes of a program that says ready, waits for the word and reports. RuntimeError if one does not."""
    processes = [
        subprocess.Popen([*program, f"{n:03d}", str(seconds)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for n in range(clients)
    ]
    try:
        for process in processes:
            if _line(process) != b"ready\n":
                raise RuntimeError(f"a client of {program[2]} did not start")
        for process in processes:
            process.stdin.write(b"go\n")  # type: ignore[union-attr] # it is a pipe
            process.stdin.flush()  # type: ignore[union-attr]
        return measured([orjson.loads(_line(process)) for process in processes])
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def _line(process: "subprocess.Popen[bytes]") -> bytes:
    return process.stdout.readline()  # type: ignore[union-attr] # it is a pipe
