"""The quality table in its files: the screen's figures, laid out as the acts do."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.texts import LocalText
from kezek_core.waits.indicator_words import INDICATORS
from kezek_core.waits.indicators import Counts, IndicatorRow, Share, indicator_table
from kezek_kiosk.cli import main
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock
from kezek_queue.office.standard_library import StandardLibrary
from kezek_queue.reports.document import CellKind, ColumnRole
from kezek_queue.reports.files import write_report
from kezek_queue.reports.indicators.figures import cut, share_text, value_decimals
from kezek_queue.reports.indicators.report import IndicatorReport, Scope, indicator_report
from kezek_queue.reports.words import SHORT_NAMES

SignIn = Callable[..., tuple[FlaskClient, str]]
Sheets = Callable[[bytes], dict[str, list[list[str | float]]]]
PdfText = Callable[[bytes], str]
MONDAY, THURSDAY = date(2026, 11, 23), date(2026, 11, 26)
DAYS = f"from={MONDAY}&to={THURSDAY}"
LANGUAGES = ("kk", "ru", "en")
OFFICE = Scope()
STANDARDS = StandardLibrary.load(None).all()


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


def test_the_figures_are_those_counted_by_hand(rated_week: AppContext) -> None:
    rows = report_rows(report_of(rated_week, "ru"))

    figures = {code: row[1:] for code, row in rows.items()}
    assert figures["1.1"] == ["95 %", "80 %", "75 %", "0 %", "не соблюдён", "0", "1"]
    assert figures["1.2"] == ["90 %", "50 %", "40 %", "66,6 %", "не соблюдён", "2", "3"]
    assert figures["2.1"] == ["90 %", "70 %", "60 %", "50,0 %", "не соблюдён", "1", "2"]
    assert figures["3.2"] == ["80 %", "45 %", "30 %", "50,0 %", "не соблюдён", "1", "2"]
    assert figures["4.1"] == ["0,1 %", "0,3 %", "0,5 %", "33,34 %", "не соблюдён", "1", "3"]
    assert figures["4.2"] == ["95 %", "70 %", "60 %", "100 %", "соблюдён", "1", "1"]
    assert figures["4.3"][:3] == ["различаются", "—", "50 %"]


def test_the_five_headings_and_twelve_names_are_those_of_the_acts(
    rated_week: AppContext, browser: FlaskClient
) -> None:
    page = browser.get(f"/supervisor/indicators?{DAYS}&lang=kk").get_data(as_text=True)

    headings = re.findall(r'scope="rowgroup">([^<]+)<', page)
    assert headings == [
        "1. Уақтылығы", "2. Сапасы", "3. Қол жетімділік", "4. Шағымдану үдерісі", "5. Сыпайылық",
    ]  # fmt: skip
    assert len(screen_rows(page)) == 12
    assert "Көрсеткіштің келесі жылдағы нысаналы мәні" in page


def test_each_row_says_how_it_is_counted_and_where_its_norm_stands(
    rated_week: AppContext, browser: FlaskClient
) -> None:
    page = browser.get(f"/supervisor/indicators?{DAYS}&service=household&lang=ru")

    text = text_of(page.get_data(as_text=True))
    for words in INDICATORS:
        assert text.count(words.formula.in_language("ru")) == 2, "once to open, once to print"
        place = f"постановление № 1122, приложение 1, приложение к стандарту, строка {words.code}"
        assert place in text
    assert "Постановление акимата города Арыс" in text
    assert "indicators/1" in text


@pytest.mark.parametrize(
    ("scope", "sentence"),
    [
        ("service=military-service", "30 мин (сдача документов) — Справка о военной службе"),
        ("service=criminal-record", "60 мин — Справка о судимости"),
        ("service=household", "30 мин (получение готового) — Личное подсобное хозяйство"),
    ],
)
def test_row_1_2_says_where_the_act_s_own_limit_is_not_40_minutes(
    rated_week: AppContext, browser: FlaskClient, scope: str, sentence: str
) -> None:
    page = browser.get(f"/supervisor/indicators?{DAYS}&{scope}&lang=ru").get_data(as_text=True)

    assert sentence in text_of(page)


def sheet_cells(report: IndicatorReport) -> list[list[str | float]]:
    """What the first sheet has to show, cell by cell."""
    found: list[list[str | float]] = []
    for line in report.table.lines:
        row: list[str | float] = []
        for cell in line.cells:
            column = report.table.columns[len(row)]
            if cell.value is None or isinstance(cell.value, str):
                row += [cell.value or "", *[""] * (cell.span - 1)]
            elif column.kind is CellKind.PERCENT:
                row.append(f"{cell.value:.{cell.decimals}f}%")
            else:
                row.append(float(cell.value))
        found.append(row + [""] * (len(report.table.columns) - len(row)))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_holds_the_screen_s_figures(
    rated_week: AppContext, sheets: Sheets, language: str
) -> None:
    report = report_of(rated_week, language)

    found = sheets(write_report(report, "xlsx"))

    first, formulas = found.values()
    assert list(found) == [SHORT_NAMES["indicators"].in_language(language), report.tables[1].title]
    assert [row for row in sheet_cells(report) if row not in first] == []
    assert [column.heading for column in report.table.columns] in first
    texts = [str(cell) for row in first for cell in row]
    assert any(report.label("position") in cell for cell in texts)
    assert any("1122" in cell for cell in texts)
    assert [row.words.formula.in_language(language) for row in report.rows] == [
        row[1] for row in formulas[-12:]
    ]


def test_a_share_of_the_workbook_is_the_number_that_the_screen_shows(
    rated_week: AppContext, sheets: Sheets
) -> None:
    report = report_of(rated_week, "en")

    first, _ = sheets(write_report(report, "xlsx")).values()

    shown = {row[0].split(" ")[0]: row for row in first if row and str(row[0])[1:2] == "."}
    assert shown["1.2."][1:] == ["90%", "50%", "40%", "66.6%", "not kept", 2.0, 3.0]
    assert shown["4.1."][1:5] == ["0.1%", "0.3%", "0.5%", "33.34%"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_signs_a_page_on_which_nothing_else_stands(
    context: AppContext, pdf_text: PdfText, language: str
) -> None:
    report = report_of(context, language)

    *_, last, _end = pdf_text(write_report(report, "pdf")).split("\f")

    assert report.label("position").split()[0] in last
    law = [cell.text for line in report.basis.lines for cell in line.cells]
    assert any(text in last for text in law if len(text) > 10), last


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_paper_says_every_figure_its_law_and_a_line_to_sign(
    rated_week: AppContext, pdf_text: PdfText, language: str
) -> None:
    report = report_of(rated_week, language)

    words = pdf_text(write_report(report, "pdf")).split()

    wanted = [report.title, report.office, report.basis.title]
    wanted += [report.label(name) for name in ("position", "signed", "name", "date")]
    for table in (*report.tables, report.basis):
        wanted += [table.title, *table.notes, *(column.heading for column in table.columns)]
        wanted += [cell.text for line in table.lines for cell in line.cells]
    assert {word for text in wanted for word in text.split()} - set(words) == set()
    assert words[-3:] == ["2", "/", "2"], "table on the first page, its law on the second"


def rows_of_csv(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text[:80] else ","))
    assert rows[-4] == []
    assert len(rows[-2][1]) == 64
    return rows[:-4]


def test_the_sheet_for_programs_has_the_numbers_as_counted(rated_week: AppContext) -> None:
    heads, *rows = rows_of_csv(write_report(report_of(rated_week, "kk"), "csv"))

    by_code = {row[0].split(" ")[0]: dict(zip(heads, row, strict=True)) for row in rows}
    wait = by_code["1.2."]
    assert (wait["Алымы"], wait["Бөлімі"], wait["Кезеңдегі мәні, %"]) == ("2", "3", "66,666666")
    assert wait["Норматив, %"] == "90,0"
    assert wait["Норматив сақталды ма"] == "сақталмады"
    place = "№\u00a01122 қаулының 1-қосымшасындағы стандартқа қосымшаның 1.2-жолы"
    assert place in wait["Нормативтің актідегі орны"]
    assert by_code["3.3."]["Кезеңдегі мәні, %"] == ""
    assert by_code["3.3."]["Неге өлшенбеген"].startswith("Өлшенбеген: ")
    assert {row["Формула нұсқасы"] for row in by_code.values()} == {"indicators/1"}


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "pdf"])
def test_page_and_api_hand_out_the_same_file_under_its_kazakh_name(
    rated_week: AppContext,
    browser: FlaskClient,
    admin: FlaskClient,
    sheets: Sheets,
    file_format: str,
) -> None:
    page = browser.get(f"/supervisor/indicators.{file_format}?{DAYS}&lang=kk")
    api = admin.get(f"/api/v1/reports/indicators.{file_format}?{DAYS}&language=kk")

    name = re.search(r"filename\*=UTF-8''(\S+)", page.headers["Content-Disposition"]).group(1)
    assert unquote(name) == f"Сапа көрсеткіштері {MONDAY}_{THURSDAY}.{file_format}"
    assert page.headers["Content-Disposition"] == api.headers["Content-Disposition"]
    if file_format == "xlsx":
        assert sheets(page.get_data()) == sheets(api.get_data())
    else:
        assert page.get_data() == api.get_data()


@pytest.mark.parametrize("mark", ["=1+1", "@SUM(A1)", "\t=1"])
def test_a_service_s_name_is_never_run_as_a_formula(
    rated_week: AppContext, sheets: Sheets, mark: str
) -> None:
    queue = rated_week.queue
    service = queue.office.services["household"]
    object.__setattr__(service, "name", LocalText(mark, mark, mark))

    report = report_of(rated_week, "kk")
    book = write_report(report, "xlsx")
    table = rows_of_csv(write_report(report, "csv"))

    cells = [cell for sheet in sheets(book).values() for row in sheet for cell in row]
    assert mark in cells
    with zipfile.ZipFile(BytesIO(book)) as opened:
        parts = [name for name in opened.namelist() if name.startswith("xl/worksheets/sheet")]
        assert all(b"<f>" not in opened.read(part) for part in parts)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in table for cell in row)


def command(data_dir: Path, *options: str):
    asked = ["report", "indicators", "--data", str(data_dir)]
    days = ["--from", str(MONDAY), "--to", str(THURSDAY)]
    return CliRunner().invoke(main, [*asked, *days, *options])


def test_the_command_line_tells_the_same(
    rated_week: AppContext,
    clock: ManualClock,
    admin: FlaskClient,
    data_dir: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Row 1.1 hangs on today: the command has to read the same clock as the server.
    monkeypatch.setattr("kezek_kiosk.open_office.SystemClock", lambda: clock)
    scope = ("--service", "household")

    as_json = json.loads(command(data_dir, "--format", "json", *scope).output)
    as_csv = command(data_dir, "--format", "csv", "--language", "ru", *scope).stdout_bytes
    target = tmp_path / "table.pdf"
    command(data_dir, "--format", "pdf", "--output", str(target), *scope)

    api = f"/api/v1/reports/indicators{{}}?{DAYS}&service=household"
    assert as_json == admin.get(api.format("")).get_json()
    assert as_csv == admin.get(api.format(".csv") + "&language=ru").get_data()
    assert target.read_bytes().startswith(b"%PDF-")


def test_a_terminal_shows_rows_headings_and_reasons(rated_week: AppContext, data_dir: Path) -> None:
    text = command(data_dir, "--language", "en", "--standard", "kz-mj-2007-287-1").output

    assert "\n1. Timeliness\n" in text
    assert "Not measured: there was nothing to count in this period" in text
    assert "order 287, annex 1, appendix 2, row 1.2" in text


def test_the_command_line_refuses_an_unknown_service(
    rated_week: AppContext, data_dir: Path
) -> None:
    result = command(data_dir, "--service", "nothing")

    assert result.exit_code == 1
    assert "nothing" in result.output


COUNTED = st.none() | st.integers(0, 2000).flatmap(
    lambda whole: st.integers(0, whole).map(lambda part: Share(part, whole))
)
ALWAYS_COUNTED = COUNTED.map(lambda share: share or Share())
COUNTS = st.builds(
    Counts,
    queue=ALWAYS_COUNTED, process=ALWAYS_COUNTED, information=ALWAYS_COUNTED,
    justified=st.builds(Share, st.integers(0, 50), st.integers(0, 2000)), resolved=ALWAYS_COUNTED,
    procedure=ALWAYS_COUNTED, term=ALWAYS_COUNTED, politeness=ALWAYS_COUNTED,
    timely=COUNTED, drawn_up=COUNTED, first_time=COUNTED,
)  # fmt: skip


def rows_of(counts: Counts) -> Iterator[IndicatorRow]:
    yield from indicator_table(counts, [STANDARDS[0], STANDARDS[-1]]).rows


@given(COUNTS)
def test_a_row_without_a_denominator_has_no_number(counts: Counts) -> None:
    for row in rows_of(counts):
        shown = share_text(cut(row, value_decimals(row)), "en", value_decimals(row))

        assert (shown == "—") == (not row.denominator)
        assert (row.reason is None) == bool(row.denominator)


@given(COUNTS, st.none() | st.decimals(0, 100, places=2))
def test_the_figure_shown_never_speaks_against_the_verdict(
    counts: Counts, norm: Decimal | None
) -> None:
    for row in rows_of(counts):
        bound = row.norm if norm is None else norm
        judged = replace(row, norm=bound)
        shown = cut(judged, value_decimals(judged))
        if shown is None or bound is None:
            continue

        kept = shown <= bound if row.words.at_most else shown >= bound

        assert kept == judged.meets_norm


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "pdf"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_measured_is_no_number_in_any_file(
    context: AppContext, sheets: Sheets, pdf_text: PdfText, file_format: str, language: str
) -> None:
    report = report_of(context, language)
    content = write_report(report, file_format)

    if file_format == "csv":
        values = {row[6] for row in rows_of_csv(content)[1:]}
    elif file_format == "xlsx":
        first = next(iter(sheets(content).values()))
        rows = [row for row in first if re.match(r"\d\.\d\. ", str(row[0] if row else ""))]
        values = {str(row[4])[:5] for row in rows} - {
            each.reason.in_language(language)[:5] for each in report.rows if each.reason
        } | {""}
        assert len(rows) == 12
    else:
        text = re.sub(r"\s+", " ", pdf_text(content))
        first_words = {each.reason.in_language(language).split(":")[0] for each in report.rows}
        assert sum(text.count(f"{word}:") for word in first_words) == 12
        values = {""} if "0 %" not in re.sub(r"\d0 %", "", text) else {"0"}
    assert values == {""}
