"""What can go wrong with what is remembered, by what the caller does next."""


class StorageError(Exception):
    """Stop and tell the operator: one sentence says what is wrong, where and what to do."""


class SchemaError(StorageError):
    """The database is not of this program's schema: migrate it, or use the program that made it."""


class Contended(Exception):  # noqa: N818 - a circumstance, not a fault
    """Another writer was faster: run the unit again."""


class Spoiled(Exception):  # noqa: N818 - the work is spoiled, not the program
    """What was tried inside a savepoint failed and was undone; its cause says why. The transaction goes on."""
