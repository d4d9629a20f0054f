"""The letters of every paper: PT Sans, which has all of Kazakh, Russian and English.

The core opens no file: whoever draws reads them, as slips and reports do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Typeface:
    """Where the files of a typeface lie, for ``importlib.resources.files(package) / folder``.

    Args:
        package: beside whose modules they lie.
        folder: in it.
        regular: name of the file.
        bold: likewise.
    """

    package: str
    folder: str
    regular: str
    bold: str


TYPEFACE: Final = Typeface("kezek_core.papers", "fonts", "PTS55F.ttf", "PTS75F.ttf")
