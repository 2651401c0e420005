"""The National Assembly's desk: a question, what the record answered at its moment, frozen; the answer given to it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Annotated, Any
from unicodedata import normalize
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem
from entrypoints.bootstrap import FAMILY
from entrypoints.console.boards import LAST, Asked, filter_of
from entrypoints.console.names import Names, names
from entrypoints.console.posted import Form, Posted
from entrypoints.console.view import View, see_other
from states.canonical import dumps
from states.context import Stream
from states.instants import read, written
from states.rules.call_parts import KST
from states.rules.personal_numbers import personal_number
from storage.boards import Filter
from storage.ledger.journal import QUESTIONS, Entry, entries, record
from storage.transaction import Reader
from workflow.messages import is_storable
from workflow.past import Past
from workflow.rights import sight
from workflow.traces import Moment

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
FILTERS = ("call", "province", "ministry", "phase", "search")
LONGEST, LISTED, AT_ONCE = 4000, 500, 500
"""Characters of a question or an answer; streams a frozen query names one by one; rows read at once."""
ALIKE = 40
"""Percent of letter pairs two questions share from which on they are taken for the same."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its answers, oldest first."""

    n: int
    entry: Entry
    answers: tuple[Entry, ...]

    @property
    def body(self) -> Mapping[str, Any]:
        return self.entry.body


def questions(reader: Reader) -> dict[int, Question]:
    """Every question by its number."""
    found: dict[int, Question] = {}
    for entry in entries(reader, QUESTIONS):
        of = entry.body.get("answers")
        if of is None:
            found[entry.version] = Question(entry.version, entry, ())
        elif of in found:
            found[of] = replace(found[of], answers=(*found[of].answers, entry))
    return found


@router.get("/assembly")
def desk(request: Request, who: As) -> Response:
    """Every question, the latest first, and a form for the next."""
    v = View(request, who)
    parts = v.shared.parts
    with parts.store.snapshot() as reader:
        found = questions(reader)
        named = names(reader, parts.definitions, v.language)
    return v.page(
        "assembly.html", questions=list(reversed(found.values())), named=named, today=_today(v), lifecycle=FAMILY
    )


def _today(v: View) -> str:
    return v.now.astimezone(KST).date().isoformat()


@router.post("/assembly")
def ask(request: Request, who: As, form: Form) -> Response:
    """Ask the record as it stood at the end of a day (now, if the day is today), and keep question and answer."""
    v = View(request, who)
    parts = v.shared.parts
    text, asked_by = _text(form, "question"), _text(form, "asked_by")
    at = _moment(form.get("on"), v.now)
    query = {name: form.get(name)[:200] for name in FILTERS if form.get(name)}
    asked = Asked(**query)
    with parts.store.snapshot() as reader:
        named = names(reader, parts.definitions, v.language, asked.call)
        wanted = filter_of("project", asked, named, at, sight(who.acting, reader, parts.definitions))
        frozen = freeze(parts.past, reader, wanted, at)
    content = {"question": text, "asked_by": asked_by, "query": query, "at": written(at), **frozen}
    with parts.store.transaction() as transaction:
        made = record(transaction, QUESTIONS, content, v.now, who.acting)
    return see_other(f"/assembly/{made.version}")


def freeze(past: Past, reader: Reader, wanted: Filter, at: datetime) -> dict[str, Any]:
    """What the record answers at a moment: how many, in which states, how much money (won), a digest of all rows."""
    rows = list(_every(past, reader, wanted, Moment(at)))
    index = [f"{each.id}@{each.version}" for each in rows]
    return {
        "number": len(rows),
        "states": dict(sorted(Counter(each.state for each in rows).items())),
        "award": sum(int(each.facts.get("award") or 0) for each in rows),
        "local": sum(sum(pledge.values()) for each in rows for pledge in each.facts.get("pledges", {}).values()),
        "rows": index[:LISTED],
        "digest": sha256(dumps(index)).hexdigest(),
    }


def _every(past: Past, reader: Reader, wanted: Filter, moment: Moment) -> Iterator[Stream]:
    cursor, more = "", True
    while more:
        found = past.board(reader, wanted, moment, AT_ONCE, cursor).page
        yield from (row.stream for row in found.rows)
        cursor, more = found.cursor, bool(found.cursor)


@router.get("/assembly/{n}")
def show(request: Request, who: As, n: int) -> Response:
    """One question: what the record said at its moment, the answers, and what was answered to the same before."""
    v = View(request, who)
    parts = v.shared.parts
    with parts.store.snapshot() as reader:
        found = questions(reader)
        named = names(reader, parts.definitions, v.language)
    question = found.get(n)
    if question is None:
        raise Problem("found.nothing")
    earlier = [each for each in found.values() if each.n < n and each.answers and same(each, question)]
    return v.page(
        "question.html",
        question=question,
        earlier=list(reversed(earlier)),
        named=named,
        states=FAMILY["project"].by_id,
        scope=_scope(v, named, question.body["query"]),
        board=f"/projects?{urlencode(question.body['query'] | {'at': question.body['at']})}",
    )


@router.post("/assembly/{n}")
def answer(request: Request, who: As, n: int, form: Form) -> Response:
    """Keep an answer; a later one stands beside it."""
    v = View(request, who)
    text = _text(form, "answer")
    with v.shared.parts.store.snapshot() as reader:
        if n not in questions(reader):
            raise Problem("found.nothing")
    with v.shared.parts.store.transaction() as transaction:
        record(transaction, QUESTIONS, {"answers": n, "answer": text}, v.now, who.acting)
    return see_other(f"/assembly/{n}")


def same(one: Question, other: Question) -> bool:
    """Whether two questions ask for the same: the same query, or much the same words."""
    if one.body["query"] and one.body["query"] == other.body["query"]:
        return True
    first, second = (_pairs(str(each.body["question"])) for each in (one, other))
    return bool(first | second) and len(first & second) * 100 >= ALIKE * len(first | second)


def _pairs(text: str) -> set[str]:
    letters = "".join(each for each in normalize("NFC", text).lower() if each.isalnum())
    return {letters[n : n + 2] for n in range(len(letters) - 1)}


def _scope(v: View, named: Names, query: Mapping[str, str]) -> list[tuple[str, str]]:
    """What was asked for, in words."""
    said = {"province": named.org, "ministry": lambda code: named.ministries.get(code, code), "phase": v.phase}
    return [(name, said.get(name, str)(value)) for name, value in query.items()]


def _text(form: Posted, name: str) -> str:
    text = form.get(name).strip()
    if not 0 < len(text) <= LONGEST or not is_storable(text):
        raise Problem("request.invalid")
    if personal_number(text):
        raise Problem("remark.personal")
    return text


def _moment(day: str, now: datetime) -> datetime:
    try:
        end = datetime.combine(date.fromisoformat(day), LAST, KST)
    except ValueError:
        raise Problem("request.invalid") from None
    return min(read(written(end)), now)
