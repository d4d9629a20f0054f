"""The roll ends in a slip: staff see it, nobody waits in vain, the reload proves the one paper."""

from __future__ import annotations

import re
import urllib.parse
import urllib.request
from collections.abc import Callable
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest

from kezek_kiosk.access.pin_rules import DEMO_PIN
from kezek_printers.emulator.emulator import EmulatedPrinter
from kezek_printers.profiles.profile_file import load_profile

pytestmark = pytest.mark.slow(20)

PROFILE = "default"
IN_THE_SLIP_BYTES = 150
LOOKS_SECONDS = 30.0


class Supervisor:
    """A signed-in browser without a window."""

    def __init__(self, url: str) -> None:
        self._url = url
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(cookies)
        token = re.search(r'name="csrf-token" content="([^"]+)"', self.page("/login"))
        assert token is not None
        form = {"name": "supervisor", "pin": DEMO_PIN, "csrf_token": token[1]}
        with self._opener.open(f"{url}/login", urllib.parse.urlencode(form).encode()):
            pass

    def page(self, path: str) -> str:
        with self._opener.open(self._url + path) as answer:
            text: str = answer.read().decode()
            return text


def states(api: Any, *jobs: int) -> list[tuple[str, str | None]]:
    answers = [api.get(f"/print-jobs/{job}") for job in jobs]
    return [(each["state"], each["stopped"]) for each in answers]


def test_a_roll_that_ends_in_a_slip_is_seen_and_the_slip_is_proven_after_the_reload(
    open_office: Callable[..., Any], wait_until: Callable[..., None], tmp_path: Path
) -> None:
    office = open_office(windows=2, simulated_clock=False)
    with EmulatedPrinter(load_profile(PROFILE), tmp_path / "emulated") as printer:
        (office.data / "kezek.toml").write_text(
            f'[[printers]]\nurl = "{printer.url}"\nprofile = "{PROFILE}"\n', encoding="utf-8"
        )
        office.start_agent()
        api, supervisor = office.client(), Supervisor(office.url)
        wait_until(
            lambda: [each["word"] for each in api.get("/devices")["devices"]] == ["ok"],
            seconds=LOOKS_SECONDS,
        )

        printer.press(paper_ends_after_bytes=IN_THE_SLIP_BYTES)
        first = api.post("/tickets", {"service": "household"})
        wait_until(
            lambda: states(api, first["print_job"])[0][0] == "uncertain", seconds=LOOKS_SECONDS
        )
        wait_until(
            lambda: (
                "Its paper" in supervisor.page("/health?lang=en")
                or "It has no paper." in supervisor.page("/health?lang=en")
            ),
            seconds=LOOKS_SECONDS,
        )
        second = api.post("/tickets", {"service": "household"})
        waiting = states(api, second["print_job"])
        banner = supervisor.page("/supervisor?lang=en")
        printer.mend()
        jobs = (first["print_job"], second["print_job"])
        wait_until(
            lambda: {state for state, _ in states(api, *jobs)} == {"printed"},
            seconds=LOOKS_SECONDS,
        )
        wait_until(lambda: "It has no paper." not in supervisor.page("/health?lang=en"), seconds=30)

        events = api.get("/events", limit=1000)["events"]
        prints = [(each["kind"], each["number"]) for each in events if "print" in each["kind"]]
        numbers = [paper.number for paper in printer.papers()][::-1]

    assert waiting == [("pending", "paper_end")]
    assert 'data-word="paper_end"' in banner
    assert prints == [
        ("print_reported", first["number"]),
        ("print_confirmed", first["number"]),
        ("print_reported", second["number"]),
    ]
    assert numbers == [first["number"], second["number"]]
