"""Names of sheets: whatever a title says in any language, the workbook is written."""

from __future__ import annotations

from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from kezek_queue.reports.formats.xlsx import NAME_LENGTH, sheet_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Күту уақыты туралы есеп", "Күту уақыты туралы есеп"),
        ("Күтүү / убакыт", "Күтүү убакыт"),
        ("What is [this]?", "What is this"),
        ("'quoted'", "quoted"),
        ("x" * 40, "x" * NAME_LENGTH),
        ("x" * 30 + "'y", "x" * 30),
        ("x" * 30 + "\U0001f600", "x" * 30),
        ("", "2"),
    ],
)
def test_a_title_becomes_a_name_that_workbooks_take(title: str, name: str) -> None:
    assert sheet_name(title, ()) == name


def test_titles_that_are_cut_alike_are_told_apart_by_a_number() -> None:
    first = sheet_name("x" * 40 + "a", ())
    second = sheet_name("x" * 40 + "b", [first])
    third = sheet_name("X" * 40, [first, second])

    assert (second, third) == ("x" * 29 + " 2", "X" * 29 + " 3")


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_any_titles_make_a_workbook(titles: list[str]) -> None:
    with xlsxwriter.Workbook(BytesIO(), {"in_memory": True}) as book:
        for title in titles:
            book.add_worksheet(sheet_name(title, book.sheetnames))
