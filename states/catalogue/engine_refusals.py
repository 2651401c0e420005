"""What the engine itself says: to a command that cannot be judged, that comes too late, or that has no row here."""

import re
from collections.abc import Mapping

from states.catalogue.text import Text

REFUSALS: Mapping[str, Text] = {
    "trigger.not_here": Text(
        "현재 상태({state})에서는 '{trigger}' 처리를 할 수 없습니다.",
        "'{trigger}' is not possible in the state {state}.",
        "현재 할 수 있는 처리를 확인하십시오.",
        "See which actions the present state offers.",
    ),
    "trigger.no_case": Text(
        "현재 상태({state})의 이번 경우에는 '{trigger}' 처리가 해당되지 않습니다.",
        "'{trigger}' does not apply to the present case of the state {state}.",
        "차수와 앞선 절차를 확인하고 해당되는 처리를 선택하십시오.",
        "Check the round and the step it came from, and choose the action that applies.",
    ),
    "trigger.unknown": Text(
        "{kind} 생애주기에 '{trigger}' 처리가 없습니다.",
        "The {kind} lifecycle has no trigger '{trigger}'.",
        "`yeongo lifecycle show {kind}`에서 처리 이름을 확인하십시오.",
        "Look the trigger up with `yeongo lifecycle show {kind}`.",
    ),
    "stream.unknown": Text(
        "'{stream}'을(를) 찾을 수 없습니다.",
        "There is no stream '{stream}'.",
        "`yeongo project list` 또는 `yeongo call list`에서 식별자를 확인하십시오.",
        "Look the id up with `yeongo project list` or `yeongo call list`.",
    ),
    "role.unknown": Text(
        "'{role}'은(는) 없는 역할입니다.",
        "There is no role '{role}'.",
        "역할:기관:사람의 순서로 적고, 생애주기에 적힌 역할을 쓰십시오.",
        "Write ROLE:ORG:PERSON with a role of the lifecycle.",
    ),
    "actor.reserved": Text(
        "'{actor}'은(는) 시계의 이름이므로 사람이 쓸 수 없습니다.",
        "'{actor}' is the clock's own name: no person may use it.",
        "다른 식별자를 쓰십시오.",
        "Use another identifier.",
    ),
    "paper.not_here": Text(
        "{trigger} 처리에는 문서의 도달 시각을 적을 수 없거나, 그 시각이 접수보다 늦습니다.",
        "{trigger} takes no arrival of a paper, or the arrival lies after its entry.",
        "도달 시각을 빼거나 문서 접수 처리를 쓰십시오.",
        "Leave the arrival out, or use the step that records a late paper.",
    ),
    "role.not_allowed": Text(
        "{org} 기관의 {role} 역할로는 이 처리를 할 수 없습니다. 처리 가능한 역할: {allowed}.",
        "The role {role} of {org} may not do this; it is for: {allowed}.",
        "해당 과제의 담당 기관이 알맞은 역할로 처리하십시오.",
        "Let the organisation responsible for it act, in a role named above.",
    ),
    "version.stale": Text(
        "확인하신 판({expected})이 최신이 아닙니다. 현재 판은 {version}입니다.",
        "The version you saw ({expected}) is not the present one ({version}).",
        "현재 내용을 다시 확인한 뒤 처리하십시오.",
        "Read the present state again, then decide.",
    ),
    "key.reused": Text(
        "요청 식별키 '{key}'은(는) 판 {version}의 다른 처리에 이미 쓰였습니다.",
        "The key '{key}' was already used for another command, recorded as version {version}.",
        "새 처리에는 새 식별키를 쓰십시오.",
        "Use a new key for a new command.",
    ),
    "payload.invalid": Text(
        "입력값 '{field}'이(가) 잘못되었습니다: {reason}.",
        "The field '{field}' is wrong: {reason}.",
        "입력값을 고쳐 다시 요청하십시오.",
        "Correct the field and try again.",
    ),
    "payload.personal_number": Text(
        "입력값 '{field}'에 개인을 식별하는 번호({kind})가 있어 받지 않았습니다. 저장된 것은 없습니다.",
        "The field '{field}' holds a number that identifies a person ({kind}): it was refused, nothing is kept.",
        "주민등록번호·외국인등록번호·여권번호를 빼고 다시 입력하십시오. 기업은 사업자등록번호로 적습니다.",
        "Leave out resident, foreigner and passport numbers; name a company by its business registration number.",
    ),
    "setting.undecided": Text(
        "설정 '{setting}'이(가) 아직 결정되지 않아 기한 '{deadline}'을(를) 정할 수 없습니다.",
        "The setting '{setting}' is still undecided, so the deadline '{deadline}' cannot be computed.",
        "공고에서 이 설정을 먼저 결정하여 기록하십시오.",
        "Record a decision on this setting of the call first.",
    ),
}

