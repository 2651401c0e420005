"""What a declared paper refers to and is not there: fields, rows, forms, states, steps, roles. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from string import Formatter
from typing import get_args

from pydantic import BaseModel

from states.catalogue.fields import FIELDS
from states.lifecycle import Lifecycle
from states.papers.forms import FORMS
from states.papers.material import OF_STREAM
from states.papers.parts import HAND, PERSON, Article, Fields, Listed, Paper, Part, Says, Signed, Table, When
from states.roles import ROLES
from states.rules.call_rules import CallRules

ABOVE = {"call": (), "project": ("call",), "support": ("call", "project"), "company": ("call", "project"),
         "survey": ("call",)}  # fmt: skip
"""The ancestors a paper about a stream can read, by its kind."""
ALONE = frozenset({"day", "ministry", "subject", "whole"})
"""Roots that are values themselves."""


def faults(papers: Iterable[Paper], family: Mapping[str, Lifecycle], rules: CallRules) -> list[str]:
    """Every fault as `paper: what is not there`, in the order of the papers; of agreements also a missing article."""
    return [f"{paper.id}: {fault}" for paper in papers for fault in _Checking(paper, family, rules).faults()]


class _Checking:
    def __init__(self, paper: Paper, family: Mapping[str, Lifecycle], rules: CallRules) -> None:
        self.paper, self.family, self.rules = paper, family, rules
        self.kinds = [kind for kind in paper.on if kind != PERSON]

    def faults(self) -> Iterator[str]:
        yield from (f"kind {each}" for each in (*self.kinds, *self.paper.reads) if each not in self.family)
        if any(kind not in self.family for kind in self.kinds):
            return
        roles = (*sorted(self.paper.by), *self.paper.to, *([self.paper.sender] if self.paper.sender else []))
        yield from (f"role {each}" for each in roles if each not in ROLES)
        known = {state for kind in self.kinds for state in self.family[kind].by_id}
        yield from (f"state {each}" for each in sorted(self.paper.states - known))
        triggers = {row.trigger for kind in self.kinds for row in self.family[kind].rows}
        yield from (f"step {each}" for each in self.paper.after if each not in triggers)
        yield from self._step()
        for part in self.paper.parts:
            yield from self._of_part(part)
        yield from self._articles()

    def _step(self) -> Iterator[str]:
        if self.paper.step is None:
            return
        trigger, name = self.paper.step
        rows = [row for kind in self.kinds for row in self.family[kind].rows if row.trigger == trigger]
        if not rows:
            yield f"step {trigger}"
        yield from (f"field {trigger}.{name}" for row in rows[:1] if name not in row.payload.model_fields)

    def _articles(self) -> Iterator[str]:
        count = sum(isinstance(part, Article) for part in self.paper.parts)
        if count and count != self.rules.agreement.items:
            yield f"articles {count}, not {self.rules.agreement.items}"

    def _of_part(self, part: Part) -> Iterator[str]:
        match part:
            case Says():
                yield from self._texts(part.ko, part.en)
                yield from self._when(part.when)
            case Listed():
                yield from self._place(part.path, part.form)
            case Fields():
                yield from self._when(part.when)
                for each in part.fields:
                    yield from self._place(each.path, each.form)
            case Table():
                yield from self._of_table(part)
            case Article():
                for inner in part.parts:
                    yield from self._of_part(inner)
            case Signed():
                yield from (f"role {each}" for each in part.roles if each not in ROLES)

    def _of_table(self, table: Table) -> Iterator[str]:
        yield from self._when(table.when)
        yield from self._texts(table.ko, table.en)
        for column in table.columns:
            if column.key != HAND and column.key not in table.rows.keys:
                yield f"column {column.key} of {table.rows.name}"
            yield from self._form(column.form)

    def _texts(self, *texts: str) -> Iterator[str]:
        for text in texts:
            for _, path, form, _ in Formatter().parse(text):
                if path is not None:
                    yield from self._place(path, form or "")

    def _when(self, when: When | None) -> Iterator[str]:
        if when is not None:
            yield from self._place(when.path, "")

    def _form(self, form: str) -> Iterator[str]:
        if form and form not in FORMS:
            yield f"form {form}"

    def _place(self, path: str, form: str) -> Iterator[str]:
        if not self._is_there(path):
            yield f"field {path}"
        yield from self._form(form)

    def _is_there(self, path: str) -> bool:
        root, *rest = path.split(".")
        match root:
            case "rules":
                return _of_model(CallRules, rest)
            case "due":
                return any(rest[0] in self.family[kind].deadlines for kind in self.kinds)
            case "now":
                return rest in ([], ["id"])
            case "told":
                return rest[0] in FIELDS
            case _ if root in ALONE:
                return not rest
            case _:
                readable = {root for kind in self.kinds for root in (kind, *ABOVE[kind])}
                return root in readable and bool(rest) and (rest[0] in FIELDS or rest[0] in OF_STREAM)


def _of_model(model: type[BaseModel], names: list[str]) -> bool:
    """Whether a path leads through a model's fields and properties."""
    if not names:
        return True
    name, *rest = names
    field = model.model_fields.get(name)
    if field is None:
        return hasattr(model, name)
    kinds = [each for each in (field.annotation, *get_args(field.annotation)) if isinstance(each, type)]
    inner = next((each for each in kinds if issubclass(each, BaseModel)), None)
    return _of_model(inner, rest) if inner else not rest
