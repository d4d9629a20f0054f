"""What a paper is about: whose ticket, request, refusal or complaint, or nobody's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from kezek_core.papers.request_numbers import NoRequestNumberError, digits_of

REFUSAL_PREFIX = "refusal-"
"""How the id of a refusal begins: it has no number that anybody reads."""

COMPLAINT_LETTERS = ("C", "c", "С", "с")
"""Latin and Cyrillic: on a keyboard nobody sees which one it is."""

_DATE_SIGNS = 10


class SubjectKind(Enum):
    """The kinds of things that papers are about; the value is what is stored and told."""

    TICKET = "ticket"
    REQUEST = "request"
    REFUSAL = "refusal"
    COMPLAINT = "complaint"
    MEMO = "memo"
    """Nobody's: what stands in a memo hangs on the wall."""
    UNKNOWN = "unknown"
    """A newer Kezek's, or nothing that can be made out: whoever may see little sees nothing."""

    @classmethod
    def _missing_(cls, _value: object) -> SubjectKind:
        return cls.UNKNOWN


@dataclass(frozen=True, slots=True)
class Subject:
    """What one paper is about.

    Args:
        kind: what kind of thing.
        id: its id or stored number; "" for a memo.
    """

    kind: SubjectKind
    id: str

    @property
    def ticket_id(self) -> str | None:
        """The ticket, where it is about one."""
        return self.id if self.kind is SubjectKind.TICKET else None

    def facts(self) -> dict[str, Any]:
        """How an event, a row and a print job tell it."""
        return {"subject_kind": self.kind.value, "subject_id": self.id}


NOBODY = Subject(SubjectKind.MEMO, "")


def kind_written(text: str) -> SubjectKind:
    """The kind of thing that an id or number is of, by how it is written.

    For what a person typed, and for events of a journal that did not tell kinds yet. Whether there
    is such a thing is another question.

    Args:
        text: an id as stored, or a number as it stands on a paper.
    """
    written = text.strip()
    if written.startswith(REFUSAL_PREFIX):
        return SubjectKind.REFUSAL
    if written.startswith(COMPLAINT_LETTERS):
        return SubjectKind.COMPLAINT
    if _begins_with_a_day(written):
        return SubjectKind.TICKET
    try:
        digits_of(written)
    except NoRequestNumberError:
        return SubjectKind.UNKNOWN
    return SubjectKind.REQUEST


def _begins_with_a_day(text: str) -> bool:
    day, rest = text[:_DATE_SIGNS], text[_DATE_SIGNS:]
    try:
        return date.fromisoformat(day).isoformat() == day and rest.startswith("-")
    except ValueError:
        return False
