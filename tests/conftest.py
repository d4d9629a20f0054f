"""What every room's tests share: where their files lie, the browser, an office of 0.1.0."""

from __future__ import annotations

import gc
import json
import lzma
import os
import pwd
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from kezek_kiosk.access.pin_rules import DEMO_PIN
from kezek_kiosk.settings.secrets import write_secrets
from kezek_kiosk.upkeep.new_office import create_demo_office

HUNG_SECONDS = 60.0
"""No work of a test takes so long on any machine; only what waits for ever does."""

# A busy machine is not a fault: no example of a property fails for being slow.
hypothesis.settings.register_profile(
    "patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("patient")

CHROMIUM = Path("/usr/bin/chromium-headless-shell")
"""Debian's Chromium without the windows around its pages, which cost more than most pages do."""
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
PATIENCE_MS = 15_000
"""A busy machine may take so long; whoever waits waits for a condition, never for this time."""

SLOW_SECONDS = 2
"""What a test marked ``slow`` takes where the mark does not say it."""

MEMORY = Path("/dev/shm")
ENOUGH_MEMORY_BYTES = 1 << 30


def _holds_tests(folder: Path) -> bool:
    """Whether a test's files may lie there: room enough, and programs may be started from it."""
    if not folder.is_dir():
        return False
    figures = os.statvfs(folder)
    free = figures.f_bavail * figures.f_frsize
    return free >= ENOUGH_MEMORY_BYTES and not figures.f_flag & os.ST_NOEXEC


# No test cuts the power of this machine: what a killed process has written is in memory, too.
if _holds_tests(MEMORY):
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    tempfile.tempdir = os.environ["TMPDIR"] = str(MEMORY)  # and what processes keep for a while
# Hundreds of processes are started from these sources: the first compiles them, whatever the shell
# says; __pycache__ is ignored by git and by the wheel.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# A worker a processor is running already; tesseract's own threads only wait for each other.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

POSTGRESQL_BINS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
"""Where Debian keeps the programs of each version; Debian 12 has 15, Debian 13 has 17."""

RELEASES = Path(__file__).parent / "releases"


@dataclass(frozen=True)
class ReleasedOffice:
    """A data directory as a release left it, and what that release itself said of it."""

    data: Path
    expected: dict[str, Any]


@pytest.fixture(scope="session")
def _office_of_0_1_0(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("office-0.1.0") / "data"
    place.mkdir()
    with tarfile.open(RELEASES / "0.1.0" / "office.tar.xz", "r:xz") as archive:
        for member in archive:
            content = archive.extractfile(member)
            assert content is not None
            (place / member.name).write_bytes(content.read())
    return place


@pytest.fixture
def office_of_0_1_0(_office_of_0_1_0: Path, tmp_path: Path) -> ReleasedOffice:
    """Two days of visits, requests, complaints and staff, written by version 0.1.0's own code.

    It ends in the middle of the second day with visitors waiting, called, held and being served.
    """
    data = Path(shutil.copytree(_office_of_0_1_0, tmp_path / "office-0.1.0"))
    write_secrets(data)
    (data / "standards").mkdir()
    (data / "papers").mkdir()
    expected = json.loads(lzma.decompress((RELEASES / "0.1.0" / "expected.json.xz").read_bytes()))
    return ReleasedOffice(data, expected)


@pytest.fixture(scope="session")
def demo_offices(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """Demo offices by the number of their windows, made once a worker: to be copied.

    Hashing ten PINs takes longer than most tests. They are kept as hashes that are cheap to check:
    those who sign in are no attackers.
    """
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(DEMO_PIN)

    @cache
    def make(windows: int) -> Path:
        data_dir = tmp_path_factory.mktemp("demo") / "data"
        create_demo_office(data_dir, windows=windows)
        with closing(sqlite3.connect(data_dir / "kezek.db")) as database, database:
            database.execute("UPDATE users SET pin_hash = ?", (cheap,))
        return data_dir

    return make


@pytest.fixture
def disk_path() -> Iterator[Path]:
    """A directory on the disk: whatever is missing below /dev is taken for a device."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as directory:
        yield Path(directory)


@pytest.fixture
def not_hung() -> Callable[[], AbstractContextManager[None]]:
    """Fails what hung, and lets a slow machine be slow: ``with not_hung(): line.close()``."""

    @contextmanager
    def watched() -> Iterator[None]:
        began = time.monotonic()
        yield
        assert time.monotonic() - began < HUNG_SECONDS

    return watched


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, one a worker; every test opens windows of its own."""
    playwright_api = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        pytest.skip(f"expected Debian's Chromium at {CHROMIUM}; apt-get install {CHROMIUM.name}")
    playwright_api.expect.set_options(timeout=PATIENCE_MS)
    with playwright_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_ARGS)
        yield started
        started.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest files begin: none of them is left to one worker while the others idle.

    The long fault runs are asked for by name: ``-m faults``.
    """
    if "faults" not in (config.option.markexpr or ""):
        long_runs = [item for item in items if item.get_closest_marker("faults")]
        config.hook.pytest_deselected(items=long_runs)
        items[:] = [item for item in items if item not in long_runs]
    seconds: Counter[Path] = Counter()
    for item in items:
        marker = item.get_closest_marker("slow")
        seconds[item.path] += (
            0 if marker is None else marker.args[0] if marker.args else SLOW_SECONDS
        )
    items.sort(key=lambda item: -seconds[item.path])


def pytest_collection_finish() -> None:
    """Nine thousand tests and their modules stay: the garbage collector need not look at them."""
    gc.collect()
    gc.freeze()


class Cluster:
    """A throw-away PostgreSQL of its own, under a user who is not root; the benches use it too.

    Args:
        place: the folder for its files; None for beside the files of the tests.
        durable: whether a commit waits for the disk.
    """

    def __init__(self, place: str | None = None, *, durable: bool = False) -> None:
        place = place or os.environ.get("PYTEST_DEBUG_TEMPROOT")
        self.dir = Path(tempfile.mkdtemp(prefix="kezek-pg-", dir=place))
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            owner = pwd.getpwnam(self.user)
            os.chown(self.dir, owner.pw_uid, owner.pw_gid)
        self._run("initdb", "-D", str(self.dir / "data"), "-U", "kezek", "-A", "trust", "-N")
        settings = f"-k {self.dir} -c listen_addresses='' -c synchronous_commit=on"
        settings += f" -c fsync={'on' if durable else 'off'}"
        self._run("pg_ctl", "-D", str(self.dir / "data"), "-w", "-l", str(self.dir / "log"),
                  "-o", settings, "start")  # fmt: skip
        self._count = 0

    def database(self, template: str = "template0") -> str:
        """The URL of a new database: an empty one, or one like another that nobody has open."""
        self._count += 1
        name = f"queue{self._count}"
        server = sa.create_engine(
            self._url("postgres", "+psycopg"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
        )
        with server.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._url(name)

    def _url(self, name: str, driver: str = "") -> str:
        return f"postgresql{driver}://kezek@/{name}?host={self.dir}"

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.dir / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.dir)

    def _run(self, program: str, *args: str) -> None:
        subprocess.run(
            [POSTGRESQL_BINS[-1].parent / program, *args],
            check=True,
            user=self.user,
            cwd=self.dir,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
        )


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """PostgreSQL, once a worker; every test takes a database of its own."""
    if not POSTGRESQL_BINS:
        pytest.skip("PostgreSQL is not installed: sudo apt install postgresql")
    pytest.importorskip("psycopg", reason="psycopg is not installed (pip install psycopg[binary])")
    running = Cluster()
    yield running
    running.stop()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def url(request: pytest.FixtureRequest) -> str | None:
    """None for the file in the data directory, else the address of an empty database."""
    if request.param == "sqlite":
        return None
    address: str = request.getfixturevalue("cluster").database()
    return address


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Where everything was installed (``make test``), a skipped test is a failed one."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("SKIP_NOTHING"):
        reason = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else ""
        if "needs root" not in reason:
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} was skipped where nothing may be: {reason}"


RESULTS_VARIABLE = "KEZEK_TEST_FAULT_RESULTS"
"""Names a file that takes a line of JSON for each row of the fault programme; else none is kept."""


@pytest.fixture
def record(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Writes down what a row of the fault programme came to."""
    began = time.monotonic()

    def write(row: str, *, done: int, lost: int, control: str) -> None:
        target = os.environ.get(RESULTS_VARIABLE)
        if target:
            result = {
                "row": row, "done": done, "lost": lost, "control": control,
                "seconds": round(time.monotonic() - began), "test": request.node.name,
            }  # fmt: skip
            with Path(target).open("a", encoding="utf-8") as file:
                file.write(json.dumps(result, ensure_ascii=False) + "\n")

    return write
