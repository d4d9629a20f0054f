"""Requests of the register as the API shows them; they name nobody. Shapes: docs/api.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kezek_core.calendar import FeeError
from kezek_core.standards import Document, DocumentStage, ReceiptField, instead_of, of_stage
from kezek_kiosk.access.roles import MAY_SEE_PEOPLE, MAY_SERVE, Role
from kezek_kiosk.api.views import Json
from kezek_queue import Acceptance, Office, Request
from kezek_queue.register import ERASE, KeptStandard, Register, request_json
from kezek_queue.wording import ServiceTitles


class RequestViews:
    """Shows requests to one caller.

    Args:
        register: the office's register; asked once for any number of requests.
        titles: short names of the services.
        today: the office's date.
        role: of the caller, whose commands are told; None for nobody's.
    """

    def __init__(
        self, register: Register, titles: ServiceTitles, today: date, role: Role | None
    ) -> None:
        self._register = register
        self._titles = titles
        self._today = today
        self._role = role

    def one(self, request: Request) -> Json:
        """One request as it stands."""
        return self.many([request])[0]

    def many(self, requests: Sequence[Request]) -> list[Json]:
        """Requests as they stand, in their order."""
        allowed = self._register.allowed(requests, self._today)
        return [self._shown(each, allowed[each.number]) for each in requests]

    def acceptance(self, found: Acceptance) -> Json:
        """What became of documents at the window."""
        return {
            "request": None if found.request is None else self.one(found.request),
            "refusal": found.refusal,
            "missing": [_missing(each, found.substitutes) for each in found.missing],
            "print_jobs": list(found.print_jobs),
        }

    def _shown(self, request: Request, allowed: Iterable[str]) -> Json:
        return request_json(
            request,
            title=self._titles.get(request.service),
            today=self._today,
            allowed=filter(self._may, allowed),
        )

    def _may(self, command: str) -> bool:
        return may(self._role, command)


def may(role: Role | None, command: str) -> bool:
    """Whether a role may give a command of the register."""
    return role in (MAY_SEE_PEOPLE if command == ERASE else MAY_SERVE)


def documents_json(service: str, kept: KeptStandard, office: Office, today: date) -> Json:
    """What a service asks for at the window today.

    Args:
        service: slug of the service.
        kept: its standard as it stands.
        office: knows the monthly index of the day.
        today: the office's date; a duty is that of a payment on this day.
    """
    return {
        "service": service,
        "standard": kept.standard,
        "edition": kept.edition,
        "documents": _asked(kept, DocumentStage.SUBMISSION),
        "pick_up_documents": _asked(kept, DocumentStage.PICKUP),
        "person": person_fields(kept),
        "fee": {
            "free": kept.fee.free,
            # As text: a share is exact, and a float is not.
            "mci_share": None if kept.fee.mci_share is None else str(kept.fee.mci_share),
            "tenge_today": _duty(kept, office, today),
        },
        "may_refuse": kept.refusal_possible is not False,
        "extensions": [
            {"which": which, "amount": each.amount, "unit": each.unit.value, "reason": each.reason}
            for which, each in enumerate(kept.extensions)
        ],
    }


def person_fields(kept: KeptStandard) -> dict[str, str]:
    """What the papers of a standard state of the applicant: required, optional or unused.

    The refusal receipt of Rules 126 has a line for name and address whatever the service.
    """
    asked = kept.receipt_fields
    return {
        "name": "required" if ReceiptField.APPLICANT in asked else "optional",
        "address": "optional",
        "contacts": "required" if ReceiptField.APPLICANT_CONTACTS in asked else "unused",
    }


def _duty(kept: KeptStandard, office: Office, on: date) -> int | None:
    try:
        return office.fee_due(kept.fee, on).tenge
    except FeeError:
        return None


def _asked(kept: KeptStandard, stage: DocumentStage) -> list[Json]:
    return [
        {
            **_document(each),
            "required": each.required,
            "condition": each.condition,
            "instead_of": each.instead_of,
            "state_held": each.state_held,
        }
        for each in of_stage(kept.documents, stage)
    ]


def _missing(document: Document, substitutes: Sequence[Document]) -> Json:
    others = instead_of(substitutes, document)
    shown = [{**_document(each), "condition": each.condition} for each in others]
    return {**_document(document), "instead": shown}


def _document(document: Document) -> Json:
    return {"id": document.id, "title": document.title.to_json()}
