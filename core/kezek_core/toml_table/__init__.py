"""Every TOML file is read here, key by key: typed values out, every fault noted with its line."""

from __future__ import annotations

from kezek_core.toml_table.findings import Findings
from kezek_core.toml_table.problem import (
    MISSING,
    FaultCode,
    FaultyFileError,
    Path,
    Problem,
    nearest,
    shown,
)
from kezek_core.toml_table.reading import read_toml, read_tree, unreadable
from kezek_core.toml_table.source import Source, read_source
from kezek_core.toml_table.table import Table

__all__ = [
    "MISSING",
    "FaultCode",
    "FaultyFileError",
    "Findings",
    "Path",
    "Problem",
    "Source",
    "Table",
    "nearest",
    "read_source",
    "read_toml",
    "read_tree",
    "shown",
    "unreadable",
]
