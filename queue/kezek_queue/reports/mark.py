"""Where the journal stood when a report was made: its last event and hash, in words and as data."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from kezek_core.texts import said_in
from kezek_queue.proving import JournalMark
from kezek_queue.reports.document import Rows
from kezek_queue.reports.period import made_at_words
from kezek_queue.reports.words import REPORT_WORDS
from kezek_queue.wording.figures import UNKNOWN, grouped


def mark_json(mark: JournalMark) -> dict[str, Any]:
    """The field ``journal`` of a report's document."""
    return {"journal": mark.to_json()}


def mark_words(mark: JournalMark, language: str) -> str:
    """The mark in one line, with the beginning of the hash: ``№ 1 234 · 3f2a…``."""
    return (
        REPORT_WORDS["up_to"]
        .in_language(language)
        .format(seq=grouped(mark.seq), hash=mark.short_hash or UNKNOWN)
    )


def mark_facts(mark: JournalMark, language: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """The mark as two labels with their values: the event with a short hash, the whole hash."""
    return (
        (REPORT_WORDS["journal"].in_language(language), mark_words(mark, language)),
        (REPORT_WORDS["hash"].in_language(language), mark.hash or UNKNOWN),
    )


def mark_rows(mark: JournalMark, zone: tzinfo | None, language: str) -> Rows:
    """What a file for spreadsheets ends with, after an empty row: event, hash and instant."""
    at = mark.at.astimezone(zone).isoformat(sep=" ", timespec="seconds")
    return [
        [],
        [REPORT_WORDS["event"].in_language(language), mark.seq],
        [REPORT_WORDS["hash"].in_language(language), mark.hash or UNKNOWN],
        [REPORT_WORDS["as_of"].in_language(language), at],
    ]


def mark_line(mark: JournalMark, zone: tzinfo, language: str) -> str:
    """When a page was made and where the journal stood, whole, in one line."""
    word = said_in(language, REPORT_WORDS)
    made_at = made_at_words(mark.at.astimezone(zone), language)
    return f"{word['as_of']}: {made_at}. {whole_mark(mark, language)}"


def whole_mark(mark: JournalMark, language: str) -> str:
    """Where the journal stood, with the whole hash, in one line."""
    label, value = whole_fact(mark, language)
    return f"{label}: {value}"


def whole_fact(mark: JournalMark, language: str) -> tuple[str, str]:
    """The same as a label and a value."""
    word = said_in(language, REPORT_WORDS)
    stood = word["up_to"].format(seq=grouped(mark.seq), hash=mark.hash or UNKNOWN)
    return word["journal"], stood
