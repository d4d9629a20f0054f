"""The style sheets hold what the pages use: no rule outlives the page that it was written for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kezek_kiosk

ROOT = Path(kezek_kiosk.__file__).parent
SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
PAGES = [
    *(ROOT / "templates").rglob("*.html"),
    *(ROOT / "static" / "js").rglob("*.js"),
    *(ROOT / "pages").rglob("*.py"),
]
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CLASS = re.compile(r"\.([a-zA-Z][\w-]*)(?=[^{}]*\{)")
WORD = re.compile(r"[a-zA-Z][\w-]*")
BUILT = re.compile(r"([a-zA-Z][\w-]*-)(?=\{\{|\$\{)")
"""The beginning of a name whose end a template or a script puts to it: ``tone--{{ tone }}``."""


def unused(sheet: str, pages: list[str]) -> list[str]:
    """The classes of a sheet that no page names, whole or as a beginning and one of its words."""
    named = {word for page in pages for word in WORD.findall(page)}
    built = {beginning for page in pages for beginning in BUILT.findall(page)}

    def ends(name: str) -> list[str]:
        return [name.removeprefix(each) for each in built if name.startswith(each)]

    classes = set(CLASS.findall(COMMENT.sub("", sheet)))
    return sorted(
        name
        for name in classes - named
        if not any(end in named or end.isdigit() for end in ends(name))
    )


@pytest.fixture(scope="module")
def pages() -> list[str]:
    return [page.read_text("utf-8") for page in PAGES]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_every_class_of_a_style_sheet_is_used_by_a_page(sheet: Path, pages: list[str]) -> None:
    assert unused(sheet.read_text("utf-8"), pages) == []


def test_a_class_that_no_page_names_any_more_is_told() -> None:
    sheet = ".panel { gap: 1.5em } .tone--bad, .tone--loud { top: 0 } .left:not(.over) { top: 0 }"
    pages = ['<p class="panel tone--{{ tone }}">', 'const tone = "bad";']

    assert unused(sheet, pages) == ["left", "over", "tone--loud"]
