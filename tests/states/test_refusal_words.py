"""No identifier stands in what a refusal says: each fact is named as what it is, in both languages."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from entrypoints.bootstrap import FAMILY
from states.catalogue.fields import FIELDS, OPTIONS
from states.catalogue.refusals import REFUSALS
from states.catalogue.roles import ROLES
from states.lifecycle import Refusal
from states.refusal_words import kind_of_fact, worded
from tests.states.guards.test_every_guard import WITNESSES
from tests.states.guards.witness import told
from tests.states.scene import rules

RULES = rules()
QUOTED = frozenset(
    {"actor.reserved", "key.reused", "payload.invalid", "payload.personal_number", "role.unknown", "stream.unknown",
     "trigger.unknown", "version.stale"}
)  # fmt: skip
"""What the engine says of a command that cannot be judged: it quotes what was sent."""
OF_THE_ENGINE = [
    Refusal("trigger.not_here", "", {"state": "draft", "trigger": "award"}),
    Refusal("trigger.no_case", "", {"state": "objection_rejection", "trigger": "dismiss_rejection", "round": 1}),
    Refusal("paper.not_here", "", {"trigger": "submit"}),
    Refusal("role.not_allowed", "", {"role": "lead", "org": "tp-jeonbuk", "allowed": ["ministry", "agency"]}),
    Refusal("setting.undecided", "", {"setting": "acceptance_days", "deadline": "acceptance"}),
    Refusal("sheets.sealed", "", {"role": "partner_ministry", "org": "MOIS", "state": "presenting"}),
    Refusal("proposal.not_needed", "", {"state": "draft", "trigger": "submit"}),
    Refusal("paper.not_brought", "", {"state": "agreed", "trigger": "object_grade"}),
    Refusal("migration.generation_left", "", {"lifecycle": "5e" * 32, "leaves": "6f" * 32}),
    Refusal("migration.modes_known", "", {"modes": {"round": 2}}),
    Refusal("migration.as_reviewed", "", {"reviewed": 3, "version": 4}),
]


def every() -> list[Refusal]:
    found = [
        each for kind, some in WITNESSES.items() for witness in some.values() for each in told(FAMILY[kind], witness)
    ]
    return [*found, *(replace(each, lifecycle=FAMILY["project"], rules=RULES) for each in OF_THE_ENGINE)]


def identifiers() -> Iterator[str]:
    """Every code that has a name in the catalogue, in a lifecycle or in the call."""
    yield from ROLES
    yield from OPTIONS
    yield from FIELDS
    for each in FAMILY.values():
        yield from (*each.by_id, *each.triggers, *each.deadlines)
    yield from RULES.settings
    for some in (RULES.parts, RULES.programmes, RULES.grades, RULES.programme_items, RULES.participants):
        yield from (each.id for each in some)
    yield from (each.technopark for each in RULES.province_rows)


def raw(text: str, known: Iterable[str], *, korean: bool = False) -> set[str]:
    """The identifiers in a text: of a Korean one any, of an English one those that are no words; a command is one."""
    words = set(re.findall(r"[A-Za-z][A-Za-z0-9_-]*", re.sub("`[^`]*`", "", text)))
    coded = {each for each in words & set(known) if korean or not each.isalpha()}
    return coded | {each for each in words if "_" in each}


def quoted(refusal: Refusal) -> Iterator[str]:
    """What the caller wrote, which no catalogue names."""
    for name, value in refusal.facts.items():
        if kind_of_fact(refusal.code, name) == "quoted":
            yield str(value)


def shown(refusal: Refusal, known: Iterable[str]) -> set[str]:
    """The identifiers a refusal shows that its caller did not write."""
    text, own = worded(refusal), set(quoted(refusal))
    korean = raw(f"{text.ko} {text.cure_ko}", known, korean=True)
    return (korean | raw(f"{text.en} {text.cure_en}", known)) - own


def test_no_refusal_shows_an_identifier() -> None:
    known, found = set(identifiers()), every()
    told = [(each.code, words) for each in found if (words := shown(each, known))]
    assert told == []
    assert {each.code for each in found} | QUOTED == REFUSALS.keys()


def test_the_search_finds_an_identifier() -> None:
    known = set(identifiers())
    assert raw("필수사항이 비어 있습니다: matching_pledge, plan.", known, korean=True) == {"matching_pledge", "plan"}
    assert raw("Not confirmed by: municipality of tp-jeonbuk.", known) == {"tp-jeonbuk"}


@pytest.mark.parametrize(
    ("refusal", "ko", "en"),
    [
        (
            Refusal("parts.missing", "", {"missing": ["matching_pledge", "budget"]}),
            "필수사항이 비어 있습니다: 지방비 매칭 확약서, 사업비.",
            "Required parts are missing: Pledge of the local match, Budget.",
        ),
        (
            Refusal("area_year.exceeded", "", {"key": "52740/2026", "ceiling": 900_000_000}),
            "지자체의 연간 국비(전북 장수군 · 2026)가 한도 900,000,000원을 넘습니다.",
            "The area's state money of the year (Jangsu-gun, Jeonbuk · 2026) exceeds 900,000,000 won.",
        ),
        (
            Refusal("objection.too_late", "", {"expires": "2025-01-12T15:00:00.000000Z", "arrived_at": ""}),
            "이의신청 기간이 아닙니다. 기간 만료: 2025-01-13 00:00:00.000+09:00, 도달: 없음.",
            "The objection is not in time; the period ends at 2025-01-13 00:00:00.000+09:00, it arrived at none.",
        ),
        (
            Refusal("company.ktop_too_low", "", {"index": 6050, "cutoff": 6100}),
            "K-TOP 지수가 최저지수에 미치지 못합니다(60.50 < 61.00).",
            "The K-TOP index is below the cut-off (60.50 < 61.00).",
        ),
        (
            Refusal("call.budget_not_recorded", "", {"year": 2025}),
            "2025 회계연도 예산 확정이 기록되지 않았습니다.",
            "No budget vote is recorded for the fiscal year 2025.",
        ),
    ],
)
def test_a_refusal_in_words(refusal: Refusal, ko: str, en: str) -> None:
    text = worded(replace(refusal, rules=RULES))
    assert (text.ko, text.en) == (ko, en)


def test_a_state_is_named_under_the_lifecycle_it_was_judged_under() -> None:
    facts = {"state": "supporting", "trigger": "submit"}
    judged = (Refusal("trigger.not_here", "", facts, lifecycle=FAMILY[kind]) for kind in ("project", "support"))
    assert [worded(each).en for each in judged] == [
        "'Submit' is not possible in the state Supporting companies.",
        "'Submit' is not possible in the state ⑥ Support.",
    ]
