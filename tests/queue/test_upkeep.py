"""One call does what a scheduler owes, and nothing twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from kezek_core.events import EventKind
from kezek_core.tickets import TicketState
from kezek_queue import Complainant, Duty, ManualClock, Person, Queue, RequestState


def kinds_since(queue: Queue, seq: int) -> list[EventKind]:
    return [event.kind for event in queue.events(seq, limit=1000)]


def hand_in(queue: Queue) -> str:
    standard = queue.standards.get(queue.office.services["military-service"].standard)
    accepted = queue.register.accept(
        "military-service",
        documents={each.id: 1 for each in standard.documents},
        person=Person("Сейітқызы Айгүл", contacts="+7 700 000 00 00"),
        window=1,
        inspector="Ахметова А.",
        actor="aida",
    )
    assert accepted.request is not None
    return accepted.request.number


def test_limits_holds_and_days_that_are_over_are_dealt_with_in_one_call(queue, clock, desk):
    waiting = desk.waiting()
    held = queue.hold_ticket(
        desk.waiting("household"), until=clock.now().at + timedelta(minutes=5), actor="aida"
    )
    clock.advance(minutes=30)
    before = queue.last_seq()

    done = queue.do_what_is_due()

    assert done["release_held"] == 1
    assert queue.ticket(held.id).state is TicketState.WAITING
    assert done["watch_limits"] == 2
    assert [kind for kind in kinds_since(queue, before) if "limit" in kind.value] == [
        EventKind.LIMIT_NEAR,
        EventKind.LIMIT_REACHED,
    ]
    clock.advance(hours=14)
    assert queue.do_what_is_due()["close_days"] == 1
    assert queue.ticket(waiting).state is not TicketState.WAITING


def test_results_nobody_fetched_are_marked_and_people_whose_time_is_over_forgotten(queue, clock):
    number = hand_in(queue)
    queue.register.ready(number, actor="aida")
    author = Complainant(name="Айгүл Сейітқызы", contact="+7 700 000 00 00")
    complaint = queue.feedback.register_complaint(
        "Ұзақ күттім", actor="aida", person=author
    ).complaint.number
    queue.feedback.resolve_complaint(
        complaint, justified=True, outcome="Кешірім сұралды", actor="director"
    )
    queue.do_what_is_due(keep_days=30)

    clock.move_to(datetime(2027, 1, 4, 5, 0, tzinfo=UTC))
    done = queue.do_what_is_due(keep_days=30)

    assert done["tidy_register"] == 2
    assert queue.register.get(number).state is RequestState.UNCLAIMED
    assert queue.feedback.complaint(complaint).erased_on is not None


def test_a_call_that_finds_nothing_due_writes_nothing(queue, clock, desk):
    desk.waiting()
    clock.advance(minutes=25)
    queue.do_what_is_due()
    before = queue.last_seq()
    written: list[object] = []
    queue._writer.submit = lambda command: written.append(command)

    clock.advance(seconds=1)
    done = queue.do_what_is_due()

    assert done == {"release_held": 0, "watch_limits": 0, "close_days": 0}
    assert written == []
    assert queue.last_seq() == before


def test_the_machine_shows_life_once_a_minute_however_often_it_is_called(
    queue: Queue, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    beats: list[datetime] = []
    monkeypatch.setattr(queue, "heartbeat", lambda: beats.append(clock.now().at))

    for _ in range(181):
        queue.do_what_is_due()
        clock.advance(seconds=1)

    passed = [later - earlier for earlier, later in pairwise(beats)]
    assert passed == [timedelta(minutes=1)] * 3


def test_a_duty_that_fails_comes_again_with_the_next_call(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(keep_days: int) -> int:
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(queue, "tidy", broken)
        with pytest.raises(OSError, match="no space left"):
            queue.do_what_is_due()

    assert queue.do_what_is_due()["tidy_register"] == 0


def test_every_duty_has_a_period_of_at_least_a_second(queue: Queue) -> None:
    duties = queue.duties()

    assert {duty.name for duty in duties} == {
        "heartbeat", "release_held", "watch_limits", "close_days", "tidy_register", "check_file",
        "summarise_days", "pack_journal", "pack_slips",
    }  # fmt: skip
    assert all(isinstance(duty, Duty) and duty.every_seconds >= 1 for duty in duties)
