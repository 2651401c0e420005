"""The accessibility checker axe-core, fetched by the ordinary npm client from its lock file into `build/axe`."""

import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
TARGET = HERE.parents[2] / "build" / "axe"
SCRIPT = TARGET / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE = 120
"""Seconds npm may take."""


def script() -> str:
    """The checker's text. OSError, saying why, where it cannot be had."""
    if not SCRIPT.exists():
        _fetch()
    return SCRIPT.read_text()


def _fetch() -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise OSError("npm is not installed")
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(HERE / name, TARGET / name)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        done = subprocess.run(command, cwd=TARGET, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as error:
        raise OSError("npm did not answer in time") from error
    if done.returncode:
        raise OSError(f"npm could not fetch axe-core: {done.stderr.strip()[-300:]}")
