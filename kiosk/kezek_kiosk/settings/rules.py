"""The rule of calling and the forecast that kezek.toml names, made."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from kezek_core.phrases import Phrase, message_of
from kezek_core.ports import Discipline, Forecast
from kezek_kiosk.errors import RuleSettingError
from kezek_kiosk.settings.settings import QueueSettings
from kezek_queue.dispatch import Fifo, PlainEstimate, check_discipline, check_forecast

P = TypeVar("P")

DISCIPLINES: Final[dict[str, type[Discipline]]] = {"first-come": Fifo}
FORECASTS: Final[dict[str, type[Forecast]]] = {"plain": PlainEstimate}


def discipline_of(settings: QueueSettings) -> Discipline:
    """The rule of calling.

    Raises:
        RuleSettingError: there is no such rule, or it cannot be made.
    """
    return _made("queue.discipline", settings.discipline, DISCIPLINES, check_discipline)


def forecast_of(settings: QueueSettings) -> Forecast:
    """The forecast.

    Raises:
        RuleSettingError: there is no such forecast, or it cannot be made.
    """
    return _made("queue.forecast", settings.forecast, FORECASTS, check_forecast)


def _made(key: str, value: str, known: Mapping[str, type[P]], check: Callable[[object], P]) -> P:
    try:
        kind = known[value] if value in known else _imported(value)
        return check(kind())
    # An office's own code may raise anything, and ends no command of ours without a word.
    except (Exception, SystemExit) as error:
        raise RuleSettingError(
            Phrase(
                "expected %(key)s in kezek.toml to be %(known)s, or package.module:Class of an "
                "installed package, got %(got)s (%(kind)s: %(reason)s); install that package for "
                "the Python of Kezek, or change the value (docs/settings.md)",
                key=key,
                known=", ".join(known),
                got=repr(value),
                kind=type(error).__name__,
                reason=message_of(error),
            ),
            key=key,
            value=value,
        ) from error


def _imported(value: str) -> type:
    module, colon, name = value.partition(":")
    if not (module and colon and name):
        raise ValueError(Phrase("there is no rule of this name"))
    found = getattr(importlib.import_module(module), name)
    if not isinstance(found, type):
        raise TypeError(f"{name} is no class")
    return found
