"""The request register: documents taken, the life of a request, its lists; names in bodies only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from flask import Blueprint, Response

from kezek_core.tickets import AT_WINDOW
from kezek_kiosk.access.roles import (
    MAY_LOOK_UP,
    MAY_SEE_PEOPLE,
    MAY_SERVE,
    MAY_SERVE_ANY_WINDOW,
)
from kezek_kiosk.api.answers import PREFIX, answer, titles, today
from kezek_kiosk.api.request_views import RequestViews
from kezek_kiosk.errors import NoWindowChosenError, OtherWindowError
from kezek_kiosk.upkeep.erasure import erase_request
from kezek_kiosk.web.context import services
from kezek_kiosk.web.inputs import (
    COUNTS,
    DAY,
    LANGUAGE,
    LINE,
    REASONS,
    SLUG,
    SLUGS,
    Fields,
    Form,
    body_fields,
    idempotency_key,
    one_of,
    query_fields,
    whole,
    wrong_field,
)
from kezek_kiosk.web.limits import count_receipt
from kezek_kiosk.web.principals import Principal, require, require_window
from kezek_queue import Person, Request, RequestState, Ticket
from kezek_queue.register import CLOSED, Register

blueprint = Blueprint("api_requests", __name__, url_prefix=f"{PREFIX}/requests")

STATE = one_of([state.value for state in RequestState])
LISTS = ("due", "overdue", "uncollected")
LONGEST = timedelta(days=366)
MOST_WINDOW = 9999
MOST_PLACE = 99
"""Of an extension in a standard's list."""

NOTHING: Mapping[str, Form] = MappingProxyType({})

Step = Callable[..., Request]


@dataclass(frozen=True, slots=True)
class _HandIn:
    """What came with documents, read and checked against the caller."""

    fields: Fields
    caller: Principal
    window: int | None
    ticket: Ticket | None

    @property
    def language(self) -> str:
        """The language told, else that of the visitor's ticket."""
        usual = "kk" if self.ticket is None else self.ticket.language
        language: str = self.fields.get("language", LANGUAGE, usual)
        return language


@blueprint.post("")
def accept() -> Response:
    """Take documents; an incomplete set is answered with what is missing, and two papers."""
    hand_in = _hand_in()
    fields = hand_in.fields
    found = _register().accept(
        fields.get("service", SLUG),
        person=_person(fields),
        documents=fields.get("documents", COUNTS, {}),
        applies=fields.get("applies", SLUGS, ()),
        window=hand_in.window,
        inspector=fields.get("inspector", LINE, "").strip() or hand_in.caller.name,
        actor=hand_in.caller.name,
        ticket_id=None if hand_in.ticket is None else hand_in.ticket.id,
        paid_on=fields.get("paid_on", DAY, None),
        language=hand_in.language,
        idempotency_key=idempotency_key(fields),
    )
    return answer(_views(hand_in.caller).acceptance(found), 200 if found.repeated else 201)


@blueprint.get("")
def find() -> Response:
    """A list of the supervisor's, or requests by state and day of acceptance."""
    caller = require(MAY_SERVE)
    fields = query_fields("list", "on", "state", "from", "to")
    wanted = fields.get("list", one_of(LISTS), None)
    found = _listed(fields, wanted) if wanted is not None else _found(fields)
    return answer({"requests": _views(caller).many(found)})


@blueprint.get("/<number>")
def show(number: str) -> Response:
    """One request as it stands."""
    caller = require(MAY_LOOK_UP)
    query_fields()
    count_receipt(caller)
    return answer(_views(caller).one(_register().get(number)))


@blueprint.post("/<number>/send")
def send(number: str) -> Response:
    """The papers go to the authority."""
    return _stepped(number, _register().send)


@blueprint.post("/<number>/return")
def return_from_authority(number: str) -> Response:
    """The authority sent the papers back."""
    return _stepped(number, _register().return_from_authority, reasons=REASONS)


@blueprint.post("/<number>/correct")
def correct(number: str) -> Response:
    """The visitor mended the papers."""
    return _stepped(number, _register().correct)


@blueprint.post("/<number>/ready")
def ready(number: str) -> Response:
    """The result lies in the office."""
    return _stepped(number, _register().ready)


@blueprint.post("/<number>/issue")
def issue(number: str) -> Response:
    """The visitor got the result, and showed what the body tells."""
    return _stepped(number, _register().issue, may_tell={"documents": COUNTS})


@blueprint.post("/<number>/refuse")
def refuse(number: str) -> Response:
    """The service is refused, with its reasons."""
    return _stepped(number, _register().refuse, reasons=REASONS)


