"""The demo office: all four limits, windows of different skills, open at any hour."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.standards.law import limit_minutes
from kezek_core.tickets import Stage
from kezek_queue.office.demo import make_demo_office
from kezek_queue.office.file import parse_office
from kezek_queue.office.standard_library import StandardLibrary


@pytest.fixture(scope="module")
def library():
    return StandardLibrary.load(None)


@pytest.fixture(scope="module")
def office(library):
    return parse_office(make_demo_office(), "office.toml", standard_ids=library.ids())


def test_each_service_has_its_letter_and_its_standard(office):
    found = {each.letter: (each.id, each.standard) for each in office.services.values()}

    assert found == {
        "A": ("military-service", "kz-mj-2007-287-1"),
        "E": ("privileged", "kz-mj-2007-287-2"),
        "K": ("household", "kz-arys-2007-1122-akdala-household"),
        "M": ("livestock", "kz-arys-2007-1122-akdala-livestock"),
        "H": ("guardianship", "kz-gov-2012-1119-guardianship"),
        "P": ("minors-assets", "kz-gov-2012-1119-minors-assets"),
        "C": ("criminal-record", "kz-gp-2008-3-criminal-record"),
        "T": ("apostille", "kz-gp-2008-3-apostille"),
    }


def test_all_four_limits_meet(office, library):
    limits = {
        each.id: limit_minutes(library.get(each.standard), Stage.SUBMISSION)
        for each in office.services.values()
    }

    assert limits == {
        "military-service": 30,
        "privileged": 30,
        "household": 40,
        "livestock": 40,
        "guardianship": 20,
        "minors-assets": 20,
        "criminal-record": 60,
        "apostille": 20,
    }


def test_the_name_stands_in_three_languages(office):
    assert office.name.kk.startswith("«Кезек» халыққа қызмет көрсету орталығы")
    assert all(office.name.to_json().values())
    assert (office.id, office.demo) == ("demo", True)


def test_eight_windows_have_different_skills_of_three_to_five_services(office):
    skills = [frozenset(window.services) for window in office.windows.values()]

    assert list(office.windows) == list(range(1, 9))
    assert len(set(skills)) == 8
    assert all(3 <= len(each) <= 5 for each in skills)


def test_every_service_can_be_served_at_two_windows_or_more(office):
    assert all(len(office.windows_for(service)) >= 2 for service in office.services)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)))
def test_it_is_open_at_any_hour(instant):
    office = parse_office(make_demo_office(), "office.toml")

    assert office.hours.is_open(instant)


def test_categories_ship_switched_off_and_name_what_the_office_has_to_decide(office):
    assert set(office.categories) == {"disability", "veteran", "pregnant", "infant"}
    for category in office.categories.values():
        assert not category.enabled
        assert all(category.name.to_json().values())
        assert "актісімен" in category.basis


def test_the_words_for_disability_are_todays():
    text = make_demo_office().lower()

    assert "мүгедектігі бар адам" in text
    assert "лицо с инвалидностью" in text
    assert "инвалид " not in text


@pytest.mark.parametrize("windows", [1, 2, 5, 8, 9, 20, 99])
def test_any_number_of_windows_leaves_no_service_without_one(windows):
    office = parse_office(make_demo_office(windows), "office.toml")

    assert len(office.windows) == windows
    assert all(office.windows_for(service) for service in office.services)


@pytest.mark.parametrize("windows", [0, -1, 100])
def test_a_number_of_windows_out_of_range_is_refused(windows):
    with pytest.raises(ValueError, match="expected 1 to 99 windows"):
        make_demo_office(windows)
