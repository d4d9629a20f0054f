"""A citation in Kazakh: each part belongs to the one before it, ``№ 287 бұйрықтың 7.2-тармағы``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kezek_core.dates import MONTHS
from kezek_core.standards.citation.compact import span_words
from kezek_core.standards.citation.names import ISSUERS, NAMED_ACTS, STANDARDS
from kezek_core.standards.citation.values import ActUnit, Citation, Pinpoint
from kezek_core.standards.words import ActKind
from kezek_core.texts.local_text import NO_BREAK_SPACE

_KINDS: Mapping[ActKind, tuple[str, str]] = {
    ActKind.LAW: ("заң", "заңы"),
    ActKind.DECREE: ("жарлық", "жарлығы"),
    ActKind.RESOLUTION: ("қаулы", "қаулысы"),
    ActKind.ORDER: ("бұйрық", "бұйрығы"),
    ActKind.DECISION: ("шешім", "шешімі"),
    ActKind.RULES: ("қағидалар", "қағидалары"),
}
"""An act alone, and as its issuer's."""

_PARTS: Mapping[ActUnit, tuple[str, str]] = {
    ActUnit.ANNEX: ("қосымшасы", "қосымшалары"),
    ActUnit.APPENDIX: ("қосымшасы", "қосымшалары"),
    ActUnit.CHAPTER: ("тарауы", "тараулары"),
    ActUnit.SECTION: ("бөлімі", "бөлімдері"),
    ActUnit.ARTICLE: ("бабы", "баптары"),
    ActUnit.ITEM: ("тармағы", "тармақтары"),
    ActUnit.SUB_ITEM: ("тармақшасы", "тармақшалары"),
    ActUnit.PARAGRAPH: ("абзацы", "абзацтары"),
    ActUnit.ROW: ("жолы", "жолдары"),
    ActUnit.HEADING: ("тақырыбы", "тақырыптары"),
    ActUnit.MONTHLY_INDEX: ("айлық есептік көрсеткіші", "айлық есептік көрсеткіштері"),
}
"""A part, and several, as those of what stands before them."""

_FRONT, _BACK = frozenset("әеөүіэ"), frozenset("аоұыя")
_VOICELESS = frozenset("кқпстфхцчшщ")


def in_kazakh(citation: Citation) -> str:
    """The citation in Kazakh."""
    text, owned = _act(citation)
    before: ActUnit | None = None
    for each in citation.pinpoints:
        if each.unit is ActUnit.APPENDIX:
            text, owned = _appendix(text, each, owned=owned, before=before), False
        else:
            text, owned = _within(text, each, owned=owned)
        before = each.unit
    return text


def genitive(words: str, *, owned: bool) -> str:
    """Whose: the suffix goes by the vowel and the end of the last word.

    Args:
        words: ends in a Kazakh noun.
        owned: it ends in the possessive suffix already, ``тармағы``.
    """
    last = words[-1:].lower()
    if owned or last in _FRONT | _BACK | frozenset("мнң"):
        return words + _suffix(words, "ның", "нің")
    return words + (
        _suffix(words, "тың", "тің") if last in _VOICELESS else _suffix(words, "дың", "дің")
    )


def dative(words: str, *, owned: bool) -> str:
    """To what; see `genitive`."""
    if owned:
        return words + _suffix(words, "на", "не")
    if words[-1:].lower() in _VOICELESS:
        return words + _suffix(words, "қа", "ке")
    return words + _suffix(words, "ға", "ге")


def locative(words: str, *, owned: bool) -> str:
    """Where or when; see `genitive`. With ``ғы`` or ``гі`` behind it, which one."""
    if owned:
        return words + _suffix(words, "нда", "нде")
    if words[-1:].lower() in _VOICELESS:
        return words + _suffix(words, "та", "те")
    return words + _suffix(words, "да", "де")


def attributive(words: str, *, owned: bool) -> str:
    """The one that is there or of then: ``қазандағы``, ``қосымшасындағы``; see `genitive`."""
    return locative(words, owned=owned) + _suffix(words, "ғы", "гі")


