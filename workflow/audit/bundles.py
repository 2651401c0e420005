"""Receipts and bundles: one file that proves, without the database, what was recorded and that nothing was left out.

A bundle is one JSON document (docs/auditors.md says what each part holds). Checking it needs this module, the log's key
from elsewhere, and nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from states.canonical import CanonicalError, dumps, loads
from states.folding import link_of
from states.migration import MIGRATE, Migration, read
from states.pinned import Pinned, pinned
from storage.ledger import keys
from storage.ledger.checkpoint import Checkpoint, opened_checkpoint
from storage.ledger.journal import KEYS, MANIFESTS, Entry
from storage.ledger.log import last_checkpoint, prove
from storage.ledger.manifest import family_leaf, heads, manifest_of
from storage.ledger.notes import NoteError, Verifier
from storage.ledger.tree import leaf_hash, verify_inclusion
from storage.private import PartPlace, PrivatePartError, commits, open_part
from storage.transaction import Reader
from workflow.audit.definitions import fault
from workflow.audit.findings import Finding
from workflow.audit.walking import event_of, told
from workflow.errors import WorkflowError
from workflow.replay import begun

BUNDLE, RECEIPT = "yeongo-bundle/1", "yeongo-receipt/1"
type_of_document = Mapping[str, Any]
BUNDLED = "bundle"
"""The stream findings about the bundle itself are named under."""


class Unproven(WorkflowError):  # noqa: N818 - a circumstance: it was not sealed yet
    """It cannot be proven yet: seal what waits and try again."""


def receipt(reader: Reader, stream: str, version: int, hash: str) -> dict[str, Any]:
    """One command's or refusal's (version 0) record, proven once it is sealed. LookupError if there is none."""
    body = _body(reader, stream, version, hash)
    return {
        "format": RECEIPT,
        "keys": _keys(reader),
        "checkpoint": _note(reader),
        "records": [_record(reader, stream, version, hash, body)],
    }


def bundle(reader: Reader, projects: Sequence[str], *, private: bool) -> dict[str, Any]:
    """Everything recorded of these projects, their supports and companies, with what proves it whole.

    Unproven while the log has no manifest of heads yet; LookupError for a project the manifest does not list.
    """
    entry = _manifest(reader)
    size = int(entry.body["size"])
    manifest = manifest_of(heads(reader, size))
    families, records = [], list[dict[str, Any]]()
    for project in projects:
        index, document, proof = manifest.prove(project)
        families.append({"index": index, "document": document, "proof": [each.hex() for each in proof]})
        records += _records_of(reader, project)
    bodies = [loads(each["body"].encode()) for each in records]
    return {
        "format": BUNDLE,
        "scope": list(projects),
        "keys": _keys(reader),
        "checkpoint": _note(reader),
        "manifest": _record(reader, MANIFESTS, entry.version, entry.hash, dumps(entry.body).decode()),
        "families": families,
        "definitions": _definitions(reader, bodies),
        "records": records,
        "documents": sorted({each for body in bodies for each in _documents(body.get("changes", {}))}),
        "private": _private(reader, records) if private else [],
    }


def verify_bundle(document: type_of_document, trusted: Verifier | None = None) -> tuple[Finding, ...]:
    """What of a bundle or a receipt does not hold; nothing is asked but the document and the key the auditor has."""
    try:
        return tuple(_checked(document, trusted))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        return (Finding("bundle.malformed", BUNDLED, 0, {"reason": f"{type(error).__name__}: {error}"}),)


def _checked(document: type_of_document, trusted: Verifier | None) -> Iterator[Finding]:
    if document["format"] not in (BUNDLE, RECEIPT):
        yield Finding("bundle.malformed", BUNDLED, 0, {"reason": str(document["format"])})
        return
    try:
        known = keys.chain(_entry(each) for each in document["keys"])
        head = opened_checkpoint(document["checkpoint"], known)
    except (NoteError, CanonicalError) as error:
        yield Finding("log.signature", BUNDLED, 0, {"reason": str(error)})
        return
    if trusted is not None and trusted not in known:
        yield Finding("log.rogue_key", BUNDLED, 0, {"found": str(known[-1]), "trusted": str(trusted)})
    for record in document["records"]:
        yield from _record_holds(record, head)
    if document["format"] == BUNDLE:
        yield from _bundle_holds(document, head)


def _bundle_holds(document: type_of_document, head: Checkpoint) -> Iterator[Finding]:
    yield from _record_holds(document["manifest"], head)
    listed = loads(document["manifest"]["body"].encode())
    streams: dict[str, tuple[int, str]] = {}
    if [each["document"]["family"] for each in document["families"]] != list(document["scope"]):
        yield Finding("bundle.incomplete", BUNDLED)
    for family in document["families"]:
        proof = [bytes.fromhex(each) for each in family["proof"]]
        leaf, root = family_leaf(family["document"]), bytes.fromhex(listed["root"])
        if not verify_inclusion(leaf, family["index"], listed["families"], proof, root):
            yield Finding("manifest.differs", str(family["document"]["family"]))
        streams |= {stream: (version, hash) for stream, version, hash in family["document"]["heads"]}
    yield from _streams_hold(document, streams)
    yield from _private_holds(document)


def _streams_hold(document: type_of_document, heads: Mapping[str, tuple[int, str]]) -> Iterator[Finding]:
    """Each stream's chain and law, up to the head the manifest lists at the least."""
    lifecycles: dict[str, Pinned] = {}
    migrations: dict[str, Migration] = {}
    for fingerprint, body in document["definitions"].items():
        if sha256(body.encode()).hexdigest() != fingerprint:
            yield Finding("definition.altered", fingerprint)
        elif "leaves" in (plain := loads(body.encode())):
            migrations[fingerprint] = read(plain)
        else:
            lifecycles[fingerprint] = pinned(plain, fingerprint)
    events: dict[str, dict[int, type_of_document]] = {stream: {} for stream in heads}
    for record in document["records"]:
        if record["version"]:
            events.setdefault(record["stream"], {})[record["version"]] = record
    for stream, mine in events.items():
        yield from _stream_holds(stream, mine, lifecycles, migrations)
        if stream not in heads:
            yield Finding("bundle.stray", stream)
        elif mine.get(heads[stream][0], {}).get("hash") != heads[stream][1]:
            yield Finding("bundle.omitted", stream, heads[stream][0], {"version": heads[stream][0]})


