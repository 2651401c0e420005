"""What the page on papers says is so."""

import re
from pathlib import Path
from typing import Any

from entrypoints.bootstrap import FAMILY
from states.papers.checks import faults
from states.papers.document import Grid
from states.papers.filling import filled
from states.papers.parts import Paper
from tests.states.papers.scene import RULES, material, project
from workflow.papers.page import page
from workflow.papers.writing import WRITERS, written

PAGE = Path(__file__).parents[3] / "docs" / "papers.md"


def test_the_example_is_a_whole_paper() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    paper: Paper = names["PAPER"]
    assert faults([paper], FAMILY, RULES) == []
    found = filled(paper, material(project("agreed")), "ko")
    grids = [each for each in found.blocks if isinstance(each, Grid)]
    assert [[cell.text for cell in row] for row in grids[0].rows] == [
        ["과제명", "고성 명태"], ["시·군·구", "강원 고성군"], ["상태", "협약체결"],
    ]  # fmt: skip
    assert [cell.text for cell in grids[1].total] == ["계", "607,000"]
    assert all(written(found, "project-a", form).content for form in WRITERS)


def test_the_page_is_the_declarations() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
