"""A visit folded from its journal events: the journal alone proves every verdict."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.events import EventKind
from kezek_core.moments import Anchor, Boot, Moment, Span
from kezek_core.tickets import Stage, TicketState, after, allowed
from kezek_core.waits.fold import COMMAND_OF, Visit, VisitEvent, VisitEventError, fold_visit
from kezek_core.waits.judgement import Verdict, judge
from kezek_core.waits.values import Heading, Outcome

NINE = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
VISIT = Visit("2026-11-23-A015", "A015", date(2026, 11, 23), "ru", "disability")
K = EventKind


def moment(minute: float, boot: str = "b1") -> Moment:
    wall = NINE + timedelta(minutes=minute)
    return Moment(wall, boot, round(minute * 60_000_000), synchronised=False)


def event(kind: EventKind, minute: float, **facts) -> VisitEvent:
    return VisitEvent(kind, moment(minute), **facts)


def issued(minute: float = 0, limit: int | None = 20) -> VisitEvent:
    return event(
        K.TICKET_ISSUED,
        minute,
        service="military-service",
        stage=Stage.SUBMISSION,
        limit_minutes=limit,
        standard="kz-mj-2007-287-1",
        edition="2009-02-11",
        source="order 287, annex 1, item 7.2",
    )


def transferred(minute: float, limit: int | None = 40) -> VisitEvent:
    return event(K.TICKET_TRANSFERRED, minute, service="household", limit_minutes=limit)


def fold(*events: VisitEvent, until: Moment | None = None):
    return fold_visit(events, visit=VISIT, boots={}, until=until)


def minutes(span: Span | None) -> float | None:
    return None if span is None else span.length / timedelta(minutes=1)


def test_a_visit_served_in_time_has_one_part_with_all_its_measures():
    (wait,) = fold(
        issued(),
        event(K.TICKET_CALLED, 12, window=3),
        event(K.SERVICE_STARTED, 14),
        event(K.SERVICE_FINISHED, 22),
    )

    assert minutes(wait.issued_to_called) == 12
    assert minutes(wait.called_to_started) == 2
    assert minutes(wait.issued_to_started) == minutes(wait.wait) == 14
    assert minutes(wait.service_time) == 8
    assert (wait.verdict, wait.outcome) == (Verdict.WITHIN, Outcome.SERVED)
    assert (wait.ticket_id, wait.number, wait.office_day) == (
        "2026-11-23-A015",
        "A015",
        date(2026, 11, 23),
    )
    assert (wait.service, wait.stage, wait.window) == ("military-service", Stage.SUBMISSION, 3)
    assert (wait.standard, wait.edition, wait.limit_minutes) == (
        "kz-mj-2007-287-1",
        "2009-02-11",
        20,
    )
    assert wait.source == "order 287, annex 1, item 7.2"
    assert (wait.language, wait.category) == ("ru", "disability")
    assert wait.issued_at == NINE
    assert wait.finished_at == NINE + timedelta(minutes=22)


@pytest.mark.parametrize(("microseconds", "verdict"), [(0, Verdict.WITHIN), (1, Verdict.BREACHED)])
def test_service_that_starts_at_20_00_is_in_time_and_a_microsecond_later_is_not(
    microseconds, verdict
):
    start = Moment(NINE, "b1", 20 * 60_000_000 + microseconds, synchronised=False)

    (wait,) = fold(issued(), event(K.TICKET_CALLED, 1), VisitEvent(K.SERVICE_STARTED, start))

    assert wait.verdict is verdict


def test_a_call_in_time_does_not_save_a_start_too_late():
    (wait,) = fold(
        issued(),
        event(K.TICKET_CALLED, 1),
        event(K.TICKET_HELD, 2),
        event(K.TICKET_RELEASED, 3),
        event(K.TICKET_CALLED, 20),
        event(K.SERVICE_STARTED, 21),
    )

    assert wait.verdict is Verdict.BREACHED
    assert minutes(wait.wait) == 21
    assert minutes(wait.issued_to_called) == 1


def test_a_transfer_opens_a_part_that_is_judged_on_the_whole_wait_so_far():
    first, second = fold(
        issued(limit=20),
        event(K.TICKET_CALLED, 14, window=1),
        event(K.SERVICE_STARTED, 15),
        transferred(45, limit=40),
        event(K.TICKET_CALLED, 70, window=2),
        event(K.SERVICE_STARTED, 71),
        event(K.SERVICE_FINISHED, 80),
    )

    assert (first.part, second.part) == (1, 2)
    assert (first.outcome, first.verdict) == (Outcome.TRANSFERRED, Verdict.WITHIN)
    assert (minutes(first.wait), minutes(first.service_time)) == (15, 30)
    assert (second.service, second.stage, second.limit_minutes) == (
        "household",
        Stage.SUBMISSION,
        40,
    )
    assert minutes(second.issued_to_started) == 26
    assert minutes(second.wait) == 15 + 26
    assert second.verdict is Verdict.BREACHED


def test_a_no_show_is_judged_up_to_the_first_unanswered_call():
    (wait,) = fold(
        issued(),
        event(K.TICKET_CALLED, 19),
        event(K.TICKET_RECALLED, 25),
        event(K.VISITOR_ABSENT, 30),
        until=moment(300),
    )

    assert (wait.outcome, wait.verdict) == (Outcome.NO_SHOW, Verdict.WITHIN)
    assert minutes(wait.wait) == 19


def test_a_visitor_who_came_back_keeps_only_the_absence_as_his_own():
    (wait,) = fold(
        issued(),
        event(K.TICKET_CALLED, 10),
        event(K.VISITOR_ABSENT, 12),
        event(K.VISITOR_RETURNED, 60),
        event(K.TICKET_CALLED, 69),
        event(K.SERVICE_STARTED, 71),
    )

    assert minutes(wait.own) == 50
    assert minutes(wait.wait) == 10 + 11
    assert minutes(wait.issued_to_started) == 71
    assert wait.verdict is Verdict.BREACHED


def test_a_no_show_taken_back_counts_as_if_it_had_not_been():
    (wait,) = fold(
        issued(),
        event(K.TICKET_CALLED, 10),
        event(K.VISITOR_ABSENT, 12),
        event(K.ABSENCE_WITHDRAWN, 13),
        event(K.SERVICE_STARTED, 14),
    )

    assert (minutes(wait.wait), minutes(wait.own)) == (14, 0)


def test_whoever_leaves_has_waited_until_then():
    (wait,) = fold(issued(), event(K.TICKET_CANCELLED, 25), until=moment(90))

    assert (wait.outcome, wait.verdict, wait.heading) == (
        Outcome.LEFT,
        Verdict.BREACHED,
        Heading.LEFT,
    )
    assert minutes(wait.wait) == 25
    assert wait.issued_to_started is None


@pytest.mark.parametrize("held", [False, True])
def test_whoever_was_never_called_has_waited_until_the_day_was_closed(held):
    events = [issued(), *([event(K.TICKET_HELD, 5)] if held else [])]

    (wait,) = fold(*events, event(K.DAY_CLOSED, 600), until=moment(5000))

    assert wait.outcome is Outcome.NEVER_CALLED
    assert wait.verdict is Verdict.BREACHED
    assert minutes(wait.wait) == 600


def test_an_unanswered_call_becomes_a_no_show_when_the_day_is_closed():
    (wait,) = fold(issued(), event(K.TICKET_CALLED, 15), event(K.DAY_CLOSED, 600))

    assert (wait.outcome, minutes(wait.wait)) == (Outcome.NO_SHOW, 15)


def test_a_service_nobody_finished_counts_as_served_without_a_service_time():
    (wait,) = fold(
        issued(),
        event(K.TICKET_CALLED, 5),
        event(K.SERVICE_STARTED, 6),
        event(K.DAY_CLOSED, 600),
    )

    assert (wait.outcome, wait.service_time, minutes(wait.wait)) == (Outcome.SERVED, None, 6)


@pytest.mark.parametrize("before", [(), (K.TICKET_HELD,), (K.TICKET_CALLED,)])
def test_a_closing_that_was_taken_back_leaves_the_clock_as_if_it_had_not_been(before):
    events = [issued(), *(event(kind, 5) for kind in before)]

    (wait,) = fold(
        *events, event(K.DAY_CLOSED, 6), event(K.CLOSING_TAKEN_BACK, 9), until=moment(12)
    )

    assert (wait.outcome, minutes(wait.wait), minutes(wait.own)) == (Outcome.WAITING, 12, 0)


def test_a_call_before_a_closing_that_was_taken_back_no_longer_stands():
    (wait,) = fold(
        issued(),
        event(K.TICKET_CALLED, 5),
        event(K.DAY_CLOSED, 6),
        event(K.CLOSING_TAKEN_BACK, 9),
        event(K.TICKET_CALLED, 11),
        event(K.VISITOR_ABSENT, 13),
    )

    assert (wait.outcome, minutes(wait.wait)) == (Outcome.NO_SHOW, 11)


def test_a_service_goes_on_when_its_closing_is_taken_back():
    (wait,) = fold(
        issued(),
        event(K.TICKET_CALLED, 5),
        event(K.SERVICE_STARTED, 6),
        event(K.DAY_CLOSED, 7),
        event(K.CLOSING_TAKEN_BACK, 8),
        event(K.SERVICE_FINISHED, 10),
    )

    assert (wait.outcome, minutes(wait.wait), minutes(wait.service_time)) == (Outcome.SERVED, 6, 4)


def test_whoever_still_waits_is_measured_to_the_instant_asked_for():
    (early,) = fold(issued(), until=moment(7))
    (late,) = fold(issued(), until=moment(21))

    assert (minutes(early.wait), early.open, early.outcome) == (7, True, Outcome.WAITING)
    assert (late.verdict, late.open) == (Verdict.BREACHED, False)


def test_events_that_are_no_step_of_the_visit_are_passed_over():
    (wait,) = fold(
        issued(),
        event(K.PRINT_REPORTED, 1),
        event(K.LIMIT_NEAR, 16),
        event(K.TICKET_CALLED, 17),
        event(K.SERVICE_STARTED, 18),
        event(K.CORRECTION_MADE, 40),
    )

    assert minutes(wait.wait) == 18


def test_a_wait_across_an_unanchored_reboot_is_a_flagged_lower_bound():
    boots = {"b1": Boot("b1", 1, 600_000_000), "b2": Boot("b2", 2, 300_000_000)}
    events = (
        issued(),
        VisitEvent(K.TICKET_CALLED, moment(1, "b2")),
        VisitEvent(K.SERVICE_STARTED, moment(2, "b2")),
    )

    (wait,) = fold_visit(events, visit=VISIT, boots=boots)

    assert wait.wait == Span(timedelta(minutes=12), exact=False)
    assert wait.verdict is Verdict.ESTIMATED


def test_an_anchor_found_later_makes_the_same_wait_exact():
    boots = {
        "b1": Boot("b1", 1, 600_000_000, (Anchor(600_000_000, NINE + timedelta(minutes=10)),)),
        "b2": Boot("b2", 2, 900_000_000, (Anchor(900_000_000, NINE + timedelta(minutes=32)),)),
    }
    events = (
        issued(),
        VisitEvent(K.TICKET_CALLED, moment(1, "b2")),
        VisitEvent(K.SERVICE_STARTED, moment(2, "b2")),
    )

    (wait,) = fold_visit(events, visit=VISIT, boots=boots)

    assert wait.wait == Span(timedelta(minutes=19))
    assert wait.verdict is Verdict.WITHIN


@pytest.mark.parametrize(
    ("events", "message"),
    [
        ((), "expected the events of ticket 2026-11-23-A015"),
        ((event(K.TICKET_CALLED, 1),), "got no open visit"),
        ((issued(), issued(1)), "issued once"),
        ((issued(), event(K.SERVICE_FINISHED, 1)), "states serving .* got waiting"),
        ((issued(), event(K.SERVICE_STARTED, 1)), "states called"),
        ((issued(), event(K.VISITOR_RETURNED, 1)), "states no_show"),
        ((issued(), event(K.DAY_CLOSED, 1), event(K.TICKET_CALLED, 2)), "got no open visit"),
        ((issued(), event(K.CLOSING_TAKEN_BACK, 1)), "expected a closed day"),
        (
            (issued(), event(K.DAY_CLOSED, 1), *[event(K.CLOSING_TAKEN_BACK, 2)] * 2),
            "expected a closed day",
        ),
        ((event(K.TICKET_ISSUED, 0, stage=Stage.PICKUP),), "expected service and stage"),
        ((event(K.TICKET_ISSUED, 0, service="household"),), "expected service and stage"),
    ],
)
def test_events_that_cannot_be_a_visit_are_refused_with_what_was_expected(events, message):
    with pytest.raises(VisitEventError, match=message) as refused:
        fold(*events)

    assert refused.value.code == "visit_event_error"


def test_a_clock_that_went_back_leaves_a_lower_bound():
    (wait,) = fold(issued(10), event(K.TICKET_CALLED, 11), event(K.SERVICE_STARTED, 9))

    assert wait.wait == Span(timedelta(), exact=False)
    assert wait.verdict is Verdict.ESTIMATED


@st.composite
def visits(draw, *, started: bool = False):
    """The events of any visit the states allow, with the second each one happened."""
    second, state, story = 0, TicketState.WAITING, [(0, issued())]
    for passed in draw(st.lists(st.integers(0, 1_800), max_size=20)):
        kinds = [kind for kind, command in COMMAND_OF.items() if allowed(command, state)]
        if not kinds:
            break
        kind = draw(st.sampled_from(kinds))
        second, state = second + passed, after(COMMAND_OF[kind])
        transfer = kind is K.TICKET_TRANSFERRED
        story.append((second, transferred(second / 60) if transfer else event(kind, second / 60)))
    if started and state is TicketState.WAITING:
        story.append((second, event(K.TICKET_CALLED, second / 60)))
        story.append((second + 60, event(K.SERVICE_STARTED, second / 60 + 1)))
    return story


@given(visits(), st.integers(0, 7_200))
def test_the_parts_of_any_visit_agree_with_one_another(story, passed):
    until = moment((story[-1][0] + passed) / 60)

    parts = fold(*(each for _, each in story), until=until)

    assert [part.part for part in parts] == list(range(1, len(parts) + 1))
    assert all(part.outcome is Outcome.TRANSFERRED for part in parts[:-1])
    for part in parts:
        assert part.verdict is judge(part.wait, part.limit_minutes)
        if part.started_at and part.called_at:
            assert part.issued_to_called + part.called_to_started == part.issued_to_started
    for earlier, later in pairwise(parts):
        assert later.wait.length >= earlier.wait.length
        assert later.own.length >= earlier.own.length


@given(visits(started=True))
def test_the_wait_of_a_started_part_is_what_was_waited_less_what_was_ones_own(story):
    begun = [part for part in fold(*(each for _, each in story)) if part.started_at is not None]

    raw = timedelta()
    for part in begun:
        raw += part.issued_to_started.length
        assert part.wait.length == raw - part.own.length


@given(visits(), st.integers(0, 7_200), st.integers(0, 7_200))
def test_a_wait_that_goes_on_only_grows(story, sooner, later):
    events = [each for _, each in story]
    last = story[-1][0]
    times = [moment((last + seconds) / 60) for seconds in sorted((sooner, later))]

    before, now = (fold(*events, until=time)[-1].wait.length for time in times)

    assert before <= now


@given(visits())
def test_folding_the_same_events_twice_gives_the_same_verdicts(story):
    events = [each for _, each in story]

    assert fold(*events) == fold(*iter(events))
