"""The demo: call 2025-2 played from its notice to the closing of its last project, on a virtual clock."""

from entrypoints.demo.playing import START, play
from entrypoints.demo.stage import DemoError
from entrypoints.demo.summary import Ending, endings

__all__ = ["START", "DemoError", "Ending", "endings", "play"]
