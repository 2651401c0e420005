"""Who checks the parts: this process, or several that read the same moment of the database each by itself."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Protocol, cast

from storage.ledger.notes import Verifier
from storage.store import Store
from storage.transaction import Reader
from workflow.audit.chunks import Brief, Checked, Checker, read_chunk
from workflow.audit.logs import LogCheck
from workflow.audit.spans import Span

type_of_said = BaseException | Checked | None


@dataclass(frozen=True, slots=True)
class OfLog:
    """The part that is the log itself."""

    trusted: Verifier | None
    kept: Sequence[str]
    since: str


type_of_part = Span | OfLog


class Crew(Protocol):
    """Checks parts under a brief, in any order."""

    def check(self, brief: Brief, parts: Sequence[type_of_part]) -> Iterator[Checked]: ...


def _checked(reader: Reader, checker: Checker, part: type_of_part) -> Checked:
    if isinstance(part, Span):
        return checker.check(read_chunk(reader, part))
    return Checked(findings=list(LogCheck(reader, part.trusted, part.kept, part.since).findings()))


class Alone:
    """This process."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def check(self, brief: Brief, parts: Sequence[type_of_part]) -> Iterator[Checked]:
        checker = Checker(brief)
        for part in parts:
            yield _checked(self.reader, checker, part)


class Together:
    """Several processes, each with a connection of its own."""

    def __init__(self, pipes: Sequence["Connection"]) -> None:
        self.pipes = pipes

    def check(self, brief: Brief, parts: Sequence[type_of_part]) -> Iterator[Checked]:
        left = iter(parts)
        for pipe in self.pipes:
            pipe.send(brief)
        busy = {pipe for pipe in self.pipes if _give(pipe, left)}
        while busy:
            for pipe in cast("list[Connection]", wait(list(busy))):
                found = _said(pipe)
                if not _give(pipe, left):
                    busy.discard(pipe)
                if found is not None:
                    yield found


@contextmanager
def crew(store: Store, jobs: int) -> Iterator[tuple[Reader, Crew]]:
    """One moment of the database, and who checks it. StorageError if it cannot be read."""
    if jobs <= 1:
        with store.snapshot() as reader, _uncollected():
            yield reader, Alone(reader)
        return
    context = get_context("spawn")
    ends = [context.Pipe() for _ in range(jobs)]
    pipes = [mine for mine, _ in ends]
    url = store.url.render_as_string(hide_password=False)
    processes = [context.Process(target=work, args=(url, theirs), daemon=True) for _, theirs in ends]
    for process, (_, theirs) in zip(processes, ends, strict=True):
        process.start()
        theirs.close()

    def join(ticket: str) -> None:
        for pipe in pipes:
            pipe.send(ticket)
        for pipe in pipes:
            _said(pipe)

    try:
        for pipe in pipes:
            _said(pipe)
        with store.shared_snapshot(join) as reader:
            yield reader, Together(pipes)
    finally:
        for pipe in pipes:
            pipe.close()
        for process in processes:
            process.join()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Checking makes no circles: looking for them would take an eighth of its time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def work(url: str, pipe: "Connection") -> None:
    """A worker's life: ready, at the moment it is told of, then briefs and parts until nobody is there any more."""
    gc.disable()
    try:
        pipe.send(None)
        store = Store(url)
        with store.snapshot(pipe.recv()) as reader:
            pipe.send(None)
            checker = Checker(Brief(()))
            while True:
                told = pipe.recv()
                if isinstance(told, Brief):
                    checker = Checker(told)
                else:
                    pipe.send(_checked(reader, checker, told))
    except EOFError:
        return
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is the one who waits for the answer that is told
        pipe.send(error)


def _give(pipe: "Connection", parts: Iterator[type_of_part]) -> bool:
    """Give a worker the next part; False if there is none."""
    part = next(parts, None)
    if part is not None:
        pipe.send(part)
    return part is not None


def _said(pipe: "Connection") -> Checked | None:
    said: type_of_said = pipe.recv()
    if isinstance(said, BaseException):
        raise said
    return said
