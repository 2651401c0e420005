"""What every declaration must keep as text: each name resolves, each label and refusal is there in both languages."""

import re
from collections.abc import Iterable, Iterator
from itertools import combinations
from string import Formatter

from states.canonical import dumps
from states.explore import needs_deadline
from states.generations import behind, parts_of
from states.lifecycle import (
    RECORDED,
    SOURCE,
    STAY,
    UNBORN,
    Guard,
    Mode,
    Notice,
    Payload,
    Reacting,
    Transition,
    reference,
)
from states.migration import MIGRATE
from states.properties import Check, Finding, Subject, check, targets, way_to
from states.roles import ABOVE, OWNER, ROLES, SYSTEM

ENGINE_CODES = (
    "actor.reserved",
    "key.reused",
    "paper.not_brought",
    "paper.not_here",
    "payload.invalid",
    "payload.personal_number",
    "proposal.not_needed",
    "role.not_allowed",
    "role.unknown",
    "setting.undecided",
    "stream.unknown",
    "trigger.no_case",
    "trigger.not_here",
    "trigger.unknown",
    "version.stale",
    "sheets.sealed",
)
"""What the engine itself refuses with, whatever the lifecycle."""
WAY = ("trigger", "dest", "when", "sets")
"""What tells two ways apart."""
HANGUL = re.compile("[가-힣]")
LATIN = re.compile("[A-Za-z]")


@check("names.states", "출발·도착 상태는 모두 선언되어 있다", "every source and destination is a declared state")
def names_states(subject: Subject) -> Iterator[Finding]:
    known = subject.lifecycle.by_id.keys()
    for row in subject.lifecycle.rows:
        wrong = [source for source in row.sources if source not in {*known, UNBORN}]
        wrong += [row.dest] if row.dest not in {*known, STAY} or (row.dest == STAY and UNBORN in row.sources) else []
        yield from _of_row(subject, row, wrong or ([] if row.sources else ["()"]))
    ids = [state.id for state in subject.lifecycle.states]
    yield from _twice(ids)


@check(
    "names.rows",
    "행의 이름은 하나씩이고, 같은 경우에 같은 곳으로 가는 행은 하나로 쓴다",
    "every row has a name of its own, and rows that lead the same way in the same case are one",
)
def names_rows(subject: Subject) -> Iterator[Finding]:
    yield from _twice([row.name for row in subject.lifecycle.rows])
    for one, other in combinations(subject.lifecycle.rows, 2):
        if all(getattr(one, part) == getattr(other, part) for part in WAY):
            yield from _wrong([f"{one.name} = {other.name}"])


@check("names.modes", "경우를 가르는 값은 모두 선언되어 있다", "every mode and value a row uses is declared")
def names_modes(subject: Subject) -> Iterator[Finding]:
    modes = {mode.id: mode for mode in subject.lifecycle.modes}
    yield from _wrong(f"{mode.id} = {mode.initial}" for mode in modes.values() if mode.initial not in mode.values)
    for row in subject.lifecycle.rows:
        used = [(name, value) for name, values in row.when.items() for value in sorted(values, key=str)]
        used += [(name, value) for name, value in row.sets.items() if value not in {SOURCE, RECORDED}]
        used += [(name, source) for name, value in row.sets.items() if value == SOURCE for source in row.sources]
        wrong = [f"{name} = {value}" for name, value in used if not _declared(modes.get(name), value)]
        wrong += [f"{name} = ()" for name, values in row.when.items() if not values]
        yield from _of_row(subject, row, wrong)


def _declared(mode: Mode | None, value: object) -> bool:
    return mode is not None and value in mode.values


@check("names.roles", "역할은 모두 알려진 역할이다", "every role is one of the programme's and of the call's")
def names_roles(subject: Subject) -> Iterator[Finding]:
    of_call = {role.code for role in subject.rules.roles} | {SYSTEM}
    known = of_call & set(ROLES)
    yield from _wrong(
        f"{state.id}: {state.owner}" for state in subject.lifecycle.states if state.owner not in {"", *known}
    )
    for row in subject.lifecycle.rows:
        roles = [
            *row.by,
            *(deadline.owner for deadline in row.opens),
            *(to for letter in row.notify for to in letter.to if to not in {OWNER, ABOVE}),
        ]
        yield from _of_row(subject, row, [role for role in roles if role not in known] or ([] if row.by else ["()"]))


