"""The talon a complainant gets: when it was accepted and by whom, and when the answer is due."""

from __future__ import annotations

from kezek_core.dates import day_words
from kezek_core.papers import FormField, FormKind, FormSlip
from kezek_core.standards import source_words
from kezek_core.texts import by_language, same
from kezek_queue.feedback.values import Complaint
from kezek_queue.store.transaction import QueueConfig
from kezek_queue.translated import text

TITLE = text("Slip for an accepted complaint")
ACCEPTED_ON = text("Accepted on")
ACCEPTED_AT = text("Time")
ACCEPTED_BY = text("Accepted by")
KIOSK = text("the kiosk")
SERVICE = text("Service")
DUE_ON = text("Answer due by")
BASIS = text("Basis of the term")
KEEP = text("Keep this slip until you are answered: ask about your complaint by its number.")


def talon(config: QueueConfig, complaint: Complaint, *, accepted_by: str | None) -> FormSlip:
    """The talon of a complaint; it names the member of staff and never the complainant.

    Args:
        config: the office and how it works.
        complaint: the complaint registered.
        accepted_by: surname and name of whoever accepted it; None for the kiosk.

    Source: resolution 1119, guardianship standard, item 25 (day, time, and who accepted it);
    resolution 1122, annexes, item 23 (term of the answer).
    """
    office = config.office
    local = complaint.registered_at.astimezone(office.hours.zone)
    fields = [
        FormField(ACCEPTED_ON, day_words(complaint.registered_on)),
        FormField(ACCEPTED_AT, same(f"{local:%H:%M}")),
        FormField(ACCEPTED_BY, same(accepted_by) if accepted_by else KIOSK),
    ]
    service = office.services.get(complaint.service or "")
    if service is not None:
        title = service.name or config.standards.get(service.standard).short
        fields.append(FormField(SERVICE, title))
    fields.append(FormField(DUE_ON, day_words(complaint.due_on)))
    if complaint.term_source:
        basis = by_language(lambda language: source_words(complaint.term_source, language))
        fields.append(FormField(BASIS, basis))
    return FormSlip(
        kind=FormKind.COMPLAINT,
        office=office.name,
        title=TITLE,
        issued_at=complaint.registered_at,
        time_zone=office.time_zone,
        language=complaint.language,
        number=complaint.shown,
        fields=tuple(fields),
        notes=(KEEP,),
    )
