"""The heartbeat: this boot is alive, and this is the right time while it is known."""

from __future__ import annotations

from kezek_queue.store.boots import anchor_if_due, keep_alive
from kezek_queue.store.transaction import Transaction
from kezek_queue.timekeeping.remeasure import measure_again


def beat(tx: Transaction) -> None:
    """Note a sign of life; the first anchor of a boot may make old waits measurable."""
    keep_alive(tx)
    if anchor_if_due(tx) and len(tx.boots[tx.now.boot_id].anchors) == 1:
        measure_again(tx)
