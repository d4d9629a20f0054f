"""What the database layer may log: statements, never what they carry."""

from __future__ import annotations

import logging
from typing import Any, Final

LOGGED_AS: Final = "kezek"
LOUDEST: Final = "sqlalchemy.engine.Engine." + LOGGED_AS
"""The logger of our engines alone: another library's in the same process are left as they are."""


class NoRows(logging.Filter):
    """Holds back the rows that SQLAlchemy shows at DEBUG; they may hold somebody's name."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record may be logged."""
        return not str(record.msg).startswith("Row ")


_NO_ROWS: Final = NoRows()


def discreet() -> dict[str, Any]:
    """The arguments of an engine whose log, however loud it is set, names nobody."""
    # The same filter is taken once, however often it is added.
    logging.getLogger(LOUDEST).addFilter(_NO_ROWS)
    return {"hide_parameters": True, "logging_name": LOGGED_AS}
