"""The names of a call as the console says them."""

from states.names import Names
from storage.queries import calls_with_rules
from storage.transaction import Reader
from workflow.definitions import Definitions

__all__ = ["Names", "names"]


def names(reader: Reader, definitions: Definitions, language: str, call: str = "") -> Names:
    """The names of a call; of the latest one where none is named."""
    found = dict(calls_with_rules(reader))
    fingerprint = found.get(call) or next(reversed(found.values()), "")
    return Names(definitions.rules(fingerprint, reader) if fingerprint else None, language)
