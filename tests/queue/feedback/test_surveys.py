"""The survey after a visit: one answer for a ticket, after it and not long after it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kezek_core.events import EventKind
from kezek_queue import Queue
from kezek_queue.errors import (
    FeedbackInputError,
    SurveyAnsweredError,
    SurveyClosedError,
    UnknownTicketError,
    UnknownWindowError,
)
from kezek_queue.feedback.feedback import Survey, SurveyState

MONDAY = date(2026, 11, 23)
HAPPY = Survey(True, True, True, True, True)
SOON = timedelta(minutes=3)


def test_an_answer_is_kept_by_ticket_or_by_token(queue, desk):
    by_ticket, by_token = desk.served(), desk.served()

    queue.feedback.answer_survey(HAPPY, ticket_id=by_ticket, actor="tablet")
    queue.feedback.answer_survey(HAPPY, token=queue.status_token(by_token))

    assert queue.feedback.survey_state(ticket_id=by_token) is SurveyState.ANSWERED
    assert queue.feedback.survey_state(token=queue.status_token(by_ticket)) is SurveyState.ANSWERED
    assert queue.indicators(MONDAY, MONDAY).row("2.1").denominator == 2


def test_a_second_answer_is_refused_and_the_first_one_stands(queue, desk):
    ticket_id = desk.served()
    queue.feedback.answer_survey(Survey(process=True), ticket_id=ticket_id)
    before = queue.last_seq()

    with pytest.raises(SurveyAnsweredError, match="the first one stands"):
        queue.feedback.answer_survey(Survey(process=False), token=queue.status_token(ticket_id))

    assert queue.last_seq() == before
    assert queue.indicators(MONDAY, MONDAY).row("2.1").percent == 100


@pytest.mark.parametrize("way", ["waiting", "called", "serving", "held", "no_show", "cancelled"])
def test_only_a_visit_that_was_served_is_answered_for(queue, desk, way):
    ticket_id = desk.ways[way]()

    with pytest.raises(SurveyClosedError, match="not over"):
        queue.feedback.answer_survey(HAPPY, ticket_id=ticket_id)

    assert queue.feedback.survey_state(ticket_id=ticket_id) is SurveyState.NOT_YET


def test_the_survey_ends_with_the_office_day(queue, desk, clock):
    first, second = desk.served(), desk.served()
    # Ten in the morning; closing at eight in the evening, close-out two hours later.
    clock.advance(hours=11, minutes=59)
    queue.feedback.answer_survey(HAPPY, ticket_id=first)
    clock.advance(minutes=1)

    with pytest.raises(SurveyClosedError, match="its time is up"):
        queue.feedback.answer_survey(HAPPY, ticket_id=second)

    assert queue.feedback.survey_state(ticket_id=second) is SurveyState.CLOSED
    assert queue.feedback.survey_state(ticket_id=first) is SurveyState.ANSWERED


def test_an_office_may_keep_the_survey_open_some_days_longer(office_dir, office_text, clock):
    text = office_text + "[feedback]\nsurvey_days = 3\n"
    (office_dir / "office.toml").write_text(text, encoding="utf-8")
    with Queue.create(office_dir, clock=clock) as queue:
        tickets = [queue.issue("military-service").ticket.id for _ in range(2)]
        for _ in tickets:
            queue.call_next(1, actor="aida")
            queue.start(1, actor="aida")
            queue.finish(1, actor="aida")
        clock.advance(days=3, hours=11, minutes=59)
        queue.close_days()

        queue.feedback.answer_survey(HAPPY, token=queue.status_token(tickets[0]))
        clock.advance(minutes=1)

        with pytest.raises(SurveyClosedError):
            queue.feedback.answer_survey(HAPPY, token=queue.status_token(tickets[1]))
        assert queue.indicators(MONDAY, MONDAY).row("5.1").numerator == 1


@pytest.mark.parametrize("token", ["", "A" * 26, "ө", "2026-11-23-A001"])
def test_a_token_that_leads_nowhere_is_refused(queue, desk, token):
    desk.served()

    with pytest.raises(UnknownTicketError):
        queue.feedback.answer_survey(HAPPY, token=token)


def test_an_unknown_ticket_is_refused(queue):
    with pytest.raises(UnknownTicketError):
        queue.feedback.answer_survey(HAPPY, ticket_id="2026-11-23-A001")


def test_a_visit_is_named_in_one_way(queue, desk):
    ticket_id = desk.served()

    with pytest.raises(FeedbackInputError, match="either"):
        queue.feedback.answer_survey(HAPPY)
    with pytest.raises(FeedbackInputError, match="either"):
        queue.feedback.answer_survey(
            HAPPY, ticket_id=ticket_id, token=queue.status_token(ticket_id)
        )


def test_an_answer_to_nothing_is_refused(queue, desk):
    with pytest.raises(FeedbackInputError, match="one question at least"):
        queue.feedback.answer_survey(Survey(), ticket_id=desk.served())


def test_a_question_left_out_counts_neither_way(queue, desk):
    queue.feedback.answer_survey(Survey(process=False, politeness=True), ticket_id=desk.served())
    queue.feedback.answer_survey(Survey(politeness=False), ticket_id=desk.served())

    table = queue.indicators(MONDAY, MONDAY)

    shares = {code: table.row(code) for code in ("2.1", "3.1", "4.3", "4.4", "5.1")}
    assert {code: (row.numerator, row.denominator) for code, row in shares.items()} == {
        "2.1": (0, 1),
        "3.1": (0, 0),
        "4.3": (0, 0),
        "4.4": (0, 0),
        "5.1": (1, 2),
    }
    assert shares["2.1"].percent == 0
    assert shares["3.1"].percent is None


def test_the_journal_keeps_the_answers_and_no_name(queue, desk):
    ticket_id = desk.served()

    queue.feedback.answer_survey(Survey(information=False), ticket_id=ticket_id)

    event = queue.history(ticket_id)[-1]
    assert event.kind is EventKind.SURVEY_ANSWERED
    assert event.actor == "phone"
    assert event.body == {
        "service": "military-service",
        "process": None,
        "information": False,
        "politeness": None,
        "complaint_procedure": None,
        "complaint_term": None,
    }
    assert len(queue.prove(ticket_id)) == 1
    assert queue.verify_journal().sound


def test_a_tablet_asks_about_the_visit_that_its_window_finished_last(queue, desk):
    desk.served(1)
    last = desk.served(1)
    desk.served(2)

    assert queue.feedback.visit_to_survey(1, within=SOON).id == last


def test_a_tablet_asks_nothing_once_somebody_else_is_called_there(queue, desk):
    desk.served(1)
    queue.issue("military-service")

    queue.call_next(1, actor="operator1")

    assert queue.feedback.visit_to_survey(1, within=SOON) is None


def test_a_tablet_asks_nobody_who_left_a_while_ago(queue, desk, clock):
    desk.served(1)

    clock.advance(minutes=4)

    assert queue.feedback.visit_to_survey(1, within=SOON) is None


def test_a_tablet_asks_once(queue, desk):
    ticket_id = desk.served(1)

    queue.feedback.answer_survey(HAPPY, ticket_id=ticket_id, actor="tablet")

    assert queue.feedback.visit_to_survey(1, within=SOON) is None


def test_a_tablet_at_no_window_is_told_so(queue):
    with pytest.raises(UnknownWindowError):
        queue.feedback.visit_to_survey(77, within=SOON)


def test_the_visit_of_a_token_is_known_after_its_day(office_dir, office_text, clock):
    text = office_text + "[feedback]\nsurvey_days = 1\n"
    (office_dir / "office.toml").write_text(text, encoding="utf-8")
    with Queue.create(office_dir, clock=clock) as queue:
        ticket_id = queue.issue("military-service").ticket.id
        token = queue.status_token(ticket_id)
        clock.advance(days=1)
        queue.close_days()

        with pytest.raises(UnknownTicketError):
            queue.ticket_by_status_token(token)
        assert queue.feedback.visit_of_token(token).id == ticket_id
