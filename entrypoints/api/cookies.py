"""Cookies of ours: unreadable to scripts, unsent by another site's forms, and over TLS under a name (`__Host-`) that no
other host and no plain connection can set."""

from starlette.requests import HTTPConnection
from starlette.responses import Response

SECURE = "__Host-"


def give(request: HTTPConnection, answer: Response, name: str, value: str, lasts: int) -> None:
    """Let the browser keep a value for so many seconds."""
    secure = _is_secure(request)
    answer.set_cookie(_named(name, secure), value, lasts, path="/", secure=secure, httponly=True, samesite="lax")


def taken(request: HTTPConnection, name: str) -> str:
    """What the browser kept; empty if nothing. Over TLS nothing that could have come from elsewhere."""
    return request.cookies.get(_named(name, _is_secure(request)), "")


def drop(request: HTTPConnection, answer: Response, name: str) -> None:
    """Let the browser forget a value."""
    secure = _is_secure(request)
    answer.delete_cookie(_named(name, secure), path="/", secure=secure, httponly=True, samesite="lax")


def _named(name: str, secure: bool) -> str:
    return f"{SECURE}{name}" if secure else name


def _is_secure(request: HTTPConnection) -> bool:
    """By TLS, here or at the proxy. Who claims it falsely only chooses among their own cookies."""
    return request.scope["scheme"] == "https" or request.headers.get("x-forwarded-proto") == "https"
