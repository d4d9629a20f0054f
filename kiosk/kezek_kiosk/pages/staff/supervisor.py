"""The supervisor's pages: the hall as it is now, one ticket's history."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, jsonify, render_template
from werkzeug.wrappers import Response

from kezek_core.calendar import office_date
from kezek_kiosk.access.roles import MAY_READ_REPORTS
from kezek_kiosk.access.sessions import StaffSession
from kezek_kiosk.pages.staff.access import asking_person, person_of
from kezek_kiosk.pages.staff.checks import printing_check
from kezek_kiosk.pages.staff.day_figures import DayFigureKeeper
from kezek_kiosk.pages.staff.desk_counts import desk_counts
from kezek_kiosk.pages.staff.device_notices import troubled_devices
from kezek_kiosk.pages.staff.history import history_events, ticket_actions
from kezek_kiosk.pages.staff.load import axis_top
from kezek_kiosk.pages.staff.page_words import words
from kezek_kiosk.pages.staff.shared_texts import shared_texts
from kezek_kiosk.pages.staff.supervisor_view import hall_view
from kezek_kiosk.web.context import app_context
from kezek_queue.wait_log import WaitFilter

blueprint = Blueprint("staff_supervisor", __name__)

KEEPER = "kezek_day_figures"
LIVE_PIECES = ("office_day", "devices", "tiles", "desk", "waits", "windows", "day")


@blueprint.get("/supervisor")
def supervisor_page() -> str | Response:
    """The hall as it is now, and the day so far."""
    person = person_of(MAY_READ_REPORTS)
    if isinstance(person, Response):
        return person
    return render_template("staff/supervisor.html", **_hall(person), texts=shared_texts())


@blueprint.get("/api/pages/supervisor")
def pieces() -> Response:
    """What changes on the page as it is now; asking for it is no sign of a person."""
    context = _hall(asking_person(MAY_READ_REPORTS))
    drawn = {
        name: render_template(f"staff/supervisor_{name}.html", **context) for name in LIVE_PIECES
    }
    return jsonify(seq=context["view"].seq, settled=context["settled"], pieces=drawn)


@blueprint.get("/supervisor/ticket/<ticket_id>")
def ticket_page(ticket_id: str) -> str | Response:
    """One ticket: its parts with their verdicts, and every event with time, actor and reason."""
    person = person_of(MAY_READ_REPORTS)
    if isinstance(person, Response):
        return person
    queue = app_context().queue
    ticket = queue.ticket(ticket_id)
    snapshot = queue.snapshot()
    asked = WaitFilter(ticket.office_day, ticket.office_day, ticket=ticket.id)
    with queue.stream_waits(asked) as stream:
        parts = [row.wait() for row in stream.rows]
    shown = words()
    return render_template(
        "staff/ticket.html",
        person=person,
        office=queue.office,
        ticket=ticket,
        parts=parts,
        events=history_events(queue.history(ticket.id), shown),
        actions=ticket_actions(ticket, snapshot),
        now=snapshot.now,
        texts=shared_texts(),
        **shown,
    )


def _hall(person: StaffSession) -> dict[str, Any]:
    queue = app_context().queue
    snapshot = queue.snapshot()
    today = _keeper().figures(snapshot.shown_day)
    return {
        "person": person,
        "office": queue.office,
        "view": hall_view(snapshot, queue.office),
        "desk": desk_counts(queue, office_date(snapshot.now, queue.office.hours.zone)),
        "table": today.table,
        "loads": today.loads,
        "axis_top": axis_top(today.loads),
        "settled": today.seq >= snapshot.seq,
        "paper": printing_check(queue, snapshot.now),
        "limits": today.limits,
        "closings": queue.closings(),
        "bursts": queue.bursts(),
        **troubled_devices(),
        **words(),
    }


def _keeper() -> DayFigureKeeper:
    """The one keeper of this app: every supervisor's page shares its counting."""
    keeper: DayFigureKeeper = current_app.extensions.setdefault(
        KEEPER, DayFigureKeeper(app_context().queue)
    )
    return keeper
