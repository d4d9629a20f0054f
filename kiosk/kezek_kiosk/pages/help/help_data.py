"""What the help's script must know besides its texts."""

from __future__ import annotations

from typing import Any

from kezek_core.dates import day_pattern, months_in
from kezek_kiosk.web.i18n import page_languages


def help_data() -> dict[str, Any]:
    """The names of the months and the form of a date: a browser need not know Kazakh."""
    return {
        "months": {language: months_in(language) for language in page_languages()},
        "day": {language: day_pattern(language) for language in page_languages()},
    }
