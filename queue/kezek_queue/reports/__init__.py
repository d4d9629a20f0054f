"""Reports of an office: what each is asked, its figures, its document, and the files it becomes.

`wait_report`, `request_report` and `indicator_report` word a report; `write_report` writes it as
CSV, XLSX or PDF, `as_text` for a terminal. `waits_json`, `requests_json` and `indicators_json`
give the same figures to programs. XLSX and PDF need ``pip install 'kezek[reports]'``.
"""

from __future__ import annotations

from kezek_queue.reports.document import (
    Cell,
    ColumnRole,
    Report,
    ReportLine,
    ReportTable,
    Row,
    Rows,
)
from kezek_queue.reports.files import (
    FORMATS,
    MIME_TYPES,
    days_name,
    file_name,
    report_name,
    write_into,
    write_report,
)
from kezek_queue.reports.formats.csv_text import csv_pieces
from kezek_queue.reports.formats.plain_text import as_text
from kezek_queue.reports.indicators.report import (
    IndicatorReport,
    Scope,
    indicator_report,
    indicators_json,
)
from kezek_queue.reports.mark import mark_json, mark_line, mark_rows, whole_fact
from kezek_queue.reports.requests.plain import requests_json
from kezek_queue.reports.requests.report import request_report
from kezek_queue.reports.requests.selection import RequestFilter
from kezek_queue.reports.waits.asked_words import ORDER_WORDS, asked_facts
from kezek_queue.reports.waits.log_report import log_report
from kezek_queue.reports.waits.report import applied_limits, limit_texts, wait_report, waits_json
from kezek_queue.reports.waits.rows import log_rows

__all__ = [
    "FORMATS",
    "MIME_TYPES",
    "ORDER_WORDS",
    "Cell",
    "ColumnRole",
    "IndicatorReport",
    "Report",
    "ReportLine",
    "ReportTable",
    "RequestFilter",
    "Row",
    "Rows",
    "Scope",
    "applied_limits",
    "as_text",
    "asked_facts",
    "csv_pieces",
    "days_name",
    "file_name",
    "indicator_report",
    "indicators_json",
    "limit_texts",
    "log_report",
    "log_rows",
    "mark_json",
    "mark_line",
    "mark_rows",
    "report_name",
    "request_report",
    "requests_json",
    "wait_report",
    "waits_json",
    "whole_fact",
    "write_into",
    "write_report",
]
