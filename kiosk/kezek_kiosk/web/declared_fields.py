"""The Structs that declare bodies and queries, and how their fields are read: every one, always."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo

from kezek_core.phrases import NOTHING, Phrase
from kezek_kiosk.faults import Fault, came_of
from kezek_kiosk.web.expected_words import constraints_of, expected_of, without_null
from kezek_kiosk.web.field_types import EXPECTED, HEADER, KNOWN, MANY_LINES

YEARS = range(2000, 2201)
"""A day outside them is a slip of the finger, and reckoning with days has no room for it."""
LONGEST_NAME = 60
"""Of an unknown field, as its fault repeats it."""
IDENTIFIER = re.compile(r"[a-z0-9_.-]{1,40}")
"""A name in a map that its fault may repeat."""
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
CONTROLS_IN_LINES = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a call is asked with. A field with a default may be left out; in a body also null."""


class Nothing(Asked, frozen=True):
    """A call that is asked with nothing."""


@dataclass(frozen=True, slots=True)
class DeclaredField:
    """One field of a declaration.

    Args:
        name: of the attribute.
        sent: as the body or query calls it.
        required: whether it has no default.
        takes_null: whether null is a value of its own.
        kind: its type without null.
        bare: that type without its constraints.
        lines: whether lines of text may be broken.
        header: the header that may say the same; "" for none.
        known: says which words there are, where only the app at hand knows them.
        struct: the type, where it is a declaration itself.
        items: the type of each item, where it is a list of declarations.
    """

    name: str
    sent: str
    required: bool
    takes_null: bool
    kind: Any
    bare: Any
    lines: bool
    header: str = ""
    known: Callable[[], Collection[str]] | None = None
    struct: type[Asked] | None = field(init=False)
    items: type[Asked] | None = field(init=False)

    def __post_init__(self) -> None:
        """Ask the types once, and not with every value."""
        each = get_args(self.bare)[0] if get_origin(self.bare) is tuple else None
        object.__setattr__(self, "struct", self.bare if _is_struct(self.bare) else None)
        object.__setattr__(self, "items", each if _is_struct(each) else None)

    @classmethod
    def of(cls, info: FieldInfo) -> DeclaredField:
        """A field as the Struct declares it."""
        kind, takes_null = without_null(info.type)
        bare, known = constraints_of(kind)
        return cls(
            info.name,
            info.encode_name,
            info.required,
            takes_null,
            kind,
            bare,
            lines=known.get(EXPECTED) is MANY_LINES,
            header=known.get(HEADER, ""),
            known=known.get(KNOWN),
        )

    @property
    def is_whole(self) -> bool:
        """Whether it is a whole number, which a query spells in digits."""
        return self.bare is int

    def read(self, raw: Any, place: str, faults: list[Fault]) -> Any:
        """The typed value; its mistakes are added to ``faults``."""
        if raw is None and self.takes_null:
            return None
        if self.struct is not None and isinstance(raw, dict):
            return read(self.struct, raw, f"{place}.", faults)
        try:
            if self.items is not None:
                return self._structs(raw, place, faults)
            return self._converted(_joined_lines(raw) if self.lines else raw)
        except (msgspec.ValidationError, ValueError, RecursionError):
            whole = Fault(place, expected_of(self.kind), self._came(raw))
            faults += self._faults_within(raw, place) or [whole]
            return None

    def _faults_within(self, raw: Any, place: str) -> list[Fault]:
        """The faults of single items; none when the list or map itself is wrong."""
        _, known = constraints_of(self.kind)
        items: list[tuple[str, Any]] = []
        if get_origin(self.bare) is tuple and isinstance(raw, list):
            items = [(f"{place}[{at}]", each) for at, each in enumerate(raw)]
        # A name that is no identifier may belong to a visitor: no place repeats it.
        elif get_origin(self.bare) is dict and isinstance(raw, dict) and _are_names(raw):
            items = [(f"{place}.{name}", each) for name, each in raw.items()]
        if not items or len(items) > known.get("max_length", 0):
            return []
        kind = get_args(self.bare)[-1] if isinstance(raw, dict) else get_args(self.bare)[0]
        one = DeclaredField("", "", True, False, kind, constraints_of(kind)[0], lines=False)
        found: list[Fault] = []
        for where, each in items:
            one.read(each, where, found)
        return found

    def _structs(self, raw: Any, place: str, faults: list[Fault]) -> tuple[Any, ...]:
        # The list is measured first: a fault in each of thousands helps nobody.
        _, known = constraints_of(self.kind)
        if not isinstance(raw, list) or len(raw) > known["max_length"]:
            raise ValueError("list")
        kind = self.items
        one = DeclaredField("", "", True, False, kind, kind, lines=False)
        return tuple(one.read(each, f"{place}[{at}]", faults) for at, each in enumerate(raw))

    def _converted(self, raw: Any) -> Any:
        if _has_controls(raw, lines=self.lines):
            raise ValueError("signs that cannot be seen")
        value = msgspec.convert(raw, self.kind)
        if self.known is not None and value not in self.known():
            raise ValueError("none of the known words")
        if isinstance(value, date) and value.year not in YEARS:
            raise ValueError("year")
        return value

    def _came(self, raw: Any) -> Phrase:
        if isinstance(raw, str) and _has_controls(raw, lines=self.lines):
            return Phrase("text with line breaks or signs that cannot be seen")
        return came_of(raw)


