"""Who plays, cast from the call's tables: areas, ministries that reach them, people as pseudonymous refs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from states.roles import (
    ADMIN,
    AGENCY,
    COMPANY,
    EVALUATOR,
    LEAD,
    MINISTRY,
    MUNICIPALITY,
    PARTICIPANT,
    PARTNER_MINISTRY,
    PROVINCE,
    SECRETARY,
    Actor,
)
from states.rules.call_parts import Area
from states.rules.call_rules import CallRules

OPERATOR = Actor("operator", ADMIN, "yeongo")
PANEL = tuple(f"evaluator-{n}" for n in range(1, 8))
OTHER_PANEL = tuple(f"evaluator-{n}" for n in range(11, 16))
CONFLICTED = "evaluator-21"
"""Named like the others, but of an organisation that applies."""
NAMED_BY_LEAD = 4
"""How many evaluators the lead ministry names; its partners share the others."""


class CastError(ValueError):
    """The call cannot be played with this cast. One sentence that says what it lacks."""


@dataclass(frozen=True)
class Role:
    """How a project fares. `strength`: percent of the points its evaluators tend to give; `size`: its ministries.

    `entry`: submit, revise (once more after submitting), last (at the last instant), late (a millisecond after it, and
    again when relief is given), left (a draft that expires), idle (never begun), withdrawn. `screening`: pass,
    supplement, overdue, out (no objection), restored (screened out, objects, upheld), absent (nobody comes to present).
    """

    size: int
    strength: int
    entry: str = "submit"
    screening: str = "pass"

    @property
    def plain(self) -> bool:
        return self.entry in ("submit", "revise") and self.screening == "pass"


@dataclass(frozen=True)
class Part:
    """One project's part in the play: its role, where it is played, by which ministries, under which title."""

    role: Role
    area: str
    codes: tuple[str, ...]
    title: str

    @property
    def entry(self) -> str:
        return self.role.entry

    @property
    def screening(self) -> str:
        return self.role.screening

    @property
    def strength(self) -> int:
        return self.role.strength


ROLES = (
    Role(4, 94, "revise"),
    Role(3, 92),
    Role(3, 90, "revise"),
    Role(3, 88),
    Role(3, 86, "submit", "supplement"),
    Role(3, 84, "last"),
    Role(2, 82),
    Role(2, 80, "revise"),
    Role(3, 78, "submit", "restored"),
    Role(2, 77),
    Role(4, 76),
    Role(3, 75, "submit", "overdue"),
    Role(3, 74),
    Role(3, 73, "revise"),
    Role(3, 72),
    Role(2, 71),
    Role(2, 70),
    Role(3, 69),
    Role(2, 68),
    Role(3, 67),
    Role(2, 66, "submit", "supplement"),
    Role(3, 65),
    Role(3, 64),
    Role(2, 63),
    Role(3, 62),
    Role(3, 61),
    Role(4, 60),
    Role(2, 59),
    Role(2, 58, "submit", "absent"),
    Role(2, 57),
    Role(2, 56),
    Role(2, 55),
    Role(2, 54),
    Role(2, 53, "submit", "out"),
    Role(2, 52, "submit", "out"),
    Role(3, 51, "withdrawn"),
    Role(3, 50, "late"),
    Role(3, 50, "left"),
    Role(3, 50, "left"),
    Role(2, 50, "left"),
    Role(2, 50, "left"),
    Role(2, 50, "idle"),
    Role(2, 50, "idle"),
)
FEWEST_PLAIN = 8
"""So many unremarkable projects the selection needs: awards, reserves, objections."""
PRODUCTS: Mapping[str, str] = {
    "47770": "영덕 대게·수산가공 고부가가치화",
    "52770": "순창 장류 발효 산업 육성",
    "44710": "금산 인삼·약초 제품 혁신",
    "47730": "의성 마늘 푸드테크",
    "46780": "보성 녹차 웰니스 산업",
    "51730": "횡성 한우 가공산업",
    "48840": "남해 유자·해양바이오",
    "52790": "고창 복분자 발효식품",
    "44790": "청양 구기자 기능성식품",
    "43760": "괴산 유기농 고추 산업",
    "47760": "영양 고추·산채 가공",
    "46730": "구례 산수유·우리밀 산업",
    "43800": "단양 육쪽마늘 가공",
    "48850": "하동 야생차 산업",
    "46890": "완도 해조류 바이오",
    "52730": "무주 머루와인·천마",
    "47940": "울릉 산채·해양심층수",
    "51770": "정선 곤드레·약초",
    "28710": "강화 인삼·화문석",
    "27720": "군위 자두·사과 가공",
    "26200": "영도 조선기자재·커피 산업",
    "41820": "가평 잣 산업 고도화",
    "44760": "부여 굿뜨래 농식품",
    "43730": "옥천 포도·묘목 산업",
    "46910": "신안 천일염 산업",
    "48870": "함양 산양삼·항노화",
    "47920": "봉화 산림약용자원",
    "52720": "진안 홍삼 산업",
    "46900": "진도 울금·전복",
    "51230": "삼척 수소·해양레저",
    "50130": "서귀포 감귤 업사이클링",
    "30140": "대전 중구 제과·의료 연고산업",
    "29110": "광주 동구 공예·인쇄",
    "44270": "당진 해나루 쌀 가공",
    "47900": "예천 곤충·참기름",
    "43720": "보은 대추 산업",
    "48720": "의령 망개·구아바",
    "46710": "담양 대나무 신소재",
    "52800": "부안 오디·젓갈",
    "51150": "강릉 커피·해양바이오",
    "47150": "김천 호두·포도 가공",
    "26410": "금정 섬유·신발",
    "41800": "연천 율무·콩 산업",
}
"""What areas are known for, where the play knows it; these play first."""


