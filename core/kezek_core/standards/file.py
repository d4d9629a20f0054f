"""A standard's TOML file: reading it and naming everything that is wrong with it.

The core opens no file: a caller reads it and hands its content over with the file's name.
"""

from __future__ import annotations

import re

from kezek_core.errors import CoreError
from kezek_core.standards.check import (
    check_documents,
    check_fee,
    check_order_of_dates,
    check_paths,
    check_sources,
)
from kezek_core.standards.parts import read_standard
from kezek_core.standards.values import Standard
from kezek_core.toml_table.problem import FaultyFileError, Problem
from kezek_core.toml_table.reading import read_toml
from kezek_core.toml_table.table import Table

__all__ = ["Problem", "StandardFileError", "check_standard", "parse_standard"]

SUFFIX = ".toml"


class StandardFileError(FaultyFileError, CoreError, ValueError):
    """A standard's file cannot be used; ``problems`` names every fault found in it."""

    code = "standard_file"


def parse_standard(content: bytes | str, *, file_name: str) -> Standard:
    """Read a standard.

    Args:
        content: the whole file; bytes are UTF-8, a byte order mark at the start is forgiven.
        file_name: name of the file; the part before ".toml" must be the standard's id.

    Returns:
        The standard, every value checked.

    Raises:
        StandardFileError: something is wrong; ``problems`` names every fault.
    """

    def read(table: Table) -> Standard:
        return _read(table, _stem(file_name))

    return read_toml(content, file_name, read, StandardFileError)


def check_standard(content: bytes | str, file_name: str) -> tuple[Problem, ...]:
    """Return everything that is wrong with a standard's file; nothing for a sound one."""
    try:
        parse_standard(content, file_name=file_name)
    except StandardFileError as error:
        return error.problems
    return ()


def _read(table: Table, stem: str) -> Standard:
    findings = table.findings
    standard = read_standard(table, stem=stem)
    table.note_unknown_keys()
    readable = not findings
    check_order_of_dates(standard, findings)
    check_fee(standard, findings)
    check_documents(standard, findings)
    check_sources(standard, findings)
    if readable:
        # Paths are looked up among the values: only a file read whole has them all.
        check_paths(standard, findings)
    return standard


def _stem(file_name: str) -> str:
    return re.split(r"[/\\]", file_name)[-1].removesuffix(SUFFIX)
