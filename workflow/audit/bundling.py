"""Making a bundle: each part as it is read, so that a file of any size is written in the memory of one project.

Only the manifest is held whole: the head of every stream.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from states.canonical import dumps, encoded, loads
from states.migration import MIGRATE
from storage.ledger.journal import KEYS, MANIFESTS, Entry
from storage.ledger.log import Prover, last_checkpoint
from storage.ledger.manifest import Manifest, heads, manifest_of
from storage.private import PartPlace, PrivatePartError, open_part
from storage.queries import seen_stream
from storage.sight import EVERYTHING, Sight
from storage.transaction import Reader
from workflow.audit.scope import streams_of
from workflow.errors import WorkflowError

BUNDLE, RECEIPT = "yeongo-bundle/1", "yeongo-receipt/1"
PROJECT = "project-"
type_of_part = tuple[str, Any]


class Unproven(WorkflowError):  # noqa: N818 - a circumstance: it was not sealed yet
    """It cannot be proven yet: seal what waits and try again."""


@dataclass(slots=True)
class Named:
    """What the records written so far name: definitions and documents, and how many records there are."""

    definitions: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    records: int = 0

    def take(self, body: Mapping[str, Any]) -> None:
        self.records += 1
        self.documents.update(_documents(body.get("changes", {})))
        if "lifecycle" in body:
            self.definitions.add(body["lifecycle"])
            if body["trigger"] == MIGRATE:
                self.definitions.add(body["changes"]["migration"])


class Bundling:
    """One bundle of families, asked for by `asked` (empty where they were named), made for who sees that much.

    Unproven while the log has no manifest of heads yet; LookupError for a family the manifest does not list.
    """

    def __init__(
        self, reader: Reader, wanted: Sequence[str], asked: Mapping[str, Any] | None = None, sight: Sight = EVERYTHING
    ) -> None:
        self.reader, self.wanted, self.asked, self.sight = reader, wanted, asked or {}, sight
        self.prover, self.named = Prover(reader), Named()
        self.entry = _manifest(reader, self.prover)
        self.manifest = manifest_of(heads(reader, int(self.entry.body["size"])))
        self.places = {each["family"]: n for n, each in enumerate(self.manifest.families)}
        if missing := next((each for each in wanted if each not in self.places), None):
            raise LookupError(f"{missing} is not in the manifest")

    def parts(self, *, private: bool) -> Iterator[type_of_part]:
        """Each part of the document in order; lists as iterators, to be read before the next part."""
        yield "format", BUNDLE
        yield "scope", list(self.wanted)
        yield "asked", dict(self.asked)
        yield "keys", keys_of(self.reader)
        yield "checkpoint", note_of(self.reader)
        body = dumps(self.entry.body).decode()
        yield "manifest", record_of(self.prover, MANIFESTS, self.entry.version, self.entry.hash, body)
        yield "families", (_family(self.manifest, self.places[each]) for each in self.wanted)
        yield "others", self._others() if self.asked else []
        yield "records", self._records()
        yield "definitions", self._definitions()
        yield "documents", sorted(self.named.documents)
        yield "private", self._private() if private else []

    def _others(self) -> Iterator[dict[str, Any]]:
        """Every other family of the manifest: its heads; of a project its first event, if who asks may see it."""
        wanted = set(self.wanted)
        for document in self.manifest.families:
            id = str(document["family"])
            if id not in wanted:
                birth = self._birth(id) if id.startswith(PROJECT) else None
                yield {"document": document, "birth": birth}

    def _birth(self, project: str) -> dict[str, Any] | None:
        if self.sight is not EVERYTHING and seen_stream(self.reader, project, self.sight) is None:
            return None
        rows = self.reader.query("SELECT hash, body FROM event WHERE stream = ? AND version = 1", project)
        return next((record_of(self.prover, project, 1, hash, body) for hash, body in rows), None)

    def _records(self) -> Iterator[dict[str, Any]]:
        """Every event of the families' streams and every refused attempt on them."""
        for stream in self._streams():
            for version, hash, body in self.reader.events(stream):
                yield self._record(stream, version, hash, body)
            rows = self.reader.query("SELECT hash, body FROM refusal WHERE stream = ? ORDER BY hash", stream)
            for hash, body in rows:
                yield self._record(stream, 0, hash, body)

    def _record(self, stream: str, version: int, hash: str, body: str) -> dict[str, Any]:
        self.named.take(loads(body.encode()))
        return record_of(self.prover, stream, version, hash, body)

    def _streams(self) -> Iterator[str]:
        for family in self.wanted:
            yield from streams_of(self.reader, family)

    def _definitions(self) -> dict[str, str]:
        """The lifecycles the records are pinned to and the migrations between them, whole."""
        found = ((fingerprint, self.reader.definition(fingerprint)) for fingerprint in sorted(self.named.definitions))
        return {fingerprint: definition[1] for fingerprint, definition in found if definition}

    def _private(self) -> Iterator[dict[str, Any]]:
        """The private parts that were not erased, opened, with the secrets their commitments can be checked by."""
        sql = "SELECT version, part, secret, ciphertext FROM event_private WHERE stream = ? ORDER BY version, part"
        for stream in self._streams():
            for version, part, secret, ciphertext in self.reader.query(sql, stream):
                place = PartPlace(stream, version, part)
                try:
                    value = open_part(bytes(ciphertext), bytes(secret), place)
                except PrivatePartError:
                    continue  # told by `audit verify`; a bundle holds what can be shown
                named = {"stream": stream, "version": version, "part": part}
                yield named | {"secret": bytes(secret).hex(), "value": value}


