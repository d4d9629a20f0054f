"""The virtual printer's tray: what it printed, newest first, as pictures of the paper."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, send_from_directory

from kezek_kiosk.i18n import format_clock, format_day
from kezek_kiosk.services import services

papers = Blueprint("papers", __name__)

SHOWN = 24


@papers.get("/papers")
def page() -> str:
    """The newest papers on a calm ground."""
    return render_template("visitor/papers.html", sheets=_newest(services().papers_dir))


@papers.get("/papers/list")
def listing() -> Response:
    """The newest papers as the page's script reads them."""
    return jsonify({"papers": _newest(services().papers_dir)})


@papers.get("/papers/<name>.png")
def picture(name: str) -> Response:
    """One paper; a paper once printed never changes."""
    answer = send_from_directory(services().papers_dir.resolve(), f"{name}.png")
    answer.headers["Cache-Control"] = "private, max-age=86400"
    return answer


def _newest(tray: Path) -> list[dict[str, Any]]:
    """Name, picture and time of the papers in a tray; an empty or missing tray has none."""
    dated = sorted(((_modified(sheet), sheet.stem) for sheet in tray.glob("*.png")), reverse=True)
    return [_sheet(name, at) for at, name in dated[:SHOWN]]


def _modified(sheet: Path) -> float:
    try:
        return sheet.stat().st_mtime
    except FileNotFoundError:  # swept away between the listing and now
        return 0.0


def _sheet(name: str, at_seconds: float) -> dict[str, Any]:
    at = datetime.fromtimestamp(at_seconds, UTC)
    return {
        "name": name,
        "picture": f"/papers/{name}.png",
        "day": format_day(at),
        "clock": format_clock(at, seconds=True),
    }
