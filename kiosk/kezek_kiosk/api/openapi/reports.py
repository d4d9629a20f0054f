"""The calls of the reports for the OpenAPI document: waits, the quality table, requests."""

from __future__ import annotations

from typing import Any, Final

from kezek_core.waits import NotMeasured, Verdict
from kezek_kiosk.api.openapi.parts import ALWAYS, Operation, command, content, ok, problems, query
from kezek_kiosk.api.openapi.schemas import (
    DAY,
    LANGUAGE,
    SLUG,
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
from kezek_queue.reports import FORMATS, MIME_TYPES

PERIOD = (
    query("from", DAY, "First office day; today when left out."),
    query("to", DAY, "Last office day; at most 366 days later."),
)
SERVICE = query("service", SLUG, "Only this service.")
STANDARD = query("standard", SLUG, "Only services under this standard.")
STATE = query("state", one_of(RequestState), "List only these; the totals are of every state.")
LOG_FILTER = (SERVICE, query("verdict", one_of(Verdict), "Only this verdict."))
IN_LANGUAGE = query("language", LANGUAGE, "Of headings and values.")
TOLD: Final[dict[str, str]] = {
    "csv": "UTF-8 with a byte order mark.",
    "xlsx": "An XLSX workbook.",
    "pdf": "A PDF document on A4.",
}
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

SCHEMAS: Final[dict[str, Schema]] = {
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
}


def paths() -> dict[str, Any]:
    """Every address of the reports with its calls."""
    return {
        **_report(
            "waits", "Waits", "WaitTable", "The table of waits by service.", "the log", PERIOD
        ),
        "/reports/waits/log": {
            "get": command(
                "showWaitLog",
                "Every wait with its verdict.",
                ok("WaitLog", *ALWAYS, 403),
                *PERIOD,
                *LOG_FILTER,
            )
        },
        "/reports/waits/log.csv": {
            "get": command(
                "exportWaitLog",
                "Every wait with its verdict.",
                {**_file("csv"), **problems(*ALWAYS, 403)},
                *PERIOD,
                *LOG_FILTER,
                IN_LANGUAGE,
            )
        },
        **_report(
            "indicators",
            "Indicators",
            "IndicatorTable",
            "The quality table 1.1-5.1 beside its norms.",
            "the formulas",
            (*PERIOD, SERVICE, STANDARD),
            422,
        ),
        **_report(
            "requests",
            "Requests",
            "RequestReport",
            "Requests accepted in the period and what came of them.",
            "the list",
            (*PERIOD, SERVICE, STANDARD, STATE),
            422,
        ),
    }


def _report(
    name: str,
    id_part: str,
    schema: str,
    told: str,
    besides: str,
    asked: tuple[Operation, ...],
    *more: int,
) -> dict[str, Any]:
    """One report: its figures, and the three files they are handed in as."""
    refused = problems(*ALWAYS, 403, *more)
    summaries = {
        "csv": told,
        "xlsx": f"The report of {name} as a workbook, with {besides}.",
        "pdf": f"The report of {name} on paper, with its legal basis and a line to sign on.",
    }
    ids = {"csv": "", "xlsx": "Workbook", "pdf": "Paper"}
    return {
        f"/reports/{name}": {
            "get": command(f"show{id_part}", told, ok(schema, *ALWAYS, 403, *more), *asked)
        },
        **{
            f"/reports/{name}.{file_format}": {
                "get": command(
                    f"export{id_part}{ids[file_format]}",
                    summaries[file_format],
                    {**_file(file_format), **refused},
                    *asked,
                    IN_LANGUAGE,
                )
            }
            for file_format in FORMATS
        },
    }


def _file(file_format: str) -> dict[str, Any]:
    """A file; its schema says no more than that it is one."""
    schema = text() if file_format == "csv" else {}
    mime_type = MIME_TYPES[file_format].partition(";")[0]
    return {"200": content(schema, TOLD[file_format], mime_type)}
