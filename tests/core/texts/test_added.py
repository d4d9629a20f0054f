"""Languages added by data: what would fail at a window is refused before the office opens."""

from __future__ import annotations

import os
import sys
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from kezek_core.extras import LibraryMissingError
from kezek_core.texts.added import (
    CatalogueError,
    HeldLanguages,
    add_languages,
    remove_languages,
)
from kezek_core.texts.catalogue import Catalogue
from kezek_core.texts.languages import known_languages

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n%s\n'
NOBODY = 65534
TWO_FORMS = '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
WINDOW = 'msgid "window"\nmsgstr "терезе"\n'


def days(*forms: str) -> str:
    said = "".join(f'msgstr[{each}] "{text}"\n' for each, text in enumerate(forms))
    return f'msgid "{{count}} day"\nmsgid_plural "{{count}} days"\n{said}'


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "translations"
    remove_languages(tmp_path / "translations")


def write(folder: Path, entries: str, head: str = TWO_FORMS, language: str = "ky") -> Path:
    place = folder / "words" / language / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "messages.po").write_text(HEAD % head + entries)
    return place


def test_a_folder_that_is_not_there_adds_nothing(folder: Path) -> None:
    add_languages(folder)

    assert known_languages() == ("kk", "ru", "en")


@pytest.mark.parametrize(
    ("msgid", "text", "expected"),
    [
        ("{count} left", "{cuont} left", "with these places and no others: {count}"),
        ("{count} left", "{ left", "no others: {count}"),
        ("{count} left", "left", "no others: {count}"),
        ("{count} left", "{count.real} left", "no others: {count}"),
        ("{count} left", "{count} of {all}", "no others: {count}"),
        ("row {} of {}", "{} {} row", None),
        ("row {}", "row {} {}", "no others: {}"),
        ("{count} left", "{count} of {count}", "no others: {count}"),
        ("row {}", "row", "no others: {}"),
        ("row {}", "row {0}", "no others: {}"),
        ("%(count)s left", "100 % left", "no others: %(count)s"),
        ("%(count)s left", "%(count)d left", "no others: %(count)s"),
        ("%(count)s left", "%(count)s, 5 % off", "no others: %(count)s"),
        ("window", "5 % off", "without the signs %"),
        ("window", "%(name)s", "without the signs %"),
        ("window", "{", "without the signs %"),
    ],
)
def test_a_translation_has_the_places_of_its_text_and_no_others(
    folder: Path, msgid: str, text: str, expected: str | None
) -> None:
    place = write(folder, f'msgid "{msgid}"\nmsgstr "{text}"\n')

    if expected is None:
        add_languages(folder)
        return
    with pytest.raises(CatalogueError) as refused:
        add_languages(folder)

    assert expected in str(refused.value)
    assert str(place) in str(refused.value)
    assert known_languages() == ("kk", "ru", "en")


def test_a_context_is_no_part_of_what_is_filled_in(folder: Path) -> None:
    write(folder, f'msgctxt "of {{a}} house"\n{WINDOW}')

    add_languages(folder)

    assert Catalogue(folder / "words").text("window", "of {a} house").in_language("ky") == "терезе"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("nplurals=2; plural=(n != ;", "a gettext catalogue"),
        ("nplurals=x; plural=n;", "a gettext catalogue"),
        ("nplurals=2; plural=n / 0;", "plural forms that every number has one of"),
        ("nplurals=2; plural=n % (n - 7);", "plural forms that every number has one of"),
        ("nplurals=2; plural=n > 900 ? 2 : n != 1;", "3 plural forms of '{count} day'"),
    ],
)
def test_plural_forms_that_nobody_can_count_by_are_refused(
    folder: Path, rule: str, expected: str
) -> None:
    write(folder, WINDOW + "\n" + days("{count} k", "{count} k"), f'"Plural-Forms: {rule}\\n"\n')

    with pytest.raises(CatalogueError) as refused:
        add_languages(folder)

    assert expected in str(refused.value)


def test_texts_with_a_number_need_a_rule_to_count_by(folder: Path) -> None:
    write(folder, days("{count} k", "{count} k"), head="")

    with pytest.raises(CatalogueError, match="Plural-Forms in the head"):
        add_languages(folder)


def test_texts_without_a_number_need_none(folder: Path) -> None:
    write(folder, WINDOW, head="")

    add_languages(folder)

    assert known_languages() == ("kk", "ru", "en", "ky")