def bundle(
    reader: Reader,
    wanted: Sequence[str],
    *,
    private: bool,
    asked: Mapping[str, Any] | None = None,
    sight: Sight = EVERYTHING,
) -> dict[str, Any]:
    """Everything recorded of these families, their supports and companies, with what proves it whole.

    Unproven and LookupError as `Bundling`.
    """
    parts = Bundling(reader, wanted, asked, sight).parts(private=private)
    return {name: list(part) if isinstance(part, Iterator) else part for name, part in parts}


def write(made: Bundling, file: IO[bytes], *, private: bool) -> int:
    """Write a bundle as it is read, an item a line; how many records it holds."""
    between = b"{"
    for name, part in made.parts(private=private):
        file.write(between + b"\n" + encoded(name) + b": ")
        between = b","
        if isinstance(part, Iterator):
            _write_list(part, file)
        else:
            file.write(encoded(part))
    file.write(b"\n}\n")
    return made.named.records


def receipt(reader: Reader, stream: str, version: int, hash: str) -> dict[str, Any]:
    """One command's or refusal's (version 0) record, proven once it is sealed. LookupError if there is none."""
    body = _body(reader, stream, version, hash)
    return {
        "format": RECEIPT,
        "keys": keys_of(reader),
        "checkpoint": note_of(reader),
        "records": [record_of(Prover(reader), stream, version, hash, body)],
    }


def record_of(prover: Prover, stream: str, version: int, hash: str, body: str) -> dict[str, Any]:
    proven = prover.prove(stream, version, hash)
    leaf, proof = (proven.index, [each.hex() for each in proven.proof]) if proven else (None, [])
    return {"stream": stream, "version": version, "hash": hash, "body": body, "leaf": leaf, "proof": proof}


def note_of(reader: Reader) -> str:
    """The latest signed head. Unproven if there is none."""
    head = last_checkpoint(reader)
    if head is None:
        raise Unproven("nothing was sealed yet")
    return head.note


def keys_of(reader: Reader) -> list[dict[str, Any]]:
    rows = reader.query("SELECT version, hash, body FROM journal WHERE stream = ? ORDER BY version", KEYS)
    return [{"version": version, "hash": hash, "body": body} for version, hash, body in rows]


def _write_list(items: Iterable[object], file: IO[bytes]) -> None:
    between = b"["
    for each in items:
        file.write(between + b"\n" + encoded(each))
        between = b","
    file.write(b"\n]" if between == b"," else b"[]")


def _family(manifest: Manifest, index: int) -> dict[str, Any]:
    document, proof = manifest.at(index)
    return {"index": index, "document": document, "proof": [each.hex() for each in proof]}


def _body(reader: Reader, stream: str, version: int, hash: str) -> str:
    if version:
        rows = reader.query("SELECT body FROM event WHERE stream = ? AND version = ?", stream, version)
    else:
        rows = reader.query("SELECT body FROM refusal WHERE stream = ? AND hash = ?", stream, hash)
    if not rows:
        raise LookupError(f"{stream} has no record {version or hash}")
    return str(rows[0][0])


def _manifest(reader: Reader, prover: Prover) -> Entry:
    """The latest manifest that is itself sealed."""
    sql = "SELECT version, hash, body FROM journal WHERE stream = ? ORDER BY version DESC"
    for version, hash, body in reader.query(sql, MANIFESTS):
        if prover.prove(MANIFESTS, version, hash):
            return Entry(MANIFESTS, version, hash, loads(body.encode()))
    raise Unproven("the log has no sealed manifest of heads yet")


PINNED = frozenset({"rules", "lifecycles", "migration"})
"""The facts that name definitions by their fingerprint."""


def _documents(value: object) -> Iterator[str]:
    """Every SHA-256 among the facts but of definitions: the documents that were filed."""
    if isinstance(value, str) and len(value) == 64 and all(letter in "0123456789abcdef" for letter in value):
        yield value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            if name not in PINNED:
                yield from _documents(each)
    elif isinstance(value, list):
        for each in value:
            yield from _documents(each)
