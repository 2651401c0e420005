"""Documents of streams: announced, brought in chunks, checked by content, kept under their hash."""

from base64 import b32encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

from states.instants import micros
from storage.depot import Depot, Unfit, type_of
from storage.store import Store
from storage.transaction import Reader
from workflow.clock import Clock
from workflow.errors import Denied
from workflow.scanning import INFECTED, scan

ARRIVING, KEPT = "arriving", "kept"
LARGEST, CHUNK = 200 << 20, 8 << 20
"""Bytes of a document, and of one chunk."""
SCANNING, SOON = 120.0, 5
"""Seconds a scanner may take; after which what could not be scanned is worth another try."""
COLUMNS = "id, stream, name, hash, type, person, size, created, status"


@dataclass(frozen=True, slots=True)
class Document:
    id: str
    stream: str
    name: str
    hash: str
    type: str
    person: str
    size: int
    created: int
    status: str


def find(reader: Reader, id: str) -> Document | None:
    rows = reader.query(f"SELECT {COLUMNS} FROM document WHERE id = ?", id)  # noqa: S608 - our own names
    return Document(*rows[0]) if rows else None


def kept(reader: Reader, stream: str) -> list[Document]:
    """The documents of a stream that are here whole, the oldest first."""
    sql = f"SELECT {COLUMNS} FROM document WHERE stream = ? AND status = ? ORDER BY created, id"  # noqa: S608
    return [Document(*row) for row in reader.query(sql, stream, KEPT)]


class Documents:
    """The one way in. `scanner`: a command that gets the file's path and ends 0 for a clean one, 1 for an infected one.

    What it cannot tell of within `patience` seconds waits whole: no bytes sent at its end have it asked again.
    """

    def __init__(
        self, store: Store, depot: Depot, clock: Clock, entropy: Callable[[int], bytes], scanner: Sequence[str] = ()
    ) -> None:
        self.store, self.depot, self.clock, self.entropy, self.scanner = store, depot, clock, entropy, scanner
        self.patience = SCANNING

    def announce(self, person: str, stream: str, name: str, size: int, hash: str) -> Document:
        """A document that is about to come: its id."""
        if size < 1:
            raise Denied("document.empty")
        if size > LARGEST:
            raise Denied("document.large", limit=LARGEST)
        id = f"doc-{b32encode(self.entropy(10)).decode().lower()}"
        made = Document(id, stream, name, hash, "", person, size, micros(self.clock.now()), ARRIVING)
        marks = ", ".join("?" for _ in COLUMNS.split(", "))
        with self.store.transaction() as transaction:
            values = tuple(getattr(made, column) for column in COLUMNS.split(", "))
            sql = f"INSERT INTO document ({COLUMNS}) VALUES ({marks})"  # noqa: S608
            transaction.cursor.execute(sql.replace("?", transaction.mark), values)
        return made

    def take(self, person: str, stream: str, name: str, size: int, content: BinaryIO) -> Document:
        """A whole document at once; one of the same content that the stream has already is that one."""
        digest = sha256()
        while chunk := content.read(CHUNK):
            digest.update(chunk)
        hash = digest.hexdigest()
        with self.store.snapshot() as reader:
            here = next((each for each in kept(reader, stream) if each.hash == hash), None)
        if here is not None:
            return here
        content.seek(0)
        found, offset = self.announce(person, stream, name, size, hash), 0
        while chunk := content.read(CHUNK):
            found = self.bring(found, offset, chunk)
            offset += len(chunk)
        return found

    def bring(self, found: Document, offset: int, chunk: bytes) -> Document:
        """The next chunk; with the last one the whole is checked and kept. Denied where it does not hold."""
        if found.status == KEPT or offset + len(chunk) > found.size:
            raise Denied("document.offset", offset=found.size if found.status == KEPT else self.depot.arrived(found.id))
        try:
            here = self.depot.append(found.id, offset, chunk)
        except ValueError as error:
            raise Denied("document.offset", offset=self.depot.arrived(found.id)) from error
        return found if here < found.size else self._whole(found)

    def _whole(self, found: Document) -> Document:
        if self.depot.digest(found.id) != found.hash:
            self.depot.drop(found.id)
            raise Denied("document.hash")
        try:
            named = type_of(self.depot.arriving(found.id))
        except Unfit as error:
            self.depot.drop(found.id)
            raise Denied(f"document.{error}") from error
        self._scan(found.id)
        self.depot.keep(found.id, found.hash)
        with self.store.transaction() as transaction:
            sql = "UPDATE document SET status = ?, type = ? WHERE id = ?"
            transaction.cursor.execute(sql.replace("?", transaction.mark), (KEPT, named, found.id))
        with self.store.snapshot() as reader:
            kept = find(reader, found.id)
        assert kept is not None  # noqa: S101 - written just now
        return kept

    def _scan(self, id: str) -> None:
        if not self.scanner:
            return
        found = scan(self.scanner, self.depot.arriving(id), self.patience)
        if found is None:
            raise Denied("document.unscanned", seconds=SOON)
        if found == INFECTED:
            self.depot.drop(id)
            raise Denied("document.infected")
