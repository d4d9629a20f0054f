"""Instants in columns: what is written is read back, short or long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kezek_core.moments import Moment
from kezek_queue.journal.moment_text import later_text, moment_text, read_later

FIRST = datetime(2026, 11, 23, 5, tzinfo=UTC)
BOOTS = ("0b1c1d2e-8a4f-4a2b-9b7e-3f1a2b3c4d5e", "boot-2")

moments = st.builds(
    lambda boot, micro, late, synced: Moment(
        FIRST + timedelta(microseconds=late), boot, micro, synced
    ),
    st.sampled_from(BOOTS), st.integers(0, 10**13), st.integers(-(10**13), 10**13), st.booleans(),
)  # fmt: skip


@given(moments, moments)
def test_an_instant_told_by_another_one_is_read_back(moment: Moment, since: Moment) -> None:
    assert read_later(later_text(moment, since), since) == moment


@given(moments, moments)
def test_what_earlier_versions_wrote_is_read_as_well(moment: Moment, since: Moment) -> None:
    assert read_later(moment_text(moment), since) == moment


def test_no_instant_is_none() -> None:
    since = Moment(FIRST, BOOTS[0], 1, True)

    assert later_text(None, since) is None
    assert read_later(None, since) is None


def test_the_same_instant_is_one_letter_and_one_of_its_boot_names_no_boot() -> None:
    since = Moment(FIRST, BOOTS[0], 1_000_000, True)
    later = Moment(FIRST + timedelta(minutes=2), BOOTS[0], 121_000_000, True)

    assert later_text(since, since) == "+"
    assert later_text(later, since) == "+120000000 120000000 1"
