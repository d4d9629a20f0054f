"""The quality table on its page and over the API: figures, periods, who may look."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import unquote

import jsonschema_rs
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from kezek_kiosk.pages.indicators.periods import PRESETS, Days, preset_of
from kezek_kiosk.web.context import AppContext
from kezek_queue.reports.document import ColumnRole
from kezek_queue.reports.indicators.report import IndicatorReport, Scope, indicator_report

SignIn = Callable[..., tuple[FlaskClient, str]]
MONDAY, THURSDAY = date(2026, 11, 23), date(2026, 11, 26)
DAYS = f"from={MONDAY}&to={THURSDAY}"
LANGUAGES = ("kk", "ru", "en")
OFFICE = Scope()


@pytest.fixture
def browser(signed_in: SignIn) -> FlaskClient:
    """A supervisor."""
    return signed_in("supervisor")[0]


def report_of(context: AppContext, language: str = "kk", scope: Scope = OFFICE) -> IndicatorReport:
    return indicator_report(context.queue, MONDAY, THURSDAY, scope, language)


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page))).strip()


def screen_rows(page: str) -> dict[str, list[str]]:
    """The figures of each row as the page shows them, by the row's number."""
    table = page[page.index('<table class="table indicators__table"') :]
    table = re.sub(r"<details.*?</details>|<p class=\"how__print\".*?</p>", "", table, flags=re.S)
    rows = re.findall(r'<tr id="row-(\d)-(\d)">(.*?)</tr>', table, re.S)
    return {
        f"{group}.{place}": [
            text_of(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
        ]
        for group, place, row in rows
    }


def report_rows(report: IndicatorReport) -> dict[str, list[str]]:
    lines = [line for line in report.table.lines if line.role is ColumnRole.ROW]
    return {
        row.code: [re.sub(r"\s+", " ", cell.text) for cell in line.cells]
        for row, line in zip(report.rows, lines, strict=True)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_the_report_s_figures(
    rated_week: AppContext, browser: FlaskClient, language: str
) -> None:
    page = browser.get(f"/supervisor/indicators?{DAYS}&lang={language}").get_data(as_text=True)

    assert screen_rows(page) == report_rows(report_of(rated_week, language))


def test_a_verdict_has_an_icon_and_a_word(rated_week: AppContext, browser: FlaskClient) -> None:
    page = browser.get(f"/supervisor/indicators?{DAYS}&lang=kk").get_data(as_text=True)

    badges = re.findall(r'<span class="badge tone--(\w+)">(<svg.*?</svg>)([^<]+)</span>', page)
    assert {(tone, word) for tone, _, word in badges} >= {
        ("good", "сақталды"), ("bad", "сақталмады"),
    }  # fmt: skip


@pytest.mark.parametrize("scope", ["", "&service=household", "&of=service:household"])
def test_a_service_has_its_own_table(
    rated_week: AppContext, browser: FlaskClient, scope: str
) -> None:
    page = browser.get(f"/supervisor/indicators?{DAYS}{scope}&lang=ru").get_data(as_text=True)

    norm = screen_rows(page)["4.3"][1]
    assert norm == ("95 %" if scope else "различаются")


def test_a_standard_has_its_own_table(rated_week: AppContext, browser: FlaskClient) -> None:
    address = f"/supervisor/indicators?{DAYS}&of=standard:kz-mj-2007-287-1&lang=ru"

    page = browser.get(address).get_data(as_text=True)

    assert screen_rows(page)["4.3"][1] == "85 %"
    assert screen_rows(page)["1.2"][4].startswith("Не измерено")
    assert "стандарт: Выдача справки о подтверждении прохождения воинской службы" in text_of(page)


UNREADABLE = ("from=x&to=y", "service=no", "standard=kz-none", "of=service:", "from=0001-01-01")


def test_what_cannot_be_read_counts_as_not_asked_for(
    rated_week: AppContext, browser: FlaskClient
) -> None:
    for query in UNREADABLE:
        answer = browser.get(f"/supervisor/indicators?{query}")

        assert answer.status_code == 200, query
        assert len(screen_rows(answer.get_data(as_text=True))) == 12, query


def test_an_office_that_has_nothing_yet_measures_nothing(
    context: AppContext, browser: FlaskClient
) -> None:
    rows = screen_rows(browser.get("/supervisor/indicators?lang=ru").get_data(as_text=True))

    assert all(row[4].startswith("Не измерено: ") for row in rows.values())
    assert {len(row) for row in rows.values()} == {7}, "the reason takes the place of the verdict"


DAY = st.dates(date(2007, 1, 1), date(2099, 12, 31))


@given(DAY)
def test_every_preset_ends_by_today_and_lies_within_a_year(today: date) -> None:
    for name, days in PRESETS.items():
        found = days(today)

        assert found.first <= found.last <= today, name
        assert (found.last - found.first).days <= 366


def test_presets_mean_the_days_their_names_say() -> None:
    meant = {name: days(date(2026, 11, 22)) for name, days in PRESETS.items()}

    assert meant == {
        "today": Days(date(2026, 11, 22), date(2026, 11, 22)),
        "month": Days(date(2026, 11, 1), date(2026, 11, 22)),
        "last_month": Days(date(2026, 10, 1), date(2026, 10, 31)),
        "quarter": Days(date(2026, 10, 1), date(2026, 11, 22)),
        "year": Days(date(2026, 1, 1), date(2026, 11, 22)),
    }
    assert preset_of(meant["quarter"], date(2026, 11, 22)) == "quarter"
    assert preset_of(Days(date(2026, 11, 3), date(2026, 11, 4)), date(2026, 11, 22)) is None


def test_the_presets_of_the_page_keep_the_service(
    rated_week: AppContext, browser: FlaskClient
) -> None:
    page = browser.get("/supervisor/indicators?service=household").get_data(as_text=True)

    links = re.findall(r'<a class="preset place" href="([^"]+)"( aria-current="true")?', page)
    assert len(links) == 5
    assert all("service=household" in address for address, _ in links)
    assert [bool(current) for _, current in links] == [False, True, False, False, False]


def test_the_api_tells_the_core_s_table(
    rated_week: AppContext, admin: FlaskClient, openapi: dict[str, Any]
) -> None:
    document = admin.get(f"/api/v1/reports/indicators?{DAYS}&service=household").get_json()

    schema = {"$ref": "#/components/schemas/IndicatorTable"}
    jsonschema_rs.validate({**schema, "components": openapi["components"]}, document)
    table = rated_week.queue.indicators(MONDAY, THURSDAY, service="household").to_json()
    with rated_week.queue.at_one_instant() as mark:
        journal = mark.to_json()
    assert document == {
        "from": str(MONDAY), "to": str(THURSDAY), "service": "household", "standard": None,
        **table, "journal": journal,
    }  # fmt: skip


REFUSED = {
    "service=nothing": (422, "unknown_service"),
    "standard=kz-none": (422, "unknown_service"),
    "service=household&standard=kz-mj-2007-287-1": (422, "unknown_service"),
    "from=2026-11-24&to=2026-11-23": (400, "bad_request"),
    "from=2020-01-01&to=2026-11-23": (400, "bad_request"),
    "window=3": (400, "bad_request"),
}


@pytest.mark.parametrize("ending", ["", ".pdf"])
def test_the_api_refuses_what_is_not_there(
    rated_week: AppContext, admin: FlaskClient, ending: str
) -> None:
    texts = {}
    for query in REFUSED:
        answer = admin.get(f"/api/v1/reports/indicators{ending}?{query}")
        texts[query] = (answer.status_code, answer.get_json()["code"])

    assert texts == REFUSED


ADDRESSES = ("/supervisor/indicators", "/supervisor/indicators.pdf")
CALLS = ("indicators", "indicators.csv", "indicators.xlsx", "requests", "requests.pdf")


def test_the_page_is_for_supervisors_and_admins(
    rated_week: AppContext, anyone: FlaskClient, signed_in: SignIn
) -> None:
    callers = [anyone, *(signed_in(name)[0] for name in ("operator1", "supervisor", "admin"))]

    for address in ADDRESSES:
        statuses = [caller.get(address).status_code for caller in callers]

        assert statuses == [302, 403, 200, 200], address


def test_the_calls_are_for_supervisors_and_admins(
    rated_week: AppContext, anyone: FlaskClient, client_of: Callable[..., FlaskClient]
) -> None:
    callers = [anyone, client_of("kiosk"), client_of("operator", 1), client_of("supervisor")]

    for call in CALLS:
        statuses = [each.get(f"/api/v1/reports/{call}").status_code for each in callers]

        assert statuses[0] in (401, 403), call
        assert statuses[1:] == [403, 403, 200], call


def test_every_file_that_the_page_offers_is_there(
    rated_week: AppContext, browser: FlaskClient
) -> None:
    page = browser.get(f"/supervisor/indicators?{DAYS}&service=household&lang=kk")

    links = re.findall(r'href="([^"]+)" download', page.get_data(as_text=True))
    names = [
        unquote(browser.get(html.unescape(link)).headers["Content-Disposition"]) for link in links
    ]

    assert len(names) == 6
    for name, ending in zip(names, ("csv", "xlsx", "pdf") * 2, strict=True):
        assert f"{MONDAY}_{THURSDAY}.{ending}" in name
    assert all("Сапа көрсеткіштері" in name for name in names[:3])
    assert all("Өтініштер" in name for name in names[3:])


def test_an_unknown_format_is_no_file(browser: FlaskClient) -> None:
    assert browser.get("/supervisor/indicators.docx").status_code == 404
