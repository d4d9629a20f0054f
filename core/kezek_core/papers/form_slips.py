"""Papers other than the ticket: what a receipt, a talon or a memo says, line by line.

The register decides what stands on a form, because the standards differ in it; the printers room
lays every form out the same way and needs to know no law.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from kezek_core.errors import CoreError
from kezek_core.papers.slips import TicketSlip
from kezek_core.texts.local_text import LocalText


class SlipKindError(CoreError, ValueError):
    """A stored slip is of no known kind."""

    code = "slip_kind"


class FormKind(Enum):
    """The forms by what they are for."""

    ACCEPTANCE = "acceptance"
    REFUSAL = "refusal"
    COMPLAINT = "complaint"
    MEMO = "memo"


@dataclass(frozen=True, slots=True)
class FormField:
    """One labelled line; the value may be the same in every language."""

    label: LocalText
    value: LocalText


@dataclass(frozen=True, slots=True)
class FormList:
    """A heading with its items, for example the documents that are missing."""

    heading: LocalText
    items: tuple[LocalText, ...]


@dataclass(frozen=True, slots=True)
class FormSlip:
    """One form.

    Args:
        kind: what it is for.
        office: the office's name.
        title: the form's official title.
        issued_at: aware UTC.
        time_zone: IANA name; the form shows office time.
        language: the language the visitor chose; Kazakh and Russian are printed always.
        number: the number people quote, in large type; None for a form without one.
        fields: labelled lines, in their order.
        lists: headed lists after them.
        notes: sentences at the end.
        code: content of the QR code; None to leave it out.
        code_hint: what the code is for.
        signatures: who signs, one line each.
        copy: a second print of the same form says so.
    """

    kind: FormKind
    office: LocalText
    title: LocalText
    issued_at: datetime
    time_zone: str
    language: str
    number: str | None = None
    fields: tuple[FormField, ...] = ()
    lists: tuple[FormList, ...] = ()
    notes: tuple[LocalText, ...] = ()
    code: str | None = None
    code_hint: LocalText | None = None
    signatures: tuple[LocalText, ...] = ()
    copy: bool = False

    def to_json(self) -> dict[str, Any]:
        """The form as plain values."""
        return {
            "kind": self.kind.value,
            "office": self.office.to_json(),
            "title": self.title.to_json(),
            "issued_at": self.issued_at.astimezone(UTC).isoformat(),
            "time_zone": self.time_zone,
            "language": self.language,
            "number": self.number,
            "fields": [[each.label.to_json(), each.value.to_json()] for each in self.fields],
            "lists": [
                [each.heading.to_json(), [item.to_json() for item in each.items]]
                for each in self.lists
            ],
            "notes": [note.to_json() for note in self.notes],
            "code": self.code,
            "code_hint": self.code_hint and self.code_hint.to_json(),
            "signatures": [each.to_json() for each in self.signatures],
            "copy": self.copy,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> FormSlip:
        """The form that ``to_json`` wrote."""
        text = LocalText.from_json
        hint = data.get("code_hint")
        return cls(
            kind=FormKind(data["kind"]),
            office=text(data["office"]),
            title=text(data["title"]),
            issued_at=datetime.fromisoformat(data["issued_at"]),
            time_zone=data["time_zone"],
            language=data["language"],
            number=data.get("number"),
            fields=tuple(FormField(text(label), text(value)) for label, value in data["fields"]),
            lists=tuple(
                FormList(text(heading), tuple(text(item) for item in items))
                for heading, items in data["lists"]
            ),
            notes=tuple(text(note) for note in data["notes"]),
            code=data.get("code"),
            code_hint=text(hint) if hint else None,
            signatures=tuple(text(each) for each in data["signatures"]),
            copy=bool(data.get("copy", False)),
        )


Slip = TicketSlip | FormSlip
"""Anything a printer is asked to print."""


def slip_from_json(data: Mapping[str, Any]) -> Slip:
    """The slip of a print job, whatever its kind.

    Raises:
        SlipKindError: the kind is not known here; the agent is older than the server.
    """
    kind = data.get("kind")
    if kind == "ticket":
        return TicketSlip.from_json(data)
    if kind in {each.value for each in FormKind}:
        return FormSlip.from_json(data)
    raise SlipKindError(
        f"expected a slip of kind ticket, {', '.join(each.value for each in FormKind)}; got "
        f"{kind!r}: update the agent to the server's version"
    )
