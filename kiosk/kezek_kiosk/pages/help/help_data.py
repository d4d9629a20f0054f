"""What the help's script must know besides its texts."""

from __future__ import annotations

from typing import Any

from kezek_core.texts import MONTHS_EN, MONTHS_KK, MONTHS_RU


def help_data() -> dict[str, Any]:
    """The names of the months: a browser need not know Kazakh."""
    return {"months": {"kk": MONTHS_KK, "ru": MONTHS_RU, "en": MONTHS_EN}}
