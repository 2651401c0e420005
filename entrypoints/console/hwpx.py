"""Letters as HWPX, the document format of Korean offices (KS X 6101)."""


def letter_file(to: str, whom: str, about: str, subject: str, body: str, sender: str, language: str) -> bytes:
    """An official letter (행정업무규정 시행규칙): addressee, subject, body ending in `끝.`, sender."""
    from hwpx.document import HwpxDocument  # noqa: PLC0415 - a heavy import, only where a file is written

    document = HwpxDocument.new()
    lines = [f"{to}  {whom}", f"{about}  {subject}", "", *ended(body, language).split("\n"), "", sender]
    for line in lines:
        document.add_paragraph(line)
    content: bytes = document.to_bytes()
    return content


def ended(body: str, language: str) -> str:
    """The body with the closing word of official letters: two spaces and 끝. after its last line."""
    return f"{body}  끝." if language == "ko" and not body.endswith("끝.") else body
