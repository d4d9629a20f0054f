"""Texts of one line each, kept compressed. Form 1 is zlib over UTF-8, one line behind the other."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from kezek_queue.errors import DatabaseCorruptError

FORM = 1
LEVEL = 9


class UnreadablePackError(ValueError):
    """What is stored is no pack of this form any more."""


def packed(texts: Sequence[str]) -> bytes:
    """The bytes of some texts in the present form."""
    return zlib.compress("\n".join(texts).encode(), LEVEL)


def unpacked(form: int, data: bytes) -> list[str]:
    """The texts of a pack.

    Raises:
        UnreadablePackError: the bytes are damaged, or of a form that this version knows not.
    """
    if form != FORM:
        raise UnreadablePackError(f"expected form {FORM}, got {form}")
    reader = zlib.decompressobj()
    try:
        texts = reader.decompress(data).decode().split("\n")
    except (zlib.error, UnicodeDecodeError) as error:
        raise UnreadablePackError(str(error)) from error
    if not reader.eof or reader.unused_data:
        raise UnreadablePackError("the bytes end too early or too late")
    return texts


def damaged(what: str, found: str) -> DatabaseCorruptError:
    """The error for whoever needs what is in a pack that cannot be read.

    Args:
        what: the contents, for example ``events 1 to 500 of the journal``.
        found: why not.
    """
    return DatabaseCorruptError(
        f"expected {what} in a pack, but it cannot be read ({found}); stop the server, keep the "
        "damaged database, and bring back the last backup with 'kezek restore'",
        found=f"{what}: {found}",
    )
