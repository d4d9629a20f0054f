"""An office of four services, a clock that stands still, and a queue opened on both."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest

from kezek_queue import ManualClock, Queue

OFFICE = """
[office]
id = "hall"
name = { kk = "Орталық", ru = "Центр", en = "Centre" }
time_zone = "Asia/Almaty"
demo = false

[hours]
mon = "09:00-20:00"
tue = "09:00-13:00, 14:00-20:00"
wed = "09:00-20:00"
thu = "09:00-20:00"
fri = "09:00-20:00"

[tickets]
last_minutes_before_closing = 10
numbers_per_letter = 999
close_out_minutes_after_closing = 120
near_limit_percent = 80

[[services]]
id = "military-service"
letter = "A"
standard = "kz-mj-2007-287-1"
stages = ["submission", "pickup"]
mean_service_minutes = 8

[[services]]
id = "household"
letter = "K"
standard = "kz-arys-2007-1122-akdala-household"
mean_service_minutes = 10

[[services]]
id = "guardianship"
letter = "H"
standard = "kz-gov-2012-1119-guardianship"
mean_service_minutes = 12
daily_limit = 3

[[services]]
id = "criminal-record"
letter = "C"
standard = "kz-gp-2008-3-criminal-record"
mean_service_minutes = 6

[[windows]]
id = 1
services = ["military-service", "household", "guardianship"]

[[windows]]
id = 2
services = ["military-service", "household", "guardianship"]

[[windows]]
id = 3
services = ["criminal-record"]

[[categories]]
id = "disability"
name = { kk = "Мүгедектігі бар адам", ru = "Лицо с инвалидностью", en = "Person with a disability" }
basis = "the office's own order"
rank = 1
enabled = true

[[categories]]
id = "veteran"
name = { kk = "Ардагер", ru = "Ветеран", en = "Veteran" }
basis = "the office's own order"
rank = 2
enabled = true

[[categories]]
id = "booked"
name = { kk = "Жазылған", ru = "По записи", en = "Booked" }
basis = "the office's own order"
rank = 1
enabled = false
"""


@pytest.fixture
def clock() -> ManualClock:
    """Monday 23 November 2026, ten in the morning in Almaty."""
    return ManualClock()


@pytest.fixture
def office_dir(tmp_path: Path) -> Path:
    """A data directory that holds the office file only."""
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    (data_dir / "office.toml").write_text(OFFICE, encoding="utf-8")
    return data_dir


@pytest.fixture(scope="session")
def make_office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """The directory of a new office with given files, made once a worker: to be copied."""

    @cache
    def make(files: tuple[tuple[str, bytes], ...]) -> Path:
        made = tmp_path_factory.mktemp("made-office")
        for name, content in files:
            (made / name).parent.mkdir(exist_ok=True)
            (made / name).write_bytes(content)
        Queue.create(made, clock=ManualClock()).close()
        return made

    def of(office_dir: Path) -> Path:
        files = sorted(path for path in office_dir.rglob("*.toml"))
        return make(tuple((str(each.relative_to(office_dir)), each.read_bytes()) for each in files))

    return of


@pytest.fixture
def queue(
    office_dir: Path, clock: ManualClock, make_office: Callable[[Path], Path]
) -> Iterator[Queue]:
    """A queue on the database of a new office."""
    shutil.copytree(make_office(office_dir), office_dir, dirs_exist_ok=True)
    with Queue.open(office_dir, clock=clock) as opened:
        yield opened


@pytest.fixture(scope="session")
def office_text() -> str:
    """The office file, for tests that change it."""
    return OFFICE


@pytest.fixture
def desk(queue: Queue, clock: ManualClock) -> SimpleNamespace:
    """Short ways to bring a visit where a test needs it."""

    def waiting(service: str = "military-service", **asked: object) -> str:
        return queue.issue(service, **asked).ticket.id  # type: ignore[arg-type]

    def called(window: int = 1, **asked: object) -> str:
        ticket_id = waiting(**asked)
        queue.call_next(window, actor="aida")
        return ticket_id

    def serving(window: int = 1) -> str:
        ticket_id = called(window)
        queue.start(window, actor="aida")
        return ticket_id

    def served(window: int = 1) -> str:
        ticket_id = serving(window)
        queue.finish(window, actor="aida")
        return ticket_id

    def unanswered(window: int = 1) -> None:
        """Call once more and let the time pass after which a no-show counts."""
        clock.advance(seconds=30)
        queue.recall(window, actor="aida")
        clock.advance(seconds=30)

    def absent(window: int = 1) -> None:
        unanswered(window)
        queue.no_show(window, actor="aida")

    def no_show(window: int = 1) -> str:
        ticket_id = called(window)
        absent(window)
        return ticket_id

    def cancelled() -> str:
        ticket_id = waiting()
        queue.cancel(ticket_id, actor="aida")
        return ticket_id

    def held() -> str:
        ticket_id = waiting()
        queue.hold_ticket(ticket_id, actor="aida")
        return ticket_id

    ways: dict[str, Callable[..., str]] = {
        "waiting": waiting,
        "called": called,
        "serving": serving,
        "served": served,
        "no_show": no_show,
        "cancelled": cancelled,
        "held": held,
    }
    return SimpleNamespace(**ways, ways=ways, unanswered=unanswered, absent=absent)


@pytest.fixture(scope="session")
def to_revision_0011() -> str:
    """Turns a new database back to what it was before keys, kinds of papers and summaries."""
    return """
    DROP TRIGGER journal_loses_nothing;
    DROP TABLE packed_strays;
    DROP TABLE slip_packs;
    DROP TABLE journal_packs;
    DROP TABLE archives;
    DROP TRIGGER parts_new_forgets_summary;
    DROP TRIGGER parts_changed_forgets_summary;
    DROP TABLE hour_summaries;
    DROP TABLE day_summaries;
    DROP TABLE idempotency_keys;
    CREATE TABLE requests_seen (
        office_id TEXT NOT NULL, key TEXT NOT NULL, office_day TEXT NOT NULL,
        request TEXT NOT NULL, ticket_id TEXT NOT NULL, print_job BIGINT,
        PRIMARY KEY (office_id, key)
    );
    CREATE INDEX requests_seen_day ON requests_seen (office_id, office_day);
    DROP INDEX parts_wait;
    DROP INDEX parts_day;
    CREATE INDEX parts_day ON parts (office_id, office_day, service);
    DROP INDEX parts_estimated;
    CREATE INDEX parts_estimated ON parts (office_id, ticket_id) WHERE wait_exact = 0;
    DROP INDEX print_jobs_subject;
    ALTER TABLE print_jobs RENAME COLUMN subject_id TO ticket_id;
    ALTER TABLE print_jobs DROP COLUMN subject_kind;
    CREATE INDEX print_jobs_ticket ON print_jobs (office_id, ticket_id, id);
    ALTER TABLE boots DROP COLUMN machine;
    """
