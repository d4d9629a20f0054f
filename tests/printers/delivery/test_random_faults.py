"""Thousands of tickets while the printer misbehaves at random: none lost, no unmarked double.

A failing seed replays: set its number where the seeds stand.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kezek_core.papers.slips import TicketSlip
from kezek_printers import PaperEntry, Printer, list_papers
from kezek_printers.delivery.delivery import Deadlines
from kezek_printers.emulator.machine import BUFFER_BYTES, Faults, PrinterMachine
from kezek_printers.emulator.virtual import VirtualPrinter
from kezek_printers.profiles.printer_profile import Acknowledgement, PrinterProfile
from kezek_printers.profiles.profile_file import load_profile

INSTANT = Deadlines(
    status_seconds=0.01, chunk_seconds=0.05, fence_seconds=0.02, clear_seconds=0.01, job_seconds=1
)
TICKETS_A_DAY = 50
PROFILES = {"virtual-80": 6, "xprinter-80": 3, "rongta-80-inline": 3, "generic-58-raster": 1}
PRINTABLE_BYTES = bytes(range(0x20, 0x7F))


class Day:
    """One printer of a random kind, its tickets, and what happens to it; all from one seed."""

    def __init__(
        self, seed: int, directory: Path, make_slip: Callable[..., TicketSlip], hall: type
    ) -> None:
        self.dice = random.Random(seed)
        self._directory = directory
        self._profile = self._some_profile()
        buffer_bytes = self.dice.choice([64, 512, BUFFER_BYTES, BUFFER_BYTES])
        self._machine = PrinterMachine(directory, self._profile, buffer_bytes=buffer_bytes)
        self._hall = hall(self._new_printer(), make_slip, self._mend_perhaps)
        self.attempts = 0

    def run(self) -> list[str]:
        """What went wrong, with the number of the ticket."""
        tries = {}
        for count in range(1, TICKETS_A_DAY + 1):
            number = f"A{count:03d}"
            self._misbehave_perhaps()
            tries[number] = self._hall.serve(number, attempts=60), self._hall.is_proven_late
            self.attempts += len(tries[number][0])
            if self.dice.random() < 0.05:
                self._hall.printer.close()
                self._hall.printer = self._new_printer()
        self._mend()
        self._machine.answers(64)
        papers = list_papers(self._directory)
        return [
            wrong
            for number, (each, late) in tries.items()
            for wrong in self._wrong(number, each, late, papers)
        ]

    def _wrong(
        self, number: str, tries: list[object], late: bool, papers: list[PaperEntry]
    ) -> list[str]:
        self._hall.is_proven_late = late
        found = self._hall.faults_of(number, tries, papers)
        return [f"{number} on {self._profile.name}: {wrong}; {tries}" for wrong in found]

    def _some_profile(self) -> PrinterProfile:
        name = self.dice.choices(list(PROFILES), list(PROFILES.values()))[0]
        return replace(
            load_profile(name),
            acknowledgement=self.dice.choice(list(Acknowledgement)),
            answers_status=True,
            clears_buffer=self.dice.random() < 0.5,
            automatic_status=self.dice.random() < 0.3,
        )

    def _new_printer(self) -> Printer:
        printer = Printer(
            "virtual://",
            "default",
            deadlines=INSTANT,
            connect=lambda: VirtualPrinter(self._machine),
        )
        printer.profile = self._profile
        return printer

    def _misbehave_perhaps(self) -> None:
        if self.dice.random() < 0.4:
            for _ in range(self.dice.choice([1, 1, 1, 2])):
                self.dice.choice(self._ways)()

    @property
    def _ways(self) -> list[Callable[[], None]]:
        faults, dice = self._machine.faults, self.dice
        some_bytes = lambda: dice.choice([dice.randint(0, 60), dice.randint(0, 12_000)])  # noqa: E731
        return [
            lambda: setattr(faults, "paper_end", True),
            lambda: setattr(faults, "paper_ends_after_bytes", 1 + some_bytes()),
            lambda: setattr(faults, "near_end", True),
            lambda: setattr(faults, "cover_open", True),
            lambda: setattr(faults, "error", True),
            lambda: setattr(faults, "silent", True),
            lambda: setattr(faults, "status_noise", True),
            lambda: setattr(faults, "unplugged", True),
            lambda: setattr(faults, "takes_bytes", some_bytes()),
            lambda: setattr(faults, "takes_bytes", some_bytes()),
            lambda: setattr(faults, "bytes_a_second", dice.choice([0, 200, 4_000, 400_000])),
            lambda: self._machine.say(bytes(dice.choices(range(256), k=dice.randint(1, 9)))),
            self._cut_power,
        ]

    def _cut_power(self) -> None:
        """Off in the middle of something: the cable does not answer either."""
        self._machine.faults.switched_off = True
        self._machine.faults.unplugged = True

    def _mend_perhaps(self) -> None:
        """Somebody comes in a while, and mends one thing after another."""
        if self.dice.random() < 0.6:
            self._mend()
        elif self.dice.random() < 0.2:
            self._cut_power()

    def _mend(self) -> None:
        self._machine.answers(0)
        for name, value in vars(Faults()).items():
            setattr(self._machine.faults, name, value)


def _run_days(
    seeds: range, tmp_path: Path, make_slip: Callable[..., TicketSlip], hall: type
) -> int:
    attempts = 0
    for seed in seeds:
        day = Day(seed, tmp_path / str(seed), make_slip, hall)
        wrong = day.run()
        assert wrong == [], f"seed {seed}"
        attempts += day.attempts
    return attempts


@pytest.mark.slow(16)
def test_ten_thousand_tickets_with_random_faults(
    tmp_path: Path, make_slip: Callable[..., TicketSlip], hall: type
) -> None:
    attempts = _run_days(range(1000, 1200), tmp_path, make_slip, hall)

    assert attempts > 10_000 * 1.1


def test_a_seed_replays_the_same_day(
    tmp_path: Path, make_slip: Callable[..., TicketSlip], hall: type
) -> None:
    days = [Day(7, tmp_path / name, make_slip, hall) for name in ("once", "again")]

    outcomes = [(day.run(), day.attempts) for day in days]

    papers = [[p.number for p in list_papers(tmp_path / name)] for name in ("once", "again")]
    assert outcomes[0] == outcomes[1]
    assert papers[0] == papers[1]
