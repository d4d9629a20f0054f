"""Everything an office holds of one person, gathered for whoever has a right to see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kezek_core.papers import SubjectKind, kind_written
from kezek_kiosk.upkeep.erasure import paper_directories, subjects_of
from kezek_printers.emulator import list_papers

if TYPE_CHECKING:
    from kezek_kiosk.web.context import AppContext


def export_person(context: AppContext, subject: str) -> dict[str, Any]:
    """What is held of the person behind a number, as plain values.

    Args:
        context: what the app stands on.
        subject: the number of a request or a complaint, or the id of a refusal.

    Returns:
        ``request``, ``refusal`` or ``complaint`` with its facts, ``person`` with the personal
        texts, and ``papers`` with what the virtual printer keeps.

    Raises:
        UnknownRequestError, UnknownComplaintError: there is no such thing here.
        RequestNumberError: it is no number at all.
    """
    is_complaint = kind_written(subject) is SubjectKind.COMPLAINT
    held = _complaint(context, subject) if is_complaint else _request(context, subject)
    return {**held, "papers": _papers(context, subject)}


def _request(context: AppContext, subject: str) -> dict[str, Any]:
    return context.queue.register.export(subject)


def _complaint(context: AppContext, number: str) -> dict[str, Any]:
    feedback = context.queue.feedback
    details = feedback.complaint_details(number)
    texts = {name: getattr(details, name) for name in details.__slots__}
    return {
        "complaint": feedback.complaint(number).to_json(),
        "person": {name: text for name, text in texts.items() if text is not None},
    }


def _papers(context: AppContext, subject: str) -> list[dict[str, str]]:
    names = _names_of(context, subject)
    return [
        {"printed_at": paper.printed_at.isoformat(), "text": paper.text}
        for directory in paper_directories(context.papers_dir, context.settings.printers)
        for paper in reversed(list_papers(directory))
        if not paper.erased and subjects_of(paper) & names
    ]


def _names_of(context: AppContext, subject: str) -> set[str]:
    """Every way in which a paper may name the number."""
    match kind_written(subject):
        case SubjectKind.COMPLAINT:
            complaint = context.queue.feedback.complaint(subject)
            return {complaint.number, complaint.shown}
        case SubjectKind.REFUSAL:
            return {subject}
    request = context.queue.register.get(subject)
    return {request.number, request.shown}
