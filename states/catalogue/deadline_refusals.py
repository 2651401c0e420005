"""Why a deadline cannot be moved as asked."""

from collections.abc import Mapping

from states.catalogue.text import Text

REFUSALS: Mapping[str, Text] = {
    "deadline.not_open": Text(
        "'{kind}' 기한이 열려 있지 않습니다.",
        "No deadline '{kind}' is open.",
        "이 대상의 열려 있는 기한을 확인하십시오.",
        "See which of its deadlines are open.",
    ),
    "deadline.own_row": Text(
        "'{kind}' 기한은 모두에게 같이 적용되므로 하나만 옮길 수 없습니다.",
        "The deadline '{kind}' holds for everyone alike and is not moved for one.",
        "접수 연장 또는 장애 구제로 모두의 기한을 옮기십시오.",
        "Move it for all by extending reception or relieving an outage.",
    ),
    "deadline.not_later": Text(
        "연장할 날({until})이 지금의 기한({due_date})보다 늦지 않습니다.",
        "The day {until} is not later than the present end {due_date}.",
        "지금의 기한보다 늦은 날을 정하십시오.",
        "Name a day after the present end.",
    ),
    "deadline.suspended": Text(
        "'{kind}' 기한은 {since}부터 정지되어 있습니다.",
        "The deadline '{kind}' has been suspended since {since}.",
        "먼저 기한 진행을 재개하십시오.",
        "Resume it first.",
    ),
    "deadline.running": Text(
        "'{kind}' 기한은 정지되어 있지 않습니다.",
        "The deadline '{kind}' is not suspended.",
        "정지된 기한만 재개할 수 있습니다. 기한의 상태를 확인하십시오.",
        "Only a suspended deadline can be resumed: check how it stands.",
    ),
    "deadline.other_proposal": Text(
        "지금 달력으로 다시 계산한 말일은 {proposed}입니다(현재 {due_date}, 확인한 값 {accepted}).",
        "By the calendar known now the last day is {proposed} (it stands at {due_date}; {accepted} was accepted).",
        "다시 계산한 말일을 확인하고 그 값으로 확정하십시오.",
        "Look at the last day as it is computed now and accept that one.",
    ),
    "holiday.known": Text(
        "{day}은(는) 이미 공휴일({name})입니다.",
        "{day} is a holiday already ({name}).",
        "날짜를 확인하십시오. 다시 등록할 필요가 없습니다.",
        "Check the day: it need not be declared again.",
    ),
}