@pytest.mark.parametrize(
    "content",
    [b"no catalogue", b'msgid "window"\nnonsense\n', HEAD.replace("utf-8", "foo-9").encode()],
)
@pytest.mark.parametrize("name", ["messages.mo", "messages.po"])
def test_a_file_that_is_no_catalogue_is_refused(folder: Path, name: str, content: bytes) -> None:
    place = folder / "words" / "ky" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / name).write_bytes(content)

    with pytest.raises(CatalogueError, match="gettext catalogue"):
        add_languages(folder)


def test_a_byte_order_mark_is_forgiven(folder: Path) -> None:
    source = write(folder, WINDOW) / "messages.po"
    source.write_bytes(BOM_UTF8 + source.read_bytes())

    add_languages(folder)

    assert Catalogue(folder / "words").text("window").in_language("ky") == "терезе"


@pytest.mark.parametrize("code", ["kk-Latn", "K", "ky_KG", "12"])
def test_a_folder_that_is_no_language_is_refused(folder: Path, code: str) -> None:
    write(folder, WINDOW, language=code)

    with pytest.raises(CatalogueError, match="two or three letters"):
        add_languages(folder)


def test_what_holds_no_catalogue_makes_no_language_known(folder: Path) -> None:
    write(folder, WINDOW)
    (folder / "words" / "de" / "LC_MESSAGES").mkdir(parents=True)
    (folder / "read.me").write_text("notes")
    (folder / "words" / "ky" / "LC_MESSAGES" / "notes.po").write_text("garbage")

    add_languages(folder)

    assert known_languages() == ("kk", "ru", "en", "ky")


def test_a_file_in_the_place_of_the_folder_is_refused(folder: Path) -> None:
    folder.write_text("not here")

    with pytest.raises(CatalogueError, match="a folder that Kezek may read"):
        add_languages(folder)


def test_a_link_that_leads_nowhere_is_refused(folder: Path) -> None:
    folder.symlink_to(folder.parent / "gone")

    with pytest.raises(CatalogueError, match="a folder that Kezek may read"):
        add_languages(folder)


@pytest.fixture
def nobody_special() -> Iterator[Path]:
    """A folder of somebody who may not read everything, as root may."""
    was = os.geteuid()
    with TemporaryDirectory() as folder:
        os.chown(folder, NOBODY if was == 0 else -1, -1)
        os.seteuid(NOBODY if was == 0 else was)
        try:
            yield Path(folder)
        finally:
            os.seteuid(was)


@pytest.mark.parametrize("shut", ["", "words", "words/ky"])
def test_a_folder_that_may_not_be_read_is_refused(nobody_special: Path, shut: str) -> None:
    folder = nobody_special / "translations"
    write(folder, WINDOW)
    (folder / shut).chmod(0)

    try:
        with pytest.raises(CatalogueError, match="a folder that Kezek may read"):
            add_languages(folder)
    finally:
        (folder / shut).chmod(0o700)


def test_a_plural_with_an_empty_form_is_said_in_kazakh_not_in_english(folder: Path) -> None:
    write(folder, days("{count} k", ""))
    kazakh = folder.parent / "own"
    write(kazakh, days("{count} күн", "{count} күн"), language="kk")

    add_languages(folder)

    said = Catalogue(kazakh / "words").counted("{count} day", "{count} days", 3)
    assert said.in_language("ky") == "3 күн"


def test_a_catalogue_that_is_edited_meanwhile_says_what_it_said_at_the_start(folder: Path) -> None:
    source = write(folder, WINDOW) / "messages.po"
    add_languages(folder)

    source.write_text("half an entry")

    assert Catalogue(folder.parent / "own" / "words").text("window").in_language("ky") == "терезе"


def test_a_compiled_catalogue_is_read_where_nothing_can_compile_its_later_source(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write(folder, WINDOW) / "messages.po"
    with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
        write_mo(mo, read_po(po))
    later = source.with_suffix(".mo").stat().st_mtime + 5
    os.utime(source, (later, later))
    monkeypatch.setitem(sys.modules, "babel.messages.pofile", None)

    add_languages(folder)

    assert Catalogue(folder / "words").text("window").in_language("ky") == "терезе"


def test_a_source_alone_names_the_extra_that_compiles_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, WINDOW)
    monkeypatch.setitem(sys.modules, "babel.messages.pofile", None)

    with pytest.raises(LibraryMissingError, match="babel"):
        add_languages(folder)


def test_languages_are_in_use_until_their_last_holder_lets_go(folder: Path) -> None:
    write(folder, WINDOW)
    add_languages(folder)
    first, second = HeldLanguages(folder), HeldLanguages(folder)

    first.release()
    first.release()
    held = known_languages()
    second.release()

    assert held == ("kk", "ru", "en", "ky")
    assert known_languages() == ("kk", "ru", "en")