@check(
    "names.deadlines",
    "기한의 기간과 처리는 모두 있다",
    "every deadline's period and trigger exist; what is met is opened",
)
def names_deadlines(subject: Subject) -> Iterator[Finding]:
    opened = subject.lifecycle.deadlines
    for row in subject.lifecycle.rows:
        wrong = [each.id for each in (*row.meets, *row.cancels) if each.id not in opened]
        wrong += [
            f"call.toml: [periods.{each.period_name}]"
            for each in row.opens
            if not each.at and each.period_name not in subject.rules.periods
        ]
        wrong += [f"{each.id} -> {each.fires}" for each in row.opens if each.fires not in subject.lifecycle.triggers]
        yield from _of_row(subject, row, wrong)


@check("names.notices", "알림의 이름은 하나씩이다", "each notice's id stands for one letter")
def names_notices(subject: Subject) -> Iterator[Finding]:
    known: dict[str, Notice] = {}
    for lifecycle in _everyone(subject):
        for row in lifecycle:
            for letter in row.notify:
                if known.setdefault(letter.id, letter) != letter or not letter.to:
                    yield from _of_row(subject, row, [letter.id])


@check("names.guards", "조건의 이름마다 거절 사유가 하나다", "each guard's name stands for one condition of one code")
def names_guards(subject: Subject) -> Iterator[Finding]:
    known: dict[str, Guard] = {}
    for row in subject.lifecycle.rows:
        wrong = [
            each.name for each in row.guards if known.setdefault(each.name, each) != each or each.name == "<lambda>"
        ]
        yield from _of_row(subject, row, wrong)


@check(
    "names.code",
    "코드의 이름마다 뜻이 하나이고, 이름 없는 코드는 없다",
    "each name of code stands for one thing, and none is nameless: stored generations find it by its name",
)
def names_code(subject: Subject) -> Iterator[Finding]:
    known: dict[tuple[type, str], object] = {}
    for row in subject.lifecycle.rows:
        named = [(reference(behind(part)), part) for part in parts_of(row)]
        wrong = [
            name
            for name, part in named
            if known.setdefault((type(part), name), part) != part or not name.partition("@")[0].isidentifier()
        ]
        yield from _of_row(subject, row, wrong)


@check("names.claims", "몫의 규칙에는 이름과 거절 사유가 있다", "every claim is named and has a code")
def names_claims(subject: Subject) -> Iterator[Finding]:
    for row in subject.lifecycle.rows:
        wrong = [each.name for each in row.claims if not each.name.isidentifier() or not _is_code(each.code)]
        yield from _of_row(subject, row, wrong)


@check(
    "names.payloads",
    "입력은 닫힌 틀이고 수는 정수다",
    "every payload is a strict and closed model of whole numbers; what joins a parent names it",
)
def names_payloads(subject: Subject) -> Iterator[Finding]:
    for row in subject.lifecycle.rows:
        yield from _of_row(subject, row, [] if _sound(row.payload, row.joins) else [row.payload.__name__])


def _sound(payload: type, joins: str) -> bool:
    if not issubclass(payload, Payload):
        return False
    closed = payload.model_config.get("extra") == "forbid" and payload.model_config.get("strict") is True
    whole = '"type":"number"' not in dumps(payload.model_json_schema()).decode()
    return closed and whole and (not joins or joins in payload.model_fields)


@check("names.streams", "함께 읽는 흐름의 종류는 모두 있다", "every kind of stream a row reads or joins exists")
def names_streams(subject: Subject) -> Iterator[Finding]:
    for row in subject.lifecycle.rows:
        kinds = (*row.reads, *([row.joins] if row.joins else ()))
        yield from _of_row(subject, row, [kind for kind in kinds if kind not in subject.family])


@check(
    "names.reactions",
    "반응은 모두 상대 생애주기에 시스템의 행이 있다",
    "every reaction is declared and is a row of the system in its lifecycle",
)
def names_reactions(subject: Subject) -> Iterator[Finding]:
    for row in subject.lifecycle.rows:
        bare = row.reacts is not None and not isinstance(row.reacts, Reacting)
        wrong = [getattr(row.reacts, "__name__", "?")] if bare else []
        wrong += [target for target in targets(row) if not _received(subject, target)]
        yield from _of_row(subject, row, wrong)


