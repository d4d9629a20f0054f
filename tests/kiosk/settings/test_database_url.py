"""kezek.toml is told where the database is, and keeps everything else that stands in it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kezek_kiosk.errors import SettingsError
from kezek_kiosk.settings.database_url import set_database_url

URL = "postgresql://kezek@db/office"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f'[database]\nurl = "{URL}"\n'),
        (
            "# ours\n[kiosk]\nopen = true\n",
            f'# ours\n[kiosk]\nopen = true\n\n[database]\nurl = "{URL}"\n',
        ),
        ('[database]\nurl = ""  # the file\n[kiosk]\n', f'[database]\nurl = "{URL}"\n[kiosk]\n'),
        ("[database] # here\n\n[kiosk]\n", f'[database] # here\nurl = "{URL}"\n\n[kiosk]\n'),
        ("[kiosk]\n[database]", f'[kiosk]\n[database]\nurl = "{URL}"'),
    ],
)
def test_the_line_is_written_and_nothing_else_changes(
    tmp_path: Path, before: str, after: str
) -> None:
    file = tmp_path / "kezek.toml"
    file.write_text(before)

    set_database_url(tmp_path, URL)

    assert file.read_text() == after
    assert [each.name for each in tmp_path.iterdir()] == ["kezek.toml"]


def test_an_office_without_a_settings_file_gets_one(tmp_path: Path) -> None:
    set_database_url(tmp_path, URL)

    assert tomllib.loads((tmp_path / "kezek.toml").read_text()) == {"database": {"url": URL}}


@pytest.mark.parametrize("text", [f'database = {{url = "{URL}"}}\n', f'database.url = "{URL}"\n'])
def test_a_file_that_says_it_in_another_way_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    file = tmp_path / "kezek.toml"
    file.write_text(text)

    with pytest.raises(SettingsError, match=r"a section \[database\] with a line url"):
        set_database_url(tmp_path, "")

    assert file.read_text() == text


def test_a_password_makes_the_file_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "kezek.toml"
    file.write_text("[kiosk]\nopen = true\n")
    file.chmod(0o644)

    set_database_url(tmp_path, "postgresql://kezek:secret@db/office")

    assert file.stat().st_mode & 0o777 == 0o600
