"""Who did something, as people call them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.principals import token_of

ACTORS: Mapping[str, Any] = {
    "kiosk": _("Ticket kiosk"),
    "phone": _("Visitor's phone"),
    "clock": _("Kezek itself"),
    "day": _("Kezek itself"),
    "watcher": _("Kezek, watching the limits"),
    "lease": _("Kezek, watching the printers"),
    "scheduler": _("Kezek itself"),
    "erasure": _("Kezek itself"),
    "system": _("Kezek itself"),
}
"""Who acts without being a person; people are called by the name of their account."""


def actor_name(actor: str) -> str:
    """An actor of the journal in words; a device by the label of its token and by its number."""
    token_id = token_of(actor)
    if token_id is None:
        return str(ACTORS.get(actor, actor))
    label = app_context().tokens.label(token_id)
    return f"{label} ({actor})" if label else actor
