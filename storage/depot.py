"""Files beside the database, each under the SHA-256 of its content: written once, never changed."""

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path

from storage.durable import sync
from storage.errors import StorageError

HEADS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-hwp"),
)
"""The first bytes of a file and what it is."""
OFFICE = (
    ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("Contents/header.xml", "application/hwp+zip"),
)
"""An entry of a ZIP and what it makes of it."""
ENTRIES, UNPACKED, RATIO = 5_000, 512 << 20, 200
"""A ZIP with more entries, more bytes unpacked, or packed tighter than this is a bomb."""
ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".tar", ".jar")


class Unfit(Exception):  # noqa: N818 - what is wrong with the file
    """A file that is not kept: `type` unknown or another than it says, or a `bomb`."""


class Depot:
    """A folder of files; `arriving` holds what is not whole yet. StorageError where the disk does not do as asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def arrived(self, id: str) -> int:
        """Bytes of an upload that are here."""
        with self._disk():
            path = self._arriving(id)
            return path.stat().st_size if path.exists() else 0

    def append(self, id: str, offset: int, chunk: bytes) -> int:
        """Write a chunk at its place, durably; bytes that are here now. ValueError where it does not continue them."""
        with self._disk():
            path = self._arriving(id)
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with path.open("ab") as file:
                if file.tell() != offset:
                    raise ValueError(f"{file.tell()} bytes are here")
                file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
                return file.tell()

    def digest(self, id: str) -> str:
        with self._disk(), self._arriving(id).open("rb") as file:
            return file_digest(file, "sha256").hexdigest()

    def arriving(self, id: str) -> Path:
        """Where an upload lies until it is whole: what a scanner looks at."""
        return self._arriving(id)

    def keep(self, id: str, hash: str) -> None:
        """Move a whole upload to the place of its content; the same content is kept once."""
        with self._disk():
            target = self.path(hash)
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            source = self._arriving(id)
            source.chmod(0o400)
            source.replace(target)
            sync(target.parent, self.folder)

    def drop(self, id: str) -> None:
        with self._disk():
            self._arriving(id).unlink(missing_ok=True)

    @contextmanager
    def _disk(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StorageError(f"the documents' folder {self.folder} cannot be used: {error.strerror}") from error

    def path(self, hash: str) -> Path:
        return self.folder / hash[:2] / hash

    def _arriving(self, id: str) -> Path:
        return self.folder / "arriving" / id


def type_of(path: Path) -> str:
    """What a file is, by its content. Unfit for what is none of ours."""
    with path.open("rb") as file:
        head = file.read(16)
    for start, named in HEADS:
        if head.startswith(start):
            return named
    if head.startswith(b"PK\x03\x04"):
        return _of_zip(path)
    raise Unfit("type")


def _of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unfit("type") from error
    unpacked, packed = sum(each.file_size for each in entries), max(1, path.stat().st_size)
    nested = any(each.filename.lower().endswith(ARCHIVES) for each in entries)
    if len(entries) > ENTRIES or unpacked > UNPACKED or unpacked > RATIO * packed or nested:
        raise Unfit("bomb")
    names = {each.filename for each in entries}
    return next((named for entry, named in OFFICE if entry in names), "application/zip")
