"""A new office is made whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import kezek_kiosk.upkeep.new_office as new_office
from kezek_kiosk.cli import main
from kezek_kiosk.upkeep.new_office import OfficeExistsError, create_demo_office, create_office
from kezek_queue import Queue, SystemClock
from kezek_queue.office.demo import make_demo_office


def test_the_demo_office_has_eight_services_and_private_keys(
    demo_template: Path,
) -> None:
    with Queue.open(demo_template, clock=SystemClock()) as queue:
        services = set(queue.office.services)

    private = {
        name: (demo_template / name).stat().st_mode & 0o777
        for name in ("secrets.toml", "agent-token")
    }
    assert len(services) == 8
    assert private == {"secrets.toml": 0o600, "agent-token": 0o600}


def test_a_directory_with_files_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")

    with pytest.raises(OfficeExistsError, match="choose another --data"):
        create_demo_office(tmp_path)

    assert [entry.name for entry in tmp_path.iterdir()] == ["letter.txt"]


def test_a_failure_half_way_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_accounts: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(new_office, "make_demo_accounts", fail)

    with pytest.raises(OSError, match="disk is full"):
        create_demo_office(tmp_path / "data")

    assert list(tmp_path.iterdir()) == []


def test_an_office_of_ones_own_has_no_demo_accounts_and_no_open_kiosk(tmp_path: Path) -> None:
    text = make_demo_office().replace("demo = true", "demo = false")

    create_office(tmp_path / "data", text)

    listed = CliRunner().invoke(main, ["users", "list", "--json", "--data", str(tmp_path / "data")])
    assert listed.output.strip() == "[]"
    assert "open = false" in (tmp_path / "data" / "kezek.toml").read_text("utf-8")
