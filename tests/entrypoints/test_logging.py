"""entrypoints/logging.py: what one line holds, and where it goes."""

import io
import json
import logging
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import structlog

from entrypoints.logging import configure_logging


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def restored_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    logging.captureWarnings(capture=False)
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def without_time(line: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in line.items() if key != "timestamp"}


def test_a_line_in_service_is_json_with_what_callers_bound() -> None:
    stream = io.StringIO()
    configure_logging("auto", "INFO", stream)
    with structlog.contextvars.bound_contextvars(call="2025-2", stream="project:1", command="c-1"):
        structlog.get_logger("workflow.engine").info("제출됨", version=3)
    (line,) = lines(stream)
    assert without_time(line) == {
        "call": "2025-2",
        "stream": "project:1",
        "command": "c-1",
        "event": "제출됨",
        "version": 3,
        "level": "info",
        "logger": "workflow.engine",
    }
    assert "제출됨" in stream.getvalue()


def test_times_are_utc_iso() -> None:
    stream = io.StringIO()
    configure_logging("json", "INFO", stream)
    structlog.get_logger().info("tick")
    stamp = lines(stream)[0]["timestamp"]
    assert stamp.endswith("Z")
    assert abs(datetime.fromisoformat(stamp) - datetime.now(UTC)) < timedelta(minutes=1)  # noqa: TID251


def test_the_standard_library_takes_the_same_way() -> None:
    stream = io.StringIO()
    configure_logging("json", "INFO", stream)
    with structlog.contextvars.bound_contextvars(call="2025-2"):
        logging.getLogger("elsewhere").warning("late by %d s", 3, extra={"timer": "t-1"})
    assert [without_time(line) for line in lines(stream)] == [
        {"call": "2025-2", "event": "late by 3 s", "level": "warning", "logger": "elsewhere", "timer": "t-1"}
    ]


def test_python_warnings_take_the_same_way() -> None:
    stream = io.StringIO()
    configure_logging("json", "INFO", stream)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=False)
        logging.captureWarnings(capture=True)
        warnings.warn("worn", UserWarning, stacklevel=1)
    (line,) = lines(stream)
    assert (line["logger"], line["level"]) == ("py.warnings", "warning")
    assert "UserWarning: worn" in line["event"]


def test_the_level_holds_for_both_and_talkative_libraries_are_hushed() -> None:
    stream = io.StringIO()
    configure_logging("json", "INFO", stream)
    structlog.get_logger("a").debug("no")
    logging.getLogger("b").debug("no")
    logging.getLogger("transitions.core").info("no")
    logging.getLogger("apscheduler.scheduler").info("no")
    logging.getLogger("apscheduler.scheduler").warning("missed")
    structlog.get_logger("a").info("yes")
    assert [line["event"] for line in lines(stream)] == ["missed", "yes"]


def fail(resident_number: str) -> None:
    raise ValueError(f"{len(resident_number)} digits")


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_a_traceback_never_shows_local_variables(log_format: Any) -> None:
    stream = io.StringIO()
    configure_logging(log_format, "INFO", stream)
    personal = "".join(["900101", "1234567"])
    try:
        fail(personal)
    except ValueError:
        structlog.get_logger().exception("failed")
        logging.getLogger("b").exception("failed")
    assert "9001011234567" not in stream.getvalue()
    assert stream.getvalue().count("13 digits") == 2
    assert stream.getvalue().count("in fail" if log_format == "console" else '"name": "fail"') == 2


def test_a_terminal_gets_a_readable_line() -> None:
    stream = Terminal()
    configure_logging("auto", "INFO", stream)
    structlog.get_logger("a").info("ready", port=8000)
    (line,) = stream.getvalue().splitlines()
    assert "ready" in line
    assert not line.startswith("{")
    assert "\x1b[" in line


def test_console_without_a_terminal_has_no_colours() -> None:
    stream = io.StringIO()
    configure_logging("console", "INFO", stream)
    structlog.get_logger("a").info("ready", port=8000)
    (line,) = stream.getvalue().splitlines()
    assert line.split(maxsplit=1)[1].split() == ["[info", "]", "ready", "[a]", "port=8000"]


def test_nothing_goes_to_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("json", "INFO")
    structlog.get_logger("a").info("ready")
    logging.getLogger("b").info("ready")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert [json.loads(line)["logger"] for line in captured.err.splitlines()] == ["a", "b"]


def test_configuring_twice_writes_once() -> None:
    stream = io.StringIO()
    configure_logging("json", "INFO", stream)
    configure_logging("json", "INFO", stream)
    structlog.get_logger("a").info("once")
    logging.getLogger("b").info("once")
    assert [line["logger"] for line in lines(stream)] == ["a", "b"]
