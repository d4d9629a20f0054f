"""What a service asks for at the window: documents, data of the applicant, duty, extensions."""

from __future__ import annotations

from flask import Blueprint, Response

from kezek_kiosk.api.answers import PREFIX, answer, today
from kezek_kiosk.api.calls import call
from kezek_kiosk.api.request_views import documents_json
from kezek_kiosk.web.context import app_context
from kezek_queue.office import service_of
from kezek_queue.register import KeptStandard

blueprint = Blueprint("api_service_documents", __name__, url_prefix=f"{PREFIX}/services")


@blueprint.get("/<service>/documents")
@call("listDocuments", gives="ServiceDocuments", refuses=(422,))
def documents(service: str) -> Response:
    """What a service asks for at the window today."""
    queue = app_context().queue
    on = today()
    found = service_of(queue.office, service)
    kept = KeptStandard.of(queue.standards.get(found.standard), on)
    return answer(documents_json(found.id, kept, queue.office, on))
