"""Profiles from python-escpos's table of printers, for those that we ship no profile of.

The table knows paper, code pages, QR codes and cutters of some thirty printers. It does not know
whether a printer answers, so such a profile believes it unheard (decision 0201) until a technician
has tried more; and Kazakh goes by the page 53 of the table only where it names RK1048, else drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from kezek_core.extras import naming_the_extra
from kezek_core.phrases import Phrase
from kezek_printers.errors import UnknownProfile
from kezek_printers.profiles.printer_profile import Acknowledgement, PrinterProfile, Strategy

PREFIX = "escpos:"
KAZAKH_PAGE = "RK1048"
RUSSIAN_PAGE = "CP866"
CELL_DOTS = 12
LEAST_DOTS = 288
"""What is narrower is a display or a label printer: a ticket does not fit."""


def escpos_profile(name: str) -> PrinterProfile:
    """The profile of a printer in python-escpos's table.

    Args:
        name: as the table has it, for example ``TM-T88IV``; ``escpos:`` before it is passed over.

    Raises:
        UnknownProfile: the table has no such printer, or does not know its paper.
    """
    wanted = name.removeprefix(PREFIX)
    table = _table()
    if wanted not in table:
        near = get_close_matches(wanted, table, n=3) or sorted(table)
        raise UnknownProfile(
            Phrase(
                "expected a printer of python-escpos's table, for example %(near)s; got %(got)s; "
                "correct the profile of this printer in kezek.toml",
                near=", ".join(near),
                got=repr(wanted),
            )
        )
    return _profile(f"{PREFIX}{wanted}", table[wanted])


def _table() -> Mapping[str, Mapping[str, Any]]:
    """The printers whose paper is known and wide enough; blanks of the table say ``Unknown``."""
    # Imported late: it takes half a second and leaves a directory in /tmp.
    with naming_the_extra():
        from escpos.capabilities import CAPABILITIES

    profiles: Mapping[str, Mapping[str, Any]] = CAPABILITIES["profiles"]
    return {name: data for name, data in profiles.items() if _width_dots(data) >= LEAST_DOTS}


def _width_dots(data: Mapping[str, Any]) -> int:
    dots = data["media"]["width"].get("pixels")
    return dots // 8 * 8 if isinstance(dots, int) else 0


def _columns(data: Mapping[str, Any]) -> int:
    """Of Font A; an entry that names fewer than fit by a half is a slip of the table."""
    fitting = _width_dots(data) // CELL_DOTS
    named = int(data["fonts"].get("0", {}).get("columns", 0))
    return named if fitting // 2 < named <= fitting else fitting


def _profile(name: str, data: Mapping[str, Any]) -> PrinterProfile:
    features, pages = data["features"], data["codePages"]
    kazakh_page = _page(pages, KAZAKH_PAGE)
    known = f"python-escpos 3.1 capabilities, {data['name']}; not verified on hardware"
    return PrinterProfile(
        name=name,
        columns=_columns(data),
        width_dots=_width_dots(data),
        strategy=Strategy.RASTER if kazakh_page is None else Strategy.CODEPAGE,
        kazakh_page=kazakh_page,
        russian_page=_page(pages, RUSSIAN_PAGE),
        native_qr=bool(features["qrCode"]),
        acknowledgement=Acknowledgement.NONE,
        cutter=bool(features["paperPartCut"] or features["paperFullCut"]),
        answers_status=False,
        description=f"{data['vendor']} {data['name']}, from python-escpos's table",
        sources=MappingProxyType(
            {
                "columns": known,
                "width_dots": known,
                "strategy": f"{known}: {KAZAKH_PAGE} is a page of it or is not",
                "native_qr": known,
                "cutter": known,
                "acknowledgement": "the table does not say; nothing is expected",
                "answers_status": "the table does not say; nothing is asked",
            }
        ),
    )


def _page(pages: Mapping[str, str], encoding: str) -> int | None:
    return next((int(number) for number, name in pages.items() if name == encoding), None)
