"""The virtual printer's papers on disk: the bytes, what they say, and their picture.

A paper is two files whose names sort by time: ``STAMP.bin`` (the very bytes) and ``STAMP.json``
(what was read from them). The picture is drawn when it is first asked for and kept beside them.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kezek_printers.paper import Paper

_NUMBER = re.compile(r"[A-Z]\d{3}")
_COPY = "КӨШІРМЕ"
MOST_KEPT = 5000
_TIDY_EVERY = 100


@dataclass(frozen=True, slots=True)
class PaperEntry:
    """One printed paper.

    Args:
        path: its ``.bin`` file.
        number: the ticket number in large type; None for another slip.
        text: every printed line.
        printed_at: aware UTC.
        copy: whether the paper says that it is a copy.
        qr_data: the data of its QR codes.
        faults: bytes the decoder could not explain.
    """

    path: Path
    number: str | None
    text: str
    printed_at: datetime
    copy: bool
    qr_data: tuple[str, ...]
    faults: tuple[str, ...]


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

    def put(self, data: bytes, paper: Paper, profile_name: str) -> Path:
        """Keep a paper and return the path of its bytes."""
        stamp = f"{time.time_ns():020d}"
        about = {
            "number": paper_number(paper),
            "text": paper.text,
            "printed_at": datetime.now(UTC).isoformat(),
            "copy": _COPY in paper.text,
            "qr_data": paper.qr_data,
            "faults": paper.faults,
            "profile": profile_name,
        }
        path = self._directory / f"{stamp}.bin"
        _write_whole(path, data)
        # The description comes last: a paper is on the shelf from this moment on.
        _write_whole(path.with_suffix(".json"), json.dumps(about, ensure_ascii=False).encode())
        self._tidy()
        return path

    def _tidy(self) -> None:
        self._written += 1
        if self._written % _TIDY_EVERY:
            return
        papers = sorted(self._directory.glob("*.json"))
        for about in papers[: max(0, len(papers) - self._most_kept)]:
            for suffix in (".json", ".bin", ".png"):
                about.with_suffix(suffix).unlink(missing_ok=True)


def list_papers(directory: Path, limit: int | None = None) -> list[PaperEntry]:
    """The papers of a directory, newest first.

    Args:
        directory: of a virtual printer; one that is not there has no papers.
        limit: at most so many.
    """
    names = sorted((path.name for path in directory.glob("*.json")), reverse=True)
    return [entry for name in names[:limit] for entry in _entry(directory / name)]


def render_paper(path: Path) -> bytes:
    """The picture of a paper as a PNG file.

    Args:
        path: its ``.bin`` file.
    """
    picture = path.with_suffix(".png")
    if picture.exists():
        return picture.read_bytes()
    from kezek_printers.paper_picture import as_png
    from kezek_printers.profile_file import load_profile
    from kezek_printers.reading import read_papers

    profile = load_profile(json.loads(path.with_suffix(".json").read_bytes())["profile"])
    papers = read_papers(path.read_bytes(), profile)
    png = as_png(papers[0], profile.width_dots)
    _write_whole(picture, png)
    return png


def paper_number(paper: Paper) -> str | None:
    """The ticket number: of the lines that are just a letter and three digits, the largest."""
    numbers = [line for line in paper.lines if _NUMBER.fullmatch(line.text.strip())]
    largest = max(numbers, key=lambda line: line.size, default=None)
    return None if largest is None else largest.text.strip()


def _entry(about_path: Path) -> Iterator[PaperEntry]:
    try:
        about: dict[str, Any] = json.loads(about_path.read_bytes())
    except FileNotFoundError:
        return  # thrown away between the listing and now
    yield PaperEntry(
        path=about_path.with_suffix(".bin"),
        number=about["number"],
        text=about["text"],
        printed_at=datetime.fromisoformat(about["printed_at"]),
        copy=about["copy"],
        qr_data=tuple(about["qr_data"]),
        faults=tuple(about["faults"]),
    )


def _write_whole(path: Path, data: bytes) -> None:
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_bytes(data)
    unfinished.rename(path)
