"""How an act is cited on pages and in reports: as on the papers."""

from __future__ import annotations

from kezek_queue.act_words import cited

__all__ = ["cited"]
