"""What a scanner has read: told by the agent that owns it, taken by the screen beside it."""

from __future__ import annotations

from flask import Blueprint, Response

from kezek_kiosk.access.roles import MAY_PRINT
from kezek_kiosk.api.answers import PREFIX, nothing
from kezek_kiosk.api.calls import call, noted
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.declared_fields import Asked
from kezek_kiosk.web.field_types import Code, Slug
from kezek_kiosk.web.principals import device_of

blueprint = Blueprint("api_scans", __name__, url_prefix=f"{PREFIX}/scans")


class ScanBody(Asked, frozen=True):
    """What was read, and the screen beside the scanner."""

    code: Code
    screen: Slug


@blueprint.post("")
@call("tellScan", ScanBody, may=device_of(MAY_PRINT), gives=(noted("Handed to the screen."),))
def tell(scan: ScanBody) -> Response:
    """A code was read; the screen has a few seconds to take it, nothing keeps it longer."""
    app_context().scans.put(scan.screen, scan.code)
    return nothing()
