"""The log of waits as files: what the screen shows, in its order, with the conditions named."""

from __future__ import annotations

import re
import socket
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock
from kezek_queue.reports.waits import log_report

PdfText = Callable[[bytes], str]
SignIn = Callable[..., tuple[FlaskClient, str]]


@pytest.fixture
def browser(signed_in: SignIn) -> FlaskClient:
    """A supervisor who reads English."""
    client, _ = signed_in("supervisor")
    client.get("/supervisor?lang=en")
    return client


@pytest.fixture
def day(context: AppContext, clock: ManualClock) -> AppContext:
    """Served in time, served late, left, and waiting, in two languages."""
    queue = context.queue
    queue.issue("military-service", language="ru")
    queue.issue("guardianship")
    clock.advance(minutes=5)
    queue.call_next(1, actor="operator1")
    queue.start(1, actor="operator1")
    clock.advance(minutes=16)
    queue.call_next(3, actor="operator3")
    queue.start(3, actor="operator3")
    queue.issue("military-service")
    queue.cancel(queue.issue("apostille").ticket.id, actor="kiosk")
    return context


@pytest.mark.parametrize("asked", [
    "operator=operator1", "outcome=served", "stage=submission", "language=ru", "number=A0",
    "category=none", "order=longest&verdict=within",
])  # fmt: skip
@pytest.mark.parametrize("file_format", ["csv", "xlsx", "pdf"])
def test_every_file_of_the_list_obeys_the_screen_and_says_what_was_asked(
    day: AppContext, browser: FlaskClient, pdf_text: PdfText, asked: str, file_format: str
):
    page = browser.get(f"/supervisor/log?lang=en&{asked}").get_data(as_text=True)
    numbers = re.findall(r'<a class="number" href="[^"]*">([^<]+)</a>', page)

    file = browser.get(f"/supervisor/log.{file_format}?{asked}")

    assert file.status_code == 200
    words = {"csv": csv_words, "xlsx": sheet_words, "pdf": pdf_text}[file_format](file.get_data())
    found = re.findall(r"\b[A-Z]\d{3}\b", words)
    assert found == numbers
    assert {
        "operator": "Operator", "outcome": "Outcome", "stage": "Stage", "language": "Language",
        "number": "Ticket number contains", "category": "Category", "order": "longest waits first",
    }[asked.partition("=")[0]] in words  # fmt: skip
    assert f"/supervisor/log.{file_format}?" in page


def csv_words(content: bytes) -> str:
    return content.decode("utf-8-sig")


def sheet_words(content: bytes) -> str:
    """Every text of the first sheet, in its order."""
    with zipfile.ZipFile(BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    return "\n".join(re.findall(r"<t[^>]*>([^<]*)</t>", sheet))


@pytest.mark.parametrize(("file_format", "most"), [("xlsx", 100_000), ("pdf", 2_000)])
@pytest.mark.parametrize(("language", "word"), [
    ("kk", "CSV түрінде"), ("ru", "сохраните список как CSV"), ("en", "save the list as CSV"),
])  # fmt: skip
def test_a_list_too_long_for_a_file_is_refused_with_what_to_do(
    day: AppContext, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch, file_format: str,
    most: int, language: str, word: str,
):  # fmt: skip
    limits = log_report.ROWS_MOST
    assert limits[file_format] == most
    monkeypatch.setitem(limits, file_format, 2)

    answer = browser.get(f"/supervisor/log.{file_format}?lang={language}")

    assert answer.status_code == 409
    assert word in answer.get_data(as_text=True)


def test_a_file_of_the_log_says_how_many_rows_are_to_come(day: AppContext, browser: FlaskClient):
    file = browser.get("/supervisor/log.csv?verdict=breached")

    rows = len(file.get_data(as_text=True).split("\r\n\r\n")[0].splitlines()) - 1
    assert int(file.headers["Kezek-Rows"]) == rows > 0


def test_a_broken_off_export_lets_go_of_its_view(context: AppContext, browser: FlaskClient):
    for _ in range(30):
        context.queue.issue("household")
    before = context.queue._database.reading.pool.checkedout()

    answer = browser.get("/supervisor/log.csv", buffered=False)
    while_open = context.queue._database.reading.pool.checkedout()
    answer.close()

    assert while_open == before + 1
    assert context.queue._database.reading.pool.checkedout() == before


@pytest.mark.parametrize("file_format", ["xlsx", "pdf"])
def test_a_file_that_nobody_waits_for_is_not_written_to_its_end(
    context: AppContext, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    file_format: str,
):  # fmt: skip
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    monkeypatch.setattr("kezek_kiosk.web.downloads.LINES_BETWEEN_LOOKS", 1)
    for _ in range(30):
        context.queue.issue("household")
    address = f"/supervisor/log.{file_format}"
    before = context.queue._database.reading.pool.checkedout()
    client, server = socket.socketpair()

    with client, server:
        waited_for = browser.get(address, environ_overrides={"gunicorn.socket": server})
        client.close()
        left = browser.get(address, environ_overrides={"gunicorn.socket": server})

    assert (waited_for.status_code, left.status_code) == (200, 400)
    assert list(tmp_path.glob("temporary/*")) == []
    assert len(waited_for.data) > 1000
    assert context.queue._database.reading.pool.checkedout() == before