@cache
def fields_of(kind: type[msgspec.Struct]) -> dict[str, DeclaredField]:
    """The fields of a declaration by the names they are sent under."""
    return {info.encode_name: DeclaredField.of(info) for info in msgspec.structs.fields(kind)}


def read(kind: type[Asked], sent: Mapping[str, Any], place: str, faults: list[Fault]) -> Any:
    """What was sent as its Struct; None beside at least one fault.

    Args:
        kind: the declaration.
        sent: plain values by name.
        place: of this object, ending in a dot; "" for the body itself.
        faults: every mistake is added to them.
    """
    fields, before = fields_of(kind), len(faults)
    faults += [_unknown(f"{place}{name}", fields) for name in sent if name not in fields]
    found = {}
    for name, each in fields.items():
        raw = sent.get(name)
        if raw is not None or (each.takes_null and name in sent):
            found[each.name] = each.read(raw, f"{place}{name}", faults)
        elif each.required:
            send = Phrase("Send this field.")
            faults.append(Fault(f"{place}{name}", expected_of(each.kind), NOTHING, send))
    return None if len(faults) > before else kind(**found)


def _are_names(names: Iterable[str]) -> bool:
    return all(map(IDENTIFIER.fullmatch, names))


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Asked)


def _unknown(place: str, known: Iterable[str]) -> Fault:
    names = ", ".join(known)
    expected = (
        Phrase("nothing; the fields are %(words)s", words=names)
        if names
        else Phrase("nothing; there are no fields here")
    )
    came, leave_out = Phrase("a field that is not known"), Phrase("Leave this field out.")
    return Fault(place[:LONGEST_NAME], expected, came, leave_out)


def _joined_lines(raw: Any) -> Any:
    """Text as people paste it: every kind of line end is one, a tab is a blank."""
    if not isinstance(raw, str):
        return raw
    return raw.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").strip()


def _has_controls(raw: Any, *, lines: bool = False) -> bool:
    """Whether any text of a value has a sign that no reader sees; ``lines`` may be broken."""
    if isinstance(raw, str):
        return (CONTROLS_IN_LINES if lines else CONTROLS).search(raw) is not None
    if isinstance(raw, dict):
        return any(_has_controls(each) for pair in raw.items() for each in pair)
    return isinstance(raw, list) and any(_has_controls(each) for each in raw)
