"""The definitions the record itself holds: lifecycles and rules by fingerprint, each checked against its name."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from hashlib import sha256
from typing import Any

from states.canonical import CanonicalError, loads
from states.folding import Folding
from states.migration import MIGRATE, Migration, read
from states.pinned import Pinned, pinned
from states.rules.call_rules import CallRules, parse
from workflow.audit.findings import Finding

type_of_definition = tuple[str, str, str]
"""Fingerprint, kind, body."""


def fault(pinned: Pinned, migrations: Mapping[str, Migration], before: Folding, event: Mapping[str, Any]) -> str:
    """What is wrong with a step, a code or nothing: by its lifecycle, where it crosses to another by its migration."""
    if event["trigger"] == MIGRATE:
        found = migrations.get(event.get("changes", {}).get("migration", ""))
        return "" if found is not None and found.crosses(before.stream, event) else "event.illegal"
    if before.version and before.lifecycle != event["lifecycle"]:
        return "event.illegal"
    return pinned.fault(event, before.facts)


class Stored:
    """Every stored definition that is what its fingerprint says. Nothing of the running program is asked."""

    def __init__(self, rows: Iterable[type_of_definition]) -> None:
        self.rows = tuple(rows)
        self.faults: list[Finding] = []
        self.lifecycles: dict[str, Pinned] = {}
        self.migrations: dict[str, Migration] = {}
        self._calls: dict[str, str] = {}
        self._rules: dict[str, CallRules | None] = {}
        for fingerprint, kind, body in self.rows:
            if kind == "call":
                self._calls[fingerprint] = body
            else:
                self._take(fingerprint, kind, body)

    def _take(self, fingerprint: str, kind: str, body: str) -> None:
        try:
            if sha256(body.encode()).hexdigest() == fingerprint:
                plain = loads(body.encode())
                if kind == "migration":
                    self.migrations[fingerprint] = read(plain)
                else:
                    self.lifecycles[fingerprint] = pinned(plain, fingerprint)
                return
        except (CanonicalError, KeyError, TypeError):
            pass
        self.faults.append(Finding("definition.altered", fingerprint))

    @cached_property
    def known(self) -> frozenset[str]:
        return frozenset(self.lifecycles) | frozenset(self._calls)

    def rules(self, fingerprint: str) -> CallRules | None:
        """A call's rules as stored; None if they are not stored or were altered."""
        if fingerprint not in self._rules:
            self._rules[fingerprint] = self._parsed(fingerprint)
        return self._rules[fingerprint]

    def _parsed(self, fingerprint: str) -> CallRules | None:
        body = self._calls.get(fingerprint)
        if body is None:
            return None
        try:
            rules = parse(loads(body.encode()))
        except Exception:  # noqa: BLE001 - whatever an altered folder breaks, it is the same finding
            rules = None
        if rules is None or rules.fingerprint != fingerprint:
            self.faults.append(Finding("definition.altered", fingerprint))
            return None
        return rules

    def check_all(self) -> list[Finding]:
        """Every altered definition, used or not."""
        for fingerprint in self._calls:
            self.rules(fingerprint)
        return self.faults
