"""What a view works with: one frozen value, built by ``compose`` and reached by ``services()``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, cast

from flask import Request, current_app, request

from kezek_kiosk.devices.scan_box import ScanBox
from kezek_kiosk.devices.status import DeviceBook
from kezek_kiosk.devices.virtual_bench import VirtualBench
from kezek_kiosk.web.event_feeds import EventFeeds
from kezek_kiosk.web.held_places import HeldPlaces
from kezek_kiosk.web.write_probe import WriteProbe

if TYPE_CHECKING:
    from kezek_core.ports import Voice
    from kezek_kiosk.access.accounts import Accounts
    from kezek_kiosk.access.sessions import StaffSessions
    from kezek_kiosk.access.tokens import Tokens
    from kezek_kiosk.processes.proofs import Proofs
    from kezek_kiosk.processes.simulated_clock import SimulatedClock
    from kezek_kiosk.settings.settings import Settings
    from kezek_kiosk.web.known_hosts import KnownHosts
    from kezek_kiosk.web.metrics import Metrics
    from kezek_kiosk.web.rate_limits import RateLimits
    from kezek_queue import Queue
    from kezek_queue.wording import ServiceTitles


@dataclass(frozen=True, slots=True)
class AppContext:
    """Everything the screens and the API stand on.

    Args:
        queue: the engine, on the data directory.
        accounts: the office's people.
        tokens: the office's devices.
        sessions: who is signed in.
        settings: kezek.toml as checked.
        data_dir: the directory that holds all state of the office.
        papers_dir: what the virtual printer printed.
        voice: speaks calls aloud; None when the office has no voice.
        session_key: signs the browser's cookie.
        titles: short names of the office's services.
        metrics: what /metrics counts.
        proofs: proves the tables against the journal, and remembers the outcome.
        rate_limits: how often one address may ask.
        hosts: by which names this server may be asked.
        tls: whether the server speaks TLS by itself.
        now: reads the present (aware UTC): the simulated one where the clock is simulated.
        simulated_clock: moved by Kezek-Now; None on a server that keeps real time.
        scans: what scanners have just read, for the screens beside them.
        screen_places: how many live screens there are, and of whom.
        waiting_places: the same of calls that wait in a thread.
        devices: how the agents' devices stand.
        instance: the name of this run, so that whoever started it knows it again.
        virtual: the virtual devices that people may press; None where the devices are real.
        stopping: set when the server shuts down; live streams end then.
        event_feeds: feeds the live screens.
        write_probe: knows whether the database can be written to.
    """

    queue: Queue
    accounts: Accounts
    tokens: Tokens
    sessions: StaffSessions
    settings: Settings
    data_dir: Path
    papers_dir: Path
    voice: Voice | None
    session_key: str
    titles: ServiceTitles
    metrics: Metrics
    proofs: Proofs
    rate_limits: RateLimits
    now: Callable[[], datetime]
    hosts: KnownHosts
    tls: bool = False
    simulated_clock: SimulatedClock | None = None
    scans: ScanBox = field(default_factory=ScanBox)
    screen_places: HeldPlaces = field(default_factory=HeldPlaces)
    waiting_places: HeldPlaces = field(default_factory=HeldPlaces)
    devices: DeviceBook = field(default_factory=DeviceBook)
    instance: str = ""
    virtual: VirtualBench | None = None
    stopping: Event = field(default_factory=Event)
    event_feeds: EventFeeds = field(init=False)
    write_probe: WriteProbe = field(init=False)

    def __post_init__(self) -> None:
        """Feed live screens from the queue of this very context, and look whether it is written."""
        feeds = EventFeeds(self.queue, lambda: self.devices.version, self.stopping)
        object.__setattr__(self, "event_feeds", feeds)
        object.__setattr__(self, "write_probe", WriteProbe(self.queue.heartbeat))

    def close(self) -> None:
        """Release threads, database and voice; may be called twice."""
        self.stopping.set()
        self.proofs.close()
        self.accounts.close()
        self.queue.close()
        if self.simulated_clock is not None:
            self.simulated_clock.close()


def app_context() -> AppContext:
    """The services of the app that answers the present request."""
    return cast("AppContext", current_app.extensions["kezek"])


def this_request() -> Request:
    """The present request itself, for what asks it often: its proxy finds it anew each time."""
    return cast("Request", request._get_current_object())  # type: ignore[attr-defined]
