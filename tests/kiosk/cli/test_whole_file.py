"""What a command writes is whole under its name, or not there; also when the power goes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kezek_kiosk.cli.whole_file import whole_file


def test_a_file_has_its_name_only_when_all_of_it_is_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.csv"
    target.write_text("before")
    seen: list[tuple[str, str]] = []

    def sync(handle: int) -> None:
        seen.append((Path(f"/proc/self/fd/{handle}").read_text(), target.read_text()))

    monkeypatch.setattr(os, "fsync", sync)
    with whole_file(target) as file:
        file.write(b"after")

    assert seen == [("after", "before")]
    assert target.read_text() == "after"


def test_a_write_that_is_broken_off_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "report.csv"
    target.write_text("before")

    def broken_off() -> None:
        with whole_file(target) as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()

    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


def test_a_private_file_is_nobody_elses_from_its_first_byte_on(tmp_path: Path) -> None:
    target = tmp_path / "person.json"

    with whole_file(target, 0o600) as file:
        file.write(b"{}")
        (unfinished,) = tmp_path.iterdir()
        at_first = unfinished.stat().st_mode & 0o777

    assert (at_first, target.stat().st_mode & 0o777) == (0o600, 0o600)
