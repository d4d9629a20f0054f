"""Looks over the languages of an office: what Kezek reads of its own catalogues, and what not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from kezek_core.errors import KezekError
from kezek_core.phrases import Phrase
from kezek_core.texts import CATALOGUE_FILES, added_catalogues, catalogue_texts
from kezek_kiosk.upkeep.paper_letters import refuse_unprintable
from kezek_kiosk.web.catalogue import CATALOGUES
from kezek_kiosk.web.i18n import spoken

READ = (*CATALOGUES, "faults", "core", "acts", "queue", "printers")
"""The names of catalogues that Kezek asks for a text."""

ON_PAPER = ("printers", "queue", "core", "acts")

MOST_NAMED = 5


def languages_text(languages: tuple[str, ...], folder: Path) -> str:
    """The languages that an office offers, and the catalogues of its own.

    Args:
        languages: as its file says them.
        folder: the translations beside that file; there may be none.

    Raises:
        SettingsError: Unicode does not know a language, so dates cannot be written in it.
        CatalogueError: the folder cannot be read.
        KezekError: something lies in it that is never read, such as a misspelt name, or a text of
            papers has a letter that paper cannot show.
    """
    said = ", ".join(spoken(languages))
    if not (folder.exists() or folder.is_symlink()):
        return said
    found = [each for each in added_catalogues(folder) if each.parts[-3] in READ]
    unread = [each.relative_to(folder).as_posix() for each in _unread(folder, found)]
    if unread:
        named = ", ".join(unread[:MOST_NAMED])
        raise KezekError(
            Phrase(
                "in translations Kezek reads CATALOGUE/LANGUAGE/LC_MESSAGES/messages.po or "
                "messages.mo alone, not %(files)s; CATALOGUE is one of these: %(known)s; put it "
                "there or take it away",
                files=named if len(unread) <= MOST_NAMED else f"{named} …",
                known=", ".join(READ),
            )
        )
    for each in found:
        if each.parts[-3] in ON_PAPER:
            refuse_unprintable(catalogue_texts(each))
    own = sorted("/".join(each.parts[-3:-1]) for each in found)
    return f"{said}; catalogues of the office's own: {', '.join(own)}" if own else said


def _unread(folder: Path, found: list[Path]) -> Iterator[Path]:
    """Every file below the folder that no catalogue of a known name is; links to nowhere too."""
    read = {each / name for each in found for name in CATALOGUE_FILES}
    for place, _, files in os.walk(folder):
        for name in sorted(files):
            if Path(place, name) not in read and not name.startswith("."):
                yield Path(place, name)
