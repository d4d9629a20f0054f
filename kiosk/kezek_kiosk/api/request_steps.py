"""The commands in the life of a request, each with what it prints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from flask import Blueprint, Response
from msgspec import Meta
from msgspec.structs import asdict

from kezek_kiosk.access.roles import MAY_SERVE
from kezek_kiosk.api.answers import PREFIX, answer, titles, today
from kezek_kiosk.api.calls import call
from kezek_kiosk.api.request_views import RequestViews
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.declared_fields import Asked
from kezek_kiosk.web.field_types import Counts, Line, Reasons
from kezek_kiosk.web.principals import principal
from kezek_queue import Request, RequestState

blueprint = Blueprint("api_request_steps", __name__, url_prefix=f"{PREFIX}/requests")

ExpectedState = Annotated[
    RequestState,
    Meta(
        description="The state the caller believes; another one changes nothing: `stale_request`."
    ),
]


class StepBody(Asked, frozen=True):
    """A command of a request."""

    expected_state: ExpectedState | None = None


class WithReasons(StepBody, frozen=True, kw_only=True):
    """Why the papers come back, or the service is refused."""

    reasons: Reasons


class Issue(StepBody, frozen=True):
    """A result given out."""

    documents: Annotated[
        Counts | None,
        Meta(
            description="What the visitor showed; checked against the standard where told: "
            "`documents_not_shown`."
        ),
    ] = None


class Extend(StepBody, frozen=True, kw_only=True):
    """A term prolonged."""

    which: Annotated[int, Meta(ge=0, le=99, description="Its place in the standard's list.")]
    reason: Line


@blueprint.post("/<number>/send")
@call("sendRequest", StepBody, may=MAY_SERVE, gives="ChangedRequest", refuses=(422,))
def send(asked: StepBody, number: str) -> Response:
    """The papers go to the authority."""
    return _stepped(number, app_context().queue.register.send, asked)


@blueprint.post("/<number>/return")
@call("returnFromAuthority", WithReasons, may=MAY_SERVE, gives="ChangedRequest", refuses=(422,))
def return_from_authority(asked: WithReasons, number: str) -> Response:
    """The authority sent the papers back; the visitor's notice is printed."""
    return _stepped(number, app_context().queue.register.return_from_authority, asked)


@blueprint.post("/<number>/correct")
@call("correctRequest", StepBody, may=MAY_SERVE, gives="ChangedRequest", refuses=(422,))
def correct(asked: StepBody, number: str) -> Response:
    """The visitor mended the papers."""
    return _stepped(number, app_context().queue.register.correct, asked)


@blueprint.post("/<number>/ready")
@call("readyRequest", StepBody, may=MAY_SERVE, gives="ChangedRequest", refuses=(422,))
def ready(asked: StepBody, number: str) -> Response:
    """The result lies in the office."""
    return _stepped(number, app_context().queue.register.ready, asked)


@blueprint.post("/<number>/issue")
@call("issueRequest", Issue, may=MAY_SERVE, gives="ChangedRequest", refuses=(422,))
def issue(asked: Issue, number: str) -> Response:
    """The visitor got the result, and showed what the body tells."""
    return _stepped(number, app_context().queue.register.issue, asked)


@blueprint.post("/<number>/refuse")
@call("refuseRequest", WithReasons, may=MAY_SERVE, gives="ChangedRequest", refuses=(422,))
def refuse(asked: WithReasons, number: str) -> Response:
    """The service is refused, with its reasons."""
    return _stepped(number, app_context().queue.register.refuse, asked)


@blueprint.post("/<number>/extend")
@call("extendRequest", Extend, may=MAY_SERVE, gives="ChangedRequest", refuses=(422,))
def extend(asked: Extend, number: str) -> Response:
    """The term is prolonged as the standard allows; the visitor's notice is printed."""
    return _stepped(number, app_context().queue.register.extend, asked)


@blueprint.post("/<number>/hand_over")
@call("handOverResult", StepBody, may=MAY_SERVE, gives="ChangedRequest", refuses=(422,))
def hand_over(asked: StepBody, number: str) -> Response:
    """An unclaimed result goes to the authority."""
    return _stepped(number, app_context().queue.register.hand_over, asked)


def _stepped(number: str, command: Callable[..., Request], asked: StepBody) -> Response:
    """Give a request one of its commands, and answer with what was printed for it."""
    values: dict[str, Any] = asdict(asked)
    expected = values.pop("expected_state")
    caller, register = principal(), app_context().queue.register
    before = register.print_jobs(number)
    changed = command(
        number, **values, actor=caller.name,
        expected_state=None if expected is None else expected.value,
    )  # fmt: skip
    printed = [job for job in register.print_jobs(number) if job not in before]
    views = RequestViews(register, titles(), today(), caller.role)
    return answer({**views.one(changed), "print_jobs": printed})
