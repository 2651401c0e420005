"""Problems of RFC 9457: what was not done and why, in the language asked for and in both."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from states.catalogue.api import PROBLEMS

MEDIA_TYPE = "application/problem+json"
MACHINES = ("/api/", "/healthz", "/readyz", "/metrics", "/calendar/")
"""Where programs ask, not people."""


class Problem(Exception):  # noqa: N818 - it is one, by its RFC
    """What stops a request: a code of the catalogue, facts for its sentence, `more` for what else is told."""

    def __init__(
        self,
        code: str,
        *,
        status: int = 0,
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
        facts: Mapping[str, object] | None = None,
        **named: object,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = status or PROBLEMS[code].status
        self.facts = {**(facts or {}), **named}
        self.headers = dict(headers or {})
        self.more = more or {}

    def response(self, request: Request) -> Response:
        said = PROBLEMS[self.code].said.filled(self.facts)
        return document(request, self.status, self.code, (said.ko, said.en), self.more, self.headers)


def document(
    request: Request,
    status: int,
    code: str,
    said: tuple[str, str],
    more: Mapping[str, Any],
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem document; `said` is Korean, English. Where pages are served, a page's problem is a page."""
    if (page := getattr(request.app.state, "problem_page", None)) and not request.url.path.startswith(MACHINES):
        shown: Response = page(request, status, code, said, more, headers or {})
        return shown
    shape = told(status, code, said, more, request.scope.get("request_id", ""), english=prefers_english(request))
    return Response(orjson.dumps(shape), status, headers, MEDIA_TYPE)


def told(
    status: int, code: str, said: tuple[str, str], more: Mapping[str, Any], request_id: str, *, english: bool
) -> dict[str, Any]:
    """A problem as JSON; `said` is Korean, English."""
    ko, en = said
    return {
        "type": f"urn:yeongo:problem:{code}",
        "title": en if english else ko,
        "status": status,
        "code": code,
        "message": {"ko": ko, "en": en},
        "instance": f"urn:yeongo:request:{request_id}",
        **more,
    }


def prefers_english(request: Request) -> bool:
    """Whether English is asked for before Korean."""
    asked = request.headers.get("accept-language", "").lower()
    english, korean = asked.find("en"), asked.find("ko")
    return english >= 0 and (korean < 0 or english < korean)


def listed(errors: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What pydantic found, without what was given: it may be personal."""
    return [{"field": ".".join(map(str, each["loc"])), "reason": str(each["msg"])} for each in errors]
