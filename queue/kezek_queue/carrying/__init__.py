"""An office's rows carried from one database into another, whatever the two are stored in.

Others use `copy_office` (a file of it, while it works) and `carried` (it works in the other from
then on).
"""

from __future__ import annotations

from kezek_queue.carrying.carry import Carried, carried, copy_office
from kezek_queue.carrying.office_rows import RowProgress

__all__ = ["Carried", "RowProgress", "carried", "copy_office"]
