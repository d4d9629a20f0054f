"""The named checks of the health page: how each part stands, and what to do when it does not."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from kezek_core.calendar import ZoneTable, office_date, zone_table
from kezek_core.dates import short_date
from kezek_core.errors import KezekError
from kezek_core.ports import PrintOutcome
from kezek_kiosk.devices.status import KnownDevice
from kezek_kiosk.pages.staff.actors import actor_name
from kezek_kiosk.pages.staff.certificate_check import certificate_check
from kezek_kiosk.pages.staff.device_words import Severity, described_device
from kezek_kiosk.pages.staff.health_check import Check
from kezek_kiosk.pages.staff.law_check import law_check
from kezek_kiosk.pages.staff.printing import EVENTS_LOOKED_AT, Printing, printing
from kezek_kiosk.pages.staff.proof_check import proof_check
from kezek_kiosk.processes.proofs import Proofs
from kezek_kiosk.web.i18n import format_clock, office_time
from kezek_kiosk.web.problems import error_sentence
from kezek_kiosk.web.rate_limits import Stop
from kezek_queue import Queue
from kezek_queue.clock import ClockSource
from kezek_queue.wording import decimal, grouped

DISK_LOW_MIB = 1024
DISK_FULL_MIB = 100
DAMAGE_SHOWN = 5
PRINT_LATE = timedelta(minutes=2)
UNCONFIRMED, NO_CODE = "unconfirmed", "no_code"
"""Details of a slip that was printed, as docs/printing.md names them."""

MIB = 1024 * 1024


def run_checks(
    queue: Queue,
    data_dir: Path,
    *,
    now: datetime,
    scheduler_state: str | None,
    proofs: Proofs,
    language: str,
    devices: Iterable[KnownDevice] = (),
    phones_url: str | None,
    certificate: Path | None = None,
    write: Callable[[], None] = lambda: None,
    stops: Iterable[Stop] = (),
) -> Iterator[Check]:
    """Every check, in the order of the page.

    Args:
        queue: the engine.
        data_dir: where the office's state lies.
        now: aware UTC.
        scheduler_state: ``ok`` or what is wrong; None when this process has no scheduler.
        proofs: knows what came of the last proof.
        language: of the sentences.
        devices: what the agents tell of.
        phones_url: where printed codes lead; None when no phone reaches the server.
        certificate: what the server speaks TLS with; None where it speaks plain http alone.
        write: stores something; raises where nothing is stored at present.
        stops: kiosks that took more tickets than they may, the latest first.
    """
    yield _guarded("database", lambda: _database(queue, write, language), language)
    yield _guarded("journal", lambda: proof_check(proofs), language)
    yield _guarded("clock", lambda: _clock(queue), language)
    yield _guarded("time_zone", lambda: _time_zone(queue), language)
    yield _scheduler(scheduler_state)
    yield _guarded("printing", lambda: printing_check(queue, now), language)
    yield _guarded("disk", lambda: _disk(data_dir), language)
    yield _flood(stops)
    on = office_date(now, queue.office.hours.zone)
    yield _guarded("law", lambda: law_check(queue, on), language)
    yield _phones(phones_url)
    if certificate is not None:
        file = certificate
        yield _guarded("certificate", lambda: certificate_check(file, now), language)
    for device in devices:
        yield _device(device)


def _device(device: KnownDevice) -> Check:
    shown = described_device(device)
    name = f"{device.agent}-{device.kind}-{device.name}"
    return Check(name, shown.health, shown.found, shown.advice, shown.title, device.kind)


def _guarded(name: str, ask: Callable[[], Check], language: str) -> Check:
    """A part that cannot even be asked stands badly, and says why."""
    try:
        return ask()
    except KezekError as error:
        return Check(name, Severity.BAD, error_sentence(error, language))
    except OSError as error:
        return Check(name, Severity.BAD, error.strerror or type(error).__name__)


def _database(queue: Queue, write: Callable[[], None], language: str) -> Check:
    write()
    began = time.monotonic()
    seq = queue.last_seq()
    milliseconds = (time.monotonic() - began) * 1000
    found = _(
        "Answers in %(ms)s ms; %(count)s events in the journal.",
        ms=decimal(f"{milliseconds:.1f}", language),
        count=grouped(seq),
    )
    checked = queue.file_check
    if checked is None:
        return Check("database", Severity.GOOD, found)
    when = {"day": short_date(office_time(checked.at).date()), "time": format_clock(checked.at)}
    if checked.sound:
        sound = _("The whole file was read on %(day)s at %(time)s: no damage.", **when)
        return Check("database", Severity.GOOD, f"{found} {sound}")
    return Check(
        "database",
        Severity.BAD,
        _("The file is damaged; found on %(day)s at %(time)s.", **when),
        _(
            "Tickets are still given. Keep a copy of the data directory as it is and tell the "
            "administrator to bring back the last backup."
        ),
        details=checked.damage[:DAMAGE_SHOWN],
    )


def _clock(queue: Queue) -> Check:
    source = queue.time().source
    network = _(
        "Check the network cable and the time server; the clock sets itself when they are back."
    )
    if source is ClockSource.SYNCHRONISED:
        return Check("clock", Severity.GOOD, _("Set by the network's time."))
    if source is ClockSource.UNKNOWN:
        return Check(
            "clock",
            Severity.BAD,
            _("The day and the time are not known. Tickets are given at any hour meanwhile."),
            _("A supervisor enters the day and the time on the page “Live”."),
        )
    if source is ClockSource.TOLD:
        return Check("clock", Severity.WARNING, _("Day and time as staff entered them."), network)
    return Check(
        "clock",
        Severity.WARNING,
        _("Not set by the network's time. Waits are still measured exactly between restarts."),
        network,
    )


def _time_zone(queue: Queue) -> Check:
    name = queue.office.time_zone
    table = zone_table(name)
    update = _("Ask the administrator to update the system package tzdata.")
    if table is ZoneTable.MACHINE:
        return Check("time_zone", Severity.GOOD, _("%(zone)s, as the computer has it.", zone=name))
    if table is ZoneTable.PACKAGED:
        found = _("%(zone)s, by Kezek's own table: the computer's is too old.", zone=name)
        return Check("time_zone", Severity.WARNING, found, update)
    found = _("%(zone)s: the computer's table is too old, every hour shown is wrong.", zone=name)
    return Check("time_zone", Severity.BAD, found, update)


def _scheduler(state: str | None) -> Check:
    if state is None:
        return Check("scheduler", Severity.UNKNOWN, _("It does not run in this process."))
    if state == "ok":
        return Check("scheduler", Severity.GOOD, _("Limits are watched, holds end, days close."))
    return Check(
        "scheduler",
        Severity.BAD,
        _("These jobs fail or are late: %(jobs)s", jobs=state),
        _("Restart the server; if it happens again, send its log to the administrator."),
    )


def printing_check(queue: Queue, now: datetime) -> Check:
    """How the paper of the latest tickets stands."""
    state = printing(queue.events(max(0, queue.last_seq() - EVENTS_LOOKED_AT), EVENTS_LOOKED_AT))
    late = state.oldest_at is not None and now - state.oldest_at > PRINT_LATE
    if state.last_outcome is PrintOutcome.UNPRINTABLE and not late:
        return Check(
            "printing",
            Severity.BAD,
            _in_print(state),
            _("A name on it has a letter that the printer's font lacks: mend the name in "
              "office.toml. The other slips are printed."),
        )  # fmt: skip
    if late or state.last_outcome in (PrintOutcome.NOT_SENT, PrintOutcome.UNCERTAIN):
        return Check(
            "printing",
            Severity.WARNING if state.last_outcome is PrintOutcome.PRINTED else Severity.BAD,
            _in_print(state),
            _("Look at the printer: paper, cover, cable, power. Tickets are issued meanwhile; "
              "print a copy from the ticket's page."),
        )  # fmt: skip
    detail = state.last_detail if state.oldest_at is None else ""
    if detail == NO_CODE:
        return Check(
            "printing",
            Severity.WARNING,
            _in_print(state),
            _("Correct public_url in kezek.toml: the address is too long or not in Latin letters."),
        )
    advice = _("Look at its paper now and then.") if detail == UNCONFIRMED else ""
    return Check("printing", Severity.GOOD, _in_print(state), advice)


def _in_print(state: Printing) -> str:
    return str(_in_print_sentence(state))


def _in_print_sentence(state: Printing) -> Any:
    if state.oldest_at is not None:
        return _(
            "%(count)s slips wait to be printed, the oldest since %(time)s.",
            count=state.waiting,
            time=format_clock(state.oldest_at),
        )
    if state.last_at is None:
        return _("Nothing waits to be printed.")
    if state.last_outcome is PrintOutcome.PRINTED:
        return _came_out(state.last_detail, format_clock(state.last_at))
    return _(
        "The last slip, at %(time)s, did not surely come out: %(detail)s",
        time=format_clock(state.last_at),
        detail=state.last_detail,
    )


def _came_out(detail: str, clock: str) -> Any:
    if detail == UNCONFIRMED:
        return _(
            "The last slip went to the printer at %(time)s. This printer confirms nothing.",
            time=clock,
        )
    if detail == NO_CODE:
        return _("The last slip came out at %(time)s without its QR code.", time=clock)
    return _("The last slip came out at %(time)s.", time=clock)


def _disk(data_dir: Path) -> Check:
    free_mib = shutil.disk_usage(data_dir).free // MIB
    found = _("%(free)s MiB free.", free=grouped(free_mib))
    if free_mib >= DISK_LOW_MIB:
        return Check("disk", Severity.GOOD, found)
    full = free_mib < DISK_FULL_MIB
    advice = _("Make room on the disk of the data directory: old backups and papers first.")
    return Check("disk", Severity.BAD if full else Severity.WARNING, found, advice)


def _flood(stops: Iterable[Stop]) -> Check:
    latest = next(iter(stops), None)
    if latest is None:
        return Check("flood", Severity.GOOD, _("No kiosk took more tickets than it may."))
    return Check(
        "flood",
        Severity.WARNING,
        _(
            "%(kiosk)s took %(count)s tickets in a minute, %(minutes)s min ago, and was stopped.",
            kiosk=actor_name(latest.caller),
            count=latest.most,
            minutes=int(latest.seconds_ago // 60),
        ),
        _("Look who stands there; cancel tickets that nobody holds. The limit is in kezek.toml."),
    )


def _phones(url: str | None) -> Check:
    if url is not None:
        return Check("phones", Severity.GOOD, _("Phones reach this server at %(url)s.", url=url))
    return Check(
        "phones",
        Severity.WARNING,
        _("No phone reaches this server: tickets carry no QR code but ask to watch the board."),
        _("Connect the network, or set host or public_url of [server] in kezek.toml."),
    )


def names() -> dict[str, Any]:
    """What each check is called on the page."""
    return {
        "database": _("Database"),
        "journal": _("Journal"),
        "clock": _("Clock"),
        "time_zone": _("Time zone"),
        "scheduler": _("Scheduler"),
        "printing": _("Print queue"),
        "disk": _("Disk space"),
        "flood": _("Kiosks"),
        "law": _("Law of the year"),
        "phones": _("Visitors' phones"),
        "certificate": _("Certificate"),
    }
