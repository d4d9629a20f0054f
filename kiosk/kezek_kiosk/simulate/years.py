"""An office with years behind it: a few days are lived through the queue and copied to the others.

The model days run through the real queue, command by command, as a replay against a server does;
only where they fall, and what hangs on that, is written by `kezek_queue.model_days`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Self

from kezek_kiosk.errors import KioskError
from kezek_kiosk.open_office import OFFICE, URL_VARIABLE
from kezek_kiosk.simulate.office_api import OfficeApi, operator_of
from kezek_kiosk.simulate.profile import PROFILES, OfficeProfile
from kezek_kiosk.simulate.replay import Replay
from kezek_kiosk.upkeep.new_office import create_demo_office
from kezek_queue import ManualClock, Office, Queue, WindowStatus, load_office
from kezek_queue.model_days import MODEL_BOOT, DayCopier, ModelDay

LANGUAGES = ("kk", "kk", "ru", "ru", "en")
"""What the visitors of the demo office choose."""

VISITS_A_YEAR = 200_000
VISITS_A_WINDOW = 50
"""Visitors a day for each window that is open."""

WINDOWS_LEAST, WINDOWS_MOST = 8, 99
OPEN_LEAST = 3
"""The first three windows of the demo office serve everything."""

VISITS_A_DAY_MOST = 5_000
"""Eight letters have 999 numbers each, and chance does not deal them out evenly."""

WEEKEND = 6
"""Sunday, as ``date.weekday`` counts: the acts' offices are closed."""

MODEL_VISITS = 2_500
MODELS = 5
OPENS = timedelta(hours=9)
DAY = timedelta(hours=11)
EARLY = timedelta(minutes=20)
"""Every third model day ends so long before the hall is empty, for those who are never called."""

BUSY = 0.92
"""Share of the day that a window is busy: long queues at the rush, an empty hall in the evening."""

BETWEEN_VISITS_MINUTES = 0.6

Progress = Callable[[int], object]
"""Told how many tickets there are, after each day."""


class TooManyVisitsError(KioskError, ValueError):
    """An office has no numbers for so many visitors."""

    code = "too_many_visits"


class FileNeededError(KioskError):
    """Years are simulated into the file of a new office, not onto a server."""

    code = "file_needed"


