"""The pages of pins and machine name every word that is shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs" / "hardware"
ROOM = Path(__file__).parents[2] / "hardware" / "kezek_hardware"
PAGES = ["buttons", "call-panel", "watchdog", "machine-health", "clock"]
WORDS = re.compile(r'DeviceState\(\s*DeviceStatus\.\w+,\s*f?"([a-z_]+)|_trouble\(\s*"([a-z_]+)"')
CHECK_WORDS = re.compile(r'MachineCheck\("?\w+"?, Health\.\w+, "([a-z_]+)"')


def page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "modules"),
    [
        ("buttons", ["pins/buttons", "pins/lamps", "pins/pins_fake"]),
        ("watchdog", ["machine/watchdog", "machine/watchdog_fake", "machine/life_signs"]),
        ("clock", ["machine/rtc"]),
    ],
)
def test_a_page_names_every_detail_its_devices_show(name: str, modules: list[str]) -> None:
    source = "".join((ROOM / f"{module}.py").read_text("utf-8") for module in modules)
    shown = {first or second for first, second in WORDS.findall(source)}

    assert shown
    assert [word for word in sorted(shown) if f"`{word}" not in page(name)] == []


@pytest.mark.parametrize("word", ["server_away", "window_refused"])
def test_the_page_of_the_panel_names_what_its_state_shows(word: str) -> None:
    assert word in (ROOM / "pins" / "call_panel.py").read_text("utf-8")
    assert f"`{word}`" in page("call-panel")


@pytest.mark.parametrize("word", ["library_missing", "not_writable", "no_header", "pins_lost"])
def test_the_page_of_the_buttons_names_what_a_header_shows(word: str) -> None:
    sources = [
        (ROOM / "pins" / f"{module}.py").read_text("utf-8") for module in ("pins", "pins_gpio")
    ]

    assert f'"{word}"' in "".join(sources)
    assert f"`{word}`" in page("buttons")


def test_the_page_of_the_machine_names_every_word_of_every_check() -> None:
    modules = ["machine_checks", "machine_health", "machine_network"]
    source = "".join((ROOM / "machine" / f"{module}.py").read_text("utf-8") for module in modules)
    shown = set(CHECK_WORDS.findall(source)) | {"no_interface", "no_carrier", "no_address"}

    assert len(shown) > 20
    assert [word for word in sorted(shown) if f"`{word}`" not in page("machine-health")] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_page_shows_how_to_wire_or_says_that_nothing_is_wired(name: str) -> None:
    text = page(name).lower()

    assert "## wiring" in text or "nothing to wire" in text or "nothing is wired" in text
