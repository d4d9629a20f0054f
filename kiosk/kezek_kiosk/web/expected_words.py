"""What is expected in a field, in words made from its type."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from kezek_kiosk.faults import FaultPhrase, Words, words
from kezek_kiosk.web.field_types import EXPECTED

SIMPLE = {bool: FaultPhrase.FLAG, datetime: FaultPhrase.INSTANT, date: FaultPhrase.DAY}


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


def expected_of(kind: Any) -> Words:
    """What belongs in a field of this type.

    Args:
        kind: as declared; a field that may be null is told without that.
    """
    bare, known = constraints_of(without_null(kind)[0])
    if get_origin(bare) in (Union, UnionType):
        return _either([expected_of(each) for each in get_args(bare)])
    least, most = _ends(known)
    told: FaultPhrase | None = known.get(EXPECTED)
    if told is not None:
        return words(told, least=least, most=most)
    if bare is str:
        return words(
            FaultPhrase.TEXT if least else FaultPhrase.TEXT_OR_NONE, least=least, most=most
        )
    if bare in (int, float):
        number = FaultPhrase.WHOLE if bare is int else FaultPhrase.NUMBER
        return words(number, least=least, most=most)
    if get_origin(bare) is tuple:
        return words(FaultPhrase.LIST, most=most, each=expected_of(get_args(bare)[0]))
    if get_origin(bare) is dict:
        return words(FaultPhrase.COUNTS, most=most, each=expected_of(get_args(bare)[1]))
    return _named(bare)


def _named(bare: Any) -> Words:
    if get_origin(bare) is Literal:
        return _one_of(get_args(bare))
    if issubclass(bare, Enum):
        return _one_of(each.value for each in bare)
    if issubclass(bare, msgspec.Struct):
        return words(FaultPhrase.OBJECT, words=", ".join(bare.__struct_encode_fields__))
    return words(SIMPLE[bare])


def _one_of(known: Iterable[str]) -> Words:
    return words(FaultPhrase.ONE_OF, words=", ".join(known))


def _either(found: list[Words]) -> Words:
    first, others = found[0], [each for each in found if each != found[0]]
    return words(FaultPhrase.EITHER, one=first, other=_either(others)) if others else first


def _ends(known: dict[str, Any]) -> tuple[int, int]:
    least = known.get("min_length", known.get("ge", 0))
    return least, known.get("max_length", known.get("le", 0))
