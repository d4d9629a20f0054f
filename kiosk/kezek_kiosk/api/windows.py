"""The commands of a window; ``expected_ticket`` makes a double press harmless."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from msgspec import UNSET, Meta, UnsetType

from kezek_kiosk.api.answers import PREFIX, answer, titles
from kezek_kiosk.api.calls import call
from kezek_kiosk.api.own_visitors import require_own_visitor
from kezek_kiosk.api.views import window_answer_json
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.declared_fields import Asked
from kezek_kiosk.web.field_types import Instant, Slug
from kezek_kiosk.web.principals import principal, require_window
from kezek_queue.values import ANY, Expected, WindowAnswer

blueprint = Blueprint("api_windows", __name__, url_prefix=f"{PREFIX}/windows")

ExpectedTicket = Annotated[
    Slug,
    Meta(
        description="Ticket id the caller believes at the window; null: nobody; left out: no check."
    ),
]


class WindowOrder(Asked, frozen=True):
    """A command of a window."""

    expected_ticket: ExpectedTicket | UnsetType | None = UNSET

    @property
    def expected(self) -> Expected:
        """The ticket the page shows at the window: None for nobody, ANY for no check."""
        return ANY if self.expected_ticket is UNSET else self.expected_ticket


class Recall(WindowOrder, frozen=True):
    """Whom to call again."""

    ticket: Annotated[Slug | None, Meta(description="A held ticket, called to this window.")] = None


class Transfer(WindowOrder, frozen=True, kw_only=True):
    """Where to send the visitor."""

    service: Slug


class Hold(WindowOrder, frozen=True):
    """Until when to put somebody off."""

    until: Instant | None = None
    ticket: Annotated[Slug | None, Meta(description="A waiting ticket instead.")] = None


@blueprint.get("/<int(max=9999):window>")
@call("showWindow", gives="WindowAnswer")
def show(window: int) -> Response:
    """One window and who is there."""
    return answer(window_answer_json(app_context().queue.window(window), titles()))


@blueprint.post("/<int(max=9999):window>/next")
@call("nextAtWindow", WindowOrder, may=require_window, gives="WindowAnswer", refuses=(422,))
def call_next(asked: WindowOrder, window: int) -> Response:
    """Close the visit at the window and call the next visitor."""
    queue = app_context().queue
    return _answered(
        queue.call_next(window, actor=principal().name, expected_ticket=asked.expected)
    )


@blueprint.post("/<int(max=9999):window>/recall")
@call("recallAtWindow", Recall, may=require_window, gives="WindowAnswer", refuses=(422,))
def recall(asked: Recall, window: int) -> Response:
    """Call the same number again, or a held one (``ticket``) to this window."""
    queue, actor = app_context().queue, principal().name
    if asked.ticket is not None:
        require_own_visitor(asked.ticket)
        return _answered(queue.recall_held(window, asked.ticket, actor=actor))
    return _answered(queue.recall(window, actor=actor, expected_ticket=asked.expected))


@blueprint.post("/<int(max=9999):window>/start")
@call("startAtWindow", WindowOrder, may=require_window, gives="WindowAnswer", refuses=(422,))
def start(asked: WindowOrder, window: int) -> Response:
    """The visitor has come: service starts, the wait ends."""
    queue = app_context().queue
    return _answered(queue.start(window, actor=principal().name, expected_ticket=asked.expected))


@blueprint.post("/<int(max=9999):window>/finish")
@call("finishAtWindow", WindowOrder, may=require_window, gives="WindowAnswer", refuses=(422,))
def finish(asked: WindowOrder, window: int) -> Response:
    """The visit is over."""
    queue = app_context().queue
    return _answered(queue.finish(window, actor=principal().name, expected_ticket=asked.expected))


@blueprint.post("/<int(max=9999):window>/no_show")
@call("noShowAtWindow", WindowOrder, may=require_window, gives="WindowAnswer", refuses=(422,))
def no_show(asked: WindowOrder, window: int) -> Response:
    """Nobody came to the call."""
    queue = app_context().queue
    return _answered(queue.no_show(window, actor=principal().name, expected_ticket=asked.expected))


@blueprint.post("/<int(max=9999):window>/undo")
@call("undoAtWindow", WindowOrder, may=require_window, gives="WindowAnswer", refuses=(422,))
def undo(asked: WindowOrder, window: int) -> Response:
    """The last no-show of this window was pressed by mistake."""
    queue = app_context().queue
    return _answered(
        queue.undo_no_show(window, actor=principal().name, expected_ticket=asked.expected)
    )


@blueprint.post("/<int(max=9999):window>/transfer")
@call("transferAtWindow", Transfer, may=require_window, gives="WindowAnswer", refuses=(422,))
def transfer(asked: Transfer, window: int) -> Response:
    """Send the visitor on to another service; the legal clock goes on."""
    return _answered(
        app_context().queue.transfer(
            window, service=asked.service, actor=principal().name, expected_ticket=asked.expected
        )
    )


@blueprint.post("/<int(max=9999):window>/hold")
@call("holdAtWindow", Hold, may=require_window, gives="WindowAnswer", refuses=(422,))
def hold(asked: Hold, window: int) -> Response:
    """Put the called visitor off, or a waiting one (``ticket``); the legal clock goes on."""
    queue, caller = app_context().queue, principal()
    if asked.ticket is not None:
        require_own_visitor(asked.ticket)
        queue.hold_ticket(asked.ticket, until=asked.until, actor=caller.name)
        return _answered(queue.window(window))
    return _answered(
        queue.hold(window, until=asked.until, actor=caller.name, expected_ticket=asked.expected)
    )


@blueprint.post("/<int(max=9999):window>/pause")
@call("pauseAtWindow", WindowOrder, may=require_window, gives="WindowAnswer", refuses=(422,))
def pause(asked: WindowOrder, window: int) -> Response:
    """The window calls nobody for a while."""
    actor = principal().name
    queue = app_context().queue
    return _answered(queue.pause(window, actor=actor, expected_ticket=asked.expected))


@blueprint.post("/<int(max=9999):window>/resume")
@call("resumeAtWindow", WindowOrder, may=require_window, gives="WindowAnswer", refuses=(422,))
def resume(asked: WindowOrder, window: int) -> Response:
    """The pause is over."""
    actor = principal().name
    queue = app_context().queue
    return _answered(queue.resume(window, actor=actor, expected_ticket=asked.expected))


@blueprint.post("/<int(max=9999):window>/open")
@call("openAtWindow", WindowOrder, may=require_window, gives="WindowAnswer", refuses=(422,))
def open_window(asked: WindowOrder, window: int) -> Response:
    """Somebody sits down at the window."""
    actor = principal().name
    queue = app_context().queue
    return _answered(queue.open_window(window, actor=actor, expected_ticket=asked.expected))


@blueprint.post("/<int(max=9999):window>/close")
@call("closeAtWindow", WindowOrder, may=require_window, gives="WindowAnswer", refuses=(422,))
def close_window(asked: WindowOrder, window: int) -> Response:
    """Nobody sits at the window any more."""
    actor = principal().name
    queue = app_context().queue
    return _answered(queue.close_window(window, actor=actor, expected_ticket=asked.expected))


def _answered(found: WindowAnswer) -> Response:
    return answer(window_answer_json(found, titles()))
