"""Where a request ends is found however its bytes are cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_kiosk.edge.places import Places
from kezek_kiosk.edge.request_bytes import MOST_HEAD_BYTES, ReadingStage, RequestBytes
from kezek_kiosk.settings.settings import MOST_BODY_BYTES

HEAD = b"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n"
WHOLE = HEAD + b"12345"


@given(cuts=st.lists(st.integers(0, len(WHOLE)), max_size=8).map(sorted))
def test_a_request_is_whole_with_its_last_byte_and_not_before(cuts: list[int]) -> None:
    request, ends = RequestBytes(), [0, *cuts, len(WHOLE)]

    seen = []
    for begin, end in pairwise(ends):
        request.add(WHOLE[begin:end])
        seen.append((end, request.stage))

    for end, stage in seen:
        expected = (
            ReadingStage.NOTHING if end == 0 else ReadingStage.HEAD if end < len(HEAD)
            else ReadingStage.BODY if end < len(WHOLE) else ReadingStage.WHOLE
        )  # fmt: skip
        assert stage is expected
    assert request.take() == WHOLE
    assert not request.ends_connection


@given(data=st.lists(st.binary(max_size=40) | st.sampled_from([b"\r\n", b"\r\n\r\n", HEAD])))
def test_no_bytes_are_lost_or_refused_with_an_error(data: list[bytes]) -> None:
    request = RequestBytes()

    for each in data:
        request.add(each)

    assert request.take() == b"".join(data).lstrip(b"\r\n")
    assert request.stage in ReadingStage


def test_empty_lines_are_no_beginning_of_a_request() -> None:
    request = RequestBytes(b"\r\n\r\n")

    assert request.stage is ReadingStage.NOTHING


def test_what_follows_a_request_stays_for_the_next() -> None:
    assert RequestBytes(WHOLE + b"GET /").stage is ReadingStage.WHOLE


@pytest.mark.parametrize(
    "field",
    [
        b"Transfer-Encoding: chunked",
        b"Content-Length: 5\r\nContent-Length: 6",
        b"Content-Length: +5",
        b"Content-Length: -1",
        b"Content-Length: five",
        b"Content-Length: 99999999999999999999",
        b"Content-Length: %d" % (MOST_BODY_BYTES + 1),
        b"Content-Length: 5\r\nTransfer-Encoding: chunked",
    ],
)
def test_a_body_of_no_clear_or_too_great_length_is_not_waited_for(field: bytes) -> None:
    request = RequestBytes(b"POST / HTTP/1.1\r\n" + field + b"\r\n\r\n")

    assert request.stage is ReadingStage.WHOLE
    assert request.ends_connection


def test_a_head_without_an_end_is_too_long_at_last() -> None:
    request = RequestBytes(b"GET / HTTP/1.1\r\nX: " + b"a" * MOST_HEAD_BYTES)

    assert request.stage is ReadingStage.HEAD_TOO_LONG


@pytest.mark.parametrize(("expectation", "awaited"), [(b"100-Continue", True), (b"coffee", False)])
def test_a_client_that_waits_to_be_encouraged_is_known(expectation: bytes, awaited: bool) -> None:
    head = b"POST / HTTP/1.1\r\nExpect: " + expectation + b"\r\nContent-Length: 5\r\n\r\n"

    assert RequestBytes(head).wants_continue is awaited


def test_one_address_cannot_take_the_places_of_all() -> None:
    places = Places(10, 3, exempt=lambda address: address == "127.0.0.1")

    taken = [places.take("10.0.0.1") for _ in range(5)]

    assert taken == [True] * 3 + [False] * 2
    assert places.take("10.0.0.2")
    assert places.used_up("10.0.0.1")
    assert not places.used_up("10.0.0.2")


def test_all_together_leave_room_for_the_machine_itself() -> None:
    places = Places(4, 3, exempt=lambda address: address == "127.0.0.1")

    taken = [places.take(f"10.0.0.{number}") for number in range(6)]

    assert taken == [True] * 4 + [False] * 2
    assert all(places.take("127.0.0.1") for _ in range(100))


def test_a_place_that_is_given_back_is_free_again() -> None:
    places = Places(4, 1, exempt=lambda _address: False)
    places.take("10.0.0.1")

    places.give_back("10.0.0.1")

    assert places.take("10.0.0.1")