def cast(rules: CallRules) -> tuple[Part, ...]:
    """The parts, each in an area of its own.

    CastError if the call has too few areas a ministry reaches, or announces no money for its first round.
    """
    year = rules.round(1).starts_on.year
    if not rules.budget(year):
        raise CastError(f"the play needs money for the first round, and the call announces none for {year}")
    reached = [code for code in sorted(rules.areas, key=_billing) if combinations(rules, code)]
    return tuple(
        _part(rules, code, role, n) for n, (code, role) in enumerate(zip(reached, _roles(len(reached)), strict=False))
    )


def _billing(area: str) -> tuple[bool, int, str]:
    known = [*PRODUCTS]
    return (area not in PRODUCTS, known.index(area) if area in PRODUCTS else 0, area)


def _roles(places: int) -> list[Role]:
    """As many roles as there are places: unremarkable ones are left out first, the weakest before."""
    plain = sum(role.plain for role in ROLES)
    most = plain - max(0, len(ROLES) - places)
    if most < FEWEST_PLAIN:
        needed = len(ROLES) - plain + FEWEST_PLAIN
        raise CastError(f"the play needs {needed} areas that two ministries reach, and the call has {places}")
    kept, found = 0, []
    for role in ROLES:
        if not role.plain or kept < most:
            found.append(role)
        kept += role.plain
    return found


def _part(rules: CallRules, code: str, role: Role, n: int) -> Part:
    possible = combinations(rules, code)
    nearest = min(abs(len(each) - role.size) for each in possible)
    fitting = [each for each in possible if abs(len(each) - role.size) == nearest]
    title = PRODUCTS.get(code) or f"{rules.areas[code].name} 연고산업 육성"
    return Part(role, code, fitting[n % len(fitting)], title)


def combinations(rules: CallRules, area: str) -> list[tuple[str, ...]]:
    """The collaborations whose ministries all have something in this area, in the call's order, the lead first."""
    lead = rules.lead_ministry.code
    return [
        (lead, *(code for code in each.ministries if code != lead))
        for each in rules.collaborations
        if all(_reaches(rules, code, rules.areas[area]) for code in each.ministries if code != lead)
    ]


def _reaches(rules: CallRules, code: str, area: Area) -> bool:
    return bool(area.kinds & {*rules.ministry(code).areas})


def committee(rules: CallRules) -> dict[str, Sequence[str]]:
    """Whom each ministry names; the lead ministry names the conflicted one too."""
    everyone = (*PANEL, *OTHER_PANEL)
    partners = [each.code for each in rules.ministries if each.role == "partner"]
    rest = everyone[NAMED_BY_LEAD:]
    shared = {code: rest[n :: len(partners)] for n, code in enumerate(partners)}
    return {rules.lead_ministry.code: everyone[:NAMED_BY_LEAD], **shared}


def minister(rules: CallRules, no: int = 1) -> Actor:
    """A person of the lead ministry."""
    code = rules.lead_ministry.code
    return Actor(f"{code.lower()}-{no}", MINISTRY, code)


def officer(rules: CallRules, no: int = 1) -> Actor:
    """A person of the agency."""
    return Actor(f"{rules.call.agency}-{no}", AGENCY, rules.call.agency)


def keeper(rules: CallRules) -> Actor:
    """The secretary of the panels."""
    return Actor(f"{rules.call.agency}-secretary", SECRETARY, rules.call.agency)


def lead(technopark: str) -> Actor:
    """The person of a technopark who handles its projects."""
    return Actor(f"{technopark}-1", LEAD, technopark)


def municipality(area: str) -> Actor:
    return Actor(f"area-{area}-1", MUNICIPALITY, area)


def participant(org: str) -> Actor:
    """The person of a participating organisation."""
    return Actor(f"{org}-1", PARTICIPANT, org)


def province(area: str) -> Actor:
    return Actor(f"province-{area[:2]}-1", PROVINCE, area[:2])


def partner(code: str) -> Actor:
    return Actor(f"{code.lower()}-1", PARTNER_MINISTRY, code)


def company(brn: str) -> Actor:
    return Actor(f"company-{brn}", COMPANY, brn)


def evaluator(ref: str, org: str = "") -> Actor:
    """An evaluator of a university of their own, or of another organisation."""
    return Actor(ref, EVALUATOR, org or f"univ-{ref.rpartition('-')[2]}")


def by_technopark(rules: CallRules, parts: Sequence[Part]) -> Iterator[tuple[str, Part]]:
    """Each technopark that plays, with its first part."""
    seen: set[str] = set()
    for part in parts:
        park = rules.lead_of(part.area) or ""
        if park not in seen:
            seen.add(park)
            yield park, part