@blueprint.post("/<number>/extend")
def extend(number: str) -> Response:
    """The term is prolonged as the standard allows."""
    return _stepped(number, _register().extend, which=whole(0, MOST_PLACE), reason=LINE)


@blueprint.post("/<number>/hand_over")
def hand_over(number: str) -> Response:
    """An unclaimed result goes to the authority."""
    return _stepped(number, _register().hand_over)


@blueprint.post("/<number>/reprint")
def reprint(number: str) -> Response:
    """Print the receipt again, marked as a copy."""
    caller = require(MAY_SERVE)
    body_fields()
    job = _register().reprint(number, actor=caller.name)
    return answer({**_views(caller).one(_register().get(number)), "print_jobs": [job]})


@blueprint.get("/<number>/person")
def person(number: str) -> Response:
    """Everything held of one person's request, or of a refusal by its id."""
    require(MAY_SEE_PEOPLE)
    query_fields()
    return answer(_register().export(number))


@blueprint.post("/<number>/erase")
def erase(number: str) -> Response:
    """Erase whatever names a person in a closed request, or in a refusal by its id."""
    caller = require(MAY_SEE_PEOPLE)
    body_fields()
    return answer({"erased": erase_request(services(), number, actor=caller.name)})


def _hand_in() -> _HandIn:
    caller = require(MAY_SERVE)
    fields = body_fields(
        "service", "ticket", "window", "language", "person", "documents", "applies", "inspector",
        "paid_on", "idempotency_key",
    )  # fmt: skip
    window = _window(caller, fields.get("window", whole(0, MOST_WINDOW), None))
    return _HandIn(fields, caller, window, _visitor(caller, fields.get("ticket", SLUG, None)))


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
    ticket = services().queue.ticket(ticket_id)
    at_other = ticket.state in AT_WINDOW and ticket.window != caller.window
    if at_other and caller.role not in MAY_SERVE_ANY_WINDOW:
        raise OtherWindowError(
            f"expected a visitor of window {caller.window}, got {ticket.number} at window "
            f"{ticket.window}; leave the documents to that window",
            window=ticket.window,
        )
    return ticket


def _person(fields: Fields) -> Person | None:
    """Who asks; nobody when every line is left empty."""
    inner = fields.inner("person", "name", "address", "contacts")
    if inner is None:
        return None
    name, address, contacts = (
        inner.get(f"person.{each}", LINE, "") for each in ("name", "address", "contacts")
    )
    if not (name + address + contacts).strip():
        return None
    return Person(name, address or None, contacts or None)


def _stepped(
    number: str, command: Step, may_tell: Mapping[str, Form] = NOTHING, **forms: Form
) -> Response:
    """Give a request one of its commands, and answer with what was printed for it."""
    caller = require(MAY_SERVE)
    fields = body_fields("expected_state", *forms, *may_tell)
    expected = fields.get("expected_state", STATE, None)
    told = {name: fields.get(name, form) for name, form in forms.items()}
    told |= {name: fields.get(name, form, None) for name, form in may_tell.items()}
    register = _register()
    before = register.print_jobs(number)
    changed = command(number, **told, actor=caller.name, expected_state=expected)
    printed = [job for job in register.print_jobs(number) if job not in before]
    return answer({**_views(caller).one(changed), "print_jobs": printed})


def _listed(fields: Fields, wanted: str) -> list[Request]:
    for name in ("state", "from", "to"):
        if fields.has(name):
            raise wrong_field(name, "no such field beside list", "one")
    on = fields.get("on", DAY, today())
    register = _register()
    lists = {
        "due": register.due_today,
        "overdue": register.overdue,
        "uncollected": register.uncollected,
    }
    return lists[wanted](on)


def _found(fields: Fields) -> list[Request]:
    """Requests by state and days; whatever is still to be done is found however old it is."""
    if fields.has("on"):
        raise wrong_field("on", "no such field without list", "one")
    state = fields.get("state", STATE, None)
    first, last = fields.get("from", DAY, None), fields.get("to", DAY, None)
    endless = state is not None and RequestState(state) not in CLOSED
    if first is None and not endless:
        first = (last or today()) - LONGEST if state is not None else last or today()
    return _register().find(state=state, first_day=first, last_day=_last(first, last))


def _last(first: date | None, last: date | None) -> date | None:
    if first is None:
        return last
    end = max(first, today()) if last is None else last
    if end < first:
        raise wrong_field("to", f"a day from {first} on", end)
    if end - first > LONGEST:
        raise wrong_field("to", f"at most {LONGEST.days} days after from", end)
    return end


def _register() -> Register:
    return services().queue.register


def _views(caller: Principal) -> RequestViews:
    return RequestViews(_register(), titles(), today(), caller.role)
