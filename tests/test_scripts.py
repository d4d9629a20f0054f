"""No text mixes Latin and Cyrillic letters in a word, and no text uses a term that was given up.

A Latin "i" or "h" in a Kazakh word looks right and is not: search does not find the word, a voice
reads it wrong, and a printer that has no Latin look-alike prints a gap.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("core", "hardware", "kiosk", "printers", "queue")
SUFFIXES = (".css", ".html", ".js", ".md", ".po", ".py", ".toml")
WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile("[A-Za-z]")
CYRILLIC = re.compile("[\u0400-\u04ff]")
LETTER_RANGES = re.compile(r"\[[^\]]*\w-\w[^\]]*\]")
"""A set of a pattern such as ``[A-ZА-Я]``: no word, though its ends meet."""
OUTDATED = re.compile(
    r"\bмүгедек(?!ті[кг])\w*"  # today: мүгедектігі бар адам
    r"|\bинвалид(?!ност)\w*",  # today: лицо с инвалидностью
    re.IGNORECASE,
)
LIMIT_OF_OLD = re.compile(
    r"\bше(?:к|кке|кте|ктен|ктің|гі|гіне|гінен|гінің)\b"  # today: шекті уақыт
    r"|\bнорм(?:а|ы|е|у|ой|ам|ах)\b"  # today: предельное время
    r"|\b(?:кеңсе|офис)\w*",  # today: мекеме, учреждение
    re.IGNORECASE,
)


def files() -> list[Path]:
    """Every file of the project that carries texts."""
    folders = [ROOT / room for room in ROOMS] + [ROOT / "docs"]
    found = (path for folder in folders for path in sorted(folder.rglob("*")))
    return [path for path in found if path.suffix in SUFFIXES and path.is_file()]


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text: the strings of a program, the lines of any other file."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield from enumerate(source.splitlines(), start=1)
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def mixed_words(text: str) -> list[str]:
    """The words of a text that have letters of both scripts."""
    return [
        word
        for word in WORD.findall(LETTER_RANGES.sub(" ", text))
        if LATIN.search(word) and CYRILLIC.search(word)
    ]


def places(paths: Iterable[Path], fault: re.Pattern[str]) -> list[str]:
    """Where a pattern is found, as file, line and word."""
    return [
        f"{path.relative_to(ROOT)}:{line}: {found.group()}"
        for path in paths
        for line, text in texts(path)
        for found in fault.finditer(text)
    ]


def test_no_word_mixes_latin_and_cyrillic_letters():
    found = [
        f"{path.relative_to(ROOT)}:{line}: {word}"
        for path in files()
        for line, text in texts(path)
        for word in mixed_words(text)
    ]

    assert found == []


def test_no_text_calls_a_person_with_a_disability_by_an_outdated_word():
    assert places(files(), OUTDATED) == []


def test_pages_papers_and_exports_call_limit_and_office_by_one_word():
    shown = [path for path in files() if path.suffix in {".html", ".js", ".po", ".py"}]

    assert places(shown, LIMIT_OF_OLD) == []


def test_the_texts_of_every_sort_are_read():
    names = {path.name for path in files()}

    assert {
        "messages.po",
        "row_words.py",
        "slip_words.py",
        "announcement.py",
        "demo.py",
        "kz-mj-2007-287-1.toml",
        "glossary.md",
    } <= names


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("тiл", ["тiл"]),
        ("жaңа талон", ["жaңа"]),
        ("Tалон А015", ["Tалон"]),
        ("PIN-код, QR-код, XLSX түрі, 80мм", []),
        ("«kezek tokens create» командасы", []),
        (r"[0-9A-ZА-Я]\d+", []),
    ],
)
def test_a_latin_look_alike_in_a_cyrillic_word_is_found(text: str, words: list[str]):
    assert mixed_words(text) == words


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (OUTDATED, "Мүгедектерге көмек", True),
        (OUTDATED, "инвалидам и ветеранам", True),
        (OUTDATED, "Мүгедектігі бар адам, лицо с инвалидностью", False),
        (LIMIT_OF_OLD, "Шектен асты", True),
        (LIMIT_OF_OLD, "в пределах нормы", True),
        (LIMIT_OF_OLD, "шекті уақыттан асты, нормативтік акт", False),
    ],
)
def test_a_word_that_was_given_up_is_found_in_any_form(
    pattern: re.Pattern[str], text: str, found: bool
):
    assert bool(pattern.search(text)) is found
