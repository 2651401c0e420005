"""Why a letter did not go out, by what happens next."""

from datetime import timedelta


class Unreachable(Exception):  # noqa: N818 - a circumstance
    """Try again later: the other side did not answer, or asked to wait; `asked` is how long it asked for, if it did."""

    def __init__(self, reason: str, asked: timedelta | None = None) -> None:
        super().__init__(reason)
        self.asked = asked


class Undeliverable(Exception):  # noqa: N818 - a circumstance
    """Do not try again: the address does not exist or does not want it. A person looks at it."""


class Gone(Undeliverable):
    """Nobody listens there any more: nothing else is sent there either."""
