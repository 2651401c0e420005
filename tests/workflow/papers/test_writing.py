"""Papers as files, opened by readers that are not ours."""

import os
import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from states.papers.declared import PAPERS
from states.papers.document import Document
from states.papers.filling import filled
from tests.states.papers.scene import HOSTILE, company, material, project, support
from workflow.packing import packed
from workflow.papers.writing import WRITERS, written

P = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"
H = "{http://www.hancom.co.kr/hwpml/2011/head}"


def report(language: str = "ko", **facts: object) -> Document:
    below = [company(n, business=hostile, **facts) for n, hostile in enumerate(HOSTILE, 1)]
    return filled(PAPERS["selection-report"], material(support(), *below, family=(project("supporting"),)), language)


def notice(title: str = "고성 명태") -> Document:
    return filled(PAPERS["result-notice"], material(project(title=title)), "ko")


def tables(content: bytes) -> list[list[list[str]]]:
    """The cells of an HWPX by plain ZIP and XML: row by row of every table."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        section = ElementTree.fromstring(package.read("Contents/section0.xml"))
    return [
        [
            ["".join(t.text or "" for t in cell.iter(f"{P}t")) for cell in row.iter(f"{P}tc")]
            for row in table.iter(f"{P}tr")
        ]
        for table in section.iter(f"{P}tbl")
    ]


def test_an_hwpx_has_the_cells_of_the_paper() -> None:
    content = written(report(), "support-a", "hwpx").content
    listed = tables(content)[-1]
    assert listed[0][:3] == ["연번", "사업자등록번호", "업종"]
    assert [row[2] for row in listed[1:-1]] == list(reversed(HOSTILE))
    assert listed[-1][8:] == ["11", "10", "21"]


def test_another_reader_of_hwpx_finds_the_same() -> None:
    from hwpx.document import HwpxDocument  # noqa: PLC0415
    from hwpx.tools.package_validator import validate_package  # noqa: PLC0415

    content = written(report(), "support-a", "hwpx").content
    document = HwpxDocument.open(BytesIO(content))
    assert document.validate().issues == ()
    assert [each for each in validate_package(content).issues if each.level != "warning"] == []
    assert document.tables[0].cell(0, 1).text == "고성 명태"
    assert "지원기업 선정결과 보고" in document.text.plain()


def test_an_hwpx_is_the_package_hancom_expects() -> None:
    with zipfile.ZipFile(BytesIO(written(notice(), "project-a", "hwpx").content)) as package:
        first = package.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert package.read("mimetype") == b"application/hwp+zip"
        names = set(package.namelist())
        assert {"version.xml", "settings.xml", "META-INF/container.xml", "META-INF/container.rdf"} <= names
        hpf = package.read("Contents/content.hpf").decode()
        assert all(each in names for each in re.findall(r'href="([^"]+)"', hpf))
        container = package.read("META-INF/container.xml").decode()
        assert all(each in names for each in re.findall(r'full-path="([^"]+)"', container))
        header = ElementTree.fromstring(package.read("Contents/header.xml"))
        section = ElementTree.fromstring(package.read("Contents/section0.xml"))
    assert "<opf:title>선정평가 결과 통보</opf:title>" in hpf
    assert "2025-01-17T00:00:00Z" in hpf
    for tag, attribute in (("charPr", "charPrIDRef"), ("paraPr", "paraPrIDRef"), ("borderFill", "borderFillIDRef")):
        known = {each.get("id") for each in header.iter(f"{H}{tag}")}
        used = {each.get(attribute) for each in section.iter() if each.get(attribute)}
        assert used, tag
        assert used <= known, tag
    fonts = {(face.get("lang"), each.get("id")) for face in header.iter(f"{H}fontface") for each in face}
    for reference in header.iter(f"{H}fontRef"):
        assert {(lang.upper(), id) for lang, id in reference.attrib.items()} <= fonts
    ids = [each.get("id") for each in section.iter(f"{P}p")]
    assert len(ids) == len(set(ids))


def test_an_xlsx_has_numbers_as_numbers_and_text_as_text() -> None:
    book = load_workbook(BytesIO(written(report(), "support-a", "xlsx").content))
    sheet = book.active
    assert sheet is not None
    rows = {str(row[0].value): row for row in sheet.iter_rows() if row[0].value is not None}
    assert sheet.max_column == 11
    listed = [row for row in sheet.iter_rows() if str(row[1].value).startswith("000-00-")]
    assert [row[2].value for row in listed] == list(reversed(HOSTILE))
    assert {cell.data_type for row in listed for cell in (row[1], row[2])} == {"s"}
    assert [(row[8].value, row[8].data_type) for row in listed] == [(2, "n")] * len(HOSTILE)
    assert listed[0][6].value == 80.07
    assert rows["계"][8].value is not None
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_text_like_a_formula_is_marked_as_text_for_good() -> None:
    book = load_workbook(BytesIO(written(report(), "support-a", "xlsx").content))
    sheet = book.active
    assert sheet is not None
    quoted = {cell.value: cell.quotePrefix for row in sheet.iter_rows() for cell in row if cell.value in HOSTILE}
    assert quoted == {each: each.startswith(("=", "+", "-", "@")) for each in HOSTILE}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_html_escapes_what_people_wrote(hostile: str) -> None:
    page = written(notice(hostile), "project-a", "html").content.decode()
    assert "<b>" not in page
    assert "<script" not in page
    assert page.count("http://") == ("http://" in hostile)
    assert ("&lt;b&gt;&amp;" in page) == hostile.startswith("<b>")


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_same_paper_is_the_same_bytes(form: str, language: str) -> None:
    assert written(report(language), "s", form).sha256 == written(report(language), "s", form).sha256
    assert written(report(language), "s", form).sha256 != written(report(language, score=1), "s", form).sha256


MADE = """
import sys
from tests.workflow.papers.test_writing import notice, report
from workflow.papers.writing import WRITERS, written
print([written(each, "s", form).sha256 for each in (notice(), report()) for form in sorted(WRITERS)])
"""


def made_in(zone: str) -> str:
    """The hashes that another process makes in a time zone."""
    environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": "random"}
    done = subprocess.run(
        [sys.executable, "-c", MADE], capture_output=True, text=True, check=True, env=environment,
        cwd=Path(__file__).parents[3],
    )  # fmt: skip
    return done.stdout


def test_other_processes_and_time_zones_make_the_same_bytes() -> None:
    here = [written(each, "s", form).sha256 for each in (notice(), report()) for form in sorted(WRITERS)]
    assert made_in("Asia/Seoul") == made_in("America/Los_Angeles") == f"{here}\n"


def test_a_package_does_not_know_when_it_was_made() -> None:
    (info,) = zipfile.ZipFile(BytesIO(packed([("a", b"b")]))).infolist()
    assert (info.date_time, info.compress_type) == ((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED)


def test_an_empty_project_makes_every_form() -> None:
    bare = project("agreement_pending", award=None, awards={}, pledges={}, people=[], programmes=[], opinion="")
    for form in WRITERS:
        assert written(filled(PAPERS["agreement"], material(bare), "ko"), "p", form).content
