"""The virtual printer's tray: what it printed, newest first, as pictures of the paper."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template

from kezek_kiosk.access.roles import STAFF_ROLES
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.i18n import format_clock, format_day
from kezek_kiosk.web.principals import require
from kezek_printers.emulator import list_papers, render_paper

papers = Blueprint("papers", __name__)

SHOWN = 24


@papers.before_request
def may_look() -> None:
    """A real office's receipts name people: staff alone look at them. A demo is for everybody.

    Raises:
        SignInNeededError, ForbiddenError: the caller is nobody of the staff.
    """
    if not app_context().queue.office.demo:
        require(STAFF_ROLES)


@papers.get("/papers")
def page() -> str:
    """The newest papers on a calm ground."""
    return render_template("visitor/papers.html", sheets=_newest())


@papers.get("/papers/list")
def listing() -> Response:
    """The newest papers as the page's script reads them."""
    return jsonify({"papers": _newest()})


@papers.get("/papers/<int:stamp>.png")
def picture(stamp: int) -> Response:
    """One paper; no browser keeps it, for it may name somebody and be erased."""
    try:
        png = render_paper(app_context().papers_dir / f"{stamp:020d}.bin")
    except FileNotFoundError:  # never printed, or thrown away when the tray was full
        abort(404)
    answer = Response(png, mimetype="image/png")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _newest() -> list[dict[str, Any]]:
    """Name, picture and time of the newest papers; an empty or missing tray has none."""
    return [
        {
            "name": entry.path.stem,
            "number": entry.number or "",
            "picture": f"/papers/{int(entry.path.stem)}.png",
            "day": format_day(entry.printed_at),
            "clock": format_clock(entry.printed_at, seconds=True),
        }
        for entry in list_papers(app_context().papers_dir, limit=SHOWN)
    ]
