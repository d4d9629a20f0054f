"""The staff's pages: sign-in, the operator's window, the supervisor's pages, health."""

from __future__ import annotations

from flask import Blueprint

from kezek_kiosk.pages.staff import (
    health,
    log_page,
    operator,
    own_pin,
    reporting,
    signin,
    supervisor,
)

blueprints: tuple[Blueprint, ...] = (
    signin.blueprint,
    own_pin.blueprint,
    operator.blueprint,
    supervisor.blueprint,
    log_page.blueprint,
    reporting.blueprint,
    health.blueprint,
)

__all__ = ["blueprints"]
