"""Takes a picture of every screen: a demo office in the middle of a busy morning.

The README shows five of them; copy those to docs/pictures when the screens have changed.

Run it from the repository root with Chromium installed:
``.venv/bin/python tools/take_pictures.py``.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "bench"))
sys.path.insert(0, str(ROOT / "tools"))

from office import free_port, wait_for_page  # noqa: E402
from papers_before import fill_register  # noqa: E402

from kezek_kiosk.access.accounts import DEMO_PIN  # noqa: E402
from kezek_kiosk.agent.api_client import ApiClient  # noqa: E402
from kezek_kiosk.simulate.profile import PROFILES  # noqa: E402
from kezek_kiosk.simulate.replay import Replay  # noqa: E402
from kezek_kiosk.simulate.tokens import lent_token  # noqa: E402
from kezek_kiosk.upkeep.new_office import create_demo_office  # noqa: E402

PICTURES = ROOT / "artifacts" / "pictures"
NINE = datetime(2026, 11, 23, 4, tzinfo=UTC)
MORNING = timedelta(minutes=95)
LOAD = replace(PROFILES["district"], visitors=560, burst=40, mean_service_minutes=9)
CHROMIUM = "/usr/bin/chromium"
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@contextmanager
def busy_office() -> Iterator[tuple[str, str]]:
    """A server at half past ten; yields its address and the path of a visitor's phone page."""
    with tempfile.TemporaryDirectory(prefix="kezek-pictures-") as directory:
        data, port = Path(directory) / "office", free_port()
        create_demo_office(data)
        fill_register(data)
        url = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "kezek_kiosk"]
        serve = ["serve", "--data", str(data), "--port", str(port), "--simulated-clock"]
        agent = ["agent", "--data", str(data), "--server", url]
        processes = [subprocess.Popen([*command, *serve])]
        try:
            wait_for_page(port, "/healthz")
            processes.append(subprocess.Popen([*command, *agent]))
            with lent_token(data, None) as token, ApiClient(url, token) as api:
                Replay(api, LOAD, seed=8, opens_at=NINE).run(until=NINE + MORNING)
                ticket = api.post("/tickets", {"service": "criminal-record", "language": "kk"})
                yield url, ticket["status_path"]
        finally:
            for process in reversed(processes):
                process.terminate()
                process.wait(20)


def signed_in(browser: Any, url: str, name: str, language: str, size: tuple[int, int]) -> Any:
    """A page of somebody who works here."""
    page = browser.new_context(viewport={"width": size[0], "height": size[1]}).new_page()
    page.goto(f"{url}/login?lang={language}")
    page.fill("input[name=name]", name)
    page.fill("input[name=pin]", DEMO_PIN)
    page.click("form button[type=submit]")
    page.wait_for_load_state("networkidle")
    return page


def help_at_the_kiosk(url: str, browser: Any, language: str, target: Path) -> None:
    """The help, a memo, a complaint being written and its talon."""
    page = browser.new_context(viewport={"width": 1080, "height": 1920}).new_page()
    page.goto(f"{url}/kiosk")

    def touch(*places: str) -> None:
        for place in places:
            page.click(f"{place}:visible")
        page.wait_for_timeout(600)

    touch(f'[data-language="{language}"]', '[data-action="help"]')
    page.screenshot(path=target / "kiosk-help.png")
    touch('[data-action="help-services"]', '[data-slug="guardianship"]')
    page.screenshot(path=target / "kiosk-memo.png")
    touch('[data-action="back"]', '[data-action="back"]', '[data-action="help-complain"]')
    page.screenshot(path=target / "kiosk-complaint.png")
    touch('[data-topic="I waited too long"]')
    page.screenshot(path=target / "kiosk-complaint-text.png")
    touch('[data-action="complaint-written"]', '[data-action="complaint-send"]')
    page.wait_for_timeout(3000)
    page.screenshot(path=target / "kiosk-complaint-sent.png")


