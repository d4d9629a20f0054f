"""The report of waits in its files: the screen's figures, text that stays text, paper that fits."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as Xml

import pytest
from flask.testing import FlaskClient
from fontTools.ttLib import TTFont

import kezek_core
from kezek_core.standards import cited
from kezek_core.standards.values import Act
from kezek_core.standards.words import ActKind
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock, Queue
from kezek_queue.reports.document import CellKind, Report, ReportLine, text_cell
from kezek_queue.reports.files import MIME_TYPES, write_report
from kezek_queue.reports.formats import pdf as report_pdf
from kezek_queue.reports.waits.report import wait_report
from kezek_queue.reports.waits.row_words import COLUMNS, VALUES
from kezek_queue.wording import figures as formats

SignIn = Callable[..., tuple[FlaskClient, str]]
TODAY = date(2026, 11, 23)
Sheets = Callable[[bytes], dict[str, list[list[str | float]]]]
PdfText = Callable[[bytes], str]
LANGUAGES = ("kk", "ru", "en")
FONTS = Path(kezek_core.__file__).parent / "papers" / "fonts"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHOWN_ON_SCREEN = (*range(8), 9, 10, *range(13, 21))
"""The columns of the report that the supervisor's page has as well."""


@pytest.fixture
def day(context: AppContext, clock: ManualClock, absent: Callable[..., None]) -> AppContext:
    """Served in time, served late, absent, absent too late, left, waiting, waiting too long."""
    queue = context.queue
    for service in ("minors-assets", "military-service", "guardianship"):
        queue.issue(service)
    clock.advance(minutes=5)
    queue.call_next(1, actor="operator1")
    queue.start(1, actor="operator1")
    clock.advance(minutes=16, seconds=7, milliseconds=900)
    queue.call_next(3, actor="operator3")
    queue.start(3, actor="operator3")
    queue.issue("privileged")
    queue.issue("privileged")
    queue.cancel(queue.issue("apostille").ticket.id, actor="kiosk")
    queue.call_next(1, actor="operator1")
    queue.call_next(6, actor="operator6")
    absent(1, 6)
    return context


@pytest.fixture
def browser(signed_in: SignIn) -> FlaskClient:
    """A supervisor."""
    return signed_in("supervisor")[0]


def report_of(context: AppContext, language: str = "kk") -> Report:
    return wait_report(context.queue, TODAY, TODAY, language)


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page))).strip()


