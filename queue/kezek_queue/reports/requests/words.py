"""The words of the report of requests in Kazakh, Russian and English."""

from __future__ import annotations

from typing import Final

from kezek_core.texts import LocalText
from kezek_queue.translated import text

REQUEST_WORDS: Final[dict[str, LocalText]] = {
    "title": text("Report of requests"),
    "list": text("List of requests"),
    "filter": text("In the list"),
    "all": text("All services"),
    "number": text("Number"),
    "standard": text("Standard"),
    "accepted_on": text("Accepted"),
    "due_on": text("Due"),
    "state": text("State"),
    "ready_on": text("Ready"),
    "closed_on": text("Closed"),
    "kept": text("On time?"),
    "days_late": text("Days late, calendar"),
    "times_returned": text("Times returned"),
    "extended": text("Extended"),
    "fee_tenge": text("Duty, tenge"),
    "handed_in": text("Sets handed in"),
    "accepted": text("Accepted"),
    "refused_incomplete": text("Refused as incomplete"),
    "answers": text("Answers"),
    "on_time": text("On time"),
    "late": text("Late"),
    "open": text("Open"),
    "overdue": text("Of them overdue"),
    "uncollected": text("Uncollected results"),
    "verdict.on_time": text("on time"),
    "verdict.late": text("late"),
    "verdict.overdue": text("overdue"),
    "verdict.open": text("within the term"),
    "yes": text("yes"),
    "no": text("no"),
    "state.accepted": text("accepted"),
    "state.sent": text("at the authority"),
    "state.returned": text("returned"),
    "state.corrected": text("corrected"),
    "state.ready": text("ready"),
    "state.issued": text("issued"),
    "state.refused": text("refused"),
    "state.unclaimed": text("unclaimed"),
    "state.handed_over": text("handed to the authority"),
    "term": text("Term"),
    "note": text(
        "Requests accepted in the period, each once. Accepted = on time + late + open. The answer "
        "is a ready result or a refusal of the service; after an extension the new last day "
        "counts. The report names nobody."
    ),
    "none": text("No request was accepted in these days."),
}
