"""The log of waits: which are asked for, in which order, page by page or as a stream.

The database filters, sorts and pages by keys; memory holds a page, or one row of a stream.
See docs/decisions/0326-the-log-by-keys.md.
"""

from __future__ import annotations

from kezek_queue.wait_log.asked import LogOrder, WaitFilter
from kezek_queue.wait_log.reader import Cursor, LogPage
from kezek_queue.wait_log.rows import LogRow

__all__ = ["Cursor", "LogOrder", "LogPage", "LogRow", "WaitFilter"]
