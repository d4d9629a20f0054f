"""The words of the quality table's report; its column names are those of the acts' own table.

Source: order 287, annexes 1 and 2, appendix 2; resolution 1122 and order 3, appendices.
"""

from __future__ import annotations

from typing import Final

from kezek_core.texts import LocalText
from kezek_queue.translated import text

INDICATOR_WORDS: Final[dict[str, LocalText]] = {
    "title": text("Values of the quality and accessibility indicators"),
    "scope": text("Scope"),
    "office": text("the whole office"),
    "service_scope": text("service: {}"),
    "standard_scope": text("standard: {}"),
    "indicator": text("Quality and accessibility indicators"),
    "norm": text("Norm of the indicator"),
    "target": text("Target value for the next year"),
    "last": text("Current value in the reporting year (as in the act)"),
    "value": text("Value in the period"),
    "kept": text("Is the norm kept?"),
    "numerator": text("Numerator"),
    "denominator": text("Denominator"),
    "yes": text("kept"),
    "no": text("not kept"),
    "no_norm": text("no norm"),
    "differ": text("they differ"),
    "how": text("How each indicator is counted"),
    "row": text("Row"),
    "formula_words": text("What is divided by what"),
    "norm_place": text("Where the act sets the norm"),
    "row_of_tables": text("row {} of the tables named under the legal basis"),
    "no_table": text("no norms are given"),
    "table_place": text("Table in the act"),
    "limit": text("Queue limit, min"),
    "note_value": text(
        "Value = 100 × numerator ÷ denominator. It is never rounded for the better: it is cut "
        "down, in row 4.1 up. Where there is nothing to count there is no value: neither 0 nor "
        "100."
    ),
    "note_at_most": text("In row 4.1 less is better: the norm is an upper bound."),
    "note_differ": text(
        "Where it says “they differ”, the office's standards set different norms; the table of "
        "each service has its own."
    ),
    "note_forty": text(
        "Row 1.2 counts 40 minutes in every act that has the table, while the act's own limit of "
        "the queue is another: {}. The report of waits has the share within that limit."
    ),
    "minutes": text("{} min"),
    "submission": text("hand-in"),
    "pickup": text("pick-up"),
    # Headings of the file for programs.
    "code": text("Indicator"),
    "norm_raw": text("Norm, %"),
    "target_raw": text("Target, %"),
    "last_raw": text("Last value, %"),
    "value_raw": text("Value in the period, %"),
    "not_measured": text("Why not measured"),
    "formula": text("Formula version"),
}
