"""What an emulated printer needs of its end of a line."""

from __future__ import annotations

from abc import ABC, abstractmethod


class EmulatedLine(ABC):
    """The printer's end of a line; used by the printer's thread only.

    Args:
        breaks_with_power: whether switching the printer off breaks the line, as on USB and the
            network; a serial cable does not notice.
        reads_when_stopped: whether bytes are still taken while paper or cover stops the printer,
            as long as there is room. A printer that takes none answers no ``DLE EOT`` either.
    """

    def __init__(self, *, breaks_with_power: bool, reads_when_stopped: bool) -> None:
        self.breaks_with_power = breaks_with_power
        self.reads_when_stopped = reads_when_stopped

    @property
    @abstractmethod
    def url(self) -> str:
        """The address for ``Printer`` and ``open_wire``; the same after unplugging."""

    @property
    @abstractmethod
    def is_plugged_in(self) -> bool:
        """Whether the line is there at all."""

    @abstractmethod
    def plug_in(self) -> None:
        """Be there; nothing changes when it is already."""

    @abstractmethod
    def unplug(self) -> None:
        """Go away, as when the cable is pulled out; may be called twice."""

    @abstractmethod
    def hang_up(self) -> None:
        """Drop whoever is connected, and be ready for the next."""

    @abstractmethod
    def descriptors(self, *, reading: bool) -> tuple[int, ...]:
        """What to wait on: for bytes, when ``reading``, and for somebody to connect."""

    @abstractmethod
    def receive(self, size: int) -> bytes:
        """Up to so many bytes that are there; empty when none are. Never waits."""

    @abstractmethod
    def send(self, data: bytes) -> None:
        """Say something; what nobody takes is lost, as on a wire. Never waits."""

    def close(self) -> None:
        """Give everything back; may be called twice."""
        self.unplug()
