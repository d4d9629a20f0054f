"""What every room's tests share: an office as an earlier release left it."""

from __future__ import annotations

import json
import lzma
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kezek_kiosk.secrets_file import write_secrets

RELEASES = Path(__file__).parent / "releases"


@dataclass(frozen=True)
class ReleasedOffice:
    """A data directory as a release left it, and what that release itself said of it."""

    data: Path
    told: dict[str, Any]


@pytest.fixture(scope="session")
def _office_of_0_1_0(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("office-0.1.0") / "data"
    place.mkdir()
    archive = RELEASES / "0.1.0" / "office.tar.xz"
    subprocess.run(["tar", "-xJf", str(archive), "-C", str(place)], check=True)
    return place


@pytest.fixture
def office_of_0_1_0(_office_of_0_1_0: Path, tmp_path: Path) -> ReleasedOffice:
    """Two days of visits, requests, complaints and staff, written by version 0.1.0's own code.

    It ends in the middle of the second day with visitors waiting, called, held and being served.
    """
    data = Path(shutil.copytree(_office_of_0_1_0, tmp_path / "office-0.1.0"))
    write_secrets(data)
    (data / "standards").mkdir()
    (data / "papers").mkdir()
    told = json.loads(lzma.decompress((RELEASES / "0.1.0" / "expected.json.xz").read_bytes()))
    return ReleasedOffice(data, told)
