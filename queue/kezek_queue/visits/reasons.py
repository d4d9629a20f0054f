"""Why a supervisor undoes something, in words that stay in the journal for good."""

from __future__ import annotations

from kezek_queue.errors import ReasonNeededError

MOST_REASON = 200


def checked_reason(reason: str) -> str:
    """The reason as it is kept.

    Args:
        reason: what somebody wrote; it names nobody.

    Raises:
        ReasonNeededError: it is missing, too long or not on one line.
    """
    written = reason.strip()
    if not written or len(written) > MOST_REASON or not written.isprintable():
        raise ReasonNeededError(
            f"expected a reason of 1 to {MOST_REASON} printable signs on one line, got "
            f"{len(written)}; say why this is undone",
            field="reason",
            most_signs=MOST_REASON,
        )
    return written
