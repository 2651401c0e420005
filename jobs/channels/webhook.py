"""Webhooks as Standard Webhooks signs them, never to an address inside a network."""

import hmac
import http.client
import ipaddress
import socket
import ssl
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

from jobs.errors import Gone, Undeliverable, Unreachable

PREFIX: Final = "whsec_"
TIMEOUT: Final = 10.0
"""Seconds for each answer of the other side."""
LONGEST_PAUSE: Final = timedelta(days=1)
"""A receiver that asks for more is tried again after this."""
TRANSLATED: Final = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv6 addresses that stand for IPv4 ones behind a translator."""
type_of_resolver = Callable[[str, int], Sequence[str]]


def signature(secret: str, id: str, at: datetime, body: bytes) -> str:
    """`v1,…`: HMAC-SHA256 over id, seconds and body under a secret written `whsec_<base64>`."""
    key = b64decode(secret.removeprefix(PREFIX))
    signed = f"{id}.{int(at.timestamp())}.".encode() + body
    return "v1," + b64encode(hmac.digest(key, signed, "sha256")).decode()


def is_callable(url: str) -> bool:
    """Whether an address is one that can be called: https, a host, no user, nothing after `#`."""
    try:
        parts = urlsplit(url)
        return (
            parts.scheme == "https"
            and bool(parts.hostname)
            and not (parts.username or parts.fragment or parts.port == 0)
        )
    except ValueError:
        return False


def is_offered(url: str) -> bool:
    """Whether a webhook may be given this address. Where a name leads is judged each time it is called."""
    return is_callable(url) and url.isascii() and not _is_inside(urlsplit(url).hostname or "")


def _is_inside(host: str) -> bool:
    """Whether a host is written as an address that is not on the internet, in whichever form a resolver takes one."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not _is_public(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        return not _is_public(ipaddress.IPv4Address(socket.inet_aton(host)))
    except (OSError, ValueError):
        return False


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host. Unreachable if it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Unreachable(f"{host} has no address: {error}") from error
    return [str(each[4][0]) for each in found]


@dataclass(frozen=True, slots=True)
class Caller:
    """Calls addresses on the public internet over TLS; `resolver` and `tls` are the machine's unless given."""

    resolver: type_of_resolver = resolve
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def send(self, url: str, secrets: Sequence[str], id: str, at: datetime, body: bytes) -> None:
        """Post `body` (JSON), signed under each secret; `id` stays the same however often it is tried.

        No redirect is followed. Undeliverable for an address that may not be called or a refusal for good (4xx but 408,
        425 and 429), Gone for 410, Unreachable for everything that may pass, with the pause the receiver asked for.
        """
        if not is_callable(url):
            raise Undeliverable("a webhook is called over https, without a user in the address")
        parts = urlsplit(url)
        host, port = str(parts.hostname), parts.port or 443
        headers = {
            "content-type": "application/json",
            "webhook-id": id,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": " ".join(signature(secret, id, at, body) for secret in secrets),
            "user-agent": "yeongo",
        }
        connection = _Pinned(host, port, self._public(host, port), self.tls)
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", path, body, headers)
            with connection.getresponse() as answer:
                status, retry_after = answer.status, answer.headers.get("retry-after", "")
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(f"{type(error).__name__}: {error}") from error
        finally:
            connection.close()
        _judge(status, pause(retry_after, at))

    def _public(self, host: str, port: int) -> str:
        """The one address that is called. Every address of the host must be public: a name may have several."""
        found = [ipaddress.ip_address(each.partition("%")[0]) for each in self.resolver(host, port)]
        inside = [each for each in found if not _is_public(each)]
        if inside or not found:
            raise Undeliverable(f"{host} leads to {inside[0] if inside else 'nowhere'}, which is not on the internet")
        return str(found[0])


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address is on the internet; one that wraps an IPv4 address is judged by that."""
    if isinstance(address, ipaddress.IPv6Address):
        translated = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in TRANSLATED else None
        address = address.ipv4_mapped or address.sixtofour or translated or address
    return address.is_global and not address.is_multicast


class _Pinned(http.client.HTTPSConnection):
    """Connects to the address that was judged, not to what the name says a moment later; TLS checks the name."""

    def __init__(self, host: str, port: int, address: str, tls: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=TIMEOUT, context=tls)
        self.address, self.tls = address, tls

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), TIMEOUT)
        self.sock = self.tls.wrap_socket(plain, server_hostname=self.host)


def pause(retry_after: str, now: datetime) -> timedelta | None:
    """How long a `Retry-After` asks to wait (RFC 9110: seconds or a date), at most a day; None if it does not."""
    said = retry_after.strip()
    if said.isascii() and said.isdecimal():
        return min(timedelta(seconds=min(int(said[:9]), 10**8)), LONGEST_PAUSE)
    try:
        at = parsedate_to_datetime(said)
    except ValueError:
        return None
    return min(max((at if at.tzinfo else at.replace(tzinfo=UTC)) - now, timedelta(0)), LONGEST_PAUSE)


def _judge(status: int, asked: timedelta | None) -> None:
    if 200 <= status < 300:
        return
    if status == http.client.GONE:
        raise Gone(f"answered {status}")
    if 400 <= status < 500 and status not in {408, 425, 429}:
        raise Undeliverable(f"answered {status}")
    raise Unreachable(f"answered {status}", asked)
