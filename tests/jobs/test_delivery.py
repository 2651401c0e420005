"""Delivery over a real mail server with TLS: at least once under one key, later if it must, given up at an end."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from jobs import delivery
from jobs.channels.email import Mailer
from jobs.delivery import FIRST, LEASE, LONGEST, MOST, Post, wait
from jobs.errors import Unreachable
from jobs.letter import Letter
from storage.deliveries import FAILED, SENT, WAITING, claim, counts, deliveries, refuse
from tests.toy import FAMILY
from tests.world import AGENCY_1, JANGSU, JEONBUK, Entropy, World, world_on
from workflow.audit.verify import verify
from workflow.definitions import Definitions
from workflow.people import People
from workflow.replay import rebuild

KIM, LEE = "kim@tp.example", "lee@tipa.example"


class Inbox:
    """A mail server's handler: what it took, and how it answers the next letters."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.answers: list[str] = []

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - the library names it
        assert session.ssl is not None
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content, policy=default))
        return answer


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 that only the tests trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    begun = datetime(2020, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(begun).not_valid_after(begun + timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + made.public_bytes(Encoding.PEM))
    return file


@pytest.fixture
def inbox(certificate: Path) -> Iterator[tuple[Inbox, Mailer]]:
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(certificate)
    handler = Inbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port, tls_context=server, require_starttls=True)
    controller.start()
    try:
        trusted = ssl.create_default_context(cafile=str(certificate))
        yield handler, Mailer(f"smtp://localhost:{port}", "yeongo@example.kr", trusted)
    finally:
        controller.stop()


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with world_on(database_url) as world:
        yield world.opened()


def people_of(world: World) -> People:
    """The lead's and the agency's people, with their addresses."""
    people = People(world.store, world.clock, Entropy())
    since = world.clock.now() - timedelta(days=1)
    for org, role, login in ((JEONBUK.org, "lead", KIM), (AGENCY_1.org, "agency", LEE)):
        people.organise("admin", org, org, org)
        id, _ = people.invite("admin", login, {"email": login, "language": "en"}, login.partition("@")[0])
        people.assign("admin", id, role, org, since)
    return people


def post_of(world: World, people: People, mailer: Mailer | None) -> Post:
    return Post(Definitions(FAMILY), people, world.clock.now, lambda: False, mailer)


def standing(world: World) -> dict[str, int]:
    with world.store.snapshot() as reader:
        return counts(reader)


@pytest.fixture
def receipt(monkeypatch: pytest.MonkeyPatch) -> None:
    """The toy's letter: its own are not in the house."""
    texts = {"ko": "접수되었습니다.", "en": "It was received."}
    kept = {"receipt": Letter("receipt", (), (), False, texts)}
    monkeypatch.setattr(delivery, "letters", lambda: kept)


pytestmark = pytest.mark.usefixtures("receipt")


def test_a_notice_becomes_a_letter_to_everyone_who_has_the_duty(world: World, inbox: tuple[Inbox, Mailer]) -> None:
    handler, mailer = inbox
    people = people_of(world)
    id = world.project(JANGSU, upto="submitted")
    assert standing(world) == {"unrouted": 2, WAITING: 0, SENT: 0, FAILED: 0}
    post_of(world, people, mailer)()
    assert sorted(str(message["To"]) for message in handler.taken) == [KIM, LEE]
    assert {str(message["To"]): str(message["Content-Language"]) for message in handler.taken} == {KIM: "en", LEE: "en"}
    assert all(parsedate_to_datetime(str(message["Date"])).tzinfo for message in handler.taken)
    first = handler.taken[0]
    assert str(first["Subject"]) == "[Yeongo] Receipt – 연고산업"
    assert "It was received." in str(first.get_content())  # type: ignore[attr-defined] # an EmailMessage
    assert id in str(first.get_content())  # type: ignore[attr-defined]
    assert standing(world) == {"unrouted": 0, WAITING: 0, SENT: 2, FAILED: 0}
    post_of(world, people, mailer)()
    assert len(handler.taken) == 2
    assert rebuild(world.store, world.definitions)[1] == []
    assert verify(world.store).findings == ()
    world.sql("UPDATE outbox SET status = 'lost'")
    assert {each.table for each in rebuild(world.store, world.definitions)[1]} == {"outbox"}
    assert {each.code for each in verify(world.store).findings} == {"projection.outbox", "projection.delivery"}


def test_a_title_of_several_lines_is_one_line_of_the_subject(world: World, inbox: tuple[Inbox, Mailer]) -> None:
    handler, mailer = inbox
    people = people_of(world)
    (outcome,) = world.run(world.register(JANGSU, title="연고\r\nBcc: all@tp.example"))
    assert outcome.receipt is not None
    world.done(outcome.receipt.stream, "save", JEONBUK, data={"plan": "계획", "money": 7})
    world.done(outcome.receipt.stream, "submit", JEONBUK)
    post_of(world, people, mailer)()
    assert [str(message["Subject"]) for message in handler.taken] == ["[Yeongo] Receipt – 연고 Bcc: all@tp.example"] * 2
    assert [message["Bcc"] for message in handler.taken] == [None, None]


