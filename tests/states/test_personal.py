"""Who reads whose name and contact, role by role, and what a masked profile still tells."""

import pytest

from states.personal import NEEDS, masked, shown
from states.roles import ADMIN, ROLES, SYSTEM, Actor

KIM = {
    "name": "김하나", "contact": "042-388-5678", "email": "hana@tp.example", "login": "hana", "language": "ko",
}  # fmt: skip
MASKED = {
    "name": "김○○", "contact": "***-***-5678", "email": "h***@tp.example", "login": "h***", "language": "ko",
}  # fmt: skip


@pytest.mark.parametrize("role", NEEDS)
@pytest.mark.parametrize("unmasked", [False, True])
def test_a_role_reads_others_unmasked_only_if_it_keeps_them_and_asks(role: str, unmasked: bool) -> None:
    found = shown(Actor("lee", role, "tp-busan"), "kim", KIM, unmasked=unmasked)
    assert found == (KIM if role == ADMIN and unmasked else MASKED)


def test_everybody_reads_their_own_and_no_role_is_left_out() -> None:
    assert {role: shown(Actor("kim", role, "tp-busan"), "kim", KIM, unmasked=False) for role in NEEDS} == dict.fromkeys(
        NEEDS, KIM
    )
    assert NEEDS.keys() == set(ROLES) - {SYSTEM}


@pytest.mark.parametrize(
    ("field", "value", "left"),
    [
        ("contact", "hana@tp.example", "h***@tp.example"),
        ("contact", "010 1234 5678", "*** **** 5678"),
        ("contact", "1234", "***"),
        ("contact", "본관 3층", "***"),
        ("contact", "", ""),
        ("name", "Hana Kim", "H○○"),
        ("nickname", "hana", "h***"),
    ],
)
def test_what_is_left_of_a_value(field: str, value: str, left: str) -> None:
    assert masked({field: value}) == {field: left}
