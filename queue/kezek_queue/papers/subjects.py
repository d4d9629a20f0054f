"""What an event is about, for events of every release."""

from __future__ import annotations

from kezek_core.events import EventKind
from kezek_core.papers import NOBODY, Subject, SubjectKind, kind_written
from kezek_queue.values import Event

PRINTS = frozenset({EventKind.PRINT_REQUESTED, EventKind.PRINT_REPORTED, EventKind.PRINT_CONFIRMED})
_NAMED = (SubjectKind.REFUSAL, SubjectKind.COMPLAINT, SubjectKind.REQUEST)
"""Told in an event by a fact of that name."""


def subject_of(event: Event) -> Subject | None:
    """The ticket, request, refusal, complaint or memo that an event tells of.

    An event that names a visit beside a request is about the request: what is known of somebody's
    papers is told to fewer people than where they stand in the queue.

    Returns:
        None for an event of a window, a day or the machine.
    """
    body = event.body
    if "subject_kind" in body:
        return Subject(SubjectKind(body["subject_kind"]), body["subject_id"])
    if event.kind in PRINTS:
        return _of_old_print(event.ticket_id)
    if event.kind is not EventKind.TICKET_ISSUED:  # one for a result names its request, for staff
        for kind in _NAMED:
            if kind.value in body:
                return Subject(kind, body[kind.value])
    return None if event.ticket_id is None else Subject(SubjectKind.TICKET, event.ticket_id)


def _of_old_print(subject_id: str | None) -> Subject:
    """Before revision 0013 prints told an id alone, and none for a memo."""
    return NOBODY if subject_id is None else Subject(kind_written(subject_id), subject_id)
