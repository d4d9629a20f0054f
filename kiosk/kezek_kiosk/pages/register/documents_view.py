"""What the form of the documents shows: the standard's list, what the receipt asks, the duty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kezek_core.standard import Document, Fee, ReceiptField, Standard
from kezek_core.terms import TermError, due_on
from kezek_core.texts import LocalText
from kezek_core.working_calendar import CalendarError
from kezek_queue import Office, Ticket
from kezek_queue.register_edition import KeptStandard

DIGIT_KEYS = 9
"""So many documents have a key of their own: 1 to 9."""


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document of the list.

    Args:
        id: as the API names it.
        title: as the standard names it.
        condition: when it is due, for one that not everybody needs; None for a required one.
        key: the digit that ticks it; None beyond nine.
    """

    id: str
    title: LocalText
    condition: str | None
    key: int | None


@dataclass(frozen=True, slots=True)
class DutySpan:
    """The state duty for payment days of one monthly calculation index.

    Args:
        first_on: first payment day.
        last_on: last payment day.
        tenge: the duty, whole tenge.
    """

    first_on: date
    last_on: date
    tenge: int


@dataclass(frozen=True, slots=True)
class HandInView:
    """The form of one visitor.

    Args:
        ticket: the visit.
        title: official title of the service.
        required: what everybody hands in, in the standard's order.
        conditional: what is due under a condition, in the standard's order.
        asks_name: whether the receipt states the applicant.
        asks_contacts: whether the receipt states the applicant's contacts.
        duties: the duty by payment day; empty for a free service.
        on: the office's date.
        due_on: when the result is due for documents taken today; None where nobody can say.
    """

    ticket: Ticket
    title: LocalText
    required: tuple[DocumentLine, ...]
    conditional: tuple[DocumentLine, ...]
    asks_name: bool
    asks_contacts: bool
    duties: tuple[DutySpan, ...]
    on: date
    due_on: date | None

    def to_json(self, language: str, key: str) -> dict[str, Any]:
        """What the page's script needs; ``key`` makes a repeated hand-in harmless."""
        lines = (*self.required, *self.conditional)
        return {
            "key": key,
            "service": self.ticket.service,
            "ticket": self.ticket.id,
            "required": [each.id for each in self.required],
            "titles": {each.id: each.title.in_language(language) for each in lines},
            "today": self.on.isoformat(),
            "duties": [
                [each.first_on.isoformat(), each.last_on.isoformat(), each.tenge]
                for each in self.duties
            ],
        }


def hand_in_view(ticket: Ticket, kept: KeptStandard, office: Office, on: date) -> HandInView:
    """The form for a ticket under the standard as it is on a day."""
    required = [each for each in kept.documents if each.required]
    others = [each for each in kept.documents if not each.required]
    lines = [_line(each, place) for place, each in enumerate((*required, *others), start=1)]
    return HandInView(
        ticket=ticket,
        title=kept.title,
        required=tuple(lines[: len(required)]),
        conditional=tuple(lines[len(required) :]),
        asks_name=ReceiptField.APPLICANT in kept.receipt_fields,
        asks_contacts=ReceiptField.APPLICANT_CONTACTS in kept.receipt_fields,
        duties=_duties(kept.fee, office),
        on=on,
        due_on=_due_on(kept, office, on),
    )


def basis_of(standard: Standard, paths: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Where the act says what the confirmation tells, as (what, place) pairs.

    Args:
        standard: of the service.
        paths: the path of the standard's value by what is told of it.
    """
    found = ((told, standard.source(path)) for told, path in paths.items())
    return tuple((told, source) for told, source in found if source is not None)


def _line(document: Document, place: int) -> DocumentLine:
    condition = None if document.required else document.condition or ""
    key = place if place <= DIGIT_KEYS else None
    return DocumentLine(document.id, document.title, condition, key)


def _duties(fee: Fee, office: Office) -> tuple[DutySpan, ...]:
    if fee.free or fee.mci_share is None:
        return ()
    return tuple(
        DutySpan(index.from_on, index.until_on, office.fee_due(fee, index.from_on).tenge)
        for index in office.monthly_indices
    )


def _due_on(kept: KeptStandard, office: Office, on: date) -> date | None:
    if kept.term is None:
        return None
    try:
        return due_on(kept.term, on, kept.calendar(office)).due_on
    except (TermError, CalendarError):
        return None  # the server says why when the documents are taken
