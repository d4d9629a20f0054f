"""What the form of the documents shows: the standard's list, what the receipt asks, the duty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from kezek_core.calendar import CalendarError, TermError, due_on
from kezek_core.standards import (
    Document,
    DocumentStage,
    Fee,
    ReceiptField,
    Standard,
    asked_at,
    instead_of,
    of_stage,
)
from kezek_core.texts import LocalText
from kezek_queue import Office, Ticket
from kezek_queue.papers import named
from kezek_queue.register import KeptStandard

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
        instead_of: id of the line above in whose place it suffices; None for any other.
        state_held: whether the authority has its data, so that nobody lacks it.
    """

    id: str
    title: LocalText
    condition: str | None
    key: int | None
    instead_of: str | None
    state_held: bool


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
        required: what everybody hands in, in the standard's order; each is followed by whatever
            suffices instead of it.
        conditional: what is due under a condition, likewise.
        state_held: what a visitor may bring and nobody asks for.
        missing_titles: what is said of each document that can be missing, by its id.
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
    state_held: tuple[DocumentLine, ...]
    missing_titles: Mapping[str, LocalText]
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
            "required": [each.id for each in self.required if each.instead_of is None],
            "instead": {each.id: each.instead_of for each in lines if each.instead_of},
            "titles": {
                name: title.in_language(language) for name, title in self.missing_titles.items()
            },
            "today": self.on.isoformat(),
            "duties": [
                [each.first_on.isoformat(), each.last_on.isoformat(), each.tenge]
                for each in self.duties
            ],
        }


def hand_in_view(ticket: Ticket, kept: KeptStandard, office: Office, on: date) -> HandInView:
    """The form for a ticket under the standard as it is on a day."""
    asked = asked_at(kept.documents, DocumentStage.SUBMISSION)
    required = _with_substitutes([each for each in asked if each.required], kept)
    others = _with_substitutes([each for each in asked if not each.required], kept)
    handed_in = of_stage(kept.documents, DocumentStage.SUBMISSION)
    held = [each for each in handed_in if each.state_held]
    places = count(1)
    return HandInView(
        ticket=ticket,
        title=kept.title,
        required=tuple(_line(each, next(places)) for each in required),
        conditional=tuple(_line(each, next(places)) for each in others),
        state_held=tuple(_line(each, next(places)) for each in held),
        missing_titles={each.id: named(each, kept.documents) for each in asked},
        asks_name=ReceiptField.APPLICANT in kept.receipt_fields,
        asks_contacts=ReceiptField.APPLICANT_CONTACTS in kept.receipt_fields,
        duties=_duties(kept.fee, office),
        on=on,
        due_on=_due_on(kept, office, on),
    )


def lines_to_show(kept: KeptStandard) -> tuple[DocumentLine, ...]:
    """What a visitor shows to collect a result, each with whatever suffices instead."""
    asked = asked_at(kept.documents, DocumentStage.PICKUP)
    return tuple(_line(each, None) for each in _with_substitutes(asked, kept))


def basis_of(standard: Standard, paths: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Where the act says what the confirmation tells, as (what, place) pairs.

    Args:
        standard: of the service.
        paths: the path of the standard's value by what is told of it.
    """
    found = ((what, standard.source(path)) for what, path in paths.items())
    return tuple((what, source) for what, source in found if source is not None)


def _with_substitutes(documents: Iterable[Document], kept: KeptStandard) -> list[Document]:
    return [line for each in documents for line in (each, *instead_of(kept.documents, each))]


def _line(document: Document, place: int | None) -> DocumentLine:
    condition = None if document.required else document.condition or ""
    key = place if place is not None and place <= DIGIT_KEYS else None
    return DocumentLine(
        document.id, document.title, condition, key, document.instead_of, document.state_held
    )


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
