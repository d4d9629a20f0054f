"""Buttons, lamps and call panels at a GPIO header."""

from __future__ import annotations

from kezek_hardware.pins.buttons import Buttons
from kezek_hardware.pins.call_panel import (
    CallPanel,
    CommandRefusedError,
    PanelWiring,
    WindowAwayError,
    WindowLine,
)
from kezek_hardware.pins.lamps import Lamps, LampSignal
from kezek_hardware.pins.panel_logic import PanelButton, PanelCommand, WindowPhase, WindowView
from kezek_hardware.pins.pins import ButtonPin, LampPin, Pins, check_wiring
from kezek_hardware.pins.pins_fake import FakePins
from kezek_hardware.pins.pins_gpio import GpioPins

__all__ = [
    "ButtonPin",
    "Buttons",
    "CallPanel",
    "CommandRefusedError",
    "FakePins",
    "GpioPins",
    "LampPin",
    "LampSignal",
    "Lamps",
    "PanelButton",
    "PanelCommand",
    "PanelWiring",
    "Pins",
    "WindowAwayError",
    "WindowLine",
    "WindowPhase",
    "WindowView",
    "check_wiring",
]
