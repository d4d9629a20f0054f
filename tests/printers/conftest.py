"""A typical ticket, and the ways to read its bytes back."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from kezek_core.slips import ExpectedWait, TicketSlip
from kezek_core.texts import LocalText
from kezek_core.tickets import Stage

TYPICAL = TicketSlip(
    office=LocalText(
        "Қарағанды қалалық архив бөлімі",
        "Архивный отдел города Караганды",
        "Karaganda city archive",
    ),
    number="A015",
    service=LocalText("Мал басы анықтамасы", "Справка о поголовье скота", "Livestock certificate"),
    stage=Stage.SUBMISSION,
    issued_at=datetime(2026, 11, 23, 4, 35, tzinfo=UTC),
    time_zone="Asia/Almaty",
    language="kk",
    ahead=7,
    expected_wait=ExpectedWait(10, 25),
    limit_minutes=30,
    status_url="HTTPS://HALL1.KEZEK.EXAMPLE.COM/T/ABCDEFGHIJKLMNOPQRSTUVWXYZ",
)


@pytest.fixture(scope="session")
def make_slip() -> Callable[..., TicketSlip]:
    """The typical ticket with other values where a test names them."""

    def make(**changes: Any) -> TicketSlip:
        return dataclasses.replace(TYPICAL, **changes)

    return make


@pytest.fixture(scope="session")
def same_shape() -> Callable[[str], str]:
    """Text with signs that look alike on paper made one."""
    shapes = str.maketrans("Ііһ«»“”„‘’–—•", 'Iih"""""\'\'--*')

    def fold(text: str) -> str:
        return " ".join(text.translate(shapes).split())

    return fold
