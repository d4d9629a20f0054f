"""The virtual devices as the page lays them out: one card each, in three columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kezek_kiosk.devices.status import KnownDevice
from kezek_kiosk.devices.virtual_bench import ShownDevice, VirtualDevice
from kezek_kiosk.pages.hardware.hardware_words import KEYS, KINDS, SWITCHES, WAYS
from kezek_kiosk.pages.staff.device_words import DescribedDevice, described_device
from kezek_kiosk.pages.staff.page_words import title_of
from kezek_kiosk.web.i18n import format_clock

COLUMNS: Mapping[str, int] = {
    "panel": 0,
    "buttons": 0,
    "scanner": 0,
    "window_board": 1,
    "hall_board": 1,
    "speaker": 1,
    "printer": 2,
    "machine": 2,
    "watchdog": 1,
    "clock": 2,
}


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key or switch with its label."""

    name: str
    label: str
    on: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """A call that the hall heard, in its languages one after another.

    Args:
        at: office time.
        sentences: language and words.
    """

    at: str
    sentences: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One device.

    Args:
        device: as the agent shows it.
        title: what it is.
        place: the window, screen or printer it is; "" for none.
        keys: what can be pressed.
        switches: its faults.
        described: what the staff's pages say of it; empty while its agent said nothing.
        heard: the calls that were heard, newest first.
    """

    device: VirtualDevice
    title: str
    place: str
    keys: tuple[Pressed, ...]
    switches: tuple[Pressed, ...]
    described: tuple[DescribedDevice, ...]
    heard: tuple[Heard, ...] = ()

    @property
    def column(self) -> int:
        """0 for what is pressed, 1 for what shows and speaks, 2 for what stands behind."""
        return COLUMNS.get(self.device.kind, 2)


def cards(devices: Sequence[VirtualDevice], known: Iterable[KnownDevice]) -> list[Card]:
    """A card for every virtual device.

    Args:
        devices: as the agent shows them.
        known: as the agents tell of their devices.
    """
    standing = list(known)
    return [_card(each, _about(each, standing)) for each in devices]


def _about(device: VirtualDevice, standing: list[KnownDevice]) -> list[KnownDevice]:
    """What is told of a device; each word is about one device alone."""
    if device.kind == "machine":
        return [each for each in standing if each.kind == "machine"]
    name = device.name.removeprefix(f"{device.kind}-")
    if device.kind == "scanner":
        name = device.label.partition(" ")[2]
    of_kind = (each for each in standing if each.kind == device.kind)
    report = next((each for each in of_kind if each.name == name), None)
    if report is None:
        return []
    standing.remove(report)
    return [report]


def _card(device: VirtualDevice, about: list[KnownDevice]) -> Card:
    if device.kind == "machine" and not about:
        about = [_check(each) for each in device.shows]
    return Card(
        device=device,
        title=str(KINDS.get(device.kind, device.kind)),
        place=_place(device),
        keys=tuple(Pressed(name, _key(device, name)) for name in device.keys),
        switches=tuple(
            Pressed(name, str(SWITCHES.get(name, name)), on) for name, on in device.switches.items()
        ),
        described=tuple(described_device(each) for each in about),
        heard=_heard(device.shows) if device.kind == "speaker" else (),
    )


def _key(device: VirtualDevice, name: str) -> str:
    """Ticket buttons bear the name of their service; the rest tells two of one service apart."""
    return (
        title_of(name.partition(":")[0]) if device.kind == "buttons" else str(KEYS.get(name, name))
    )


def _place(device: VirtualDevice) -> str:
    way, _, screen = device.label.partition(" ")
    if device.kind == "scanner" and way in WAYS:
        return f"{screen} · {WAYS[way]}"
    return device.label


def _check(shown: ShownDevice) -> KnownDevice:
    facts: dict[str, Any] = {}
    return KnownDevice(shown.name, "machine", _WORDS.get(shown.look, "unknown"), shown.text, facts)


_WORDS = {"good": "ok", "warning": "warning", "bad": "trouble"}


def _heard(newest_first: Sequence[ShownDevice]) -> tuple[Heard, ...]:
    """Sentences put together to calls: one that a language begins again is another call."""
    calls: list[list[ShownDevice]] = []
    for sentence in reversed(newest_first):
        if calls and all(each.look != sentence.look for each in calls[-1]):
            calls[-1].append(sentence)
        else:
            calls.append([sentence])
    return tuple(
        Heard(_clock(call[0].name), tuple((each.look, each.text) for each in call))
        for call in reversed(calls)
    )


def _clock(instant: str) -> str:
    try:
        return format_clock(datetime.fromisoformat(instant), seconds=True)
    except ValueError:
        return ""
