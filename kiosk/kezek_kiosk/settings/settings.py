"""What an office may set in kezek.toml: typed values, each with its meaning, unit and default.

``settings_file`` reads them; docs/settings.md is made from the comments below.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from kezek_core.phrases import Phrase
from kezek_kiosk.settings.addresses import are_host_names, are_networks
from kezek_kiosk.settings.devices import (
    HallBoardSettings,
    MachineSettings,
    PanelSettings,
    PrinterSettings,
    ScannerSettings,
    SpeakerSettings,
    TicketButtonSettings,
    WatchdogSettings,
    WindowBoardSettings,
)
from kezek_kiosk.settings.field import Form, setting

PAPERS = "papers"
"""Where the virtual printer keeps its papers, beside the office's file."""

MOST_BODY_BYTES = 64 * 1024
"""No call of Kezek takes a longer body: the app refuses it by its length, unread."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Where the server answers."""

    host: str = setting("127.0.0.1", "Address to listen on; `0.0.0.0` serves the whole LAN.")
    port: int = setting(8080, "TCP port to listen on; 0 takes a free one.", least=0, most=65535)
    public_url: str = setting(
        "",
        "Address that visitors' phones reach, for QR codes, for example `http://kezek.local:8080`; "
        "empty: made from host and port, and no QR code where no phone reaches those.",
        form=Form(
            lambda url: not url or url.startswith(("http://", "https://")),
            Phrase("an address that begins with http:// or https://"),
        ),
    )
    names: tuple[str, ...] = setting(
        (),
        'Further names that this server is asked by, for example `["kezek.akimat.kz"]`; the '
        "machine's own names, the host of `public_url` and the addresses of private networks are "
        "known without. A request by any other name is refused.",
        form=Form(are_host_names, Phrase("names such as kezek.akimat.kz, without a port")),
    )
    certificate: str = setting(
        "",
        "PEM file with the certificate, its chain and its key, for https of the server's own; "
        "empty: `tls.pem` in the data directory, where `kezek tls` keeps it, if there is one.",
    )
    trusted_proxies: tuple[str, ...] = setting(
        (),
        "Addresses and networks of front ends whose X-Forwarded-For and X-Forwarded-Proto are "
        'believed, for example `["127.0.0.1", "10.0.0.0/8"]`; of all others they are ignored.',
        form=Form(
            are_networks, Phrase("addresses such as 127.0.0.1 or networks such as 10.0.0.0/8")
        ),
    )
    threads: int = setting(
        64,
        "Threads of the server; for each there may be 8 connections, 4 of them live screens.",
        least=4,
        most=512,
    )
    head_seconds: int = setting(
        5, "Seconds for the head of a request, from its connection on.", least=1, most=60
    )
    body_seconds: int = setting(
        20, "Seconds for the body of a request, and for a client that takes nothing of its answer.",
        least=1, most=600,
    )  # fmt: skip
    idle_seconds: int = setting(
        30, "Seconds that a connection stays open between two requests.", least=1, most=600
    )
    connections_per_address: int = setting(
        32,
        "Connections that one address may have open, at most 8 fewer than there are threads; the "
        "server's own machine and trusted proxies are not counted.",
        least=4, most=512,
    )  # fmt: skip
    stop_seconds: int = setting(
        5, "How long a stopping server waits for running requests, in seconds.", least=1, most=60
    )


@dataclass(frozen=True, slots=True)
class KioskSettings:
    """The visitors' screen."""

    open: bool = setting(
        False,
        "Whether any screen on the LAN may issue tickets without a device token; "
        "a demo office says true.",
    )
    idle_seconds: int = setting(
        45, "Seconds without a touch before the screen asks whether anyone is there.",
        least=5, most=600,
    )  # fmt: skip
    warning_seconds: int = setting(
        20, "Seconds that this question stands before the screen starts afresh.", least=5, most=120
    )
    ticket_page_seconds: int = setting(
        15, "Seconds that the page with the ticket stands.", least=3, most=120
    )
    scanner: bool = setting(
        True,
        "Whether a code scanner stands beside the screen; without one visitors are asked to type "
        "the number of the receipt.",
    )


@dataclass(frozen=True, slots=True)
class SoundSettings:
    """What the hall hears."""

    chime: bool = setting(True, "Whether the board chimes at a call.")
    voice: bool = setting(True, "Whether calls are spoken, where a voice is installed.")


@dataclass(frozen=True, slots=True)
class StaffSettings:
    """People at windows and desks."""

    idle_minutes: int = setting(
        15, "Minutes without a sign of a person before the session ends.", least=1, most=480
    )
    session_hours: int = setting(
        12, "Hours after which a session ends whatever its person does; then they sign in again.",
        least=1, most=24,
    )  # fmt: skip

    @property
    def idle(self) -> timedelta:
        """The idle time as a span."""
        return timedelta(minutes=self.idle_minutes)

    @property
    def longest(self) -> timedelta:
        """The hours of a session as a span."""
        return timedelta(hours=self.session_hours)


