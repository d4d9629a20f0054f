"""``kezek report waits`` in every format."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from kezek_kiosk.cli import main
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock

DAY = "2026-11-23"


@pytest.fixture
def visited(context: AppContext, clock: ManualClock, data_dir: Path) -> Path:
    """Two served, one of them late; the office is closed again."""
    queue = context.queue
    queue.issue("apostille")
    clock.advance(minutes=25)
    queue.issue("criminal-record")
    for _ in range(2):
        queue.call_next(4, actor="operator4")
        queue.start(4, actor="operator4")
    queue.finish(4, actor="operator4")
    return data_dir


def report(data_dir: Path, *options: str) -> Result:
    period = () if "--from" in options else ("--from", DAY, "--to", DAY)
    return CliRunner().invoke(main, ["report", "waits", "--data", str(data_dir), *period, *options])


def test_the_table_is_read_on_a_terminal(visited: Path):
    result = report(visited, "--language", "en")

    assert result.exit_code == 0, result.output
    everyone = result.output[result.output.index("All services") :].split("\n\n")[0]
    figures = dict(line.strip().rsplit("  ", 1) for line in everyone.splitlines()[1:])
    figures = {name.strip(): value.strip() for name, value in figures.items()}
    assert figures["All waits"] == "2"
    assert figures["Against the limit, Limit exceeded"] == "1"
    assert figures["Share of the waits within, own limit"] == "50.0%"
    assert figures["Wait, min:s, longest"] == "25:00"
    assert result.output.startswith("Report of waiting times\nPeriod: 23 November 2026\n")


def test_json_is_the_core_s_table(visited: Path, context: AppContext):
    result = report(visited, "--format", "json")

    document = json.loads(result.output)
    assert (document["from"], document["to"]) == (DAY, DAY)
    assert (document["total"]["total"], document["total"]["breached"]) == (2, 1)
    assert len(document["services"]) == len(context.queue.office.services)


def made_apart(content: bytes) -> list[str]:
    """The lines of a report but for the instant it was made at."""
    lines = content.decode().splitlines()
    return [each for each in lines if not re.search(r'"at"|Составлен|Жасалған уақыты', each)]


def test_csv_is_what_the_api_gives(visited: Path, admin):
    result = report(visited, "--format", "csv", "--language", "kk")

    api = admin.get(f"/api/v1/reports/waits.csv?from={DAY}&to={DAY}&language=kk").get_data()
    assert made_apart(result.stdout_bytes) == made_apart(api)
    rows = list(csv.reader(io.StringIO(api.decode("utf-8-sig")), delimiter=";"))
    assert rows[-5][:2] == ["Барлық қызметтер", "2"]
    assert "50,0" in rows[-5]
    assert [row[0] for row in rows[-3:]] == [
        "Журналдың соңғы оқиғасы", "Журнал хеші, толық", "Жасалған уақыты",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "file_format", "name"),
    [
        ("kk", "xlsx", f"Күту уақыты {DAY}.xlsx"),
        ("ru", "pdf", f"Время ожидания {DAY}.pdf"),
        ("en", "pdf", f"Waits {DAY}.pdf"),
    ],
)
def test_a_file_names_itself(
    visited: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    file_format: str,
    name: str,
):
    monkeypatch.chdir(tmp_path)

    result = report(visited, "--format", file_format, "--language", language)

    assert result.output == f"{name}\n"
    content = (tmp_path / name).read_bytes()
    assert content.startswith(b"%PDF-" if file_format == "pdf" else b"PK")


def test_a_file_goes_where_it_is_told_and_is_whole(visited: Path, tmp_path: Path):
    target = tmp_path / "report.xlsx"

    result = report(visited, "--format", "xlsx", "--output", str(target))

    assert result.output == f"{target}\n"
    assert zipfile.ZipFile(target).testzip() is None
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("file_format", ["table", "json", "csv"])
def test_a_text_goes_into_a_file_as_well(visited: Path, tmp_path: Path, file_format: str):
    target = tmp_path / "report.txt"

    on_screen = report(visited, "--format", file_format, "--language", "ru").stdout_bytes
    report(visited, "--format", file_format, "--language", "ru", "--output", str(target))

    assert made_apart(target.read_bytes()) == made_apart(on_screen)


def test_days_the_wrong_way_round_are_refused(visited: Path):
    result = report(visited, "--from", "2026-11-24", "--to", "2026-11-23")

    assert result.exit_code == 2
    assert "expected --to on or after 2026-11-24, got 2026-11-23" in result.output


def test_an_unknown_format_names_those_there_are(visited: Path):
    result = report(visited, "--format", "docx")

    assert result.exit_code == 2
    for known in ("table", "json", "csv", "xlsx", "pdf"):
        assert f"'{known}'" in result.output


@pytest.mark.parametrize(("file_format", "library"), [("pdf", "fpdf"), ("xlsx", "xlsxwriter")])
def test_a_missing_library_is_named_with_its_extra_and_nothing_is_written(
    visited: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    file_format: str,
    library: str,
):
    without(library, file_format, monkeypatch)
    target = tmp_path / "report"

    result = report(visited, "--format", file_format, "--output", str(target))

    assert result.exit_code == 1
    assert result.output == (
        f"Error: expected the library {library}, it is not installed; install it with: "
        "pip install 'kezek[reports]'\n"
    )
    assert not target.exists()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", "Бағдарламаның бір бөлігі орнатылмаған"),
        ("ru", "Часть программы не установлена"),
        ("en", "A part of the program is not installed"),
    ],
)
def test_the_server_says_it_in_the_reader_s_language_and_the_log_what_to_install(
    client_of: Callable[..., FlaskClient],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    words: str,
):
    without("fpdf", "pdf", monkeypatch)

    answer = client_of("supervisor").get(
        "/api/v1/reports/waits.pdf", headers={"Accept-Language": language}
    )

    assert (answer.status_code, answer.json["code"]) == (500, "library_missing")
    assert answer.json["detail"].startswith(words)
    # What to type is the administrator's: it stands in the log.
    assert "pip install 'kezek[reports]'" in caplog.text


def without(library: str, file_format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the library had never been installed."""
    monkeypatch.delitem(sys.modules, f"kezek_queue.reports.formats.{file_format}", raising=False)
    monkeypatch.setitem(sys.modules, library, None)