def screen_rows(browser: FlaskClient, language: str) -> list[list[str]]:
    """The table of the supervisor's page; breaches of an outcome in brackets."""
    browser.get(f"/supervisor?lang={language}")
    drawn = browser.get("/api/pages/supervisor").get_json()["pieces"]["day"]
    body = drawn[drawn.index("<tbody>") : drawn.index("</tfoot>")]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.S)
    return [
        [
            re.sub(r"^(\d+) .*: (\d+)$", "\\1\u00a0(\\2)", text_of(cell))
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
        ]
        for row in rows
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_is_the_screen_s(day: AppContext, browser: FlaskClient, language: str):
    on_screen = screen_rows(browser, language)

    report = report_of(day, language)

    texts = [[cell.text for cell in line.cells] for line in report.table.lines]
    shares = [[text.replace("\u00a0%", " %") for text in row] for row in texts]
    assert [[row[place] for place in SHOWN_ON_SCREEN] for row in shares] == [
        [cell.replace("\u00a0%", " %") for cell in row] for row in on_screen
    ]
    assert texts[-1][2] == "6"


@pytest.fixture
def came_back(day: AppContext, clock: ManualClock, absent: Callable[..., None]) -> AppContext:
    """The same day, and one who was absent within the limit and back when it had long passed."""
    queue = day.queue
    ticket = queue.issue("apostille").ticket
    queue.call_next(4, actor="operator4")
    absent(4)
    clock.advance(minutes=26)
    queue.return_visitor(ticket.id, actor="operator4")
    queue.call_next(4, actor="operator4")
    queue.start(4, actor="operator4")
    return day


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_left_out_stands_beside_the_verdicts_with_it_counted(
    came_back: AppContext, browser: FlaskClient, language: str
):
    total = came_back.queue.wait_table(TODAY, TODAY).total
    report = report_of(came_back, language)
    browser.get(f"/supervisor?lang={language}")

    drawn = text_of(browser.get("/api/pages/supervisor").get_json()["pieces"]["day"])

    left_out = report.tables[1]
    assert [line.name for line in left_out.lines] == [
        came_back.queue.standards.get("kz-gp-2008-3-apostille").short.in_language(language),
        report.tables[0].lines[-1].name,
    ]
    texts = [cell.text for cell in left_out.lines[-1].cells[1:]]
    counted = total.own_counted
    assert texts[:3] == ["27:00", "1", "1"]
    assert texts[3:5] == [str(total.within), str(total.breached)]
    assert texts[7:9] == [str(counted.within), str(counted.breached)]
    assert counted.breached == total.breached + 1
    share = formats.percent(counted.share_within_percent, language)
    assert texts[-1] == share
    for figure in ("27:00", str(counted.within), str(counted.breached), share):
        assert figure.replace("\u00a0", " ") in drawn.replace("\u00a0", " ")


def test_every_report_says_by_which_rule_its_no_shows_counted(
    came_back: AppContext, admin: FlaskClient
):
    notes = " ".join(report_of(came_back, "en").tables[1].notes)

    table = admin.get("/api/v1/reports/waits").json

    assert "after 2 calls at least 20 s apart and 60 s since the first. By this rule: 3." in notes
    assert "looser" not in notes
    usual = {"calls": 2, "apart_seconds": 20, "after_seconds": 60}
    assert table["no_show_rules"] == [{"rule": usual, "no_shows": 3}]
    assert table["total"]["own"] == {"seconds": 27 * 60.0, "waits": 1, "returns": 1}


def test_a_looser_rule_is_called_looser_in_the_report(data_dir: Path, clock: ManualClock):
    office = data_dir / "office.toml"
    office.write_text(
        office.read_text(encoding="utf-8") + "\n[no_show]\ncalls = 1\nafter_seconds = 0\n",
        encoding="utf-8",
    )

    with Queue.open(data_dir, clock=clock) as queue:
        notes = [
            " ".join(wait_report(queue, TODAY, TODAY, language).tables[1].notes)
            for language in LANGUAGES
        ]

    for note, word in zip(notes, ("жұмсақ (2 / 20 / 60)", "мягче", "looser"), strict=True):
        assert word in note


@pytest.mark.parametrize("language", LANGUAGES)
def test_log_workbook_csv_and_ticket_page_have_both_verdicts(
    came_back: AppContext, browser: FlaskClient, sheets: Sheets, language: str
):
    wait = next(each for each in came_back.queue.waits(TODAY, TODAY) if each.leaves_out)
    report = report_of(came_back, language)
    log = browser.get(f"/supervisor/log?lang={language}&number={wait.number}").get_data(
        as_text=True
    )
    page = browser.get(f"/supervisor/ticket/{wait.ticket_id}?lang={language}").get_data(
        as_text=True
    )

    rows = log_of(report)

    place = rows[0].index(COLUMNS["verdict_with_own"].in_language(language))
    row = next(each for each in rows if each[0] == wait.number)
    assert row[place] == VALUES["verdict.breached"].in_language(language)
    assert row[rows[0].index(COLUMNS["verdict"].in_language(language))] == VALUES[
        "verdict.within"
    ].in_language(language)
    assert sheets(write_report(report, "xlsx"))[report.label("log")][0][place] == rows[0][place]
    for shown in (text_of(log), text_of(page)):
        assert "27:00" in shown
    assert "28:" not in text_of(log)
    assert wait.verdict_with_own.value == "breached"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_holds_the_table_and_the_log(day: AppContext, language: str, sheets: Sheets):
    report = report_of(day, language)

    found = sheets(write_report(report, "xlsx"))

    own = report.tables[1].title[:31]
    assert list(found) == [report.title, own, report.label("log")]
    table, log = found[report.title], found[report.label("log")]
    texts = [[str(cell) for cell in row] for row in table]
    assert [column.heading for column in report.table.columns] in texts
    for line in report.table.lines:
        expected = [in_the_sheet(cell.value, column.kind) for cell, column in zip(
            line.cells, report.table.columns, strict=True)]  # fmt: skip
        assert expected in table, line.name
    assert len(log) == 1 + len(day.queue.waits(TODAY, TODAY))
    assert [row[0] for row in log[1:]] == [str(row[0]) for row in log_of(report)[1:]]
    assert any(report.label("position") in cell for row in texts for cell in row)
    assert any(act in cell for act in acts_of(report) for row in texts for cell in row)


def log_of(report: Report) -> list[list]:
    return list(report.sheets[0].rows())


def acts_of(report: Report) -> list[str]:
    return [line.cells[2].text for line in report.basis.lines]


def in_the_sheet(value, kind: CellKind) -> str | float:
    if kind is CellKind.PERCENT:
        if value is None:
            return ""
        return formats.percent(value, "en").replace("100%", "100.0%")
    if kind is CellKind.SECONDS:
        return formats.clock(value).replace("—", "")
    return value if isinstance(value, str) else float(value)


def test_the_outcomes_in_a_workbook_are_numbers_with_their_breaches_apart(
    day: AppContext, sheets: Sheets
):
    report = report_of(day, "en")

    total = sheets(write_report(report, "xlsx"))[report.title]

    row = next(cells for cells in total if cells and cells[0] == "All services")
    heads = [column.group for column in report.table.columns]
    past = [cell for cell, group in zip(row, heads, strict=True) if group.startswith("Past")]
    assert past == [float(day.queue.wait_table(TODAY, TODAY).total.breaches[heading])
                    for heading in day.queue.wait_table(TODAY, TODAY).total.breaches]  # fmt: skip
    assert sum(past) == 2


@pytest.mark.parametrize("mark", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_text_of_a_workbook_is_run_as_a_formula(day: AppContext, mark: str, sheets: Sheets):
    report = report_of(day)
    heads, first, *_ = log_of(report)
    named, *others = report.table.lines
    lines = (ReportLine((text_cell(mark), *named.cells[1:])), *others)
    log = replace(report.sheets[0], rows=lambda: [heads, [mark, *first[1:]]])
    table = replace(report.table, lines=lines)

    content = write_report(replace(report, office=mark, tables=(table,), sheets=(log,)), "xlsx")

    cells = [cell for sheet in sheets(content).values() for row in sheet for cell in row]
    assert cells.count(mark) == 3
    with zipfile.ZipFile(BytesIO(content)) as book:
        for name in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
            assert not list(Xml.fromstring(book.read(name)).iter(f"{SHEET}f"))


def test_the_log_s_instants_are_dates_in_office_time(day: AppContext, sheets: Sheets):
    report = report_of(day)

    log = sheets(write_report(report, "xlsx"))[report.label("log")]

    place = log_of(report)[0].index("Берілді")
    at = datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=log[1][place])
    assert abs(at - datetime(2026, 11, 23, 10, 0, tzinfo=UTC)) < timedelta(seconds=1)


def test_the_workbook_prints_on_a4_with_its_heads_on_every_page(day: AppContext):
    with zipfile.ZipFile(BytesIO(write_report(report_of(day), "xlsx"))) as book:
        workbook = book.read("xl/workbook.xml").decode()
        sheet = book.read("xl/worksheets/sheet1.xml").decode()

    assert "_xlnm.Print_Titles" in workbook
    assert 'paperSize="9"' in sheet
    assert 'orientation="landscape"' in sheet
    assert 'fitToHeight="0"' in sheet


def on_paper(report: Report) -> list:
    return [column for column in report.table.columns if not column.sheet_only]


def rows_on_paper(report: Report) -> list[list[str]]:
    columns = len(on_paper(report))
    return [[cell.text for cell in line.cells[:columns]] for line in report.table.lines]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_says_every_figure_and_breaks_no_word(
    day: AppContext, language: str, pdf_text: PdfText
):
    report = report_of(day, language)

    words = pdf_text(write_report(report, "pdf")).split()

    wanted = [report.title, report.office, report.label("basis")]
    wanted += [text for table in report.tables for text in (table.title, *table.notes)]
    wanted += [report.label(name) for name in ("position", "signed", "name", "date")]
    columns = on_paper(report)
    wanted += [text for column in columns for text in (column.heading, column.group)]
    wanted += [text for row in rows_on_paper(report) for text in row]
    wanted += [cell.text for line in report.basis.lines for cell in line.cells]
    missing = {word for text in wanted for word in text.split()} - set(words)
    assert missing == set()
    assert words.count("1") > 0
    assert words[-3:] == ["2", "/", "2"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_fits_the_paper_with_room_for_every_word(day: AppContext, language: str):
    report = report_of(day, language)
    columns, rows = on_paper(report), rows_on_paper(report)

    with closing(report_pdf.ReportPaper(report)) as page:
        points, widths = page.fitted(columns, rows)
        page.write_in(report_pdf.INK, points, strong=True)
        needed = [page.word_mm(column.heading) for column in columns]

    assert sum(widths) == pytest.approx(page.epw)
    assert points > report_pdf.SMALLEST_PT
    for column, width, least in zip(columns, widths, needed, strict=True):
        assert width >= least, column.heading


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_s_letters_have_every_character(day: AppContext, language: str):
    report = report_of(day, language)
    texts = [report.title, report.office, *report.table.notes, *map(str, report.facts)]
    texts += [column.heading + column.group for column in report.table.columns]
    texts += [text for row in rows_on_paper(report) for text in row]
    texts += [cell.text for line in report.basis.lines for cell in line.cells]

    for file in report_pdf.FONT_FILES.values():
        known = set(map(chr, TTFont(FONTS / file).getBestCmap()))
        assert set("".join(texts)) - known == set(), file


def test_a_long_report_numbers_its_pages_and_repeats_its_heads(day: AppContext, pdf_text: PdfText):
    report = report_of(day, "en")
    long = replace(report, tables=(replace(report.table, lines=report.table.lines * 8),))

    text = pdf_text(write_report(long, "pdf"))

    pages = text.split("\f")[:-1]
    assert len(pages) > 2
    for place, page in enumerate(pages, start=1):
        assert page.rstrip().endswith(f"{place} / {len(pages)}")
    assert all("Never called" in re.sub(r"\s+", " ", page) for page in pages[:-1])


def test_two_papers_of_the_same_moment_are_the_same_bytes(day: AppContext):
    assert write_report(report_of(day), "pdf") == write_report(report_of(day), "pdf")


def test_the_basis_names_every_limit_applied_with_act_place_and_edition(day: AppContext):
    report = report_of(day, "ru")

    by_service = {line.name: [cell.text for cell in line.cells] for line in report.basis.lines}

    assert by_service["Справка о военной службе"][1:] == [
        "30",
        "Приказ Министра юстиции Республики Казахстан от 12 октября 2007 года №\u00a0287",
        "приказ №\u00a0287, приложение 1, пункт 7.2",
        "11.02.2009",
    ]
    assert len(by_service) == len(day.queue.office.services)


def test_an_act_is_cited_as_the_language_cites_acts():
    act = Act("Қазақстан Республикасының Үкіметі", ActKind.RESOLUTION, "1119", date(2012, 8, 31))

    citations = [cited(act, language).replace("\u00a0", " ") for language in LANGUAGES]

    assert citations == [
        "Қазақстан Республикасы Үкіметінің 2012 жылғы 31 тамыздағы № 1119 қаулысы",
        "Постановление Правительства Республики Казахстан от 31 августа 2012 года № 1119",
        "Resolution of the Government of the Republic of Kazakhstan No. 1119 of 31 August 2012",
    ]


def test_an_issuer_without_a_translation_keeps_its_own_name():
    act = Act("Алматы қаласының әкімдігі", ActKind.DECISION, "5", date(2020, 1, 2))

    assert cited(act, "ru") == "Решение (Алматы қаласының әкімдігі) от 2 января 2020 года №\u00a05"


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "pdf"])
def test_a_download_has_its_kazakh_name_in_plain_letters_too(
    day: AppContext, browser: FlaskClient, file_format: str
):
    answer = browser.get(f"/supervisor/report.{file_format}?lang=kk&from=2026-11-22&to=2026-11-23")

    disposition = answer.headers["Content-Disposition"]
    plain, full = re.fullmatch(
        r"attachment; filename=\"([ -~]+)\"; filename\*=UTF-8''([!-~]+)", disposition
    ).groups()
    assert answer.mimetype == MIME_TYPES[file_format]
    assert answer.headers["Content-Type"].count("charset") == (file_format == "csv")
    assert plain == f"kezek-waits-2026-11-22_2026-11-23.{file_format}"
    assert unquote(full) == f"Күту уақыты 2026-11-22_2026-11-23.{file_format}"


