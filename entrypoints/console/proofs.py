"""The proof of one step as a file: checked without the database by whoever has the log's key."""

from collections.abc import Callable
from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from entrypoints.api.access import STREAMS, UNSERVED
from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem
from entrypoints.api.streams import visible
from entrypoints.console.view import View
from states.canonical import loads
from states.secrecy import veiled
from workflow.audit.bundling import Unproven, receipt

router = APIRouter()
As = Annotated[Caller, Depends(caller)]


def _proofs(collection: str) -> Callable[..., Response]:
    def proof(request: Request, who: As, stream: str, version: int) -> Response:
        v = View(request, who)
        with v.shared.parts.store.snapshot() as reader:
            hidden = veiled(who.acting, visible(v.shared, reader, who, collection, stream))
            steps = [(hash, body) for at, hash, body in reader.events(stream, version) if at == version]
            hashes = [hash for hash, body in steps if not hidden & loads(body.encode()).get("changes", {}).keys()]
            if not hashes:
                raise Problem("found.nothing")
            try:
                document = receipt(reader, stream, version, hashes[0])
            except Unproven:
                raise Problem("proof.unsealed") from None
            if document["records"][0]["leaf"] is None:
                raise Problem("proof.unsealed")
        body = orjson.dumps(document, option=orjson.OPT_INDENT_2)
        named = f'attachment; filename="{stream}-{version}.proof.json"'
        headers = {"Content-Disposition": named, "Cache-Control": "no-store"}
        return Response(body, headers=headers, media_type="application/json")

    return proof


for _collection in STREAMS:
    if (_collection, "/{stream}/events") not in UNSERVED:
        router.add_api_route(f"/{_collection}/{{stream}}/proofs/{{version}}", _proofs(_collection))
