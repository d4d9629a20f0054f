"""Every Python example of the manual runs as it stands, page by page, each in an empty folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

pytestmark = pytest.mark.slow(1)

ROOT = Path(__file__).parents[1]
DECISIONS = ROOT / "docs" / "decisions"
"""They tell of the code as it was when something was decided."""

BLOCK = re.compile(r"(?ms)^( *)```python\n(.*?)^\1```")
AN_OFFICE = """
from datetime import date
from pathlib import Path
from kezek_queue import Complainant, ManualClock, Person, Queue, Survey
from kezek_queue.office import make_demo_office

Path("office").mkdir()
Path("office/office.toml").write_text(make_demo_office(), encoding="utf-8")
clock = ManualClock()
queue = Queue.create("office", clock=clock)
"""
BEFORE = {
    "docs/proof.md": AN_OFFICE
    + """
import shutil
from kezek_queue.store import journal_packing

journal_packing.ROWS_KEPT, journal_packing.PACK_EVENTS = 1, 5
for _ in range(9):
    queue.issue("household")
clock.advance(hours=30)
queue.close_days()
queue.issue("household")
assert queue.pack_journal() > 1
queue.close()
shutil.copy("office/kezek.db", "kezek.db")
""",
    "docs/indicators.md": AN_OFFICE
    + """
first_day = last_day = date(2026, 11, 23)
text, name, contact = "Ұзақ күттім", "Серікова Айгүл", "8 701 000 00 00"
served = queue.issue("household").ticket
queue.call_next(2, actor="aida")
queue.start(2, actor="aida")
queue.finish(2, actor="aida")
token = queue.status_token(served.id)
""",
    "docs/memo.md": AN_OFFICE,
    "docs/printing.md": AN_OFFICE
    + """
from kezek_core.ports import PrintOutcome
from kezek_printers import Printer
queue.issue("household")
slip = queue.lease_print_jobs("hall")[0].slip
papers_dir = Path("papers")
papers_dir.mkdir()
""",
    "docs/register.md": AN_OFFICE + 'number = "26-000001-9"\n',
}
"""What a page takes for granted; the rest of them begin from nothing."""


def examples() -> dict[str, list[str]]:
    """The examples of every page that has some."""
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    found = {}
    for page in pages:
        blocks = [dedent(block) for _, block in BLOCK.findall(page.read_text("utf-8"))]
        if blocks and DECISIONS not in page.parents:
            found[page.relative_to(ROOT).as_posix()] = blocks
    return found


EXAMPLES_OF = examples()
EXAMPLES = {page: "\n".join(blocks) for page, blocks in EXAMPLES_OF.items()}
ON_POSTGRESQL = {"docs/how-to/postgresql.md"}
PAGES = [
    pytest.param(page, marks=pytest.mark.postgresql if page in ON_POSTGRESQL else ())
    for page in EXAMPLES
]


def run(code: str, folder: Path, url: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=folder,
        env={**os.environ, "KEZEK_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_of_a_page_run(
    page: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("cluster").database() if page in ON_POSTGRESQL else ""

    done = run(BEFORE.get(page, "") + EXAMPLES[page], tmp_path, url)

    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_an_example_that_is_wrong_is_noticed(tmp_path: Path) -> None:
    wrong = EXAMPLES["docs/calendar.md"].replace("date(2026, 3, 27)", "date(2026, 3, 28)")

    assert run(wrong, tmp_path).returncode == 1


def test_the_examples_of_the_readme_judge_the_wait_and_write_reports(tmp_path: Path) -> None:
    done = run(EXAMPLES["README.md"], tmp_path)

    assert re.fullmatch(r"K001 40 within resolution 1122.*\n", done.stdout), done.stderr
    written = [path.suffix for path in tmp_path.iterdir() if path.is_file()]
    assert sorted(written) == [".csv", ".pdf", ".xlsx"]


def test_no_example_is_overlooked() -> None:
    marks = {page: (ROOT / page).read_text("utf-8").count("```python") for page in EXAMPLES}
    hardware = {page.removeprefix("docs/hardware/") for page in EXAMPLES if "/hardware/" in page}

    assert {page: len(EXAMPLES_OF[page]) for page in EXAMPLES} == marks
    assert (marks["README.md"], marks["docs/calendar.md"], marks["docs/completeness.md"]) == (
        2,
        4,
        2,
    )
    assert hardware == {
        "buttons.md", "call-panel.md", "clock.md", "hall-board.md", "machine-health.md",
        "scanners.md", "sound.md", "watchdog.md", "window-boards.md",
    }  # fmt: skip
    assert set(BEFORE) <= set(EXAMPLES)
