"""What the server does by itself: limits watched, holds released, days closed, life shown."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from kezek_kiosk.processes.repeated import Repeated
from kezek_kiosk.upkeep.certificates import renew_certificate
from kezek_kiosk.upkeep.erasure import tidy
from kezek_kiosk.web.context import AppContext
from kezek_kiosk.web.known_hosts import certificate_names

log = logging.getLogger(__name__)

NOTE_TOKENS_SECONDS = 60
PROVE_OFFICE_SECONDS = 60
RENEW_CERTIFICATE_SECONDS = 12 * 3600
WATCH_CLOCK_SECONDS = 2.0
CLOCK_STEP_SECONDS = 2.0
HEART = "watch_limits"
TIDY = "tidy_register"
LATE_FACTOR = 10
"""A job that has not succeeded for so many of its periods is reported by the health page."""


class Scheduler:
    """Runs the jobs of a serving process, each in a thread of its own.

    Args:
        services: what the jobs work on.
        monotonic: seconds that never go back.
        wall_time: seconds that people set.
        alive: called when the most frequent job has succeeded: the server works.
    """

    def __init__(
        self,
        services: AppContext,
        monotonic: Callable[[], float] = time.monotonic,
        wall_time: Callable[[], float] = time.time,
        alive: Callable[[], object] = lambda: None,
    ) -> None:
        self._alive = alive
        self._services = services
        self._monotonic = monotonic
        self._wall_time = wall_time
        self._lock = threading.Lock()
        self._succeeded_at: dict[str, float] = {}
        self._failures: dict[str, str] = {}
        self._running: tuple[Repeated, ...] = ()
        self._stopped = False
        self._wall_ahead = wall_time() - monotonic()

    def jobs(self) -> dict[str, tuple[int, Callable[[], Any]]]:
        """Every job by name with its period in seconds.

        Where time is simulated only the accounts' own remains: the queue's jobs run with each
        move of the clock.
        """
        context = self._services
        always: dict[str, tuple[int, Callable[[], Any]]] = {
            "note_tokens": (NOTE_TOKENS_SECONDS, context.tokens.note_uses)
        }
        if context.simulated_clock is not None:
            return always
        keep_days = context.settings.privacy.keep_days
        owed = {duty.name: duty for duty in context.queue.duties(keep_days=keep_days)}
        # Virtual printers keep papers, which the queue knows nothing of.
        owed[TIDY] = replace(owed[TIDY], do=partial(tidy, context))
        return {
            **{name: (duty.every_seconds, duty.do) for name, duty in owed.items()},
            "prove_office": (PROVE_OFFICE_SECONDS, self.prove_office),
            "renew_certificate": (RENEW_CERTIFICATE_SECONDS, self.renew_certificate),
            **always,
        }

    def prove_office(self) -> None:
        """Begin the proof of the night, or the first one after the start, when it is time."""
        self._services.proofs.begin_if_due(self._services.queue.snapshot().open)

    def renew_certificate(self) -> None:
        """Make the office's own certificate anew before it ends; the edge takes it by itself."""
        context = self._services
        names = certificate_names(context.settings.server)
        if renew_certificate(context.data_dir, names, datetime.now(UTC)):
            log.warning("the office's own certificate was renewed: browsers ask once more")

    def start(self) -> None:
        """Begin; each job runs once at once. Does nothing once it was stopped."""
        now = self._monotonic()
        jobs = self.jobs()
        with self._lock:
            if self._stopped:
                return
            self._succeeded_at.update(dict.fromkeys(jobs, now))
            self._running = (
                *(
                    Repeated(name, seconds, partial(self.run, name, job))
                    for name, (seconds, job) in jobs.items()
                ),
                Repeated("clock-steps", WATCH_CLOCK_SECONDS, self.follow_clock),
            )
            for each in self._running:
                each.start()

    def catch_up(self) -> None:
        """Run every job now, once: after a step of the wall clock much may be due."""
        with self._lock:
            running = self._running
        for each in running:
            each.run_now()

    def follow_clock(self) -> None:
        """Look whether the wall clock has stepped; the jobs then look at the new time at once."""
        with self._lock:
            ahead = self._wall_time() - self._monotonic()
            stepped, self._wall_ahead = ahead - self._wall_ahead, ahead
        if abs(stepped) > CLOCK_STEP_SECONDS:
            log.warning("the wall clock stepped by %.0f s", stepped)
            self.catch_up()

    def run(self, name: str, job: Callable[[], Any]) -> None:
        """Do one job; a failure is logged, counted and shown, and the job comes again."""
        try:
            job()
        except Exception as error:
            with self._lock:
                again = self._failures.get(name) == type(error).__name__
                self._failures[name] = type(error).__name__
            self._services.metrics.job_failed(name)
            # The first of a kind with its trace; a disk that stays full shall not fill the log.
            log.log(logging.ERROR, "job %s failed: %s", name, error, exc_info=not again)
            return
        with self._lock:
            self._failures.pop(name, None)
            self._succeeded_at[name] = self._monotonic()
        if name == HEART:
            self._alive()

    def state(self) -> str:
        """``ok``, or which jobs fail or are late."""
        now = self._monotonic()
        periods = {name: seconds for name, (seconds, _) in self.jobs().items()}
        with self._lock:
            failing = [f"{name}: {error}" for name, error in self._failures.items()]
            late = [
                f"{name}: late"
                for name, at in self._succeeded_at.items()
                if name not in self._failures and now - at > LATE_FACTOR * periods[name]
            ]
        return ", ".join(sorted(failing + late)) or "ok"

    def stop(self) -> None:
        """End after the jobs in hand; may be called twice."""
        with self._lock:
            self._stopped = True
            running, self._running = self._running, ()
        for each in running:
            each.end()
        for each in running:
            each.join()
