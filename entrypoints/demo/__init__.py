"""The demo: a call played from its notice to the closing of its last project, on a virtual clock."""

from entrypoints.demo.playing import play
from entrypoints.demo.stage import DemoError
from entrypoints.demo.summary import Ending, endings

__all__ = ["DemoError", "Ending", "endings", "play"]
