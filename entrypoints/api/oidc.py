"""Signing in with an OpenID provider: code flow with PKCE; only accounts an administrator has linked get in."""

import hmac
import os
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import httpx
from fastapi import APIRouter, Request, Response
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, import_key
from starlette.responses import RedirectResponse

from entrypoints.api.access import V1
from entrypoints.api.cookies import drop, give, taken
from entrypoints.api.problem import Problem
from entrypoints.api.sessions import open_session
from entrypoints.api.state import Api, api
from states.instants import micros

router = APIRouter(tags=["me"])
CALLBACK = f"{V1}/oidc/callback"
COOKIE, LASTS = "yeongo_oidc", 600
ALGORITHMS = ["RS256", "ES256", "PS256", "EdDSA"]
PATIENCE = 10.0
"""Seconds the provider may take for one answer."""
LEEWAY = 60
"""Seconds its clock may differ from ours."""


@router.get(f"{V1}/oidc", status_code=302, response_class=Response)
def begin(request: Request) -> Response:
    """Go to the provider; what must come back with the code is kept in a cookie of its own."""
    shared = api(request)
    _provider(shared)
    state, verifier, nonce = (_random() for _ in range(3))
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": shared.settings.oidc_client,
        "redirect_uri": f"{shared.settings.public_url}{CALLBACK}",
        "scope": "openid",
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    with _client() as client:
        target = f"{_discovered(client, shared)['authorization_endpoint']}?{urlencode(asked)}"
    answer = RedirectResponse(target, 302)
    give(request, answer, COOKIE, f"{state}.{verifier}.{nonce}", LASTS)
    return answer


@router.get(CALLBACK, status_code=302, response_class=Response)
def callback(request: Request, code: str = "", state: str = "") -> Response:
    """Come back with a code: a session for the person the provider's account is linked to."""
    shared = api(request)
    _provider(shared)
    kept = taken(request, COOKIE).split(".")
    if len(kept) != 3 or not code or not hmac.compare_digest(kept[0].encode(), state.encode()):
        raise Problem("oidc.failed", reason="state")
    _, verifier, nonce = kept
    issuer, subject = _identity(shared, code, verifier, nonce)
    who, secret = shared.people.sign_in_as(issuer, subject, request.headers.get("user-agent", ""))
    answer = RedirectResponse("/", 302)
    drop(request, answer, COOKIE)
    open_session(request, answer, who, secret, "provider")
    return answer


def _identity(shared: Api, code: str, verifier: str, nonce: str) -> tuple[str, str]:
    """Issuer and subject of a code's id token. Problem for one that is not meant for us or not fresh."""
    settings = shared.settings
    given = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": f"{settings.public_url}{CALLBACK}",
        "client_id": settings.oidc_client,
        "code_verifier": verifier,
    }
    if settings.oidc_secret:
        given["client_secret"] = settings.oidc_secret.get_secret_value()
    try:
        with _client() as client:
            known = _discovered(client, shared)
            text = _json(client.post(known["token_endpoint"], data=given))["id_token"]
            keys = KeySet([import_key(each) for each in _json(client.get(known["jwks_uri"]))["keys"]])
        token = jwt.decode(text, keys, algorithms=ALGORITHMS)
        _claims(shared, nonce).validate(token.claims)
    except (JoseError, httpx.HTTPError, KeyError, ValueError, TypeError) as error:
        raise Problem("oidc.failed", reason=type(error).__name__) from error
    return str(token.claims["iss"]), str(token.claims["sub"])


def _claims(shared: Api, nonce: str) -> jwt.JWTClaimsRegistry:
    now = micros(shared.people.clock.now()) // 1_000_000
    return jwt.JWTClaimsRegistry(
        now,
        LEEWAY,
        iss={"essential": True, "value": _provider(shared)},
        aud={"essential": True, "value": shared.settings.oidc_client},
        exp={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": nonce},
    )


def _provider(shared: Api) -> str:
    if not shared.settings.oidc_issuer:
        raise Problem("found.nothing")
    return shared.settings.oidc_issuer


def _discovered(client: httpx.Client, shared: Api) -> dict[str, Any]:
    """What the provider says of itself. Problem where it does not answer or is another."""
    issuer = _provider(shared)
    try:
        found = _json(client.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration"))
    except (httpx.HTTPError, ValueError) as error:
        raise Problem("oidc.failed", reason=type(error).__name__) from error
    if found.get("issuer") != issuer:
        raise Problem("oidc.failed", reason="issuer")
    return found


def _json(answer: httpx.Response) -> dict[str, Any]:
    answer.raise_for_status()
    found = answer.json()
    if not isinstance(found, dict):
        raise TypeError(type(found).__name__)
    return found


def _client() -> httpx.Client:
    return httpx.Client(timeout=PATIENCE, follow_redirects=False, trust_env=False)


def _random() -> str:
    return urlsafe_b64encode(os.urandom(32)).rstrip(b"=").decode()
