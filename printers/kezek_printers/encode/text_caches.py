"""What is remembered of texts, to lay out and draw tickets fast, and how it is forgotten.

Every ticket says the same few things, so its texts are kept. A form names a person: once it is
encoded nothing of it stays here.
"""

from __future__ import annotations

from kezek_printers.encode import raster
from kezek_printers.encode.lettering import PageLettering
from kezek_printers.slips import printable, wrapping

_KEPT = (printable.tied, wrapping.balanced_lines, *raster.KEPT_TEXTS)


def forget_texts(*letterings: PageLettering) -> None:
    """Forget every text; the next ticket is laid out and drawn anew, some milliseconds slower.

    Args:
        letterings: those that wrote the texts.
    """
    for kept in _KEPT:
        kept.cache_clear()
    for lettering in letterings:
        lettering.line.cache_clear()
