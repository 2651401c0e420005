"""How every FastAPI route takes a body in: within a size and a time; and, where it makes something, once for a key."""

from collections.abc import Callable, Coroutine
from functools import partial, wraps
from hashlib import sha256
from typing import Any

import orjson
from fastapi import Request, Response
from fastapi.routing import APIRoute

from entrypoints.api.bodies import idempotency_key, whole
from entrypoints.api.gate import Caller
from entrypoints.api.problem import Problem
from entrypoints.api.state import api
from storage.answered import answered, keep

type_of_handler = Callable[[Request], Coroutine[Any, Any, Response]]
type_of_answer = dict[str, Any]
type_of_making = Callable[..., type_of_answer]


class Bounded(APIRoute):
    """A route whose body is read within its limits before anything is made of it."""

    def get_route_handler(self) -> type_of_handler:
        handle = super().get_route_handler()
        if self.body_field is None:
            return handle

        async def bounded(request: Request) -> Response:
            request._body = await whole(request)  # what Starlette keeps once it has read it
            return await handle(request)

        return bounded


def once(*secrets: str) -> Callable[[type_of_making], type_of_making]:
    """What a request makes is made once for an `Idempotency-Key`, in one transaction with what was answered.

    A repeat gets the same answer, its `secrets` null: they were shown once. Problem `key.other` for another request.
    """
    return partial(_once, frozenset(secrets))


def _once(secrets: frozenset[str], make: type_of_making) -> type_of_making:
    @wraps(make)
    def made(request: Request, who: Caller, **given: Any) -> type_of_answer:
        if "idempotency-key" not in request.headers:
            return make(request, who, **given)
        key, person, shared = idempotency_key(request), who.principal.person, api(request)
        asked = sha256(request.url.path.encode() + b"\0" + getattr(request, "_body", b"")).hexdigest()
        with shared.parts.store.joined() as transaction:
            known = answered(transaction, person, key)
            if known is None:
                answer = make(request, who, **given)
                kept = {name: None if name in secrets else value for name, value in answer.items()}
                body = orjson.dumps(kept).decode()
                keep(transaction, person, key, asked, body, shared.people.clock.now())
                return answer
        if known[0] != asked:
            raise Problem("key.other")
        repeated: type_of_answer = orjson.loads(known[1])
        return repeated

    return made
