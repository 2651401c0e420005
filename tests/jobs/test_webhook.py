"""Webhooks: signed as the standard's own example, called at the judged address alone, never inside a network."""

import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from jobs.channels import webhook
from jobs.channels.webhook import LONGEST_PAUSE, Caller, pause, signature
from jobs.errors import Undeliverable, Unreachable
from tests.jobs.test_delivery import certificate

__all__ = ["certificate"]

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
AT = datetime.fromtimestamp(1614265330, UTC)
BODY = b'{"test": 2432232314}'
ID = "msg_p5jXN8AQM9LWM0D4loKWxJek"


def test_it_signs_as_the_standards_own_example() -> None:
    assert signature(SECRET, ID, AT, BODY) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.5", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1",
    ],
)  # fmt: skip
def test_no_address_inside_a_network_is_called(address: str) -> None:
    with pytest.raises(Undeliverable, match="not on the internet"):
        Caller(lambda _host, _port: [address]).send("https://hooks.example/x", [SECRET], ID, AT, BODY)


def test_one_inner_address_among_public_ones_is_enough() -> None:
    with pytest.raises(Undeliverable, match=r"10\.0\.0\.1"):
        Caller(lambda _host, _port: ["93.184.216.34", "10.0.0.1"]).send("https://a.example", [SECRET], ID, AT, BODY)


@pytest.mark.parametrize("url", ["http://a.example", "https://user@a.example", "https://", "ftp://a.example"])
def test_only_https_without_a_user_is_called(url: str) -> None:
    with pytest.raises(Undeliverable, match="over https"):
        Caller().send(url, [SECRET], ID, AT, BODY)


class Hook(BaseHTTPRequestHandler):
    """Takes what is posted and answers as told."""

    status = 204
    headers_too: ClassVar[dict[str, str]] = {}
    taken: ClassVar[list[tuple[str, dict[str, str], bytes]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.taken.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(self.status)
        for header in self.headers_too.items():
            self.send_header(*header)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def hook(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Caller, str]]:
    """A server on this machine that the caller takes for one on the internet."""
    server = HTTPServer(("127.0.0.1", 0), Hook)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setattr(webhook, "_is_public", lambda _: True)
    Hook.taken.clear()
    trusted = ssl.create_default_context(cafile=str(certificate))
    try:
        yield Caller(lambda _host, _port: ["127.0.0.1"], trusted), f"https://localhost:{server.server_port}/in?x=1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_what_is_posted_can_be_verified_by_who_receives_it(
    hook: tuple[Caller, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    caller, url = hook
    monkeypatch.setattr(Hook, "status", 204)
    caller.send(url, [SECRET], ID, AT, BODY)
    ((path, headers, body),) = Hook.taken
    assert (path, body, headers["webhook-id"], headers["webhook-timestamp"]) == ("/in?x=1", BODY, ID, "1614265330")
    assert headers["webhook-signature"] == signature(SECRET, ID, AT, body)


@pytest.mark.parametrize(
    ("status", "error"),
    [(302, Unreachable), (400, Undeliverable), (410, Undeliverable), (408, Unreachable), (429, Unreachable),
     (500, Unreachable)],
)  # fmt: skip
def test_the_answer_says_whether_to_try_again(
    hook: tuple[Caller, str], monkeypatch: pytest.MonkeyPatch, status: int, error: type[Exception]
) -> None:
    caller, url = hook
    monkeypatch.setattr(Hook, "status", status)
    with pytest.raises(error, match=f"answered {status}"):
        caller.send(url, [SECRET], ID, AT, BODY)
    assert len(Hook.taken) == 1


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("120", timedelta(minutes=2)), (" 0 ", timedelta(0)), ("9999999999999999", LONGEST_PAUSE),
        ("Thu, 25 Feb 2021 15:05:10 GMT", timedelta(minutes=3)),
        ("Thu, 25 Feb 2021 15:05:10 -0000", timedelta(minutes=3)),
        ("Thu, 25 Feb 2021 14:00:00 GMT", timedelta(0)), ("Fri, 31 Dec 2199 23:59:59 GMT", LONGEST_PAUSE),
        ("", None), ("soon", None), ("-5", None), ("1.5", None), ("²", None),
        ("Thu, 99 Feb 2021 15:05:10 GMT", None), ("Fri, 31 Dec 99999999 23:59:59 GMT", None),
    ],
)  # fmt: skip
def test_how_long_a_receiver_asks_to_wait(said: str, asked: timedelta | None) -> None:
    assert pause(said, AT) == asked


def test_the_pause_comes_with_the_answer(hook: tuple[Caller, str], monkeypatch: pytest.MonkeyPatch) -> None:
    caller, url = hook
    monkeypatch.setattr(Hook, "status", 503)
    monkeypatch.setattr(Hook, "headers_too", {"Retry-After": "Thu, 25 Feb 2021 15:05:10 GMT"})
    with pytest.raises(Unreachable, match="answered 503") as found:
        caller.send(url, [SECRET], ID, AT, BODY)
    assert found.value.asked == timedelta(minutes=3)
