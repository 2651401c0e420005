"""Who plays: the municipalities with their products, who works together, and the people as pseudonymous refs."""

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

MINISTER = Actor("mss-1", MINISTRY, "MSS")
OFFICER = Actor("tipa-1", AGENCY, "tipa")
SECOND_OFFICER = Actor("tipa-2", AGENCY, "tipa")
KEEPER = Actor("tipa-secretary", SECRETARY, "tipa")
OPERATOR = Actor("operator", ADMIN, "yeongo")

MINISTRIES = {"S": "MSS", "I": "MOIS", "J": "MOJ", "A": "MAFRA"}
"""How the table below writes a combination: SIJA is all four."""
PANEL = tuple(f"evaluator-{n}" for n in range(1, 8))
OTHER_PANEL = tuple(f"evaluator-{n}" for n in range(11, 16))
CONFLICTED = "evaluator-21"
"""Named like the others, but of an organisation that applies."""
COMMITTEE = {"MSS": PANEL[:4], "MOIS": PANEL[4:6], "MOJ": (PANEL[6], *OTHER_PANEL[:2]), "MAFRA": OTHER_PANEL[2:]}
"""Whom each ministry names; MSS names the conflicted one too."""


@dataclass(frozen=True)
class Part:
    """One project's part in the play. `strength`: percent of the points its evaluators tend to give."""

    area: str
    ministries: str
    strength: int
    title: str
    entry: str = "submit"
    screening: str = "pass"

    @property
    def codes(self) -> list[str]:
        return [MINISTRIES[letter] for letter in self.ministries]


# entry: submit, revise (once more after submitting), last (at 18:00:00.000), late (at 18:00:00.001), left (a draft that
# expires), idle (never begun), withdrawn. screening: pass, supplement, overdue, out (no objection), restored (screened
# out, objects, upheld), absent (nobody comes to present).
CAST = (
    Part("47770", "SIJA", 94, "영덕 대게·수산가공 고부가가치화", "revise"),
    Part("52770", "SIJ", 92, "순창 장류 발효 산업 육성"),
    Part("44710", "SIA", 90, "금산 인삼·약초 제품 혁신", "revise"),
    Part("47730", "SIA", 88, "의성 마늘 푸드테크"),
    Part("46780", "SIJ", 86, "보성 녹차 웰니스 산업", "submit", "supplement"),
    Part("51730", "SIA", 84, "횡성 한우 가공산업", "last"),
    Part("48840", "SI", 82, "남해 유자·해양바이오"),
    Part("52790", "SA", 80, "고창 복분자 발효식품", "revise"),
    Part("44790", "SIA", 78, "청양 구기자 기능성식품", "submit", "restored"),
    Part("43760", "SI", 77, "괴산 유기농 고추 산업"),
    Part("47760", "SIJA", 76, "영양 고추·산채 가공"),
    Part("46730", "SIA", 75, "구례 산수유·우리밀 산업", "submit", "overdue"),
    Part("43800", "SIA", 74, "단양 육쪽마늘 가공"),
    Part("48850", "SIA", 73, "하동 야생차 산업", "revise"),
    Part("46890", "SIJ", 72, "완도 해조류 바이오"),
    Part("52730", "SA", 71, "무주 머루와인·천마"),
    Part("47940", "SI", 70, "울릉 산채·해양심층수"),
    Part("51770", "SIA", 69, "정선 곤드레·약초"),
    Part("28710", "SI", 68, "강화 인삼·화문석"),
    Part("27720", "SIA", 67, "군위 자두·사과 가공"),
    Part("26200", "SI", 66, "영도 조선기자재·커피 산업", "submit", "supplement"),
    Part("41820", "SIA", 65, "가평 잣 산업 고도화"),
    Part("44760", "SIA", 64, "부여 굿뜨래 농식품"),
    Part("43730", "SA", 63, "옥천 포도·묘목 산업"),
    Part("46910", "SIJ", 62, "신안 천일염 산업"),
    Part("48870", "SIA", 61, "함양 산양삼·항노화"),
    Part("47920", "SIJA", 60, "봉화 산림약용자원"),
    Part("52720", "SA", 59, "진안 홍삼 산업"),
    Part("46900", "SI", 58, "진도 울금·전복", "submit", "absent"),
    Part("51230", "SI", 57, "삼척 수소·해양레저"),
    Part("50130", "SA", 56, "서귀포 감귤 업사이클링"),
    Part("30140", "SI", 55, "대전 중구 제과·의료 연고산업"),
    Part("29110", "SI", 54, "광주 동구 공예·인쇄"),
    Part("44270", "SA", 53, "당진 해나루 쌀 가공", "submit", "out"),
    Part("47900", "SA", 52, "예천 곤충·참기름", "submit", "out"),
    Part("43720", "SIA", 51, "보은 대추 산업", "withdrawn"),
    Part("48720", "SIA", 50, "의령 망개·구아바", "late"),
    Part("46710", "SIA", 50, "담양 대나무 신소재", "left"),
    Part("52800", "SIA", 50, "부안 오디·젓갈", "left"),
    Part("51150", "SI", 50, "강릉 커피·해양바이오", "left"),
    Part("47150", "SA", 50, "김천 호두·포도 가공", "left"),
    Part("26410", "SI", 50, "금정 섬유·신발", "idle"),
    Part("41800", "SI", 50, "연천 율무·콩 산업", "idle"),
)


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
