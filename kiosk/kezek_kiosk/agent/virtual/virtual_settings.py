"""Which devices an agent with virtual hardware has: those of kezek.toml, else one of every kind."""

from __future__ import annotations

from dataclasses import replace

from kezek_kiosk.settings.devices import (
    NONE,
    PANEL_TOKEN_FILE,
    HallBoardSettings,
    PanelSettings,
    ScannerSettings,
    TicketButtonSettings,
    WindowBoardSettings,
)
from kezek_kiosk.settings.settings import Settings
from kezek_queue import Office

VIRTUAL = "virtual"
"""Where a device is that there is not, but is shown on a page."""

MOST_BUTTONS = 3
FIRST_BUTTON_PIN = 5
HALL_PLACES = 8
CLOCK_NUMBER = 0
ROLL_MM = 80_000
"""A usual roll, so that the tickets that are left are reckoned."""


def virtual_settings(settings: Settings, office: Office) -> Settings:
    """The settings with every kind of device in them.

    Args:
        settings: of kezek.toml; what is set there stays.
        office: its windows and services.
    """
    windows = sorted(office.windows)
    return replace(
        settings,
        printers=tuple(
            replace(each, roll_mm=each.roll_mm or ROLL_MM) for each in settings.printers
        ),
        scanners=settings.scanners
        or (ScannerSettings("keyboard:///dev/virtual"), ScannerSettings("serial:///dev/virtual")),
        panels=settings.panels or (_panel(windows[0]),),
        ticket_buttons=settings.ticket_buttons or _buttons(office),
        window_boards=settings.window_boards
        or (WindowBoardSettings(addresses={str(number): number for number in windows}),),
        hall_board=_hall_board(settings.hall_board),
        # What was recorded passes the voice by, and so the log of what the hall hears.
        speaker=replace(settings.speaker, device=VIRTUAL, clips=""),
        watchdog=replace(settings.watchdog, device=VIRTUAL),
        machine=replace(
            settings.machine,
            checks=True,
            clock_number=max(settings.machine.clock_number, CLOCK_NUMBER),
        ),
    )


def _panel(window: int) -> PanelSettings:
    return PanelSettings(
        window=window,
        token_file=PANEL_TOKEN_FILE,
        next_pin=17,
        start_finish_pin=27,
        recall_pin=22,
        no_show_pin=23,
        lamp_pin=24,
    )


def _buttons(office: Office) -> tuple[TicketButtonSettings, ...]:
    services = list(office.services)[:MOST_BUTTONS]
    return tuple(
        TicketButtonSettings(service=service, pin=FIRST_BUTTON_PIN + place)
        for place, service in enumerate(services)
    )


def _hall_board(board: HallBoardSettings) -> HallBoardSettings:
    if board.url != NONE:
        return board
    return replace(board, url=VIRTUAL, width_places=HALL_PLACES)
