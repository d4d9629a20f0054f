"""Limits by stage, editions, and the legal state of a standard, date by date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.standards.file import parse_standard
from kezek_core.standards.law import edition_on, editions, legal_state, limit_minutes
from kezek_core.standards.values import Amendment, InForce, Standard
from kezek_core.standards.words import LegalState
from kezek_core.tickets import Stage


def load(identifier: str) -> Standard:
    name = f"{identifier}.toml"
    text = (files("kezek_core") / "standards" / "data" / name).read_text(encoding="utf-8")
    return parse_standard(text, file_name=name)


MILITARY = load("kz-mj-2007-287-1")
CRIMINAL_RECORD = load("kz-gp-2008-3-criminal-record")
GUARDIANSHIP = load("kz-gov-2012-1119-guardianship")
MINORS_ASSETS = load("kz-gov-2012-1119-minors-assets")


@pytest.mark.parametrize(
    ("standard", "stage", "limit"),
    [
        (MILITARY, Stage.SUBMISSION, 30),
        (MILITARY, Stage.PICKUP, None),
        (MILITARY, Stage.SERVICE, None),
        (CRIMINAL_RECORD, Stage.PICKUP, 60),
        (GUARDIANSHIP, Stage.SERVICE, 20),
        (GUARDIANSHIP, "pickup", 20),
    ],
)
def test_limit_belongs_to_the_stage(standard, stage, limit):
    assert limit_minutes(standard, stage) == limit


def test_an_unknown_stage_is_refused():
    with pytest.raises(ValueError, match="registry"):
        limit_minutes(MILITARY, "registry")


@pytest.mark.parametrize(
    ("on", "edition", "amendments"),
    [
        (date(2007, 11, 29), "2007-11-30", 0),
        (date(2007, 11, 30), "2007-11-30", 0),
        (date(2009, 2, 10), "2007-11-30", 0),
        (date(2009, 2, 11), "2009-02-11", 1),
        (date(2026, 1, 1), "2009-02-11", 1),
    ],
)
def test_an_amendment_opens_a_new_edition_on_its_date(on, edition, amendments):
    found = edition_on(MILITARY, on)

    assert found.name == edition
    assert len(found.amendments) == amendments


def test_without_a_known_beginning_the_first_edition_has_the_date_of_the_act():
    names = [each.name for each in editions(MINORS_ASSETS)]

    assert names == ["2012-08-31", "2013-08-26"]


def test_two_amendments_of_one_day_are_one_edition():
    day = date(2009, 5, 1)
    standard = replace(MILITARY, amendments=(Amendment("b", day), Amendment("a", day)))

    found = editions(standard)

    assert [(each.on, len(each.amendments)) for each in found] == [
        (date(2007, 11, 30), 0),
        (day, 2),
    ]


@pytest.mark.parametrize(
    ("standard", "on", "state"),
    [
        (MILITARY, date(2007, 11, 29), LegalState.NOT_YET_IN_FORCE),
        (MILITARY, date(2007, 11, 30), LegalState.IN_FORCE),
        (MILITARY, date(2010, 3, 30), LegalState.IN_FORCE),
        (MILITARY, date(2010, 3, 31), LegalState.REPEALED),
        (CRIMINAL_RECORD, date(2011, 2, 26), LegalState.REPEALED),
        (GUARDIANSHIP, date(2012, 8, 30), LegalState.NOT_YET_IN_FORCE),
        (GUARDIANSHIP, date(2012, 8, 31), LegalState.UNKNOWN),
        (GUARDIANSHIP, date(2026, 1, 1), LegalState.UNKNOWN),
    ],
)
def test_legal_state_on_the_days_that_matter(standard, on, state):
    assert legal_state(standard, on) is state


def test_a_standard_without_an_end_stays_in_force():
    standard = replace(MILITARY, in_force=InForce(from_on=date(2007, 11, 30)))

    assert legal_state(standard, date(2099, 1, 1)) is LegalState.IN_FORCE


def test_a_source_is_found_at_the_path_or_above_it():
    assert MILITARY.source("waiting_minutes.submission") == "order 287, annex 1, item 7.2"
    assert MILITARY.source("indicators.4.1.norm") == "order 287, annex 1, appendix 2, row 4.1"
    assert MILITARY.source("places.3.phones") == "order 287, annex 1, appendix 1"
    assert MILITARY.source("nothing.of.the.kind") is None
    assert MILITARY.note("waiting_minutes.pickup") is not None


days = st.dates(date(2000, 1, 1), date(2030, 1, 1))


@given(life=st.tuples(days, days).map(sorted), changes=st.lists(days, max_size=4), on=days)
def test_editions_follow_each_other_and_the_newest_that_has_begun_is_taken(life, changes, on):
    standard = replace(
        MILITARY,
        in_force=InForce(from_on=life[0], until_on=life[1]),
        amendments=tuple(Amendment(f"act {n}", day) for n, day in enumerate(changes)),
    )

    found = editions(standard)
    chosen = edition_on(standard, on)

    assert [each.on for each in found] == sorted({each.on for each in found})
    assert len(found[-1].amendments) == len(changes)
    assert chosen.on <= on or chosen == found[0]
    assert not any(chosen.on < each.on <= on for each in found)


@given(life=st.tuples(days, days).map(sorted), on=days)
def test_legal_states_come_in_order_and_never_go_back(life, on):
    standard = replace(MILITARY, in_force=InForce(from_on=life[0], until_on=life[1]))
    order = [LegalState.NOT_YET_IN_FORCE, LegalState.IN_FORCE, LegalState.REPEALED]

    today = order.index(legal_state(standard, on))
    tomorrow = order.index(legal_state(standard, on + timedelta(days=1)))

    assert today <= tomorrow
