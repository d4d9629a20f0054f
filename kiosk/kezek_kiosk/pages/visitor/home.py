"""The start page: where every screen is, for whoever set the box up."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from kezek_kiosk.web.context import app_context

home = Blueprint("home", __name__)


@home.get("/")
def page() -> str:
    """The addresses of the screens."""
    context = app_context()
    return render_template(
        "visitor/home.html",
        office=context.queue.office,
        root=request.url_root.rstrip("/"),
        virtual_hardware=context.virtual is not None,
    )
