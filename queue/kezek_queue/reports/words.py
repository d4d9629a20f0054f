"""The words of reports in Kazakh, Russian and English; those of waits are the screen's own."""

from __future__ import annotations

from typing import Final

from kezek_core.texts import LocalText
from kezek_core.waits import Heading
from kezek_queue.translated import text

SHORT_NAMES: Final[dict[str, LocalText]] = {
    "waits": text("Waits"),
    "log": text("Log of waits"),
    "indicators": text("Quality indicators"),
    "requests": text("Requests"),
}
"""What a report's file and its first sheet are called."""

REPORT_WORDS: Final[dict[str, LocalText]] = {
    "title": text("Report of waiting times"),
    "log": text("Log of waits"),
    "period": text("Period"),
    "as_of": text("Made at"),
    "journal": text("Journal"),
    "up_to": text("up to event {seq}, hash {hash}"),
    "event": text("Last journal event"),
    "hash": text("Full journal hash"),
    "formula": text("Formula"),
    "basis": text("Legal basis"),
    "act": text("Act"),
    "place": text("Place in the act"),
    "edition": text("Edition", context="reports"),
    "position": text("Supervisor"),
    "signed": text("signature"),
    "name": text("name"),
    "date": text("date"),
    "all": text("All services"),
    "note": text(
        "In brackets: of them past the limit. Shares are of all waits, those who left, were never "
        "called or still wait included; nothing is rounded up."
    ),
    "service": text("Service"),
    "limit": text("Limit, min"),
    "total": text("All waits"),
    "outcome": text("Outcome of the visit"),
    "served": text("Served"),
    "no_show": text("Did not come"),
    "left": text("Left the queue"),
    "never_called": text("Never called"),
    "waiting": text("Waiting", context="reports"),
    "judged": text("Against the limit"),
    "within": text("Within the limit"),
    "breached": text("Limit exceeded"),
    "estimated": text("Not measured exactly"),
    "no_limit": text("No limit set"),
    "open": text("Still waiting"),
    "share": text("Share of the waits within"),
    "own": text("own limit"),
    "minutes": text("{} min"),
    "wait": text("Wait, min:s"),
    "median": text("median"),
    "p90": text("90 %"),
    "longest": text("longest"),
    "own_table": text("Left out as the visitors' own"),
    "left_out": text("Left out"),
    "left_out_time": text("time, min:s"),
    "left_out_waits": text("waits"),
    "returns": text("no-shows that came back"),
    "not_counted": text("Absence not counted"),
    "counted": text("Absence counted"),
    "share_within": text("share within"),
    "own_note": text(
        "Of a visitor who did not come when called and came back later, the time from the first "
        "unanswered call to the return is left out of the wait. In a visit of several parts it is "
        "added to the total once."
    ),
    "rule_note": text(
        "A no-show counted after {calls} calls at least {apart} s apart and {after} s since the "
        "first. By this rule: {count}."
    ),
    "rule_loose": text("This rule is looser than the usual one ({usual})."),
    "no_rule_note": text("Marked before there was a rule for no-shows: {count}."),
    "past": text("Past the limit, by outcome"),
}

OUTCOMES: Final = (
    Heading.SERVED,
    Heading.NO_SHOW,
    Heading.LEFT,
    Heading.NEVER_CALLED,
    Heading.WAITING,
)
"""The five headings, in the order of the screen."""
