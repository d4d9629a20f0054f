"""What a service asks for at the window: documents, data of the applicant, duty, extensions."""

from __future__ import annotations

from flask import Blueprint, Response

from kezek_kiosk.api.answers import PREFIX, answer, today
from kezek_kiosk.inputs import query_fields
from kezek_kiosk.request_views import documents_json
from kezek_kiosk.services import services
from kezek_queue.office_services import service_of
from kezek_queue.register_edition import KeptStandard

blueprint = Blueprint("api_service_documents", __name__, url_prefix=f"{PREFIX}/services")


@blueprint.get("/<service>/documents")
def documents(service: str) -> Response:
    """The list of today's edition."""
    query_fields()
    queue = services().queue
    on = today()
    found = service_of(queue.office, service)
    kept = KeptStandard.of(queue.standards.get(found.standard), on)
    return answer(documents_json(found.id, kept, queue.office, on))
