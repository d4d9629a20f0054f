"""The page of the virtual devices: see every one of them, and press it."""

from __future__ import annotations

from flask import Blueprint

from kezek_kiosk.pages.hardware import hardware

blueprints: tuple[Blueprint, ...] = (hardware.blueprint,)

__all__ = ["blueprints"]
