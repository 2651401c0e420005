"""The definitions in force: every generation of lifecycles and every call's rules by fingerprint, each parsed once."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from states.canonical import dumps, loads
from states.generations import MissingCode, code_of, outline, restored
from states.lifecycle import UNBORN, Lifecycle, State
from states.machine import Machine, compiled
from states.migration import Bridge, Migration, bridge, read
from states.rules.call_rules import CallRules, parse
from storage.transaction import Reader, Transaction
from workflow.errors import UnknownDefinition

BORN_OF = {"project": "call", "support": "project", "company": "project", "survey": "call"}
"""Below which kind of stream each kind begins."""
type_of_stored = tuple[str, str] | None
"""Kind and body of a stored definition."""


class Definitions:
    """What the engine decides by. `family` names the current lifecycle of each kind.

    `stored` finds earlier generations, `kept` is the code that only they name.
    """

    def __init__(
        self,
        family: Mapping[str, Lifecycle],
        stored: Callable[[str], type_of_stored] = lambda _: None,
        kept: Iterable[object] = (),
    ) -> None:
        self.family = family
        self._stored = stored
        self._code = {kind: code_of(lifecycle, kept) for kind, lifecycle in family.items()}
        self._pinned = {lifecycle.fingerprint: lifecycle for lifecycle in family.values()}
        self._outlines = dict(self._pinned)
        self._rules: dict[str, CallRules] = {}
        self._migrations: dict[str, Migration] = {}
        self._bridges: dict[str, Bridge] = {}
        self._births: dict[tuple[str, str], str] = {}
        for lifecycle in family.values():
            self._know_births(lifecycle)

    def _know_births(self, lifecycle: Lifecycle) -> None:
        births = (row.trigger for row in lifecycle.rows if UNBORN in row.sources)
        if lifecycle.name in BORN_OF:
            self._births |= {(BORN_OF[lifecycle.name], trigger): lifecycle.name for trigger in births}

    def lifecycle(self, kind: str, fingerprint: str) -> Lifecycle:
        """The lifecycle a stream is pinned to, ready to decide; a stream that has not begun gets the current one.

        UnknownDefinition, naming it, where it is not stored or this program lacks code that it names.
        """
        found = self._pinned.get(fingerprint) if fingerprint else self.family[kind]
        return found if found is not None else self._earlier(kind, fingerprint)

    def _earlier(self, kind: str, fingerprint: str) -> Lifecycle:
        try:
            found = restored(self.definition(kind, fingerprint), self._code[kind])
        except MissingCode as error:
            raise UnknownDefinition(
                f"the {kind} lifecycle {fingerprint[:12]} needs what this program no longer has: {error}"
            ) from error
        if found.fingerprint != fingerprint:
            raise UnknownDefinition(f"the {kind} lifecycle {fingerprint[:12]} cannot be read back whole")
        self._pinned[fingerprint] = found
        self._know_births(found)
        return found

    def definition(self, kind: str, fingerprint: str) -> Mapping[str, Any]:
        """A lifecycle's stored definition as plain data. UnknownDefinition if it is not stored."""
        row = self._stored(fingerprint)
        plain = loads(row[1].encode()) if row and row[0] == "lifecycle" else {}
        if plain.get("name") != kind:
            raise UnknownDefinition(f"the {kind} lifecycle {fingerprint[:12]} is not known to this program")
        return plain

    def outline(self, kind: str, fingerprint: str) -> Lifecycle:
        """A lifecycle as it is folded, shown and drawn: no code is needed. UnknownDefinition if it is not stored."""
        found = self._outlines.get(fingerprint) if fingerprint else self.family[kind]
        if found is None:
            found = self._outlines[fingerprint] = outline(self.definition(kind, fingerprint))
        return found

    def loading(self, rules: CallRules) -> dict[str, object]:
        """What a call is loaded with: its rules, and today's lifecycles for all that will begin below it."""
        below = {kind: lifecycle.fingerprint for kind, lifecycle in self.family.items() if kind != "call"}
        return {"rules": rules.fingerprint, "lifecycles": below}

    def migration(self, fingerprint: str) -> Migration | None:
        """A stored migration; None if there is none of this name."""
        if fingerprint not in self._migrations:
            row = self._stored(fingerprint)
            if row is None or row[0] != "migration":
                return None
            self._migrations[fingerprint] = read(loads(row[1].encode()))
        return self._migrations[fingerprint]

    def try_out(self, migration: Migration) -> None:
        """Know a migration that is not stored yet, so that a dry run can ask what it would do."""
        self._migrations[migration.fingerprint] = migration

    def bridge(self, kind: str, fingerprint: object) -> Bridge | None:
        """What a crossing of streams of this kind is decided by; None if no such migration is known."""
        migration = self.migration(fingerprint) if isinstance(fingerprint, str) else None
        if migration is None or migration.kind != kind:
            return None
        if migration.fingerprint not in self._bridges:
            near, far = self.outline(kind, migration.leaves), self.lifecycle(kind, migration.joins)
            self._bridges[migration.fingerprint] = bridge(migration, near, far)
        return self._bridges[migration.fingerprint]

    def machine(self, kind: str, fingerprint: str) -> Machine:
        return compiled(self.lifecycle(kind, fingerprint))

    def state(self, kind: str, fingerprint: str, id: str) -> State:
        return self.outline(kind, fingerprint).by_id[id]

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

    def require_served(self, reader: Reader) -> None:
        """Make every generation that streams are still under ready to decide.

        UnknownDefinition with what is missing if one cannot be: at start, not when somebody needs it at night.
        """
        for fingerprint, kind in reader.query("SELECT fingerprint, name FROM definition WHERE kind = 'lifecycle'"):
            try:
                self.lifecycle(kind, fingerprint)
            except UnknownDefinition:
                if self._is_needed(kind, fingerprint, reader):
                    raise

    def _is_needed(self, kind: str, fingerprint: str, reader: Reader) -> bool:
        """Whether a stream under this generation has not reached one of its ends."""
        ends = [state.id for state in self.outline(kind, fingerprint).states if state.terminal] or [""]
        marks = ", ".join("?" * len(ends))
        sql = f"SELECT id FROM stream WHERE lifecycle = ? AND state NOT IN ({marks}) LIMIT 1"  # noqa: S608 - marks only
        return bool(reader.query(sql, fingerprint, *ends))


def store_call(files: Mapping[str, str], transaction: Transaction) -> CallRules:
    """Store a call's folder whole; CallFaults if it is not sound."""
    rules = parse(files)
    transaction.define(rules.fingerprint, "call", rules.id, _text(dict(files)))
    return rules


def store_migration(migration: Migration, transaction: Transaction) -> None:
    """Store a migration whole, so that whoever replays knows what it was."""
    transaction.define(migration.fingerprint, "migration", migration.kind, _text(migration.definition))


def kinds(family: Iterable[Lifecycle]) -> Mapping[str, Lifecycle]:
    return {lifecycle.name: lifecycle for lifecycle in family}


def _text(value: object) -> str:
    return dumps(value).decode()
