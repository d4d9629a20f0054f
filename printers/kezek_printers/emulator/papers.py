"""The virtual printer's papers on disk: the bytes, what they say, and their picture.

A paper is two files whose names sort by time: ``STAMP.bin`` (the very bytes) and ``STAMP.json``
(what was read from them, what they are about, and what the printer had in memory when they came).
The picture is drawn when it is first asked for and kept beside them. A paper that must not say any
more what it said is written over (``forget_papers``); its place in the tray stays.
"""

from __future__ import annotations

import json
import logging
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kezek_core.extras import naming_the_extra
from kezek_printers.emulator.decoder import Decoder
from kezek_printers.emulator.paper import Paper, TextLine
from kezek_printers.emulator.reading import known_glyphs
from kezek_printers.encode.encode import encode_document
from kezek_printers.errors import UnknownProfile
from kezek_printers.profiles.profile_file import load_profile
from kezek_printers.slips import slip_words
from kezek_printers.slips.slip_document import Block, Cut, Gap, SlipDocument
from kezek_printers.slips.slip_parts import centred

log = logging.getLogger(__name__)

_NUMBER = re.compile(r"[^\W\d_]\d{3}")
_COPY_WORDS = ("КӨШІРМЕ", "КОПИЯ")
_LOOK_ALIKES = str.maketrans("I", "І")
MOST_KEPT = 5000
_TIDY_EVERY = 100
_ABOUT, _BYTES, _PICTURE = ".json", ".bin", ".png"


