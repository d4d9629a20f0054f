"""An office's rows carried from one database into another, whatever the two are stored in.

Others use `copy_office` (a file of it, while it works) and `carried` (it works in the other from
then on); `archive_before` moves old years into a file beside it.
"""

from __future__ import annotations

from kezek_queue.carrying.carry import Carried, carried, copy_office
from kezek_queue.carrying.move_out import archive_before
from kezek_queue.carrying.office_rows import RowProgress
from kezek_queue.store.archives import Archive

__all__ = ["Archive", "Carried", "RowProgress", "archive_before", "carried", "copy_office"]
