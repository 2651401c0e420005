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
