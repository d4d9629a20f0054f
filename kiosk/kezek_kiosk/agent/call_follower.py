"""Follows the server's calls for boards, loudspeaker and panels, through every interruption.

The journal's stream tells what happens, every event once and in order; after every connection the
queue and the board are read anew, so that a call that was missed is known to stand still (it is
shown and spoken) or to be answered (it is shown). Nothing is decided by how old a call is, but for
this: an answered one of long ago needs no turn of its own.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from kezek_core.errors import KezekError
from kezek_core.events import EventKind
from kezek_core.tickets import TicketState
from kezek_hardware.device import Backoff
from kezek_kiosk.agent.api_client import ApiClient, EventStream, Refused, ServerUnreachable

log = logging.getLogger(__name__)

FRESH_SECONDS = 20.0
"""An event that comes later than this was held up: the hall is looked at anew before it is told."""

LATELY_SECONDS = 60.0
"""An answered call that is older has no turn of its own: its visitor is long at the window."""

KNOWN_CALLS = 50

CALLS = frozenset({EventKind.TICKET_CALLED.value, EventKind.TICKET_RECALLED.value})
COME = frozenset({EventKind.SERVICE_STARTED.value})
GONE = frozenset(
    each.value
    for each in (
        EventKind.SERVICE_FINISHED,
        EventKind.VISITOR_ABSENT,
        EventKind.TICKET_HELD,
        EventKind.TICKET_TRANSFERRED,
        EventKind.TICKET_CANCELLED,
    )
)
BACK = frozenset({EventKind.ABSENCE_WITHDRAWN.value})


@dataclass(frozen=True, slots=True)
class HallNow:
    """The hall at one instant.

    Args:
        at: windows with the number that stands there.
        calls: the last calls, newest first: number and window.
        windows: every window.
        called: the windows whose visitors have not come, with their number.
        anew: nothing that happened before will be told: a first look, or another database.
    """

    at: Mapping[int, str] = field(default_factory=dict)
    calls: tuple[tuple[str, int], ...] = ()
    windows: tuple[int, ...] = ()
    called: Mapping[int, str] = field(default_factory=dict)
    anew: bool = True


class CallSink(Protocol):
    """Something that shows or says calls; no method waits."""

    def settle(self, hall: HallNow) -> None:
        """Show the hall as it is, calling nobody."""

    def called(self, number: str, window: int) -> None:
        """A number is called to a window, now."""

    def passed(self, number: str, window: int, *, lately: bool) -> None:
        """A number was called, and answered before anybody here knew."""

    def came(self, number: str, window: int) -> None:
        """The visitor stands at the window."""

    def left(self, number: str, window: int) -> None:
        """The window is free of this number."""

    def stands(self, number: str, window: int) -> None:
        """The number stands at the window without being called now."""

    def changed(self) -> None:
        """Something happened in the queue, whatever it was."""


class CallFollower:
    """Follows until it is stopped.

    Args:
        api: a client; no token is needed.
        sinks: who is told.
        stop: set it, then ``close``.
        monotonic: seconds that never go back.
    """

    def __init__(
        self,
        api: ApiClient,
        sinks: Sequence[CallSink],
        stop: threading.Event,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._api = api
        self._sinks = tuple(sinks)
        self._stop = stop
        self._monotonic = monotonic
        self._patience = Backoff()
        self._lock = threading.Lock()
        self._stream: EventStream | None = None
        self._last_seq: int | None = None
        self._settled_seq = 0
        self._hall = HallNow()
        self._server_now: tuple[datetime, float] | None = None

    def run(self) -> None:
        """Follow, and come back after every interruption."""
        is_logged = False
        while not self._stop.is_set():
            try:
                self._follow()
                is_logged = False
            except (ServerUnreachable, Refused) as error:
                log.log(
                    logging.DEBUG if is_logged else logging.WARNING, "no calls are heard: %s", error
                )
                is_logged = True
            except Exception:
                # An answer of another form must not leave the boards without their reader.
                log.exception("following the calls failed")
            self._stop.wait(self._patience.pause())
        self._api.close()

    def close(self) -> None:
        """Wake the reader, from any thread, once the stop event is set."""
        with self._lock:
            if self._stream is not None:
                self._stream.wake()

    def _follow(self) -> None:
        self._settle()
        stream = self._api.follow(self._last_seq or 0)
        with self._lock:
            self._stream = stream
        try:
            # Whoever asked to stop before this found no stream to wake.
            for event in () if self._stop.is_set() else stream:
                if self._stop.is_set():
                    return
                self._patience.reset()
                self._hear(event)
        finally:
            with self._lock:
                self._stream = None
            stream.close()

    def _settle(self) -> None:
        """Read the hall as it is; the events missed meanwhile follow from the stream."""
        queue, board = self._api.get("/queue"), self._api.get(f"/board?rows={KNOWN_CALLS}")
        self._server_now = (datetime.fromisoformat(queue["now"]), self._monotonic())
        seq = int(queue["seq"])
        # A server on another database begins anew; one that is ahead tells what was missed.
        anew = self._last_seq is None or self._last_seq > seq
        if anew:
            self._last_seq = seq
        self._settled_seq = seq
        self._hall = hall = _hall(queue, board, anew=anew)
        self._tell(lambda sink: sink.settle(hall))

    def _hear(self, event: Mapping[str, Any]) -> None:
        seq, kind = int(event["seq"]), event["kind"]
        number, window = event.get("number"), event.get("window")
        held_up = kind in CALLS and seq > self._settled_seq and self._age_s(event) > FRESH_SECONDS
        if held_up or (kind == EventKind.DAY_CLOSED.value and not number):
            self._settle()
        self._last_seq = seq  # not before: what could not be told is asked for again
        self._tell(lambda sink: sink.changed())
        if not number or window is None:
            return
        if seq <= self._settled_seq:
            self._tell_missed(event, number, window)
        elif kind in CALLS:
            self._tell(lambda sink: sink.called(number, window))
        elif kind in COME:
            self._tell(lambda sink: sink.came(number, window))
        elif kind in GONE:
            self._tell(lambda sink: sink.left(number, window))
        elif kind in BACK:
            self._tell(lambda sink: sink.stands(number, window))

    def _tell_missed(self, event: Mapping[str, Any], number: str, window: int) -> None:
        """Settled already: of what was missed every call is shown, and who stands is called."""
        if event["kind"] not in CALLS:
            return
        if self._hall.called.get(window) == number:
            self._tell(lambda sink: sink.called(number, window))
        else:
            lately = self._age_s(event) < LATELY_SECONDS
            self._tell(lambda sink: sink.passed(number, window, lately=lately))

    def _age_s(self, event: Mapping[str, Any]) -> float:
        """By the server's own clock: the agent may run on another machine."""
        if self._server_now is None:
            return 0.0
        at, since = self._server_now
        now_s = at.timestamp() + self._monotonic() - since
        return now_s - datetime.fromisoformat(event["at"]).timestamp()

    def _tell(self, how: Callable[[CallSink], None]) -> None:
        for sink in self._sinks:
            try:
                how(sink)
            except (KezekError, ValueError) as error:
                # One board that cannot show a number must not silence the others.
                log.warning("a call was not shown: %s", error)


def _hall(queue: Mapping[str, Any], board: Mapping[str, Any], *, anew: bool) -> HallNow:
    tickets = {each["id"]: each for each in queue["tickets"]}
    present = {
        each["id"]: tickets[each["ticket"]]
        for each in queue["windows"]
        if each["ticket"] in tickets
    }
    return HallNow(
        at={window: ticket["number"] for window, ticket in present.items()},
        calls=tuple((each["number"], each["window"]) for each in board["calls"]),
        windows=tuple(each["id"] for each in queue["windows"]),
        called={
            window: ticket["number"]
            for window, ticket in present.items()
            if ticket["state"] == TicketState.CALLED.value
        },
        anew=anew,
    )