def take_all(url: str, phone_path: str, browser: Any, language: str, target: Path) -> None:
    """One picture of every screen."""

    def visitor(path: str, width: int, height: int, name: str) -> Any:
        page = browser.new_context(viewport={"width": width, "height": height}).new_page()
        page.goto(f"{url}{path}{'&' if '?' in path else '?'}lang={language}")
        page.wait_for_timeout(1500)
        page.screenshot(path=target / f"{name}.png")
        return page

    kiosk = visitor("/kiosk", 1080, 1920, "kiosk")
    kiosk.click(f'[data-language="{language}"]')
    kiosk.wait_for_timeout(300)
    kiosk.screenshot(path=target / "kiosk-language.png")
    kiosk.click('.tile[data-service="household"]')
    kiosk.wait_for_timeout(300)
    kiosk.screenshot(path=target / "kiosk-confirm.png")
    kiosk.click('.screen:not([hidden]) [data-action="take"]')
    kiosk.wait_for_timeout(3000)
    kiosk.screenshot(path=target / "kiosk-ticket.png")
    visitors_papers(url, browser, language, target)
    help_at_the_kiosk(url, browser, language, target)
    visitor(phone_path, 360, 740, "phone")
    visitor("/survey/1", 1280, 800, "tablet")
    visitor("/board", 1920, 1080, "board")
    visitor("/papers", 1366, 768, "papers")
    visitor("/", 1366, 768, "home")
    visitor("/login", 1366, 768, "login")
    desk = signed_in(browser, url, "operator3", language, (1366, 768))
    desk.screenshot(path=target / "operator.png")
    desk.keyboard.press("F10")
    desk.wait_for_timeout(1500)
    desk.screenshot(path=target / "documents.png")
    chief = signed_in(browser, url, "supervisor", language, (1366, 768))
    chief.goto(f"{url}/supervisor?lang={language}")
    chief.wait_for_timeout(1500)
    chief.screenshot(path=target / "supervisor.png")
    chief.screenshot(path=target / "supervisor-whole.png", full_page=True)
    chief.goto(f"{url}/supervisor/log?lang={language}")
    chief.wait_for_timeout(800)
    chief.screenshot(path=target / "log.png")
    chief.click("main table a >> nth=0")
    chief.wait_for_timeout(800)
    chief.screenshot(path=target / "history.png")
    chief.goto(f"{url}/supervisor/indicators?lang={language}")
    chief.screenshot(path=target / "indicators.png")
    papers_pages(chief, url, language, target)
    chief.goto(f"{url}/health?lang={language}")
    chief.wait_for_timeout(800)
    chief.screenshot(path=target / "health.png")


def visitors_papers(url: str, browser: Any, language: str, target: Path) -> None:
    """The kiosk's ways besides a ticket: a receipt in hand, and help."""
    kiosk = browser.new_context(viewport={"width": 1080, "height": 1920}).new_page()
    kiosk.goto(f"{url}/kiosk?lang={language}")
    kiosk.click(f'[data-language="{language}"]')

    def taken(name: str) -> None:
        kiosk.wait_for_timeout(700)
        kiosk.screenshot(path=target / f"kiosk-{name}.png")

    kiosk.click('[data-action="receipt"]')
    kiosk.keyboard.type("26000031", delay=120)
    taken("receipt")
    kiosk.keyboard.press("Escape")
    kiosk.goto(f"{url}/kiosk?lang={language}")
    kiosk.click(f'[data-language="{language}"]')
    kiosk.click('[data-action="help"]')
    taken("help")


def papers_pages(chief: Any, url: str, language: str, target: Path) -> None:
    """The register, one request of it, and the complaint desk."""
    for path, name in (("/register", "register"), ("/complaints", "complaints")):
        chief.goto(f"{url}{path}?lang={language}")
        chief.wait_for_timeout(500)
        chief.screenshot(path=target / f"{name}.png")
        chief.click("main table a >> nth=0")
        chief.wait_for_timeout(500)
        chief.screenshot(path=target / f"{name}-one.png", full_page=True)


def main() -> None:
    """Take the pictures."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", type=Path, default=PICTURES)
    parser.add_argument("--language", default="kk")
    chosen = parser.parse_args()
    chosen.target.mkdir(parents=True, exist_ok=True)
    with busy_office() as (url, phone_path), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        take_all(url, phone_path, browser, chosen.language, chosen.target)
        browser.close()


if __name__ == "__main__":
    main()
