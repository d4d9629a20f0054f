"""The check of a regulation's steps, for ``kezek standards check --rules 126 --regulation``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import click

from kezek_core.standards import (
    Fit,
    Regulation,
    RegulationFinding,
    RegulationStep,
    StepLimit,
    check_regulation,
    parse_regulation,
)
from kezek_queue.office import StandardLibrary

LIMITS = {
    StepLimit.TERM: "term of the service",
    StepLimit.SUBMISSION: "wait to hand in",
    StepLimit.PICKUP: "wait to pick up",
    StepLimit.SERVICE: "time at the window",
}
CheckedStep = tuple[RegulationFinding, RegulationStep | None]


def check_steps(content: bytes, file_name: str, library: StandardLibrary, *, as_json: bool) -> bool:
    """Print how the steps of a regulation compare with the limits of its standard.

    Args:
        content: the regulation's file.
        file_name: its name.
        library: the standards.
        as_json: for a program.

    Returns:
        Whether no limit is exceeded.

    Raises:
        RegulationFileError: the file cannot be used.
        UnknownStandardError: there is no such standard.

    Source: rules 126, item 19.
    """
    regulation = parse_regulation(content, file_name=file_name)
    standard = library.get(regulation.standard)
    found = check_regulation((each.step for each in regulation.steps), standard)
    findings = list(_with_steps(regulation, found))
    kept = all(finding.fit is not Fit.EXCEEDS for finding in found)
    if as_json:
        document = _document(regulation, findings, kept=kept)
        click.echo(json.dumps({"regulation": document}, ensure_ascii=False))
        return kept
    click.echo(f"{regulation.title}: {standard.id}")
    for finding, step in findings:
        click.echo(_line(finding, step))
    exceeded = sum(finding.fit is Fit.EXCEEDS for finding in found)
    click.echo(f"{len(regulation.steps)} steps checked, {exceeded} times a limit is exceeded")
    return kept


def _with_steps(
    regulation: Regulation, found: tuple[RegulationFinding, ...]
) -> Iterator[CheckedStep]:
    """Each finding with the step it is about; those of one limit stand together."""
    in_order = iter(
        [each for limit in StepLimit for each in regulation.steps if each.step.limit is limit]
    )
    for finding in found:
        yield finding, None if finding.step is None else next(in_order)


def _line(finding: RegulationFinding, step: RegulationStep | None) -> str:
    mark = {Fit.EXCEEDS: "!", Fit.CANNOT_TELL: "?"}.get(finding.fit, " ")
    name, took = f"all steps: {LIMITS[finding.limit]}", ""
    if step is not None:
        name = f"{step.step.title} ({step.who})"
        took = f"{_plain(step.step.amount)} {step.step.unit.value}"
    limit = "-"
    if finding.limit_amount is not None:
        limit = f"limit {finding.limit_amount} {finding.limit_unit}"
    return (
        f" {mark} {finding.fit.value:<12} {took:<18} {limit:<24} {finding.where or '':<34} {name}"
    )


def _document(regulation: Regulation, findings: list[CheckedStep], *, kept: bool) -> dict[str, Any]:
    return {
        "title": regulation.title,
        "standard": regulation.standard,
        "kept": kept,
        "findings": [_finding(*each) for each in findings],
    }


def _finding(finding: RegulationFinding, step: RegulationStep | None) -> dict[str, Any]:
    return {
        "limit": finding.limit.value,
        "step": None
        if step is None
        else {
            "title": step.step.title,
            "who": step.who,
            "amount": _plain(step.step.amount),
            "unit": step.step.unit.value,
        },
        "fit": finding.fit.value,
        "limit_amount": finding.limit_amount,
        "limit_unit": finding.limit_unit,
        "where": finding.where,
        "source": finding.source,
    }


def _plain(amount: int | Fraction) -> int | float:
    whole = Fraction(amount)
    return int(whole) if whole.denominator == 1 else float(whole)
