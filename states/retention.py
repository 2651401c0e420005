"""How long personal data is kept: one rule per kind, counted from when its purpose ended (개인정보 보호법 제21조)."""

from dataclasses import dataclass

from states.catalogue.said import Said


@dataclass(frozen=True, slots=True)
class Retention:
    """Personal data of one kind is destroyed this many years after its purpose ended; the end is named by `since`."""

    kind: str
    named: Said
    since: Said
    years: int
    cite: str


PROFILE, PART, CREDENTIAL, ADDRESS = "profile", "private_part", "credential", "address"
LAW, SAFETY = "개인정보 보호법 제21조", "개인정보의 안전성 확보조치 기준 제8조"
RETENTION = {
    each.kind: each
    for each in (
        Retention(
            PROFILE,
            Said("이름과 연락처", "names and contacts"),
            Said("마지막 담당이 끝난 날", "the end of the last duty"),
            3,
            LAW,
        ),
        Retention(
            PART,
            Said("비공개 부분(위원별 점수 등)", "private parts (single evaluators' scores and the like)"),
            Said("대상이 끝난 날", "the end of the matter"),
            5,
            LAW,
        ),
        Retention(
            CREDENTIAL,
            Said("만료된 세션·토큰·링크", "sessions, tokens and links that ended"),
            Said("만료된 때", "their expiry"),
            0,
            LAW,
        ),
        Retention(
            ADDRESS,
            Said("접속한 곳의 주소(IP)", "addresses people came from (IP)"),
            Said("접속한 때", "when they came from there"),
            2,
            SAFETY,
        ),
    )
}
"""The rules as delivered: the years are an installation's own to decide, where no law or call asks for longer ones."""
