"""The quality table from real visits, surveys, complaints and requests, day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kezek_core.waits.indicators import NotMeasured
from kezek_queue.errors import UnknownServiceError
from kezek_queue.feedback.feedback import Survey
from kezek_queue.people.personal_data import Person

MONDAY = date(2026, 11, 23)
TUESDAY = MONDAY + timedelta(days=1)
APPLICANT = Person("Ахметов Ғани", "Арыс қ., Абай к-сі, 5", "8 701 000 00 00")


@pytest.fixture
def visit(queue, clock):
    """Bring a visitor to the window after some seconds and finish."""

    def way(wait_seconds=60, service="military-service", window=1):
        ticket_id = queue.issue(service).ticket.id
        clock.advance(seconds=wait_seconds)
        queue.call_next(window, actor="aida")
        queue.start(window, actor="aida")
        queue.finish(window, actor="aida")
        return ticket_id

    return way


@pytest.fixture
def counted(queue):
    """Numerator and denominator of some rows."""

    def way(*codes, first=MONDAY, last=MONDAY, **which):
        table = queue.indicators(first, last, **which)
        return {c: (table.row(c).numerator, table.row(c).denominator) for c in codes}

    return way


@pytest.fixture
def hand_in(queue):
    """Hand documents in, all that the standard asks for or none."""

    def way(service="household", complete=True):
        standard = queue.standards.get(queue.office.services[service].standard)
        wanted = {each.id: 1 for each in standard.documents if each.required}
        return queue.register.accept(
            service,
            person=APPLICANT,
            documents=wanted if complete else {},
            window=1,
            inspector="Сейітова А.",
            actor="aida",
        ).request

    return way


def test_row_1_2_counts_forty_minutes_to_the_second(visit, counted):
    for seconds in (0, 2399, 2400, 2401):
        visit(seconds)

    assert counted("1.2") == {"1.2": (3, 4)}


def test_whoever_left_was_absent_or_still_waits_is_in_the_denominator(queue, clock, desk, counted):
    desk.cancelled()
    desk.no_show()
    desk.waiting()
    now = counted("1.2", "4.1")
    clock.advance(hours=13)
    queue.close_days()

    closed = counted("1.2", "4.1")

    assert now["1.2"] == (2, 3)
    assert closed["1.2"] == (2, 3)
    assert now["4.1"] == closed["4.1"] == (0, 0)


def test_whoever_was_sent_on_is_one_visitor_of_the_office_and_one_at_each_service(
    queue, clock, visit, counted
):
    queue.issue("military-service")
    clock.advance(minutes=30)
    queue.call_next(1, actor="aida")
    queue.start(1, actor="aida")
    queue.transfer(1, service="household", actor="aida")
    clock.advance(minutes=11)
    queue.call_next(1, actor="aida")
    queue.start(1, actor="aida")

    assert counted("1.2", "4.1") == {"1.2": (0, 1), "4.1": (0, 1)}
    assert counted("1.2", service="military-service") == {"1.2": (1, 1)}
    assert counted("1.2", service="household") == {"1.2": (0, 1)}


def test_a_wait_that_nobody_can_measure_is_not_within_forty_minutes(queue, clock, visit, counted):
    queue.issue("household")
    clock.reboot(wall_lost=True)
    queue.call_next(1, actor="aida")
    queue.start(1, actor="aida")

    assert counted("1.2") == {"1.2": (0, 1)}


def test_days_outside_the_period_are_not_counted(queue, clock, visit, counted):
    visit()
    clock.advance(days=1)
    queue.feedback.answer_survey(Survey(process=True), ticket_id=visit())

    assert counted("1.2", "2.1") == {"1.2": (1, 1), "2.1": (0, 0)}
    assert counted("1.2", "2.1", last=TUESDAY) == {"1.2": (2, 2), "2.1": (1, 1)}
    assert counted("1.2", first=TUESDAY, last=MONDAY) == {"1.2": (0, 0)}


def test_justified_complaints_are_set_against_the_served(queue, clock, visit, counted):
    for _ in range(4):
        visit()
    numbers = [
        queue.feedback.register_complaint("Ұзақ", service=service, actor="aida").complaint.number
        for service in ("military-service", "military-service", "military-service", None)
    ]
    clock.advance(days=20)
    for number, justified, on in zip(
        numbers[:3], (True, True, False), (MONDAY, None, MONDAY), strict=True
    ):
        queue.feedback.resolve_complaint(
            number, justified=justified, outcome="Жауап", on=on, actor="boss"
        )

    assert counted("4.1", "4.2") == {"4.1": (2, 4), "4.2": (1, 2)}
    assert counted("4.1", "4.2", service="household") == {"4.1": (0, 0), "4.2": (0, 0)}


def test_without_an_entry_in_the_register_its_rows_are_not_measured(queue, visit):
    visit()

    table = queue.indicators(MONDAY, MONDAY)

    for code in ("1.1", "2.2", "3.2"):
        assert table.row(code).not_measured is NotMeasured.NO_REGISTER
    assert table.row("3.3").not_measured is NotMeasured.NOT_KEPT


def test_row_3_2_sets_complete_sets_against_all_handed_in(hand_in, counted):
    for complete in (True, True, False):
        hand_in(complete=complete)

    assert counted("3.2") == {"3.2": (2, 3)}
    assert counted("3.2", service="military-service") == {"3.2": (0, 0)}


def test_row_1_1_counts_requests_by_their_due_date(queue, clock, hand_in, counted):
    in_time, late, forgotten = hand_in(), hand_in(), hand_in()
    due = in_time.due_on
    queue.register.ready(in_time.number, actor="aida")
    before = counted("1.1", first=due, last=due)
    clock.advance(days=(due - MONDAY).days)
    on_the_day = counted("1.1", first=due, last=due)
    clock.advance(days=1)
    queue.register.ready(late.number, actor="aida")

    after = counted("1.1", first=due, last=due)

    assert not queue.register.get(forgotten.number).ready_on
    assert before == on_the_day == {"1.1": (1, 1)}
    assert after == {"1.1": (1, 3)}
    assert counted("1.1", last=due - timedelta(days=1)) == {"1.1": (0, 0)}


def test_row_2_2_counts_what_was_never_sent_back(queue, hand_in, counted):
    sound, mended, pending = (hand_in("military-service") for _ in range(3))
    for request in (sound, mended, pending):
        queue.register.send(request.number, actor="aida")
    for request in (mended, pending):
        queue.register.return_from_authority(request.number, ["Қате бар"], actor="aida")
    queue.register.correct(mended.number, actor="aida")
    queue.register.send(mended.number, actor="aida")
    for request in (sound, mended):
        queue.register.ready(request.number, actor="aida")

    assert counted("2.2") == {"2.2": (1, 2)}


def test_a_table_is_made_for_a_service_a_standard_or_the_office(queue, visit):
    visit()
    arys = "kz-arys-2007-1122-akdala-household"

    by_service = queue.indicators(MONDAY, MONDAY, service="household")
    by_standard = queue.indicators(MONDAY, MONDAY, standard=arys)
    office = queue.indicators(MONDAY, MONDAY)

    assert by_service == by_standard
    assert by_service.standards == (arys,)
    assert (by_service.row("1.2").denominator, office.row("1.2").denominator) == (0, 1)
    assert by_service.row("4.3").norm == 95
    assert office.row("4.3").norms_differ
    assert len(office.standards) == 4


@pytest.mark.parametrize("which", [{"service": "passport"}, {"standard": "kz-gp-2008-3-apostille"}])
def test_a_table_of_something_else_is_refused(queue, which):
    with pytest.raises(UnknownServiceError):
        queue.indicators(MONDAY, MONDAY, **which)


def test_a_service_the_office_gave_up_still_counts_for_the_office(
    queue, office_dir, office_text, clock, visit
):
    visit()
    queue.close()
    (office_dir / "office.toml").write_text(
        office_text.replace('id = "military-service"', 'id = "army"').replace(
            '"military-service"', '"army"'
        ),
        encoding="utf-8",
    )

    with type(queue).open(office_dir, clock=clock) as again:
        assert again.indicators(MONDAY, MONDAY).row("1.2").denominator == 1
