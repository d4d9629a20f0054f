"""A citation as a value: the act, and the places within it from the widest to the narrowest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from kezek_core.standards.values import Act
from kezek_core.standards.words import ActKind


class ActUnit(StrEnum):
    """What a pinpoint names: a numbered part of an act, or what else an act is cited by."""

    ANNEX = "annex"
    APPENDIX = "appendix"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    ITEM = "item"
    SUB_ITEM = "sub-item"
    PARAGRAPH = "paragraph"
    ROW = "row"
    HEADING = "heading"
    MONTHLY_INDEX = "monthly calculation index"
    STANDARD = "standard"
    EDITION = "edition"
    REGISTRATION = "registration"
    NOTE = "note"
    NAMED_IN = "named in"


NUMBERED = (
    ActUnit.ANNEX, ActUnit.APPENDIX, ActUnit.CHAPTER, ActUnit.SECTION, ActUnit.ARTICLE,
    ActUnit.ITEM, ActUnit.SUB_ITEM, ActUnit.PARAGRAPH, ActUnit.ROW,
)  # fmt: skip
"""The parts of an act that carry numbers."""


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """One number as the act prints it (``7.2``), or all from ``first`` to ``last``."""

    first: str
    last: str | None = None


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """One step into an act.

    Args:
        unit: what it names.
        spans: the numbers; none for a part without a number, one for a registration.
        name: the standard meant, one of `kezek_core.standards.citation.names.STANDARDS`.
        on: the day of an edition or a registration.
        of: what a note belongs to.
    """

    unit: ActUnit
    spans: tuple[NumberSpan, ...] = ()
    name: str = ""
    on: date | None = None
    of: tuple[Pinpoint, ...] = ()

    @property
    def several(self) -> bool:
        """Whether more than one part is meant."""
        return len(self.spans) > 1 or any(span.last for span in self.spans)


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule stands.

    An act is cited by kind and number (``kind``) or by its name (``name``). Words that nobody can
    cut stand in ``text`` as they were written, and nothing else is set.

    Args:
        kind: what sort of act it is; an office's own decision or order as well.
        number: its number.
        issuer: who issued it, as `kezek_core.standards.citation.names.ISSUERS` or in its own words.
        on: the day of the act.
        name: a law known by its name, one of `kezek_core.standards.citation.names.NAMED_ACTS`.
        years: the year or years that a budget law is for, ``2026`` or ``2026-2028``.
        pinpoints: the way into the act.
        text: free words.
    """

    kind: ActKind | None = None
    number: str | None = None
    issuer: str | None = None
    on: date | None = None
    name: str = ""
    years: str = ""
    pinpoints: tuple[Pinpoint, ...] = ()
    text: str = ""

    @property
    def cut(self) -> bool:
        """Whether the act is known; False for free words."""
        return self.kind is not None or bool(self.name)

    def above(self, unit: ActUnit) -> Citation:
        """The same place without what is named of that unit: the table, not its row."""
        return replace(self, pinpoints=tuple(p for p in self.pinpoints if p.unit is not unit))


def citation_of(act: Act) -> Citation:
    """The act that approved a standard, cited in full."""
    return Citation(kind=act.kind, number=act.number, issuer=act.issuer, on=act.on)
