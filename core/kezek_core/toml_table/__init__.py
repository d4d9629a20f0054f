"""Tables of a TOML file, read key by key: typed values out, every fault noted with its place."""

from __future__ import annotations

from kezek_core.toml_table.problem import MISSING, Findings, Problem
from kezek_core.toml_table.table import Table

__all__ = [
    "MISSING",
    "Findings",
    "Problem",
    "Table",
]
