"""Instants as the staff's tables keep them."""

from __future__ import annotations

from datetime import UTC, datetime


def stored(at: datetime) -> datetime:
    """An aware instant as the tables keep it: UTC without a zone."""
    return at.astimezone(UTC).replace(tzinfo=None)


def loaded(at: datetime | None) -> datetime | None:
    """An instant of the tables as the program uses it: aware UTC."""
    return None if at is None else at.replace(tzinfo=UTC)
