"""Paper: print jobs, memos, and the words that papers share."""

from __future__ import annotations

from kezek_queue.papers.act_phrases import phrase
from kezek_queue.papers.document_words import named, named_in_short, small
from kezek_queue.papers.form_words import (
    TO_SHOW_HEADING,
    chained,
    day_words,
    filled,
    joined,
    span_words,
)
from kezek_queue.papers.subjects import subject_of

__all__ = [
    "TO_SHOW_HEADING",
    "chained",
    "day_words",
    "filled",
    "joined",
    "named",
    "named_in_short",
    "phrase",
    "small",
    "span_words",
    "subject_of",
]
