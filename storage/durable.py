"""What must outlast a power cut though no database keeps it: a file's content, and its name in its folder."""

import os
from pathlib import Path


def sync(*paths: Path) -> None:
    """Wait until the disk has these files' contents; of a folder, the names in it. OSError if it cannot be."""
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
