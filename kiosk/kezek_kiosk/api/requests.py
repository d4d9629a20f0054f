"""The request register: documents taken, the life of a request, its lists; names in bodies only."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import Blueprint, Response
from msgspec import Meta, field

from kezek_core.phrases import Phrase
from kezek_core.tickets import AT_WINDOW
from kezek_kiosk.access.roles import (
    MAY_LOOK_UP,
    MAY_SEE_PEOPLE,
    MAY_SERVE,
    MAY_SERVE_ANY_WINDOW,
)
from kezek_kiosk.api.answers import PREFIX, answer, titles, today
from kezek_kiosk.api.calls import call, made
from kezek_kiosk.api.report_query import LONGEST, refuse_wrong_period
from kezek_kiosk.api.request_views import RequestViews
from kezek_kiosk.errors import BadRequestError, NoWindowChosenError, OtherWindowError
from kezek_kiosk.upkeep.erasure import erase_request
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.declared_fields import Asked
from kezek_kiosk.web.field_types import Counts, Day, Key, Language, Line, Slug, Slugs
from kezek_kiosk.web.limits import count_receipt
from kezek_kiosk.web.principals import Principal, name_on_paper, principal, require_window
from kezek_queue import Person, Request, RequestState, Ticket
from kezek_queue.register import CLOSED, Register

blueprint = Blueprint("api_requests", __name__, url_prefix=f"{PREFIX}/requests")

WindowNumber = Annotated[int, Meta(ge=0, le=9999)]
Listed = Literal["due", "overdue", "uncollected"]


class SentPerson(Asked, frozen=True):
    """Who asks, as far as the standard needs it."""

    name: Line = ""
    address: Line = ""
    contacts: Line = ""


class HandIn(Asked, frozen=True):
    """Documents that a visitor hands in at a window."""

    service: Slug
    ticket: Slug | None = None
    window: Annotated[WindowNumber | None, Meta(description="The caller's own by default.")] = None
    language: Annotated[Language | None, Meta(description="That of the ticket by default.")] = None
    person: SentPerson | None = None
    documents: Counts = field(default_factory=dict)
    applies: Annotated[
        Slugs, Meta(description="Documents whose condition is met, by their ids.")
    ] = ()
    inspector: Annotated[Line, Meta(description="The caller's name when left out.")] = ""
    paid_on: Day | None = None
    idempotency_key: Key | None = None


class RequestsWanted(Asked, frozen=True):
    """Which requests: a list, or a state and days."""

    list: Annotated[Listed | None, Meta(description="Instead of state and days.")] = None
    on: Annotated[Day | None, Meta(description="The day of the list; today when left out.")] = None
    state: Annotated[RequestState | None, Meta(description="Only requests in this state.")] = None
    first: Annotated[Day | None, Meta(description="First day of acceptance.")] = field(
        name="from", default=None
    )
    last: Annotated[
        Day | None, Meta(description="Last day of acceptance; at most 366 days later.")
    ] = field(name="to", default=None)


@blueprint.post("")
@call(
    "acceptDocuments", HandIn, may=MAY_SERVE, refuses=(422,),
    gives=made(
        "Acceptance",
        "Taken, or not taken because documents are missing.",
        "The answer that this key was given before.",
    ),
)  # fmt: skip
def accept(body: HandIn) -> Response:
    """Take documents at the window; an incomplete set is answered with what is missing."""
    caller, office = principal(), app_context().queue.office
    window, ticket = _window(caller, body.window), _visitor(caller, body.ticket)
    found = _register().accept(
        body.service,
        person=_person(body.person),
        documents=body.documents,
        applies=body.applies,
        window=window,
        inspector=body.inspector.strip() or name_on_paper(caller),
        actor=caller.name,
        ticket_id=None if ticket is None else ticket.id,
        paid_on=body.paid_on,
        language=body.language or ("kk" if ticket is None else office.offered(ticket.language)),
        idempotency_key=body.idempotency_key,
    )
    return answer(_views(caller).acceptance(found), 200 if found.repeated else 201)


@blueprint.get("")
@call("findRequests", RequestsWanted, may=MAY_SERVE, gives="Requests")
def find(asked: RequestsWanted) -> Response:
    """A list of what is due, overdue or not collected, or requests by state and days."""
    found = _found(asked) if asked.list is None else _listed(asked)
    return answer({"requests": _views(principal()).many(found)})


@blueprint.get("/<number>")
@call("showRequest", may=MAY_LOOK_UP, gives="Request", refuses=(422, 429))
def show(number: str) -> Response:
    """One request as it stands."""
    caller = principal()
    count_receipt(caller)
    return answer(_views(caller).one(_register().get(number)))


@blueprint.post("/<number>/reprint")
@call("reprintReceipt", may=MAY_SERVE, gives="ChangedRequest", refuses=(422,))
def reprint(number: str) -> Response:
    """Print the receipt again, marked as a copy."""
    caller = principal()
    job = _register().reprint(number, actor=caller.name)
    return answer({**_views(caller).one(_register().get(number)), "print_jobs": [job]})


@blueprint.get("/<number>/person")
@call("exportPerson", may=MAY_SEE_PEOPLE, gives="PersonOfRequest", refuses=(422,))
def person(number: str) -> Response:
    """Everything held of one person's request, or of a refusal by its id."""
    return answer(_register().export(number))


