"""The parts of a kept standard as plain values, and back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kezek_core.standards import (
    Document,
    DocumentStage,
    ExcludedDay,
    Fee,
    Payee,
    Period,
    PeriodUnit,
    Term,
    TermStart,
)
from kezek_core.texts import LocalText


def term_json(term: Term) -> list[Any]:
    """A term as plain values."""
    start = term.counted_from and term.counted_from.value
    return [term.amount, term.unit.value, start, [each.value for each in term.excludes]]


def term_from_json(kept: list[Any]) -> Term:
    """The term that ``term_json`` wrote."""
    amount, unit, start, excludes = kept
    days = tuple(ExcludedDay(each) for each in excludes)
    return Term(amount, PeriodUnit(unit), start and TermStart(start), days)


def document_json(document: Document) -> list[Any]:
    """A document as plain values; what 0.1.0 did not know stands in a table of its own."""
    return [
        document.id, document.title.to_json(), document.required, document.condition,
        {
            "stage": document.stage.value,
            "instead_of": document.instead_of,
            "state_held": document.state_held,
        },
    ]  # fmt: skip


def document_from_json(kept: list[Any]) -> Document:
    """A document as 0.1.0 kept it has four values; what it did not know is as it was then."""
    name, title, required, condition, *rest = kept
    known: Mapping[str, Any] = rest[0] if rest else {}
    return Document(
        name,
        LocalText.from_json(title),
        required,
        condition,
        stage=DocumentStage(known.get("stage", DocumentStage.SUBMISSION)),
        instead_of=known.get("instead_of"),
        state_held=known.get("state_held", False),
    )


def period_json(period: Period | None) -> list[Any] | None:
    """A length of time as plain values."""
    return None if period is None else [period.amount, period.unit.value]


def period_from_json(kept: list[Any] | None) -> Period | None:
    """The length of time that ``period_json`` wrote."""
    return None if kept is None else Period(kept[0], PeriodUnit(kept[1]))


def fee_json(fee: Fee) -> dict[str, Any]:
    """A fee as plain values."""
    payee = fee.payee
    return {
        "free": fee.free,
        # As text: a share is exact, and a float is not.
        "mci_share": None if fee.mci_share is None else str(fee.mci_share),
        "payee": payee
        and [
            payee.name.to_json(), payee.taxpayer_number, payee.account, payee.bank_code,
            payee.purpose_code,
        ],
    }  # fmt: skip


def fee_from_json(kept: Mapping[str, Any]) -> Fee:
    """The fee that ``fee_json`` wrote."""
    share, payee = kept["mci_share"], kept["payee"]
    return Fee(
        free=kept["free"],
        mci_share=None if share is None else Decimal(share),
        payee=payee and Payee(LocalText.from_json(payee[0]), *payee[1:]),
    )
