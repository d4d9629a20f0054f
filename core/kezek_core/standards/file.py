"""A standard's TOML file: reading it and naming everything that is wrong with it.

The core opens no file: a caller reads the text and hands it over with the file's name.
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal

from kezek_core.standards.check import (
    check_documents,
    check_fee,
    check_order_of_dates,
    check_paths,
    check_sources,
)
from kezek_core.standards.parts import read_standard
from kezek_core.standards.values import Standard
from kezek_core.toml_table.problem import Findings, Problem, StandardFileError
from kezek_core.toml_table.table import Table

__all__ = ["Problem", "StandardFileError", "check_standard", "parse_standard"]

POSITION = re.compile(r"\s*\(at line (\d+), column (\d+)\)")
SUFFIX = ".toml"


def parse_standard(text: str, *, file_name: str) -> Standard:
    """Read a standard.

    Args:
        text: the whole file; a byte order mark at its start is forgiven.
        file_name: name of the file; the part before ".toml" must be the standard's id.

    Returns:
        The standard, every value checked.

    Raises:
        StandardFileError: something is wrong; ``problems`` names every fault.
    """
    standard, problems = _read(text, file_name)
    if standard is None or problems:
        raise StandardFileError(problems)
    return standard


def check_standard(text: str, file_name: str) -> tuple[Problem, ...]:
    """Return everything that is wrong with a standard's file; nothing for a sound one."""
    return _read(text, file_name)[1]


def _read(text: str, file_name: str) -> tuple[Standard | None, tuple[Problem, ...]]:
    findings = Findings(file_name)
    raw = _parse_toml(text, findings)
    if raw is None:
        return None, tuple(findings.problems)
    table = Table(raw, "", findings)
    standard = read_standard(table, stem=_stem(file_name))
    table.note_unknown_keys()
    readable = not findings.problems
    check_order_of_dates(standard, findings)
    check_fee(standard, findings)
    check_documents(standard, findings)
    check_sources(standard, findings)
    if readable:
        # Paths are looked up among the values: only a file read whole has them all.
        check_paths(standard, findings)
    return standard, tuple(findings.problems)


def _parse_toml(text: str, findings: Findings) -> dict[str, object] | None:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = POSITION.search(str(error))
        line, column = (int(found[1]), int(found[2])) if found else (None, None)
        reason = POSITION.sub("", str(error))
        findings.problems.append(
            Problem(findings.file, "", reason, "well-formed TOML", "mend this line", line, column)
        )
    except (RecursionError, ValueError, ArithmeticError) as error:
        # Tables nested a thousand deep, or a number of a million digits: no standard has them.
        findings.note("", str(error) or type(error).__name__, "well-formed TOML")
    return None


def _stem(file_name: str) -> str:
    return re.split(r"[/\\]", file_name)[-1].removesuffix(SUFFIX)
