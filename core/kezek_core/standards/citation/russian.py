"""A citation in Russian, from the act inwards: ``приказ № 287, приложение 1, пункт 7.2``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kezek_core.dates import months_in
from kezek_core.standards.citation.compact import span_words
from kezek_core.standards.citation.names import ISSUERS, NAMED_ACTS, STANDARDS
from kezek_core.standards.citation.values import ActUnit, Citation, Pinpoint
from kezek_core.standards.words import ActKind
from kezek_core.texts.local_text import NO_BREAK_SPACE, LocalText

_KINDS: Mapping[ActKind, str] = {
    ActKind.LAW: "закон",
    ActKind.DECREE: "указ",
    ActKind.RESOLUTION: "постановление",
    ActKind.ORDER: "приказ",
    ActKind.DECISION: "решение",
    ActKind.RULES: "правила",
}
_PARTS: Mapping[ActUnit, tuple[str, str]] = {
    ActUnit.ANNEX: ("приложение", "приложения"),
    ActUnit.APPENDIX: ("приложение", "приложения"),
    ActUnit.CHAPTER: ("глава", "главы"),
    ActUnit.SECTION: ("раздел", "разделы"),
    ActUnit.ARTICLE: ("статья", "статьи"),
    ActUnit.ITEM: ("пункт", "пункты"),
    ActUnit.SUB_ITEM: ("подпункт", "подпункты"),
    ActUnit.PARAGRAPH: ("абзац", "абзацы"),
    ActUnit.ROW: ("строка", "строки"),
    ActUnit.HEADING: ("заголовок", "заголовки"),
    ActUnit.MONTHLY_INDEX: ("месячный расчетный показатель", "месячные расчетные показатели"),
}
"""A part, and several."""
_DATIVE: Mapping[ActUnit, tuple[str, str]] = {
    ActUnit.ANNEX: ("приложению", "приложениям"),
    ActUnit.APPENDIX: ("приложению", "приложениям"),
    ActUnit.CHAPTER: ("главе", "главам"),
    ActUnit.SECTION: ("разделу", "разделам"),
    ActUnit.ARTICLE: ("статье", "статьям"),
    ActUnit.ITEM: ("пункту", "пунктам"),
    ActUnit.SUB_ITEM: ("подпункту", "подпунктам"),
    ActUnit.PARAGRAPH: ("абзацу", "абзацам"),
    ActUnit.ROW: ("строке", "строкам"),
    ActUnit.HEADING: ("заголовку", "заголовкам"),
}
"""What a note belongs to."""


def in_russian(citation: Citation) -> str:
    """The citation in Russian."""
    text = _act(citation)
    for each in citation.pinpoints:
        between = " и " if each.unit is ActUnit.REGISTRATION else ", "
        text = f"{text}{between}{_step(each)}"
    return text


def _act(citation: Citation) -> str:
    number = f"№{NO_BREAK_SPACE}{citation.number}" if citation.number else ""
    dated = " ".join(filter(None, (_day(citation.on) if citation.on else "", number)))
    if citation.kind is None:
        years = "годы" if "-" in citation.years else "год"
        return _russian(NAMED_ACTS, citation.name).format(
            dated=f" {dated}" if dated else "",
            years=f"{citation.years.replace('-', '–')} {years}",
        )
    kind = _KINDS[citation.kind]
    if citation.issuer is None:
        return f"{kind} {dated}"
    # Cited with its issuer, an act goes by its title.
    return f"{kind.capitalize()} {_issuer(citation.issuer)} {dated}"


def _issuer(issuer: str) -> str:
    return _russian(ISSUERS, issuer) if issuer in ISSUERS else f"({issuer})"


def _russian(table: Mapping[str, LocalText], name: str) -> str:
    return table[name].in_language("ru")


def _day(on: date) -> str:
    return f"от {on.day} {months_in('ru')[on.month - 1]} {on.year} года"


def _step(pinpoint: Pinpoint) -> str:
    unit = pinpoint.unit
    if unit is ActUnit.STANDARD:
        return _russian(STANDARDS, pinpoint.name)
    if unit is ActUnit.NAMED_IN:
        standard = _russian(STANDARDS, pinpoint.name).replace("стандарт", "стандарта", 1)
        return f"как указано в заголовке {standard}"
    if unit is ActUnit.EDITION and pinpoint.on:
        return f"редакция {_day(pinpoint.on)}"
    if unit is ActUnit.REGISTRATION and pinpoint.on:
        return f"регистрация {_day(pinpoint.on)} №{NO_BREAK_SPACE}{pinpoint.spans[0].first}"
    if unit is ActUnit.NOTE:
        several = len(pinpoint.of) > 1 or pinpoint.of[0].several
        noted = " и ".join(f"к {_counted(each, _DATIVE)}" for each in pinpoint.of)
        return f"{'примечания' if several else 'примечание'} {noted}"
    counted = _counted(pinpoint, _PARTS)
    return f"{counted} к стандарту" if unit is ActUnit.APPENDIX else counted


def _counted(pinpoint: Pinpoint, words: Mapping[ActUnit, tuple[str, str]]) -> str:
    word = words[pinpoint.unit][pinpoint.several]
    if not pinpoint.spans:
        return word
    return f"{word} {span_words(pinpoint.spans, '–', ' и ')}"
