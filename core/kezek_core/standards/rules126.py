"""What Rules No. 126 of 2014 require of a standard: the elements of items 10 and 11, as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kezek_core.standards.values import Act, Registration, Standard
from kezek_core.standards.words import ActKind, ServiceForm
from kezek_core.texts.local_text import LocalText
from kezek_core.translated import text

RULES_126 = Act(
    issuer="Қазақстан Республикасының Ұлттық экономика министрі",
    kind=ActKind.ORDER,
    number="126",
    on=date(2014, 12, 3),
    registration=Registration("10124", date(2015, 1, 23)),
)
"""The order that approved the rules."""

RULES_126_EDITION_ON = date(2016, 3, 1)
"""The edition checked against: order 757 of 9 December 2015, in force from this day."""

RULES_126_UNTIL_ON = date(2020, 2, 19)
"""The date of the repealing order, no. 68/НҚ. The rules are checked against all the same."""


class Presence(StrEnum):
    """Whether a standard has an element."""

    HAS = "has"
    LACKS = "lacks"
    NOT_APPLICABLE = "not_applicable"
    NOT_RECORDED = "not_recorded"
    """The standard's data keep no such fact: only its text can tell."""


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that a standard has to say.

    Args:
        id: stable name.
        source: where the rules ask for it.
        title: what it is, in our own words.
        paths: the values in the standard that answer it, as paths of the JSON form.
        check: the answer for a standard.
        if_any: the rules ask for it only where there is such a thing, so its absence is no fault.
    """

    id: str
    source: str
    title: LocalText
    paths: tuple[str, ...]
    check: Callable[[Standard], Presence]
    if_any: bool = False


def _present(known: object) -> Presence:
    return Presence.HAS if known else Presence.LACKS


def _not_recorded(standard: Standard) -> Presence:
    return Presence.NOT_RECORDED


def _fee_amount(standard: Standard) -> Presence:
    return _present(standard.fee.free or standard.fee.mci_share is not None)


def _payment_way(standard: Standard) -> Presence:
    return Presence.NOT_APPLICABLE if standard.fee.free else Presence.NOT_RECORDED


def _refusal(standard: Standard) -> Presence:
    refusal = standard.refusal
    return _present(refusal.possible is False or (refusal.possible and refusal.grounds))


def _places_published(standard: Standard) -> Presence:
    website = standard.provider is not None and standard.provider.website
    return _present(website or any(place.address for place in standard.places))


def _phones(standard: Standard) -> Presence:
    providers = standard.provider.phones if standard.provider is not None else ()
    places = (place.phones for place in standard.places)
    return _present(providers or any(places))


def _electronic(standard: Standard) -> Presence:
    on_paper = standard.form is ServiceForm.NOT_AUTOMATED
    return Presence.NOT_APPLICABLE if on_paper else Presence.NOT_RECORDED


def _portal(standard: Standard) -> Presence:
    if standard.form is ServiceForm.NOT_AUTOMATED:
        return Presence.NOT_APPLICABLE
    return _present(standard.provider is not None and standard.provider.website)


def _memo_provider(standard: Standard) -> Presence:
    return _present(standard.provider is not None and standard.provider.website)


_GENERAL = "rules 126, item 10, section 1"
_ORDER = "rules 126, item 10, section 2"
_COMPLAINTS = "rules 126, item 10, section 3"
_OTHER = "rules 126, item 10, section 4"
_MEMO = "rules 126, item 11"

ELEMENTS: tuple[Element, ...] = (
    Element(
        "service_name",
        f"{_GENERAL}, 1)",
        text("Name of the service"),
        ("title.kk",),
        lambda standard: _present(standard.title.kk),
    ),
    Element(
        "developer",
        f"{_GENERAL}, 2)",
        text("Body behind the standard"),
        ("act.issuer",),
        lambda standard: _present(standard.act.issuer),
    ),
    Element(
        "provider",
        f"{_GENERAL}, 3)",
        text("Provider, and who takes applications and issues results"),
        ("provider",),
        lambda standard: _present(standard.provider),
    ),
    Element(
        "term",
        f"{_ORDER}, 1)",
        text("Term of the service"),
        ("term",),
        lambda standard: _present(standard.term),
    ),
    Element(
        "term_start",
        f"{_ORDER}, 1)",
        text("Start of the term"),
        ("term.from",),
        lambda standard: _present(standard.term is not None and standard.term.counted_from),
    ),
    Element(
        "longest_wait",
        f"{_ORDER}, 1)",
        text("Longest wait to hand papers in"),
        ("waiting_minutes.submission",),
        lambda standard: _present(standard.waiting_minutes.submission),
    ),
    Element(
        "longest_service",
        f"{_ORDER}, 1)",
        text("Longest time of being served"),
        ("waiting_minutes.service",),
        lambda standard: _present(standard.waiting_minutes.service),
    ),
    Element(
        "form",
        f"{_ORDER}, 2)",
        text("Form of the service"),
        ("form",),
        lambda standard: _present(standard.form),
    ),
    Element(
        "result",
        f"{_ORDER}, 3)",
        text("Result of the service"),
        ("result.title",),
        lambda standard: _present(standard.result),
    ),
    Element(
        "result_form",
        f"{_ORDER}, 3)",
        text("Result on paper or electronic"),
        (),
        _not_recorded,
    ),
    Element(
        "fee",
        f"{_ORDER}, 4)",
        text("Amount of the fee"),
        ("fee",),
        _fee_amount,
    ),
    Element(
        "payment_way",
        f"{_ORDER}, 4)",
        text("Way of paying"),
        ("fee",),
        _payment_way,
    ),
    Element(
        "schedule",
        f"{_ORDER}, 5)",
        text("Working days, hours and breaks"),
        ("schedule",),
        lambda standard: _present(standard.schedule.days and standard.schedule.seasons),
    ),
    Element(
        "booking",
        f"{_ORDER}, 5)",
        text("Booking ahead and expedited service"),
        ("schedule",),
        _not_recorded,
    ),
    Element(
        "documents",
        f"{_ORDER}, 6)",
        text("Documents to bring"),
        ("documents",),
        lambda standard: _present(standard.documents),
    ),
    Element(
        "acceptance_receipt",
        f"{_ORDER}, 6)",
        text("Confirmation that papers were accepted"),
        ("receipt_fields",),
        lambda standard: _present(standard.receipt_fields),
        if_any=True,
    ),
    Element(
        "application_forms",
        f"{_ORDER}, 6)",
        text("Forms to fill in, attached"),
        ("documents",),
        _not_recorded,
        if_any=True,
    ),
    Element(
        "refusal",
        f"{_ORDER}, 7)",
        text("Grounds for refusal"),
        ("refusal",),
        _refusal,
    ),
    Element(
        "complaint_lodging",
        _COMPLAINTS,
        text("Whom to complain to"),
        ("complaints.to",),
        lambda standard: _present(standard.complaints.to),
    ),
    Element(
        "complaint_registration",
        _COMPLAINTS,
        text("How a complaint is registered"),
        ("complaints.confirmation",),
        lambda standard: _present(standard.complaints.confirmation),
    ),
    Element(
        "complaint_review",
        _COMPLAINTS,
        text("How a complaint is dealt with"),
        ("complaints",),
        _not_recorded,
    ),
    Element(
        "vulnerable_visitors",
        f"{_OTHER}, 1)",
        text("Service to socially vulnerable people"),
        (),
        _not_recorded,
    ),
    Element(
        "places_published",
        f"{_OTHER}, 2)",
        text("Addresses of the places of service"),
        ("places", "provider.website"),
        _places_published,
    ),
    Element(
        "digital_signature",
        f"{_OTHER}, 3)",
        text("Use of a digital signature"),
        (),
        _electronic,
    ),
    Element(
        "remote_status",
        f"{_OTHER}, 4)",
        text("Learning the state of a request from afar"),
        (),
        _not_recorded,
    ),
    Element(
        "help_phones",
        f"{_OTHER}, 5)",
        text("Telephone numbers for questions"),
        ("provider.phones", "places"),
        _phones,
        if_any=True,
    ),
    Element(
        "memo_provider",
        f"{_MEMO}, paragraph 1",
        text("In the memo: provider, hours, website"),
        ("provider.name", "schedule", "provider.website"),
        _memo_provider,
    ),
    Element(
        "memo_places",
        f"{_MEMO}, paragraph 2",
        text("In the memo: where papers are taken and issued"),
        ("places", "provider"),
        lambda standard: _present(standard.places or standard.provider),
    ),
    Element(
        "memo_portal",
        f"{_MEMO}, paragraph 3",
        text("In the memo: the way through the portal"),
        ("provider.website",),
        _portal,
    ),
    Element(
        "memo_term",
        f"{_MEMO}, paragraph 4",
        text("In the memo: the term"),
        ("term",),
        lambda standard: _present(standard.term),
    ),
    Element(
        "memo_documents",
        f"{_MEMO}, paragraph 5",
        text("In the memo: the documents"),
        ("documents",),
        lambda standard: _present(standard.documents),
    ),
    Element(
        "memo_result",
        f"{_MEMO}, paragraph 6",
        text("In the memo: the result"),
        ("result.title",),
        lambda standard: _present(standard.result),
    ),
    Element(
        "memo_phones",
        f"{_MEMO}, paragraph 7",
        text("In the memo: phone numbers"),
        ("provider.phones", "places"),
        _phones,
        if_any=True,
    ),
)
"""Every required element, in the order of the rules."""
