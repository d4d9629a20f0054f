"""What the queue takes from a forecast: a range, or that nobody knows."""

from __future__ import annotations

import logging

from kezek_core.papers import ExpectedWait
from kezek_core.ports import Forecast, Load

log = logging.getLogger(__name__)


class CheckedForecast(Forecast):
    """A forecast that cannot stop the queue: what it cannot say is not known.

    Args:
        forecast: the office's own; nothing of it is believed.
    """

    def __init__(self, forecast: Forecast) -> None:
        self._forecast = forecast
        self._said = False

    def expect(self, load: Load) -> ExpectedWait | None:
        """What the forecast says; None also where it raises, or says what is no range."""
        try:
            return _range(self._forecast.expect(load))
        except (Exception, SystemExit):
            if not self._said:  # once: every screen asks again and again
                self._said = True
                log.exception("the forecast %s failed; where it does no wait is foretold",
                              type(self._forecast).__qualname__)  # fmt: skip
            return None


def check_forecast(forecast: object) -> Forecast:
    """A forecast, and nothing else.

    Raises:
        TypeError: it is none.
    """
    if isinstance(forecast, Forecast):
        return forecast
    raise TypeError(f"expected a kezek_core.ports.Forecast, got a {type(forecast).__qualname__}")


def _range(expected: object) -> ExpectedWait | None:
    if expected is None:
        return None
    if isinstance(expected, ExpectedWait):
        low, high = expected.p50_minutes, expected.p90_minutes
        if type(low) is int and type(high) is int and 0 <= low <= high:
            return expected
    raise TypeError(f"expected None or an ExpectedWait of whole minutes, got {expected!r:.80}")
