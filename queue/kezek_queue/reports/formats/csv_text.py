"""A table as text for spreadsheets: safe cells, Kazakh letters, the language's own marks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from kezek_queue.reports.document import Row
from kezek_queue.wording.figures import DECIMAL_SIGN, decimal

BYTE_ORDER_MARK = "\ufeff"
"""Spreadsheets take a file without it for an 8-bit one and spoil the Kazakh letters."""

ROWS_A_PIECE = 500
DANGEROUS = frozenset("=+-@\t\r\n")


def safe_cell(value: Any, language: str) -> Any:
    """A cell that no spreadsheet runs as a formula; numbers stay numbers."""
    if isinstance(value, str):
        return f"'{value}" if value[:1] in DANGEROUS else value
    if value is None:
        return ""
    return decimal(str(value), language) if isinstance(value, float) else value


def csv_text(rows: Iterable[Row], language: str) -> str:
    """The rows as a spreadsheet of that language reads them."""
    return "".join(csv_pieces(rows, language))


def csv_pieces(rows: Iterable[Row], language: str) -> Iterator[str]:
    """The same piece by piece, for rows that are read while they are written."""
    piece = io.StringIO()
    # Where the comma is the decimal mark, a spreadsheet splits columns at the semicolon.
    separator = ";" if DECIMAL_SIGN.in_language(language) == "," else ","
    writer = csv.writer(piece, delimiter=separator, lineterminator="\r\n")
    piece.write(BYTE_ORDER_MARK)
    for place, row in enumerate(rows, 1):
        writer.writerow([safe_cell(value, language) for value in row])
        if place % ROWS_A_PIECE == 0:
            yield piece.getvalue()
            piece.seek(0)
            piece.truncate()
    yield piece.getvalue()
