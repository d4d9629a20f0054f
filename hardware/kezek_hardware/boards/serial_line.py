"""A serial line to display boards: bytes out and in with deadlines, RS-485 direction included."""

from __future__ import annotations

import contextlib
import os
import select
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from kezek_core.extras import naming_the_extra
from kezek_core.ports import Wire
from kezek_hardware.boards.frame_file import BAUDS
from kezek_hardware.boards.frame_rules import LineSettings
from kezek_hardware.device import (
    DeviceAbsentError,
    DeviceClosedError,
    DeviceTroubleError,
)
from kezek_hardware.errors import HardwareError

if TYPE_CHECKING:
    import serial

_CHOICES: dict[str, tuple[str, ...]] = {
    "baud": tuple(str(each) for each in BAUDS),
    "bits": ("7", "8"),
    "parity": ("none", "even", "odd"),
    "stop": ("1", "2"),
    "direction": ("auto", "rts"),
}


class LineUrlError(HardwareError, ValueError):
    """The address of a board line is none."""

    code = "line_url"


class SerialLine(Wire):
    """An open serial port.

    Args:
        path: the device.
        settings: baud and the form of a character.
        rts_direction: whether RTS drives the direction of an RS-485 transceiver; most USB
            adapters do it by themselves.

    Raises:
        DeviceAbsentError: the port cannot be opened.
    """

    def __init__(self, path: str, settings: LineSettings, *, rts_direction: bool = False) -> None:
        self._path = path
        try:
            self._port: serial.Serial | None = _open(path, settings, rts_direction=rts_direction)
        except (OSError, ValueError) as error:  # pyserial's own error is an OSError
            raise DeviceAbsentError(
                f"expected a serial port at {path}, got: {error}; check the adapter and that the "
                "user is in group dialout"
            ) from error

    def write(self, data: bytes, *, deadline_seconds: float) -> None:
        """Send all bytes.

        Raises:
            DeviceTroubleError: the port is gone or does not take them in time.
            DeviceClosedError: the line was closed.
        """
        port = self._opened()
        ends_at = time.monotonic() + deadline_seconds
        sent = 0
        while sent < len(data):
            left = ends_at - time.monotonic()
            try:
                _, writable, _ = select.select([], [port.fileno()], [], max(left, 0))
                sent += os.write(port.fileno(), data[sent:]) if writable else 0
            except BlockingIOError:
                continue
            except (OSError, ValueError) as error:
                raise self._trouble(f"{error} after {sent} of {len(data)} bytes") from error
            if not writable:
                raise self._trouble(f"{sent} of {len(data)} bytes in {deadline_seconds} s")

    def read(self, size: int, *, deadline_seconds: float) -> bytes:
        """Up to ``size`` bytes that arrive before the deadline; fewer when no more do.

        Raises:
            DeviceTroubleError: the port is gone.
            DeviceClosedError: the line was closed.
        """
        port = self._opened()
        ends_at = time.monotonic() + deadline_seconds
        data = b""
        while len(data) < size:
            left = ends_at - time.monotonic()
            try:
                readable, _, _ = select.select([port.fileno()], [], [], max(left, 0))
                if not readable:
                    break
                piece = os.read(port.fileno(), size - len(data))
            except BlockingIOError:
                continue
            except (OSError, ValueError) as error:
                raise self._trouble(str(error)) from error
            if not piece:
                raise self._trouble("the device is gone")
            data += piece
        return data

    def close(self) -> None:
        """Release the port; may be called twice."""
        port, self._port = self._port, None
        if port is not None:
            with contextlib.suppress(OSError):
                port.close()

    def _opened(self) -> serial.Serial:
        if self._port is None:
            raise DeviceClosedError(
                f"expected the line {self._path} to be open, it was closed; open a new one"
            )
        return self._port

    def _trouble(self, came: str) -> DeviceTroubleError:
        return DeviceTroubleError(
            f"expected the line {self._path} to work, got: {came}; check adapter and cable"
        )


def _open(path: str, settings: LineSettings, *, rts_direction: bool) -> serial.Serial:
    with naming_the_extra():
        import serial
        import serial.rs485

    parity = {"none": serial.PARITY_NONE, "even": serial.PARITY_EVEN, "odd": serial.PARITY_ODD}
    port = serial.Serial(
        path,
        baudrate=settings.baud,
        bytesize=settings.data_bits,
        parity=parity[settings.parity],
        stopbits=settings.stop_bits,
        xonxoff=False,
        rtscts=False,
        dsrdtr=False,
        timeout=0,
        write_timeout=0,
        exclusive=True,
    )
    if rts_direction:
        try:
            port.rs485_mode = serial.rs485.RS485Settings()
        except (OSError, ValueError):
            port.close()
            raise
    return port


def line_of(url: str, usual: LineSettings) -> tuple[LineSettings, Callable[[], Wire]]:
    """The settings of a line and what opens it; nothing is opened yet.

    Args:
        url: ``serial://PATH`` with ``baud``, ``bits``, ``parity``, ``stop`` and
            ``direction=rts`` where they differ from the usual.
        usual: the settings that the boards leave the factory with.

    Raises:
        LineUrlError: the address has another form.
    """
    query = _query(url)
    parts = urlsplit(url)
    settings = replace(
        usual,
        baud=int(query.get("baud", usual.baud)),
        data_bits=int(query.get("bits", usual.data_bits)),
        parity=query.get("parity", usual.parity),
        stop_bits=int(query.get("stop", usual.stop_bits)),
    )
    path, by_rts = unquote(parts.path), query.get("direction") == "rts"
    return settings, lambda: SerialLine(path, settings, rts_direction=by_rts)


def _query(url: str) -> dict[str, str]:
    try:
        parts = urlsplit(url)
        query = parse_qs(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError as error:
        raise _wrong(url, str(error)) from error
    if parts.scheme != "serial":
        raise _wrong(url, "its beginning is not known")
    if parts.netloc or parts.path in {"", "/"} or parts.fragment:
        raise _wrong(url, "the path of the device must follow three slashes")
    for key, values in query.items():
        if key not in _CHOICES:
            raise _wrong(url, f"{key} means nothing here")
        if values[-1] not in _CHOICES[key]:
            raise _wrong(url, f"{key} is one of {', '.join(_CHOICES[key])}")
    return {key: values[-1] for key, values in query.items()}


def _wrong(url: str, why: str) -> LineUrlError:
    return LineUrlError(
        "expected the address of a board line such as "
        f"serial:///dev/ttyUSB0?baud=9600&parity=none, got {url!r}: {why}; correct it in kezek.toml"
    )
