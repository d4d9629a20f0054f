"""What is counted as a refused or odd attempt, and how often each came."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Final

REFUSALS: Final = (
    "sign_in_refused", "old_pin_refused", "sign_in_delayed", "sign_in_busy",
    "sign_in_needed", "token_refused", "forbidden", "other_window", "no_window_chosen",
    "origin_refused", "page_expired", "host_refused", "https_needed",
    "too_many_requests", "streams_full", "connections_taken",
    "request_too_slow", "head_too_long", "length_needed", "too_large", "not_json", "bad_request",
    "not_found", "method_not_allowed", "unknown_ticket", "unknown_request", "unknown_complaint",
)  # fmt: skip
"""Codes of errors: wrong PINs and the wait after them; nobody, an unknown token, another role,
another window; another site, an old page, another host; too often, no place for a screen or a
connection; requests that no page of ours sends; and what may be a guess at somebody's number. The
labels of a count are these, and no others: whoever tries may not fill the memory."""


class Refusals:
    """Counts them; each stands at 0 from the start, so that the first one is seen as a rise."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter(dict.fromkeys(REFUSALS, 0))

    def count(self, code: str) -> None:
        """Count one more refusal of a code; any other error is none."""
        if code in self._counts:
            with self._lock:
                self._counts[code] += 1

    def counts(self) -> dict[str, int]:
        """How often each came since the start."""
        with self._lock:
            return dict(self._counts)
