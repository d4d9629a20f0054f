"""A field of a settings section: its default, its meaning, its range and its form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kezek_core.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Form:
    """What a text or a list must look like besides its kind.

    Args:
        holds: whether a value has the form.
        expected: the form in words.
    """

    holds: Callable[[Any], bool]
    expected: Phrase


def setting(
    default: Any,
    doc: str,
    *,
    least: int | None = None,
    most: int | None = None,
    form: Form | None = None,
    secret: bool = False,
) -> Any:
    """A field of a settings section with its documentation and range.

    Args:
        default: its value when the file does not name it; a dict is copied.
        doc: what it means, with its unit.
        least: smallest number allowed, of every number in a list or table too.
        most: largest one.
        form: what a text or a list must look like.
        secret: whether no log and no message may show it.
    """
    metadata = {"doc": doc, "least": least, "most": most, "form": form, "default": default}
    metadata["secret"] = secret
    if isinstance(default, dict):
        return field(default_factory=lambda: dict(default), metadata=metadata)
    return field(default=default, metadata=metadata, repr=not secret)
