"""The virtual printer: the emulated one, its papers, and every fault as a switch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from kezek_core.papers import Slip
from kezek_kiosk.agent.virtual.part import Switch, VirtualPart
from kezek_kiosk.devices.virtual_bench import ShownDevice, VirtualDevice
from kezek_printers.delivery import Delivery, Printer, Roll
from kezek_printers.emulator import EmulatedPrinter, PtyLine, list_papers
from kezek_printers.profiles import load_profile

MM_A_SECOND = 150.0
"""A usual receipt printer; so one sees that a ticket takes its time."""

CRAWL_BYTES_A_SECOND = 60.0
BREAKS_AFTER_BYTES = 120
SHOWN_PAPERS = 3
FAULTS = (
    "near_end",
    "paper_end",
    "cover_open",
    "error",
    "silent",
    "unplugged",
    "switched_off",
    "status_noise",
)
"""The faults of the emulator that are on or off."""


class EmulatedSeat(Printer):
    """A printer at an emulated one, which is told what its papers are about.

    Args:
        emulated: the emulated printer.
        profile_name: its profile.
        roll: the paper in it.
    """

    def __init__(
        self, emulated: EmulatedPrinter, profile_name: str, *, roll: Roll | None = None
    ) -> None:
        super().__init__(emulated.url, profile_name, roll=roll)
        self._emulated = emulated

    def print(self, slip: Slip, *, subject: str = "") -> Delivery:
        """Print a slip; see ``Printer.print``."""
        # A wire to a real device has no place for the subject; erasing a person's paper needs it.
        self._emulated.note(subject)
        return super().print(slip, subject=subject)


class PrinterPart(VirtualPart):
    """One emulated printer on the page.

    Args:
        name: the printer's name in the settings.
        profile_name: its profile.
        papers_dir: where its papers go.
    """

    def __init__(self, name: str, profile_name: str, papers_dir: Path) -> None:
        self._name = name
        self._papers_dir = papers_dir
        self.emulated = EmulatedPrinter(
            load_profile(profile_name),
            papers_dir,
            line=PtyLine(form="file"),
            mm_a_second=MM_A_SECOND,
        )

    def seen(self) -> VirtualDevice:
        """Its last papers and its faults."""
        papers = list_papers(self._papers_dir, limit=SHOWN_PAPERS)
        return VirtualDevice(
            name=f"printer-{self._name}",
            kind="printer",
            label=self._name,
            keys=tuple(self.keys()),
            switches=self.switched(),
            shows=tuple(
                ShownDevice("paper", str(int(each.path.stem)), each.number or "") for each in papers
            ),
        )

    def keys(self) -> Mapping[str, Callable[[], None]]:
        """Faults that happen once, and the mending of all."""
        press = self.emulated.press
        return {
            "mend": self.emulated.mend,
            "paper_ends_in_slip": lambda: press(paper_ends_after_bytes=BREAKS_AFTER_BYTES),
            "breaks_in_slip": lambda: press(takes_bytes=BREAKS_AFTER_BYTES),
        }

    def switches(self) -> Mapping[str, Switch]:
        """Every fault that lasts."""
        faults, press = self.emulated.faults, self.emulated.press

        def plain(name: str) -> Switch:
            return Switch(lambda: bool(getattr(faults, name)), lambda on: press(**{name: on}))

        return {
            **{name: plain(name) for name in FAULTS},
            "slow": Switch(
                lambda: faults.bytes_a_second is not None,
                lambda on: press(bytes_a_second=CRAWL_BYTES_A_SECOND if on else None),
            ),
            "no_acknowledgement": Switch(
                lambda: not faults.knows_print_done, lambda on: press(knows_print_done=not on)
            ),
        }

    def close(self) -> None:
        """Stop the emulated printer."""
        self.emulated.close()
