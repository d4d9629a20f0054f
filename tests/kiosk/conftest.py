"""A demo office, its services, its app and clients of every role, on a clock that tests move."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import WSGIRequestHandler, make_server

from kezek_kiosk.app import create_app
from kezek_kiosk.compose import build_services
from kezek_kiosk.upkeep.new_office import create_demo_office
from kezek_kiosk.web.context import Services
from kezek_queue import ManualClock, Request, Ticket
from kezek_queue.people.personal_data import Person

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
def absent(house: Services, clock: ManualClock) -> Callable[..., None]:
    """Nobody comes to the call at some windows, nor to a second one: marked when it counts."""

    def mark(*windows: int) -> None:
        for command in (house.queue.recall, house.queue.no_show):
            clock.advance(seconds=30)
            for window in windows or (1,):
                command(window, actor=f"operator{window}")

    return mark


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
def supervisor(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    """A client with a supervisor's token."""
    return client_of("supervisor")


@pytest.fixture
def operator(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    """A client with the token of the operator at window 1."""
    return client_of("operator", 1)


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
    from kezek_kiosk.access.accounts import DEMO_PIN

    def sign_in(name: str, pin: str = DEMO_PIN) -> tuple[FlaskClient, str]:
        browser = app.test_client()
        form = {"name": name, "pin": pin, "csrf_token": csrf_of(browser)}
        with browser.post("/login", data=form) as answer:
            assert answer.status_code == 302, answer.get_data(as_text=True)[:500]
        return browser, csrf_of(browser, "/login?again=1")

    return sign_in


@pytest.fixture
def reader(signed_in: Callable[..., tuple[FlaskClient, str]]) -> Callable[[str], FlaskClient]:
    """Signs somebody in who reads English; gives the browser."""

    def sign_in(name: str) -> FlaskClient:
        browser, _ = signed_in(name)
        browser.get("/register?lang=en")
        return browser

    return sign_in


PERSON = Person("Серікова Айгүл Болатқызы", "Абай даңғылы, 10-үй", "8 701 123 45 67")


@pytest.fixture
def accept(house: Services) -> Callable[..., Request]:
    """Takes complete documents for a service."""

    def take(service: str = "military-service", **more: object) -> Request:
        office = house.queue.office
        asked = house.queue.standards.get(office.services[service].standard).documents
        given = {
            "person": PERSON,
            "documents": {each.id: 1 for each in asked if each.required},
            "window": 1,
            "inspector": "Омаров Е. Қ.",
            "actor": "operator1",
        }
        request = house.queue.register.accept(service, **(given | more)).request
        assert request is not None
        return request

    return take


@pytest.fixture
def hand_in(house: Services, accept: Callable[..., Request]) -> Callable[..., str]:
    """Takes documents and brings the request where the test needs it; gives its number."""

    def take(*steps: str, language: str = "kk") -> str:
        number = accept(language=language).number
        for step in steps:
            given = {"reasons": ["no stamp"]} if step in ("return_from_authority", "refuse") else {}
            getattr(house.queue.register, step)(number, actor="operator1", **given)
        return number

    return take


@pytest.fixture
def serve(house: Services) -> Callable[..., Ticket]:
    """Brings a visitor through a whole visit at a window."""

    def run(window: int = 1, language: str = "kk") -> Ticket:
        house.queue.open_window(window, actor=f"operator{window}")
        service = house.queue.office.windows[window].services[0]
        ticket = house.queue.issue(service, language=language).ticket
        for command in (house.queue.call_next, house.queue.start, house.queue.finish):
            command(window, actor=f"operator{window}")
        return ticket

    return run


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


CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
PATIENCE_MS = 15_000
DESK = {"width": 1366, "height": 768}


class Quiet(WSGIRequestHandler):
    """Says nothing of every request."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
        """Nothing is written."""


class Server:
    """The app on a port of its own that can be stopped and started again."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.port = 0
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._server = make_server(
            "127.0.0.1", self.port, self._answer, threaded=True, request_handler=Quiet
        )
        self._server.daemon_threads = True
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Files are read at once: werkzeug's server leaves one open when a browser hangs up."""
        answer = self.app(environ, start_response)
        if not environ["PATH_INFO"].startswith("/static/"):
            return answer
        with closing(answer):
            return [b"".join(answer)]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium, one for a module; every test opens windows of its own."""
    playwright_api = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        pytest.skip(f"expected Debian's Chromium at {CHROMIUM}; apt-get install chromium")
    playwright_api.expect.set_options(timeout=PATIENCE_MS)
    with playwright_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_ARGS)
        yield started
        started.close()


@pytest.fixture
def server(app: Flask, house: Services) -> Iterator[Server]:
    """The office on a port."""
    started = Server(app)
    yield started
    house.stopping.set()
    started.stop()


@pytest.fixture
def address(server: Server) -> str:
    """Where the office answers."""
    return server.url


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Opens a page of the office in a window of its own; a script error fails the test."""
    opened: list[Any] = []
    errors: list[str] = []

    def open_at(
        path: str, width: int = 1080, height: int = 1920, *, own_clock: bool = True, **options: Any
    ) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        if own_clock:
            page.clock.install()
        page.goto(address + path)
        opened.append(page)
        return page

    yield open_at
    for page in opened:
        page.context.close()
    assert errors == []


@pytest.fixture
def reachable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Phones reach the office."""
    monkeypatch.setenv("KEZEK_SERVER_PUBLIC_URL", "http://kezek.test:8080")


OFF_THE_GLASS = (Path(__file__).parent / "off_the_glass.js").read_text("utf-8")


@pytest.fixture
def off_the_glass() -> Callable[[Any], list[str]]:
    """Whatever of a page is off its glass, cut, or covered, once the page is calm."""

    def look(page: Any) -> list[str]:
        page.wait_for_function("() => !document.body.hasAttribute('data-settling')")
        found: list[str] = page.evaluate(OFF_THE_GLASS)
        return found

    return look


@pytest.fixture
def type_keys() -> Callable[..., None]:
    """Presses keys by their place and what the layout writes there, as a keyboard does.

    ``pace_ms`` from key to key passes on the page's own clock, which stands still otherwise.
    """

    def press(page: Any, keys: list[tuple[str, str]], pace_ms: float = 0) -> None:
        session = page.context.new_cdp_session(page)
        for code, key in keys:
            writes = {"text": key} if len(key) == 1 else {"text": "\r"} if key == "Enter" else {}
            number = {"Enter": 13, "Space": 32}.get(code, 0)
            told = {"code": code, "key": key, "windowsVirtualKeyCode": number}
            session.send("Input.dispatchKeyEvent", {"type": "keyDown", **told, **writes})
            if pace_ms:
                page.clock.run_for(pace_ms * 0.4)
            session.send("Input.dispatchKeyEvent", {"type": "keyUp", **told})
            if pace_ms:
                page.clock.run_for(pace_ms * 0.6)
        session.detach()

    return press


@pytest.fixture
def faults() -> list[str]:
    """What the staff's pages complained of on their consoles."""
    return []


@pytest.fixture
def page_of(browser: Any, address: str, faults: list[str]) -> Iterator[Callable[..., Any]]:
    """Signs somebody in and gives the page they come to."""
    from kezek_kiosk.access.accounts import DEMO_PIN

    contexts = []

    def open_page(name: str, language: str = "en") -> Any:
        context = browser.new_context(viewport=DESK)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda message: faults.append(message.text) if message.type == "error" else None,
        )
        page.goto(f"{address}/login?lang={language}")
        page.fill("#name", name)
        page.fill("#pin", DEMO_PIN)
        page.press("#pin", "Enter")
        page.wait_for_url(re.compile("/(operator|supervisor)$"))
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def barriers() -> Callable[[Any], list[str]]:
    """Whatever of a page seriously bars people, as axe finds it."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()

    def look(page: Any) -> list[str]:
        return [
            f"{one['id']}: {one['nodes'][0]['html']}"
            for one in axe.run(page).response["violations"]
            if one["impact"] in ("serious", "critical")
        ]

    return look
