"""Words of papers: what stands in every paper, and the names of columns that no fact has."""

from collections.abc import Mapping

from states.catalogue.said import Said

WORDS: Mapping[str, Said] = {
    "none": Said("해당 없음", "none"),
    "total": Said("계", "Total"),
    "attached": Said("붙임", "Attached"),
    "to": Said("수신", "To"),
    "subject": Said("제목", "Subject"),
    "seal": Said("(인)", "(seal)"),
    "record": Said("기록: {stream} 판 {version}, 사건 {head}", "Record: {stream} version {version}, event {head}"),
    "read_from": Said("근거 자료: {count}건, 지문 {digest}", "Filled from {count} streams, fingerprint {digest}"),
    "partial": Said("이 서식은 열람 권한이 있는 것만 담았습니다.", "This paper holds only what its reader may see."),
    "awarded": Said("선정", "Selected"),
    "reserve": Said("예비", "Reserve"),
    "below_minimum": Said("최저점수 미달", "Below the minimum score"),
    "not_reached": Said("미선정", "Not selected"),
    "unscored": Said("미선정(점수 없음)", "Not selected (no score)"),
}

CHOICES: Mapping[str, Said] = {
    "type1": Said("유형1", "Type 1"),
    "type2": Said("유형2", "Type 2"),
    "type3": Said("유형3", "Type 3"),
    "manufacturing": Said("제조업", "Manufacturing"),
    "other_industry": Said("비제조업", "Other industries"),
    "other": Said("기타", "Other"),
    "none": Said("없음", "None"),
    "title": Said("제목", "Title"),
    "content": Said("내용", "Content"),
    "name": Said("사업명", "Name of the project"),
    "period": Said("기간", "Period"),
    "body": Said("시행주체", "Carried out by"),
    "size": Said("규모", "Size"),
    "detail": Said("기타 상세", "Other, in detail"),
    "text": Said("답변", "Answer"),
}
"""What the options and lines of the demand survey are called (공고 붙임6)."""
