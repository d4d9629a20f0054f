"""A citation in English, from the act inwards: ``order 287, annex 1, item 7.2``."""

from __future__ import annotations

from datetime import date

from kezek_core.dates import MONTH_NAMES
from kezek_core.standards.citation.compact import compact_step
from kezek_core.standards.citation.names import ISSUERS, NAMED_ACTS
from kezek_core.standards.citation.values import ActUnit, Citation, Pinpoint
from kezek_core.texts.local_text import NO_BREAK_SPACE


def in_english(citation: Citation) -> str:
    """The citation in English."""
    text = _act(citation)
    for each in citation.pinpoints:
        between = " and the " if each.unit is ActUnit.REGISTRATION else ", "
        text = f"{text}{between}{_step(each)}"
    return text


def _act(citation: Citation) -> str:
    number = f"No.{NO_BREAK_SPACE}{citation.number}" if citation.number else ""
    dated = " ".join(filter(None, (number, f"of {_day(citation.on)}" if citation.on else "")))
    if citation.kind is None:
        return (
            NAMED_ACTS[citation.name]
            .in_language("en")
            .format(dated=f" {dated}" if dated else "", years=citation.years.replace("-", "–"))
        )
    if citation.issuer is None and citation.on is None:
        return f"{citation.kind} {citation.number}"
    if citation.issuer is None:
        return f"{citation.kind} {dated}"
    # Cited with its issuer, an act goes by its title.
    return f"{citation.kind.capitalize()} {_issuer(citation.issuer)} {dated}"


def _issuer(issuer: str) -> str:
    return ISSUERS[issuer].in_language("en") if issuer in ISSUERS else f"({issuer})"


def _day(on: date) -> str:
    return f"{on.day} {MONTH_NAMES[on.month - 1]} {on.year}"


def _step(pinpoint: Pinpoint) -> str:
    if pinpoint.unit is ActUnit.EDITION and pinpoint.on:
        return f"edition of {_day(pinpoint.on)}"
    if pinpoint.unit is ActUnit.REGISTRATION and pinpoint.on:
        number = f"No.{NO_BREAK_SPACE}{pinpoint.spans[0].first}"
        return f"registration {number} of {_day(pinpoint.on)}"
    # The compact form is English: only abbreviations are written out.
    return compact_step(pinpoint).replace("arts. ", "articles ").replace("art. ", "article ")