@pytest.mark.parametrize("file_format", ["csv", "pdf"])
def test_a_report_without_a_log_of_every_wait_reads_none(
    day: AppContext, browser: FlaskClient, admin: FlaskClient, file_format: str,
    monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    """A year would be a million of them."""
    before = browser.get(f"/supervisor/report.{file_format}?lang=ru").get_data()

    def refuse(*_asked: object, **_how: object) -> None:
        raise AssertionError("every wait was read")

    monkeypatch.setattr(Queue, "waits", refuse)
    monkeypatch.setattr(Queue, "stream_waits", refuse)

    assert browser.get(f"/supervisor/report.{file_format}?lang=ru").get_data() == before
    assert admin.get(f"/api/v1/reports/waits.{file_format}?language=ru").get_data() == before
    assert admin.get("/api/v1/reports/waits").get_json()["total"]["total"] > 0
    assert browser.get("/supervisor/week").status_code == 200
    with pytest.raises(AssertionError, match="every wait was read"):
        list(wait_report(day.queue, TODAY, TODAY, "ru").sheets[0].rows())


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "pdf"])
def test_page_and_api_hand_out_the_same_report(
    day: AppContext, browser: FlaskClient, admin: FlaskClient, file_format: str, sheets: Sheets
):
    page = browser.get(f"/supervisor/report.{file_format}?lang=ru")
    api = admin.get(f"/api/v1/reports/waits.{file_format}?language=ru")

    assert page.headers["Content-Disposition"] == api.headers["Content-Disposition"]
    if file_format == "xlsx":
        assert sheets(page.get_data()) == sheets(api.get_data())
    else:
        assert page.get_data() == api.get_data()


def test_both_pages_offer_the_report_of_their_days(day: AppContext, browser: FlaskClient):
    hall = browser.get("/supervisor").get_data(as_text=True)
    log = browser.get("/supervisor/log?from=2026-11-20&to=2026-11-22").get_data(as_text=True)

    for ending in ("csv", "xlsx", "pdf"):
        assert f"/supervisor/report.{ending}?from=2026-11-23&amp;to=2026-11-23" in hall
        assert f"/supervisor/report.{ending}?from=2026-11-20&amp;to=2026-11-22" in log


def test_an_unknown_format_is_no_report(browser: FlaskClient):
    assert browser.get("/supervisor/report.docx").status_code == 404


@pytest.mark.parametrize("address", ["/supervisor/report.pdf", "/supervisor/week"])
def test_reports_are_for_supervisors(anyone: FlaskClient, signed_in: SignIn, address: str):
    operator, _ = signed_in("operator1")

    assert anyone.get(address).status_code == 302
    assert operator.get(address).status_code == 403
