"""The words the operator's script needs, in the page's language."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from kezek_kiosk.pages.staff.shared_texts import shared_texts


def operator_texts() -> dict[str, Any]:
    """Sentences by what they are for; ``%(number)s`` is filled in by the script."""
    return {
        **shared_texts(),
        "labels": {
            "next": {
                "empty": "",
                "called": _("Start the service or mark the visitor as not come first"),
                "serving": _("Also finishes this visit"),
            },
            "pause": {"open": _("Pause"), "paused": _("Resume"), "closed": _("Open the window")},
        },
        "not_now": _not_now(),
        "no_show": _no_show(),
        "keys": {
            "press": _("Press the new key. Esc leaves the old one."),
            "taken": _("The page needs that key itself. Press another one."),
            "kept": _("Done. The key is remembered."),
            "swapped": _("Done. The two commands have swapped their keys."),
            "restored": _("Done. The usual keys are back."),
        },
    }


def _no_show() -> dict[str, dict[str, str]]:
    """What is missing before a visitor may be marked as not come; seconds are filled in."""
    return {
        "recall": {
            "now": _("counts now"),
            "later": _("counts in %(seconds)s s"),
        },
        "no_show": {
            "call": _("after one more call"),
            "later": _("in %(seconds)s s"),
        },
        "refused": {
            "call": _("Call again first, then mark the visitor as not come."),
            "call_later": _("Call again in %(call)s s. Not come can be marked in %(seconds)s s."),
            "call_now": _("Call again now. Not come can be marked in %(seconds)s s."),
            "later": _("The visitor may still be coming. Not come can be marked in %(seconds)s s."),
        },
        "heard": {"ready": _("The visitor can be marked as not come now.")},
    }


def _not_now() -> dict[str, str]:
    """Why a key does nothing now, and what to do first."""
    nobody_called = _("Nobody has been called. Press Next first.")
    nobody_served = _("Nobody is being served. Start the service first.")
    return {
        "next": _(
            "Next cannot be pressed now: the window is paused, or the "
            "visitor who was called is still expected."
        ),
        "recall": nobody_called,
        "start": nobody_called,
        "no_show": nobody_called,
        "hold": nobody_called,
        "finish": nobody_served,
        "transfer": nobody_served,
        "documents": nobody_called,
    }
