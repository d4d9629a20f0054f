"""The ``[no_show]`` table of an office file: when a no-show counts in this office."""

from __future__ import annotations

from dataclasses import fields

from kezek_core.toml_table import Table
from kezek_core.waits import LOOSEST_RULE, STRICTEST_RULE, USUAL_RULE, NoShowRule


def read_no_show(table: Table) -> NoShowRule:
    """The rule that an office file gives, its faults noted; what is left out has its default."""
    return NoShowRule(**{each.name: _read(table, each.name) for each in fields(NoShowRule)})


def _read(table: Table, key: str) -> int:
    lowest, highest = getattr(LOOSEST_RULE, key), getattr(STRICTEST_RULE, key)
    found = table.whole_or_none(key, lowest, highest)
    usual: int = getattr(USUAL_RULE, key)
    return usual if found is None else found
