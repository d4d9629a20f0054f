"""How an act is cited on pages and in reports: as on the papers."""

from __future__ import annotations

from kezek_queue.papers import cited

__all__ = ["cited"]
