"""How devices stand, in words: what was found, what to do, and how bad it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from kezek_kiosk.devices.status import AGENT, NEAR_END, OK, SILENT, UNKNOWN, WARNING, KnownDevice
from kezek_kiosk.web.i18n import page_language
from kezek_queue.wording import decimal


class Severity(Enum):
    """How a part stands."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DescribedDevice:
    """A device as staff read of it.

    Args:
        device: the device.
        title: what it is and what the office calls it.
        health: how it stands.
        found: what was found, in words.
        advice: what to do; "" when nothing is to be done.
    """

    device: KnownDevice
    title: str
    health: Severity
    found: str
    advice: str


def described_device(device: KnownDevice) -> DescribedDevice:
    """A device in the words of the present page's language."""
    found, advice = _words(device)
    return DescribedDevice(device, str(_title(device)), _health(device), str(found), str(advice))


def _health(device: KnownDevice) -> Severity:
    if device.status in (NEAR_END, WARNING):
        return Severity.WARNING
    if device.status == UNKNOWN:
        return Severity.UNKNOWN
    return Severity.GOOD if device.status == OK else Severity.BAD


def _title(device: KnownDevice) -> Any:
    if device.kind == "machine":
        return {
            "disk": _("Disk of the kiosk"),
            "wear": _("Memory card"),
            "temperature": _("Processor's heat"),
            "power": _("Power supply"),
            "clock": _("Clock of the kiosk"),
            "network": _("Network"),
        }.get(device.name, device.name)
    titles: Mapping[str, Any] = {
        "printer": _("Printer “%(name)s”", name=device.name),
        "scanner": _("Scanner “%(name)s”", name=device.name),
        "buttons": _("Ticket buttons “%(name)s”", name=device.name),
        "lamp": _("Lamps “%(name)s”", name=device.name),
        "panel": _("Call panel “%(name)s”", name=device.name),
        "window_board": _("Window boards “%(name)s”", name=device.name),
        "hall_board": _("Hall board “%(name)s”", name=device.name),
        "speaker": _("Loudspeaker “%(name)s”", name=device.name),
        "watchdog": _("Watchdog “%(name)s”", name=device.name),
        "clock": _("Battery clock “%(name)s”", name=device.name),
    }
    return titles.get(device.kind, device.name)


def _words(device: KnownDevice) -> tuple[Any, Any]:
    if device.status == SILENT and device.detail == AGENT:
        return (
            _("The program that looks after it has said nothing for long."),
            _("Look whether that computer is on and reaches the network."),
        )
    if device.kind == "printer":
        return _of_printer(device)
    if device.kind == "machine":
        return _of_machine(device)
    return _of_any(device)


def _of_printer(device: KnownDevice) -> tuple[Any, Any]:
    left = device.tickets_left
    reload = _("Put in a new roll. The slips that wait are printed then by themselves.")
    power = _("Look at its power, its cable and its address in kezek.toml.")
    words: Mapping[str, tuple[Any, Any]] = {
        OK: (_in_order(left), ""),
        NEAR_END: (_near_end(left), _("Put in a new roll soon.")),
        "paper_end": (_("It has no paper."), reload),
        "cover_open": (_("Its cover is open."), _("Close the cover.")),
        "cutter": (
            _("Its cutter is stuck."),
            _("Switch it off, open the cover, free the cutter and switch it on."),
        ),
        "error": (
            _("It reports an error."),
            _("Switch it off and on; if the error comes again, call a technician."),
        ),
        "offline": (_("It takes nothing now."), _("Press the button that feeds its paper.")),
        SILENT: (_("It does not answer."), power),
        "unplugged": (_("It is not connected."), power),
        UNKNOWN: (_("It says nothing of itself."), _("Look at its paper now and then.")),
    }
    return words.get(device.status, (_("It does not work: %(word)s.", word=_reason(device)), power))


def _in_order(left: int | None) -> Any:
    if left is None:
        return _("It is ready.")
    return ngettext(
        "It is ready; the paper is enough for about %(num)s ticket.",
        "It is ready; the paper is enough for about %(num)s tickets.",
        left,
    )


def _near_end(left: int | None) -> Any:
    if left is None:
        return _("Its paper is near the end.")
    return ngettext(
        "Its paper is near the end: enough for about %(num)s ticket.",
        "Its paper is near the end: enough for about %(num)s tickets.",
        left,
    )


