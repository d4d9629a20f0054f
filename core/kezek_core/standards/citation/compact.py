"""The compact form of a citation, in which standards and office files write their sources.

``order 287, annex 1, item 7.2`` or ``decision 45 of the director of 2026-03-02, section 3``: the
act, then the way into it. One part that cannot be read leaves the whole as free text, so that
nothing is lost and nothing half understood is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from kezek_core.dates import MONTH_NAMES
from kezek_core.standards.citation.names import BUDGET_LAW, ISSUERS, NAMED_ACTS, STANDARDS
from kezek_core.standards.citation.values import NUMBERED, ActUnit, Citation, NumberSpan, Pinpoint
from kezek_core.standards.words import ActKind

_AND_REGISTRATION = " and the registration of "
_REGISTRATION = "registration of "
_NAMED_IN = "as named in the heading of the "
_PLURALS = {ActUnit.APPENDIX: "appendices"}
_WORDS = {
    ActUnit.ARTICLE: ("art.", "arts."),
    **{unit: (unit.value, _PLURALS.get(unit, f"{unit}s")) for unit in NUMBERED[:4]},
    **{unit: (unit.value, f"{unit}s") for unit in NUMBERED[5:]},
}
"""How a numbered part is written, one and several."""
_UNITS = {word: unit for unit, words in _WORDS.items() for word in words}
_UNITS |= {"article": ActUnit.ARTICLE, "articles": ActUnit.ARTICLE}


class _FreeTextError(Exception):
    """What stands there is no citation that we can cut."""


def parse_citation(source: str) -> Citation:
    """Read a citation.

    Args:
        source: the compact form, or any words.

    Returns:
        The citation; what is not of the compact form stands in its ``text``, unchanged.
    """
    try:
        head, *rest = _pieces(source)
        return _act(head, tuple(_pinpoint(piece) for piece in rest))
    except _FreeTextError:
        return Citation(text=source)


def compact(citation: Citation) -> str:
    """Write a citation in the compact form, from which `parse_citation` reads it again."""
    if not citation.cut:
        return citation.text
    text = _named(citation) if citation.name else _numbered(citation)
    for each in citation.pinpoints:
        text += f"{' and the ' if each.unit is ActUnit.REGISTRATION else ', '}{compact_step(each)}"
    return text


def _pieces(source: str) -> Iterator[str]:
    """The act and each step: a comma before a figure parts numbers, not steps."""
    found: list[str] = []
    for piece in source.split(", "):
        if found and (piece[:1].isdigit() or piece.startswith("no. ")):
            found[-1] += f", {piece}"
        else:
            found.append(piece)
    for piece in found:
        step, *registered = piece.split(_AND_REGISTRATION)
        yield step
        yield from (_REGISTRATION + each for each in registered)


def _act(head: str, pinpoints: tuple[Pinpoint, ...]) -> Citation:
    name, *facts = head.split(", ")
    name, years = _years(name)
    if name in NAMED_ACTS:
        on = _day(facts.pop(0)) if facts and not facts[0].startswith("no. ") else None
        number = _number(facts.pop(0).removeprefix("no. ")) if facts else None
        if facts:
            raise _FreeTextError
        return Citation(number=number, on=on, name=name, years=years, pinpoints=pinpoints)
    kind, _, rest = head.partition(" ")
    number, _, issued = rest.partition(" of ")
    if kind.lower() not in set(ActKind):
        raise _FreeTextError
    issuer, on = _issued(issued) if issued else (None, None)
    return Citation(ActKind(kind.lower()), _number(number), issuer, on, pinpoints=pinpoints)


def _years(name: str) -> tuple[str, str]:
    law, found, years = name.partition(f"{BUDGET_LAW} for ")
    parts = years.split("-")
    if law or not found or not all(len(part) == 4 and part.isdigit() for part in parts):
        return name, ""
    return BUDGET_LAW, years


def _issued(words: str) -> tuple[str | None, date | None]:
    """Who issued an act, and when; of an issuer in English only those that we can translate."""
    issuer, _, last = words.rpartition(" of ")
    try:
        on = date.fromisoformat(last)
    except ValueError:
        issuer, on = words, None
    if issuer in ISSUERS or any("\u0400" <= letter <= "\u04ff" for letter in issuer):
        return issuer, on
    if issuer:
        raise _FreeTextError
    return None, on


def _pinpoint(piece: str) -> Pinpoint:
    if piece in (ActUnit.HEADING, ActUnit.MONTHLY_INDEX, ActUnit.APPENDIX):
        return Pinpoint(ActUnit(piece))
    if piece.startswith(_NAMED_IN):
        return Pinpoint(ActUnit.NAMED_IN, name=_standard(piece.removeprefix(_NAMED_IN)))
    if piece.endswith(" standard"):
        return Pinpoint(ActUnit.STANDARD, name=_standard(piece))
    if piece.startswith("edition of "):
        return Pinpoint(ActUnit.EDITION, on=_day(piece.removeprefix("edition of ")))
    if piece.startswith(_REGISTRATION):
        on, _, number = piece.removeprefix(_REGISTRATION).partition(", no. ")
        return Pinpoint(ActUnit.REGISTRATION, (NumberSpan(_number(number)),), on=_day(on))
    for note in ("note to ", "notes to "):
        if piece.startswith(note):
            noted = piece.removeprefix(note).split(" and to ")
            return Pinpoint(ActUnit.NOTE, of=tuple(map(_noted, noted)))
    word, _, numbers = piece.partition(" ")
    if word not in _UNITS:
        raise _FreeTextError
    spans = numbers.replace(" and ", ", ").split(", ")
    return Pinpoint(_UNITS[word], tuple(map(_span, spans)))


def _noted(words: str) -> Pinpoint:
    found = _pinpoint(words.removeprefix("the "))
    if found.unit not in {*NUMBERED, ActUnit.HEADING}:
        raise _FreeTextError
    return found


def _span(words: str) -> NumberSpan:
    first, _, last = words.partition(" to ")
    if not first[:1].isdigit():
        raise _FreeTextError
    return NumberSpan(_number(first), _number(last) if last else None)


def _number(word: str) -> str:
    """A number as acts have them: ``7.2``, ``14-2-52``, ``2)``, ``68/НҚ``; never a word."""
    spelled = any(one.islower() and other.islower() for one, other in pairwise(word))
    if spelled or " " in word or "," in word or not any(map(str.isdigit, word)):
        raise _FreeTextError
    return word


def _standard(words: str) -> str:
    name = words.removesuffix(" standard")
    if name not in STANDARDS:
        raise _FreeTextError
    return name


def _day(words: str) -> date:
    day, _, month = words.partition(" ")
    month, _, year = month.partition(" ")
    iso = f"{year}-{MONTH_NAMES.index(month) + 1:02}-{day:0>2}" if month in MONTH_NAMES else words
    try:
        return date.fromisoformat(iso)
    except ValueError:
        raise _FreeTextError from None


def _named(citation: Citation) -> str:
    text = f"{citation.name} for {citation.years}" if citation.years else citation.name
    text += f", {citation.on}" if citation.on else ""
    return text + (f", no. {citation.number}" if citation.number else "")


def _numbered(citation: Citation) -> str:
    issuer = f" of {citation.issuer}" if citation.issuer else ""
    on = f" of {citation.on}" if citation.on else ""
    return f"{citation.kind} {citation.number}{issuer}{on}"


def compact_step(pinpoint: Pinpoint) -> str:
    """One step as the compact form writes it."""
    unit = pinpoint.unit
    if unit is ActUnit.STANDARD:
        return f"{pinpoint.name} standard"
    if unit is ActUnit.NAMED_IN:
        return f"{_NAMED_IN}{pinpoint.name} standard"
    if unit is ActUnit.EDITION:
        return f"edition of {pinpoint.on}"
    if unit is ActUnit.REGISTRATION:
        return f"{_REGISTRATION}{pinpoint.on}, no. {pinpoint.spans[0].first}"
    if unit is ActUnit.NOTE:
        several = len(pinpoint.of) > 1 or pinpoint.of[0].several
        noted = (f"{'' if each.spans else 'the '}{compact_step(each)}" for each in pinpoint.of)
        return f"{'notes' if several else 'note'} to {' and to '.join(noted)}"
    if not pinpoint.spans:
        return unit.value
    return f"{_WORDS[unit][pinpoint.several]} {span_words(pinpoint.spans, ' to ', ' and ')}"


def span_words(spans: tuple[NumberSpan, ...], to: str, also: str) -> str:
    """Numbers in a row: ``12 to 14 and 16`` with English words between them."""
    numbers = [f"{each.first}{to}{each.last}" if each.last else each.first for each in spans]
    return also.join(filter(None, (", ".join(numbers[:-1]), numbers[-1])))
