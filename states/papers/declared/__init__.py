"""The papers, one file each: a new file is a new paper. Found here, checked by `states.papers.checks`."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from states.papers.parts import Paper

PAPERS: Mapping[str, Paper] = {
    paper.id: paper for paper in (import_module(f"{__name__}.{each.name}").PAPER for each in iter_modules(__path__))
}
"""Every paper by its id, in the order of the files."""
