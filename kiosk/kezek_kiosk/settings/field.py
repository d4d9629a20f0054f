"""A field of a settings section: its default, its meaning and its range."""

from __future__ import annotations

from dataclasses import field
from typing import Any


def setting(
    default: Any,
    doc: str,
    *,
    least: float | None = None,
    most: float | None = None,
    secret: bool = False,
) -> Any:
    """A field of a settings section with its documentation and range.

    Args:
        default: its value when the file does not name it; a dict is copied.
        doc: what it means, with its unit.
        least: smallest number allowed, of every number in a list or table too.
        most: largest one.
        secret: whether no log and no message may show it.
    """
    metadata = {"doc": doc, "least": least, "most": most, "default": default, "secret": secret}
    if isinstance(default, dict):
        return field(default_factory=lambda: dict(default), metadata=metadata)
    return field(default=default, metadata=metadata, repr=not secret)
