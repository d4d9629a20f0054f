"""What a scanner has read: told by the agent that owns it, taken by the screen beside it."""

from __future__ import annotations

from flask import Blueprint, Response

from kezek_kiosk.access.roles import MAY_PRINT
from kezek_kiosk.api.answers import PREFIX, nothing
from kezek_kiosk.web.context import services
from kezek_kiosk.web.inputs import CODE, SLUG, body_fields
from kezek_kiosk.web.principals import require_device

blueprint = Blueprint("api_scans", __name__, url_prefix=f"{PREFIX}/scans")


@blueprint.post("")
def tell() -> Response:
    """A code was read; the screen has a few seconds to take it, nothing keeps it longer."""
    require_device(MAY_PRINT)
    fields = body_fields("code", "screen")
    services().scans.put(fields.get("screen", SLUG), fields.get("code", CODE))
    return nothing()
