"""Who acts (공고 §4, 운영요령 55–57): one person acts for one organisation in one role at a time."""

from dataclasses import dataclass

MINISTRY = "ministry"
PARTNER_MINISTRY = "partner_ministry"
AGENCY = "agency"
LEAD = "lead"
PARTICIPANT = "participant"
MUNICIPALITY = "municipality"
PROVINCE = "province"
EVALUATOR = "evaluator"
SECRETARY = "secretary"
COMPANY = "company"
ACCOUNTANT = "accountant"
HELPDESK = "helpdesk"
AUDITOR = "auditor"
ADMIN = "admin"
SYSTEM = "system"

ROLES = (
    MINISTRY,
    PARTNER_MINISTRY,
    AGENCY,
    LEAD,
    PARTICIPANT,
    MUNICIPALITY,
    PROVINCE,
    EVALUATOR,
    SECRETARY,
    COMPANY,
    ACCOUNTANT,
    HELPDESK,
    AUDITOR,
    ADMIN,
    SYSTEM,
)


@dataclass(frozen=True, slots=True)
class Actor:
    """A pseudonymous person acting for an organisation; names and contacts are never here.

    `behalf`: the absent person whose duty it is, where a deputy acts for them.
    """

    id: str
    role: str
    org: str
    behalf: str = ""

    @property
    def recorded(self) -> dict[str, str]:
        """As the record names it."""
        named = {"id": self.id, "role": self.role, "org": self.org}
        return named | {"behalf": self.behalf} if self.behalf else named


OWNER = "owner"
"""In a notice: whoever the deadline it is about belongs to."""
ABOVE = "above"
"""In a notice: who is next responsible after the owner of the deadline it is about."""
NEXT_RESPONSIBLE = {
    COMPANY: LEAD,
    PARTICIPANT: LEAD,
    MUNICIPALITY: PROVINCE,
    PROVINCE: AGENCY,
    LEAD: AGENCY,
    EVALUATOR: SECRETARY,
    ACCOUNTANT: AGENCY,
    SECRETARY: AGENCY,
    AGENCY: MINISTRY,
    PARTNER_MINISTRY: MINISTRY,
}
"""Who must see to it when a role lets a deadline pass (운영요령 55–57); above the ministry there is nobody."""


def responsible_after(role: str, steps: int) -> tuple[str, ...]:
    """The roles above `role`, the nearest first, at most so many."""
    found: list[str] = []
    while len(found) < steps and role in NEXT_RESPONSIBLE:
        role = NEXT_RESPONSIBLE[role]
        found.append(role)
    return tuple(found)


CLOCK = Actor("system", SYSTEM, "yeongo")
"""The clock: the actor of every due timer and reaction."""
