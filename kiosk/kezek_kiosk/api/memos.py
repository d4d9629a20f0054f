"""The service memo: how to get a service, to read and to print."""

from __future__ import annotations

from flask import Blueprint, Response

from kezek_core.standards import edition_on
from kezek_kiosk.access.roles import MAY_ISSUE
from kezek_kiosk.api.answers import PREFIX, answer, today
from kezek_kiosk.web.context import services
from kezek_kiosk.web.inputs import (
    LANGUAGE,
    SLUG,
    body_fields,
    idempotency_key,
    query_fields,
)
from kezek_kiosk.web.limits import count_call
from kezek_kiosk.web.principals import require

blueprint = Blueprint("api_memos", __name__, url_prefix=PREFIX)


@blueprint.get("/services/<service>/memo")
def show(service: str) -> Response:
    """The memo of a service; open to everybody, like the poster on the wall."""
    language = query_fields("language").get("language", LANGUAGE, "kk")
    queue = services().queue
    memo = queue.memo(service, language)
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
def print_memo() -> Response:
    """Print the memo of a service; the same key again prints nothing."""
    caller = require(MAY_ISSUE)
    fields = body_fields("service", "language", "idempotency_key")
    service = fields.get("service", SLUG)
    language = fields.get("language", LANGUAGE, "kk")
    count_call("memos", caller)
    job = services().queue.print_memo(
        service, language=language, idempotency_key=idempotency_key(fields), actor=caller.name
    )
    return answer({"print_job": job}, 201)
