"""How dates, spans, shares, and services are written in each language."""

from __future__ import annotations

from kezek_queue.wording.figures import (
    UNKNOWN,
    clock,
    decimal,
    edition_words,
    grouped,
    percent,
    percent_tenths,
    tenths_of_percent,
    whole_seconds,
)
from kezek_queue.wording.office_times import OfficeTimes
from kezek_queue.wording.service_titles import ServiceTitles
from kezek_queue.wording.term_words import span_words, term_words

__all__ = [
    "UNKNOWN",
    "OfficeTimes",
    "ServiceTitles",
    "clock",
    "decimal",
    "edition_words",
    "grouped",
    "percent",
    "percent_tenths",
    "span_words",
    "tenths_of_percent",
    "term_words",
    "whole_seconds",
]
