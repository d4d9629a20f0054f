"""What a standard said on the day a request was accepted, kept with the request.

An amendment or a changed file never alters what was promised on a receipt: the list of documents,
the limits and the terms of a request are those of its own day.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import sqlalchemy as sa

from kezek_core.calendar import WorkingCalendar, week_of
from kezek_core.standards import (
    Document,
    DocumentStage,
    Extension,
    Fee,
    Period,
    PeriodUnit,
    ReceiptField,
    Returns,
    Standard,
    Term,
    edition_on,
    instead_of,
    missing_documents,
)
from kezek_core.texts import LocalText
from kezek_queue.errors import UnknownDocumentError
from kezek_queue.journal.event_text import canonical
from kezek_queue.office.office import Office
from kezek_queue.register.kept_standard_json import (
    document_from_json,
    document_json,
    fee_from_json,
    fee_json,
    period_from_json,
    period_json,
    term_from_json,
    term_json,
)
from kezek_queue.schema.tables import register_editions, register_requests
from kezek_queue.store.transaction import Transaction

MOST_COPIES = 999
ID_SIGNS = 32
MOST_ASKED = 500
"""Numbers in one statement; databases allow only so many."""

_BY_ID = sa.select(register_editions.c.text).where(
    register_editions.c.office_id == sa.bindparam("office"),
    register_editions.c.id == sa.bindparam("kept_id"),
)

_OF_REQUESTS = sa.select(register_requests.c.number, register_requests.c.kept).where(
    register_requests.c.office_id == sa.bindparam("office"),
    register_requests.c.number.in_(sa.bindparam("asked", expanding=True)),
)


@dataclass(frozen=True, slots=True)
class KeptStandard:
    """The part of a standard that the life of a request depends on.

    Args:
        standard: its id.
        edition: name of the edition, an ISO date.
        title: the official title of the service.
        waiting_minutes: limits by stage, None where there is none.
        term: None where the standard sets none.
        extensions: in the standard's order; a step names one by its place, from 0.
        documents: what is to be handed in, and what is shown when the result is collected.
        returns: working days for faulty papers.
        unclaimed_keep: how long a result is kept; None where the standard does not say.
        valid: how long a result is valid; None where the standard does not say.
        fee: what the service costs.
        receipt_fields: what the acceptance receipt must state.
        refusal_possible: False where the standard knows no ground for refusal.
        week: the standard's working weekdays, Monday 0.
        phones: of the one place of the standard, else of its provider.
    """

    standard: str
    edition: str
    title: LocalText
    waiting_minutes: Mapping[str, int | None]
    term: Term | None
    extensions: tuple[Extension, ...]
    documents: tuple[Document, ...]
    returns: Returns
    unclaimed_keep: Period | None
    valid: Period | None
    fee: Fee
    receipt_fields: tuple[ReceiptField, ...]
    refusal_possible: bool | None
    week: frozenset[int]
    phones: tuple[str, ...]

    @classmethod
    def of(cls, standard: Standard, on: date) -> KeptStandard:
        """What a standard says on a day."""
        minutes = standard.waiting_minutes
        return cls(
            standard=standard.id,
            edition=edition_on(standard, on).name,
            title=standard.title,
            waiting_minutes={
                "submission": minutes.submission,
                "pickup": minutes.pickup,
                "service": minutes.service,
            },
            term=standard.term,
            extensions=standard.extensions,
            documents=standard.documents,
            returns=standard.returns,
            unclaimed_keep=standard.unclaimed_keep,
            valid=None if standard.result is None else standard.result.valid,
            fee=standard.fee,
            receipt_fields=standard.receipt_fields,
            refusal_possible=standard.refusal.possible,
            week=week_of(standard.schedule.days),
            phones=_phones(standard),
        )

    def calendar(self, office: Office) -> WorkingCalendar:
        """The calendar in which the terms of a request are counted at an office."""
        return office.working_calendar(self.week)

    def missing(self, brought: Mapping[str, int], applies: Collection[str]) -> tuple[Document, ...]:
        """The documents that were due at hand-in and not brought, in the standard's order.

        Args:
            brought: how many sheets or copies of each document, by its id.
            applies: ids of documents whose condition is met in this case.

        Raises:
            UnknownDocumentError: the standard asks for no such document, or so many of it.
        """
        self._check_known(brought, applies)
        return missing_documents(self.documents, brought, applies)

    def substitutes(self, missing: Collection[Document]) -> tuple[Document, ...]:
        """Every document that suffices instead of one of those that are missing."""
        return tuple(other for each in missing for other in instead_of(self.documents, each))

    def not_shown(self, shown: Mapping[str, int]) -> tuple[Document, ...]:
        """The documents that are due when the result is collected and were not shown.

        Args:
            shown: how many of each document, by its id.

        Raises:
            UnknownDocumentError: the standard asks for no such document, or so many of it.
        """
        self._check_known(shown, ())
        return missing_documents(self.documents, shown, stage=DocumentStage.PICKUP)

    def _check_known(self, brought: Mapping[str, int], applies: Collection[str]) -> None:
        known = [each.id for each in self.documents]
        for asked in (*brought, *applies):
            if asked not in known:
                raise UnknownDocumentError(
                    f"expected one of the documents {', '.join(known)} of {self.standard}, got "
                    f"{asked!r}; tick the documents of this edition, {self.edition}",
                    document=asked,
                    known=known,
                )
        for name, count in brought.items():
            if type(count) is not int or not 0 <= count <= MOST_COPIES:
                raise UnknownDocumentError(
                    f"expected 0 to {MOST_COPIES} of the document {name}, got {count!r}; count "
                    "them again",
                    document=name,
                    known=known,
                )

    def to_json(self) -> dict[str, Any]:
        """The kept standard as plain values."""
        values: dict[str, Any] = {each.name: getattr(self, each.name) for each in fields(self)}
        return values | {
            "title": self.title.to_json(),
            "waiting_minutes": dict(self.waiting_minutes),
            "term": self.term and term_json(self.term),
            "extensions": [
                [each.amount, each.unit.value, each.reason, each.notify_days]
                for each in self.extensions
            ],
            "documents": list(map(document_json, self.documents)),
            "returns": [self.returns.authority_days, self.returns.notify_days],
            "unclaimed_keep": period_json(self.unclaimed_keep),
            "valid": period_json(self.valid),
            "fee": fee_json(self.fee),
            "receipt_fields": [each.value for each in self.receipt_fields],
            "week": sorted(self.week),
            "phones": list(self.phones),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> KeptStandard:
        """The kept standard that ``to_json`` wrote."""
        text = LocalText.from_json
        values: dict[str, Any] = dict(data) | {
            "title": text(data["title"]),
            "term": data["term"] and term_from_json(data["term"]),
            "extensions": tuple(
                Extension(amount, PeriodUnit(unit), reason, notify)
                for amount, unit, reason, notify in data["extensions"]
            ),
            "documents": tuple(map(document_from_json, data["documents"])),
            "returns": Returns(*data["returns"]),
            "unclaimed_keep": period_from_json(data["unclaimed_keep"]),
            "valid": period_from_json(data["valid"]),
            "fee": fee_from_json(data["fee"]),
            "receipt_fields": tuple(ReceiptField(each) for each in data["receipt_fields"]),
            "week": frozenset(data["week"]),
            "phones": tuple(data["phones"]),
        }
        return cls(**values)


def keep_standard(tx: Transaction, kept: KeptStandard) -> str:
    """Store a wording once, and return its id."""
    text = canonical(kept.to_json())
    kept_id = hashlib.sha256(text.encode()).hexdigest()[:ID_SIGNS]
    where = {"office": tx.office_id, "kept_id": kept_id}
    if tx.connection.execute(_BY_ID, where).one_or_none() is None:
        tx.connection.execute(
            register_editions.insert(), {"office_id": tx.office_id, "id": kept_id, "text": text}
        )
    return kept_id


def kept_standard(connection: sa.Connection, office_id: str, kept_id: str) -> KeptStandard:
    """The wording of an id."""
    where = {"office": office_id, "kept_id": kept_id}
    text = connection.execute(_BY_ID, where).scalar_one()
    return KeptStandard.from_json(json.loads(text))


def standards_of(
    connection: sa.Connection, office_id: str, numbers: Sequence[str]
) -> dict[str, KeptStandard]:
    """The wordings that requests were accepted under, by number; each wording is read once."""
    wordings: dict[str, KeptStandard] = {}
    found: dict[str, KeptStandard] = {}
    for start in range(0, len(numbers), MOST_ASKED):
        asked = list(numbers[start : start + MOST_ASKED])
        for row in connection.execute(_OF_REQUESTS, {"office": office_id, "asked": asked}):
            if row.kept not in wordings:
                wordings[row.kept] = kept_standard(connection, office_id, row.kept)
            found[row.number] = wordings[row.kept]
    return found


def _phones(standard: Standard) -> tuple[str, ...]:
    if len(standard.places) == 1 and standard.places[0].phones:
        return standard.places[0].phones
    return standard.provider.phones if standard.provider else ()
