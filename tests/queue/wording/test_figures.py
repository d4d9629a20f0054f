"""Numbers as each language writes them, also one that an office adds by data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kezek_core.texts import add_languages, remove_languages
from kezek_queue.reports import csv_pieces
from kezek_queue.wording import decimal, percent

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
WINDOW = 'msgid "Window"\nmsgstr "(window)"\n'
POINT = 'msgctxt "decimal sign"\nmsgid "."\nmsgstr "."\n\n'
PERCENT_FIRST = 'msgctxt "share"\nmsgid "{number}%"\nmsgstr "%{number}"\n'

Add = Callable[[str, str], None]


@pytest.fixture
def add(tmp_path: Path) -> Iterator[Add]:
    """Gives the office a catalogue of a further language."""
    folder = tmp_path / "translations"

    def write(language: str, entries: str) -> None:
        place = folder / "queue" / language / "LC_MESSAGES"
        place.mkdir(parents=True)
        (place / "messages.po").write_text(HEAD + entries)
        add_languages(folder)

    yield write
    remove_languages(folder)


@pytest.mark.parametrize(
    ("language", "number", "share"),
    [("kk", "1,5", "58,3\u00a0%"), ("ru", "1,5", "58,3\u00a0%"), ("en", "1.5", "58.3%")],
)
def test_the_shipped_languages_write_decimals_and_shares(
    language: str, number: str, share: str
) -> None:
    assert decimal("1.5", language) == number
    assert percent(58.3, language) == share


@pytest.mark.parametrize("language", ["ky", "uz", "de"])
def test_a_further_language_writes_a_comma_unless_it_says_otherwise(
    add: Add, language: str
) -> None:
    add(language, WINDOW)

    assert decimal("1.5", language) == "1,5"
    assert percent(58.3, language) == "58,3\u00a0%"
    assert "".join(csv_pieces([("Ø", 1.5)], language)) == "\ufeffØ;1,5\r\n"


def test_a_catalogue_says_the_decimal_sign_and_how_a_share_is_written(add: Add) -> None:
    add("tr", POINT + PERCENT_FIRST)

    assert decimal("1.5", "tr") == "1.5"
    assert percent(58.3, "tr") == "%58.3"
    assert "".join(csv_pieces([("Ø", 1.5)], "tr")) == "\ufeffØ,1.5\r\n"
