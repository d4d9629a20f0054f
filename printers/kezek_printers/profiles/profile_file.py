"""Printer profiles as checked TOML files: those shipped with the package, and an office's own."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from enum import Enum
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kezek_printers.errors import BrokenProfile, UnknownProfile
from kezek_printers.profiles.escpos_profiles import PREFIX, escpos_profile
from kezek_printers.profiles.printer_profile import (
    Acknowledgement,
    Presenter,
    PrinterProfile,
    Strategy,
)

DEFAULT_PROFILE = "virtual-80"
CELL_DOTS = 12
"""Font A is twelve dots wide on every printer that we know."""

_REQUIRED = ("columns", "width_dots", "strategy")
_UNSOURCED = {"name", "description", "sources"}
_KINDS: Mapping[str, type] = {
    "columns": int,
    "width_dots": int,
    "strategy": Strategy,
    "kazakh_page": int,
    "native_qr": bool,
    "acknowledgement": Acknowledgement,
    "cutter": bool,
    "answers_status": bool,
    "feed_lines": int,
    "russian_page": int,
    "clears_buffer": bool,
    "automatic_status": bool,
    "presenter": Presenter,
    "description": str,
}
_RANGES: Mapping[str, range] = {
    "columns": range(24, 65),
    "width_dots": range(288, 833),
    "kazakh_page": range(256),
    "russian_page": range(256),
    "feed_lines": range(21),
}


def profile_names() -> tuple[str, ...]:
    """Every profile that is shipped, in the order of the alphabet."""
    entries = (files("kezek_printers") / "profiles" / "data").iterdir()
    return tuple(sorted(e.name.removesuffix(".toml") for e in entries if e.name.endswith(".toml")))


@functools.cache
def load_profile(name: str) -> PrinterProfile:
    """The profile of that name; ``default`` is the virtual 80 mm printer.

    Args:
        name: a shipped profile; ``escpos:`` and a printer of python-escpos's table; or the path of
            an office's own file, which ends in ``.toml``.

    Raises:
        UnknownProfile: there is no such profile; the message names those that there are.
        BrokenProfile: its file says something that cannot be.
    """
    if name.startswith(PREFIX):
        return escpos_profile(name)
    if name.endswith(".toml"):
        return _own_profile(name)
    wanted = DEFAULT_PROFILE if name == "default" else name
    known = profile_names()
    if wanted not in known:
        raise UnknownProfile(
            f"expected one of the printer profiles {', '.join(known)}, escpos:NAME, or the path "
            f"of a .toml file, got {name!r}; correct the profile of this printer in kezek.toml"
        )
    text = (files("kezek_printers") / "profiles" / "data" / f"{wanted}.toml").read_text("utf-8")
    return read_profile(text, wanted)


def _own_profile(path: str) -> PrinterProfile:
    try:
        text = Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnknownProfile(
            f"expected a printer profile in UTF-8 at {path}, got: {error}; correct the path, or "
            f"name one of {', '.join(profile_names())} in kezek.toml"
        ) from error
    return read_profile(text, path)


def read_profile(text: str, name: str) -> PrinterProfile:
    """A profile from the text of its file.

    Args:
        text: TOML.
        name: the file's stem, which is the profile's name.

    Raises:
        BrokenProfile: with the key at fault and what was expected.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrokenProfile(f"expected TOML in profile {name}, got: {error}; mend it") from error
    sources = data.pop("sources", {})
    values = {key: _value(name, key, value) for key, value in data.items()}
    _check_whole(name, values, sources)
    profile = PrinterProfile(name=name, sources=MappingProxyType(sources), **values)
    _check_together(profile)
    return profile


def _value(name: str, key: str, value: Any) -> Any:
    kind = _KINDS.get(key)
    if kind is None:
        raise _broken(name, key, f"one of the keys {', '.join(_KINDS)}", "an unknown key")
    if issubclass(kind, Enum):
        choices = [str(choice.value) for choice in kind]
        if value not in choices:
            raise _broken(name, key, f"one of {', '.join(choices)}", value)
        return kind(value)
    if type(value) is not kind:
        raise _broken(name, key, f"a value of type {kind.__name__}", value)
    if key in _RANGES and value not in _RANGES[key]:
        low, high = _RANGES[key][0], _RANGES[key][-1]
        raise _broken(name, key, f"a number from {low} to {high}", value)
    return value


def _check_whole(name: str, values: Mapping[str, Any], sources: Mapping[str, Any]) -> None:
    for key in _REQUIRED:
        if key not in values:
            raise _broken(name, key, "a value", "nothing")
    for key in values.keys() - _UNSOURCED:
        if not isinstance(sources.get(key), str) or not sources[key]:
            raise _broken(name, f"sources.{key}", "where the value is known from", "nothing")
    known = {item.name for item in fields(PrinterProfile)} - _UNSOURCED
    for key in sources.keys() - known:
        raise _broken(name, f"sources.{key}", "the name of a value", "an unknown one")


def _check_together(profile: PrinterProfile) -> None:
    name = profile.name
    if profile.width_dots % 8:
        raise _broken(name, "width_dots", "a multiple of 8", profile.width_dots)
    if profile.columns * CELL_DOTS > profile.width_dots:
        most = profile.width_dots // CELL_DOTS
        raise _broken(name, "columns", f"at most {most} for that width", profile.columns)
    if profile.strategy is Strategy.CODEPAGE and profile.kazakh_page is None:
        raise _broken(name, "kazakh_page", "the number of its KZ-1048 page", "nothing")
    needs_russian = profile.strategy in (Strategy.GLYPHS, Strategy.INLINE)
    if needs_russian and profile.russian_page is None:
        raise _broken(name, "russian_page", "the number of its code page 866", "nothing")


def _broken(name: str, key: str, expected: str, got: object) -> BrokenProfile:
    return BrokenProfile(f"profile {name}, {key}: expected {expected}, got {got!r}; mend the file")
