"""Who ended where, and whether the record says the same when it is played back."""

from collections import Counter
from dataclasses import dataclass

from entrypoints.bootstrap import service
from entrypoints.demo.stage import Stage
from entrypoints.settings import Settings
from states.lifecycle import State
from storage.projections import KINDS
from workflow.definitions import Definitions
from workflow.replay import rebuild


@dataclass(frozen=True)
class Ending:
    """A project at the end of the play: its area and title, the state it ended in, its place and won awarded."""

    project: str
    area_ko: str
    area_en: str
    title: str
    ministries: tuple[str, ...]
    state: State
    rank: int | None
    score: int | None
    award: int | None
    supports: int
    companies: int
