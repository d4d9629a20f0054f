"""The token a replay works with: lent for the time of the replay, useless afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from kezek_kiosk.access.roles import Role
from kezek_kiosk.access.tokens import Tokens
from kezek_kiosk.open_office import open_staff

LABEL = "replay"


@contextmanager
def lent_token(data_dir: Path, given: str | None) -> Iterator[str]:
    """The given token, or a new administrator's token of the office in ``data_dir``."""
    if given:
        yield given
        return
    with open_staff(data_dir) as store:
        tokens = Tokens(store, lambda: datetime.now(UTC))
        plain = tokens.create(Role.ADMIN, label=LABEL)
        try:
            yield plain
        finally:
            for token in tokens.list():
                if token.label == LABEL:
                    tokens.revoke(token.id)
