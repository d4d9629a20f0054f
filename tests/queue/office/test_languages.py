"""The languages of an office: those there are words for, Kazakh and Russian always."""

from __future__ import annotations

from pathlib import Path

import pytest

from kezek_core.texts import remove_languages
from kezek_queue.errors import FaultyOfficeFileError
from kezek_queue.office.demo import make_demo_office
from kezek_queue.office.file import load_office, parse_office


def offering(languages: str) -> str:
    return make_demo_office().replace("[office]\n", f"[office]\nlanguages = {languages}\n", 1)


def test_an_office_that_says_nothing_offers_the_three_that_come_with_kezek() -> None:
    assert parse_office(make_demo_office(), "office.toml").languages == ("kk", "ru", "en")


def test_an_office_offers_what_it_says_in_its_order() -> None:
    assert parse_office(offering('["ru", "kk"]'), "office.toml").languages == ("ru", "kk")


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        ('["kk", "ru", "de"]', "one of these: kk, ru, en"),
        ('["kk", "en"]', 'a list with "kk" and "ru"'),
        ("[]", 'a list with "kk" and "ru"'),
        ('["kk", "ru", "kk"]', '"kk" comes 2 times'),
        ('["kk", 7]', "a list of texts"),
        ('"kk"', "a list of texts"),
    ],
)
def test_a_list_that_cannot_be_offered_is_one_fault(languages: str, expected: str) -> None:
    with pytest.raises(FaultyOfficeFileError) as refused:
        parse_office(offering(languages), "office.toml")

    [problem] = refused.value.problems
    assert expected in str(problem)


def test_catalogues_beside_the_file_make_a_language_known(tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text(offering('["kk", "ru", "ky"]'))
    place = tmp_path / "translations" / "queue" / "ky" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "messages.po").write_text('msgid "Receipt"\nmsgstr "Дүмүрчөк"\n')

    try:
        assert load_office(tmp_path / "office.toml").languages == ("kk", "ru", "ky")
    finally:
        remove_languages(tmp_path / "translations")


def test_a_catalogue_that_is_none_is_a_fault_of_the_office(tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text(make_demo_office())
    (tmp_path / "translations").write_text("no folder")

    with pytest.raises(FaultyOfficeFileError) as refused:
        load_office(tmp_path / "office.toml")

    [problem] = refused.value.problems
    assert problem.file == str(tmp_path / "translations")
