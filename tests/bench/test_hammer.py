"""What no answer comes to is counted, and does not hold the measurement."""

import socket
import threading

import pytest

from bench import hammer


def test_a_server_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hammer, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        found = hammer.hammer(silent.getsockname()[1], 3, 0.1, lambda c, n: b"GET / HTTP/1.1\r\n\r\n")
    assert (found.unanswered, found.seconds) == (3, [])


def test_an_answer_is_counted_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_answer_once, args=[listener])
        thread.start()
        found = hammer.hammer(listener.getsockname()[1], 1, 5, lambda c, n: b"GET / HTTP/1.1\r\n\r\n", keep=True)
        thread.join()
    assert (found.unanswered, found.statuses, found.bodies) == (0, {200: 1}, [b"ok"])


def _answer_once(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    with connection:
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        connection.recv(1000)
