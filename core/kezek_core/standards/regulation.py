"""The file of a regulation: which standard it serves, and its steps with who and how long.

The core opens no file: a caller reads the text and hands it over with the file's name.

Source: rules 126, item 19.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kezek_core.errors import CoreError
from kezek_core.standards.completeness_check import Step, StepLimit, StepUnit
from kezek_core.toml_table.problem import Findings, Problem
from kezek_core.toml_table.table import Table

__all__ = ["Regulation", "RegulationFileError", "RegulationStep", "parse_regulation"]

MOST_DAYS = 3660
LONGEST = {
    StepUnit.MINUTES: MOST_DAYS * 24 * 60,
    StepUnit.WORKING_DAYS: MOST_DAYS,
    StepUnit.CALENDAR_DAYS: MOST_DAYS,
}
"""Ten years: a longer step is a slip of the pen."""


class RegulationFileError(CoreError, ValueError):
    """A regulation's file cannot be used; ``problems`` names every fault found in it."""

    code = "regulation_file"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(each) for each in problems))


@dataclass(frozen=True, slots=True)
class RegulationStep:
    """One procedure of a regulation.

    Args:
        step: what is done and how long it may take.
        who: who does it.
    """

    step: Step
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


def parse_regulation(text: str, *, file_name: str) -> Regulation:
    """Read a regulation.

    Args:
        text: the whole file; a byte order mark at its start is forgiven.
        file_name: names the file in what is wrong with it.

    Raises:
        RegulationFileError: something is wrong; ``problems`` names every fault.
    """
    findings = Findings(file_name)
    raw = _parse_toml(text, findings)
    if raw is None:
        raise RegulationFileError(tuple(findings.problems))
    table = Table(raw, "", findings)
    about = table.table("regulation")
    steps = tuple(_step(each) for each in table.tables("steps"))
    regulation = Regulation(title=about.text("title"), standard=about.text("standard"), steps=steps)
    if raw.get("steps", []) == []:
        table.wrong("steps", "at least one step, opened by [[steps]]", "add the steps")
    table.note_unknown_keys()
    if findings.problems:
        raise RegulationFileError(tuple(findings.problems))
    return regulation


def _step(table: Table) -> RegulationStep:
    unit = table.word("unit", StepUnit)
    return RegulationStep(
        step=Step(
            title=table.text("title"),
            amount=_amount(table, unit),
            unit=unit,
            limit=table.word_or_none("limit", StepLimit) or StepLimit.TERM,
        ),
        who=table.text("who"),
    )


def _amount(table: Table, unit: StepUnit) -> Fraction:
    """The duration of a step; half a day is 0.5."""
    expected = f"a number above 0 and at most {LONGEST[unit]}, without quotes"
    amount = table.number_or_none("amount", expected, (0, LONGEST[unit]))
    if not table.has("amount"):
        table.wrong("amount", expected, "add the key")
    elif amount == 0:
        table.wrong("amount", expected, "give the longest duration of the step")
    return Fraction(amount or 1)


def _parse_toml(text: str, findings: Findings) -> dict[str, object] | None:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError, ArithmeticError) as error:
        hint = "mend this line; the form is in docs/completeness.md"
        findings.problems.append(
            Problem(findings.file, "", str(error) or type(error).__name__, "well-formed TOML", hint)
        )
        return None