def _of_any(device: KnownDevice) -> tuple[Any, Any]:
    cable = _("Look at its plug, its cable and its entry in kezek.toml.")
    known = _of_detail(*device.detail.split(":", 1)) if device.status != OK else None
    if known is not None:
        return known
    words: Mapping[str, tuple[Any, Any]] = {
        OK: (_("It works."), ""),
        WARNING: (_("It works, but: %(word)s.", word=device.detail), cable),
        "absent": (_("It is not connected."), cable),
        UNKNOWN: (_("Nobody has looked at it yet."), ""),
    }
    return words.get(device.status, (_("It does not work: %(word)s.", word=_reason(device)), cable))


def _of_detail(detail: str, what: str = "") -> tuple[Any, Any] | None:
    """The reasons that staff can do something about by themselves."""
    plug = _("Look at its plug and its cable.")
    battery = _("Change its battery while the computer is on.")
    words: Mapping[str, tuple[Any, Any]] = {
        "line_lost": (_("Its cable was pulled out, or takes nothing."), plug),
        "silent": (
            _("These do not answer: %(addresses)s.", addresses=what.replace(",", ", ")),
            _("Look at their power and their cable."),
        ),
        "play_failed": (_("The sound did not come out."), plug),
        "no_aplay": (
            _("The program that plays sound is missing."),
            _("Install alsa-utils, see docs/hardware/sound.md."),
        ),
        "no_card": (_("There is no sound card."), plug),
        "battery_low": (_("Its battery is weak."), battery),
        "battery_empty": (_("Its battery is empty."), battery),
        "time_lost": (
            _("It has forgotten the time."),
            _("Change its battery; then let the computer reach a time server for an hour."),
        ),
        "off": (
            _("It goes wrong by more than 5 s."),
            _("Change the module, see docs/hardware/clock.md."),
        ),
        "not_stroked": (
            _("It takes no sign of life."),
            _("Restart the computer; if it happens again, call a technician."),
        ),
        "stuck": (
            _("A button is stuck: %(button)s.", button=what),
            _("Free the button, or look at its cable."),
        ),
        "unspoken": (
            _("Calls are not spoken in: %(languages)s.", languages=what),
            _("Install a voice or record the calls, see docs/hardware/sound.md."),
        ),
        "server_away": (
            _("It does not reach the server."),
            _("Look whether that computer is on and reaches the network."),
        ),
        "window_refused": (
            _("The server refuses its token."),
            _("Make a new token for this window with kezek tokens create."),
        ),
    }
    return words.get(detail)


def _reason(device: KnownDevice) -> str:
    return device.detail or device.status


def _of_machine(device: KnownDevice) -> tuple[Any, Any]:
    celsius = decimal(str(device.facts.get("celsius", "")), page_language())
    room = _("Make room on the disk of the data directory: old backups and papers first.")
    card = _("Take a backup and put in a new card.")
    network = _("Look at the network cable and the switch.")
    cool = _("Let air reach it, and clean its fan.")
    supply = _("Take the power supply that belongs to this computer, and a short cable.")
    words: Mapping[str, tuple[Any, Any]] = {
        "plenty": (_("Room enough."), ""),
        "low": (_("Little room is left."), room),
        "full": (_("No room is left."), room),
        "no_files": (_("No more files can be made."), room),
        "read_only": (_("The disk takes nothing any more."), card),
        "little_worn": (_("Hardly worn."), ""),
        "well_worn": (_("Worn: it will not last long."), card),
        "worn_out": (_("Worn out."), card),
        "not_told": (_("This computer does not tell."), ""),
        "cool": (_("%(celsius)s °C.", celsius=celsius), ""),
        "hot": (_("Hot: %(celsius)s °C.", celsius=celsius), cool),
        "too_hot": (_("Too hot: %(celsius)s °C.", celsius=celsius), cool),
        "steady": (_("The supply is steady."), ""),
        "under_voltage": (_("The voltage is too low."), supply),
        "under_voltage_before": (_("The voltage was too low since the start."), supply),
        "throttled": (_("The computer slows itself down."), cool),
        "synchronised": (_("Set by the network's time."), ""),
        "synchronised_before": (_("The time server is not reached now."), network),
        "from_rtc": (_("The time is that of the battery clock."), network),
        "not_synchronised": (_("Not set by the network's time."), network),
        "in_the_past": (_("The clock shows a time that is past."), network),
        "connected": (_("Connected."), ""),
        "not_needed": (_("No network is needed."), ""),
        "no_interface": (_("There is no network card."), network),
        "no_carrier": (_("No cable is plugged in."), network),
        "no_address": (_("It was given no address."), network),
        "no_route": (_("There is no way out of this network."), network),
    }
    return words.get(device.detail, (_("It could not be read."), ""))
