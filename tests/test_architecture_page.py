"""docs/architecture.md names what is there: functions, packages, folders."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PICTURE = (ROOT / "docs" / "pictures" / "architecture.svg").read_text("utf-8")
NAMES = re.findall(r"`([^`\n]+)`", PAGE)
DOTTED = sorted({name for name in NAMES if re.fullmatch(r"kezek_\w+(\.\w+)*", name)})
FOLDERS = sorted({name for name in NAMES if re.fullmatch(r"\w+(/[\w.]+)+", name)})
COMMANDS = {"kezek report waits --format xlsx", '[queue] discipline = "first-come"'}
ADDRESSES = {"/api/v1/tickets"}


def named(name: str) -> Any:
    """What a dotted name stands for: its longest module, then attributes of it."""
    module, rest = name, []
    while True:
        try:
            found = find_spec(module)
        except ModuleNotFoundError:
            found = None
        if found is not None:
            break
        module, _, last = module.rpartition(".")
        rest.insert(0, last)
    value: Any = import_module(module)
    for each in rest:
        value = getattr(value, each)
    return value


@pytest.mark.parametrize("name", DOTTED)
def test_a_name_of_the_page_is_in_the_code(name: str) -> None:
    assert named(name) is not None


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_of_the_page_is_in_the_tree(name: str) -> None:
    assert (ROOT / name).exists()


def test_a_name_that_is_nowhere_is_noticed() -> None:
    with pytest.raises(AttributeError):
        named("kezek_queue.visits.issuing.hand_out")


def test_every_name_is_told_in_full_so_that_it_can_be_looked_up() -> None:
    assert set(NAMES) - {*DOTTED, *FOLDERS, *COMMANDS, *ADDRESSES} == set()


def test_each_path_is_told_in_a_dozen_steps_at_most() -> None:
    paths = re.findall(r"(?ms)^## The path of (.*?)\n(.*?)(?=^## )", PAGE)

    assert [title for title, _ in paths] == ["a ticket", "a setting", "a report"]
    assert all(0 < len(re.findall(r"(?m)^\d+\. ", steps)) <= 12 for _, steps in paths)


@pytest.mark.parametrize("room", ["core", "queue", "printers", "hardware", "kiosk"])
def test_the_picture_shows_every_package_of_a_room_and_no_other(room: str) -> None:
    drawn = re.search(rf'(?s)<g id="{room}">(.*?)</g>', PICTURE)[1]
    shown = set(re.findall(r'class="text"[^>]*>(\w+)<', drawn))

    top = ROOT / room / f"kezek_{room}"

    assert {path.parent.name for path in top.glob("*/__init__.py")} <= shown
    assert all((top / name).is_dir() or (top / f"{name}.py").exists() for name in shown)
