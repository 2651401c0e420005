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
    """A pseudonymous person acting for an organisation; names and contacts are never here."""

    id: str
    role: str
    org: str


OWNER = "owner"
"""In a notice: whoever the deadline it is about belongs to."""
CLOCK = Actor("system", SYSTEM, "yeongo")
"""The clock: the actor of every due timer and reaction."""
