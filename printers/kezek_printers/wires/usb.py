"""``usb://``: a printer through libusb, where the kernel offers no /dev/usb/lpN."""

from __future__ import annotations

import contextlib
import time
from typing import Any

from kezek_core.extras import naming_the_extra
from kezek_core.ports import Wire
from kezek_printers.wires.wire_errors import PrinterUnplugged, WireClosed, WireTimeout

PRINTER_CLASS = 7
PACKET_BYTES = 512


class UsbWire(Wire):
    """The bulk end points of one USB printer.

    Args:
        ids: vendor and product id; None takes the first device of the printer class.

    Raises:
        PrinterUnplugged: no such printer, or libusb may not open it.
    """

    def __init__(self, ids: tuple[int, int] | None) -> None:
        with naming_the_extra():
            import usb.core
            import usb.util

        self._usb: Any = usb
        self._kept = b""
        self._took_from_kernel: int | None = None
        self._name = "usb://" if ids is None else f"usb://{ids[0]:04x}:{ids[1]:04x}"
        try:
            self._device = self._find(ids)
            interface = self._claim()
            self._out = self._endpoint(interface, usb.util.ENDPOINT_OUT)
            self._in = self._endpoint(interface, usb.util.ENDPOINT_IN)
        except usb.core.NoBackendError as error:
            raise self._gone("libusb is missing: sudo apt install libusb-1.0-0") from error
        except usb.core.USBError as error:
            raise self._gone(str(error)) from error
        self._open = True

    def write(self, data: bytes, *, deadline_seconds: float) -> None:
        """Send all bytes, or raise with how many were taken."""
        self._check_open()
        ends, taken = time.monotonic() + deadline_seconds, 0
        while taken < len(data):
            left_ms = int((ends - time.monotonic()) * 1000)
            if taken and left_ms <= 0:
                raise self._late(data, taken, deadline_seconds)
            try:
                # libusb takes a time-out of 0 for no time-out at all.
                taken += self._out.write(data[taken:], max(1, left_ms))
            except self._usb.core.USBTimeoutError as error:
                raise self._late(data, taken, deadline_seconds) from error
            except self._usb.core.USBError as error:
                raise self._gone(str(error), taken) from error

    def read(self, size: int, *, deadline_seconds: float) -> bytes:
        """What arrives before the deadline; empty when nothing does."""
        self._check_open()
        ends = time.monotonic() + deadline_seconds
        while not self._kept:
            left_ms = int((ends - time.monotonic()) * 1000)
            try:
                # Whole packets only: a shorter read is an overflow that loses the packet.
                self._kept = bytes(self._in.read(max(size, PACKET_BYTES), max(1, left_ms)))
            except self._usb.core.USBTimeoutError:
                break
            except self._usb.core.USBError as error:
                raise self._gone(str(error)) from error
            if left_ms <= 0:
                break
        data, self._kept = self._kept[:size], self._kept[size:]
        return data

    def close(self) -> None:
        """Release the device; may be called twice."""
        if self._open:
            self._open = False
            self._usb.util.dispose_resources(self._device)
            self._give_back()

    def _find(self, ids: tuple[int, int] | None) -> Any:
        core, util = self._usb.core, self._usb.util
        if ids is not None:
            device = core.find(idVendor=ids[0], idProduct=ids[1])
        else:
            device = core.find(
                custom_match=lambda found: any(
                    util.find_descriptor(setting, bInterfaceClass=PRINTER_CLASS) is not None
                    for setting in found
                )
            )
        if device is None:
            raise self._gone("no such device")
        return device

    def _claim(self) -> Any:
        util = self._usb.util
        setting = self._device.get_active_configuration()
        interface = util.find_descriptor(setting, bInterfaceClass=PRINTER_CLASS)
        if interface is None:
            raise self._gone("the device is no printer")
        number = interface.bInterfaceNumber
        if self._device.is_kernel_driver_active(number):
            self._device.detach_kernel_driver(number)
            self._took_from_kernel = number
        util.claim_interface(self._device, number)
        return interface

    def _endpoint(self, interface: Any, direction: int) -> Any:
        util = self._usb.util
        found = util.find_descriptor(
            interface,
            custom_match=lambda point: util.endpoint_direction(point.bEndpointAddress) == direction,
        )
        if found is None:
            raise self._gone("an end point is missing")
        return found

    def _give_back(self) -> None:
        """Let the kernel offer /dev/usb/lpN again; a printer that is gone needs no driver."""
        if self._took_from_kernel is not None:
            with contextlib.suppress(self._usb.core.USBError):
                self._device.attach_kernel_driver(self._took_from_kernel)

    def _late(self, data: bytes, taken: int, deadline_seconds: float) -> WireTimeout:
        return WireTimeout(
            f"expected {self._name} to take {len(data)} bytes in {deadline_seconds:g} s, it took "
            f"{taken}; check paper and cover",
            bytes_taken=taken,
        )

    def _check_open(self) -> None:
        if not self._open:
            raise WireClosed(f"expected an open line to {self._name}, it was closed; open it again")

    def _gone(self, why: str, taken: int = 0) -> PrinterUnplugged:
        return PrinterUnplugged(
            f"expected a printer at {self._name}, got: {why}; check cable, power and the udev rule",
            bytes_taken=taken,
        )
