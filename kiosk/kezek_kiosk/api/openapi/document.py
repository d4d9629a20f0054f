"""The OpenAPI 3.1 document of the API, put together from its parts."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from types import ModuleType
from typing import Any, Final

from kezek_kiosk.api.openapi import (
    devices as openapi_devices,
)
from kezek_kiosk.api.openapi import (
    memos as openapi_memos,
)
from kezek_kiosk.api.openapi import (
    office_day as openapi_office_day,
)
from kezek_kiosk.api.openapi import (
    paths as openapi_paths,
)
from kezek_kiosk.api.openapi import (
    pick_up as openapi_pick_up,
)
from kezek_kiosk.api.openapi import (
    register as openapi_register,
)
from kezek_kiosk.api.openapi import (
    reports as openapi_reports,
)
from kezek_kiosk.api.openapi import (
    schemas as openapi_schemas,
)
from kezek_kiosk.api.openapi import (
    surveys as openapi_surveys,
)
from kezek_kiosk.api.openapi import (
    virtual_hardware as openapi_virtual_hardware,
)
from kezek_kiosk.web.error_messages import SENTENCES, STATUSES

DESCRIPTION = """\
Tickets, windows, requests, complaints, journal and reports of one office. Errors are problem
documents (RFC 9457) whose `code` is stable and whose `detail` says what to do in the language of
`Accept-Language`. Personal data travel in bodies alone.
Commands carry `Authorization: Bearer TOKEN`, or the session cookie with `X-CSRFToken`.
"""

PARTS: Final[tuple[ModuleType, ...]] = (
    openapi_reports,
    openapi_register,
    openapi_memos,
    openapi_pick_up,
    openapi_surveys,
    openapi_devices,
    openapi_office_day,
    openapi_virtual_hardware,
)
"""Modules with ``paths()`` and ``SCHEMAS``, each of one subject, in the order of the document."""


@cache
def document() -> dict[str, Any]:
    """The whole document; every route below /api/v1 is in it."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Kezek", "version": version("kezek"), "description": DESCRIPTION},
        "servers": [{"url": "/api/v1"}],
        "paths": {
            **openapi_paths.paths(),
            **{address: calls for part in PARTS for address, calls in part.paths().items()},
        },
        "components": {
            "schemas": {
                **openapi_schemas.SCHEMAS,
                **{name: shape for part in PARTS for name, shape in part.SCHEMAS.items()},
            },
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "kezek"},
            },
        },
        "x-error-codes": {
            code: {"status": STATUSES.get(code, 500), "sentence": sentences[-1]}
            for code, sentences in SENTENCES.items()
        },
    }
