"""Readers of what a report is written into: workbooks and PDF."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PERCENT_CODES = {9: "0%", 10: "0.00%"}
"""Formats that a workbook knows by number alone."""


@pytest.fixture(scope="session")
def sheets() -> Callable[[bytes], dict[str, list[list[str | float]]]]:
    """Reads every sheet of a workbook: rows of cells, numbers as the spreadsheet shows them."""

    def read(content: bytes) -> dict[str, list[list[str | float]]]:
        with zipfile.ZipFile(BytesIO(content)) as book:
            names = [
                sheet.attrib["name"]
                for sheet in Xml.fromstring(book.read("xl/workbook.xml")).iter(f"{SHEET}sheet")
            ]
            styles = Xml.fromstring(book.read("xl/styles.xml"))
            pages = (
                Xml.fromstring(book.read(f"xl/worksheets/sheet{place}.xml"))
                for place in range(1, len(names) + 1)
            )
            return {
                name: list(_sheet_rows(page, styles))
                for name, page in zip(names, pages, strict=True)
            }

    return read


def _sheet_rows(sheet: Xml.Element, styles: Xml.Element) -> Iterator[list[str | float]]:
    codes = PERCENT_CODES | {
        int(code.attrib["numFmtId"]): code.attrib["formatCode"]
        for code in styles.iter(f"{SHEET}numFmt")
    }
    looks = [int(xf.attrib["numFmtId"]) for xf in styles.find(f"{SHEET}cellXfs")]
    for row in sheet.iter(f"{SHEET}row"):
        yield [_sheet_cell(cell, codes.get(looks[int(cell.attrib.get("s", 0))])) for cell in row]


def _sheet_cell(cell: Xml.Element, code: str | None) -> str | float:
    text = "".join(part.text or "" for part in cell.iter(f"{SHEET}t"))
    found = cell.find(f"{SHEET}v")
    if found is None:
        return text
    number = float(found.text)
    if code is not None and code.endswith("%"):
        return f"{number * 100:.{code.count('0') - 1}f}%"
    if code == "dd.mm.yyyy":
        return (date(1899, 12, 30) + timedelta(days=number)).strftime("%d.%m.%Y")
    if code == "[mm]:ss":
        minutes, seconds = divmod(round(number * 86400), 60)
        return f"{minutes:02d}:{seconds:02d}"
    return number


@pytest.fixture
def pdf_text(tmp_path: Path) -> Callable[[bytes], str]:
    """Reads the text of a PDF, page by page with form feeds."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (apt-get install poppler-utils)")

    def read(content: bytes) -> str:
        file = tmp_path / "report.pdf"
        file.write_bytes(content)
        found = subprocess.run(
            ["pdftotext", "-raw", str(file), "-"], check=True, capture_output=True, timeout=60
        )
        return found.stdout.decode()

    return read
