"""The sentence the hall hears when a ticket is called."""

from __future__ import annotations

import re

from kezek_hardware.numerals import cardinal, kazakh_ordinal

_TICKET = re.compile(r"([A-Z])(\d{1,3})")

# Ticket letters are chosen to read the same in Latin and Cyrillic, so the hall hears the
# Cyrillic letter people see: P is "эр", H is "эн", C is "эс".
_CYRILLIC_NAMES = {
    "A": "а",
    "B": "вэ",
    "C": "эс",
    "D": "дэ",
    "E": "е",
    "F": "эф",
    "G": "гэ",
    "H": "эн",
    "I": "и",
    "J": "йот",
    "K": "ка",
    "L": "эл",
    "M": "эм",
    "N": "эн латын",
    "O": "о",
    "P": "эр",
    "Q": "ку",
    "R": "эр латын",
    "S": "эс латын",
    "T": "тэ",
    "U": "у латын",
    "V": "вэ латын",
    "W": "дубль вэ",
    "X": "ха",
    "Y": "игрек",
    "Z": "зэт",
}


def announcement(number: str, window: int, language: str) -> str:
    """The call of a ticket to a window, in words a voice can read.

    Args:
        number: the ticket number, a letter and up to three digits.
        window: 1 to 99.
        language: ``kk``, ``ru`` or ``en``.

    Raises:
        ValueError: the number, the window or the language cannot be spoken.
    """
    match = _TICKET.fullmatch(number)
    if match is None:
        raise ValueError(f"expected a letter and up to three digits such as A015, got {number!r}")
    if not 1 <= window <= 99:
        raise ValueError(f"expected a window from 1 to 99, got {window}")
    letter, digits = match.group(1), int(match.group(2))
    spoken = cardinal(digits, language)
    if language == "kk":
        called = kazakh_ordinal(window).capitalize()
        return f"Талон {_letter(letter)} {spoken}. {called} терезеге келіңіз."
    if language == "ru":
        at = cardinal(window, "ru")
        return f"Талон {_letter(letter)} {spoken}. Пройдите к окну номер {at}."
    return f"Ticket {letter} {spoken}. Please come to window {cardinal(window, 'en')}."


def _letter(letter: str) -> str:
    return _CYRILLIC_NAMES[letter]
