"""The standards an office can apply: the shipped ones and its own, each read when first asked for.

Reading a standard takes longer than anything else at start, and an office applies few of the
many; so the library knows all of them by file name, and parses one when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from kezek_core.phrases import Phrase
from kezek_core.standards import Standard, StandardFileError, parse_standard
from kezek_core.toml_table import Problem, unreadable
from kezek_queue.errors import QueueError

SUFFIX = ".toml"


class UnknownStandardError(QueueError, LookupError):
    """No standard, shipped or the office's own, has this id."""

    code = "unknown_standard"


class StandardClashError(QueueError, ValueError):
    """A file of the office's own takes the id of a shipped standard."""

    code = "standard_clash"


class StandardLibrary:
    """Every standard at hand, by its id; make one with ``load``."""

    def __init__(self, shipped: Mapping[str, Traversable], own: Mapping[str, Traversable]) -> None:
        self._shipped = dict(shipped)
        self._own = dict(own)
        self._read: dict[str, Standard] = {}

    @classmethod
    def load(cls, own_dir: Path | None) -> StandardLibrary:
        """List the shipped standards and the office's own.

        Args:
            own_dir: the office's ``standards`` directory; None, or one that does not exist, adds
                nothing.

        Returns:
            A library that has looked at file names only; a fault inside a file shows when that
            standard is asked for.

        Raises:
            StandardClashError: a file of the office has the id of a shipped standard.
        """
        shipped, own = _shipped_files(), _own_files(own_dir)
        for standard_id in own:
            if standard_id in shipped:
                raise StandardClashError(
                    f"expected an id of its own for {own[standard_id]}, got {standard_id}, which "
                    f"is a shipped standard; rename the file and the id in it, for example to "
                    f'"our-{standard_id}", and name that one in office.toml',
                    standard=standard_id,
                    file=str(own[standard_id]),
                )
        return cls(shipped, own)

    @staticmethod
    def contents(own_dir: Path | None) -> Iterator[tuple[str, bytes]]:
        """Every standard file as its name and its bytes, the shipped ones first, unchecked.

        Raises:
            StandardFileError: a file cannot be read.
        """
        for standard_id, file in (*_shipped_files().items(), *_own_files(own_dir).items()):
            yield f"{standard_id}{SUFFIX}", _content(file)

    def ids(self) -> tuple[str, ...]:
        """Every known id: the shipped ones by name, then the office's own."""
        return (*self._shipped, *self._own)

    def get(self, standard_id: str) -> Standard:
        """The standard of an id, read now if nobody asked for it before.

        Raises:
            UnknownStandardError: there is none; the error names the nearest ones.
            StandardFileError: its file cannot be used; the error names every fault.
        """
        if standard_id not in self._read:
            file = self._file(standard_id)
            self._read[standard_id] = parse_standard(
                _content(file), file_name=f"{standard_id}{SUFFIX}"
            )
        return self._read[standard_id]

    def all(self) -> tuple[Standard, ...]:
        """Every standard, in the order of ``ids``; reads all files.

        Raises:
            StandardFileError: files cannot be used; the error names every fault of all of them.
        """
        read: list[Standard] = []
        problems: list[Problem] = []
        for standard_id in self.ids():
            try:
                read.append(self.get(standard_id))
            except StandardFileError as error:
                problems += error.problems
        if problems:
            raise StandardFileError(problems)
        return tuple(read)

    def _file(self, standard_id: str) -> Traversable:
        file = self._shipped.get(standard_id) or self._own.get(standard_id)
        if file is None:
            near = get_close_matches(standard_id, self.ids(), n=3, cutoff=0.5)
            hint = f"did you mean {', '.join(near)}?" if near else "list them: kezek standards list"
            raise UnknownStandardError(
                f'expected the id of a known standard, got "{standard_id}"; {hint}',
                standard=standard_id,
                near=near,
            )
        return file


def _shipped_files() -> dict[str, Traversable]:
    return _by_id(files("kezek_core") / "standards" / "data")


def _own_files(own_dir: Path | None) -> dict[str, Traversable]:
    return _by_id(own_dir) if own_dir is not None and own_dir.is_dir() else {}


def _by_id(folder: Traversable) -> dict[str, Traversable]:
    found = sorted(
        (file for file in folder.iterdir() if _is_standard(file)), key=lambda file: file.name
    )
    return {file.name.removesuffix(SUFFIX): file for file in found}


def _is_standard(file: Traversable) -> bool:
    # Editors and file managers leave hidden copies of what they edit.
    return file.name.endswith(SUFFIX) and not file.name.startswith(".")


def _content(file: Traversable) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        expected = Phrase("a file that can be read")
        hint = Phrase("let Kezek read it, or take it out of the folder")
        raise StandardFileError((unreadable(file.name, error, expected, hint),)) from error
