"""Paper: print jobs, memos, and the words that papers share."""

from __future__ import annotations

from kezek_queue.papers.document_words import named, named_in_short, small
from kezek_queue.papers.form_words import TO_SHOW_HEADING, joined
from kezek_queue.papers.subjects import subject_of

__all__ = [
    "TO_SHOW_HEADING",
    "joined",
    "named",
    "named_in_short",
    "small",
    "subject_of",
]
