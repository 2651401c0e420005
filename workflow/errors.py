"""What stops the engine, by what the caller does next. Refusals are values, not errors."""


class WorkflowError(Exception):
    """Stop and tell the operator: one sentence says what is wrong and what to do."""


class UnknownDefinition(WorkflowError):  # noqa: N818 - named by what is missing
    """An event or a stream is pinned to a lifecycle or rules this program does not have."""


class RecordFault(WorkflowError):  # noqa: N818 - the fault is in the record, not in the program
    """The record itself is not as it was written: name the stream, the version and the cause."""

    def __init__(self, stream: str, version: int, cause: str) -> None:
        super().__init__(f"{stream}@{version}: {cause}")
        self.stream = stream
        self.version = version
        self.cause = cause


class Later(Exception):  # noqa: N818 - a circumstance, not a fault
    """Ask again after `seconds`: nothing is wrong with what was asked."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"ask again in {seconds} s")
        self.seconds = seconds


class Overloaded(Later):
    """Too much is waiting: this was not taken in."""


class Undecided(Later):
    """No decision within the time allowed. The same key asks what became of it."""


class Denied(Exception):  # noqa: N818 - what was asked is not done
    """What was asked of people and their duties cannot be done: a code of the catalogue and its facts."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class Unreminded(WorkflowError):  # noqa: N818 - a circumstance
    """A deadline's end does not fire while the reminder before it is not on record: it was set aside."""

    def __init__(self, stream: str, reminder: str) -> None:
        super().__init__(f"the reminder {reminder} of {stream} is not on record; let it be tried again first")
