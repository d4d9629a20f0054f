"""What is left of each printer's roll, kept while the agent is not running."""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from kezek_printers.delivery import Roll

log = logging.getLogger(__name__)

ROLLS_FILE = "rolls.json"


class RollFile:
    """The rolls of all printers of one agent in one small file.

    A file that cannot be read or written costs an estimate and nothing else: the log says so.

    Args:
        path: the file; made when a roll is first kept.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._kept: dict[str, Any] = self._read()

    def roll(self, printer: str, *, length_mm: int, near_end_mm: int) -> Roll | None:
        """The roll as it was left; a new one when its length was changed; None without a length.

        Args:
            printer: its name.
            length_mm: of a new roll; 0 when nobody knows.
            near_end_mm: what is left when the near-end sensor speaks; 0 when nobody measured it.
        """
        if not length_mm:
            return None
        fresh = Roll(float(length_mm), float(near_end_mm) or None)
        try:
            kept = Roll(**self._kept[printer])
        except (KeyError, TypeError):
            return fresh
        same = (kept.length_mm, kept.near_end_mm) == (fresh.length_mm, fresh.near_end_mm)
        return kept if same else fresh

    def keep(self, printer: str, roll: Roll | None) -> None:
        """Remember a roll; one that has not changed is not written again."""
        if roll is None:
            return
        with self._lock:
            values = asdict(roll)
            if self._kept.get(printer) == values:
                return
            self._kept[printer] = values
            self._write()

    def _read(self) -> dict[str, Any]:
        try:
            raw = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            log.warning("cannot read %s (%s): rolls are reckoned from new", self._path, error)
            return {}
        if not isinstance(raw, dict):
            return {}
        return {name: roll for name, roll in raw.items() if _is_roll(roll)}

    def _write(self) -> None:
        aside = self._path.with_suffix(".json.new")
        try:
            aside.write_text(json.dumps(self._kept), encoding="utf-8")
            aside.replace(self._path)
        except OSError as error:
            log.warning("cannot keep the rolls in %s: %s", self._path, error)


def _is_roll(raw: Any) -> bool:
    if not isinstance(raw, dict) or raw.keys() != {each.name for each in fields(Roll)}:
        return False
    numbers = (
        raw["length_mm"], raw["near_end_mm"], raw["printed_mm"], raw["slip_mm"], raw["slips"],
        raw["usual_mm"],
    )  # fmt: skip
    optional = all(each is None or isinstance(each, int | float) for each in numbers)
    return optional and all(
        raw[name] is not None for name in ("length_mm", "printed_mm", "slip_mm", "slips")
    )
