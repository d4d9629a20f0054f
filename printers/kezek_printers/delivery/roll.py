"""How much of a paper roll is left, reckoned from what was printed on it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kezek_printers.delivery.status import PaperStatus, PrinterStatus


@dataclass(frozen=True, slots=True)
class Roll:
    """A roll of paper in a printer.

    Args:
        length_mm: of a new roll, as its box says.
        near_end_mm: what is left when the near-end sensor speaks; None when nobody measured it.
        printed_mm: what went out since the roll was new.
        slip_mm: the slips since then, one after another.
        slips: how many slips that was.
        usual_mm: length of a slip on the roll before; None when there was none.
        was_low: the paper was near its end or at it when the printer was last asked.
        was_open: the cover was open, or the paper at its end, since the paper was low.
    """

    length_mm: float
    near_end_mm: float | None = None
    printed_mm: float = 0.0
    slip_mm: float = 0.0
    slips: int = 0
    usual_mm: float | None = None
    was_low: bool = False
    was_open: bool = False

    @property
    def tickets_left(self) -> int | None:
        """How many slips of the usual length it still gives; None before the first one."""
        usual_mm = self._usual_mm
        if not usual_mm:
            return None
        return max(0, int((self.length_mm - self.printed_mm) / usual_mm))

    def after(self, slip_mm: float) -> Roll:
        """The roll after one slip more."""
        return replace(
            self,
            printed_mm=self.printed_mm + slip_mm,
            slip_mm=self.slip_mm + slip_mm,
            slips=self.slips + 1,
        )

    def seen(self, status: PrinterStatus) -> Roll:
        """The roll after a look at the printer.

        Paper that was low and is not, with the cover open or the paper gone between, is a new
        roll. A near-end sensor that only flickers changes nothing.
        """
        if status.paper is PaperStatus.UNKNOWN:
            return self
        low = status.paper is not PaperStatus.OK
        opened = bool(status.cover_open) or status.paper is PaperStatus.END
        if not low and self.was_low and (self.was_open or opened):
            return Roll(self.length_mm, self.near_end_mm, usual_mm=self._usual_mm)
        known = self._at_near_end() if status.paper is PaperStatus.NEAR_END else self
        return replace(
            known, was_low=self.was_low or low, was_open=low and (self.was_open or opened)
        )

    @property
    def _usual_mm(self) -> float | None:
        return self.slip_mm / self.slips if self.slips else self.usual_mm

    def _at_near_end(self) -> Roll:
        """The sensor knows better than the sum, the first time it speaks."""
        if self.was_low or self.near_end_mm is None:
            return self
        return replace(self, printed_mm=max(self.printed_mm, self.length_mm - self.near_end_mm))
