"""The staff's pages of papers and deadlines: register, one request, complaints, documents."""

from __future__ import annotations

from flask import Blueprint

from kezek_kiosk.pages.register import complaints, documents, register, request

blueprints: tuple[Blueprint, ...] = (
    documents.blueprint,
    register.blueprint,
    request.blueprint,
    complaints.blueprint,
)

__all__ = ["blueprints"]
