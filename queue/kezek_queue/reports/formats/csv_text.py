"""A table as text for spreadsheets: safe cells, Kazakh letters, the language's own marks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from kezek_queue.reports.document import Row
from kezek_queue.wording.figures import DECIMAL_SIGN, decimal

BYTE_ORDER_MARK = "\ufeff"
"""Spreadsheets take a file without it for an 8-bit one and spoil the Kazakh letters."""

ROWS_A_PIECE = 500
DANGEROUS = frozenset("=+-@\t\r\n＝＋－＠")
"""What a cell begins with that a spreadsheet may run; the wide signs too, as some of them do."""


def safe_cell(value: Any, language: str) -> Any:
    """A cell that no spreadsheet runs as a formula; numbers stay numbers."""
    if isinstance(value, str):
        return f"'{value}" if value[:1] in DANGEROUS else value
    if value is None:
        return ""
    return decimal(str(value), language) if isinstance(value, float) else value


def csv_pieces(rows: Iterable[Row], language: str) -> Iterator[str]:
    """The rows as a spreadsheet of that language reads them, written while they are read."""
    piece = io.StringIO()
    # Where the comma is the decimal mark, a spreadsheet splits columns at the semicolon.
    separator = ";" if DECIMAL_SIGN.in_language(language) == "," else ","
    writer = csv.writer(piece, delimiter=separator, lineterminator="\r\n")
    piece.write(BYTE_ORDER_MARK)
    left = iter(rows)
    while some := list(islice(left, ROWS_A_PIECE)):
        writer.writerows([safe_cell(value, language) for value in row] for row in some)
        yield piece.getvalue()
        piece.seek(0)
        piece.truncate()
