"""The definitions in force: lifecycles by kind and fingerprint, calls' rules by fingerprint, each parsed once."""

from collections.abc import Iterable, Mapping

from states.canonical import dumps, loads
from states.lifecycle import UNBORN, Lifecycle, State
from states.machine import Machine, compiled
from states.rules.call_rules import CallRules, parse
from storage.transaction import Reader, Transaction
from workflow.errors import UnknownDefinition

BORN_OF = {"project": "call", "support": "project", "company": "project", "survey": "call"}
"""Below which kind of stream each kind begins."""


class Definitions:
    """What the engine decides by. `family` names the current lifecycle of each kind."""

    def __init__(self, family: Mapping[str, Lifecycle]) -> None:
        self.family = family
        self._pinned = {lifecycle.fingerprint: lifecycle for lifecycle in family.values()}
        self._rules: dict[str, CallRules] = {}
        self._births = {
            (BORN_OF[kind], row.trigger): kind
            for kind, lifecycle in family.items()
            if kind in BORN_OF
            for row in lifecycle.rows
            if UNBORN in row.sources
        }

    def lifecycle(self, kind: str, fingerprint: str) -> Lifecycle:
        """The lifecycle a stream is pinned to; a stream that has not begun gets the current one."""
        found = self._pinned.get(fingerprint) if fingerprint else self.family[kind]
        if found is None:
            raise UnknownDefinition(f"the {kind} lifecycle {fingerprint[:12]} is not known to this program")
        return found

    def machine(self, kind: str, fingerprint: str) -> Machine:
        return compiled(self.lifecycle(kind, fingerprint))

    def state(self, kind: str, fingerprint: str, id: str) -> State:
        return self.lifecycle(kind, fingerprint).by_id[id]

    def births(self, parent_kind: str, trigger: str) -> str:
        """The kind of stream a trigger begins below a parent of this kind; empty if none."""
        return self._births.get((parent_kind, trigger), "")

    def rules(self, fingerprint: str, reader: Reader) -> CallRules:
        """A call's rules by fingerprint, from memory or as the database stores them whole."""
        found = self._rules.get(fingerprint)
        if found is None:
            stored = reader.definition(fingerprint)
            if stored is None or stored[0] != "call":
                raise UnknownDefinition(f"no call is stored with the rules {fingerprint[:12]}: load its folder first")
            found = self._rules[fingerprint] = parse(loads(stored[1].encode()))
        return found

    def store_lifecycles(self, transaction: Transaction) -> None:
        """Store every current lifecycle whole; repeating it changes nothing."""
        for lifecycle in self.family.values():
            transaction.define(lifecycle.fingerprint, "lifecycle", lifecycle.name, _text(lifecycle.definition))


def store_call(files: Mapping[str, str], transaction: Transaction) -> CallRules:
    """Store a call's folder whole; CallFaults if it is not sound."""
    rules = parse(files)
    transaction.define(rules.fingerprint, "call", rules.id, _text(dict(files)))
    return rules


def kinds(family: Iterable[Lifecycle]) -> Mapping[str, Lifecycle]:
    return {lifecycle.name: lifecycle for lifecycle in family}


def _text(value: object) -> str:
    return dumps(value).decode()
