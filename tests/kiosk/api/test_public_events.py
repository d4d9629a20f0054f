"""What anybody may read of the journal: what is listed, and nothing that is not."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kezek_core.events import EventKind
from kezek_core.moments import Moment
from kezek_core.papers import SubjectKind
from kezek_kiosk.api.public_events import SHOWN, public_event
from kezek_kiosk.api.views import event_json
from kezek_kiosk.settings.secrets import write_secrets
from kezek_queue import Event, ManualClock, Queue
from kezek_queue.papers import subject_of

HARMLESS = {"seq", "kind", "at"}
EVERYTHING = sorted(
    {name for kinds in SHOWN.values() for names in kinds.values() for name in names}
)


@pytest.fixture(scope="module")
def old_queue(_office_of_0_1_0: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Queue]:
    """The office that 0.1.0 left: its journal told ids without kinds."""
    data = shutil.copytree(_office_of_0_1_0, tmp_path_factory.mktemp("old") / "data")
    write_secrets(data)
    (data / "standards").mkdir()
    with Queue.open(data, clock=ManualClock()) as queue:
        yield queue


@pytest.fixture(scope="module")
def event() -> Event:
    """A ticket was issued."""
    moment = Moment(datetime(2026, 11, 23, 5, tzinfo=UTC), "boot", 7_000_000, True)
    body = {"number": "K001", "service": "household", "job": 1}
    return Event(9, EventKind.TICKET_ISSUED, "2026-11-23-K001", None, "kiosk", moment, body, "")


def of_subject(
    event: Event, kind: EventKind, subject: str, facts: Mapping[str, Any] | None = None
) -> Event:
    """A print or another event that says by itself what it is about."""
    about = {"subject_kind": subject, "subject_id": "260000019"}
    return replace(event, kind=kind, body={**event.body, **(facts or {}), **about})


def told_to_anybody(event: Event) -> dict[str, Any]:
    return {
        name: value
        for name, value in event_json(event, with_actor=False).items()
        if value not in (None, {})
    }


def test_every_kind_of_event_was_decided_on_and_every_kind_of_subject_but_the_unknown() -> None:
    assert {kind for kinds in SHOWN.values() for kind in kinds} == set(EventKind)
    assert set(SHOWN) == {*SubjectKind, None} - {SubjectKind.UNKNOWN}


def test_no_list_holds_a_number_of_somebody_s_papers() -> None:
    hidden = {"request", "refusal", "complaint", "subject_id", "missing", "documents", "person"}

    assert hidden.isdisjoint(EVERYTHING)
    with_number = {kind for kind, kinds in SHOWN.items() for names in kinds.values()
                   if "number" in names}  # fmt: skip
    assert with_number == {SubjectKind.TICKET}


@pytest.mark.parametrize("kind", EventKind)
@pytest.mark.parametrize("subject", ["appointment", "unknown", ""])
def test_an_event_about_something_unknown_shows_its_place_kind_and_time_alone(
    event: Event, kind: EventKind, subject: str
) -> None:
    concerning = of_subject(event, kind, subject, {"window": 3})

    assert set(told_to_anybody(replace(concerning, window=3))) == HARMLESS


UNLISTED = [
    (kind, subject)
    for subject in (None, *SubjectKind)
    for kind in EventKind
    if kind not in SHOWN.get(subject, {})
]


@pytest.mark.parametrize(("kind", "subject"), UNLISTED)
def test_an_event_that_is_listed_for_no_such_subject_shows_nothing(
    event: Event, kind: EventKind, subject: SubjectKind | None
) -> None:
    concerning = replace(event, kind=kind, ticket_id=None, window=3, body={"number": "26-000001-9"})
    if subject is not None:
        concerning = of_subject(concerning, kind, subject.value)

    assert set(told_to_anybody(concerning)) == HARMLESS


@given(
    kind=st.sampled_from(EventKind),
    subject=st.sampled_from(SubjectKind),
    facts=st.dictionaries(
        st.text(min_size=1, max_size=12) | st.sampled_from(EVERYTHING), st.just("26-000001-9")
    ),
)
@example(EventKind.TICKET_ISSUED, SubjectKind.TICKET, {"event": "26-000001-9"})
def test_no_fact_gets_out_that_is_not_listed_whatever_an_event_may_tell(
    event: Event, kind: EventKind, subject: SubjectKind, facts: dict[str, str]
) -> None:
    concerning = of_subject(event, kind, subject.value, facts)

    shown = public_event(concerning)

    assert set(shown.body) <= SHOWN.get(subject, {}).get(kind, frozenset())
    assert shown.actor == ""
    if subject is not SubjectKind.TICKET:
        assert shown.ticket_id is None
        assert shown.window is None


def test_staff_see_what_is_told_whatever_it_is_about(event: Event) -> None:
    concerning = of_subject(event, EventKind.PRINT_REPORTED, "appointment")

    shown = event_json(concerning, with_actor=True)

    assert shown["facts"]["subject_kind"] == "appointment"
    assert shown["actor"] == event.actor


def as_the_filter_of_before_showed(event: Event) -> dict[str, Any]:
    """Everything but what names a paper, told apart by how the id is written."""
    shown = event_json(event, with_actor=True)
    del shown["actor"]
    hidden = {"request", "complaint", "refusal"}
    if shown["ticket"] is not None and not re.match(r"\d{4}-\d{2}-\d{2}-", shown["ticket"]):
        shown |= {"ticket": None, "number": None}
        hidden.add("number")
    return shown | {"facts": {k: v for k, v in shown["facts"].items() if k not in hidden}}


def test_of_visits_and_windows_anybody_sees_in_an_old_journal_what_was_seen_before(
    old_queue: Queue,
) -> None:
    compared = 0
    for event in old_queue.events(limit=100_000):
        subject = subject_of(event)
        of_visit = subject is None or subject.kind is SubjectKind.TICKET
        if of_visit and event.kind is not EventKind.SURVEY_ANSWERED:
            compared += 1
            assert event_json(event, with_actor=False) == as_the_filter_of_before_showed(event)
    assert compared > 1000


def test_of_papers_anybody_sees_in_an_old_journal_no_more_than_before_and_no_number(
    old_queue: Queue,
) -> None:
    numbers = {each.number for each in old_queue.register.find()}
    numbers |= {each.shown for each in old_queue.register.find()}
    prints = 0
    for event in old_queue.events(limit=100_000):
        subject = subject_of(event)
        if subject is None or subject.kind is SubjectKind.TICKET:
            continue
        shown, before = event_json(event, with_actor=False), as_the_filter_of_before_showed(event)
        prints += event.kind is EventKind.PRINT_REPORTED
        assert shown["facts"].items() <= before["facts"].items()
        assert (shown["ticket"], shown["number"], shown["window"]) == (None, None, None)
        assert not any(number in json.dumps(shown) for number in (*numbers, "refusal-", "C26"))
    assert prints > 40
    assert len(numbers) > 80
