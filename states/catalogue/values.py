"""What the values of facts are, by the names of the facts: money, points, numbers, names of deadlines and states."""

from collections.abc import Mapping

from states.catalogue.said import Said

MONEY = frozenset({
    "amount", "national", "province_pledge", "municipality_pledge",
    "award", "direct", "ordered", "sanction_paid", "local_needed",
    "local_offered", "cash", "in_kind", "self_pay",
    "spent", "paid", "recover", "repaid", "refund", "refunded", "sanction_amount", "interest", "per_company", "sales",
    "paid_out", "returned", "self_paid", "won",
})  # fmt: skip
"""Amounts of won."""
POINTS = frozenset(
    {"score", "points", "item_scores", "before", "screening", "index", "infrastructure", "input", "activity", "output"}
)
"""Hundredths of a point."""
SUMS = frozenset({"budget", "next_budget", "awards", "local_budgets", "payments", "pledges", "carried", "spending"})
"""Sums under the names of who pays, by year or not."""
YEARS = frozenset({"year", "fiscal_year"})
NUMBERS = frozenset({"brn", "brns", "predecessor", "successor", "former", "former_brns"})
"""Registration numbers of companies."""
DEADLINES = frozenset({"deadline", "overdue", "reminder", "lapses"})
"""Deadlines by their ids, or one of their timers."""
MOVES = frozenset({"recomputed", "extended", "suspended", "resumed"})
"""Changes of a deadline, which is their `kind`."""
STEPS = frozenset({"trigger", "intended"})
STATES = frozenset({"lapsed_in", "objected", "was"})
FREE = frozenset({"title", "reason", "opinion"})
"""What people wrote: never a code, though it may look like one."""
KEYS: Mapping[str, str] = {
    "settings": "SettingDecision.name",
    "lapses": "deadline",
    "preferences": "ministry",
}
"""Facts whose keys are codes, and what is called so."""
INSIDE: Mapping[str, str] = {
    "documents": "Document", "participants": "Participant", "people": "Person", "letters": "Letter",
    "deductions": "Deduction", "disadvantages": "Deduction", "notices": "NoticeNumber", "items": "Item",
    "ktop": "Ktop", "members": "Member", "sheet": "Sheet", "evidence": "Document",
    "plan": "PlannedProgramme",
}  # fmt: skip
"""Facts that hold payloads of a kind: what is inside is called as the payload's fields are."""
NOTHING, YES, NO = Said("없음", "nothing"), Said("예", "yes"), Said("아니요", "no")
NOT_BEGUN = Said("시작 전", "not begun")
"""The state of a stream without an event."""