def _suffix(words: str, back: str, front: str) -> str:
    known = (letter for letter in reversed(words.lower()) if letter in _FRONT | _BACK)
    return front if next(known, "а") in _FRONT else back


def _act(citation: Citation) -> tuple[str, bool]:
    """The act, and whether its last word is possessive already."""
    dated = _of_day(citation.on) if citation.on else ""
    number = f"№{NO_BREAK_SPACE}{citation.number}" if citation.number else ""
    if citation.kind is None:
        day_and_number = " ".join(filter(None, (dated, number)))
        several = "жылдарға" if "-" in citation.years else "жылға"
        # "Республикасының Заңы", but "Республикасы Заңының": one genitive follows no other.
        chained = bool(citation.pinpoints) and not day_and_number
        return NAMED_ACTS[citation.name].kk.format(
            republic="Қазақстан Республикасы" + ("" if chained else "ның"),
            dated=f" {day_and_number}" if day_and_number else "",
            years=f"{citation.years.replace('-', '–')} {several}",
        ), True
    alone, owned = _KINDS[citation.kind]
    issuer = _issuer(citation.issuer) if citation.issuer else ""
    kind = owned if issuer else alone
    return " ".join(filter(None, (issuer, dated, number, kind))), bool(issuer)


def _issuer(issuer: str) -> str:
    """Whose act it is; what takes no Kazakh suffix (Latin letters, ``ЖШС``) stands in brackets."""
    if issuer in ISSUERS:
        return ISSUERS[issuer].kk
    last = issuer.split()[-1]
    if last.isupper() or not "\u0400" <= last[-1] <= "\u04ff":
        return f"({issuer})"
    return genitive(issuer, owned=last[-1] in "ыі")


def _of_day(on: date) -> str:
    month = attributive(MONTHS[on.month - 1].kk, owned=False)
    return f"{on.year} жылғы {on.day} {month}"


def _within(whole: str, pinpoint: Pinpoint, *, owned: bool) -> tuple[str, bool]:
    unit = pinpoint.unit
    if unit is ActUnit.NAMED_IN:
        standard = genitive(STANDARDS[pinpoint.name].kk, owned=True)
        return f"{standard} тақырыбында аталған {whole}", owned
    if unit is ActUnit.REGISTRATION and pinpoint.on:
        month = locative(MONTHS[pinpoint.on.month - 1].kk, owned=False)
        day = f"{pinpoint.on.year} жылғы {pinpoint.on.day} {month}"
        number = f"№{NO_BREAK_SPACE}{pinpoint.spans[0].first}"
        return f"{whole} және {day} {number} болып тіркелуі", True
    whose = genitive(whole, owned=owned)
    if unit is ActUnit.NOTE:
        noted = " және ".join(dative(_part(each), owned=True) for each in pinpoint.of)
        several = len(pinpoint.of) > 1 or pinpoint.of[0].several
        return f"{whose} {noted} {'ескертулер' if several else 'ескерту'}", False
    return f"{whose} {_part(pinpoint)}", True


def _appendix(whole: str, pinpoint: Pinpoint, *, owned: bool, before: ActUnit | None) -> str:
    """An appendix is one to the standard, which an annex or the act itself may be."""
    if before is ActUnit.STANDARD:
        to = dative(whole, owned=True)
    else:
        to = f"{attributive(whole, owned=owned)} стандартқа"
    return f"{to} {_counted(pinpoint)}қосымша"


def _part(pinpoint: Pinpoint) -> str:
    if pinpoint.unit is ActUnit.STANDARD:
        return STANDARDS[pinpoint.name].kk
    if pinpoint.unit is ActUnit.EDITION and pinpoint.on:
        return f"{_of_day(pinpoint.on)} редакциясы"
    one, several = _PARTS[pinpoint.unit]
    return f"{_counted(pinpoint)}{several if pinpoint.several else one}"


def _counted(pinpoint: Pinpoint) -> str:
    """The ordinal before a part: a figure takes a hyphen, one with a bracket does not."""
    if not pinpoint.spans:
        return ""
    numbers = span_words(pinpoint.spans, "–", " және ")
    return f"{numbers} " if numbers.endswith(")") else f"{numbers}-"
