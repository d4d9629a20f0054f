"""The office's pages in Debian's Chromium: windows, keys, and what bars people on them."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import WSGIRequestHandler, make_server

from kezek_kiosk.app import create_app
from kezek_kiosk.web.context import AppContext
from kezek_kiosk.web.i18n import COOKIES
from kezek_kiosk.web.session_cookie import PLAIN_COOKIE

PATIENCE_MS = 15_000
DESK = {"width": 1366, "height": 768}
SETTLE_MS = 400
"""For so long nothing acts on a screen that has just come (steady.js)."""
STOP_SECONDS = 0.02
"""So often a server looks whether it shall stop; every test stops one."""


@pytest.fixture
def app(context: AppContext) -> Flask:
    """An app of its own: a browser's last question may come when the next test has begun."""
    return create_app(context)


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
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(STOP_SECONDS,), daemon=True
        )
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


@pytest.fixture
def server(app: Flask, context: AppContext) -> Iterator[Server]:
    """The office on a port."""
    started = Server(app)
    yield started
    context.stopping.set()
    started.stop()


@pytest.fixture
def address(server: Server) -> str:
    """Where the office answers."""
    return server.url


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Opens a page of the office in a window of its own; a script error fails the test.

    A page with a clock of its own ``settles`` by that clock, and at once, whenever a touch or an
    expectation finds a new screen: who looks at the guard itself (steady.js) says no.
    """
    opened: list[Any] = []
    errors: list[str] = []

    def settle(body: Any) -> None:
        body.page.clock.run_for(SETTLE_MS)

    def open_at(
        path: str,
        width: int = 1080,
        height: int = 1920,
        *,
        own_clock: bool = True,
        settles: bool = True,
        **options: Any,
    ) -> Any:
        browser_context = browser.new_context(
            viewport={"width": width, "height": height}, **options
        )
        page = browser_context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        if own_clock:
            page.clock.install()
        if own_clock and settles:
            page.add_locator_handler(page.locator("body[data-settling]"), settle)
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
    expect = pytest.importorskip("playwright.sync_api").expect

    def look(page: Any) -> list[str]:
        expect(page.locator("body")).not_to_have_attribute("data-settling", "")
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
            stroke = {"code": code, "key": key, "windowsVirtualKeyCode": number}
            session.send("Input.dispatchKeyEvent", {"type": "keyDown", **stroke, **writes})
            if pace_ms:
                page.clock.run_for(pace_ms * 0.4)
            session.send("Input.dispatchKeyEvent", {"type": "keyUp", **stroke})
            if pace_ms:
                page.clock.run_for(pace_ms * 0.6)
        session.detach()

    return press


@pytest.fixture
def faults() -> list[str]:
    """What the staff's pages complained of on their consoles."""
    return []


@pytest.fixture
def page_of(
    browser: Any,
    address: str,
    faults: list[str],
    signed_in: Callable[..., tuple[FlaskClient, str]],
) -> Iterator[Callable[..., Any]]:
    """Gives somebody who is signed in the page they come to, as the sign-in page leads there."""
    contexts = []

    def open_page(name: str, language: str = "en") -> Any:
        browser_context = browser.new_context(viewport=DESK)
        browser_context.set_default_timeout(PATIENCE_MS)
        contexts.append(browser_context)
        page = browser_context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda message: faults.append(message.text) if message.type == "error" else None,
        )
        session = signed_in(name)[0].get_cookie(PLAIN_COOKIE)
        assert session is not None
        cookies = {PLAIN_COOKIE: session.value, COOKIES["lang"]: language}
        browser_context.add_cookies(
            [{"name": each, "value": value, "url": address} for each, value in cookies.items()]
        )
        page.goto(f"{address}/login")
        page.wait_for_url(re.compile("/(operator|supervisor)$"))
        return page

    yield open_page
    for browser_context in contexts:
        browser_context.close()


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
