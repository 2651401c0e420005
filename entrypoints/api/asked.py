"""A request whose headers are asked for again and again: read once into a plain mapping."""

from collections.abc import Mapping

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.types import Receive, Scope

NOTHING = QueryParams()


class Asked(Request):
    """The library's looks through all headers each time one is asked for. Of a repeated header the last counts."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        super().__init__(scope, receive)
        self._plain = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}

    @property
    def headers(self) -> Mapping[str, str]:  # type: ignore[override]
        return self._plain

    @property
    def cookies(self) -> dict[str, str]:
        return Request(self.scope).cookies if "cookie" in self._plain else {}

    @property
    def query_params(self) -> QueryParams:
        return super().query_params if self.scope["query_string"] else NOTHING
