"""Values of facts in words: money in won or millions, points, codes by name; what a change of one is called."""

from collections.abc import Sequence
from typing import Any

from states.catalogue.fields import OPTIONS, field_name
from states.catalogue.said import Said

MONEY = frozenset({
    "amount", "national", "province_pledge", "municipality_pledge",
    "award", "direct", "ordered", "sanction_paid", "local_needed",
    "local_offered", "cash", "in_kind", "self_pay",
    "spent", "paid", "recover", "repaid", "refund", "refunded", "sanction_amount", "interest", "per_company", "sales",
})  # fmt: skip
"""Facts that are amounts of won."""
POINTS = frozenset(
    {"score", "points", "item_scores", "before", "screening", "index", "infrastructure", "input", "activity", "output"}
)
"""Facts that are hundredths of a point."""
SUMS = frozenset({"budget", "next_budget", "awards", "local_budgets", "payments", "pledges", "carried"})
"""Facts that hold sums under the names of who pays, by year or not."""
MILLION = 1_000_000
SHORT = 12
"""Letters of a fingerprint that are shown."""
FINGERPRINT = 64
NOTHING, YES, NO = Said("없음", "nothing"), Said("예", "yes"), Said("아니요", "no")


def said_path(path: Sequence[str]) -> Said:
    """What a value is called: the names around it, the widest first."""
    names = [field_name("", name) for name in path]
    return Said(" · ".join(each.ko for each in names), " · ".join(each.en for each in names))


def said_value(path: Sequence[str], value: Any) -> Said:
    """A value of a fact; its path says what a number is."""
    match value:
        case None:
            return NOTHING
        case bool():
            return YES if value else NO
        case int() if is_money(path):
            return Said(f"{value:,}원", f"KRW {value:,}")
        case int():
            text = f"{value // 100}.{value % 100:02}" if path[-1] in POINTS else str(value)
            return Said(text, text)
        case list() | tuple():
            return _joined([said_value(path, each) for each in value])
        case dict():
            return _joined([said_change((name,), None, each) for name, each in value.items()])
        case _:
            text = str(value)
            return OPTIONS.get(text) or Said(*[f"{text[:SHORT]}…" if len(text) == FINGERPRINT else text] * 2)


def said_change(path: Sequence[str], before: Any, after: Any) -> Said:
    """`국비 900 → 812백만원`: a value that became another; only the value where there was none."""
    if is_money(path) and before is not None and after is not None and before % MILLION == after % MILLION == 0:
        old, new = (f"{each // MILLION:,}" for each in (before, after))
        told = Said(f"{old} → {new}백만원", f"KRW {old} M → {new} M")
    else:
        old_said, new_said = said_value(path, before), said_value(path, after)
        arrow = [f"{old} → {new}" for old, new in zip(old_said, new_said, strict=True)]
        told = new_said if before is None else Said(*arrow)
    named = said_path(path)
    return Said(f"{named.ko} {told.ko}", f"{named.en} {told.en}")


def is_money(path: Sequence[str]) -> bool:
    return path[-1] in MONEY or not SUMS.isdisjoint(path[:-1])


def _joined(several: Sequence[Said]) -> Said:
    return Said(", ".join(each.ko for each in several), ", ".join(each.en for each in several))
