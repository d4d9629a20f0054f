"""Every sentence of a folder of pages is there in Kazakh and Russian, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import kezek_kiosk
from kezek_kiosk.pages.help import HELP_TEXTS
from kezek_kiosk.pages.visitor.kiosk_texts import KIOSK_TEXTS
from kezek_kiosk.web.catalogue import CATALOGUES

ROOM = Path(kezek_kiosk.__file__).parent
ELSEWHERE = {"visitor", "staff", "errors"}
"""Catalogues with a test of their own."""

FOLDERS = [
    name for name in CATALOGUES if name not in ELSEWHERE and (ROOM / "pages" / name).is_dir()
]
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
SCRIPT_TEXTS = {"help": HELP_TEXTS}
"""Sentences that a page's script may show, by folder."""

HIDDEN_TEXT = re.compile(r'data-(?:text|topic)="([^"]+)"')
SCRIPT_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
NO_TEXTS = {"Backspace", "Enter", "ENG"}
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
KAZAKH_LETTERS = set("әғқңөұүһі")
BOTH = [(folder, language) for folder in FOLDERS for language in ("kk", "ru")]


def sentences_of(folder: str) -> set[str | tuple[str, ...]]:
    found: set[str | tuple[str, ...]] = set()
    for room in (ROOM / "pages" / folder, ROOM / "templates" / folder):
        for _, _, msgid, *_ in extract_from_dir(room, METHODS):
            found.add(tuple(msgid) if isinstance(msgid, (tuple, list)) else msgid)
    return {*found, *SCRIPT_TEXTS.get(folder, ())}


def messages(folder: str, language: str) -> dict[str | tuple[str, ...], Message]:
    path = ROOM / "translations" / folder / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as po:
        found = read_po(po)
    return {
        tuple(message.id) if isinstance(message.id, (tuple, list)) else message.id: message
        for message in found
        if message.id
    }


def texts(of: str | Iterable[str]) -> list[str]:
    return [of] if isinstance(of, str) else list(of)


@pytest.mark.parametrize(("folder", "language"), BOTH)
def test_every_sentence_of_the_pages_is_translated(folder: str, language: str) -> None:
    translated = messages(folder, language)

    missing = [
        msgid
        for msgid in sentences_of(folder)
        if msgid not in translated or not all(texts(translated[msgid].string))
    ]

    assert sentences_of(folder)
    assert missing == []


@pytest.mark.parametrize(("folder", "language"), BOTH)
def test_no_translation_is_left_over_or_unsure(folder: str, language: str) -> None:
    translated = messages(folder, language)

    assert set(translated) - sentences_of(folder) == set()
    assert [each.id for each in translated.values() if each.fuzzy] == []


@pytest.mark.parametrize(("folder", "language"), BOTH)
def test_a_translation_fills_in_the_same_values(folder: str, language: str) -> None:
    for msgid, message in messages(folder, language).items():
        wanted = set(PLACEHOLDER.findall(texts(msgid)[-1]))
        for text in texts(message.string):
            assert set(PLACEHOLDER.findall(text)) == wanted, msgid


@pytest.mark.parametrize("folder", FOLDERS)
def test_kazakh_has_its_own_letters_and_russian_has_none_of_them(folder: str) -> None:
    kazakh = " ".join(t for each in messages(folder, "kk").values() for t in texts(each.string))
    russian = " ".join(t for each in messages(folder, "ru").values() for t in texts(each.string))

    assert set(kazakh.lower()) & KAZAKH_LETTERS
    assert not set(russian.lower()) & KAZAKH_LETTERS


def help_sources() -> str:
    pages = sorted((ROOM / "templates" / "help").glob("*.html"))
    scripts = sorted((ROOM / "static" / "js" / "help").glob("*.js"))
    return "".join(path.read_text("utf-8") for path in (*pages, *scripts))


def test_the_screens_of_the_help_show_no_other_text() -> None:
    pages = sorted((ROOM / "templates" / "help").glob("*.html"))
    shown = {text for page in pages for text in HIDDEN_TEXT.findall(page.read_text("utf-8"))}

    assert len(shown) > 20
    assert shown - {*HELP_TEXTS, *KIOSK_TEXTS} == set()


def test_the_scripts_of_the_help_ask_for_no_other_text() -> None:
    scripts = sorted((ROOM / "static" / "js" / "help").glob("*.js"))
    strings = {text for path in scripts for text in SCRIPT_STRING.findall(path.read_text("utf-8"))}
    asked = {text for text in strings if re.match(r"[A-Z][a-z]|[a-z]+ [a-z]+$", text)}

    assert len(asked) > 15
    assert asked - {*HELP_TEXTS, *KIOSK_TEXTS} - NO_TEXTS == set()


def test_every_text_of_the_help_is_used() -> None:
    used = help_sources()

    assert [text for text in HELP_TEXTS if f'"{text}"' not in used] == []


def test_no_text_of_the_help_is_translated_twice() -> None:
    assert set(HELP_TEXTS) & set(KIOSK_TEXTS) == set()


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_sentence_of_several_folders_reads_the_same_in_each(language: str) -> None:
    translated: dict[str | tuple[str, ...], dict[str, object]] = {}
    for folder in set(CATALOGUES) - {"errors"}:
        for msgid, message in messages(folder, language).items():
            translated.setdefault(msgid, {})[folder] = message.string

    differing = {
        msgid: each for msgid, each in translated.items() if len(set(map(str, each.values()))) > 1
    }

    assert differing == {}
