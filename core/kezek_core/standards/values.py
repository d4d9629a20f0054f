"""A service standard as values: what an act says, fact by fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

from kezek_core.standards.words import (
    ActKind,
    ComplaintForm,
    DocumentStage,
    ExcludedDay,
    PeriodUnit,
    ReceiptField,
    Recipient,
    ServiceForm,
    TermStart,
    Weekday,
)
from kezek_core.texts.local_text import LocalText


@dataclass(frozen=True, slots=True)
class Registration:
    """The entry of an act in the state register."""

    number: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """The act that approved the standard."""

    issuer: str
    kind: ActKind
    number: str
    on: date
    registration: Registration = Registration()


@dataclass(frozen=True, slots=True)
class InForce:
    """From when until when (both days included) the standard is law; None is unknown."""

    from_on: date | None = None
    until_on: date | None = None
    until_act: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Amendment:
    """One act that changed the standard, and the items it changed."""

    act: str
    on: date
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """The text of a standard as it stood from ``on``, with the amendments it contains."""

    on: date
    amendments: tuple[Amendment, ...] = ()

    @property
    def name(self) -> str:
        """The edition's name on tickets and in the journal: its ISO date."""
        return self.on.isoformat()


@dataclass(frozen=True, slots=True)
class WaitingMinutes:
    """The longest allowed waits in whole minutes; None where the act sets no limit."""

    submission: int
    pickup: int | None = None
    service: int | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """An amount of days, months or years."""

    amount: int
    unit: PeriodUnit


@dataclass(frozen=True, slots=True)
class Term:
    """How long the office may take, from which moment, and which days do not count."""

    amount: int
    unit: PeriodUnit
    counted_from: TermStart | None = None
    excludes: tuple[ExcludedDay, ...] = ()


@dataclass(frozen=True, slots=True)
class Extension:
    """By how much the term may be prolonged and why; ``notify_days`` to tell the applicant."""

    amount: int
    unit: PeriodUnit
    reason: str
    notify_days: int | None = None


@dataclass(frozen=True, slots=True)
class Payee:
    """Where a fee is paid: the requisites that stand in the act."""

    name: LocalText
    taxpayer_number: str | None = None
    account: str | None = None
    bank_code: str | None = None
    purpose_code: str | None = None


@dataclass(frozen=True, slots=True)
class Fee:
    """What the service costs: nothing, or a share of the monthly calculation index."""

    free: bool
    mci_share: Decimal | None = None
    payee: Payee | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """A pause in the office's day, in office time."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening and closing in office time, with the breaks between."""

    open: time
    close: time
    breaks: tuple[Break, ...] = ()


@dataclass(frozen=True, slots=True)
class Season:
    """The hours of a part of the year; ``starts`` and ``ends`` are "MM-DD", None is unknown."""

    name: str
    hours: Hours
    starts: str | None = None
    ends: str | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """The working days of the week and the hours by season."""

    days: tuple[Weekday, ...]
    seasons: tuple[Season, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A paper that the standard names.

    Args:
        id: as receipts, the journal and the API name it.
        title: as the standard names it.
        required: whether everybody needs it at its stage.
        condition: when it is due, for one that not everybody needs, in the act's words.
        stage: whether it is handed in, or shown when the result is collected.
        instead_of: id of the document that it may take the place of; one of the two suffices.
        state_held: the authority takes the data from the state's own systems, so that nobody is
            refused for want of the paper.
    """

    id: str
    title: LocalText
    required: bool
    condition: str | None = None
    stage: DocumentStage = DocumentStage.SUBMISSION
    instead_of: str | None = None
    state_held: bool = False


@dataclass(frozen=True, slots=True)
class RefusalGround:
    """Whether the service may be refused, and on which grounds."""

    possible: bool | None = None
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What the visitor gets, and for how long it is valid."""

    title: LocalText
    valid: Period | None = None


@dataclass(frozen=True, slots=True)
class Returns:
    """Working days in which faulty papers go back to the office and the visitor is told."""

    authority_days: int | None = None
    notify_days: int | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the quality table, in percent 0 to 100; None where the table is blank."""

    norm: Decimal | None = None
    target: Decimal | None = None
    current: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place where the service is given."""

    name: LocalText
    address: str | None = None
    phones: tuple[str, ...] = ()
    room: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who takes complaints, by office and never by person."""

    name: LocalText
    address: str | None = None
    phones: tuple[str, ...] = ()
    room: str | None = None
    email: str | None = None
    website: str | None = None
    hours: Hours | None = None


@dataclass(frozen=True, slots=True)
class Complaints:
    """Where and how to complain, and what the visitor gets in the hand."""

    to: tuple[Addressee, ...] = ()
    forms: tuple[ComplaintForm, ...] = ()
    confirmation: str | None = None
    court: bool | None = None


@dataclass(frozen=True, slots=True)
class Provider:
    """Who gives the service, and the authority that decides behind it."""

    name: LocalText
    authority: LocalText | None = None
    address: str | None = None
    phones: tuple[str, ...] = ()
    room: str | None = None
    email: str | None = None
    website: str | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """One service standard: every fact of the act that an office's queue has to know."""

    id: str
    title: LocalText
    short: LocalText
    act: Act
    in_force: InForce
    waiting_minutes: WaitingMinutes
    fee: Fee
    schedule: Schedule
    amendments: tuple[Amendment, ...] = ()
    term: Term | None = None
    extensions: tuple[Extension, ...] = ()
    documents: tuple[Document, ...] = ()
    refusal: RefusalGround = RefusalGround()
    result: Result | None = None
    returns: Returns = Returns()
    unclaimed_keep: Period | None = None
    receipt_fields: tuple[ReceiptField, ...] = ()
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    complaints: Complaints = Complaints()
    provider: Provider | None = None
    recipients: tuple[Recipient, ...] = ()
    form: ServiceForm | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)

    def source(self, path: str) -> str | None:
        """Return where the value at ``path`` stands in the act.

        Args:
            path: the dotted path of the JSON form, for example "waiting_minutes.submission".

        Returns:
            The entry of the path or of its nearest parent, None where there is neither.
        """
        return nearest_entry(self.sources, path)

    def note(self, path: str) -> str | None:
        """Return what is remarked on the value at ``path`` or on its nearest parent."""
        return nearest_entry(self.notes, path)


def nearest_entry(entries: Mapping[str, str], path: str) -> str | None:
    """Return the entry of a dotted path, or of the nearest path above it."""
    while path:
        if path in entries:
            return entries[path]
        path = path.rpartition(".")[0]
    return None
