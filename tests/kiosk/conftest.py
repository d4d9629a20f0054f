"""A demo office, its services, its app and clients of every role, on a clock that tests move."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kezek_kiosk.app import create_app
from kezek_kiosk.compose import build_services
from kezek_kiosk.new_office import create_demo_office
from kezek_kiosk.services import Services
from kezek_queue import ManualClock

MONDAY = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
"""Ten in the morning in Almaty."""


class WallTime:
    """The time that sessions and back-off see; moved by hand."""

    def __init__(self) -> None:
        self.at = MONDAY

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **parts: float) -> None:
        self.at += timedelta(**parts)


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo office that is made once; hashing ten PINs takes longer than most tests."""
    data_dir = tmp_path_factory.mktemp("demo") / "data"
    create_demo_office(data_dir)
    return data_dir


@pytest.fixture
def data_dir(demo_template: Path, tmp_path: Path) -> Path:
    """A fresh copy of the demo office."""
    return Path(shutil.copytree(demo_template, tmp_path / "data"))


@pytest.fixture
def clock() -> ManualClock:
    """The queue's clock."""
    return ManualClock(MONDAY)


@pytest.fixture
def wall_time() -> WallTime:
    """The wall time of accounts and sessions."""
    return WallTime()


@pytest.fixture
def house(data_dir: Path, clock: ManualClock) -> Iterator[Services]:
    """The services of the demo office on the moved clock."""
    built = build_services(data_dir, clock=clock)
    yield built
    built.close()


@pytest.fixture
def app(house: Services) -> Flask:
    """The app of the demo office."""
    return create_app(house)


@pytest.fixture
def anyone(app: Flask) -> FlaskClient:
    """A browser without a cookie."""
    return app.test_client()


@pytest.fixture
def client_of(app: Flask, house: Services) -> Callable[..., FlaskClient]:
    """Makes a client that sends a bearer token of a role."""

    def make(role: str, window: int | None = None) -> FlaskClient:
        token = house.tokens.create(role, window)
        client = app.test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        return client

    return make


@pytest.fixture
def admin(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    """A client with an admin token."""
    return client_of("admin")


@pytest.fixture
def csrf_of() -> Callable[[FlaskClient], str]:
    """Reads the CSRF token out of the sign-in page, as a browser has it."""

    def read(client: FlaskClient, page: str = "/login") -> str:
        with client.get(page) as answer:
            text = answer.get_data(as_text=True)
        mark = 'name="csrf-token" content="'
        start = text.index(mark) + len(mark)
        return text[start : text.index('"', start)]

    return read


@pytest.fixture
def visitor(app: Flask, csrf_of: Callable[..., str]) -> FlaskClient:
    """A browser that shows the open kiosk: it has the page's cookie and sends its token."""
    browser = app.test_client()
    browser.environ_base["HTTP_X_CSRFTOKEN"] = csrf_of(browser, "/kiosk")
    return browser


@pytest.fixture
def signed_in(
    app: Flask, csrf_of: Callable[[FlaskClient], str]
) -> Callable[..., tuple[FlaskClient, str]]:
    """Signs somebody in through the page; gives the browser and its CSRF token."""
    from kezek_kiosk.accounts import DEMO_PIN

    def sign_in(name: str, pin: str = DEMO_PIN) -> tuple[FlaskClient, str]:
        browser = app.test_client()
        form = {"name": name, "pin": pin, "csrf_token": csrf_of(browser)}
        with browser.post("/login", data=form) as answer:
            assert answer.status_code == 302, answer.get_data(as_text=True)[:500]
        return browser, csrf_of(browser, "/login?again=1")

    return sign_in


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
