"""The wheel installed as anybody installs it: alone, and with the extra for reports."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kezek_core.extras import EXTRA_OF

ROOT = Path(__file__).parents[2]
SOURCES = ("core", "queue", "printers", "hardware", "kiosk")
FILES = ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE")
VISIT, REPORT = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)

EVERY_REPORT = """
import sys
from pathlib import Path
from kezek_queue import Queue, SystemClock
from kezek_queue.reports import (
    RequestFilter, Scope, as_text, indicator_report, indicators_json, request_report,
    requests_json, wait_report, waits_json, write_report,
)

with Queue.open("office", clock=SystemClock()) as queue:
    day = queue.snapshot().shown_day
    for language in ("kk", "ru", "en"):
        for report in (
            wait_report(queue, day, day, language),
            request_report(queue, day, day, RequestFilter(), language),
            indicator_report(queue, day, day, Scope(), language),
        ):
            assert write_report(report, "csv").startswith(b"\\xef\\xbb\\xbf")
            print(as_text(report).splitlines()[0])
    for document in (
        waits_json(queue, day, day),
        requests_json(queue, day, day, RequestFilter()),
        indicators_json(queue, day, day, Scope()),
    ):
        assert document["journal"]["seq"] == queue.last_seq()
beyond = {"flask", "babel", "click", "kezek_kiosk", "kezek_printers", "alembic"}
print("beyond:", beyond & set(sys.modules))
"""

FORMATS = '("csv", "xlsx", "pdf")'
SHARED = "Queue.open(office, clock=SystemClock(), database_url='postgresql://nobody/nothing')"
USES_OF_EXTRAS = {
    "xlsx": (VISIT + REPORT.replace(FORMATS, '("xlsx",)'), "reports"),
    "pdf": (VISIT + REPORT.replace(FORMATS, '("pdf",)'), "reports"),
    "postgresql": (VISIT + SHARED, "postgresql"),
    "printer": (
        "from kezek_printers.profiles import load_profile; load_profile('escpos:TM-T88III')",
        "printing",
    ),
    "scanner": (
        "from kezek_hardware import open_scanner as o; o('serial:///dev/x').read(deadline_seconds=1)",
        "hardware",
    ),
}

pytestmark = [pytest.mark.slow(1.5), pytest.mark.timeout(900)]


@dataclass(frozen=True)
class Environment:
    """A virtual environment that holds the wheel and what pip brought along."""

    home: Path

    @property
    def python(self) -> Path:
        return self.home / "bin" / "python"

    def run(self, code: str, where: Path) -> subprocess.CompletedProcess[str]:
        """Run lines of Python as a program of somebody else would."""
        return run([self.python, "-I", "-W", "error", "-c", code], where)


def run(command: list[str | Path], where: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], cwd=where, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy: the build writes catalogues beside their sources."""
    copy = tmp_path_factory.mktemp("sources")
    for name in SOURCES:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, copy / name)
    built = tmp_path_factory.mktemp("wheel")
    pip(sys.executable, "wheel", "--no-deps", "--wheel-dir", str(built), str(copy))
    (found,) = built.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def environment_with(
    wheel: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Environment]:
    def make(extra: str) -> Environment:
        home = tmp_path_factory.mktemp("environment") / "venv"
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
        made = Environment(home)
        pip(made.python, "install", f"kezek{extra} @ {wheel.as_uri()}")
        return made

    return make


@pytest.fixture(scope="module")
def bare(environment_with: Callable[[str], Environment]) -> Environment:
    return environment_with("")


@pytest.fixture(scope="module")
def with_reports(environment_with: Callable[[str], Environment]) -> Environment:
    return environment_with("[reports]")


def pip(python: str | Path, *words: str) -> None:
    """Ask this environment's pip to work for another one."""
    quiet = ("--quiet", "--disable-pip-version-check")
    done = run([sys.executable, "-m", "pip", "--python", python, *quiet, *words], Path.cwd())
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_bare_wheel_brings_none_of_the_libraries_of_the_extras(bare, tmp_path):
    asked = "import importlib.util as u; print([n for n in %r if u.find_spec(n)])"

    found = bare.run(asked % list(EXTRA_OF), tmp_path)

    assert found.stdout == "[]\n", found.stderr


def test_the_bare_wheel_runs_the_readme_s_visit_and_every_report_as_text(bare, tmp_path):
    visit = bare.run(VISIT, tmp_path)
    reports = bare.run(EVERY_REPORT, tmp_path)

    assert visit.returncode == 0, visit.stderr
    assert re.fullmatch(r"K001 40 within resolution 1122.*\n", visit.stdout)
    assert reports.returncode == 0, reports.stderr
    *titles, beyond = reports.stdout.splitlines()
    assert len(set(titles)) == 9
    assert beyond == "beyond: set()"


def test_the_bare_wheel_opens_an_office_of_version_0_1_0(bare, office_of_0_1_0, tmp_path):
    opened = bare.run(
        "from kezek_queue import Queue, SystemClock\n"
        f"with Queue.open({str(office_of_0_1_0.data)!r}, clock=SystemClock()) as queue:\n"
        "    print(queue.verify_journal().sound)\n",
        tmp_path,
    )

    assert opened.stdout == "True\n", opened.stderr


@pytest.mark.parametrize(("lines", "extra"), USES_OF_EXTRAS.values(), ids=USES_OF_EXTRAS)
def test_what_is_missing_says_which_extra_brings_it(bare, tmp_path, lines, extra):
    asked = bare.run(lines, tmp_path)

    last = asked.stderr.splitlines()[-1]
    assert last.startswith("kezek_core.extras.LibraryMissingError: expected the library ")
    assert last.endswith(f"pip install 'kezek[{extra}]'")


@pytest.mark.parametrize("command", ["run", "version", "--help"])
def test_the_command_line_without_the_appliance_says_what_to_install(bare, tmp_path, command):
    asked = run([bare.home / "bin" / "kezek", command], tmp_path)

    assert asked.returncode == 1
    assert asked.stderr == (
        "Error: expected the library click, it is not installed; install it with: "
        "pip install 'kezek[appliance]'\n"
    )


def test_the_extra_for_reports_writes_xlsx_and_pdf_without_a_web_server(with_reports, tmp_path):
    done = with_reports.run(f"{VISIT}\n{REPORT}", tmp_path)
    flask = with_reports.run("import flask", tmp_path)

    assert done.returncode == 0, done.stderr
    written = {path.suffix: path.read_bytes()[:4] for path in tmp_path.iterdir() if path.is_file()}
    assert written == {".csv": b"\xef\xbb\xbf\xd2", ".xlsx": b"PK\x03\x04", ".pdf": b"%PDF"}
    assert "No module named 'flask'" in flask.stderr
