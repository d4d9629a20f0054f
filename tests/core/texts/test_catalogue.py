"""Words from catalogues: three languages whole, a fourth by data, Kazakh where one lacks them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kezek_core.dates import day_words
from kezek_core.texts.catalogue import (
    Catalogue,
    CatalogueError,
    add_languages,
    added_folders,
    remove_languages,
)
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


def test_a_folder_that_is_not_there_adds_nothing(tmp_path: Path) -> None:
    add_languages(tmp_path / "nowhere")

    assert added_folders() == ()
    assert known_languages() == ("kk", "ru", "en")


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


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        ('msgid "window"\nnonsense\n', "a gettext catalogue"),
        ('msgid "{count} left"\nmsgstr "{cuont} left"\n', "a text with the places of"),
        ('msgid "{count} left"\nmsgstr "{ left"\n', "a text with the places of"),
        ('msgid "%(count)s left"\nmsgstr "100 % left"\n', "a text with the places of"),
    ],
)
def test_a_catalogue_that_would_break_a_ticket_is_refused_before_there_is_one(
    tmp_path: Path, entries: str, fault: str
) -> None:
    folder = write(tmp_path / "added", "ky", entries)

    with pytest.raises(CatalogueError, match=fault) as refused:
        add_languages(folder)

    assert "words/ky/LC_MESSAGES" in str(refused.value)
    assert added_folders() == ()


@pytest.mark.parametrize("forms", ["nplurals=2; plural=(n != ;", "nplurals=x; plural=n;"])
def test_plural_forms_that_nobody_can_count_by_are_refused(tmp_path: Path, forms: str) -> None:
    folder = write(tmp_path / "added", "ky", 'msgid "window"\nmsgstr "терезе"\n', forms)

    with pytest.raises(CatalogueError, match="gettext catalogue"):
        add_languages(folder)


def test_a_compiled_catalogue_that_is_none_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "words" / "ky" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.mo").write_bytes(b"no catalogue")

    with pytest.raises(CatalogueError, match="gettext catalogue"):
        add_languages(tmp_path)


@pytest.mark.parametrize("code", ["kk-Latn", "K", "ky_KG", "12"])
def test_a_folder_that_is_no_language_is_refused(tmp_path: Path, code: str) -> None:
    folder = write(tmp_path, code, 'msgid "window"\nmsgstr "терезе"\n')

    with pytest.raises(CatalogueError, match="two or three letters"):
        add_languages(folder)
