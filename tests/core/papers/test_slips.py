"""Slips of paper survive the way through a print job."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.papers.slips import ExpectedWait, TicketSlip
from kezek_core.texts.local_text import LocalText
from kezek_core.tickets import Stage

TEXTS = st.builds(LocalText, st.text(min_size=1), st.none() | st.text(), st.none() | st.text())
INSTANTS = st.datetimes(
    min_value=datetime(2000, 1, 1),
    max_value=datetime(2100, 1, 1),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5))]),
)
SLIPS = st.builds(
    TicketSlip,
    office=TEXTS,
    number=st.from_regex(r"[A-Z][0-9]{3}", fullmatch=True),
    service=TEXTS,
    stage=st.sampled_from(Stage),
    issued_at=INSTANTS,
    time_zone=st.just("Asia/Almaty"),
    language=st.sampled_from(["kk", "ru", "en"]),
    ahead=st.none() | st.integers(0, 500),
    expected_wait=st.none() | st.builds(ExpectedWait, st.integers(0, 300), st.integers(0, 300)),
    limit_minutes=st.none() | st.sampled_from([20, 30, 40, 60]),
    status_url=st.none() | st.text(min_size=1),
    copy=st.booleans(),
)


@pytest.fixture
def slip():
    return TicketSlip(
        office=LocalText("Кезек", "Кезек"),
        number="A015",
        service=LocalText("Әскери қызмет анықтамасы"),
        stage=Stage.SUBMISSION,
        issued_at=datetime(2026, 11, 23, 9, 5, tzinfo=timezone(timedelta(hours=5))),
        time_zone="Asia/Almaty",
        language="kk",
        expected_wait=ExpectedWait(0, 0),
    )


@given(SLIPS)
def test_a_slip_survives_its_json_text(slip):
    read = TicketSlip.from_json(json.loads(json.dumps(slip.to_json())))

    assert read == slip


def test_json_tells_time_in_utc(slip):
    assert slip.to_json()["issued_at"] == "2026-11-23T04:05:00+00:00"


def test_an_expected_wait_of_nothing_is_not_an_unknown_one(slip):
    assert slip.to_json()["expected_wait_minutes"] == {"p50": 0, "p90": 0}
    assert TicketSlip.from_json(slip.to_json()).expected_wait == ExpectedWait(0, 0)


def test_a_slip_says_what_kind_it_is(slip):
    assert slip.to_json()["kind"] == "ticket"


def test_an_older_job_without_the_newer_keys_is_still_read(slip):
    data = slip.to_json()
    for key in ("ahead", "expected_wait_minutes", "limit_minutes", "status_url", "copy"):
        del data[key]

    read = TicketSlip.from_json(data)

    assert (read.ahead, read.expected_wait, read.copy) == (None, None, False)
