"""The supervisor's page of the quality and accessibility table, and its files."""

from __future__ import annotations

from flask import Blueprint

from kezek_kiosk.pages.indicators import indicators

blueprints: tuple[Blueprint, ...] = (indicators.blueprint,)

__all__ = ["blueprints"]
