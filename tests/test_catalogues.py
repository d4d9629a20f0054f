"""Every visible word stands in a catalogue: complete in Kazakh and Russian, none left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
ROOMS = {
    room: ROOT / room / f"kezek_{room}" / "translations" / room
    for room in ("core", "queue", "printers")
}
LANGUAGES = ("kk", "ru")
CYRILLIC = re.compile("[\u0400-\u04ff]{2}")
NO_SENTENCES = {
    "core/kezek_core/calendar/holidays_kz.py": "names of the table of holidays",
    "core/kezek_core/standards/citation/kazakh.py": "grammar: endings of words",
    "core/kezek_core/standards/citation/names.py": "names as a standard's file has them",
    "core/kezek_core/standards/citation/russian.py": "grammar: cases",
    "core/kezek_core/standards/rules126.py": "the issuer of an act, as a file names it",
    "core/kezek_core/typed_digits.py": "letters of keyboards",
    "hardware/kezek_hardware/sound/announcement.py": "grammar: ordinal numbers",
    "hardware/kezek_hardware/sound/numerals.py": "grammar: numbers aloud",
    "hardware/kezek_hardware/sound/spoken_text.py": "letters aloud",
    "hardware/kezek_hardware/sound/voice.py": "a word to try a voice with",
    "kiosk/kezek_kiosk/access/pin_rules.py": "words that nobody may choose",
    "kiosk/kezek_kiosk/cli/printing.py": "a sample paper, with every letter",
    "kiosk/kezek_kiosk/web/i18n.py": "languages in their own words",
    "printers/kezek_printers/emulator/papers.py": "what is looked for on paper",
    "printers/kezek_printers/emulator/reading.py": "letters",
    "printers/kezek_printers/encode/glyphs.py": "letters",
    "printers/kezek_printers/slips/printable.py": "words that no line ends with",
    "queue/kezek_queue/office/demo.py": "an office file",
    "queue/kezek_queue/office/parts.py": "letters that look like Latin ones",
}
"""Modules that name Cyrillic words, none of them a text for a reader."""


def read(room: str, language: str) -> Catalog:
    with (ROOMS[room] / language / "LC_MESSAGES" / "messages.po").open("rb") as po:
        return read_po(po)


def said_in_source(room: str) -> Iterator[tuple[str, str]]:
    """Context and msgid of every text that the modules of a room name."""
    for module in sorted(ROOMS[room].parents[1].rglob("*.py")):
        source = module.read_text()
        if ".translated import" not in source:
            continue  # its ``text`` is another one: SQL
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                context = next(
                    (each.value.value for each in node.keywords if each.arg == "context"), ""
                )
                first = node.args[0] if node.args else None
                if node.func.id == "text" and isinstance(first, ast.Constant):
                    yield context, first.value


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_a_room_is_translated(room: str, language: str) -> None:
    known = {(each.context or "", each.id) for each in read(room, language) if each.string}

    assert [each for each in said_in_source(room) if each not in known] == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_translation_is_left_of_a_text_that_is_gone(room: str) -> None:
    sources = "".join(each.read_text() for each in ROOMS[room].parents[1].rglob("*.py"))
    said = set(said_in_source(room))

    left = [
        (each.context, each.id)
        for each in read(room, "kk")
        if each.id
        and (each.context or "", each.id) not in said
        and not all(
            one in sources for one in (each.id if isinstance(each.id, tuple) else (each.id,))
        )
    ]

    assert left == []


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_fills_in_the_same_facts(room: str, language: str) -> None:
    for each in read(room, language):
        wanted = set(re.findall(r"\{\w*\}", str(each.id)))
        for text in each.string if isinstance(each.string, tuple) else (each.string,):
            # The name of an act may say the republic in Kazakh and Russian alone.
            found = set(re.findall(r"\{\w*\}", text)) - {"{republic}"}
            assert found == wanted or not each.id, each.id


def test_no_sentence_for_a_reader_stands_in_the_code() -> None:
    found = {}
    for room in ("core", "queue", "printers", "hardware", "kiosk"):
        for module in sorted((ROOT / room).rglob("*.py")):
            name = module.relative_to(ROOT).as_posix()
            tree = ast.parse(module.read_text())
            docstrings = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
            words = [
                node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and len(CYRILLIC.findall(node.value)) > 1
                and id(node) not in docstrings
            ]
            if words and name not in NO_SENTENCES:
                found[name] = words

    assert found == {}
