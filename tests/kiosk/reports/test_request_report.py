"""The report of requests: totals that add up, days late, one set of figures, no names."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema_rs
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from kezek_kiosk.cli import main
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock, Request, RequestState
from kezek_queue.people.personal_data import Person
from kezek_queue.register.values import OPEN
from kezek_queue.reports.document import Report
from kezek_queue.reports.files import write_report
from kezek_queue.reports.requests.report import request_report
from kezek_queue.reports.requests.selection import RequestFilter
from kezek_queue.reports.requests.totals import days_late, totals_of

Sheets = Callable[[bytes], dict[str, list[list[str | float]]]]
PdfText = Callable[[bytes], str]
MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
DAYS = f"from={MONDAY}&to={FRIDAY}"
EVERYTHING = RequestFilter()
NAME = "Ахметов Ғани Құрманұлы"
APPLICANT = Person(NAME, "Арыс қ., Абай к-сі, 5", "8 701 000 00 00")


@pytest.fixture
def week(context: AppContext, clock: ManualClock) -> AppContext:
    """Ready on time, ready a day late, never answered, not due yet, refused as incomplete."""
    register, standards = context.queue.register, context.queue.standards

    def hand_in(service: str, *, complete: bool = True) -> str:
        listed = standards.get(context.queue.office.services[service].standard).documents
        brought = {each.id: 1 for each in listed if each.required} if complete else {}
        taken = register.accept(
            service,
            person=APPLICANT,
            documents=brought,
            window=2,
            inspector="Сейітова А.",
            actor="operator2",
            paid_on=MONDAY,
        ).request
        return taken.number if taken else ""

    on_time, late = hand_in("household"), hand_in("apostille")
    hand_in("livestock")
    hand_in("household", complete=False)
    clock.advance(days=1)
    register.ready(on_time, actor="operator2")
    clock.advance(days=1)
    register.ready(late, actor="operator2")
    register.issue(late, actor="operator2")
    clock.advance(days=1)
    returned = hand_in("guardianship")
    register.send(returned, actor="operator2")
    register.return_from_authority(returned, ["мөр анық емес"], actor="operator2")
    clock.advance(days=1)
    return context


def report_of(
    context: AppContext, language: str = "ru", wanted: RequestFilter = EVERYTHING
) -> Report:
    return request_report(context.queue, MONDAY, FRIDAY, wanted, language)


def texts_of(report: Report, table: int) -> dict[str, list[str]]:
    return {
        line.name: [cell.text for cell in line.cells[1:]] for line in report.tables[table].lines
    }


def test_the_totals_are_those_counted_by_hand(week: AppContext) -> None:
    totals = texts_of(report_of(week), 0)

    nothing = ["0"] * 7
    assert totals["Личное подсобное хозяйство"] == ["1", "1", "1", "0", "0", "0", "0"]
    assert totals["Проставление апостиля"] == ["1", "0", "0", "1", "0", "0", "0"]
    assert totals["Справка о поголовье скота"] == ["1", "0", "0", "0", "1", "1", "0"]
    assert totals["Опека и попечительство"] == ["1", "0", "0", "0", "1", "0", "0"]
    assert totals["Справка о судимости"] == nothing
    assert totals["Все услуги"] == ["4", "1", "1", "1", "2", "1", "0"]


def test_each_request_says_when_it_was_due_answered_and_how_late(week: AppContext) -> None:
    lines = list(texts_of(report_of(week), 1).values())

    household, apostille, livestock, guardianship = lines
    assert household[2:] == [
        "23.11.2026", "24.11.2026", "готово", "24.11.2026", "—", "в срок", "—", "0", "нет", "0",
    ]  # fmt: skip
    assert apostille[2:] == [
        "23.11.2026", "24.11.2026", "выдано", "25.11.2026", "25.11.2026", "с\u00a0опозданием", "1",
        "0", "нет", "865",
    ]  # fmt: skip
    assert (livestock[7], livestock[8]) == ("просрочено", "3")
    assert (guardianship[4], guardianship[7:10]) == ("возвращено", ["срок не истёк", "—", "1"])


def test_a_list_of_one_state_keeps_the_totals_of_all(week: AppContext) -> None:
    report = report_of(week, wanted=RequestFilter(state="issued"))

    assert [line.cells[1].text for line in report.tables[1].lines] == ["Проставление апостиля"]
    assert texts_of(report, 0)["Все услуги"][0] == "4"
    assert ("В списке", "выдано") in report.facts


@pytest.mark.parametrize(
    "wanted",
    [RequestFilter(service="apostille"), RequestFilter(standard="kz-gp-2008-3-apostille")],
)
def test_a_service_or_a_standard_has_a_report_of_its_own(
    week: AppContext, wanted: RequestFilter
) -> None:
    report = report_of(week, wanted=wanted)

    assert list(texts_of(report, 0)) == ["Проставление апостиля", "Все услуги"]
    assert len(report.tables[1].lines) == len(report.basis.lines) == 1
    assert report.basis.lines[0].cells[1].text == "1 рабочий день"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_no_file_names_anybody(
    week: AppContext, pdf_text: PdfText, sheets: Sheets, admin: FlaskClient, language: str
) -> None:
    report = report_of(week, language)

    written = [
        write_report(report, "csv").decode(),
        pdf_text(write_report(report, "pdf")),
        str(sheets(write_report(report, "xlsx"))),
        admin.get(f"/api/v1/reports/requests?{DAYS}").get_data(as_text=True),
    ]

    assert not any(part in text for text in written for part in (*NAME.split(), "8 701", "Абай"))


def test_the_workbook_has_totals_and_list_as_the_report_shows_them(
    week: AppContext, sheets: Sheets
) -> None:
    report = report_of(week, "kk")

    totals, listed = sheets(write_report(report, "xlsx")).values()

    wanted = [[cell.text for cell in line.cells] for line in report.tables[0].lines]
    shown = [[_text(cell) for cell in row] for row in totals]
    assert [row for row in wanted if row not in shown] == []
    wanted = [
        [cell.text.replace("—", "") for cell in line.cells] for line in report.tables[1].lines
    ]
    assert [[_text(cell) for cell in row] for row in listed[-4:]] == wanted


def _text(cell: str | float) -> str:
    return cell if isinstance(cell, str) else f"{cell:.0f}"


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_paper_says_totals_list_and_terms(
    week: AppContext, pdf_text: PdfText, language: str
) -> None:
    report = report_of(week, language)

    words = pdf_text(write_report(report, "pdf")).split()

    wanted = [report.title, report.office, report.label("position")]
    for table in (*report.tables, report.basis):
        wanted += [table.title, *table.notes, *(column.heading for column in table.columns)]
        wanted += [cell.text for line in table.lines for cell in line.cells]
    assert {word for text in wanted for word in text.split()} - set(words) == set()


def test_an_office_without_requests_says_so(context: AppContext, pdf_text: PdfText) -> None:
    report = report_of(context)

    assert report.tables[1].notes == ("За эти дни обращений не принято.",)
    assert "обращений не принято" in " ".join(pdf_text(write_report(report, "pdf")).split())


def test_the_api_answers_with_requests_and_totals_of_the_described_shape(
    week: AppContext, admin: FlaskClient, openapi: dict[str, Any]
) -> None:
    document = admin.get(f"/api/v1/reports/requests?{DAYS}&state=ready").get_json()

    schema = {"$ref": "#/components/schemas/RequestReport"}
    jsonschema_rs.validate({**schema, "components": openapi["components"]}, document)
    assert [each["state"] for each in document["requests"]] == ["ready"]
    assert document["requests"][0]["allowed"]
    assert document["totals"]["total"] == {
        "service": None, "accepted": 4, "refused_incomplete": 1, "on_time": 1, "late": 1,
        "open": 2, "overdue": 1, "uncollected": 0,
    }  # fmt: skip
    assert len(document["totals"]["services"]) == len(week.queue.office.services)


def test_the_api_s_files_have_kazakh_names_and_the_report_s_bytes(
    week: AppContext, admin: FlaskClient
) -> None:
    answer = admin.get(f"/api/v1/reports/requests.csv?{DAYS}&language=kk")

    assert f"Өтініштер {MONDAY}_{FRIDAY}.csv" in unquote(answer.headers["Content-Disposition"])
    assert answer.get_data() == write_report(report_of(week, "kk"), "csv")
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")), delimiter=";"))
    assert rows[2][3:5] == ["2026-11-23", "2026-11-24"]
    assert rows[2][9] == "1"


def test_what_nobody_knows_is_refused_and_not_an_empty_list(
    week: AppContext, admin: FlaskClient
) -> None:
    queries = {"service=no": 422, "standard=no": 422, "state=lost": 400, "names=1": 400}

    statuses = {
        query: admin.get(f"/api/v1/reports/requests?{query}").status_code for query in queries
    }

    assert statuses == queries


def test_the_command_line_tells_the_same(
    week: AppContext, clock: ManualClock, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kezek_kiosk.open_office.SystemClock", lambda: clock)
    asked = ["report", "requests", "--data", str(data_dir), "--from", str(MONDAY)]
    asked += ["--to", str(FRIDAY)]

    def run(*options: str):
        return CliRunner().invoke(main, [*asked, *options])

    document = json.loads(run("--format", "json", "--service", "apostille").output)
    text = run("--language", "en").output

    assert document["totals"]["total"]["late"] == 1
    assert [each["allowed"] for each in document["requests"]] == [[]]
    assert run("--format", "csv", "--language", "ru").stdout_bytes == write_report(
        report_of(week), "csv"
    )
    assert text.startswith("Report of requests\nPeriod: 23 November 2026 – 27 November 2026\n")
    assert "26-000001-" in text
    assert run("--state", "lost").exit_code == 1


# Totals add up whatever the requests are.

DAY = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@st.composite
def requests(draw: st.DrawFn) -> Request:
    accepted, state = draw(DAY), draw(st.sampled_from(RequestState))
    due = accepted + timedelta(days=draw(st.integers(0, 40)))
    answered = None if state in OPEN else accepted + timedelta(days=draw(st.integers(0, 60)))
    refused = state is RequestState.REFUSED
    return Request(
        number="260000011",
        service="household",
        standard="s",
        edition="e",
        state=state,
        language="kk",
        ticket_id=None,
        window=None,
        documents={},
        accepted_on=accepted,
        accepted_at=None,  # type: ignore[arg-type]
        first_due_on=due,
        due_on=due,
        ready_on=None if refused else answered,
        closed_on=answered if refused else None,
    )


@given(st.lists(requests(), max_size=12), DAY)
def test_accepted_is_on_time_and_late_and_open(taken: list[Request], today: date) -> None:
    totals = totals_of(None, taken, 0, today)

    assert totals.accepted == totals.on_time + totals.late + totals.open == len(taken)
    assert totals.overdue <= totals.open
    late = [each for each in taken if days_late(each, today) is not None]
    assert len(late) == totals.late + totals.overdue
    assert all(days_late(each, today) > 0 for each in late)
