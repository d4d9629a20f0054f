"""`kezek check` on an office's own languages: what is never read is said, not passed over."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kezek_core.errors import KezekError
from kezek_core.texts import CatalogueError, remove_languages
from kezek_kiosk.errors import SettingsError
from kezek_kiosk.upkeep.office_check import Finding, check_office
from kezek_kiosk.upkeep.own_languages import READ, languages_text
from kezek_kiosk.web.catalogue import fault_words

ROOT = Path(__file__).parents[3]
SAMPLE = Path(__file__).parents[1] / "kyrgyz"
OFFERED = ("kk", "ru", "ky")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(SAMPLE, tmp_path / "translations")


def test_an_office_without_catalogues_of_its_own_has_its_languages_named(tmp_path: Path) -> None:
    assert languages_text(("kk", "ru"), tmp_path / "translations") == "kk, ru"


def test_the_catalogues_of_the_office_are_named(folder: Path) -> None:
    said = languages_text(OFFERED, folder)

    assert said.startswith("kk, ru, ky; catalogues of the office's own: ")
    assert "printers/ky" in said


def test_every_catalogue_that_kezek_ships_may_be_given_a_language() -> None:
    shipped = {each.name for each in ROOT.glob("*/kezek_*/translations/*") if each.is_dir()}

    assert {*READ} == shipped


def misname_a_catalogue(folder: Path) -> str:
    (folder / "visitor").rename(folder / "visitors")
    return "visitors/ky/LC_MESSAGES/messages.po"


def misname_a_file(folder: Path) -> str:
    place = folder / "visitor" / "ky" / "LC_MESSAGES"
    (place / "messages.po").rename(place / "visitor.po")
    return "visitor/ky/LC_MESSAGES/visitor.po"


def leave_out_a_folder(folder: Path) -> str:
    shutil.copy(folder / "visitor" / "ky" / "LC_MESSAGES" / "messages.po", folder / "visitor.po")
    return "visitor.po"


def link_to_nowhere(folder: Path) -> str:
    (folder / "survey").symlink_to(folder / "gone")
    return "survey"


@pytest.mark.parametrize(
    "mistake", [misname_a_catalogue, misname_a_file, leave_out_a_folder, link_to_nowhere]
)
def test_what_lies_there_and_is_never_read_is_named(
    folder: Path, mistake: Callable[[Path], str]
) -> None:
    named = mistake(folder)

    with pytest.raises(KezekError) as refused:
        languages_text(OFFERED, folder)

    assert f"not {named};" in str(refused.value)
    assert "КАТАЛОГ/ЯЗЫК/LC_MESSAGES/messages.po" in refused.value.message(fault_words("ru"))
    assert "КАТАЛОГ/ТІЛ/LC_MESSAGES/messages.po" in refused.value.message(fault_words("kk"))


def test_files_that_an_editor_leaves_are_passed_over(folder: Path) -> None:
    (folder / ".gitignore").write_text("*.mo")

    assert languages_text(OFFERED, folder).startswith("kk, ru, ky;")


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "translations").write_text("not here")

    with pytest.raises(CatalogueError, match="a folder that Kezek may read"):
        languages_text(OFFERED, tmp_path / "translations")


def test_a_language_unknown_to_unicode_is_refused_by_the_check_as_by_the_start(
    tmp_path: Path,
) -> None:
    with pytest.raises(SettingsError, match="'xx'") as refused:
        languages_text(("kk", "ru", "xx"), tmp_path / "translations")

    assert "известные Юникоду" in refused.value.message(fault_words("ru"))


@pytest.fixture
def checked(data_dir: Path) -> Iterator[Callable[[], Finding]]:
    def check() -> Finding:
        return next(each for each in check_office(data_dir) if each.check == "languages")

    yield check
    remove_languages(data_dir / "translations")


def test_the_check_of_an_office_tells_it(data_dir: Path, checked: Callable[[], Finding]) -> None:
    shutil.copytree(SAMPLE, data_dir / "translations")
    assert checked().ok

    (data_dir / "translations" / "notes.po").write_text("garbage")

    assert not checked().ok
    assert "notes.po" in checked().detail


def test_a_letter_that_paper_cannot_show_is_told_before_a_visitor_waits_for_the_paper(
    data_dir: Path, folder: Path
) -> None:
    office = data_dir / "office.toml"
    office.write_text(office.read_text().replace('kk = "«Кезек»', 'kk = "✓ «Кезек»', 1))
    place = folder / "printers" / "ky" / "LC_MESSAGES" / "messages.po"
    place.write_text(place.read_text().replace("Таблону", "Таблону ع"))

    found = next(each for each in check_office(data_dir) if each.check == "office")
    with pytest.raises(KezekError) as refused:
        languages_text(OFFERED, folder)

    assert "paper cannot show ✓ (U+2713) of" in found.detail
    assert "ع (U+0639)" in refused.value.message(fault_words("ru"))
    assert "не напечатает" in refused.value.message(fault_words("ru"))


def test_the_apostrophes_of_uzbek_are_printed_as_the_one_that_printers_have(
    data_dir: Path,
) -> None:
    office = data_dir / "office.toml"
    office.write_text(
        office.read_text().replace('kk = "«Кезек»', 'kk = "Tomorqa xo\u02bbjaligi', 1)
    )

    assert next(each for each in check_office(data_dir) if each.check == "office").ok
