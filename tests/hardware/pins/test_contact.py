"""Bounce, by numbers."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kezek_hardware.pins.buttons import Contact

BOUNCE_SECONDS = 0.03
gaps = st.floats(0.0001, 2.0)


def presses(edges: list[tuple[float, bool]]) -> list[float]:
    contact, at, pressed_at = Contact(), 0.0, []
    for gap, down in edges:
        at += gap
        contact, pressed = contact.edge(down=down, at=at, bounce_seconds=BOUNCE_SECONDS)
        if pressed:
            pressed_at.append(at)
    return pressed_at


@given(st.lists(st.tuples(gaps, st.booleans()), max_size=60))
def test_no_two_presses_are_closer_than_the_bounce(edges: list[tuple[float, bool]]) -> None:
    reported = presses(edges)

    assert all(later - earlier >= BOUNCE_SECONDS for earlier, later in pairwise(reported))
    assert len(reported) <= sum(down for _, down in edges)


@given(st.lists(st.tuples(st.floats(0.03, 2.0), st.floats(0.0001, 2.0)), max_size=20))
def test_every_clean_press_is_told(pauses_and_holds: list[tuple[float, float]]) -> None:
    edges = []
    for pause, held in pauses_and_holds:
        edges += [(pause + 0.001, True), (held, False)]

    assert len(presses(edges)) == len(pauses_and_holds)


@given(
    st.lists(st.floats(0.0001, 0.01), max_size=6),
    st.floats(0.05, 2.0),
    st.lists(st.floats(0.0001, 0.01), max_size=6),
)
def test_a_press_that_bounces_at_both_ends_is_one(
    before: list[float], held: float, after: list[float]
) -> None:
    closing = [(gap, index % 2 == 1) for index, gap in enumerate(before[: len(before) // 2 * 2])]
    opening = [(gap, index % 2 == 0) for index, gap in enumerate(after[: len(after) // 2 * 2])]

    assert len(presses([(1.0, True), *closing, (held, False), *opening])) == 1


def test_a_contact_remembers_since_when_it_is_down() -> None:
    contact, _ = Contact().edge(down=True, at=5.0, bounce_seconds=BOUNCE_SECONDS)
    bounced, _ = contact.edge(down=True, at=5.5, bounce_seconds=BOUNCE_SECONDS)
    released, _ = bounced.edge(down=False, at=6.0, bounce_seconds=BOUNCE_SECONDS)

    assert (contact.down_since, bounced.down_since, released.down_since) == (5.0, 5.0, None)