def test_a_worker_that_dies_after_sending_sends_again_under_the_same_key(
    world: World, inbox: tuple[Inbox, Mailer]
) -> None:
    handler, mailer = inbox
    people = people_of(world)
    world.project(JANGSU, upto="submitted")
    post = post_of(world, people, mailer)
    post.route()
    with world.store.transaction() as transaction:
        dying = claim(transaction, world.clock.now(), world.clock.now() + LEASE, 50)
    for each in dying:
        post._sent(mailer, each)
    post()
    assert len(handler.taken) == 2
    world.clock.set(world.clock.now() + LEASE)
    post()
    assert len(handler.taken) == 4
    assert len({str(message["Message-ID"]) for message in handler.taken}) == 2


def test_a_server_so_slow_that_the_lease_runs_out_gets_no_letter_twice(
    world: World, inbox: tuple[Inbox, Mailer]
) -> None:
    handler, mailer = inbox
    people = people_of(world)
    world.project(JANGSU, upto="submitted")

    class Slow(Mailer):
        def send(self, *given: Any) -> None:
            world.clock.set(world.clock.now() + LEASE * 0.6)
            super().send(*given)

    post = post_of(world, people, Slow(mailer.url, mailer.sender, mailer.tls))
    post()
    assert len(handler.taken) == 1
    world.clock.set(world.clock.now() + LEASE)
    post()
    assert len({str(message["Message-ID"]) for message in handler.taken}) == len(handler.taken) == 2


def test_a_server_that_asks_to_wait_is_tried_again_later(world: World, inbox: tuple[Inbox, Mailer]) -> None:
    handler, mailer = inbox
    people = people_of(world)
    world.project(JANGSU, upto="submitted")
    handler.answers = ["451 later", "250 OK"]
    post = post_of(world, people, mailer)
    post()
    assert standing(world) == {"unrouted": 0, WAITING: 1, SENT: 1, FAILED: 0}
    world.clock.set(world.clock.now() + FIRST * 1.5)
    post()
    assert standing(world) == {"unrouted": 0, WAITING: 0, SENT: 2, FAILED: 0}


def test_a_refusal_for_good_is_a_dead_letter_with_its_reason(world: World, inbox: tuple[Inbox, Mailer]) -> None:
    handler, mailer = inbox
    people = people_of(world)
    world.project(JANGSU, upto="submitted")
    handler.answers = ["550 no such user", "250 OK"]
    post_of(world, people, mailer)()
    with world.store.snapshot() as reader:
        (dead,) = deliveries(reader, FAILED)
    assert (dead.attempts, "no such user" in dead.reason) == (1, True)


def test_a_letter_is_given_up_after_the_last_attempt(world: World) -> None:
    people = people_of(world)
    world.project(JANGSU, upto="submitted")

    class Down(Mailer):
        def send(self, *_: Any) -> None:
            raise Unreachable("nobody answers")

    post = post_of(world, people, Down("smtp://localhost:1", "yeongo@example.kr"))
    for _ in range(MOST):
        post()
        world.clock.set(world.clock.now() + LONGEST * 2)
    with world.store.snapshot() as reader:
        assert [(each.attempts, each.reason) for each in deliveries(reader, FAILED)] == [(MOST, "nobody answers")] * 2


def test_who_does_not_want_a_letter_gets_none_unless_the_law_asks(world: World) -> None:
    people = people_of(world)
    world.project(JANGSU, upto="submitted")
    with world.store.transaction() as transaction:
        refuse(transaction, "kim", "receipt")
    post_of(world, people, None)()
    with world.store.snapshot() as reader:
        assert [each.person for each in deliveries(reader, WAITING)] == ["lee"]


def test_while_someone_stands_in_the_letters_go_to_them(world: World) -> None:
    people = people_of(world)
    id, _ = people.invite("admin", "park", {"email": "park@tp.example"}, "park")
    people.assign("admin", id, "lead", JEONBUK.org, world.clock.now())
    world.sql("UPDATE duty SET behalf = 'kim' WHERE person = 'park'")
    world.project(JANGSU, upto="submitted")
    post_of(world, people, None)()
    with world.store.snapshot() as reader:
        assert sorted(each.person for each in deliveries(reader, WAITING)) == ["lee", "park"]


def test_a_server_without_a_trusted_certificate_is_not_talked_to(inbox: tuple[Inbox, Mailer]) -> None:
    handler, mailer = inbox
    with pytest.raises(Unreachable, match="CERTIFICATE_VERIFY_FAILED"):
        Mailer(mailer.url, mailer.sender).send(KIM, "x", "x", "k", {})
    assert handler.taken == []


def test_waiting_doubles_up_to_a_limit_and_is_spread() -> None:
    assert [wait(n, 0.5) for n in (1, 2, 3)] == [FIRST, FIRST * 2, FIRST * 4]
    assert (wait(40, 0.5), wait(1, 0.0), wait(40, 0.999) < LONGEST * 1.5) == (LONGEST, FIRST / 2, True)
