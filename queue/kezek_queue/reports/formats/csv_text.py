"""A table as text for spreadsheets: safe cells, Kazakh letters, the language's own marks."""

from __future__ import annotations

import csv
import io
from typing import Any

from kezek_queue.reports.document import Rows
from kezek_queue.wording.figures import DECIMAL_SIGN, decimal

BYTE_ORDER_MARK = "\ufeff"
"""Spreadsheets take a file without it for an 8-bit one and spoil the Kazakh letters."""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(value: Any, language: str) -> Any:
    """A cell that no spreadsheet runs as a formula; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, float):
        return decimal(str(value), language)
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    return value


def csv_text(rows: Rows, language: str) -> str:
    """The rows as a spreadsheet of that language reads them."""
    text = io.StringIO()
    # Where the comma is the decimal mark, a spreadsheet splits columns at the semicolon.
    separator = ";" if DECIMAL_SIGN.in_language(language) == "," else ","
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerows([safe_cell(value, language) for value in row] for row in rows)
    return BYTE_ORDER_MARK + text.getvalue()
