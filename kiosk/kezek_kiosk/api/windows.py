"""The commands of a window; ``expected_ticket`` makes a double press harmless."""

from __future__ import annotations

from flask import Blueprint, Response

from kezek_kiosk.access.roles import MAY_SERVE_ANY_WINDOW
from kezek_kiosk.api.answers import PREFIX, answer, titles
from kezek_kiosk.api.views import window_answer_json
from kezek_kiosk.errors import OtherWindowError
from kezek_kiosk.web.context import services
from kezek_kiosk.web.inputs import INSTANT, SLUG, Fields, body_fields, query_fields
from kezek_kiosk.web.principals import Principal, require_window
from kezek_queue.values import ANY, Expected, WindowAnswer

blueprint = Blueprint("api_windows", __name__, url_prefix=f"{PREFIX}/windows")


@blueprint.get("/<int(max=9999):window>")
def show(window: int) -> Response:
    """One window and who is there."""
    query_fields()
    return answer(window_answer_json(services().queue.window(window), titles()))


@blueprint.post("/<int(max=9999):window>/next")
def call_next(window: int) -> Response:
    """Close the visit at the window and call the next visitor."""
    caller, fields = _command(window)
    return _answered(
        services().queue.call_next(window, actor=caller.name, expected_ticket=_expected(fields))
    )


@blueprint.post("/<int(max=9999):window>/recall")
def recall(window: int) -> Response:
    """Call the same number again, or a held one (``ticket``) to this window."""
    caller, fields = _command(window, "ticket")
    held = fields.get("ticket", SLUG, None)
    if held is not None:
        return _answered(services().queue.recall_held(window, held, actor=caller.name))
    return _answered(
        services().queue.recall(window, actor=caller.name, expected_ticket=_expected(fields))
    )


@blueprint.post("/<int(max=9999):window>/start")
def start(window: int) -> Response:
    """The visitor has come: service starts, the wait ends."""
    caller, fields = _command(window)
    return _answered(
        services().queue.start(window, actor=caller.name, expected_ticket=_expected(fields))
    )


@blueprint.post("/<int(max=9999):window>/finish")
def finish(window: int) -> Response:
    """The visit is over."""
    caller, fields = _command(window)
    return _answered(
        services().queue.finish(window, actor=caller.name, expected_ticket=_expected(fields))
    )


@blueprint.post("/<int(max=9999):window>/no_show")
def no_show(window: int) -> Response:
    """Nobody came to the call."""
    caller, fields = _command(window)
    return _answered(
        services().queue.no_show(window, actor=caller.name, expected_ticket=_expected(fields))
    )


@blueprint.post("/<int(max=9999):window>/undo")
def undo(window: int) -> Response:
    """The last no-show of this window was pressed by mistake."""
    caller, fields = _command(window)
    return _answered(
        services().queue.undo_no_show(window, actor=caller.name, expected_ticket=_expected(fields))
    )


@blueprint.post("/<int(max=9999):window>/transfer")
def transfer(window: int) -> Response:
    """Send the visitor on to another service; the legal clock goes on."""
    caller, fields = _command(window, "service")
    service = fields.get("service", SLUG)
    return _answered(
        services().queue.transfer(
            window, service=service, actor=caller.name, expected_ticket=_expected(fields)
        )
    )


@blueprint.post("/<int(max=9999):window>/hold")
def hold(window: int) -> Response:
    """Put the called visitor off, or a waiting one (``ticket``); the legal clock goes on."""
    caller, fields = _command(window, "until", "ticket")
    until = fields.get("until", INSTANT, None)
    waiting = fields.get("ticket", SLUG, None)
    queue = services().queue
    if waiting is not None:
        _refuse_other_windows(caller, waiting)
        queue.hold_ticket(waiting, until=until, actor=caller.name)
        return _answered(services().queue.window(window))
    return _answered(
        queue.hold(window, until=until, actor=caller.name, expected_ticket=_expected(fields))
    )


@blueprint.post("/<int(max=9999):window>/pause")
def pause(window: int) -> Response:
    """The window calls nobody for a while."""
    caller, _ = _command(window)
    return _answered(services().queue.pause(window, actor=caller.name))


@blueprint.post("/<int(max=9999):window>/resume")
def resume(window: int) -> Response:
    """The pause is over."""
    caller, _ = _command(window)
    return _answered(services().queue.resume(window, actor=caller.name))


@blueprint.post("/<int(max=9999):window>/open")
def open_window(window: int) -> Response:
    """Somebody sits down at the window."""
    caller, _ = _command(window)
    return _answered(services().queue.open_window(window, actor=caller.name))


@blueprint.post("/<int(max=9999):window>/close")
def close_window(window: int) -> Response:
    """Nobody sits at the window any more."""
    caller, _ = _command(window)
    return _answered(services().queue.close_window(window, actor=caller.name))


def _command(window: int, *more: str) -> tuple[Principal, Fields]:
    caller = require_window(window)
    return caller, body_fields("expected_ticket", *more)


def _expected(fields: Fields) -> Expected:
    """The ticket the page shows at the window: null for nobody, left out for no check."""
    if not fields.has("expected_ticket"):
        return ANY
    expected: str | None = fields.get("expected_ticket", SLUG, None)
    return expected


def _refuse_other_windows(caller: Principal, ticket_id: str) -> None:
    ticket = services().queue.ticket(ticket_id)
    at_other = ticket.window is not None and ticket.window != caller.window
    if caller.role in MAY_SERVE_ANY_WINDOW or not at_other or ticket.state.value != "called":
        return
    raise OtherWindowError(
        f"expected a ticket that waits, got {ticket.number} at window {ticket.window}; "
        "leave it to that window",
        window=ticket.window,
    )


def _answered(found: WindowAnswer) -> Response:
    return answer(window_answer_json(found, titles()))
