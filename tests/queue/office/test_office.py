"""The values of an office answer what the queue asks of them."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from kezek_core.calendar.office_hours import OfficeHours
from kezek_core.texts import LocalText
from kezek_core.tickets import Stage
from kezek_queue.office.office import Category, Office, Service, Window


@pytest.fixture
def office():
    services = (
        Service("military-service", "A", "kz-mj-2007-287-1", daily_limit=120),
        Service("privileged", "E", "kz-mj-2007-287-2", stages=(Stage.SUBMISSION, Stage.PICKUP)),
        Service("copy", "C", "kz-mj-2007-287-1", daily_limit=5000),
    )
    windows = (Window(1, ("military-service", "privileged")), Window(7, ("privileged", "copy")))
    categories = (
        Category("veteran", LocalText("Ардагер"), "act 5", rank=1, enabled=True),
        Category("disability", LocalText("Мүгедектігі бар адам"), "act 5", rank=2, enabled=True),
        Category("infant", LocalText("Нәрестесі бар ата-ана"), "act 5", rank=9),
    )
    return Office(
        id="akimat",
        name=LocalText("Әкімдік"),
        time_zone="Asia/Almaty",
        demo=False,
        hours=OfficeHours(ZoneInfo("Asia/Almaty"), {}),
        services={each.id: each for each in services},
        windows={each.id: each for each in windows},
        categories={each.id: each for each in categories},
    )


def test_the_windows_of_a_service_are_those_that_can_serve_it(office):
    assert [window.id for window in office.windows_for("privileged")] == [1, 7]
    assert [window.id for window in office.windows_for("copy")] == [7]
    assert office.windows_for("apostille") == ()


def test_a_standard_applied_twice_is_named_once(office):
    assert office.standard_ids() == ("kz-mj-2007-287-1", "kz-mj-2007-287-2")


def test_a_service_offers_only_its_stages(office):
    assert office.services["privileged"].offers(Stage.PICKUP)
    assert not office.services["copy"].offers(Stage.PICKUP)


def test_the_first_guess_of_a_service_is_a_span_of_time(office):
    assert office.services["copy"].mean_service == timedelta(minutes=10)
