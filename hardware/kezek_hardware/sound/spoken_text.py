"""A text of a screen in the words of the hall: one ticket sounds alike wherever it is spoken."""

from __future__ import annotations

import re
from collections.abc import Callable

from kezek_hardware.sound.announcement import spoken_number, spoken_window
from kezek_hardware.sound.numerals import cardinal

_TICKET = re.compile(r"\b[A-Z]\d{3}\b")
_REQUEST = re.compile(r"\b\d{2}-\d{6}-\d\b")
_WINDOWS = {
    "kk": re.compile(r"\b(?P<number>[1-9]\d?)-(?=терезе)"),
    "ru": re.compile(r"(?P<before>\b(?:окн)\w+ )(?:№ ?)?(?P<number>[1-9]\d?)\b"),
    "en": re.compile(r"(?P<before>\bwindow )(?P<number>[1-9]\d?)\b"),
}


def spoken_text(text: str, language: str) -> str:
    """A text with its ticket numbers, windows and request numbers as the hall hears them.

    A voice left alone says "C" as English does, where the hall says "эс".

    Args:
        text: what stands on a screen.
        language: ``kk``, ``ru`` or ``en``; a text of another one stays as it is.
    """
    if language not in _WINDOWS:
        return text
    text = _REQUEST.sub(lambda found: _digit_by_digit(found.group(), language), text)
    text = _TICKET.sub(lambda found: spoken_number(found.group(), language), text)
    return _WINDOWS[language].sub(_window_in(language), text)


def _digit_by_digit(number: str, language: str) -> str:
    groups = (" ".join(cardinal(int(digit), language) for digit in group)
              for group in number.split("-"))  # fmt: skip
    return ", ".join(groups)


def _window_in(language: str) -> Callable[[re.Match[str]], str]:
    def words(found: re.Match[str]) -> str:
        spoken = spoken_window(int(found["number"]), language)
        if language == "kk":
            return f"{spoken} "
        return f"{found['before']}{'номер ' if language == 'ru' else ''}{spoken}"

    return words
