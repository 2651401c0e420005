"""A disk that is full, read-only or failing: one sentence, exit 3, nothing changed.

The full and the read-only disk are real ones of memory, mounted where only the process under test sees them.
"""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.entrypoints.cli.conftest import Line, registering

RUN = (sys.executable, "-m", "entrypoints.cli.main")
ROOT = Path(__file__).parents[3]
PRIVATE = ("unshare", "--map-root-user", "--mount", "sh", "-ec")
ON_ITS_OWN_DISK = 'mount -t tmpfs -o size=2m none "$1"; cp "$2" "$1/yeongo.db"; shift; shift; '
FULL = 'head -c 4m /dev/zero > "$YEONGO_DISK/rest" 2>/dev/null || true; truncate -s -49152 "$YEONGO_DISK/rest"; '
READ_ONLY = 'mount -o remount,ro "$YEONGO_DISK"; '
THEN = 'set +e; "$@"; code=$?; rm -f "$YEONGO_DISK/rest"; cp "$YEONGO_DISK"/yeongo.db* "$YEONGO_OUT/"; exit $code'


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """Where a disk may be mounted. Skips where the system lets nobody mount."""
    probe = subprocess.run([*PRIVATE, f'mount -t tmpfs none "{tmp_path}"'], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip(f"no private mounts here: {probe.stderr.decode().strip()}")
    folder = tmp_path / "disk"
    folder.mkdir()
    return folder


def on_disk(disk: Path, file: Path, state: str, arguments: tuple[str, ...]) -> tuple[int, str, str, Path]:
    """Exit code, stdout and stderr of a line whose database is on a disk in this state; where the database is after."""
    out = disk.parent / "out"
    out.mkdir()
    known = {"YEONGO_DATABASE_URL": f"sqlite:///{disk}/yeongo.db", "YEONGO_DISK": str(disk), "YEONGO_OUT": str(out)}
    command = [*PRIVATE, ON_ITS_OWN_DISK + state + THEN, "sh", str(disk), str(file), *RUN, *arguments]
    env = {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "YEONGO_LANG": "en", **known}
    done = subprocess.run(command, capture_output=True, cwd=ROOT, env=env, text=True, check=False)
    return done.returncode, done.stdout, done.stderr, out / "yeongo.db"


def same_records(line: Line, before: Path, after: Path) -> bool:
    dumps = [Line(f"sqlite:///{file}", line.capture).dump() for file in (before, after)]
    return dumps[0] == dumps[1]


def test_a_full_disk(sqlite_line: Line, disk: Path, announced_file: Path) -> None:
    code, out, err, after = on_disk(disk, announced_file, FULL, registering())
    assert (code, out) == (3, "")
    assert err.startswith("There is no space left for sqlite:///")
    assert err.count("\n") == 1
    assert same_records(sqlite_line, announced_file, after)


def test_a_disk_that_is_not_full_takes_the_same_line(sqlite_line: Line, disk: Path, announced_file: Path) -> None:
    code, out, err, after = on_disk(disk, announced_file, "", registering())
    assert (code, err) == (0, "")
    assert out.startswith("Recorded: project-")
    assert not same_records(sqlite_line, announced_file, after)


@pytest.mark.parametrize("arguments", [registering(), ("call", "list"), ("init",)], ids=["advance", "list", "init"])
def test_a_read_only_disk(sqlite_line: Line, disk: Path, announced_file: Path, arguments: tuple[str, ...]) -> None:
    code, out, err, after = on_disk(disk, announced_file, READ_ONLY, arguments)
    assert (code, out) == (3, "")
    assert "cannot be opened: its folder must be there and writable, not read-only." in err
    assert err.count("\n") == 1
    assert same_records(sqlite_line, announced_file, after)


def test_a_file_that_may_not_grow(sqlite_programme: Line) -> None:
    before = sqlite_programme.dump()
    file = Path(sqlite_programme.url.removeprefix("sqlite:///"))
    limit = 40_000
    assert file.stat().st_size > limit
    done = subprocess.run(
        [*RUN, *registering(), "--json"],
        capture_output=True,
        cwd=ROOT,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert (done.returncode, done.stderr) == (3, "")
    assert '"code": "storage.disk"' in done.stdout
    assert sqlite_programme.dump() == before


def test_a_file_that_is_no_database(sqlite_line: Line) -> None:
    file = Path(sqlite_line.url.removeprefix("sqlite:///"))
    file.write_bytes(b"no database at all " * 4096)
    before = file.read_bytes()
    answer = sqlite_line("call", "list")
    assert answer.code == 3
    assert "is damaged or no database" in answer.said
    assert file.read_bytes() == before


def test_a_server_that_is_not_there(sqlite_line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YEONGO_DATABASE_URL", "postgresql://yeongo:secret@127.0.0.1:1/yeongo")
    answer = sqlite_line("call", "list")
    assert answer.code == 3
    assert "postgresql://yeongo:***@127.0.0.1:1/yeongo cannot be reached" in answer.said
    assert "secret" not in answer.said
