"""Every sentence of the staff's pages is there in Kazakh and Russian."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import kezek_kiosk

ROOM = Path(kezek_kiosk.__file__).parent
CATALOGUES = ROOM / "translations"
OF_STAFF = ("documents", "operator", "register", "common", "staff", "supervisor")
SCRIPTS = [
    script for room in OF_STAFF for script in sorted((ROOM / "static" / "js" / room).glob("*.js"))
]
AUTHORIZATION = "Bearer ${token}"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
METHODS = [("**.py", "python"), ("**.html", "jinja2")]


def msgids_of_the_pages() -> set[str | tuple[str, ...]]:
    found: set[str | tuple[str, ...]] = set()
    for folder in (ROOM / "pages" / "staff", ROOM / "templates" / "staff"):
        for _, _, msgid, *_ in extract_from_dir(folder, METHODS):
            found.add(tuple(msgid) if isinstance(msgid, (tuple, list)) else msgid)
    return found


def messages(catalogue: str, language: str) -> dict[str | tuple[str, ...], Message]:
    with (CATALOGUES / catalogue / language / "LC_MESSAGES" / "messages.po").open("rb") as po:
        found = read_po(po)
    return {
        tuple(message.id) if isinstance(message.id, (tuple, list)) else message.id: message
        for message in found
        if message.id
    }


def texts(of: str | Iterable[str]) -> list[str]:
    return [of] if isinstance(of, str) else list(of)


def test_the_pages_have_sentences_to_translate():
    assert len(msgids_of_the_pages()) > 200


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_sentence_of_the_staff_s_pages_is_translated(language):
    translated = messages("staff", language)

    missing = [
        msgid
        for msgid in msgids_of_the_pages()
        if msgid not in translated or not all(texts(translated[msgid].string))
    ]

    assert missing == []


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_catalogue_holds_no_sentence_that_no_page_uses(language):
    assert set(messages("staff", language)) - msgids_of_the_pages() == set()


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_translation_fills_in_the_same_values(language):
    for msgid, message in messages("staff", language).items():
        wanted = set(PLACEHOLDER.findall(texts(msgid)[-1]))
        for text in texts(message.string):
            assert set(PLACEHOLDER.findall(text)) == wanted, msgid


def test_kazakh_has_its_own_letters_and_russian_has_none_of_them():
    kazakh_letters = set("әғқңөұүһі")
    kazakh = " ".join(text for m in messages("staff", "kk").values() for text in texts(m.string))
    russian = " ".join(text for m in messages("staff", "ru").values() for text in texts(m.string))

    assert kazakh_letters - set(kazakh.lower()) <= {"һ"}
    assert kazakh_letters & set(russian.lower()) == set()


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_both_catalogues_say_the_same_where_they_share_a_sentence(language):
    visitor, staff = messages("visitor", language), messages("staff", language)

    different = [
        msgid for msgid in set(visitor) & set(staff) if visitor[msgid].string != staff[msgid].string
    ]

    assert different == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_hold_no_sentence_of_their_own(script):
    lines = COMMENT.sub("", script.read_text("utf-8")).splitlines()
    code = [line.split("//")[0] for line in lines]

    sentences = re.findall(r"[\"'`]([A-ZА-Я][a-zа-я]+ [^\"'`]*)[\"'`]", "\n".join(code))

    assert [each for each in sentences if each != AUTHORIZATION] == []
    assert not re.search(r"[а-яәғқңөұүһі]", "\n".join(code).lower())
