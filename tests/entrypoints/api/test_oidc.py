"""Signing in with a real OpenID provider on loopback: the whole walk, and every answer that must not be believed."""

from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from joserfc.util import urlsafe_b64encode

from entrypoints.bootstrap import FAMILY
from storage.store import Store
from tests.entrypoints.api.conftest import House, copied, serving
from tests.world import World

CLIENT, SUBJECT = "yeongo-test", "account-42"


class Provider:
    """A provider that hands out one code; `spoil` changes the claims it signs."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.signing = self.key
        self.spoil: dict[str, Any] = {}
        self.challenge = self.nonce = ""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = Thread(target=self.server.serve_forever)

    def authorise(self, target: str) -> tuple[str, str]:
        """What the person's browser does there: agree, and come back with code and state."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}
        assert (asked["client_id"], asked["code_challenge_method"]) == (CLIENT, "S256")
        self.challenge, self.nonce = asked["code_challenge"], asked["nonce"]
        return "code-1", asked["state"]

    def answer(self, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        if path == "/.well-known/openid-configuration":
            names = {"authorization_endpoint": "auth", "token_endpoint": "token", "jwks_uri": "keys"}
            return 200, {"issuer": self.issuer} | {name: f"{self.issuer}/{at}" for name, at in names.items()}
        if path == "/keys":
            return 200, {"keys": [self.key.as_dict(private=False)]}
        given = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        proof = urlsafe_b64encode(sha256(given["code_verifier"].encode()).digest()).decode()
        if given["code"] != "code-1" or proof != self.challenge:
            return 400, {"error": "invalid_grant"}
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": SUBJECT, "nonce": self.nonce, "exp": 2**33}
        return 200, {"id_token": jwt.encode({"alg": "RS256", "kid": "one"}, claims | self.spoil, self.signing)}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._send(b"")

            def do_POST(self) -> None:
                self._send(self.rfile.read(int(self.headers["Content-Length"])))

            def _send(self, body: bytes) -> None:
                status, found = provider.answer(self.path, body)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(orjson.dumps(found))

            def log_message(self, *_: object) -> None: ...

        return Handler


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()
    made.thread.start()
    yield made
    made.server.shutdown()
    made.thread.join()
    made.server.server_close()


@pytest.fixture
def house(furnished: Path, tmp_path: Path, provider: Provider) -> Iterator[House]:
    url, project, tokens = copied(furnished, tmp_path)
    store = Store(url)
    settings: dict[str, Any] = {
        "oidc_issuer": provider.issuer,
        "oidc_client": CLIENT,
        "public_url": "http://yeongo.test",
    }
    with serving(World(store, FAMILY), project, tokens, **settings) as house:
        house.api.people.link("admin-1", "lead-1", provider.issuer, SUBJECT)
        yield house
    store.close()


def walk(house: House, provider: Provider, **changed: str) -> tuple[int, str]:
    """Sign in; the status of coming back, and who one is then."""
    away = house.ask("GET", "/api/v1/oidc")
    assert away.status_code == 302
    code, state = provider.authorise(away.headers["location"])
    given = {"code": code, "state": state} | changed
    back = house.ask("GET", "/api/v1/oidc/callback", params=given)
    me = house.ask("GET", "/api/v1/me")
    return back.status_code, me.json().get("person", "")


def test_a_linked_account_signs_in(house: House, provider: Provider) -> None:
    assert walk(house, provider) == (302, "lead-1")


def test_an_account_nobody_linked_does_not(house: House, provider: Provider) -> None:
    provider.spoil = {"sub": "another"}
    assert walk(house, provider) == (401, "")


@pytest.mark.parametrize(
    "spoil",
    [{"aud": "another"}, {"iss": "http://another"}, {"nonce": "old"}, {"exp": 1}, {"sub": None}],
    ids=lambda spoil: next(iter(spoil)),
)
def test_a_token_that_is_not_ours_or_not_fresh_is_not_believed(
    house: House, provider: Provider, spoil: dict[str, Any]
) -> None:
    provider.spoil = spoil
    assert walk(house, provider) == (502, "")


def test_another_key_s_signature_is_not_believed(house: House, provider: Provider) -> None:
    provider.signing = RSAKey.generate_key(2048, {"kid": "one"})
    assert walk(house, provider) == (502, "")


@pytest.mark.parametrize("changed", [{"state": "x"}, {"code": "x"}, {"code": ""}])
def test_a_code_of_another_walk_is_not_taken(house: House, provider: Provider, changed: dict[str, str]) -> None:
    assert walk(house, provider, **changed) == (502, "")


def test_without_a_provider_there_is_no_such_route(house: House) -> None:
    object.__setattr__(house.api, "settings", house.api.settings.model_copy(update={"oidc_issuer": None}))
    assert house.ask("GET", "/api/v1/oidc").status_code == 404
