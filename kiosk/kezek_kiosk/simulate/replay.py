"""Replays a day through the HTTP API: visitors tap, operators press, in virtual time.

Every command carries an idempotency key or the ticket it expects, so that a command whose answer
was lost (the server was killed, the line broke) can be given again without doing anything twice.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Protocol

from kezek_kiosk.agent.api_client import Refused, ServerUnreachable
from kezek_kiosk.simulate.ledger import Ledger
from kezek_kiosk.simulate.profile import OfficeProfile, arrivals, service_time

Answer = dict[str, Any]
ALREADY_DONE = frozenset({"stale_command", "wrong_state", "window_empty"})
"""Refusals that, given to a repeated command, mean the first try had worked."""

WALK = timedelta(seconds=20)
PATIENCE = timedelta(seconds=60)
OFFERED_EVERYWHERE = ("kk", "ru")
"""No office is without these; whether it offers others, its API does not tell."""

PREFERENTIAL = 0.07
"""Share of the visitors who have a preferential category, where there are any."""


class ReplayApi(Protocol):
    """Where the commands go: `ApiClient` to a server, `OfficeApi` to a queue in this process."""

    def get(self, path: str) -> Any:
        """Read ``path``."""

    def post(self, path: str, body: Mapping[str, Any], *, now: datetime | None) -> Any:
        """Give a command; ``now`` moves a simulated clock first."""


@dataclass
class ReplayWindow:
    """One window with its operator."""

    window: int
    services: frozenset[str]
    ticket: str | None = None
    busy: bool = False


@dataclass
class Replay:
    """One day.

    Args:
        api: a client with an admin token, or a queue in this process.
        profile: the load.
        seed: the same seed gives the same day.
        opens_at: the first instant, aware UTC.
        day: how long visitors arrive; service goes on until the hall is empty.
        virtual_clock: the server runs with ``--simulated-clock``.
        when_unreachable: brings the server back or waits for it; called before a repeated try.
        progress: told how many visitors have come, after each.
        categories: preferential categories that some visitors have.
        languages: those that visitors choose, the usual ones more than once.
    """

    api: ReplayApi
    profile: OfficeProfile
    seed: int
    opens_at: datetime
    day: timedelta = timedelta(hours=11)
    virtual_clock: bool = True
    when_unreachable: Callable[[], None] | None = None
    progress: Callable[[int], None] | None = None
    categories: Sequence[str] = ()
    languages: Sequence[str] = OFFERED_EVERYWHERE
    ledger: Ledger = field(default_factory=Ledger)
    commands: int = 0
    repeated_commands: int = 0

    def __post_init__(self) -> None:
        self._random = Random(self.seed)
        self._now = self.opens_at
        self._order = itertools.count()
        self._agenda: list[tuple[datetime, int, Callable[[], None]]] = []
        self._desks: list[ReplayWindow] = []
        self._services: list[str] = []

    def run(self, until: datetime | None = None) -> Ledger:
        """Play the day and return the replay's own count of it.

        Args:
            until: stop before the first thing that happens after this instant; None for the
                whole day.
        """
        office = self._get("/queue")
        self._services = [row["service"] for row in office["services"]]
        self._desks = [
            ReplayWindow(row["id"], frozenset(row["services"])) for row in office["windows"]
        ]
        for place, after in enumerate(arrivals(self.profile, self._random)):
            self._at(self.opens_at + after, lambda place=place: self._arrive(place))  # type: ignore[misc]
        while self._agenda and (until is None or self._agenda[0][0] <= until):
            self._now, _, happen = heapq.heappop(self._agenda)
            happen()
        return self.ledger

    def _at(self, when: datetime, happen: Callable[[], None]) -> None:
        heapq.heappush(self._agenda, (when, next(self._order), happen))

    def _in(self, after: timedelta, happen: Callable[[], None]) -> None:
        self._at(self._now + after, happen)

    # Visitors

    def _arrive(self, place: int) -> None:
        service = self._random.choice(self._services)
        language = self._random.choice(self.languages)
        body = {
            "service": service,
            "language": language,
            "category": self._category(),
            "idempotency_key": f"replay-{self.seed}-{place}",
        }
        answer = self._post("/tickets", body)
        self.ledger.issued(answer, service, self._now)
        ticket = str(answer["id"])
        if self._random.random() < self.profile.leave:
            self._in(timedelta(minutes=self._random.uniform(2, 25)), lambda: self._leave(ticket))
        if self.progress is not None:
            self.progress(place + 1)
        self._wake_a_desk(service)

    def _category(self) -> str | None:
        preferential = self.categories and self._random.random() < PREFERENTIAL
        return self._random.choice(self.categories) if preferential else None

    def _leave(self, ticket: str) -> None:
        if self.ledger.visitors[ticket].part.heading != "waiting":
            return
        if any(desk.ticket == ticket for desk in self._desks):
            return
        self._post(f"/tickets/{ticket}/cancel", {})
        self.ledger.left(ticket, self._now)

    def _come_back(self, ticket: str) -> None:
        self._post(f"/tickets/{ticket}/return", {})
        self.ledger.returned(ticket, self._now)
        self._wake_a_desk(self.ledger.visitors[ticket].part.service)

    # Operators

    def _wake_a_desk(self, service: str) -> None:
        free = [desk for desk in self._desks if not desk.busy and service in desk.services]
        if free:
            desk = self._random.choice(free)
            desk.busy = True
            self._in(timedelta(seconds=2), lambda: self._call_next(desk))

    def _call_next(self, desk: ReplayWindow) -> None:
        answer = self._press(desk, "next")
        called = answer["ticket"]
        desk.ticket = called["id"] if called else None
        desk.busy = called is not None
        if called is None:
            return
        ticket = str(called["id"])
        self.ledger.called(ticket, self._now)
        chance = self._random.random()
        # By a real clock no time passes here: a no-show would not count, so all are put aside.
        absent = self.profile.no_show if self.virtual_clock else 0.0
        if chance < absent:
            self._in(PATIENCE / 2, lambda: self._recall(desk))
            self._in(PATIENCE, lambda: self._mark_absent(desk))
        elif chance < self.profile.no_show + self.profile.hold:
            self._in(WALK, lambda: self._hold(desk))
        else:
            self._in(WALK * self._random.uniform(0.3, 2.0), lambda: self._start(desk))

    def _recall(self, desk: ReplayWindow) -> None:
        self._press(desk, "recall")

    def _mark_absent(self, desk: ReplayWindow) -> None:
        ticket = self._ticket_at(desk)
        self._press(desk, "no_show")
        self.ledger.absent(ticket)
        if self._random.random() < self.profile.comes_back:
            after = timedelta(minutes=self._random.uniform(2, 15))
            self._in(after, lambda: self._come_back(ticket))
        self._set_free(desk)

    def _hold(self, desk: ReplayWindow) -> None:
        ticket = self._ticket_at(desk)
        self._press(desk, "hold")
        self.ledger.held(ticket)
        self._in(timedelta(minutes=self._random.uniform(1, 8)), lambda: self._release(ticket))
        self._set_free(desk)

    def _release(self, ticket: str) -> None:
        if self.ledger.visitors[ticket].part.heading != "waiting":
            return
        self._post(f"/tickets/{ticket}/release", {})
        self._wake_a_desk(self.ledger.visitors[ticket].part.service)

    def _start(self, desk: ReplayWindow) -> None:
        ticket = self._ticket_at(desk)
        self._press(desk, "start")
        self.ledger.started(ticket, self._now)
        sent_on = self._random.random() < self.profile.transfer
        then = self._transfer if sent_on else self._finish
        self._in(service_time(self.profile, self._random), lambda: then(desk))

    def _finish(self, desk: ReplayWindow) -> None:
        """Half the operators press Finish, half let Next close the visit."""
        if self._random.random() < 0.5:
            self._press(desk, "finish")
            self._set_free(desk)
        else:
            self._call_next(desk)

    def _transfer(self, desk: ReplayWindow) -> None:
        ticket = self._ticket_at(desk)
        here = self.ledger.visitors[ticket].part.service
        service = self._random.choice([other for other in self._services if other != here])
        self._press(desk, "transfer", {"service": service})
        limit = self._get(f"/tickets/{ticket}")["limit_minutes"]
        self.ledger.transferred(ticket, service, limit, self._now)
        self._set_free(desk)
        self._wake_a_desk(service)

    def _set_free(self, desk: ReplayWindow) -> None:
        desk.ticket = None
        self._in(timedelta(seconds=5), lambda: self._call_next(desk))

    def _ticket_at(self, desk: ReplayWindow) -> str:
        if desk.ticket is None:
            raise ValueError(f"expected a ticket at window {desk.window}")
        return desk.ticket

    # Commands

    def _press(self, desk: ReplayWindow, command: str, more: Answer | None = None) -> Answer:
        path = f"/windows/{desk.window}/{command}"
        body = {"expected_ticket": desk.ticket, **(more or {})}
        return self._post(path, body, otherwise=lambda: self._get(f"/windows/{desk.window}"))

    def _get(self, path: str) -> Answer:
        """Ask until there is an answer."""
        while True:
            try:
                answer: Answer = self.api.get(path)
            except ServerUnreachable as error:
                self._revive(error)
            else:
                return answer

    def _revive(self, error: ServerUnreachable) -> None:
        """Bring the server back, or give up where nobody can."""
        if self.when_unreachable is None:
            raise error
        self.repeated_commands += 1
        self.when_unreachable()

    def _post(
        self, path: str, body: Answer, otherwise: Callable[[], Answer] | None = None
    ) -> Answer:
        """Give a command until it is answered; a repeated one that was done already is fine."""
        self.commands += 1
        now = self._now if self.virtual_clock else None
        for attempt in itertools.count():
            try:
                answer: Answer = self.api.post(path, body, now=now)
            except ServerUnreachable as error:
                self._revive(error)
            except Refused as refusal:
                if not attempt or refusal.problem_code not in ALREADY_DONE:
                    raise
                return otherwise() if otherwise is not None else {}
            else:
                return answer
        raise ValueError("expected an endless count")