def _stream_holds(
    stream: str,
    records: Mapping[int, type_of_document],
    lifecycles: Mapping[str, Pinned],
    migrations: Mapping[str, Migration],
) -> Iterator[Finding]:
    now = begun(stream)
    for version in sorted(records):
        record = records[version]
        body = loads(record["body"].encode())
        columns = (body["actor"]["id"], body["key"], body.get("command", ""))
        event = event_of(now, (stream, version, record["hash"], *columns, record["body"]))
        if isinstance(event, Finding):
            yield event
            return
        found = lifecycles.get(event["lifecycle"])
        if found is None:
            yield Finding("definition.missing", stream, version, {"fingerprint": event["lifecycle"]})
        elif code := fault(found, migrations, now, event):
            yield Finding(code, stream, version, told(event))
        now.take(link_of(event), record["hash"])


def _private_holds(document: type_of_document) -> Iterator[Finding]:
    committed = {
        (record["stream"], record["version"], part): commitment
        for record in document["records"]
        for part, commitment in loads(record["body"].encode()).get("private", {}).items()
    }
    for each in document["private"]:
        place = (each["stream"], each["version"], each["part"])
        if place not in committed or not commits(each["value"], bytes.fromhex(each["secret"]), committed[place]):
            yield Finding("private.altered", each["stream"], each["version"], {"part": each["part"]})


def _record_holds(record: type_of_document, head: Checkpoint) -> Iterator[Finding]:
    stream, version, body = record["stream"], record["version"], record["body"].encode()
    content = loads(body)
    own = content["stream"] == stream and content.get("version", 0) == version
    if sha256(body).hexdigest() != record["hash"] or dumps(content) != body or not own:
        yield Finding("event.hash", stream, version)
        return
    if record["leaf"] is None:
        yield Finding("bundle.unsealed", stream, version)
        return
    proof = [bytes.fromhex(each) for each in record["proof"]]
    leaf = leaf_hash(bytes.fromhex(record["hash"]))
    if not verify_inclusion(leaf, record["leaf"], head.size, proof, head.root):
        yield Finding("bundle.unproven", stream, version)


