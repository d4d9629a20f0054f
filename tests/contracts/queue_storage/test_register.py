"""Requests, complaints, surveys and pick-up tickets are kept alike by both."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from kezek_queue import Queue
from kezek_queue.errors import (
    Refusal,
    SurveyAnsweredError,
)
from kezek_queue.feedback.feedback import Complainant, Survey
from kezek_queue.people.personal_data import Person

DAY = date(2026, 11, 23)


def visit(queue, clock, window=1, service="military-service"):
    ticket_id = queue.issue(service).ticket.id
    clock.advance(minutes=10)
    queue.call_next(window, actor="op")
    clock.advance(minutes=1)
    queue.start(window, actor="op")
    clock.advance(minutes=5)
    return ticket_id


def test_a_request_is_taken_answered_and_forgotten(queue, clock):
    register = queue.register
    person = Person("Серікова Айгүл", "Арыс қ.", "8 701 555 44 33")
    papers = {"guardianship_decision": 1, "identity_document": 1, "residence_certificate": 2}
    hand_in = {"person": person, "inspector": "Омаров Е.", "window": 5, "actor": "op"}

    taken = register.accept("guardianship", documents=papers, idempotency_key="1", **hand_in)
    again = register.accept("guardianship", documents=papers, idempotency_key="1", **hand_in)
    refused = register.accept("guardianship", documents={}, **hand_in)
    number = taken.request.number
    register.send(number, actor="op")
    register.return_from_authority(number, ["Қате бар"], actor="op")
    register.correct(number, actor="op")
    register.ready(number, actor="op")
    other = register.accept("military-service", person=None, documents={
        "application": 1, "military_id": 1, "identity_card_copy": 1,
    }, inspector="Омаров Е.", window=1, actor="op").request.number  # fmt: skip
    register.extend(other, 0, "Мәлімет жоқ", actor="op")
    clock.advance(days=60)

    assert again.request == taken.request
    # What the state holds is never missing.
    assert [each.id for each in refused.missing] == ["guardianship_decision"]
    assert [each.number for each in register.overdue(date(2027, 1, 22))] == [other]
    assert [each.number for each in register.due_today(date(2026, 12, 23))] == [other]
    assert register.mark_unclaimed(date(2027, 1, 22)) == 1
    assert register.hand_over(number, actor="op").state.value == "handed_over"
    assert [each.number for each in register.find(first_day=DAY, last_day=DAY)] == [number, other]
    assert register.export(number)["person"]["applicant"] == "Серікова Айгүл"
    assert len(queue.lease_print_jobs("agent", limit=9)) == 6
    clock.advance(days=90)
    assert register.erase_due(date(2027, 4, 22)) == 2
    assert register.export(number)["person"] == {}
    assert len(register.history(number)) == 8
    assert queue.verify_journal().sound


def test_complaints_surveys_and_the_quality_table_are_alike_in_both_stores(
    queue, data_dir, clock, url
):
    ticket_id = visit(queue, clock)
    queue.finish(1, actor="op")
    feedback = queue.feedback
    feedback.answer_survey(Survey(process=True, politeness=False), ticket_id=ticket_id)
    with pytest.raises(SurveyAnsweredError):
        feedback.answer_survey(Survey(process=False), token=queue.status_token(ticket_id))
    first, second = (
        feedback.register_complaint(
            "Ұзақ күттім", person=Complainant("Серікова Айгүл"), ticket_id=ticket_id, actor="op"
        ).complaint
        for _ in range(2)
    )
    clock.advance(days=20)
    feedback.resolve_complaint(first.shown, justified=True, outcome="Иә", on=DAY, actor="op")
    overdue = feedback.overdue_complaints()
    feedback.resolve_complaint(second.number, justified=True, outcome="Иә", actor="op")
    queue.close()

    with Queue.open(data_dir, clock=clock, database_url=url) as again:
        table = again.indicators(DAY, DAY, service="military-service")
        details = again.feedback.complaint_details(first.number)
        assert again.feedback.erase_complaint(first.number, actor="op")
        assert again.feedback.complaint_details(first.number).name is None
        assert again.verify_journal().sound

    assert overdue == [second]
    assert details.name == "Серікова Айгүл"
    assert {row.code: (row.numerator, row.denominator) for row in table.rows} == {
        "1.1": (None, None),
        "1.2": (1, 1),
        "2.1": (1, 1),
        "2.2": (None, None),
        "3.1": (0, 0),
        "3.2": (None, None),
        "3.3": (None, None),
        "4.1": (2, 1),
        "4.2": (1, 2),
        "4.3": (0, 0),
        "4.4": (0, 0),
        "5.1": (0, 1),
    }


def test_the_register_counts_alike_in_both_stores(queue, clock):
    papers = {"application": 1, "military_id": 1, "identity_card_copy": 1}
    hand_in = {"person": None, "inspector": "Омаров Е.", "window": 1, "actor": "op"}
    taken = [
        queue.register.accept("military-service", documents=papers, **hand_in).request
        for _ in range(3)
    ]
    queue.register.accept("military-service", documents={}, **hand_in)
    for request in taken[:2]:
        queue.register.send(request.number, actor="op")
    queue.register.return_from_authority(taken[1].number, ["Қате бар"], actor="op")
    queue.register.ready(taken[0].number, actor="op")
    clock.advance(days=30)

    table = queue.indicators(DAY, DAY + timedelta(days=30))

    assert (table.row("1.1").numerator, table.row("1.1").denominator) == (1, 3)
    assert (table.row("2.2").numerator, table.row("2.2").denominator) == (1, 1)
    assert (table.row("3.2").numerator, table.row("3.2").denominator) == (3, 4)


def test_a_pick_up_ticket_knows_its_request_and_is_given_once(queue, clock):
    person = Person("Серікова Айгүл", "Арыс қ.", "8 701 555 44 33")
    number = queue.register.accept("guardianship", person=person, documents={
        "guardianship_decision": 1, "identity_document": 1, "residence_certificate": 1,
    }, inspector="Омаров Е.", window=3, actor="op").request.number  # fmt: skip
    with pytest.raises(Refusal) as early:
        queue.register.pick_up_ticket(number)
    queue.register.ready(number, actor="op")

    with ThreadPoolExecutor(4) as kiosks:
        taken = list(kiosks.map(lambda _: queue.register.pick_up_ticket(number), range(8)))
    ticket = taken[0].ticket
    clock.advance(minutes=5)
    queue.call_next(3, actor="op")
    queue.start(3, actor="op")
    queue.register.issue(number, actor="op")
    queue.finish(3, actor="op")

    assert early.value.code == "not_ready"
    assert {each.ticket.id for each in taken} == {ticket.id}
    assert sorted(each.repeated for each in taken) == [False] + 7 * [True]
    assert queue.register.request_of_ticket(ticket.id).state.value == "issued"
    assert queue.prove(ticket.id) == tuple(queue.waits(DAY, DAY))
    assert queue.verify_journal().sound
