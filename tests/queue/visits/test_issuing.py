"""Issue: numbers, days, categories, repeated requests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kezek_core.events import EventKind
from kezek_core.tickets import Stage, TicketState
from kezek_queue import ManualClock, Queue
from kezek_queue.errors import (
    DayLimitReachedError,
    IdempotencyConflictError,
    OfficeClosedError,
    UnknownCategoryError,
    UnknownLanguageError,
    UnknownServiceError,
    UnknownStageError,
)


def test_a_ticket_carries_the_limit_act_and_edition_it_was_issued_under(queue):
    ticket = queue.issue("military-service", language="ru").ticket

    assert ticket.id == "2026-11-23-A001"
    assert ticket.number == "A001"
    assert ticket.state is TicketState.WAITING
    assert ticket.limit_minutes == 30
    assert ticket.standard == "kz-mj-2007-287-1"
    assert ticket.edition == "2009-02-11"
    assert "287" in ticket.source
    assert ticket.language == "ru"


def test_ticket_event_and_print_job_are_stored_together(queue):
    issued = queue.issue("household")

    event = queue.events()[-1]
    job = queue.print_job(issued.print_job)

    assert event.kind is EventKind.TICKET_ISSUED
    assert event.ticket_id == issued.ticket.id
    assert event.body["job"] == job.id
    assert job.slip.number == issued.ticket.number == "K001"
    assert job.slip.limit_minutes == 40
    assert job.slip.status_url is None


def test_no_print_job_is_made_when_no_paper_is_asked_for(queue):
    issued = queue.issue("household", print_ticket=False)

    assert issued.print_job is None
    assert queue.lease_print_jobs("agent") == []


def test_numbers_count_by_letter_and_arrival_counts_over_all(queue):
    tickets = [queue.issue(each).ticket for each in ("household", "military-service", "household")]

    assert [ticket.number for ticket in tickets] == ["K001", "A001", "K002"]
    assert [ticket.arrival_seq for ticket in tickets] == [1, 2, 3]


def test_ahead_counts_those_who_are_called_to_the_same_windows(queue):
    queue.issue("military-service")
    queue.issue("criminal-record")
    queue.issue("household")

    issued = queue.issue("military-service")

    assert issued.ahead == 2
    assert queue.ahead_of(issued.ticket.id) == 2


def test_an_unknown_service_is_refused_with_those_there_are(queue):
    with pytest.raises(UnknownServiceError, match="military-service") as refused:
        queue.issue("passport")

    assert refused.value.code == "unknown_service"
    assert refused.value.facts["service"] == "passport"
    assert queue.last_seq() == 2


@pytest.mark.parametrize("stage", ["pickup", Stage.SERVICE, "nonsense"])
def test_a_stage_the_service_does_not_offer_is_refused(queue, stage):
    with pytest.raises(UnknownStageError) as refused:
        queue.issue("household", stage=stage)

    assert refused.value.code == "unknown_stage"


@pytest.mark.parametrize("language", ["de", "", "to_json"])
def test_a_language_that_is_not_printed_is_refused(queue, language):
    with pytest.raises(UnknownLanguageError, match="kk, ru, en"):
        queue.issue("household", language=language)


def test_pickup_has_the_limit_of_pickup(queue):
    ticket = queue.issue("military-service", stage="pickup").ticket

    standard = queue.standards.get("kz-mj-2007-287-1")
    assert ticket.stage is Stage.PICKUP
    assert ticket.limit_minutes == standard.waiting_minutes.pickup


@pytest.mark.parametrize("category", ["booked", "nobility"])
def test_a_category_that_is_not_offered_is_refused(queue, category):
    with pytest.raises(UnknownCategoryError) as refused:
        queue.issue("household", category=category)

    assert refused.value.code == "unknown_category"


def test_a_category_is_called_before_the_others_and_a_higher_rank_before_a_lower(queue, desk):
    plain = queue.issue("household").ticket.id
    disability = queue.issue("household", category="disability").ticket.id
    veteran = queue.issue("military-service", category="veteran").ticket.id

    called = [queue.call_next(window, actor="aida").ticket.id for window in (1, 2)]
    desk.absent(1)
    called.append(queue.call_next(1, actor="aida").ticket.id)

    assert called == [veteran, disability, plain]
    reasons = [e.body["reason"] for e in queue.events() if e.kind is EventKind.TICKET_CALLED]
    assert reasons == ["category", "category", "arrival"]


def test_the_same_key_gives_the_same_ticket_and_nothing_new(queue):
    first = queue.issue("household", idempotency_key="tap-1")
    before = queue.last_seq()

    again = queue.issue("household", idempotency_key="tap-1")

    assert again.repeated
    assert not first.repeated
    assert again.ticket == first.ticket
    assert again.print_job == first.print_job
    assert queue.last_seq() == before


@pytest.mark.parametrize(
    "other",
    [
        {"service": "military-service"},
        {"language": "ru"},
        {"category": "disability"},
    ],
)
def test_the_same_key_with_another_request_is_a_conflict(queue, other):
    queue.issue("household", idempotency_key="tap-1")

    with pytest.raises(IdempotencyConflictError) as refused:
        queue.issue(**{"service": "household", **other}, idempotency_key="tap-1")

    assert refused.value.code == "idempotency_conflict"
    assert refused.value.facts["ticket"] == "2026-11-23-K001"


def test_a_refused_request_leaves_its_key_free(queue, clock):
    clock.move_to(datetime(2026, 11, 23, 15, 30, tzinfo=UTC))
    with pytest.raises(OfficeClosedError):
        queue.issue("household", idempotency_key="tap-1")
    clock.move_to(datetime(2026, 11, 24, 4, 0, tzinfo=UTC))

    issued = queue.issue("household", idempotency_key="tap-1")

    assert issued.ticket.id == "2026-11-24-K001"


def test_a_closed_office_says_when_it_opens(queue, clock):
    clock.move_to(datetime(2026, 11, 23, 18, 0, tzinfo=UTC))

    with pytest.raises(OfficeClosedError) as refused:
        queue.issue("household")

    assert refused.value.facts["opens_at"] == "2026-11-24T04:00:00+00:00"


def test_the_break_is_closed_and_ends_the_same_day(queue, clock):
    clock.move_to(datetime(2026, 11, 24, 8, 30, tzinfo=UTC))

    with pytest.raises(OfficeClosedError) as refused:
        queue.issue("household")

    assert refused.value.facts["opens_at"] == "2026-11-24T09:00:00+00:00"


def test_no_tickets_in_the_last_minutes_of_the_day(queue, clock):
    clock.move_to(datetime(2026, 11, 23, 14, 49, 59, tzinfo=UTC))
    queue.issue("household")
    clock.advance(seconds=1)

    with pytest.raises(OfficeClosedError) as refused:
        queue.issue("household")

    assert refused.value.facts["opens_at"] == "2026-11-24T04:00:00+00:00"


def test_numbers_begin_again_with_the_next_office_day(queue, clock):
    queue.issue("household")
    clock.move_to(datetime(2026, 11, 24, 4, 0, tzinfo=UTC))
    queue.close_days()

    ticket = queue.issue("household").ticket

    assert ticket.number == "K001"
    assert ticket.office_day == date(2026, 11, 24)
    assert ticket.arrival_seq == 2


def test_the_day_rolls_over_at_closing_and_not_at_midnight(office_dir, office_text):
    text = office_text.replace('mon = "09:00-20:00"', 'mon = "20:00-04:00"')
    text = text.replace("last_minutes_before_closing = 10", "last_minutes_before_closing = 0")
    (office_dir / "office.toml").write_text(text, encoding="utf-8")
    clock = ManualClock(datetime(2026, 11, 23, 18, 59, tzinfo=UTC))

    with Queue.create(office_dir, clock=clock) as queue:
        before_midnight = queue.issue("household").ticket
        clock.advance(minutes=2)
        after_midnight = queue.issue("household").ticket

    assert [before_midnight.number, after_midnight.number] == ["K001", "K002"]
    assert after_midnight.office_day == date(2026, 11, 23)


def test_a_service_ends_at_its_daily_limit_and_takes_no_number(queue):
    for _ in range(3):
        queue.issue("guardianship")

    with pytest.raises(DayLimitReachedError) as refused:
        queue.issue("guardianship")

    assert refused.value.facts == {
        "service": "guardianship",
        "limit": 3,
        "office_day": "2026-11-23",
    }
    assert [s.full for s in queue.snapshot().services] == [False, False, True, False]
    assert queue.issue("household").ticket.arrival_seq == 4


def test_a_letter_ends_at_the_numbers_of_a_day(office_dir, office_text, clock):
    text = office_text.replace("numbers_per_letter = 999", "numbers_per_letter = 2")
    text = text.replace("daily_limit = 3\n", "")
    (office_dir / "office.toml").write_text(text, encoding="utf-8")

    with Queue.create(office_dir, clock=clock) as queue:
        queue.issue("household")
        queue.issue("household")
        with pytest.raises(DayLimitReachedError):
            queue.issue("household")

        assert queue.issue("military-service").ticket.number == "A001"
        clock.advance(timedelta(days=1))
        queue.close_days()
        assert queue.issue("household").ticket.id == "2026-11-24-K001"
