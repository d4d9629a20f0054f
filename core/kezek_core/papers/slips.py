"""What a slip of paper says, before anyone decides how it looks.

The queue writes a slip into the print job, the agent reads it back, the printers room lays it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kezek_core.texts.local_text import LocalText
from kezek_core.tickets import Stage


@dataclass(frozen=True, slots=True)
class ExpectedWait:
    """The wait ahead of a visitor as a range, in whole minutes."""

    p50_minutes: int
    p90_minutes: int


@dataclass(frozen=True, slots=True)
class TicketSlip:
    """The numbered ticket a visitor takes.

    Args:
        office: the office's name.
        number: the ticket number as called, for example ``A015``.
        service: the service's short name.
        stage: hand-in or pick-up.
        issued_at: aware UTC.
        time_zone: IANA name; the slip shows office time.
        language: the language the visitor chose; Kazakh and Russian are printed always, English
            only when chosen.
        ahead: people called before this visitor if nothing changes; None when unknown.
        expected_wait: None when no honest estimate can be made.
        limit_minutes: the standard's limit for this stage; None when it sets none.
        status_url: address of the phone page, printed as a QR code; None to leave it out.
        copy: a second print of the same number says so.
    """

    office: LocalText
    number: str
    service: LocalText
    stage: Stage
    issued_at: datetime
    time_zone: str
    language: str
    ahead: int | None = None
    expected_wait: ExpectedWait | None = None
    limit_minutes: int | None = None
    status_url: str | None = None
    copy: bool = False

    def to_json(self) -> dict[str, Any]:
        """The slip as plain values; ``kind`` tells slips apart."""
        wait = self.expected_wait
        return {
            "kind": "ticket",
            "office": self.office.to_json(),
            "number": self.number,
            "service": self.service.to_json(),
            "stage": self.stage.value,
            "issued_at": self.issued_at.astimezone(UTC).isoformat(),
            "time_zone": self.time_zone,
            "language": self.language,
            "ahead": self.ahead,
            "expected_wait_minutes": wait and {"p50": wait.p50_minutes, "p90": wait.p90_minutes},
            "limit_minutes": self.limit_minutes,
            "status_url": self.status_url,
            "copy": self.copy,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TicketSlip:
        """The slip that ``to_json`` wrote."""
        wait = data.get("expected_wait_minutes")
        return cls(
            office=LocalText.from_json(data["office"]),
            number=data["number"],
            service=LocalText.from_json(data["service"]),
            stage=Stage(data["stage"]),
            issued_at=datetime.fromisoformat(data["issued_at"]),
            time_zone=data["time_zone"],
            language=data["language"],
            ahead=data.get("ahead"),
            expected_wait=ExpectedWait(wait["p50"], wait["p90"]) if wait else None,
            limit_minutes=data.get("limit_minutes"),
            status_url=data.get("status_url"),
            copy=bool(data.get("copy", False)),
        )
