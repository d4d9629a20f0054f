"""The staff's pages of papers and deadlines: register, one request, complaints, documents."""

from __future__ import annotations

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()

__all__ = ["blueprints"]
