"""The sentence the hall hears when a ticket is called."""

from __future__ import annotations

import re

from kezek_hardware.sound.numerals import cardinal, kazakh_ordinal

ANNOUNCED_IN = ("kk", "ru")
"""A call is spoken in these, one after another."""

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
    "N": "эн",
    "O": "о",
    "P": "эр",
    "Q": "ку",
    "R": "эр",
    "S": "эс",
    "T": "тэ",
    "U": "у",
    "V": "вэ",
    "W": "дубль вэ",
    "X": "ха",
    "Y": "игрек",
    "Z": "зэт",
}
_LATIN_ONLY = frozenset("NRSUV")
"""Letters that sound like another letter that people see."""

_LATIN = {"kk": "латын", "ru": "латинская"}


def announcement(number: str, window: int, language: str) -> str:
    """The call of a ticket to a window, in words a voice can read.

    Args:
        number: the ticket number, a letter and up to three digits.
        window: 1 to 99.
        language: ``kk``, ``ru`` or ``en``.

    Raises:
        ValueError: the number, the window or the language cannot be spoken.
    """
    spoken, at = spoken_number(number, language), spoken_window(window, language)
    if language == "kk":
        return f"Талон {spoken}. {at.capitalize()} терезеге келіңіз."
    if language == "ru":
        return f"Талон {spoken}. Пройдите к окну номер {at}."
    return f"Ticket {spoken}. Please come to window {at}."


def spoken_number(number: str, language: str) -> str:
    """A ticket's number as the hall calls it: ``эс он бір`` for C011 in Kazakh.

    Args:
        number: a letter and up to three digits.
        language: ``kk``, ``ru`` or ``en``.

    Raises:
        ValueError: the number or the language cannot be spoken.
    """
    letter, digits = ticket_parts(number)
    count = cardinal(digits, language)  # refuses a language that is not spoken
    return f"{letter_name(letter, language)} {count}"


def spoken_window(window: int, language: str) -> str:
    """A window's number as the hall calls it: an ordinal in Kazakh.

    Args:
        window: 1 to 99.
        language: ``kk``, ``ru`` or ``en``.

    Raises:
        ValueError: the window or the language cannot be spoken.
    """
    if not 1 <= window <= 99:
        raise ValueError(f"expected a window from 1 to 99, got {window}")
    return kazakh_ordinal(window) if language == "kk" else cardinal(window, language)


def ticket_parts(number: str) -> tuple[str, int]:
    """The letter and the digits of a ticket's number.

    Raises:
        ValueError: it is no such number.
    """
    match = _TICKET.fullmatch(number)
    if match is None:
        raise ValueError(f"expected a letter and up to three digits such as A015, got {number!r}")
    return match.group(1), int(match.group(2))


def letter_name(letter: str, language: str) -> str:
    """How a ticket's letter is said."""
    if language == "en":
        return letter
    name = _CYRILLIC_NAMES[letter]
    return f"{name} {_LATIN[language]}" if letter in _LATIN_ONLY else name
