"""The one place that chooses real or fake for the server; for the agent it is `compose_agent`."""

from __future__ import annotations

import logging
import secrets
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kezek_core.calendar import ZoneTable, zone_table
from kezek_core.ports import Clock, Voice
from kezek_hardware import find_voice
from kezek_kiosk.access.accounts import Accounts
from kezek_kiosk.access.sessions import StaffSessions
from kezek_kiosk.access.tokens import Tokens
from kezek_kiosk.devices.virtual_bench import VirtualBench
from kezek_kiosk.open_office import OFFICE, open_queue
from kezek_kiosk.processes.proofs import Proofs
from kezek_kiosk.processes.simulated_clock import SimulatedClock
from kezek_kiosk.processes.steady_time import steady_time
from kezek_kiosk.settings.certificate_file import certificate_file
from kezek_kiosk.settings.file import load_settings
from kezek_kiosk.settings.secrets import read_secrets
from kezek_kiosk.settings.settings import PAPERS, Settings
from kezek_kiosk.web.context import AppContext
from kezek_kiosk.web.known_hosts import KnownHosts, machine_names
from kezek_kiosk.web.metrics import Metrics
from kezek_kiosk.web.rate_limits import RateLimits
from kezek_queue import SystemClock, load_office
from kezek_queue.wording import ServiceTitles

if TYPE_CHECKING:
    from flask import Flask

log = logging.getLogger(__name__)


def build_services(
    data_dir: Path,
    *,
    simulated_clock: bool = False,
    clock: Clock | None = None,
    host: str | None = None,
    port: int | None = None,
    virtual_hardware: bool = False,
    instance: str | None = None,
) -> AppContext:
    """Open an office.

    Args:
        data_dir: the directory that ``kezek init`` made.
        simulated_clock: time moves only with Kezek-Now.
        clock: for tests: another clock for the queue.
        host: listens here instead of where kezek.toml says.
        port: likewise.
        virtual_hardware: the agent's devices are virtual, and pressed on the page /hardware.
        instance: the name of this run; None for a new one.

    Returns:
        The services; the caller closes them.

    Raises:
        KezekError: a file of the directory is missing or not as expected.
    """
    keys = read_secrets(data_dir)
    simulated = SimulatedClock(data_dir, _wall_time()) if simulated_clock else None
    chosen_clock: Clock = clock or simulated or SystemClock()
    loaded = load_settings(data_dir, demo=load_office(data_dir / OFFICE).demo)
    queue = open_queue(data_dir, clock=chosen_clock, settings=loaded)
    settings, store = _at_address(loaded, host, port), queue.store
    _tell_of_old_zones(queue.office.time_zone)

    def now() -> datetime:
        return queue.time().moment.at

    return AppContext(
        queue=queue,
        accounts=Accounts(store, _wall_time, demo=queue.office.demo),
        tokens=Tokens(store, _wall_time),
        sessions=StaffSessions(
            store,
            steady_time(_wall_time),
            idle=settings.staff.idle,
            longest=settings.staff.longest,
        ),
        settings=settings,
        data_dir=data_dir,
        papers_dir=data_dir / PAPERS,
        voice=_voice(settings),
        session_key=keys.session_key,
        titles=ServiceTitles(queue.office, queue.standards),
        metrics=Metrics(),
        proofs=Proofs(data_dir, now),
        rate_limits=RateLimits(),
        now=now,
        tls=certificate_file(data_dir, settings.server) is not None,
        hosts=KnownHosts(settings.server, machine_names()),
        simulated_clock=simulated,
        instance=instance or secrets.token_hex(8),
        virtual=VirtualBench() if virtual_hardware else None,
    )


def build_app(
    data_dir: Path,
    *,
    simulated_clock: bool = False,
    host: str | None = None,
    port: int | None = None,
    virtual_hardware: bool = False,
    instance: str | None = None,
) -> Flask:
    """Open an office and build its app; the arguments are those of ``build_services``."""
    from kezek_kiosk.app import create_app

    return create_app(
        build_services(
            data_dir,
            simulated_clock=simulated_clock,
            host=host,
            port=port,
            virtual_hardware=virtual_hardware,
            instance=instance,
        )
    )


def _wall_time() -> datetime:
    return datetime.now(UTC)


def _tell_of_old_zones(name: str) -> None:
    table = zone_table(name)
    if table is not ZoneTable.MACHINE:
        log.warning(
            "the machine's table of time zones is too old for %s (%s is read); bring it up to "
            "date with: apt install --only-upgrade tzdata",
            name,
            "Kezek's own" if table is ZoneTable.PACKAGED else "it all the same, an hour wrong,",
        )


def _at_address(settings: Settings, host: str | None, port: int | None) -> Settings:
    server = settings.server
    return replace(
        settings,
        server=replace(
            server,
            host=server.host if host is None else host,
            port=server.port if port is None else port,
        ),
    )


def _voice(settings: Settings) -> Voice | None:
    """The voice of the hall; None when it is switched off or not installed."""
    if not settings.sound.voice:
        return None
    return find_voice()
