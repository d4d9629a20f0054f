"""The survey after a visit: the tablet at a window, and the part of the phone page."""

from __future__ import annotations

from flask import Blueprint

from kezek_kiosk.pages.survey.tablet import tablet

blueprints: tuple[Blueprint, ...] = (tablet,)

__all__ = ["blueprints"]
