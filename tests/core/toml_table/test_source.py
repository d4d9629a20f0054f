"""The bytes of a file: each system's encoding and line ends, and what is too big to be one."""

from __future__ import annotations

import pytest

from kezek_core.toml_table.problem import FaultCode, Problem
from kezek_core.toml_table.source import MOST_BYTES, MOST_DOTS, MOST_LINE_CHARS, read_source

TEXT = 'name = "Қала"\n'


def only_problem(content: bytes | str) -> Problem:
    source = read_source(content, "office.toml")
    [problem] = source.problems
    assert source.tree is None
    return problem


@pytest.mark.parametrize(
    "content",
    [
        TEXT,
        f"\ufeff{TEXT}",
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.replace("\n", "\r\n"),
    ],
)
def test_a_mark_at_the_start_and_the_line_ends_of_windows_are_forgiven(
    content: bytes | str,
) -> None:
    source = read_source(content, "office.toml")

    assert (source.tree, source.problems) == ({"name": "Қала"}, [])


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16"), ("utf-32", "UTF-32")],
)
def test_the_encoding_of_another_system_is_named(encoding: str, named: str) -> None:
    problem = only_problem("[office]\nid = 'arys'\n".encode(encoding))

    assert problem.code is FaultCode.NOT_UTF8
    assert named in str(problem)


def test_a_byte_that_is_no_utf8_is_named_with_its_line_and_column() -> None:
    problem = only_problem('a = 1\nname = "Ауыл"\n'.encode("cp1251"))

    assert (problem.line, problem.column) == (2, 9)
    assert "the byte C0" in str(problem)


def test_a_file_too_large_to_be_one_is_not_read() -> None:
    problem = only_problem(b"#" * (MOST_BYTES + 1))

    assert problem.code is FaultCode.TOO_LARGE


@pytest.mark.parametrize(
    "line", [f'a = "{"x" * MOST_LINE_CHARS}"', f"{'a.' * (MOST_DOTS + 1)}b = 1"]
)
def test_a_line_that_nobody_wrote_is_not_parsed(line: str) -> None:
    problem = only_problem(f"b = 1\n{line}\n")

    assert (problem.code, problem.line) == (FaultCode.TOO_LARGE, 2)


def test_no_more_broken_lines_are_told_than_somebody_reads() -> None:
    source = read_source("".join(f"k{each} = \n" for each in range(50)), "office.toml")

    assert len(source.problems) == 20


@pytest.mark.parametrize("value", ["[" * 5000, "1" * 10_000])
def test_what_no_parser_takes_is_a_fault_of_the_file(value: str) -> None:
    assert "nested too deep, or a number of too many digits" in str(only_problem(f"a = {value}"))


def test_a_saying_of_a_later_parser_is_shown_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kezek_core.toml_table.source.REASONS", ())

    assert "Invalid value" in str(read_source("a = ?", "office.toml").problems[0])
