"""Logging, configured once: structured lines on stderr, for machines in service and for people in a terminal."""

import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import Processor

from entrypoints.settings import LogFormat, LogLevel

# They log each callback, tick and connection at INFO.
TALKATIVE = ("transitions", "apscheduler", "alembic", "uvicorn.error")


def configure_logging(log_format: LogFormat, log_level: LogLevel, stream: TextIO | None = None) -> None:
    """Send every record of structlog and of the standard library through one handler on `stream` (stderr).

    `auto` is console where the stream is a terminal, otherwise json. What callers bind with
    `structlog.contextvars` (call, stream, command) appears on each line; times are UTC.
    """
    out = stream if stream is not None else sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    as_console = out.isatty() if log_format == "auto" else log_format == "console"
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *(_console(colors=out.isatty()) if as_console else _json()),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=log_level, force=True)
    logging.captureWarnings(capture=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


# Both renderers leave the local variables of a traceback out: they may hold personal data.
def _console(*, colors: bool) -> list[Processor]:
    return [structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=structlog.dev.plain_traceback)]


def _json() -> list[Processor]:
    without_locals = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    return [
        structlog.processors.ExceptionRenderer(without_locals),
        structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=True),
    ]
