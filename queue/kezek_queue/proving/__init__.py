"""The proof of an office: its journal folded once, and every table compared with what that tells.

Others use `prove`, and `Queue.prove_office` which calls it; ``docs/proof.md`` says what is proven.
"""

from __future__ import annotations

from kezek_queue.proving.cover import PROVEN, UNTOLD
from kezek_queue.proving.differences import Difference, JournalMark, Proof
from kezek_queue.proving.walk import prove

__all__ = ["PROVEN", "UNTOLD", "Difference", "JournalMark", "Proof", "prove"]
