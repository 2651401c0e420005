"""Letters: one file for each notice any lifecycle sends, in step with the rows it follows and whom it goes to."""

import pytest

from entrypoints.bootstrap import FAMILY
from jobs.letter import LANGUAGES, letters, parse, written_out
from states.lifecycle import Notice

FACTS = {
    "org": "tp-jeonbuk", "role": "lead", "stream": "project-1", "title": "오미자", "version": 3,
    "recorded_at": "2024-12-10 10:00 KST", "late_hours": None,
    "due": [{"label": {"ko": "이의신청", "en": "Objection"}, "due_date": "2025-01-31"}],
}  # fmt: skip


def declared() -> dict[str, tuple[Notice, set[str]]]:
    """Every notice of every lifecycle with the rows that send it."""
    found: dict[str, tuple[Notice, set[str]]] = {}
    for kind, lifecycle in FAMILY.items():
        for row in lifecycle.rows:
            for notice in row.notify:
                found.setdefault(notice.id, (notice, set()))[1].add(f"{kind}.{row.trigger}")
    return found


DECLARED = declared()


def test_every_notice_has_its_letter_and_no_letter_is_left_over() -> None:
    assert {id for id, letter in letters().items() if not letter.asked} == set(DECLARED)


@pytest.mark.parametrize("id", sorted(DECLARED))
def test_a_letter_says_after_which_rows_and_to_whom_it_goes(id: str) -> None:
    notice, rows = DECLARED[id]
    assert (set(letters()[id].on), letters()[id].to) == (rows, notice.to)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", sorted(DECLARED))
def test_every_letter_can_be_written_in_both_languages(id: str, language: str) -> None:
    text = written_out(letters()[id], language, FACTS)
    assert letters()[id].texts[language] in text
    assert "2025-01-31" in text
    assert ("기한: 이의신청" in text) == (language == "ko")


def test_what_is_missing_in_a_file_is_named() -> None:
    whole = 'on = ["project.submit"]\nto = ["lead"]\nstatutory = true\n--- ko\n가\n--- en\na\n'
    assert parse("x", whole).texts == {"ko": "가", "en": "a"}
    with pytest.raises(ValueError, match="needs a text in each of ko, en"):
        parse("x", whole.replace("--- en\na\n", ""))
    with pytest.raises(ValueError, match="front matter of the letter x"):
        parse("x", whole.replace("to =", "for ="))
