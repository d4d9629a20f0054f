"""One way to read a TOML file: its bytes in, a value out, or every fault of it at once.

The core opens no file: whoever reads one hands its content over, or says why it could not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from kezek_core.phrases import Phrase
from kezek_core.toml_table.findings import Findings
from kezek_core.toml_table.problem import FaultCode, FaultyFileError, Problem
from kezek_core.toml_table.source import Source, read_source
from kezek_core.toml_table.table import Table

Read = TypeVar("Read")


def read_toml(
    content: bytes | str,
    file: str,
    read: Callable[[Table], Read | None],
    refuse: type[FaultyFileError],
) -> Read:
    """Read a file.

    Args:
        content: the whole file; bytes are UTF-8, a byte order mark is forgiven.
        file: its name, for the faults.
        read: makes the value of the outermost table; it notes what is wrong and goes on, and may
            make nothing (None) of a table with faults.
        refuse: the error for a file of this kind.

    Returns:
        What ``read`` made.

    Raises:
        FaultyFileError: as ``refuse``; ``problems`` names every fault with its line.
    """
    return _read(read_source(content, file), file, read, refuse)


def read_tree(
    tree: Mapping[str, object],
    name: str,
    read: Callable[[Table], Read | None],
    refuse: type[FaultyFileError],
) -> Read:
    """Read values that come from no file, by the same rules; no fault has a line.

    Args:
        tree: the outermost table.
        name: of what is read, for the faults.
        read: as of ``read_toml``.
        refuse: likewise.

    Raises:
        FaultyFileError: as ``refuse``.
    """
    return _read(Source(tree=dict(tree)), name, read, refuse)


def unreadable(file: str, error: OSError, expected: str, hint: str) -> Problem:
    """The fault of a file that could not be opened."""
    refusals = {
        FileNotFoundError: Phrase("no file"),
        IsADirectoryError: Phrase("a folder"),
        PermissionError: Phrase("a file that Kezek may not read"),
    }
    came = refusals.get(type(error), error.strerror or type(error).__name__)
    return Problem(file, (), came, expected, hint, code=FaultCode.UNREADABLE)


def _read(
    source: Source, file: str, read: Callable[[Table], Read | None], refuse: type[FaultyFileError]
) -> Read:
    findings = Findings(file, source)
    if source.tree is None:
        raise refuse(findings.problems)
    table = Table(source.tree, (), findings)
    made = read(table)
    table.note_unknown_keys()
    if findings or made is None:
        raise refuse(findings.problems)
    return made
