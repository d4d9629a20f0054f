"""What stands behind the ``type`` of a problem document: its sentence, for people."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from kezek_kiosk.web.error_messages import SENTENCES
from kezek_kiosk.web.i18n import page_language
from kezek_kiosk.web.problems import error_sentence, status_of

blueprint = Blueprint("problem_pages", __name__, url_prefix="/problems")


@blueprint.get("/<code>")
def show(code: str) -> str:
    """What a code means and what to do."""
    if code not in SENTENCES:
        abort(404)
    sentence = error_sentence(code, page_language(), {})
    return render_template("error.html", code=code, sentence=sentence, status=status_of(code))
