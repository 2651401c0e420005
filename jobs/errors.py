"""Why a letter did not go out, by what happens next."""


class Unreachable(Exception):  # noqa: N818 - a circumstance
    """Try again later: the other side did not answer, or asked to wait."""


class Undeliverable(Exception):  # noqa: N818 - a circumstance
    """Do not try again: the address does not exist or does not want it. A person looks at it."""


class Gone(Undeliverable):
    """Nobody listens there any more: nothing else is sent there either."""
