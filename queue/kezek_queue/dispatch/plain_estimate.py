"""How long a newcomer waits: a plain estimate that says no more than it knows."""

from __future__ import annotations

import math
from datetime import timedelta

from kezek_core.papers import ExpectedWait
from kezek_core.ports import Forecast, Load

MINUTE = timedelta(minutes=1)
NORMAL_90 = 1.2815515655446004
"""The 90th percentile of the standard normal distribution."""


class PlainEstimate(Forecast):
    """The wait until enough visitors ahead have been served.

    With ``n`` people ahead, ``m`` busy windows and a mean service time ``s``, a newcomer starts at
    the ``n + 1``-th departure. Departures of exponential services follow each other after ``s/m``
    on average, so the wait is gamma-distributed with shape ``n + 1`` and scale ``s/m``. Its
    percentiles come from the cube-root approximation of Wilson and Hilferty (1931). A window that
    is free takes one person at once.
    """

    def expect(self, load: Load) -> ExpectedWait | None:
        """The median and the 90th percentile, rounded up to whole minutes.

        Returns:
            None when no window is open or nothing is known of the service time.
        """
        if load.windows <= 0 or load.mean_service is None:
            return None
        departures = load.ahead + 1 - load.free_windows
        if departures <= 0:
            return ExpectedWait(0, 0)
        scale = load.mean_service / load.windows / MINUTE
        return ExpectedWait(
            math.ceil(scale * gamma_percentile(departures, 0.0)),
            math.ceil(scale * gamma_percentile(departures, NORMAL_90)),
        )


def gamma_percentile(shape: int, normal: float) -> float:
    """A percentile of the gamma distribution of scale 1.

    Args:
        shape: 1 or more.
        normal: the same percentile of the standard normal distribution.
    """
    ninth = 1 / (9 * shape)
    return shape * float(1 - ninth + normal * math.sqrt(ninth)) ** 3
