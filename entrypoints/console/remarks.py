"""Remarks beside the record: said to one's own organisation or to all who see a stream, naming people with @."""

import re
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from markupsafe import Markup, escape
from starlette.responses import Response

from entrypoints.api.access import STREAMS, UNSERVED
from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem
from entrypoints.api.streams import visible
from entrypoints.console.posted import Form
from entrypoints.console.view import View, see_other
from states.context import Stream
from states.rules.personal_numbers import personal_number
from storage.queries import seen_stream
from storage.remarks import say
from storage.transaction import Reader
from workflow.messages import is_storable
from workflow.rights import sight_of

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
LONGEST = 2000
"""Characters of a remark."""
NAMED = re.compile(r"(?<![\w@])@([A-Za-z0-9][A-Za-z0-9._-]{0,98}[A-Za-z0-9])")


def marked(text: str) -> Markup:
    """A remark with the people it names made visible."""
    return Markup(NAMED.sub(r'<b class="mention">@\1</b>', str(escape(text))))  # noqa: S704 - escaped here


def _told(v: View, reader: Reader, text: str, stream: Stream) -> list[str]:
    """The people a text names who may see the stream it is about."""
    found = sorted(set(NAMED.findall(text)))
    definitions = v.shared.parts.definitions
    return [each for each in found if seen_stream(reader, stream.id, sight_of(each, reader, definitions, v.now))]


def _says(collection: str) -> Callable[..., Response]:
    def speak(request: Request, who: As, stream: str, form: Form) -> Response:
        v = View(request, who)
        text = form.get("text").strip()
        if not 0 < len(text) <= LONGEST or not is_storable(text):
            raise Problem("request.invalid")
        if personal_number(text):
            raise Problem("remark.personal")
        with v.shared.parts.store.snapshot() as reader:
            found = visible(v.shared, reader, who, collection, stream)
            told = _told(v, reader, text, found)
        actor = who.acting
        org = "" if form.get("to") == "all" else actor.org
        with v.shared.parts.store.transaction() as transaction:
            say(transaction, found.id, actor, org, text, told, form.received_at)
        return see_other(f"{v.link(found.id)}#remarks")

    return speak


for _collection in STREAMS:
    if (_collection, "/{stream}/events") not in UNSERVED:
        router.add_api_route(f"/{_collection}/{{stream}}/remarks", _says(_collection), methods=["POST"])