REASONS_KO = (
    (r"Not a valid business registration number", "사업자등록번호가 올바르지 않습니다"),
    (r"Input should be a whole number", "정수여야 합니다"),
    (r"Input should be points with at most two decimals", "소수 둘째 자리까지의 점수여야 합니다"),
    (r"Input should be Y or N", "Y 또는 N이어야 합니다"),
    (r"Field required", "필수 항목이 없습니다"),
    (r"Extra inputs are not permitted", "알 수 없는 항목입니다"),
    (r"Input should be a valid integer.*", "정수여야 합니다"),
    (r"Input should be a valid string", "문자열이어야 합니다"),
    (r"Input should be a valid boolean", "true 또는 false여야 합니다"),
    (r"Input should be a valid (?:tuple|list|array)", "목록이어야 합니다"),
    (r"Input should be a(?: valid)? (?:object|dictionary).*", "항목의 묶음이어야 합니다"),
    (r"Input should be a valid date(?:time)?.*", "날짜 또는 시각이어야 합니다"),
    (r"Input should have timezone info", "시각에 시차(+09:00)가 필요합니다"),
    (r"Input should be greater than or equal to (\S+)", r"\1 이상이어야 합니다"),
    (r"Input should be greater than (\S+)", r"\1 초과여야 합니다"),
    (r"Input should be less than or equal to (\S+)", r"\1 이하여야 합니다"),
    (r"Input should be (.+)", r"\1 중 하나여야 합니다"),
    (r"String should match pattern '\^\[A-Za-z0-9\]\[A-Za-z0-9.*", "영문, 숫자, . _ : @ - 로만 쓸 수 있습니다"),
    (r"String should match pattern '\^\[0-9a-f\]\{64\}\$'", "문서의 SHA-256 지문(64자)이어야 합니다"),
    (r"String should match pattern '\^\\d\{(\d+)\}\$'", r"숫자 \1자리여야 합니다"),
    (r"String should match pattern '\^\\d\{4\}-\\d\{2\}-\\d\{2\}\$'", "2025-01-31 꼴의 날짜여야 합니다"),
    (r"Value error, (?:day is out of range|month must be in|Invalid isoformat).*", "달력에 없는 날짜입니다"),
    (r"String should match pattern (.+)", r"\1 꼴이어야 합니다"),
    (r"String should have at least (\d+) characters?", r"\1자 이상이어야 합니다"),
    (r"String should have at most (\d+) characters?", r"\1자 이하여야 합니다"),
    (r"(?:Tuple|List|Dictionary) should have at least (\d+) items?.*", r"\1개 이상이어야 합니다"),
    (r"(\$\S*: )?float is not allowed", r"\1소수는 쓸 수 없습니다(금액은 원 단위 정수)"),
    (r"(\$\S*: )?integer of 2\^53 or more", r"\1정수가 너무 큽니다"),
    (r"holds a character that cannot be (?:shown|stored)", "쓸 수 없는 문자(제어 문자 등)가 들어 있습니다"),
    (r"holds nothing but blanks", "빈칸만 있습니다"),
    (r"(?:Tuple|List|Dictionary) should have at most (\d+) items?.*", r"\1개 이하여야 합니다"),
)
"""Korean for what the parser of payloads says, by pattern; the first that fits."""


def reason_ko(reason: str) -> str:
    """The reason in Korean; as it is where it has no translation."""
    for pattern, korean in REASONS_KO:
        found = re.fullmatch(pattern, reason)
        if found:
            return found.expand(korean)
    return reason
