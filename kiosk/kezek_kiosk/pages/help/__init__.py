"""The kiosk's help: how to get a service, how to complain, how the kiosk works."""

from __future__ import annotations

from kezek_kiosk.pages.help.help_data import help_data
from kezek_kiosk.pages.help.help_texts import HELP_TEXTS

__all__ = ["HELP_TEXTS", "help_data"]
