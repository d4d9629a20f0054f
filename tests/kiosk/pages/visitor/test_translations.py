"""Every sentence a visitor may see is there in Kazakh and Russian."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.checkers import checkers
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

import kezek_kiosk
from kezek_kiosk.pages.visitor.board import BOARD_TEXTS
from kezek_kiosk.pages.visitor.kiosk_texts import KIOSK_TEXTS

KIOSK = Path(kezek_kiosk.__file__).parent
CATALOGUES = KIOSK / "translations" / "visitor"
TEMPLATES = [
    KIOSK / "templates" / "base.html",
    KIOSK / "templates" / "error.html",
    *sorted((KIOSK / "templates" / "visitor").glob("*.html")),
]
SOURCES = [KIOSK / "web" / "i18n.py", *sorted((KIOSK / "pages" / "visitor").glob("*.py"))]
SCRIPTS = sorted((KIOSK / "static" / "js" / "kiosk").glob("*.js"))
SCRIPT_CALL = re.compile(r'(?:words\.say\(|put\(|\[|words\.text\()[^"\n]*"([^"]+)"')
HIDDEN_TEXT = re.compile(r'data-text="([^"]+)"')
PYTHON_CALL = re.compile(r'text_in\(\s*\w+,\s*"([^"]+)"')
KAZAKH_LETTERS = set("әғқңөұүі")


def read(language: str) -> Catalog:
    with (CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as source:
        return read_po(source, locale=language)


def in_templates() -> Iterator[str]:
    for template in TEMPLATES:
        with template.open("rb") as source:
            for _, function, found, _ in babel_extract(source, ("_", "both"), [], {}):
                assert function in ("_", "both")
                yield found if isinstance(found, str) else found[0]
        yield from HIDDEN_TEXT.findall(template.read_text(encoding="utf-8"))


def wanted() -> set[str]:
    in_python = {
        found for path in SOURCES for found in PYTHON_CALL.findall(path.read_text("utf-8"))
    }
    return {*in_templates(), *in_python, *KIOSK_TEXTS, *BOARD_TEXTS}


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_sentence_lacks_its_translation(language: str) -> None:
    translated = {message.id for message in read(language) if message.id and message.string}

    assert wanted() - translated == set()


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_translation_is_left_over(language: str) -> None:
    assert {message.id for message in read(language) if message.id} - wanted() == set()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_no_translation_is_fuzzy_or_obsolete(language: str) -> None:
    catalogue = read(language)

    assert [message.id for message in catalogue if message.id and message.fuzzy] == []
    assert list(catalogue.obsolete) == []


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_placeholder_survives_translation(language: str) -> None:
    catalogue = read(language)

    for message in catalogue:
        if message.id:
            for check in checkers:
                check(catalogue, message)
            names = re.findall(r"%\((\w+)\)s", str(message.id))
            assert sorted(re.findall(r"%\((\w+)\)s", str(message.string))) == sorted(names)


def test_the_kazakh_texts_are_written_with_kazakh_letters() -> None:
    letters = set("".join(str(message.string) for message in read("kk") if message.id).lower())

    assert letters >= KAZAKH_LETTERS


def test_the_script_of_the_kiosk_asks_for_no_other_text() -> None:
    asked = {found for path in SCRIPTS for found in SCRIPT_CALL.findall(path.read_text("utf-8"))}
    sentences = {text for text in asked if re.search(r"[A-Z][a-z]+ [a-z]|%\(\w+\)s \w", text)}

    assert sentences
    assert sentences - set(KIOSK_TEXTS) == set()


def test_every_text_of_the_kiosk_is_used() -> None:
    pages = sorted((KIOSK / "templates" / "visitor").glob("kiosk*.html"))
    used = "".join(path.read_text("utf-8") for path in [*pages, *SCRIPTS])

    assert [text for text in KIOSK_TEXTS if f'"{text}"' not in used] == []
