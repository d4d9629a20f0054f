"""The words that the scripts of all staff pages need, in the page's language."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _


def shared_texts() -> dict[str, Any]:
    """What a script says of faults and limits; it fills in ``%(number)s`` itself."""
    return {
        "not_confirmed": _(
            "No answer from the server. Nothing is lost: look at the page when the connection "
            "is back, and press again if the command was not carried out."
        ),
        "refused": _("The server could not do this. Look at the page and press again."),
        "warnings": {
            "limit_near": _("Ticket %(number)s is near its limit.", number="%(number)s"),
            "limit_reached": _("Ticket %(number)s has exceeded its limit.", number="%(number)s"),
        },
    }
