"""Every sentence of the tablet's script, in every language at once: it switches without asking."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _

from kezek_kiosk.web.i18n import page_languages


def tablet_texts() -> dict[str, dict[str, str]]:
    """The sentences by language, then by the key that the script knows them by."""
    texts = {}
    for language in page_languages():
        with force_locale(language):
            texts[language] = _texts()
    return texts


def _texts() -> dict[str, str]:
    return {
        "coming": _("Thank you for coming"),
        "window": _("Window"),
        "asked": _("How were you served?"),
        "process": _("Are you satisfied with the way you were served?"),
        "information": _("Are you satisfied with the information on how to get the service?"),
        "politeness": _("Are you satisfied with the politeness of the staff?"),
        "complained": _("Have you complained to this office?"),
        "complaint_procedure": _("Are you satisfied with the way complaints are taken?"),
        "complaint_term": _("Are you satisfied with the time in which complaints are answered?"),
        "satisfied": _("Satisfied"),
        "not_satisfied": _("Not satisfied"),
        "yes": _("Yes, I have"),
        "no": _("No, I have not"),
        "nameless": _("Your name is not asked."),
        "back": _("Previous question"),
        "leave_out": _("Leave this question out"),
        "end": _("I do not want to answer"),
        "step": _("Question %(number)s of %(count)s", number="%(number)s", count="%(count)s"),
        "moment": _("One moment"),
        "thanks": _("Thank you for your answers!"),
        "kept": _("They are kept without your name."),
        "already": _("You have answered already"),
        "stands": _("One answer is taken for a visit, and your first one stands. Thank you."),
        "gone": _("There is no connection now"),
        "returns": _("This screen returns by itself. Nothing needs to be done."),
        "pairing": _("This tablet is not paired yet"),
        "pairing_how": _("Type the token that “kezek tokens create --role kiosk” shows."),
        "pairing_do": _("Pair this tablet"),
        "pairing_wrong": _("This token is not known. Check every letter or make a new one."),
    }
