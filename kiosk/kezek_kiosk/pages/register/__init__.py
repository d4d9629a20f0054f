"""The staff's pages of papers and deadlines: register, one request, complaints, documents."""

from __future__ import annotations

from flask import Blueprint

from kezek_kiosk.pages.register import documents

blueprints: tuple[Blueprint, ...] = (documents.blueprint,)

__all__ = ["blueprints"]
