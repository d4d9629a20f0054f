"""Pick-up tickets: each knows its request, and one request has one of them in the queue."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kezek_core.events import EventKind
from kezek_core.tickets import Stage, TicketState
from kezek_queue import Queue
from kezek_queue.errors import (
    DayLimitReachedError,
    IdempotencyConflictError,
    MistypedNumberError,
    NotReadyError,
    OfficeClosedError,
    RequestNumberError,
    UnknownLanguageError,
    UnknownRequestError,
)
from kezek_queue.people.personal_data import Person

PERSON = Person("Серікова Айгүл Болатқызы", "Арыс қ., Абай к-сі, 1", "8 701 555 44 33")
PAPERS = {
    "military-service": {"application": 1, "military_id": 1, "identity_card_copy": 1},
    "guardianship": {
        "guardianship_decision": 1, "identity_document": 1, "residence_certificate": 1,
    },
}  # fmt: skip


@pytest.fixture
def hand_in(queue):
    """Takes documents and brings the request where the test needs it."""

    def take(*steps: str, service: str = "military-service", language: str = "kk") -> str:
        taken = queue.register.accept(
            service, person=PERSON, documents=PAPERS[service], window=1,
            inspector="Омаров Е.", actor="aida", language=language,
        )  # fmt: skip
        number = taken.request.number
        for step in steps:
            given = {"reasons": ["a stamp is missing"]} if step.startswith("re") else {}
            if step == "ready":
                given = {}
            getattr(queue.register, step)(number, actor="aida", **given)
        return number

    return take


def test_a_pick_up_ticket_knows_its_request_and_has_the_limit_of_its_own_stage(queue, hand_in):
    number = hand_in("ready")

    issued = queue.register.pick_up_ticket(number, language="ru")

    hand_in_limit = queue.issue("military-service").ticket.limit_minutes
    assert issued.ticket.stage is Stage.PICKUP
    assert issued.ticket.service == "military-service"
    assert (issued.ticket.language, issued.repeated) == ("ru", False)
    assert hand_in_limit == 30
    assert issued.ticket.limit_minutes is None  # order 287 sets none for pick-up
    assert queue.print_job(issued.print_job).slip.stage is Stage.PICKUP
    assert queue.register.request_of_ticket(issued.ticket.id).number == number


def test_whoever_chooses_no_language_gets_the_ticket_in_that_of_the_request(queue, hand_in):
    number = hand_in("ready", language="ru")

    issued = queue.register.pick_up_ticket(number)

    assert issued.ticket.language == "ru"


@pytest.mark.parametrize("written", ["26-000001-9", " 26 000001 9 ", "260000019"])
def test_the_number_may_be_written_as_shown_typed_or_scanned(queue, hand_in, written):
    hand_in("ready")

    issued = queue.register.pick_up_ticket(written)

    assert queue.register.request_of_ticket(issued.ticket.id).shown == "26-000001-9"


def test_other_tickets_have_no_request(queue, hand_in):
    hand_in("ready")
    ticket = queue.issue("military-service", stage=Stage.PICKUP).ticket

    assert queue.register.request_of_ticket(ticket.id) is None
    assert queue.register.request_of_ticket("2026-11-23-Z999") is None


def test_a_result_is_collectable_where_the_kiosk_offers_hand_in_only(queue, hand_in):
    number = hand_in("ready", service="guardianship")

    issued = queue.register.pick_up_ticket(number)

    assert issued.ticket.stage is Stage.PICKUP
    assert issued.ticket.limit_minutes == 20
    assert issued.ticket.source


def test_the_daily_limit_of_hand_ins_keeps_no_result_back(queue, hand_in):
    number = hand_in("ready", service="guardianship")
    for _ in range(3):
        queue.issue("guardianship")

    issued = queue.register.pick_up_ticket(number)

    assert issued.ticket.number == "H004"
    with pytest.raises(DayLimitReachedError):
        queue.issue("guardianship")


def test_a_pick_up_takes_no_place_of_the_days_hand_ins(queue, hand_in):
    queue.register.pick_up_ticket(hand_in("ready", service="guardianship"))

    numbers = [queue.issue("guardianship").ticket.number for _ in range(3)]

    assert numbers == ["H002", "H003", "H004"]


def test_a_second_scan_gives_the_same_ticket_while_it_waits_is_called_or_served(queue, hand_in):
    number = hand_in("ready")
    first = queue.register.pick_up_ticket(number)

    again = [queue.register.pick_up_ticket(number)]
    queue.call_next(1, actor="aida")
    again.append(queue.register.pick_up_ticket(number))
    queue.start(1, actor="aida")
    again.append(queue.register.pick_up_ticket(number))

    assert {each.ticket.id for each in again} == {first.ticket.id}
    assert all(each.repeated for each in again)
    assert all(each.print_job is None for each in again)
    assert len(queue.snapshot().tickets) == 1


@pytest.mark.parametrize("end", ["no_show", "finish", "cancel"])
def test_after_the_visit_a_new_ticket_may_be_taken(queue, hand_in, desk, end):
    number = hand_in("ready")
    first = queue.register.pick_up_ticket(number).ticket
    queue.call_next(1, actor="aida")
    if end == "finish":
        queue.start(1, actor="aida")
    if end == "no_show":
        desk.unanswered()
    if end == "cancel":
        queue.cancel(first.id, actor="aida")
    else:
        getattr(queue, end)(1, actor="aida")

    second = queue.register.pick_up_ticket(number)

    assert second.ticket.id != first.id
    assert not second.repeated
    assert queue.register.request_of_ticket(first.id).number == number
    assert queue.register.request_of_ticket(second.ticket.id).number == number


def test_every_request_has_a_ticket_of_its_own(queue, hand_in):
    one, other = hand_in("ready"), hand_in("ready")

    tickets = [queue.register.pick_up_ticket(each).ticket.id for each in (one, other)]

    assert len(set(tickets)) == 2
    assert [queue.register.request_of_ticket(each).number for each in tickets] == [one, other]


@pytest.mark.parametrize(
    ("steps", "answer"),
    [
        ((), "not_ready"),
        (("send",), "not_ready"),
        (("send", "return_from_authority"), "returned"),
        (("refuse",), "refused"),
        (("ready", "issue"), "issued"),
    ],
)
def test_without_a_result_there_is_no_ticket_but_the_reason(queue, hand_in, steps, answer):
    number = hand_in(*steps)

    with pytest.raises(NotReadyError) as refused:
        queue.register.pick_up_ticket(number)

    pick_up = queue.register.pick_up(number)
    assert refused.value.code == "not_ready"
    assert refused.value.facts["answer"] == answer == pick_up.answer.value
    assert refused.value.facts["number"] == pick_up.number
    assert refused.value.facts["due_on"] == (pick_up.due_on and pick_up.due_on.isoformat())
    assert refused.value.facts["closed_on"] == (pick_up.closed_on and pick_up.closed_on.isoformat())
    assert queue.snapshot().tickets == ()


def test_an_unclaimed_result_is_collectable_until_it_goes_to_the_authority(
    queue, hand_in, clock, desk
):
    number = hand_in("ready")
    last_day = queue.register.get(number).keep_until_on
    hand_over_on = queue.register.get(number).hand_over_on
    clock.advance(days=(hand_over_on - clock.now().at.date()).days)
    queue.register.mark_unclaimed(last_day + timedelta(days=1))

    issued = queue.register.pick_up_ticket(number)
    queue.call_next(1, actor="aida")
    desk.absent()
    queue.register.hand_over(number, actor="aida")

    assert issued.ticket.stage is Stage.PICKUP
    with pytest.raises(NotReadyError) as refused:
        queue.register.pick_up_ticket(number)
    assert refused.value.facts["answer"] == "handed_over"


@pytest.mark.parametrize(
    ("number", "error"),
    [
        ("26-000001-9", UnknownRequestError),
        ("26-000001-8", MistypedNumberError),
        ("https://elsewhere.example", RequestNumberError),
        ("", RequestNumberError),
    ],
)
def test_a_number_that_is_none_of_ours_is_refused(queue, number, error):
    with pytest.raises(error):
        queue.register.pick_up_ticket(number)

    assert queue.last_seq() == queue.events()[-1].seq
    assert queue.snapshot().tickets == ()


def test_a_strange_language_is_refused(queue, hand_in):
    with pytest.raises(UnknownLanguageError):
        queue.register.pick_up_ticket(hand_in("ready"), language="tlh")


def test_outside_the_hours_there_is_no_ticket_but_the_state_is_told(queue, hand_in, clock):
    number = hand_in("ready")
    clock.advance(hours=12)

    with pytest.raises(OfficeClosedError):
        queue.register.pick_up_ticket(number)

    assert queue.register.pick_up(number).answer.value == "ready"


def test_the_same_key_gives_the_same_ticket_and_its_print_job(queue, hand_in):
    number = hand_in("ready")
    first = queue.register.pick_up_ticket(number, idempotency_key="k1")

    again = queue.register.pick_up_ticket(number, idempotency_key="k1")

    assert again.ticket.id == first.ticket.id
    assert again.print_job == first.print_job is not None
    assert again.repeated


def test_a_key_of_a_second_scan_is_remembered_too(queue, hand_in):
    number = hand_in("ready")
    first = queue.register.pick_up_ticket(number).ticket.id
    queue.register.pick_up_ticket(number, idempotency_key="k2")
    queue.cancel(first, actor="aida")

    late = queue.register.pick_up_ticket(number, idempotency_key="k2")

    assert late.ticket.id == first
    assert late.ticket.state is TicketState.CANCELLED


def test_a_key_does_not_open_another_ones_result(queue, hand_in):
    one, other = hand_in("ready"), hand_in("ready")
    queue.register.pick_up_ticket(one, idempotency_key="k1")
    queue.issue("military-service", stage=Stage.PICKUP, idempotency_key="k3")

    with pytest.raises(IdempotencyConflictError):
        queue.register.pick_up_ticket(other, idempotency_key="k1")
    with pytest.raises(IdempotencyConflictError):
        queue.register.pick_up_ticket(other, idempotency_key="k3")


def test_the_journal_names_the_request_and_nobody(queue, hand_in):
    number = hand_in("ready")

    ticket = queue.register.pick_up_ticket(number).ticket

    (event,) = queue.history(ticket.id)
    assert event.kind is EventKind.TICKET_ISSUED
    assert event.body["request"] == number
    assert "Серікова" not in str(event)
    assert queue.register.history(number)[-1] == event
    assert queue.verify_journal().sound


def test_an_ordinary_ticket_says_nothing_of_requests(queue):
    ticket = queue.issue("military-service").ticket

    (event,) = queue.history(ticket.id)
    assert "request" not in event.body


def test_the_wait_of_a_pick_up_is_proved_from_the_journal_alone(queue, hand_in, clock):
    number = hand_in("ready", service="guardianship")
    ticket = queue.register.pick_up_ticket(number).ticket
    clock.advance(minutes=21)
    queue.call_next(1, actor="aida")
    queue.start(1, actor="aida")
    queue.register.issue(number, actor="aida")
    queue.finish(1, actor="aida")

    day = ticket.office_day
    (wait,) = queue.waits(day, day)

    assert queue.prove(ticket.id) == (wait,)
    assert (wait.stage, wait.limit_minutes) == (Stage.PICKUP, 20)
    assert wait.verdict.value == "breached"
    assert queue.verify_journal().sound
    assert queue.register.request_of_ticket(ticket.id).state.value == "issued"


def test_the_link_outlives_the_process(queue, hand_in, office_dir, clock):
    number = hand_in("ready")
    ticket = queue.register.pick_up_ticket(number).ticket
    queue.close()

    with Queue.open(office_dir, clock=clock) as again:
        assert again.register.request_of_ticket(ticket.id).number == number
        assert again.register.pick_up_ticket(number).ticket.id == ticket.id
