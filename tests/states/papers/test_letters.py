from datetime import date

from states.papers.document import Paragraph
from states.papers.letters import letter


def test_a_notice_is_a_letter_with_sender_addressee_and_close() -> None:
    proof = {"stream": "project-a", "version": 3, "head": "a" * 64, "language": "ko"}
    found = letter(
        "selection_result",
        "[연고] 선정 통보",
        "선정되었습니다.\n알려 주시기 바랍니다.",
        "진흥원",
        "고성군",
        date(2025, 1, 17),
        proof,
    )
    assert found.blocks == (Paragraph("선정되었습니다."), Paragraph("알려 주시기 바랍니다.  끝."))
    assert found.letterhead is not None
    assert (found.letterhead.to, found.letterhead.signed, found.day) == ("고성군", "진흥원장", "2025. 1. 17.")
    assert found.record == ("기록: project-a 판 3, 사건 " + "a" * 64,)


def test_in_english_nothing_is_added() -> None:
    proof = {"stream": "project-a", "version": 3, "head": "a" * 64, "language": "en"}
    found = letter("x", "Selected", "Please accept.", "TIPA", "Goseong", date(2025, 1, 17), proof)
    assert (found.blocks, found.day) == ((Paragraph("Please accept."),), "17 Jan 2025")