@dataclass(frozen=True, slots=True)
class YearsPlan:
    """What is simulated.

    Args:
        first_day: the first simulated day; no Sunday is one.
        last_day: the last one, after the first.
        visits: tickets in all, about; spread evenly over the days.
        seed: the same seed gives the same years.
        models: how many different days are lived, 2 or more; fewer where a day is long.
    """

    first_day: date
    last_day: date
    visits: int
    seed: int = 1
    models: int = MODELS

    @classmethod
    def of_years(cls, years: int, visits: int, last_day: date, seed: int = 1) -> Self:
        """So many years of 365 days, up to a day."""
        return cls(last_day - timedelta(days=365 * years - 1), last_day, visits, seed)

    def days(self) -> list[date]:
        """Monday to Saturday, the oldest first."""
        length = (self.last_day - self.first_day).days + 1
        every = (self.first_day + timedelta(days=n) for n in range(length))
        return [day for day in every if day.weekday() != WEEKEND]

    @property
    def visits_a_day(self) -> int:
        """Tickets of each day."""
        return max(1, round(self.visits / len(self.days())))

    @property
    def windows(self) -> int:
        """How many windows the office has."""
        return max(WINDOWS_LEAST, self.open_windows)

    @property
    def open_windows(self) -> int:
        """How many of them an operator sits at: so many that a visitor has the usual time."""
        wanted = -(-self.visits_a_day // VISITS_A_WINDOW)
        return max(OPEN_LEAST, min(WINDOWS_MOST, wanted))

    @property
    def lived(self) -> int:
        """How many days are lived: memory holds all their events."""
        return max(2, min(self.models, MODEL_VISITS // self.visits_a_day))

    def profile(self) -> OfficeProfile:
        """The load of a day: all windows busy, with a rush that breaks limits."""
        minutes = self.open_windows * DAY.total_seconds() / 60 / self.visits_a_day * BUSY
        return replace(
            PROFILES["city"],
            visitors=self.visits_a_day,
            mean_service_minutes=min(15.0, max(0.6, minutes - BETWEEN_VISITS_MINUTES)),
            burst=self.visits_a_day // 14,
            hold=0.03,
            leave=0.04,
        )


def create_years(data_dir: Path, plan: YearsPlan, progress: Progress = lambda _: None) -> int:
    """Make a demo office with years of visits in a new directory: whole, or not at all.

    Args:
        data_dir: a directory that does not exist yet, or is empty.
        plan: how much.
        progress: told how far it is.

    Returns:
        How many tickets there are.

    Raises:
        TooManyVisitsError: more in a day than there are numbers.
        OfficeExistsError: something is in the directory.
        FileNeededError: the settings put new offices onto a server.
    """
    if plan.visits_a_day > VISITS_A_DAY_MOST:
        raise TooManyVisitsError(
            f"expected at most {VISITS_A_DAY_MOST} visits a day, got {plan.visits_a_day}; "
            "name more --years, or fewer --visits"
        )
    tickets = 0

    def fill(new_dir: Path) -> None:
        nonlocal tickets
        tickets = _fill(new_dir, plan, progress)

    first_day = plan.days()[0]
    before = datetime(first_day.year, first_day.month, first_day.day, tzinfo=UTC) - DAY
    create_demo_office(
        data_dir, windows=plan.windows, categories=True, clock=ManualClock(before), fill=fill
    )
    return tickets


def _fill(data_dir: Path, plan: YearsPlan, progress: Progress) -> int:
    """Live the model days beside the office, and copy them into it."""
    office = load_office(data_dir / OFFICE)
    database = ModelDay(data_dir, plan.last_day).database
    if not database.exists():
        raise FileNeededError(
            f"expected the new office in a file, but {URL_VARIABLE} names a server; unset it, "
            "and move the office afterwards"
        )
    tickets = 0
    with tempfile.TemporaryDirectory(prefix=".model-days-", dir=data_dir) as working:
        models = [
            live_day(Path(working) / str(place), data_dir, plan, place)
            for place in range(plan.lived)
        ]
        with DayCopier(database, office.id, models, office.hours.zone) as copier, copier.filling():
            days = plan.days()
            places = [number % len(models) for number in range(len(days))]
            packed = copier.packed(places)
            for number, (place, day) in enumerate(zip(places, days, strict=True)):
                tickets += copier.copy(place, day, packed=number < packed)
                progress(tickets)
    return tickets


def live_day(model_dir: Path, office_dir: Path, plan: YearsPlan, place: int) -> ModelDay:
    """Live one day through the queue, in an office of its own beside the one that is filled."""
    model_dir.mkdir()
    (model_dir / OFFICE).write_bytes((office_dir / OFFICE).read_bytes())
    office = load_office(model_dir / OFFICE)
    midnight = datetime.combine(plan.last_day, datetime.min.time(), tzinfo=office.hours.zone)
    opens_at = midnight + OPENS
    clock = ManualClock(opens_at - timedelta(minutes=5), boot_id=MODEL_BOOT)
    with Queue.create(model_dir, clock=clock) as queue:
        for window in list(office.windows)[: plan.open_windows]:
            queue.open_window(window, actor=operator_of(window))
        api = OfficeApi(queue, clock)
        replay = Replay(
            api, plan.profile(), plan.seed + place, opens_at, day=DAY,
            categories=tuple(office.categories),
            languages=LANGUAGES,
        )  # fmt: skip
        replay.run(until=opens_at + DAY - EARLY if place % 3 == 1 else None)
        _close(queue, clock, office, plan.last_day)
    return ModelDay(model_dir, plan.last_day)


def _close(queue: Queue, clock: ManualClock, office: Office, office_day: date) -> None:
    """Whoever is at a window is served, the operators leave, and the day is closed out."""
    for window in queue.snapshot().windows:
        if window.status is WindowStatus.CLOSED:
            continue
        operator = operator_of(window.id)
        if window.ticket is not None:
            if queue.ticket(window.ticket).started_at is None:
                queue.start(window.id, actor=operator)
            queue.finish(window.id, actor=operator)
        queue.close_window(window.id, actor=operator)
    closes_at = office.hours.closes_at(office_day)
    if closes_at is None:
        raise ValueError(f"expected the office to be open on {office_day}")
    over = timedelta(minutes=office.close_out_minutes_after_closing + 1)
    clock.move_to(closes_at + over)
    queue.heartbeat()
    queue.close_days()
