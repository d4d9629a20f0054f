"""One person forgotten everywhere: in the database, and on the papers of the virtual printer.

Paper that a real printer put into somebody's hand is no file and beyond this; a virtual printer
keeps what it printed, names and all. The printers room does not know the queue, so the two are
joined here: the register says who was erased, and the papers about them are written over.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from kezek_core.errors import CoreError
from kezek_core.papers import SubjectKind, kind_written, parse
from kezek_kiosk.settings.devices import PrinterSettings
from kezek_printers.emulator import forget_papers
from kezek_queue.errors import Refusal

if TYPE_CHECKING:
    from kezek_kiosk.web.context import AppContext
    from kezek_printers.emulator import PaperEntry
    from kezek_queue import Queue

log = logging.getLogger(__name__)

PRINTED_NUMBER = re.compile(r"\b(?:[C\u0421]-)?\d{2}-\d{6}-\d\b")
SCANNED_NUMBER = re.compile(r"\d{9}")


def paper_directories(papers_dir: Path, printers: Collection[PrinterSettings]) -> tuple[Path, ...]:
    """Where virtual printers put their papers.

    Args:
        papers_dir: of the office, for ``virtual://`` without a path.
        printers: as kezek.toml lists them; one at ``virtual:///PATH`` has a tray of its own.
    """
    found = [papers_dir]
    for printer in printers:
        parts = urlsplit(printer.url)
        if parts.scheme == "virtual" and parts.path.strip("/"):
            found.append(Path(unquote(parts.path)))
    return tuple(dict.fromkeys(found))


def erase_person(context: AppContext, subject: str, *, actor: str) -> bool:
    """Forget who stands behind a request, a refusal or a complaint; see the two below."""
    is_complaint = kind_written(subject) is SubjectKind.COMPLAINT
    erase = erase_complaint if is_complaint else erase_request
    return erase(context, subject, actor=actor)


def erase_request(context: AppContext, subject: str, *, actor: str) -> bool:
    """Forget who stands behind a request or a refusal, on paper too.

    Args:
        context: what the app stands on.
        subject: the number of a closed request, or the id of a refusal.
        actor: who gives the command.

    Returns:
        False when the register had forgotten before; papers are looked through even then.

    Raises:
        UnknownRequestError, RequestStateError: see ``Register.erase``.
    """
    erased = context.queue.register.erase(subject, actor=actor)
    _forget_papers(context)
    return erased


def erase_complaint(context: AppContext, number: str, *, actor: str) -> bool:
    """Forget who complained of what, on paper too.

    Returns:
        False when that was done before; papers are looked through even then.

    Raises:
        UnknownComplaintError: there is no such complaint.
    """
    erased = context.queue.feedback.erase_complaint(number, actor=actor)
    _forget_papers(context)
    return erased


def tidy(context: AppContext) -> int:
    """Do what falls due in the register, and forget whose time is over on paper too.

    Args:
        context: what the app stands on.

    Returns:
        How many requests, refusals and complaints were changed.
    """
    done = context.queue.tidy(context.settings.privacy.keep_days)
    _forget_papers(context)
    return done


def forget_papers_of_erased(
    queue: Queue, directories: Collection[Path], *, keep_days: int, now: datetime | None = None
) -> int:
    """Write over every paper about somebody whom the register has forgotten.

    The register is asked about each paper, and not the papers searched for each erasure: so a
    power cut between the two, or a slip printed while its person was erased, is made good the
    next time. A paper about a number that the register does not know (it was restored from an
    older backup) goes when it is older than ``keep_days``.

    Args:
        queue: the office.
        directories: the trays of its virtual printers.
        keep_days: how long personal data are kept.
        now: the present; the machine's own clock, which also stamped the papers, when None.

    Returns:
        How many papers were written over.
    """
    oldest = (now or datetime.now(UTC)) - timedelta(days=keep_days)
    known: dict[str, bool | None] = {}

    def is_unwanted(paper: PaperEntry) -> bool:
        for subject in subjects_of(paper):
            if subject not in known:
                known[subject] = _is_erased(queue, subject)
            erased = known[subject]
            if erased or (erased is None and paper.printed_at < oldest):
                return True
        return False

    count = sum(forget_papers(directory, is_unwanted) for directory in directories)
    if count:
        log.info("%s papers of erased people were written over", count)
    return count


def subjects_of(paper: PaperEntry) -> set[str]:
    """What a paper is about: as it was printed for, or by the numbers that stand on it."""
    printed = PRINTED_NUMBER.findall(paper.text)
    scanned = [data for data in paper.qr_data if SCANNED_NUMBER.fullmatch(data)]
    return {*paper.subjects, *printed, *scanned}


def _forget_papers(context: AppContext) -> None:
    directories = paper_directories(context.papers_dir, context.settings.printers)
    forget_papers_of_erased(
        context.queue, directories, keep_days=context.settings.privacy.keep_days
    )


def _is_erased(queue: Queue, subject: str) -> bool | None:
    """Whether the register has forgotten somebody; None when it never knew them."""
    try:
        match kind_written(subject):
            case SubjectKind.COMPLAINT:
                return queue.feedback.complaint(subject).erased_on is not None
            case SubjectKind.REFUSAL:
                return queue.register.export(subject)["refusal"]["erased_on"] is not None
        return queue.register.get(parse(subject).stored).erased_on is not None
    except (CoreError, Refusal):
        return None
