"""The pages' scripts run as they stand: what keeps them checked, and free of the server's lists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kezek_kiosk
from kezek_core.events import EventKind

ROOM = Path(kezek_kiosk.__file__).parent
FOLDER = ROOM / "static" / "js"
SCRIPTS = sorted(FOLDER.rglob("*.js"))
CHECKED = "// @ts-check\n"
UNCHECKED = re.compile(r"@ts-(?:ignore|nocheck|expect-error)")
IMPORT = re.compile(
    r'^(?:import|export) [^"]*from "([^"]+)";|new URL\("([^"]+)", import\.meta\.url\)', re.MULTILINE
)
NAMED_BY_A_PAGE = re.compile(r"filename='js/([^']+)'")
MOST_LINES = 300

PROBLEM_OF_THAT_NAME = EventKind.SURVEY_ANSWERED.value
"""The API refuses a second answer with a code of the same name; a script may tell that apart."""


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: str(path.relative_to(FOLDER)))
def test_every_script_is_checked_and_of_a_readable_length(script: Path) -> None:
    source = script.read_text("utf-8")

    assert source.startswith(CHECKED)
    assert not UNCHECKED.search(source)
    assert source.count("\n") <= MOST_LINES


def test_no_script_types_a_kind_of_event_again() -> None:
    kinds = {kind.value for kind in EventKind} - {PROBLEM_OF_THAT_NAME}

    named = {
        script.name: found
        for script in SCRIPTS
        if (found := kinds & set(re.findall(r"\w+", script.read_text("utf-8"))))
    }

    assert named == {}


def test_every_script_that_lies_there_is_reached_from_a_page() -> None:
    pages = sorted((ROOM / "templates").rglob("*.html"))
    reached: set[Path] = set()
    ahead = [
        FOLDER / name for page in pages for name in NAMED_BY_A_PAGE.findall(page.read_text("utf-8"))
    ]

    while ahead:
        script = ahead.pop()
        if script not in reached:
            reached.add(script)
            ahead += [
                (script.parent / (imported or started)).resolve()
                for imported, started in IMPORT.findall(script.read_text("utf-8"))
            ]

    assert set(SCRIPTS) - reached == {FOLDER / "kiosk" / "kit.js"}, "shapes alone may lie unread"
