"""The words of the virtual devices: what they are, what can be pressed, what can go wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _

KINDS: Final[Mapping[str, Any]] = {
    "printer": _("Printer"),
    "scanner": _("Code scanner"),
    "buttons": _("Ticket buttons"),
    "panel": _("Call panel"),
    "window_board": _("Window boards"),
    "hall_board": _("Hall board"),
    "speaker": _("Loudspeaker"),
    "watchdog": _("Watchdog"),
    "machine": _("This computer"),
    "clock": _("Battery clock"),
}
KEYS: Final[Mapping[str, Any]] = {
    "next": _("Next"),
    "recall": _("Call again"),
    "no_show": _("Did not come"),
    "start_finish": _("Start / finish"),
    "mend": _("Mend everything"),
    "paper_ends_in_slip": _("Paper ends in the next slip"),
    "breaks_in_slip": _("Cable breaks in the next slip"),
}
SWITCHES: Final[Mapping[str, Any]] = {
    "near_end": _("Paper near its end"),
    "paper_end": _("No paper"),
    "cover_open": _("Cover open"),
    "error": _("Cutter stuck"),
    "silent": _("Does not answer"),
    "unplugged": _("Cable pulled out"),
    "switched_off": _("Switched off"),
    "status_noise": _("Unasked status reports"),
    "slow": _("Slow line"),
    "no_acknowledgement": _("Confirms no print"),
    "jammed": _("Line stuck"),
    "broken": _("No sound comes out"),
    "missing": _("Not there"),
    "numb": _("Takes no sign of life"),
    "disk_full": _("Disk full"),
    "worn": _("Memory card worn out"),
    "hot": _("Too hot"),
    "under_voltage": _("Voltage too low"),
    "clock_unsure": _("Clock not set by the network"),
    "network_unplugged": _("Network cable pulled out"),
    "time_lost": _("Forgot the time"),
    "runs_wrong": _("Two minutes off"),
    "battery_low": _("Battery low"),
}
WAYS: Final[Mapping[str, Any]] = {
    "keyboard": _("types like a keyboard"),
    "serial": _("serial port"),
}
"""How a scanner is connected."""
