"""The visitors' screens: start page, kiosk, hall board, phone page, printed papers."""

from __future__ import annotations

from flask import Blueprint

from kezek_kiosk.pages.visitor.board import board
from kezek_kiosk.pages.visitor.home import home
from kezek_kiosk.pages.visitor.kiosk import kiosk
from kezek_kiosk.pages.visitor.kiosk_pickup import kiosk_pickup
from kezek_kiosk.pages.visitor.papers import papers
from kezek_kiosk.pages.visitor.phone import phone

blueprints: tuple[Blueprint, ...] = (home, kiosk, kiosk_pickup, board, phone, papers)

__all__ = ["blueprints"]
