"""Checking receipts and bundles: one file that proves, without the database, what was recorded and that it is whole.

A bundle is one JSON document (docs/auditors.md says what each part holds). Checking it needs the log's key from
elsewhere, and nothing else.
"""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from states.canonical import CanonicalError, dumps, loads
from states.migration import Migration, read
from states.pinned import Pinned, pinned
from storage.ledger import keys
from storage.ledger.checkpoint import Checkpoint, opened_checkpoint
from storage.ledger.journal import KEYS, Entry
from storage.ledger.manifest import family_leaf, manifest_of
from storage.ledger.notes import NoteError, Verifier
from storage.ledger.tree import leaf_hash, verify_inclusion
from storage.private import commits
from workflow.audit.bundling import BUNDLE, PROJECT, RECEIPT
from workflow.audit.definitions import fault
from workflow.audit.findings import Finding
from workflow.audit.walking import event_of, told
from workflow.replay import begun

type_of_document = Mapping[str, Any]
BUNDLED = "bundle"
"""The stream findings about the bundle itself are named under."""


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
    if document["asked"]:
        yield from _others_hold(document, listed, head)
    for family in document["families"]:
        proof = [bytes.fromhex(each) for each in family["proof"]]
        leaf, root = family_leaf(family["document"]), bytes.fromhex(listed["root"])
        if not verify_inclusion(leaf, family["index"], listed["families"], proof, root):
            yield Finding("manifest.differs", str(family["document"]["family"]))
        streams |= {stream: (version, hash) for stream, version, hash in family["document"]["heads"]}
    yield from _streams_hold(document, streams)
    yield from _private_holds(document)


def outside(document: type_of_document) -> list[str]:
    """The projects of a bundle's manifest that it leaves out though nothing in it proves that they were not asked for:
    of another call a project's first event shows it to be, of what else was asked it shows nothing."""
    call = document.get("asked", {}).get("call")
    return [
        str(each["document"]["family"])
        for each in document.get("others", ())
        if each["document"]["family"].startswith(PROJECT) and (call is None or _call_of(each) in (call, None))
    ]


def _call_of(other: Mapping[str, Any]) -> str | None:
    """Of which call a project that was left out is; None where that is not shown."""
    birth = other["birth"]
    return loads(birth["body"].encode())["parents"]["call"] if birth else None


def _others_hold(document: type_of_document, listed: Mapping[str, Any], head: Checkpoint) -> Iterator[Finding]:
    """With the families that were left out the manifest is whole; none is of a call that was asked for whole."""
    documents = [each["document"] for part in ("families", "others") for each in document[part]]
    whole = manifest_of((each["family"], *last) for each in documents for last in each["heads"])
    if (len(whole.families), whole.root.hex()) != (listed["families"], listed["root"]):
        yield Finding("bundle.incomplete", BUNDLED)
    asked = document["asked"]
    for each in document["others"]:
        family, birth = each["document"]["family"], each["birth"]
        if birth is not None:
            yield from _record_holds(birth, head)
            if (birth["stream"], birth["version"]) != (family, 1):
                yield Finding("bundle.stray", family)
                continue
        if asked.get("call") == family or (asked.keys() == {"call"} and asked["call"] == _call_of(each)):
            yield Finding("bundle.omitted", family, 1, {"version": 1})


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
        event = event_of(now, (stream, version, record["hash"], *columns, record["body"].encode()))
        if isinstance(event, Finding):
            yield event
            return
        found = lifecycles.get(event["lifecycle"])
        if found is None:
            yield Finding("definition.missing", stream, version, {"fingerprint": event["lifecycle"]})
        elif code := fault(found, migrations, now, event):
            yield Finding(code, stream, version, told(event))
        now.follow(event, record["hash"])


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


def _entry(each: Mapping[str, Any]) -> Entry:
    return Entry(KEYS, each["version"], each["hash"], loads(each["body"].encode()))
