"""Makes the data directory of a new office: whole or not at all.

Everything is written into a directory beside the target and moved into place by one rename, so a
power cut or a refusal leaves nothing half-made behind.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from kezek_core.ports import Clock
from kezek_core.texts import TRANSLATIONS
from kezek_kiosk.access.accounts import Accounts
from kezek_kiosk.access.agent_token import write_agent_token
from kezek_kiosk.access.demo_accounts import make_demo_accounts
from kezek_kiosk.access.roles import Role
from kezek_kiosk.access.tokens import Tokens
from kezek_kiosk.errors import KioskError
from kezek_kiosk.open_office import create_queue
from kezek_kiosk.settings.secrets import write_secrets
from kezek_queue.office import make_demo_office


class OfficeExistsError(KioskError, FileExistsError):
    """The directory already holds an office, or something else."""

    code = "office_exists"


def create_demo_office(
    data_dir: Path,
    *,
    windows: int = 8,
    categories: bool = False,
    clock: Clock | None = None,
    fill: Callable[[Path], None] | None = None,
) -> None:
    """Make the demo office: eight services with limits of 20, 30, 40 and 60 minutes.

    Args:
        data_dir: a directory that does not exist yet, or is empty.
        windows: 8 to 99.
        categories: whether preferential categories are switched on.
        clock: by which its first boot is written; the machine's own when not given.
        fill: puts more into the new directory before it is moved into place.
    """

    def furnish(new_dir: Path) -> None:
        office_text = make_demo_office(windows, categories=categories)
        appliance_text = "# Every key has a default, see docs/settings.md.\n[kiosk]\nopen = true\n"
        _write_office(new_dir, office_text, appliance_text, demo=True, clock=clock)
        if fill is not None:
            fill(new_dir)

    _whole_or_nothing(data_dir, furnish)


def create_office(data_dir: Path, office: bytes | str, *, translations: Path | None = None) -> None:
    """Make an office from the content of its ``office.toml``.

    Args:
        data_dir: a directory that does not exist yet, or is empty.
        office: the content.
        translations: catalogues of the office's own, which are copied; there may be none.
    """

    def furnish(new_dir: Path) -> None:
        if translations is not None and translations.exists():
            shutil.copytree(translations, new_dir / TRANSLATIONS)
        _write_office(new_dir, office, "[kiosk]\nopen = false\n", demo=False)

    _whole_or_nothing(data_dir, furnish)


def _write_office(
    new_dir: Path,
    office: bytes | str,
    appliance_text: str,
    *,
    demo: bool,
    clock: Clock | None = None,
) -> None:
    content = office.encode() if isinstance(office, str) else office
    (new_dir / "office.toml").write_bytes(content)
    (new_dir / "kezek.toml").write_text(appliance_text, "utf-8")
    (new_dir / "standards").mkdir()
    (new_dir / "papers").mkdir()
    write_secrets(new_dir)
    with create_queue(new_dir, clock=clock) as queue:
        write_agent_token(new_dir, Tokens(queue.store, _now).create(Role.KIOSK, label="agent"))
        if demo:
            make_demo_accounts(Accounts(queue.store, _now, demo=True))


def _whole_or_nothing(data_dir: Path, furnish: Callable[[Path], None]) -> None:
    target = data_dir.absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise OfficeExistsError(
            f"expected a new or empty directory at {data_dir}, found files in it; "
            "choose another --data, or move that directory away",
            path=str(data_dir),
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    new_dir = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        furnish(new_dir)
        new_dir.chmod(0o750)
        new_dir.rename(target)
    except BaseException:
        shutil.rmtree(new_dir, ignore_errors=True)
        raise


def _now() -> datetime:
    return datetime.now(UTC)
