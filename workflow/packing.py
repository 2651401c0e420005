"""Packages of the same parts are the same bytes, whenever and wherever they are made.

Parts are stored as they are: what a compressor makes of them differs between its versions.
"""

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)
UNIX, PLAIN_FILE = 3, 0o644 << 16


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP of these parts in this order."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for name, content in parts:
            info = ZipInfo(name, EPOCH)
            info.create_system, info.external_attr = UNIX, PLAIN_FILE
            archive.writestr(info, content)
    return target.getvalue()


def parts_of(package: bytes) -> list[tuple[str, bytes]]:
    """The parts of a package in their order."""
    with ZipFile(BytesIO(package)) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]