@dataclass(frozen=True, slots=True)
class LimitSettings:
    """How often one caller may ask; 0 sets no limit."""

    open_tickets_per_minute: int = setting(
        60, "Tickets that one address may take a minute at an open kiosk.", least=0, most=100_000
    )
    token_tickets_per_minute: int = setting(
        30, "Tickets that one kiosk's token may take a minute.", least=0, most=100_000
    )
    service_tickets_per_hour: int = setting(
        300, "Tickets of one service that all kiosks may take an hour; staff may take more.",
        least=0, most=100_000,
    )  # fmt: skip
    rest_seconds: int = setting(
        60, "How long a kiosk that took too many tickets takes none.", least=0, most=3600
    )
    streams_per_address: int = setting(
        12, "Live screens that one address may have open; the server's own machine any number.",
        least=0, most=512,
    )  # fmt: skip
    receipts_per_minute: int = setting(
        20, "Receipt numbers that one address may ask about a minute at an open kiosk.",
        least=0, most=100_000,
    )  # fmt: skip
    status_guesses_per_minute: int = setting(
        20, "Unknown status addresses that one phone may try a minute.", least=0, most=100_000
    )
    voices_per_minute: int = setting(
        240, "Sentences that one address may have spoken a minute: calls at boards, screens read "
        "aloud.", least=0, most=100_000,
    )  # fmt: skip
    sign_ins_per_minute: int = setting(
        30, "Sign-ins that one address may try a minute, over all accounts.", least=0, most=100_000
    )


@dataclass(frozen=True, slots=True)
class QueueSettings:
    """How visitors are called, and what they are told of their wait."""

    discipline: str = setting(
        "first-come",
        "Who is next: `first-come` (preferential categories by rank, then the order of arrival), "
        "or a rule of the office's own as `package.module:Class`.",
    )
    forecast: str = setting(
        "plain",
        "How long a visitor will wait: `plain` (from the people ahead, the open windows and the "
        "service times of the day), or a forecast of the office's own as `package.module:Class`.",
    )


@dataclass(frozen=True, slots=True)
class DatabaseSettings:
    """Where the office keeps its queue, its register and its staff."""

    url: str = setting(
        "",
        "Address of a PostgreSQL database, `postgresql://user@host/name`; empty: the file "
        "`kezek.db` in the data directory. No log and no message shows a password in it.",
        secret=True,
    )


@dataclass(frozen=True, slots=True)
class PrintingSettings:
    """How print jobs are handed to agents."""

    lease_seconds: int = setting(
        30, "Seconds after which a print job of a silent agent goes to another.", least=5, most=600
    )


@dataclass(frozen=True, slots=True)
class PrivacySettings:
    """How long people stand in the register by name."""

    keep_days: int = setting(
        90,
        "Days after a request is issued, refused or handed over, or a complaint is answered, for "
        "which names and contacts are kept; 0 forgets them within the hour.",
        least=0, most=3650,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that kezek.toml says, checked."""

    server: ServerSettings = ServerSettings()
    kiosk: KioskSettings = KioskSettings()
    sound: SoundSettings = SoundSettings()
    staff: StaffSettings = StaffSettings()
    limits: LimitSettings = LimitSettings()
    queue: QueueSettings = QueueSettings()
    database: DatabaseSettings = DatabaseSettings()
    printing: PrintingSettings = PrintingSettings()
    privacy: PrivacySettings = PrivacySettings()
    hall_board: HallBoardSettings = field(default_factory=HallBoardSettings)
    speaker: SpeakerSettings = field(default_factory=SpeakerSettings)
    watchdog: WatchdogSettings = field(default_factory=WatchdogSettings)
    machine: MachineSettings = field(default_factory=MachineSettings)
    printers: tuple[PrinterSettings, ...] = (PrinterSettings(),)
    scanners: tuple[ScannerSettings, ...] = ()
    panels: tuple[PanelSettings, ...] = ()
    ticket_buttons: tuple[TicketButtonSettings, ...] = ()
    window_boards: tuple[WindowBoardSettings, ...] = ()


SECTIONS: Final[dict[str, type]] = {
    "server": ServerSettings,
    "kiosk": KioskSettings,
    "sound": SoundSettings,
    "staff": StaffSettings,
    "limits": LimitSettings,
    "queue": QueueSettings,
    "database": DatabaseSettings,
    "printing": PrintingSettings,
    "privacy": PrivacySettings,
    "hall_board": HallBoardSettings,
    "speaker": SpeakerSettings,
    "watchdog": WatchdogSettings,
    "machine": MachineSettings,
}
"""The tables of kezek.toml by name; those of ``LISTS`` stand beside them, many of each."""

LISTS: Final[dict[str, tuple[type, str]]] = {
    "printers": (PrinterSettings, "name"),
    "scanners": (ScannerSettings, "url"),
    "panels": (PanelSettings, "window"),
    "ticket_buttons": (TicketButtonSettings, "pin"),
    "window_boards": (WindowBoardSettings, "name"),
}
"""``[[NAME]]`` of kezek.toml, and the key that tells two entries apart."""
