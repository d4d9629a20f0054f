"""Checksums that display boards use."""

from __future__ import annotations

from enum import Enum


class ChecksumKind(Enum):
    """How a frame is summed up."""

    NONE = "none"
    SUM8 = "sum8"
    XOR8 = "xor8"
    CRC16_MODBUS = "crc16-modbus"

    @property
    def size(self) -> int:
        """Bytes of its value."""
        return {ChecksumKind.NONE: 0, ChecksumKind.CRC16_MODBUS: 2}.get(self, 1)


def checksum(kind: ChecksumKind, data: bytes) -> int:
    """The checksum of ``data`` as a number; 0 for ``NONE``."""
    if kind is ChecksumKind.SUM8:
        return sum(data) & 0xFF
    if kind is ChecksumKind.XOR8:
        return _xor(data)
    return _crc16_modbus(data) if kind is ChecksumKind.CRC16_MODBUS else 0


def _xor(data: bytes) -> int:
    value = 0
    for byte in data:
        value ^= byte
    return value


def _crc16_modbus(data: bytes) -> int:
    """The polynomial 0x8005, reflected, from 0xFFFF (Modbus over Serial Line 1.02, 6.2.2)."""
    value = 0xFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ 0xA001 if value & 1 else value >> 1
    return value
