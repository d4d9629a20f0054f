"""What an office may set of its devices in kezek.toml; all of them are off until it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kezek_kiosk.settings.field import setting

NONE = "none"
"""Where a device is that there is not."""

PANEL_TOKEN_FILE = "virtual-panel-token"  # noqa: S105 - a file's name

PIN = "Broadcom number of the GPIO pin, 2 to 27 (not the place on the header)"


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """One printer of the agent."""

    name: str = setting("hall", "What the office calls the printer; print jobs name it.")
    url: str = setting(
        "virtual://",
        "Where it is: `usb://`, `serial:///dev/ttyUSB0?baud=19200`, `tcp://host:9100`, "
        "`file://PATH` or `virtual://`.",
    )
    profile: str = setting(
        "virtual-80",
        "Profile: its commands, paper width and Kazakh letters; a shipped one, `escpos:NAME`, or "
        "an own `FILE.toml` in the data directory.",
    )
    roll_mm: int = setting(
        0,
        "Length of a new roll in millimetres, as its box says (80 000 for 80 m): the tickets that "
        "are left are reckoned from it; 0 when not known.",
        least=0, most=1_000_000,
    )  # fmt: skip
    near_end_mm: int = setting(
        0,
        "What is left of the roll when the printer's near-end sensor speaks, in millimetres, "
        "measured once; 0 when not known.",
        least=0, most=100_000,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ScannerSettings:
    """One code scanner of the agent; one that types into the kiosk's browser needs no entry."""

    url: str = setting(
        "serial:///dev/ttyACM0?baud=9600",
        "Where it is: `serial://PATH` with `baud` 1200 to 115200, or `keyboard://PATH` for one "
        "that types like a keyboard and is taken before the browser; a path below "
        "`/dev/serial/by-id/` or `/dev/input/by-id/` stays the same at any socket.",
    )
    screen: str = setting(
        "hall", "The screen beside it: what `?screen=` of the kiosk's address says."
    )


@dataclass(frozen=True, slots=True)
class PanelSettings:
    """One call panel without a screen, at a window."""

    window: int = setting(1, "The window it stands at.", least=1, most=99)
    token_file: str = setting(
        "panel-token",
        "File in the data directory with a token of role operator bound to the window "
        "(`kezek tokens create --role operator --window N`).",
    )
    next_pin: int = setting(17, f"Button “next”: {PIN}.", least=2, most=27)
    start_finish_pin: int = setting(27, f"Button “start / finish”: {PIN}.", least=2, most=27)
    recall_pin: int = setting(0, f"Button “call again”: {PIN}; 0 for none.", least=0, most=27)
    no_show_pin: int = setting(0, f"Button “did not come”: {PIN}; 0 for none.", least=0, most=27)
    lamp_pin: int = setting(0, f"Lamp “somebody waits”: {PIN}; 0 for none.", least=0, most=27)


@dataclass(frozen=True, slots=True)
class TicketButtonSettings:
    """One button that issues a ticket, without a screen."""

    service: str = setting("", "The service of the ticket, as office.toml names it.")
    pin: int = setting(5, f"{PIN}.", least=2, most=27)
    language: str = setting("kk", "Language of the ticket: `kk`, `ru` or `en`.")


@dataclass(frozen=True, slots=True)
class WindowBoardSettings:
    """Boards above the windows, all on one serial line."""

    name: str = setting("windows", "What the office calls them.")
    url: str = setting(
        "serial:///dev/ttyUSB0",
        "Their line: `serial://PATH`, with `baud`, `bits`, `parity`, `stop` and `direction=rts` "
        "where the boards are not set as they leave the factory.",
    )
    format: str = setting(
        "plain-ascii", "Frame format: a shipped one, or the path of a file that ends in `.toml`."
    )
    width_places: int = setting(0, "Places of a board; 0 for the format's usual.", least=0, most=64)
    addresses: Mapping[str, int] = setting(
        {"1": 1},
        "The address of every window's board: `{ 1 = 1, 2 = 2 }` is window 1 at address 1 ...",
        least=0, most=65535,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class HallBoardSettings:
    """A board of rows for the hall, each row with an address of its own."""

    url: str = setting(NONE, "Its line as of `[[window_boards]]`; `none` when there is none.")
    format: str = setting("plain-ascii", "Frame format, as of `[[window_boards]]`.")
    width_places: int = setting(
        0, "Places of a row, 6 at least; 0 for the format's usual.", least=0, most=64
    )
    rows: tuple[int, ...] = setting(
        (1, 2, 3, 4), "Addresses of the rows from the top.", least=0, most=65535
    )


@dataclass(frozen=True, slots=True)
class SpeakerSettings:
    """A loudspeaker at the agent's sound card; the board's page needs none."""

    device: str = setting(
        NONE,
        "ALSA's name of the output, `default` or for example `plughw:CARD=Headphones`; `none` "
        "when there is none.",
    )
    clips: str = setting(
        "", "Folder with recorded clips, in the data directory or absolute; empty: the voice alone."
    )
    chime: bool = setting(True, "Whether a chime comes before the voice.")
    loudness_percent: int = setting(
        100, "Loudness, per cent of the usual; the amplifier does the rest.", least=0, most=100
    )


@dataclass(frozen=True, slots=True)
class WatchdogSettings:
    """The hardware watchdog: it restarts the machine when the agent's work stands still."""

    device: str = setting(
        NONE,
        "`/dev/watchdog`; `none` when there is none, or systemd strokes it (RuntimeWatchdogSec).",
    )
    timeout_seconds: int = setting(
        14, "What it counts down from, in seconds; a Raspberry Pi counts to 15.", least=2, most=3600
    )


@dataclass(frozen=True, slots=True)
class MachineSettings:
    """What the agent watches of its computer."""

    checks: bool = setting(
        False, "Whether disk, wear, heat, power, clock and network are watched and shown to staff."
    )
    needs_network: bool = setting(True, "Whether an office without a network is warned of it.")
    disk_low_mib: int = setting(1024, "Less free room is low, in MiB.", least=0, most=1_000_000)
    disk_full_mib: int = setting(
        100, "Less free room is as good as none, in MiB.", least=0, most=1_000_000
    )
    hot_celsius: int = setting(70, "The processor is hot from here on, in °C.", least=0, most=150)
    too_hot_celsius: int = setting(80, "And too hot from here on, in °C.", least=0, most=150)
    clock_number: int = setting(
        -1, "N of `/dev/rtcN`, the battery clock; -1 when there is none.", least=-1, most=9
    )


def under(data_dir: Path, path: str) -> Path:
    """A path of the settings: absolute, or in the data directory."""
    return data_dir / path
