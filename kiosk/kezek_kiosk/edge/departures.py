"""Whether whoever asked is still there, while an answer is made that cannot be sent before its end.

Only sending tells that a client has left; a workbook is sent when all of it is written.
"""

from __future__ import annotations

import select
from collections.abc import Mapping
from typing import Any

from kezek_kiosk.edge.live import WHERE_GUNICORN_KEEPS_IT


def has_left(environ: Mapping[str, Any]) -> bool:
    """Whether the client has closed its end of the connection, over TLS too.

    Args:
        environ: of the request that is being answered.

    Returns:
        False where the server is another one: nobody knows there.
    """
    line = environ.get(WHERE_GUNICORN_KEEPS_IT)
    if line is None:
        return False
    watched = select.poll()
    watched.register(line.fileno(), select.POLLRDHUP)
    return bool(watched.poll(0))
