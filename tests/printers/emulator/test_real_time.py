"""Real-time commands leave the stream the moment they arrive."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_printers.emulator.real_time import CLEAR_BUFFERS, Order, RealTimeFilter

ORDERS = [b"\x10\x04\x01", b"\x10\x05\x02", b"\x10\x14\x01\x00\x05", b"\x10\x14\x02\x01\x08"]


def _parted(*chunks: bytes) -> tuple[bytes, list[bytes]]:
    """The data without the orders, and the orders."""
    stream = RealTimeFilter()
    parts = [part for chunk in chunks for part in stream.feed(chunk)]
    data = b"".join(part for part in parts if isinstance(part, bytes))
    return data, [part.command for part in parts if isinstance(part, Order)]


@pytest.mark.parametrize("order", [*ORDERS, CLEAR_BUFFERS])
def test_an_order_is_taken_out_of_the_data(order: bytes) -> None:
    assert _parted(b"ab" + order + b"cd") == (b"abcd", [order])


@pytest.mark.parametrize(
    "data", [b"\x10\x04\x09x", b"\x10\x10", b"\x10\x14\x08\x01\x02x", b"\x10x"]
)
def test_what_only_begins_like_an_order_stays_data(data: bytes) -> None:
    assert _parted(data, b"..") == (data + b"..", [])


def test_the_beginning_of_an_order_waits_for_its_rest() -> None:
    stream = RealTimeFilter()

    assert list(stream.feed(b"ab\x10\x04")) == [b"ab"]
    assert list(stream.feed(b"\x02cd")) == [Order(b"\x10\x04\x02"), b"cd"]


@given(
    data=st.lists(st.sampled_from([*ORDERS, CLEAR_BUFFERS, b"\x10", b"\x04\x01", b"x"])).map(
        b"".join
    ),
    at=st.integers(0, 60),
)
def test_any_chopping_parts_the_stream_alike(data: bytes, at: int) -> None:
    assert _parted(data[:at], data[at:], b"end") == _parted(data + b"end")
