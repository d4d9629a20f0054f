"""The shapes of reports: waits, the quality table, requests."""

from __future__ import annotations

from typing import Final

from kezek_core.tickets import Stage
from kezek_core.waits import BANDS_MINUTES, Heading, NotMeasured, Outcome, Verdict
from kezek_kiosk.api.openapi.schemas import (
    DAY,
    INSTANT,
    Schema,
    flag,
    list_of,
    number,
    one_of,
    or_null,
    record,
    ref,
    text,
    whole,
)
from kezek_queue import RequestState

WAIT_ROW_COUNTS = (
    "total", "served", "no_show", "left", "never_called", "waiting", "within", "breached",
    "estimated", "no_limit", "open",
)  # fmt: skip
WAIT_ROW_MEASURES = ("share_within_percent", "median_seconds", "p90_seconds", "longest_seconds")

TOTALS: Final[dict[str, Schema]] = {
    "service": or_null(text()),
    "accepted": whole(),
    "refused_incomplete": or_null(whole()),
    "on_time": whole(),
    "late": whole(),
    "open": whole(),
    "overdue": whole(),
    "uncollected": whole(),
}

SHAPES: Final[dict[str, Schema]] = {
    "IndicatorRow": record(
        code=text(examples=["1.2"]),
        group=ref("LocalText"),
        title=ref("LocalText"),
        formula=ref("LocalText"),
        numerator=or_null(whole()),
        denominator=or_null(whole()),
        percent=or_null(number()),
        not_measured=or_null(one_of(NotMeasured)),
        reason=or_null(ref("LocalText")),
        norm=or_null(number()),
        target=or_null(number()),
        last=or_null(number()),
        norms_differ=flag(),
        at_most=flag(),
        meets_norm=or_null(flag()),
        meets_target=or_null(flag()),
        source=or_null(text()),
        note=or_null(text()),
    ),
    "IndicatorTable": record(
        **{"from": DAY, "to": DAY},
        service=or_null(text()),
        standard=or_null(text()),
        formula=text(),
        standards=list_of(text()),
        rows=list_of(ref("IndicatorRow")),
        journal=ref("JournalMark"),
    ),
    "RequestTotals": record(**TOTALS),
    "RequestReport": record(
        **{"from": DAY, "to": DAY},
        service=or_null(text()),
        standard=or_null(text()),
        state=or_null(one_of(RequestState)),
        requests=list_of(ref("Request")),
        totals=record(services=list_of(ref("RequestTotals")), total=ref("RequestTotals")),
        journal=ref("JournalMark"),
    ),
    "WaitRow": record(
        service=or_null(text()),
        **{name: whole() for name in WAIT_ROW_COUNTS},
        **{name: or_null(number()) for name in WAIT_ROW_MEASURES},
        bands=record(**{str(minutes): or_null(number()) for minutes in BANDS_MINUTES}),
        breaches=record(**{heading.value: whole() for heading in Heading}),
        own=record(seconds=number(), waits=whole(), returns=whole()),
        own_counted=record(
            **{name: whole() for name in ("within", "breached", "estimated", "no_limit", "open")},
            share_within_percent=or_null(number()),
        ),
    ),
    "WaitTable": record(
        **{"from": DAY},
        to=DAY,
        formula=text(),
        services=list_of(ref("WaitRow")),
        total=ref("WaitRow"),
        no_show_rules=list_of(record(rule=or_null(ref("NoShowRule")), no_shows=whole())),
        journal=ref("JournalMark"),
    ),
    "JournalMark": record(
        seq=whole(description="The last journal event that the figures rest on."),
        hash=text(description="Its hash, hexadecimal SHA-256; it stands for all before it."),
        at=INSTANT,
    ),
    "VisitWait": {
        "type": "object",
        "properties": {
            "ticket": text(),
            "part": whole(),
            "number": text(),
            "office_day": DAY,
            "service": text(),
            "stage": one_of(Stage),
            "limit_minutes": or_null(whole()),
            "waited_seconds": or_null(number()),
            "exact": flag(),
            "verdict": one_of(Verdict),
            "own_seconds": number(),
            "returns": whole(),
            "waited_with_own_seconds": number(),
            "verdict_with_own": one_of(Verdict),
            "open_with_own": flag(),
            "outcome": one_of(Outcome),
            "heading": one_of(Heading),
            "source": text(),
        },
        "required": ["ticket", "part", "number", "waited_seconds", "verdict", "outcome"],
    },
    "WaitLog": record(
        **{"from": DAY},
        to=DAY,
        waits=list_of(ref("VisitWait")),
        journal=ref("JournalMark"),
    ),
}
