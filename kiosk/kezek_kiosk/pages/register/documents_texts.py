"""The words that the script of the documents needs, in the page's language."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from kezek_core.dates import day_pattern, months_in
from kezek_kiosk.web.i18n import page_language


def documents_texts() -> dict[str, Any]:
    """Sentences by what they are for; ``%(name)s`` is filled in by the script."""
    return {
        "label": _("Documents"),
        "months": _months(),
        "day": day_pattern(page_language()),
        "tenge": _("%(amount)s tenge", amount="%(amount)s"),
        "needed": {
            "name": _("Type the name: the receipt must state it."),
            "contacts": _("Type a telephone number or an e-mail: the receipt must state it."),
            "paid_on": _("Choose the day on which the state duty was paid."),
            "name_for_address": _("Type the name too, or clear the address."),
            "shown": _("Tick what the visitor has shown: the act asks for it at collection."),
            "inspector": _("Type who takes the documents: the receipt must state it."),
        },
        "duty": {
            "unknown": _(
                "The duty of that day is not known. Check the date on the bank's receipt; if it "
                "is right, ask the administrator to add the index of that year."
            ),
            "future": _("That day is still to come. Read the date from the bank's receipt."),
        },
        "print": _print_texts(),
        "elsewhere": _(
            "The visitor at the window has changed. This form still belongs to %(number)s.",
            number="%(number)s",
        ),
        "scanned": _(
            "A receipt was scanned: %(number)s. The form is as it was.", number="%(number)s"
        ),
        "taken": _("Taken. Request %(number)s.", number="%(number)s"),
        "refused": _("Not taken. The refusal receipt is on its way to the printer."),
        "not_sent": _("No answer from the server. Nothing typed is lost: press the button again."),
        "unsure": _(
            "No answer from the server, so nobody knows yet whether the documents are "
            "registered. Press the button again: nothing is registered twice."
        ),
        "sign_in": _("Sign in"),
        "signed_out": _("You are signed out. Sign in on a new page, come back and press again."),
    }


def _print_texts() -> dict[str, str]:
    return {
        "pending": _("The receipt is being printed"),
        "leased": _("The receipt is being printed"),
        "printed": _("The receipt is printed"),
        "late": _(
            "The receipt is not printed yet. Look at the printer: paper, cover, cable, power. It "
            "is printed as soon as the printer works."
        ),
        "uncertain": _(
            "Nobody knows whether the receipt came out. Look at the printer; print it again if it "
            "is not there."
        ),
        "unprintable": _(
            "This paper has a letter that the printer cannot print, so nothing came out. Tell the "
            "administrator."
        ),
        "unknown": _("The server cannot be asked about the printer now. Look at the printer."),
        "pending_refusal": _("The refusal receipt is being printed, two copies"),
        "leased_refusal": _("The refusal receipt is being printed, two copies"),
        "printed_refusal": _("Both copies of the refusal receipt are printed"),
        "late_refusal": _(
            "The refusal receipt is not printed yet. Look at the printer: paper, cover, cable, "
            "power. Both copies are printed as soon as the printer works."
        ),
        "uncertain_refusal": _(
            "Nobody knows whether both copies came out. Look at the printer; print them again if "
            "one is missing."
        ),
    }


def _months() -> list[str]:
    return list(months_in(page_language()))
