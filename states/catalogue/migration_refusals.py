"""Why a migration, or one stream's crossing, is refused, and what would cure it."""

from collections.abc import Mapping

from states.catalogue.text import Text

REFUSALS: Mapping[str, Text] = {
    "migration.strangers": Text(
        "이 공고에 속하지 않는 대상이 있습니다: {streams}.",
        "These do not belong to this call: {streams}.",
        "공고별로 나누어 제안하십시오.",
        "Propose a migration for each call by itself.",
    ),
    "migration.generation_left": Text(
        "현재 정의({lifecycle})가 이행의 출발 정의({leaves})가 아닙니다.",
        "It is under the lifecycle {lifecycle}, not under the one this migration leaves ({leaves}).",
        "현재 정의에서 출발하는 이행을 제안하십시오.",
        "Propose a migration that leaves the present lifecycle.",
    ),
    "migration.modes_known": Text(
        "새 정의에 없는 구분값입니다: {modes}.",
        "The new lifecycle does not know these cases: {modes}.",
        "새 정의에 그 구분값을 두거나, 그 경우를 벗어난 뒤 이행하십시오.",
        "Give the new lifecycle these values, or migrate once the case has passed.",
    ),
    "migration.as_reviewed": Text(
        "검토한 판({reviewed}) 뒤에 더 진행되었습니다(현재 {version}).",
        "It has gone on to version {version} since it was reviewed at {reviewed}.",
        "현재 상태로 다시 검토하여 제안하십시오.",
        "Review it as it stands and propose it again.",
    ),
}
