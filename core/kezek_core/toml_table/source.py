"""The bytes of a file made to TOML: its encoding, its size, and every fault of its form."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from decimal import Decimal

from kezek_core.phrases import Phrase
from kezek_core.toml_table.places import keys_of, table_at_end
from kezek_core.toml_table.problem import FaultCode, Path, Problem, printable

MOST_BYTES = 1024 * 1024
MOST_LINE_CHARS = 100_000
MOST_DOTS = 1000
"""Of a key. Far more than any file of Kezek has; the parser takes minutes for the longest."""

MOST_BROKEN_LINES = 20

POSITION = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
OTHER_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
UTF8_MARK = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Source:
    """What a file says, as far as it could be read.

    Args:
        tree: what stands in it; None where nothing could be read.
        text: what ``tree`` was read from, line by line as in the file.
        problems: what is wrong with its form.
        unread: the keys on lines that could not be read: they are not missing.
    """

    tree: dict[str, object] | None = None
    text: str = ""
    problems: list[Problem] = field(default_factory=list)
    unread: set[Path] = field(default_factory=set)


def read_source(content: bytes | str, file: str) -> Source:
    """Read a file's content; a byte order mark and the line ends of any system are forgiven.

    Args:
        content: the whole file; bytes are UTF-8.
        file: its name, for the faults.
    """
    source = Source()
    text = _text(content, file, source.problems)
    if text is not None and not _note_length(text, file, source.problems):
        _parse(text, file, source)
    return source


def _text(content: bytes | str, file: str, problems: list[Problem]) -> str | None:
    size = len(content)
    if size > MOST_BYTES:
        expected = Phrase("a file of at most %(most)s KiB", most=MOST_BYTES // 1024)
        came = Phrase("%(size)s KiB", size=size // 1024)
        hint = Phrase("this is another file, or something was pasted into it; look at it")
        problems.append(Problem(file, (), came, expected, hint, code=FaultCode.TOO_LARGE))
        return None
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    encoding = _other_encoding(content)
    if encoding is not None:
        problems.append(_not_utf8(file, Phrase("text in %(encoding)s", encoding=encoding), 1))
        return None
    plain = content.removeprefix(UTF8_MARK)
    try:
        return plain.decode("utf-8")
    except UnicodeDecodeError as error:
        line = plain.count(b"\n", 0, error.start) + 1
        column = len(plain[: error.start].rpartition(b"\n")[2].decode("utf-8")) + 1
        came = Phrase("the byte %(byte)s, which is none of UTF-8", byte=f"{plain[error.start]:02X}")
        problems.append(_not_utf8(file, came, line, column))
        return None


def _other_encoding(content: bytes) -> str | None:
    for mark, name in OTHER_MARKS:
        if content.startswith(mark):
            return name
    # Every second byte of Latin text in UTF-16 is 0.
    return "UTF-16" if content.count(0) * 3 > len(content) else None


def _not_utf8(file: str, came: str, line: int, column: int | None = None) -> Problem:
    return Problem(
        file,
        (),
        came,
        Phrase("text in UTF-8"),
        Phrase('save the file as UTF-8: in the editor "Save as", encoding UTF-8'),
        line,
        column,
        FaultCode.NOT_UTF8,
    )


def _note_length(text: str, file: str, problems: list[Problem]) -> bool:
    """Note the first line that is too long, whether there is one."""
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MOST_LINE_CHARS or _is_endless_key(line):
            expected = Phrase("a line as a person would write it")
            came = Phrase("a line of %(length)s characters", length=len(line))
            hint = Phrase("break the line, or take out what was pasted into it")
            problems.append(
                Problem(file, (), came, expected, hint, number, code=FaultCode.TOO_LARGE)
            )
            return True
    return False


def _is_endless_key(line: str) -> bool:
    return len(line) > MOST_DOTS and any(each.count(".") > MOST_DOTS for each in line.split("="))


def _parse(text: str, file: str, source: Source) -> None:
    """Parse; a line that is broken by itself is noted and left out, and the rest is read."""
    lines = text.split("\n")
    while len(source.problems) < MOST_BROKEN_LINES:
        source.text = "\n".join(lines)
        try:
            source.tree = tomllib.loads(source.text, parse_float=Decimal)
        except tomllib.TOMLDecodeError as error:
            line, problem = _not_toml(file, error, len(lines))
            source.problems.append(problem)
            unread = _broken_alone(lines, line)
            if not unread:
                return
            source.unread.add(unread)
            lines[line - 1] = ""
        except (RecursionError, ValueError, ArithmeticError):
            # Lists nested a thousand deep, or a number of a million digits: no file has them.
            came = Phrase("values nested too deep, or a number of too many digits")
            source.problems.append(_no_toml(file, came, None, None))
            return
        else:
            return


def _broken_alone(lines: list[str], line: int) -> Path:
    """The key of a line that begins a statement of its own; empty where it does not."""
    keys = keys_of(lines[line - 1])
    before = "".join(f"{each}\n" for each in lines[: line - 1])
    if not keys:
        return ()
    try:
        tomllib.loads(before)
    except (ValueError, RecursionError, ArithmeticError):
        return ()  # the line stands within a text or a list that begins above
    return (*table_at_end(before), *keys)


def _not_toml(file: str, error: tomllib.TOMLDecodeError, last_line: int) -> tuple[int, Problem]:
    found = POSITION.search(str(error))
    line, column = (int(found[1]), int(found[2])) if found and found[1] else (last_line, None)
    return line, _no_toml(file, _reason(POSITION.sub("", str(error))), line, column)


def _no_toml(file: str, came: str, line: int | None, column: int | None) -> Problem:
    hint = Phrase("mend this line") if line else Phrase("look at what was written last")
    expected = Phrase("well-formed TOML")
    return Problem(file, (), came, expected, hint, line, column, FaultCode.NOT_TOML)


def _reason(message: str) -> str:
    """What ``tomllib`` says, as a phrase where we know the saying."""
    for pattern, phrase in REASONS:
        found = re.fullmatch(pattern, message)
        if found:
            return phrase(*(printable(each) for each in found.groups() if each))
    return printable(message)


REASONS = (
    (r"Invalid value", lambda: Phrase("no value: a text stands in quotes, a number without")),
    (r"Unterminated string|(?:Illegal|Found invalid) character '\\n'|Expected \"'+\"",
     lambda: Phrase("a text without its closing quote")),
    (r"Illegal character (.+)|Found invalid character (.+)",
     lambda sign: Phrase("the sign %(sign)s, which may not stand here", sign=sign)),
    (r"Expected '=' after a key in a key/value pair", lambda: Phrase("a key without =")),
    (r"Expected newline or end of document after a statement",
     lambda: Phrase("more on the line after its value")),
    (r"Expected '\]+' at the end of an? (?:table|array) declaration",
     lambda: Phrase("a table's heading without its closing bracket")),
    (r"Invalid initial character for a key part|Invalid statement",
     lambda: Phrase("a line that does not begin with a key or [")),
    (r"Unclosed array", lambda: Phrase("a list without its closing ]")),
    (r"Unclosed inline table", lambda: Phrase("a table without its closing }")),
    (r"Unescaped '\\' in a string|Invalid hex value|Escaped character is not.*",
     lambda: Phrase("a \\ in double quotes; write it as \\\\, or use single quotes")),
    (r"Invalid date or datetime", lambda: Phrase("a day that no calendar has")),
    (r"Cannot overwrite a value|Duplicate inline table key.*",
     lambda: Phrase("a key that stands there twice")),
    (r"Cannot (?:declare|redefine|mutate).*",
     lambda: Phrase("a table that stands there twice, or under the name of a key")),
)  # fmt: skip
"""The sayings of ``tomllib``; a new one of a later Python is shown as it is."""