@blueprint.post("/<number>/erase")
@call("erasePerson", may=MAY_SEE_PEOPLE, gives="Erased", refuses=(422,))
def erase(number: str) -> Response:
    """Erase whatever names a person in a closed request, or in a refusal by its id."""
    return answer({"erased": erase_request(app_context(), number, actor=principal().name)})


def _window(caller: Principal, window: int | None) -> int | None:
    """The window that takes the documents: an operator's own when none is named.

    Raises:
        NoWindowChosenError, OtherWindowError: the operator has no window, or it is another one.
    """
    if window is not None:
        require_window(window)
        return window
    if caller.window is None and caller.role not in MAY_SERVE_ANY_WINDOW:
        raise NoWindowChosenError(
            "expected an operator bound to a window, got none chosen; choose your window first"
        )
    return caller.window


def _visitor(caller: Principal, ticket_id: str | None) -> Ticket | None:
    """The visitor who hands in; not one who is at another operator's window.

    Raises:
        UnknownTicketError: there is no such ticket.
        OtherWindowError: the visitor is at another operator's window.
    """
    if ticket_id is None:
        return None
    ticket = app_context().queue.ticket(ticket_id)
    at_other = ticket.state in AT_WINDOW and ticket.window != caller.window
    if at_other and caller.role not in MAY_SERVE_ANY_WINDOW:
        raise OtherWindowError(
            f"expected a visitor of window {caller.window}, got {ticket.number} at window "
            f"{ticket.window}; leave the documents to that window",
            window=ticket.window,
        )
    return ticket


def _person(sent: SentPerson | None) -> Person | None:
    """Who asks; nobody when every line is left empty."""
    if sent is None or not (sent.name + sent.address + sent.contacts).strip():
        return None
    return Person(sent.name, sent.address or None, sent.contacts or None)


def _listed(asked: RequestsWanted) -> list[Request]:
    for name, value in (("state", asked.state), ("from", asked.first), ("to", asked.last)):
        if value is not None:
            expected = Phrase("nothing beside the field %(beside)s", beside="list")
            raise BadRequestError.of(name, expected, str(value))
    register = _register()
    lists = {
        "due": register.due_today,
        "overdue": register.overdue,
        "uncollected": register.uncollected,
    }
    return lists[asked.list or ""](asked.on or today())


def _found(asked: RequestsWanted) -> list[Request]:
    """Requests by state and days; whatever is still to be done is found however old it is."""
    if asked.on is not None:
        expected = Phrase("nothing without the field %(beside)s", beside="list")
        raise BadRequestError.of("on", expected, str(asked.on))
    state, first, last = asked.state, asked.first, asked.last
    endless = state is not None and state not in CLOSED
    if first is None and not endless:
        first = (last or today()) - LONGEST if state is not None else last or today()
    if first is not None:
        last = last or max(first, today())
        refuse_wrong_period(first, last)
    return _register().find(
        state=None if state is None else state.value, first_day=first, last_day=last
    )


def _register() -> Register:
    return app_context().queue.register


def _views(caller: Principal) -> RequestViews:
    return RequestViews(_register(), titles(), today(), caller.role)
