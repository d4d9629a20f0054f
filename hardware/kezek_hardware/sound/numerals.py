"""Numbers as words in Kazakh, Russian and English, from 0 to 999: what a hall voice says."""

from __future__ import annotations

_KK_UNITS = ("нөл", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз")
_KK_TENS = (
    *("", "он", "жиырма", "отыз", "қырық"),
    *("елу", "алпыс", "жетпіс", "сексен", "тоқсан"),
)
_KK_ORDINALS = {
    "бір": "бірінші",
    "екі": "екінші",
    "үш": "үшінші",
    "төрт": "төртінші",
    "бес": "бесінші",
    "алты": "алтыншы",
    "жеті": "жетінші",
    "сегіз": "сегізінші",
    "тоғыз": "тоғызыншы",
    "он": "оныншы",
    "жиырма": "жиырмасыншы",
    "отыз": "отызыншы",
    "қырық": "қырқыншы",
    "елу": "елуінші",
    "алпыс": "алпысыншы",
    "жетпіс": "жетпісінші",
    "сексен": "сексенінші",
    "тоқсан": "тоқсаныншы",
}
_RU_UNITS = (
    *("ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"),
    *("десять", "одиннадцать", "двенадцать", "тринадцать", "четырнадцать", "пятнадцать"),
    *("шестнадцать", "семнадцать", "восемнадцать", "девятнадцать"),
)
_RU_TENS = (
    *("", "", "двадцать", "тридцать", "сорок"),
    *("пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто"),
)
_RU_HUNDREDS = (
    *("", "сто", "двести", "триста", "четыреста"),
    *("пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"),
)
_EN_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_EN_TENS = (
    *("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
)


def cardinal(number: int, language: str) -> str:
    """A number in words.

    Args:
        number: 0 to 999.
        language: ``kk``, ``ru`` or ``en``.

    Raises:
        ValueError: the number or the language is out of range.
    """
    if not 0 <= number <= 999:
        raise ValueError(f"expected a number from 0 to 999, got {number}")
    words = {"kk": _kazakh, "ru": _russian, "en": _english}.get(language)
    if words is None:
        raise ValueError(f"expected the language kk, ru or en, got {language!r}")
    return " ".join(words(number))


def kazakh_ordinal(number: int) -> str:
    """A Kazakh ordinal: only the last word takes the suffix ("жиырма бірінші").

    Args:
        number: 1 to 99.

    Raises:
        ValueError: the number is out of range.
    """
    if not 1 <= number <= 99:
        raise ValueError(f"expected a number from 1 to 99, got {number}")
    *first, last = _kazakh(number)
    return " ".join([*first, _KK_ORDINALS[last]])


def _kazakh(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    words = [] if hundreds == 0 else (["жүз"] if hundreds == 1 else [_KK_UNITS[hundreds], "жүз"])
    tens, units = divmod(rest, 10)
    words += [_KK_TENS[tens]] if tens else []
    words += [_KK_UNITS[units]] if units or not words else []
    return words


def _russian(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    return ([_RU_HUNDREDS[hundreds]] if hundreds else []) + _teens(
        rest, _RU_UNITS, _RU_TENS, spoken_zero=hundreds == 0
    )


def _english(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    return ([_EN_UNITS[hundreds], "hundred"] if hundreds else []) + _teens(
        rest, _EN_UNITS, _EN_TENS, spoken_zero=hundreds == 0
    )


def _teens(
    rest: int, units: tuple[str, ...], tens: tuple[str, ...], *, spoken_zero: bool
) -> list[str]:
    if rest >= 20:
        return [tens[rest // 10]] + ([units[rest % 10]] if rest % 10 else [])
    return [units[rest]] if rest or spoken_zero else []
