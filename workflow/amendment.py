"""Amending a call: what a changed folder changes, which open deadlines that touches, and the commands that follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from states.rules.call_rules import CallRules
from storage.transaction import Reader
from workflow.deadline_book import Proposal, proposals
from workflow.definitions import Definitions
from workflow.errors import WorkflowError


class NothingToAmend(WorkflowError):  # noqa: N818 - named by what is wrong
    """The folder says what the call says already, it is another call's, or the call has not begun."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """What `amend` is said with, and the open deadlines that would end otherwise once it holds."""

    stream: str
    data: Mapping[str, Any]
    touched: tuple[Proposal, ...]


def amendment(
    reader: Reader, definitions: Definitions, stream: str, rules: CallRules, said: Mapping[str, str]
) -> Amendment:
    """The amendment of a call to these rules; nothing is recorded. `said`: notice_no and reason. NothingToAmend."""
    call = reader.streams([stream]).get(stream)
    if call is None or stream != f"call-{rules.id}":
        raise NothingToAmend(f"{stream} is not the call {rules.id}, or has not begun")
    before = definitions.rules(str(call.facts["rules"]), reader)
    changed = before.changed(rules)
    if not changed:
        raise NothingToAmend(f"{stream} stands on these rules already")
    already = {(each.stream, each.id, each.after) for each in proposals(reader, stream, before)}
    touched = [each for each in proposals(reader, stream, rules) if (each.stream, each.id, each.after) not in already]
    return Amendment(stream, {"rules": rules.fingerprint, "changed": changed, **said}, tuple(touched))
