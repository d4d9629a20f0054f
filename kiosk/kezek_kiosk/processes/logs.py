"""Logs go to standard output, where systemd keeps them; no personal data is ever logged."""

from __future__ import annotations

import logging
import sys


def log_to_stdout(level: int = logging.INFO) -> None:
    """Send every log line of this process to standard output; only a main program calls this."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in ("urllib3", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
