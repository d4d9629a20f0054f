"""Letters that no printer of the office would print: said before a visitor waits for the paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kezek_core.errors import KezekError
from kezek_core.phrases import Phrase
from kezek_printers.encode import lacking_letters
from kezek_queue.office import Office


def refuse_unprintable(texts: Iterable[str]) -> None:
    """See that the bundled font has every letter of some texts.

    Raises:
        KezekError: it lacks one; a paper with that text would never be printed.
    """
    for text in texts:
        lacking = lacking_letters(text)
        if lacking:
            raise KezekError(
                Phrase(
                    "paper cannot show %(letters)s of %(text)s: no paper with it would be printed; "
                    "write it with other letters",
                    letters=", ".join(f"{each} (U+{ord(each):04X})" for each in lacking),
                    text=repr(text),
                )
            )


def office_texts(office: Office) -> Iterator[str]:
    """Every text of an office file that stands on paper."""
    names = [
        office.name,
        *(each.name for each in office.services.values()),
        *(each.name for each in office.categories.values()),
    ]
    for name in filter(None, names):
        yield from filter(None, name.to_json().values())
