"""The manuals on the calendar and on completeness name every word that the program shows."""

from __future__ import annotations

from pathlib import Path

from kezek_core.calendar import terms
from kezek_core.calendar.terms import LegalRule
from kezek_core.calendar.working_calendar import DayKind
from kezek_core.standards.completeness_check import Presence
from kezek_core.standards.rules126 import ELEMENTS

DOCS = Path(__file__).parents[3] / "docs"
CALENDAR = (DOCS / "calendar.md").read_text(encoding="utf-8")
COMPLETENESS = (DOCS / "completeness.md").read_text(encoding="utf-8")


def test_the_manual_explains_every_kind_of_day():
    assert all(f"`{kind}`" in CALENDAR for kind in DayKind)


def test_the_manual_explains_every_rule_of_counting():
    rules = [each for each in vars(terms).values() if isinstance(each, LegalRule)]

    assert len(rules) == 8
    assert all(f"`{rule.code}`" in CALENDAR for rule in rules)


def test_the_manual_explains_every_answer_and_counts_the_elements():
    assert all(f"`{answer}`" in COMPLETENESS for answer in Presence)
    assert f"each of {len(ELEMENTS)} elements" in COMPLETENESS
