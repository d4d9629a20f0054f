"""The file of a regulation: which standard it serves, and its steps with who and how long.

The core opens no file: a caller reads the text and hands it over with the file's name.

Source: rules 126, item 19.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from kezek_core.errors import CoreError
from kezek_core.phrases import Phrase
from kezek_core.standards.completeness_check import Procedure, StepLimit, StepUnit
from kezek_core.toml_table.problem import FaultyFileError
from kezek_core.toml_table.reading import read_toml
from kezek_core.toml_table.table import Table

__all__ = ["Regulation", "RegulationFileError", "RegulationStep", "parse_regulation"]

MOST_DAYS = 3660
LONGEST = {
    StepUnit.MINUTES: MOST_DAYS * 24 * 60,
    StepUnit.WORKING_DAYS: MOST_DAYS,
    StepUnit.CALENDAR_DAYS: MOST_DAYS,
}
"""Ten years: a longer step is a slip of the pen."""


class RegulationFileError(FaultyFileError, CoreError, ValueError):
    """A regulation's file cannot be used; ``problems`` names every fault found in it."""

    code = "regulation_file"


@dataclass(frozen=True, slots=True)
class RegulationStep:
    """One procedure of a regulation.

    Args:
        step: what is done and how long it may take.
        who: who does it.
    """

    step: Procedure
    who: str


@dataclass(frozen=True, slots=True)
class Regulation:
    """How an office gives one service, step by step.

    Args:
        title: of the regulation, as the file has it.
        standard: id of the service standard it keeps to.
        steps: one after another.
    """

    title: str
    standard: str
    steps: tuple[RegulationStep, ...]


def parse_regulation(content: bytes | str, *, file_name: str) -> Regulation:
    """Read a regulation.

    Args:
        content: the whole file; bytes are UTF-8, a byte order mark at the start is forgiven.
        file_name: names the file in what is wrong with it.

    Raises:
        RegulationFileError: something is wrong; ``problems`` names every fault.
    """
    return read_toml(content, file_name, _read, RegulationFileError)


def _read(table: Table) -> Regulation:
    about = table.table("regulation")
    steps = tuple(_step(each) for each in table.tables("steps"))
    if not steps and not table.findings.is_noted(table.at("steps")):
        table.wrong(
            "steps", Phrase("at least one step, opened by [[steps]]"), Phrase("add the steps")
        )
    return Regulation(title=about.text("title"), standard=about.text("standard"), steps=steps)


def _step(table: Table) -> RegulationStep:
    unit = table.member("unit", StepUnit)
    return RegulationStep(
        step=Procedure(
            title=table.text("title"),
            amount=_amount(table, unit),
            unit=unit,
            limit=table.member_or_none("limit", StepLimit) or StepLimit.TERM,
        ),
        who=table.text("who"),
    )


def _amount(table: Table, unit: StepUnit) -> Fraction:
    """The duration of a step; half a day is 0.5."""
    expected = Phrase("a number above 0 and at most %(most)s, without quotes", most=LONGEST[unit])
    amount = table.number_or_none("amount", expected, (0, LONGEST[unit]))
    if not table.has("amount"):
        table.wrong("amount", expected, Phrase("add the key"))
    elif amount == 0:
        table.wrong("amount", expected, Phrase("give the longest duration of the step"))
    return Fraction(amount or 1)
