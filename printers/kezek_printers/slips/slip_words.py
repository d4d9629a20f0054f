"""The words printed on slips, in the vocabulary of docs/glossary.md."""

from __future__ import annotations

from typing import Final

from kezek_printers.translated import text

AHEAD: Final = text("Ahead of you")
EXPECTED_WAIT: Final = text("Expected wait")
LIMIT: Final = text("Waiting limit")
PICKUP: Final = text("Pick-up of documents")
FOLLOW: Final = text("Follow your turn")
WATCH: Final = text("Watch the board: your number will appear there")
"""On a ticket without a code: no phone reaches the server, or the printer cannot draw it."""
COPY: Final = text("COPY")
ERASED: Final = text("Data erased")
SIGNATURE: Final = text("signature")
MINUTES: Final = text("min")
"""The same in Kazakh and Russian, so a value stands once beside both."""
