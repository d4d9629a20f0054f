"""Printer profiles as checked TOML files: those shipped with the package, and an office's own."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kezek_core.phrases import Phrase
from kezek_core.toml_table import Table, read_toml
from kezek_printers.errors import FaultyProfile, UnknownProfile
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

FLAGS = ("native_qr", "cutter", "answers_status", "clears_buffer", "automatic_status")
MOST_PAGE = 255
MOST_FEED_LINES = 20


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
            Phrase(
                "expected one of the printer profiles %(known)s, escpos:NAME, or the path of a "
                ".toml file, got %(got)s; correct the profile of this printer in kezek.toml",
                known=", ".join(known),
                got=repr(name),
            )
        )
    shipped = files("kezek_printers") / "profiles" / "data" / f"{wanted}.toml"
    return read_profile(shipped.read_bytes(), wanted)


def _own_profile(path: str) -> PrinterProfile:
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise UnknownProfile(
            Phrase(
                "expected a printer profile at %(path)s, got: %(reason)s; correct the path, or "
                "name one of %(known)s in kezek.toml",
                path=path,
                reason=error,
                known=", ".join(profile_names()),
            )
        ) from error
    return read_profile(content, path)


def read_profile(content: bytes | str, name: str) -> PrinterProfile:
    """A profile from the content of its file.

    Args:
        content: the whole file; bytes are UTF-8.
        name: the profile's name: of a shipped one the file's stem, of an own one its path.

    Raises:
        FaultyProfile: ``problems`` names every fault with its key and what was expected.
    """

    def read(table: Table) -> PrinterProfile:
        values = _values(table)
        sources = _sources(table.table("sources"), {key: table.has(key) for key in values})
        description = table.any_text_or_none("description") or ""
        given = {key: value for key, value in values.items() if value is not None}
        _check_together(table, given)
        return PrinterProfile(name=name, description=description, sources=sources, **given)

    return read_toml(content, name, read, FaultyProfile)


def _values(table: Table) -> dict[str, Any]:
    """Every value that needs a source; None for one that is not given."""
    return {
        "columns": table.whole("columns", 24, 64),
        "width_dots": table.whole("width_dots", 288, 832),
        "strategy": table.member("strategy", Strategy),
        "kazakh_page": table.whole_or_none("kazakh_page", 0, MOST_PAGE),
        "russian_page": table.whole_or_none("russian_page", 0, MOST_PAGE),
        "acknowledgement": table.member_or_none("acknowledgement", Acknowledgement),
        "feed_lines": table.whole_or_none("feed_lines", 0, MOST_FEED_LINES),
        "presenter": table.member_or_none("presenter", Presenter),
        **{flag: table.flag_or_none(flag) for flag in FLAGS},
    }


def _sources(table: Table, given: Mapping[str, bool]) -> Mapping[str, str]:
    """Where each value that is given is known from; one that is not given may have a source."""
    for key, is_given in given.items():
        if is_given and not table.has(key):
            hint = Phrase("write the manual, the test print or the table it is known from")
            table.wrong(key, Phrase("where this value is known from"), hint)
    return MappingProxyType({key: table.some_text(key) for key in given if table.has(key)})


def _check_together(table: Table, given: Mapping[str, Any]) -> None:
    width, columns, strategy = given["width_dots"], given["columns"], given["strategy"]
    if width % 8:
        table.wrong("width_dots", Phrase("a multiple of 8"))
    if width and columns * CELL_DOTS > width:
        table.wrong("columns", Phrase("at most %(most)s for that width", most=width // CELL_DOTS))
    if table.findings.is_noted(table.at("strategy")):
        return
    if strategy is Strategy.CODEPAGE and not table.has("kazakh_page"):
        table.wrong("kazakh_page", Phrase("the number of its KZ-1048 page"))
    if strategy in (Strategy.GLYPHS, Strategy.INLINE) and not table.has("russian_page"):
        table.wrong("russian_page", Phrase("the number of its code page 866"))
