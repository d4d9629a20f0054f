"""docs/office.md: every key is explained with its default, every example is a file that works."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from kezek_queue.office.file import FaultyOfficeFileError, OfficeFileError, parse_office
from kezek_queue.office.parts import LATIN_OF_CYRILLIC

PAGE = Path(__file__).parents[3] / "docs" / "office.md"

UNKNOWN = """
[office]
name = { kk = "Кеңсе", zz = 1 }
zz = 1
[hours]
mon = "09:00-18:00"
zz = 1
[tickets]
zz = 1
[feedback]
zz = 1
[no_show]
zz = 1
[[services]]
zz = 1
[[windows]]
zz = 1
[[categories]]
zz = 1
[[monthly_index]]
zz = 1
[[swaps]]
zz = 1
"""


@pytest.fixture(scope="module")
def page():
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sections(page):
    """The text below each heading that names a table of the file."""
    parts = re.split(r"(?m)^## (.*)$", page)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.fixture(scope="module")
def known_keys():
    """The keys the reader of the file asks for, by the table they stand in."""
    with pytest.raises(FaultyOfficeFileError) as refused:
        parse_office(UNKNOWN, "office.toml")
    unknown = [each for each in refused.value.problems if each.key.endswith(".zz")]
    return {
        each.key.removesuffix(".zz").removesuffix(".1"): re.findall(r"\w+", each.expected)[4:]
        for each in unknown
    }


@pytest.mark.parametrize(
    ("table", "heading"),
    [
        ("office", "`[office]`"),
        ("office.name", "`[office]`"),
        ("hours", "`[hours]`"),
        ("tickets", "`[tickets]`"),
        ("feedback", "`[feedback]`"),
        ("no_show", "`[no_show]`"),
        ("services", "`[[services]]`"),
        ("windows", "`[[windows]]`"),
        ("categories", "`[[categories]]`"),
        ("monthly_index", "`[[monthly_index]]`"),
        ("swaps", "`[[swaps]]`"),
    ],
)
def test_every_key_of_a_table_is_explained_in_its_section(sections, known_keys, table, heading):
    explained = re.findall(r"(?m)^\| `(\w+)` \|", sections[heading])

    missing = [key for key in known_keys[table] if key not in explained]

    assert known_keys[table]
    assert not missing, f"docs/office.md, section {heading}: explain {', '.join(missing)}"


def test_no_key_is_explained_that_the_file_does_not_know(sections, known_keys):
    known = {key for keys in known_keys.values() for key in keys}

    explained = {
        key for text in sections.values() for key in re.findall(r"(?m)^\| `(\w+)` \|", text)
    }

    assert explained <= known


def test_every_row_names_form_default_and_meaning(page):
    rows = re.findall(r"(?m)^\| `\w+` \|.*$", page)

    assert rows
    assert all(len(row.split(" | ")) == 4 and all(row.split(" | ")) for row in rows)


def test_the_whole_office_of_the_page_is_a_sound_file(page):
    whole, *additions = re.findall(r"(?s)```toml\n(.*?)```", page)

    office = parse_office("".join([whole, *additions]), "docs/office.md")

    assert office.name.in_language("en") == "Akimat of Arys"
    assert office.last_minutes_before_closing == 15
    assert office.categories["disability"].enabled
    assert office.monthly_indices[-1].tenge == 4600
    assert office.swaps[0].work_on == date(2027, 7, 3)


@pytest.mark.parametrize(
    ("table", "attribute"),
    [
        ("office", "demo"),
        ("tickets", "last_minutes_before_closing"),
        ("tickets", "numbers_per_letter"),
        ("tickets", "close_out_minutes_after_closing"),
        ("tickets", "near_limit_percent"),
        ("feedback", "complaint_answer_days"),
        ("feedback", "survey_days"),
    ],
)
def test_the_defaults_of_the_page_are_those_of_the_file(page, sections, table, attribute):
    whole = re.findall(r"(?s)```toml\n(.*?)```", page)[0]
    office = parse_office(whole.replace("last_minutes_before_closing = 15", ""), "docs/office.md")

    row = re.search(rf"(?m)^\| `{attribute}` \|.*$", sections[f"`[{table}]`"])[0]
    holder = office.feedback if table == "feedback" else office

    assert f"| `{str(getattr(holder, attribute)).lower()}` |" in row


def test_the_faults_of_the_page_are_told_in_its_words(page):
    office = re.findall(r"(?s)```toml\n(.*?)```", page)[0]
    broken = (
        office.replace('mon = "09:00-13:00, 14:00-18:00"', 'mon = "9-20"')
        .replace('letter = "K"', 'letter = "К"')
        .replace('services = ["livestock"]', 'services = ["livestok"]')
    )

    with pytest.raises(OfficeFileError) as refused:
        parse_office(broken, "office.toml")

    assert f"```\n{refused.value}\n```" in page


def test_every_letter_the_page_recommends_is_an_easy_one(page):
    recommended = re.search(r"read the same in Kazakh, Russian and English: ([A-Z, ]+)\.", page)[1]

    # A Russian reader says B as V, and O is taken for a nought.
    assert {*recommended.split(", ")} == {*LATIN_OF_CYRILLIC.values()} - {"B", "O"}
