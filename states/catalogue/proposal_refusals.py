"""Why what two persons decide, or a letter asks for, is not taken, and what would cure it."""

from collections.abc import Mapping
from typing import Final

from states.catalogue.text import Text

REFUSALS: Final[Mapping[str, Text]] = {
    "approval.not_proposed": Text(
        "두 사람이 결정합니다. {trigger}이(가) 이 내용 그대로 제안되어 있지 않습니다. 대기 중: {proposed}.",
        "Two persons decide {trigger}: it was not proposed with just this content; waiting proposals: {proposed}.",
        "먼저 제안하고, 다른 사람이 제안된 내용 그대로 승인하십시오.",
        "Propose it first; a second person then approves exactly that.",
    ),
    "approval.same_person": Text(
        "두 사람의 확인이 필요합니다. 제안하거나 접수한 사람과 같습니다: {approved_by}.",
        "Two persons must answer for this; {approved_by} proposed or entered it.",
        "제안하거나 접수하지 않은 다른 사람이 처리하십시오.",
        "Let somebody else decide it.",
    ),
    "proposal.not_needed": Text(
        "{state} 상태의 {trigger}은(는) 두 사람이 결정하는 처리가 아닙니다.",
        "{trigger} is not decided by two persons while the state is {state}.",
        "제안 없이 바로 처리하거나, 처리 이름과 상태를 확인하십시오.",
        "Take the step itself, or check its name and the state.",
    ),
    "proposal.unknown": Text(
        "대기 중인 제안이나 서류 {proposal}이(가) 없습니다. 대기 중: {waiting}.",
        "No proposal or letter {proposal} waits here; waiting: {waiting}.",
        "대기 중인 번호를 고르십시오.",
        "Choose one that waits.",
    ),
    "paper.undecided": Text(
        "확인되지 않은 서류가 있습니다: {waiting}.",
        "A letter lies undecided: {waiting}.",
        "서류를 확인하거나 반려한 뒤 처리하십시오.",
        "Confirm or refuse the letter first.",
    ),
    "paper.not_brought": Text(
        "지금 상태({state})에서 서류로 할 수 있는 처리가 아닙니다: {trigger}.",
        "A letter cannot bring {trigger} while the state is {state}.",
        "어떤 서류인지, 어느 결정이나 요청에 대한 것인지 확인하십시오.",
        "Check what the letter is, and what it answers.",
    ),
    "paper.number_taken": Text(
        "접수번호 {key}은(는) 이미 쓰였습니다.",
        "The receipt-book number {key} is taken.",
        "접수대장의 번호를 확인하십시오.",
        "Check the number in the receipt book.",
    ),
    "paper.only_by_desk": Text(
        "도달일은 전문기관만 입력하며, 전문기관은 접수한 서류로만 처리합니다. 역할: {role}, 도달: {arrived_at}.",
        "Only the paper desk enters an arrival, and it acts on arrivals alone; role {role}, arrival {arrived_at}.",
        "주관기관은 시스템에서 직접 신청하고, 전문기관은 서류를 먼저 접수하십시오.",
        "The lead acts here and now; the agency enters the letter first.",
    ),
    "paper.not_as_entered": Text(
        "{trigger}, 도달 {arrived_at}로 접수된 서류가 없습니다. 대기 중인 서류: {waiting}.",
        "No letter was entered that asks for {trigger} and arrived at {arrived_at}; waiting letters: {waiting}.",
        "접수된 내용 그대로 확인하거나 사유를 적어 반려하십시오.",
        "Confirm it as it was entered, or refuse it with a reason.",
    ),
    "paper.no_arrival": Text(
        "서류의 도달 일시가 없거나 접수 시각보다 늦습니다. 도달: {arrived_at}, 접수: {received_at}.",
        "The arrival {arrived_at} is missing or later than the entry at {received_at}.",
        "접수대장의 도달 일시를 입력하십시오.",
        "Enter the arrival of the receipt book.",
    ),
}