def _records_of(reader: Reader, project: str) -> Iterator[dict[str, Any]]:
    """Every event of a family's streams and every refused attempt on them."""
    family = reader.query("SELECT id FROM stream WHERE id = ? OR project = ? ORDER BY id", project, project)
    for (stream,) in family:
        for version, hash, body in reader.events(stream):
            yield _record(reader, stream, version, hash, body)
        for hash, body in reader.query("SELECT hash, body FROM refusal WHERE stream = ? ORDER BY hash", stream):
            yield _record(reader, stream, 0, hash, body)


def _record(reader: Reader, stream: str, version: int, hash: str, body: str) -> dict[str, Any]:
    proven = prove(reader, stream, version, hash)
    leaf, proof = (proven.index, [each.hex() for each in proven.proof]) if proven else (None, [])
    return {"stream": stream, "version": version, "hash": hash, "body": body, "leaf": leaf, "proof": proof}


def _body(reader: Reader, stream: str, version: int, hash: str) -> str:
    if version:
        rows = reader.query("SELECT body FROM event WHERE stream = ? AND version = ?", stream, version)
    else:
        rows = reader.query("SELECT body FROM refusal WHERE stream = ? AND hash = ?", stream, hash)
    if not rows:
        raise LookupError(f"{stream} has no record {version or hash}")
    return str(rows[0][0])


def _note(reader: Reader) -> str:
    head = last_checkpoint(reader)
    if head is None:
        raise Unproven("nothing was sealed yet")
    return head.note


def _keys(reader: Reader) -> list[dict[str, Any]]:
    rows = reader.query("SELECT version, hash, body FROM journal WHERE stream = ? ORDER BY version", KEYS)
    return [{"version": version, "hash": hash, "body": body} for version, hash, body in rows]


def _entry(each: Mapping[str, Any]) -> Entry:
    return Entry(KEYS, each["version"], each["hash"], loads(each["body"].encode()))


def _manifest(reader: Reader) -> Entry:
    """The latest manifest that is itself sealed."""
    sql = "SELECT version, hash, body FROM journal WHERE stream = ? ORDER BY version DESC"
    for version, hash, body in reader.query(sql, MANIFESTS):
        if prove(reader, MANIFESTS, version, hash):
            return Entry(MANIFESTS, version, hash, loads(body.encode()))
    raise Unproven("the log has no sealed manifest of heads yet")


def _definitions(reader: Reader, bodies: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The lifecycles these records are pinned to and the migrations between them, whole."""
    events = [body for body in bodies if "lifecycle" in body]
    crossed = {body["changes"]["migration"] for body in events if body["trigger"] == MIGRATE}
    wanted = sorted({body["lifecycle"] for body in events} | crossed)
    found = ((fingerprint, reader.definition(fingerprint)) for fingerprint in wanted)
    return {fingerprint: definition[1] for fingerprint, definition in found if definition}


def _private(reader: Reader, records: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The private parts that were not erased, opened, with the secrets their commitments can be checked by."""
    found = []
    sql = "SELECT part, secret, ciphertext FROM event_private WHERE stream = ? AND version = ? ORDER BY part"
    for record in records:
        for part, secret, ciphertext in reader.query(sql, record["stream"], record["version"]):
            place = PartPlace(record["stream"], record["version"], part)
            try:
                value = open_part(bytes(ciphertext), bytes(secret), place)
            except PrivatePartError:
                continue  # told by `audit verify`; a bundle holds what can be shown
            found.append({"stream": place.stream, "version": place.version, "part": part,
                          "secret": bytes(secret).hex(), "value": value})  # fmt: skip
    return found


def _documents(value: object) -> Iterator[str]:
    """Every SHA-256 among the facts: the documents that were filed."""
    if isinstance(value, str) and len(value) == 64 and all(letter in "0123456789abcdef" for letter in value):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _documents(each)
    elif isinstance(value, list):
        for each in value:
            yield from _documents(each)