def _received(subject: Subject, target: str) -> bool:
    kind, _, trigger = target.partition(".")
    family = {**subject.family, subject.lifecycle.name: subject.lifecycle}
    rows = [row for row in family[kind].rows if row.trigger == trigger] if kind in family else []
    if trigger == MIGRATE and kind in family:  # every lifecycle is crossed to, by the bridge of a migration
        return True
    return any(SYSTEM in row.by and not needs_deadline(row.payload) for row in rows)


@check(
    "texts.refusals",
    "거절 사유마다 국문·영문 설명과 해소 방법이 있다",
    "every refusal code says in both languages what is wrong and what would cure it",
)
def texts_refusals(subject: Subject) -> Iterator[Finding]:
    codes: dict[str, Transition | None] = dict.fromkeys(ENGINE_CODES)
    for row in subject.lifecycle.rows:
        given = (*(each.code for each in row.guards), *(each.code for each in row.claims))
        codes |= {code: row for code in given if code not in codes}
    for code, where in codes.items():
        text = subject.texts.get(code)
        said = text is not None and _korean(text.ko, text.cure_ko) and _english(text.en, text.cure_en)
        if text is None or not said or not all(map(_fillable, (text.ko, text.en, text.cure_ko, text.cure_en))):
            way = way_to(subject.walk, where) if where else ()
            yield Finding(f"{code}의 글이 빠졌거나 잘못되었습니다", f"the texts of {code} are missing or wrong", way)


@check(
    "texts.labels",
    "상태·행·기한·알림마다 국문·영문 이름과 근거가 있다",
    "every state, row, deadline and notice is labelled in both languages, and cited",
)
def texts_labels(subject: Subject) -> Iterator[Finding]:
    for state in subject.lifecycle.states:
        told = not state.open_end or (_korean(state.open_end) and LATIN.search(state.open_end))
        if not (_korean(state.ko) and _english(state.en) and state.cite and state.phase and told):
            yield from _wrong([state.id])
    for row in subject.lifecycle.rows:
        unlabelled = [] if _korean(row.ko) and _english(row.en) and row.cite else [row.name]
        unlabelled += [each.id for each in row.opens if not (_korean(each.ko) and _english(each.en) and each.cite)]
        unlabelled += [each.id for each in row.notify if not (_korean(each.ko) and _english(each.en))]
        sources = [(each.name, each.code, each.clause) for each in row.guards]
        sources += [(each.name, each.code, each.clause) for each in row.claims]
        unlabelled += [name for name, code, clause in sources if not (_is_code(code) and clause)]
        yield from _of_row(subject, row, unlabelled)


def _korean(*texts: str) -> bool:
    return all(HANGUL.search(text) for text in texts)


def _english(*texts: str) -> bool:
    return all(LATIN.search(text) and not HANGUL.search(text) for text in texts)


def _is_code(code: str) -> bool:
    return re.fullmatch(r"[a-z_]+\.[a-z_]+", code) is not None


def _fillable(text: str) -> bool:
    """Whether every place is a plain name in braces."""
    try:
        names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError:
        return False
    return all(name.isidentifier() for name in names)


def _everyone(subject: Subject) -> Iterator[tuple[Transition, ...]]:
    """The rows of the whole family, the judged lifecycle's last: what clashes is named there."""
    yield from (each.rows for name, each in subject.family.items() if name != subject.lifecycle.name)
    yield subject.lifecycle.rows


def _of_row(subject: Subject, row: Transition, wrong: Iterable[str]) -> Iterator[Finding]:
    names = ", ".join(dict.fromkeys(wrong))
    if names:
        yield Finding(f"{row.name}: {names}", f"{row.name}: {names}", way_to(subject.walk, row))


def _twice(names: list[str]) -> Iterator[Finding]:
    yield from _wrong(dict.fromkeys(name for name in names if names.count(name) > 1))


def _wrong(names: Iterable[str]) -> Iterator[Finding]:
    for name in names:
        yield Finding(name, name)


CHECKS: tuple[Check, ...] = (
    names_states,
    names_rows,
    names_modes,
    names_roles,
    names_deadlines,
    names_notices,
    names_guards,
    names_code,
    names_claims,
    names_payloads,
    names_streams,
    names_reactions,
    texts_refusals,
    texts_labels,
)
