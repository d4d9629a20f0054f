"""Commands are the bytes that the command reference gives."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from kezek_printers.encode import escpos
from kezek_printers.encode.guard import harmless

OrdersIn = Callable[[bytes], list[bytes]]


def test_the_qr_code_is_sent_as_the_reference_has_it() -> None:
    data = escpos.qr_code(b"HTTP://X/T/A", 6)

    assert data == bytes.fromhex(
        "1d286b0400314132001d286b03003143061d286b03003145311d286b0f00315030"
    ) + b"HTTP://X/T/A" + bytes.fromhex("1d286b0300315130")


def test_a_large_size_is_the_same_across_and_down() -> None:
    assert escpos.character_size(6) == b"\x1d!\x55"
    assert escpos.character_size(1) == b"\x1d!\x00"


def test_a_raster_band_says_its_size_in_bytes_and_rows() -> None:
    assert escpos.raster(b"\xff" * 6, 2) == b"\x1dv0\x00\x02\x00\x03\x00" + b"\xff" * 6
    assert escpos.raster(b"\xff" * 6, 2, doubled=True)[:4] == b"\x1dv0\x03"


def test_a_feed_longer_than_a_byte_is_sent_in_parts() -> None:
    assert escpos.feed_dots(0) == b""
    assert escpos.feed_dots(255) == b"\x1bJ\xff"
    assert escpos.feed_dots(300) == b"\x1bJ\xff\x1bJ\x2d"


@given(st.binary(max_size=400))
def test_guarded_dots_hold_no_order_and_lose_none(orders_in: OrdersIn, dots: bytes) -> None:
    guarded = harmless(dots)

    assert orders_in(guarded) == []
    assert len(guarded) == len(dots)
    assert all(before & after == before for before, after in zip(dots, guarded, strict=True))


def test_the_guard_changes_nothing_but_orders() -> None:
    assert harmless(b"\x10\x10\x03\x04\x14\x10") == b"\x10\x10\x03\x04\x14\x10"
    assert harmless(b"\x10\x04\x01\x10\x05\x10\x14") == b"\x18\x04\x01\x18\x05\x18\x14"


def test_every_command_that_carries_dots_is_guarded(orders_in: OrdersIn) -> None:
    order = b"\x10\x04\x01"

    assert orders_in(escpos.raster(order, 1)) == []
    assert orders_in(escpos.bit_image(order)) == []
    assert orders_in(escpos.define_character(0x23, order)) == []