@dataclass(frozen=True, slots=True)
class PaperEntry:
    """One printed paper.

    Args:
        path: its ``.bin`` file.
        number: the ticket number in large type; None for another slip.
        text: every printed line.
        printed_at: aware UTC.
        copy: whether the paper says, in letters, that it is a copy.
        qr_data: the data of its QR codes.
        faults: bytes the decoder could not explain.
        subjects: what it is about, as whoever printed it said.
        erased: whether its content was written over.
    """

    path: Path
    number: str | None
    text: str
    printed_at: datetime
    copy: bool
    qr_data: tuple[str, ...]
    faults: tuple[str, ...]
    subjects: tuple[str, ...] = ()
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper with all that is needed to draw it.

    Args:
        data: the very bytes, from the end of the paper before.
        paper: what they say.
        before: commands that bring a printer to the memory it had at the first of them.
        width_dots: of the printer.
        code_pages: encodings by number, of the printer.
        profile: name of the printer's profile.
        subjects: what it is about.
    """

    data: bytes
    paper: Paper
    before: bytes
    width_dots: int
    code_pages: Mapping[int, str]
    profile: str
    subjects: tuple[str, ...] = ()


class PaperShelf:
    """Writes papers, each whole or not at all.

    Args:
        directory: made when it is not there.
        most_kept: the oldest papers above that many are thrown away.
    """

    def __init__(self, directory: Path, most_kept: int = MOST_KEPT) -> None:
        self._directory = directory
        self._most_kept = most_kept
        self._written = 0
        directory.mkdir(parents=True, exist_ok=True)
        self._newest_ns = max((int(name) for name in _stamps(directory)), default=0)

    def put(self, printed: Printed) -> Path:
        """Keep a paper and return the path of its bytes.

        Raises:
            OSError: the directory does not take it.
        """
        paper = printed.paper
        about = {
            "number": paper_number(paper),
            "text": paper.text,
            "printed_at": datetime.now(UTC).isoformat(),
            "copy": _says_copy(paper),
            "qr_data": paper.qr_data,
            "faults": paper.faults,
            "profile": printed.profile,
            "width_dots": printed.width_dots,
            "code_pages": printed.code_pages,
            "before": printed.before.hex(),
            "subjects": printed.subjects,
        }
        path = self._directory / f"{self._stamp()}{_BYTES}"
        _write_whole(path, printed.data)
        # The description comes last: a paper is on the shelf from this moment on.
        _write_whole(path.with_suffix(_ABOUT), json.dumps(about, ensure_ascii=False).encode())
        self._tidy()
        return path

    def _stamp(self) -> str:
        """The time as a name; a clock that was set back does not put papers out of order."""
        self._newest_ns = max(time.time_ns(), self._newest_ns + 1)
        return f"{self._newest_ns:020d}"

    def _tidy(self) -> None:
        if self._written % _TIDY_EVERY == 0:
            stamps = sorted(_stamps(self._directory))
            for stamp in stamps[: max(0, len(stamps) - self._most_kept)]:
                for suffix in (_ABOUT, _BYTES, _PICTURE):
                    (self._directory / f"{stamp}{suffix}").unlink(missing_ok=True)
        self._written += 1


def list_papers(directory: Path, limit: int | None = None) -> list[PaperEntry]:
    """The papers of a directory, newest first.

    Args:
        directory: of a virtual printer; one that is not there has no papers.
        limit: at most so many.
    """
    newest_first = sorted(_stamps(directory), reverse=True)[:limit]
    return [entry for stamp in newest_first for entry in _entry(directory / f"{stamp}{_ABOUT}")]


def render_paper(path: Path) -> bytes:
    """The picture of a paper as a PNG file.

    Args:
        path: its ``.bin`` file.

    Raises:
        FileNotFoundError: the paper was thrown away meanwhile.
    """
    picture = path.with_suffix(_PICTURE)
    try:
        return picture.read_bytes()
    except FileNotFoundError:
        was_erased, png = _is_erased(path), _drawn(path)
    _write_whole(picture, png)
    if _is_erased(path) is not was_erased:
        # It was written over while it was drawn: this picture must not stay.
        picture.unlink(missing_ok=True)
        return _drawn(path)
    return png


def forget_papers(directory: Path, unwanted: Callable[[PaperEntry], bool]) -> int:
    """Write over the papers that must not say any more what they said.

    Args:
        directory: of a virtual printer.
        unwanted: picks the papers; those written over before are not asked about.

    Returns:
        How many were written over.

    Raises:
        OSError: a file cannot be written; papers not reached yet are as they were.
    """
    found = [each for each in list_papers(directory) if not each.erased and unwanted(each)]
    return sum(_erase(each.path) for each in found)


def paper_number(paper: Paper) -> str | None:
    """The ticket number: of the lines that are just a letter and three digits, the largest."""
    numbers = [line for line in paper.lines if _NUMBER.fullmatch(line.text.strip())]
    largest = max(numbers, key=_size, default=None)
    return None if largest is None else largest.text.strip()


def _size(line: TextLine) -> int:
    return line.size


def _says_copy(paper: Paper) -> bool:
    """Whether a copy word is read; a printer without Kazakh letters prints І as Latin I."""
    text = paper.text.translate(_LOOK_ALIKES)
    return any(word in text for word in _COPY_WORDS)


def _erase(path: Path) -> bool:
    """Write over one paper; its description comes last, so that a power cut leaves no half."""
    about_path = path.with_suffix(_ABOUT)
    try:
        about: dict[str, Any] = json.loads(about_path.read_bytes())
        data, text = _erased_paper(about["profile"])
        picture = path.with_suffix(_PICTURE)
        for file in (path, picture):
            _blot_out(file)
        _write_whole(path, data)
        picture.unlink(missing_ok=True)
        about |= {"number": None, "text": text, "qr_data": [], "faults": [], "before": ""}
        about |= {"subjects": [], "erased": True}
        _blot_out(about_path)
        _write_whole(about_path, json.dumps(about, ensure_ascii=False).encode())
    except FileNotFoundError:
        return False  # thrown away between the listing and now
    return True


def _erased_paper(profile_name: str) -> tuple[bytes, str]:
    """The bytes and the text of a paper that says that it was erased."""
    try:
        profile = load_profile(profile_name)
    except UnknownProfile:
        return b"", slip_words.ERASED.kk
    words = centred(slip_words.ERASED, third="", columns=profile.columns)
    blocks: tuple[Block, ...] = (Gap(), *words, Gap(), Cut())
    document = SlipDocument(profile.columns, profile.width_dots, blocks)
    return encode_document(document, profile), "\n".join(line.text for line in words)


def _blot_out(path: Path) -> None:
    """Noughts where the file stood: a name that is only given back to the disk can be read."""
    try:
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return


def _is_erased(path: Path) -> bool:
    return bool(json.loads(path.with_suffix(_ABOUT).read_bytes()).get("erased", False))


def _drawn(path: Path) -> bytes:
    with naming_the_extra():
        from kezek_printers.emulator.paper_picture import as_png

    about = json.loads(path.with_suffix(_ABOUT).read_bytes())
    papers: list[Paper] = []
    decoder = Decoder(
        width_dots=about["width_dots"],
        code_pages={int(page): name for page, name in about["code_pages"].items()},
        known_glyphs=known_glyphs(),
        when_cut=papers.append,
    )
    decoder.feed(bytes.fromhex(about["before"]) + path.read_bytes())
    return as_png((*papers, decoder.pending)[0], decoder.width_dots)


def _stamps(directory: Path) -> Iterator[str]:
    """The names of all papers, in no order; one directory read however many there are."""
    try:
        names = os.listdir(directory)  # noqa: PTH208 - a Path for each of thousands of files is slow
    except FileNotFoundError:
        return iter(())
    stamps = (name.removesuffix(_ABOUT) for name in names if name.endswith(_ABOUT))
    return (stamp for stamp in stamps if stamp.isdecimal())


def _entry(about_path: Path) -> Iterator[PaperEntry]:
    try:
        about: dict[str, Any] = json.loads(about_path.read_bytes())
    except FileNotFoundError:
        return  # thrown away between the listing and now
    except ValueError:
        log.warning("paper %s cannot be read, perhaps after a power cut", about_path.name)
        return
    yield PaperEntry(
        path=about_path.with_suffix(_BYTES),
        number=about["number"],
        text=about["text"],
        printed_at=datetime.fromisoformat(about["printed_at"]),
        copy=about["copy"],
        qr_data=tuple(about["qr_data"]),
        faults=tuple(about["faults"]),
        subjects=tuple(about.get("subjects", ())),
        erased=bool(about.get("erased", False)),
    )


def _write_whole(path: Path, data: bytes) -> None:
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_bytes(data)
    unfinished.rename(path)
