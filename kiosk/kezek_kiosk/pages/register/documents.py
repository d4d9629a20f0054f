"""Documents at the window: the pieces of the operator's page that take them and give results out.

The page's script fetches a piece when the operator opens it; commands go to the API. No piece holds
what somebody typed, and nobody's name is in an address.
"""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kezek_core.calendar import office_date
from kezek_core.standards import source_words
from kezek_core.tickets import Stage
from kezek_kiosk.access.roles import MAY_SERVE, MAY_SERVE_ANY_WINDOW
from kezek_kiosk.access.sessions import StaffSession
from kezek_kiosk.errors import OtherWindowError
from kezek_kiosk.pages.register.documents_texts import documents_texts
from kezek_kiosk.pages.register.documents_view import basis_of, hand_in_view, lines_to_show
from kezek_kiosk.pages.register.phrases import act_words
from kezek_kiosk.pages.staff.access import asking_person
from kezek_kiosk.pages.staff.page_words import title_of
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.i18n import language_names, page_language, weekday_name
from kezek_queue import Request, Ticket
from kezek_queue.papers import named
from kezek_queue.register import KeptStandard
from kezek_queue.wording import grouped

blueprint = Blueprint("register_documents", __name__, url_prefix="/api/pages/documents")
# The form lies on the operator's page, which need not know it.
blueprint.add_app_template_global(documents_texts)

KEY_BYTES = 16
HAND_IN, PICK_UP = "hand_in", "pick_up"


@blueprint.get("")
def opened() -> Response:
    """The form for a ticket: documents to hand in, or the request whose result is collected."""
    person = asking_person(MAY_SERVE)
    ticket = _ticket_of(person)
    usual = PICK_UP if ticket.stage is Stage.PICKUP else HAND_IN
    kind = request.args.get("kind", usual)
    return _pick_up(ticket) if kind == PICK_UP else _hand_in(ticket, person)


@blueprint.get("/request")
def found() -> Response:
    """One request as a visitor with a receipt is told of it, and what may be done."""
    asking_person(MAY_SERVE)
    number = request.args.get("number", "")
    return jsonify(markup=_request_piece(app_context().queue.register.get(number)))


@blueprint.get("/accepted")
def accepted() -> Response:
    """The confirmation of documents that were taken."""
    asking_person(MAY_SERVE)
    taken = app_context().queue.register.get(request.args.get("number", ""))
    paths = {
        _("List of documents"): "documents",
        _("Receipt"): "receipt_fields",
        _("Term of the result"): "term.amount",
    }
    markup = render_template(
        "register/documents_accepted.html",
        request_=taken,
        fee=grouped(taken.fee_tenge),
        basis=basis_of(app_context().queue.standards.get(taken.standard), paths),
        **_words(),
    )
    return jsonify(markup=markup)


@blueprint.get("/refused")
def refused() -> Response:
    """The confirmation of documents that were not taken."""
    ticket = _ticket_of(asking_person(MAY_SERVE))
    standard = app_context().queue.standards.get(_standard_of(ticket.service))
    missing = set(request.args.getlist("missing"))
    markup = render_template(
        "register/documents_refused.html",
        missing=[
            named(each, standard.documents) for each in standard.documents if each.id in missing
        ],
        basis=basis_of(standard, {_("List of documents"): "documents"}),
        **_words(),
    )
    return jsonify(markup=markup)


def _hand_in(ticket: Ticket, person: StaffSession) -> Response:
    context = app_context()
    on = office_date(context.now(), context.queue.office.hours.zone)
    standard = context.queue.standards.get(_standard_of(ticket.service))
    kept = KeptStandard.of(standard, on)
    view = hand_in_view(ticket, kept, context.queue.office, on)
    markup = render_template(
        "register/documents_hand_in.html",
        view=view,
        paid_service=not kept.fee.free,
        inspector=person.name,
        languages=language_names(),
        chosen_language=context.queue.office.offered(ticket.language),
        **_words(),
    )
    data = view.to_json(page_language(), secrets.token_urlsafe(KEY_BYTES))
    return jsonify(kind=HAND_IN, markup=markup, data=data)


def _pick_up(ticket: Ticket) -> Response:
    linked = app_context().queue.register.request_of_ticket(ticket.id)
    markup = render_template(
        "register/documents_pick_up.html",
        ticket=ticket,
        found=None if linked is None else _request_piece(linked),
        **_words(),
    )
    return jsonify(kind=PICK_UP, markup=markup, data={"ticket": ticket.id})


def _request_piece(asked: Request) -> str:
    kept = app_context().queue.register.standard_of(asked.number)
    return render_template(
        "register/documents_request.html",
        request_=asked,
        state=asked.state.value,
        to_show=lines_to_show(kept),
        **_words(),
    )


def _standard_of(service: str) -> str:
    return app_context().queue.office.services[service].standard


def _ticket_of(person: StaffSession) -> Ticket:
    """The ticket asked for, at a window that the person may command.

    Raises:
        UnknownTicketError: there is no such ticket.
        OtherWindowError: it is at another operator's window.
    """
    ticket = app_context().queue.ticket(request.args.get("ticket", ""))
    if person.role not in MAY_SERVE_ANY_WINDOW and ticket.window != person.window:
        raise OtherWindowError(
            f"expected a ticket of window {person.window}, got {ticket.number} of window "
            f"{ticket.window}; leave it to that window",
            window=ticket.window,
            own=person.window,
        )
    return ticket


def _words() -> dict[str, Any]:
    language = page_language()
    return {
        "title_of": title_of,
        "act_words": act_words,
        "source_words": lambda source: source_words(source, language),
        "weekday_of": lambda on: weekday_name(on.weekday(), language),
    }
