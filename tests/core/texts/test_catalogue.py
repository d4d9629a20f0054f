"""Words from catalogues: three languages whole, a fourth by data, Kazakh where one lacks them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kezek_core.dates import day_words
from kezek_core.texts.added import add_languages, remove_languages
from kezek_core.texts.catalogue import Catalogue
from kezek_core.texts.languages import known_languages
from kezek_core.texts.local_text import LocalText
from kezek_core.translated import from_kazakh

HEAD = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: %s\\n"\n\n'
)
TWO_FORMS = "nplurals=2; plural=(n != 1);"
RUSSIAN_FORMS = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20)"
    " ? 1 : 2);"
)


def write(root: Path, language: str, entries: str, forms: str = TWO_FORMS) -> Path:
    folder = root / "words" / language / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(HEAD % forms + entries)
    return root


@pytest.fixture
def words(tmp_path: Path) -> Catalogue:
    write(
        tmp_path,
        "kk",
        'msgid "window"\nmsgstr "терезе"\n\nmsgctxt "of a house"\nmsgid "window"\n'
        'msgstr "әйнек"\n\nmsgid "ticket"\nmsgstr "талон"\n\nmsgid "{count} day"\n'
        'msgid_plural "{count} days"\nmsgstr[0] "{count} күн"\nmsgstr[1] "{count} күн"\n',
    )
    write(
        tmp_path,
        "ru",
        'msgid "window"\nmsgstr "окно"\n\nmsgid "{count} day"\nmsgid_plural "{count} days"\n'
        'msgstr[0] "{count} день"\nmsgstr[1] "{count} дня"\nmsgstr[2] "{count} дней"\n',
        RUSSIAN_FORMS,
    )
    return Catalogue(tmp_path / "words")


@pytest.fixture
def kyrgyz(tmp_path: Path) -> Iterator[None]:
    folder = write(tmp_path / "added", "ky", 'msgid "window"\nmsgstr "терезе (ky)"\n')
    add_languages(folder)
    yield
    remove_languages(folder)


def test_a_text_reads_in_every_language_of_its_catalogue(words: Catalogue) -> None:
    window = words.text("window")

    assert window.to_json() == {"kk": "терезе", "ru": "окно", "en": "window"}
    assert window == LocalText("терезе", "окно", "window")
    assert window.kk == "терезе"


def test_a_context_tells_two_texts_apart_that_read_the_same(words: Catalogue) -> None:
    assert words.text("window", context="of a house").kk == "әйнек"


def test_what_a_language_lacks_is_said_in_kazakh(words: Catalogue) -> None:
    assert words.text("ticket").in_language("ru") == "талон"
    assert words.text("window").in_language("de") == "терезе"
    assert words.text("ticket").in_language("en") == "ticket"


@pytest.mark.parametrize(
    ("count", "russian", "english"),
    [(1, "1 день", "1 day"), (3, "3 дня", "3 days"), (11, "11 дней", "11 days")],
)
def test_a_number_takes_the_form_of_each_language(
    words: Catalogue, count: int, russian: str, english: str
) -> None:
    days = words.counted("{count} day", "{count} days", count)

    assert days == LocalText(f"{count} күн", russian, english)


def test_an_added_language_is_known_and_says_what_it_has(words: Catalogue, kyrgyz: None) -> None:
    assert known_languages() == ("kk", "ru", "en", "ky")
    assert words.text("window").in_language("ky") == "терезе (ky)"
    assert words.text("ticket").in_language("ky") == "талон"


def test_a_text_made_before_a_language_was_added_knows_it_too(
    words: Catalogue, request: pytest.FixtureRequest
) -> None:
    window = words.text("window")
    assert window.in_language("ky") == "терезе"

    request.getfixturevalue("kyrgyz")

    assert window.in_language("ky") == "терезе (ky)"


def test_a_source_that_is_newer_than_the_compiled_catalogue_is_read(
    tmp_path: Path, words: Catalogue
) -> None:
    folder = tmp_path / "words" / "kk" / "LC_MESSAGES"
    (folder / "messages.mo").write_bytes(b"no catalogue")
    later = (folder / "messages.mo").stat().st_mtime + 5

    os.utime(folder / "messages.po", (later, later))

    assert words.text("window").kk == "терезе"


def test_of_several_names_the_last_one_that_has_a_text_counts(tmp_path: Path) -> None:
    for name, said in (("first", "бірінші"), ("last", "соңғы")):
        write(tmp_path / name, "kk", f'msgid "window"\nmsgstr "{said}"\n')
    write(tmp_path / "first", "ru", 'msgid "window"\nmsgstr "окно"\n')

    both = Catalogue(tmp_path / "first" / "words", tmp_path / "last" / "words")

    assert both.text("window").kk == "соңғы"
    assert both.text("window").in_language("ru") == "окно"


def test_a_date_is_put_together_as_each_language_does() -> None:
    assert day_words(date(2026, 3, 24)) == LocalText(
        "2026 ж. 24 наурыз", "24 марта 2026 г.", "24 March 2026"
    )


def test_what_an_act_says_in_kazakh_alone_stays_so_when_nobody_has_translated_it() -> None:
    assert from_kazakh("Қажет болған жағдайда").in_language("ru") == "При необходимости"
    assert from_kazakh("Мекеменің өз шарты").to_json() == {
        "kk": "Мекеменің өз шарты",
        "ru": "Мекеменің өз шарты",
        "en": "Мекеменің өз шарты",
    }
