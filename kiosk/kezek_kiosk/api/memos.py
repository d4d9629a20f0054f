"""The service memo: how to get a service, to read and to print."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from msgspec import Meta

from kezek_core.standards import edition_on
from kezek_kiosk.access.roles import MAY_ISSUE
from kezek_kiosk.api.answers import PREFIX, answer, today
from kezek_kiosk.api.calls import Gives, call, made
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.declared_fields import Asked
from kezek_kiosk.web.field_types import Key, Language, Slug
from kezek_kiosk.web.limits import count_call
from kezek_kiosk.web.principals import principal

blueprint = Blueprint("api_memos", __name__, url_prefix=PREFIX)


class MemoLanguage(Asked, frozen=True):
    """The language of a memo."""

    language: Annotated[
        Language, Meta(description="Of the paper; the JSON has every language.")
    ] = "kk"


class MemoOrder(Asked, frozen=True):
    """A memo to print."""

    service: Slug
    language: Language = "kk"
    idempotency_key: Key | None = None


@blueprint.get("/services/<service>/memo")
@call("showMemo", MemoLanguage, gives=(Gives("Memo", "As of today."),), refuses=(422,))
def show(asked: MemoLanguage, service: str) -> Response:
    """How to get a service: the memo of annex 5 of Rules 126, open to everybody."""
    queue = app_context().queue
    memo = queue.memo(service, asked.language)
    standard = queue.standards.get(queue.office.services[service].standard)
    return answer(
        {
            "service": service,
            "standard": standard.id,
            "edition": edition_on(standard, today()).name,
            "memo": memo.to_json(),
        }
    )


@blueprint.post("/memos")
@call(
    "printMemo", MemoOrder, may=MAY_ISSUE, refuses=(422, 429),
    gives=made("PrintedMemo", "The print job of the memo."),
)  # fmt: skip
def print_memo(order: MemoOrder) -> Response:
    """Print the memo of a service; the same key again prints nothing."""
    caller = principal()
    count_call("memos", caller)
    job = app_context().queue.print_memo(
        order.service, language=order.language, idempotency_key=order.idempotency_key,
        actor=caller.name,
    )  # fmt: skip
    return answer({"print_job": job}, 201)
