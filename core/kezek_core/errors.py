"""The errors of the whole project: one base, one branch a room, leaves named after the fault.

Every message says what was expected, what came, where, and what to do next. ``code`` is the
fault's stable name: problem documents, screens and translations go by it, never by the message.
"""

from __future__ import annotations

from kezek_core.phrases import Translate, message_of, said


class KezekError(Exception):
    """Anything Kezek refuses or reports."""

    code = "kezek_error"

    def message(self, translate: Translate = str) -> str:
        """What happened, in the language of ``translate`` where the message is a phrase."""
        return said(message_of(self), translate)


class CoreError(KezekError):
    """A rule of the standards core was broken."""

    code = "core_error"


class ClockError(CoreError, ValueError):
    """Two instants cannot be set against each other."""

    code = "clock_error"
