"""The pages on boards, scanners and sound say what the program does."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

from kezek_hardware.boards.frame_file import (
    frame_format_names,
    load_frame_format,
    parse_frame_format,
)
from kezek_hardware.sound.clips import words_of

DOCS = Path(__file__).parents[2] / "docs" / "hardware"


def _blocks(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    found = re.findall(rf"^ *```{language}\n(.*?)```", text, re.DOTALL | re.MULTILINE)
    return [dedent(block) for block in found]


def test_the_frame_format_of_the_page_is_one() -> None:
    (example,) = _blocks("window-boards.md", "toml")

    frames = parse_frame_format(example, "example")

    body = b"\x05\x01\x03015"
    assert frames.show(5, "A015") == b"\xaa\x55" + body + bytes([sum(body) & 0xFF]) + b"\r"


def test_every_shipped_format_stands_in_the_table_with_its_places() -> None:
    page = (DOCS / "window-boards.md").read_text(encoding="utf-8")

    for name in frame_format_names():
        text = load_frame_format(name).text
        (row,) = re.findall(rf"^\| `{name}` .*$", page, re.MULTILINE)
        assert f"{text.narrowest} to {text.widest} ({text.width})" in row


def test_the_plain_lines_of_the_page_are_right() -> None:
    page = (DOCS / "window-boards.md").read_text(encoding="utf-8")
    frames = load_frame_format("plain-ascii")

    for frame in (frames.show(3, "A015"), frames.clear(3)):
        assert f"`{frame.decode().strip()}`" in page


def test_the_clips_of_the_page_are_read_as_it_says() -> None:
    page = (DOCS / "sound.md").read_text(encoding="utf-8")
    shown = re.findall(r"DIR/(\w\w)/(\w+/\w+)\.wav +(.+?)(?=  |\n)", page)

    assert len(shown) == 9
    for language, clip, words in shown:
        assert words_of(clip, language) == words
