"""What is expected in a field, in words made from its type."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from kezek_core.phrases import TRUE_OR_FALSE, Phrase, number_from, one_of, whole_from
from kezek_kiosk.faults import INSTANT, line_of
from kezek_kiosk.web.field_types import EXPECTED, KNOWN

SIMPLE = {
    bool: TRUE_OR_FALSE,
    datetime: INSTANT,
    date: Phrase("a date of the years 2000 to 2200, for example 2026-11-23"),
}


def constraints_of(kind: Any) -> tuple[Any, dict[str, Any]]:
    """A type without its constraints, and these by name."""
    known: dict[str, Any] = {}
    while get_origin(kind) is Annotated:
        for meta in kind.__metadata__:
            known |= {name: value for name, value in meta.__rich_repr__() if value is not None}
            known |= meta.extra or {}
        kind = kind.__origin__
    return kind, known


def without_null(kind: Any) -> tuple[Any, bool]:
    """A type without null and without "left out", and whether it had null."""
    if get_origin(kind) is Annotated:
        inner, had_null = without_null(kind.__origin__)
        return Annotated[(inner, *kind.__metadata__)], had_null
    if get_origin(kind) not in (Union, UnionType):
        return kind, False
    found = get_args(kind)
    rest = tuple(each for each in found if each not in (NoneType, msgspec.UnsetType))
    return Union[rest], NoneType in found  # noqa: UP007 - of a tuple


def expected_of(kind: Any) -> Phrase:
    """What belongs in a field of this type.

    Args:
        kind: as declared; a field that may be null is told without that.
    """
    bare, known = constraints_of(without_null(kind)[0])
    if get_origin(bare) in (Union, UnionType):
        return _either([expected_of(each) for each in get_args(bare)])
    least, most = _ends(known)
    declared: Phrase | None = known.get(EXPECTED)
    if declared is not None:
        return declared
    if KNOWN in known:
        return one_of(known[KNOWN]())
    if bare is str:
        return line_of(least, most)
    if bare in (int, float):
        return (whole_from if bare is int else number_from)(least, most)
    if get_origin(bare) is tuple:
        each = expected_of(get_args(bare)[0])
        return Phrase("a list of at most %(most)s, each of them %(each)s", most=most, each=each)
    if get_origin(bare) is dict:
        each = expected_of(get_args(bare)[1])
        return Phrase(
            "an object of at most %(most)s names, each with %(each)s", most=most, each=each
        )
    return _named(bare)


def _named(bare: Any) -> Phrase:
    if get_origin(bare) is Literal:
        return one_of(get_args(bare))
    if issubclass(bare, Enum):
        return one_of(each.value for each in bare)
    if issubclass(bare, msgspec.Struct):
        names = ", ".join(bare.__struct_encode_fields__)
        return Phrase("an object with the fields %(words)s", words=names)
    return SIMPLE[bare]


def _either(found: list[Phrase]) -> Phrase:
    first, others = found[0], [each for each in found if each != found[0]]
    if not others:
        return first
    return Phrase("%(one)s; or %(other)s", one=first, other=_either(others))


def _ends(known: dict[str, Any]) -> tuple[int, int]:
    least = known.get("min_length", known.get("ge", 0))
    return least, known.get("max_length", known.get("le", 0))
