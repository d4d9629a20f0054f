"""Personal data: kept apart from everything else, printed on paper, exported and erased.

Names, contacts and whatever staff write about a person stand in one table and nowhere else: not
in the journal, not in logs or addresses, and not in the stored text of a print job, which holds
marks that are filled in when the job is leased.
"""

from __future__ import annotations

import json
import logging
import re
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from kezek_core.papers import FormField, FormList, FormSlip, Subject, SubjectKind
from kezek_core.texts import LocalText
from kezek_core.typed_text import cleaned_line, unprintable_sign
from kezek_queue.errors import PersonNeededError
from kezek_queue.journal.event_text import canonical
from kezek_queue.people import complainants
from kezek_queue.schema.tables import register_people
from kezek_queue.store.database import BUSY_TIMEOUT_MS, Database
from kezek_queue.store.log_damage import forget_content
from kezek_queue.store.revision import copies_before_upgrades
from kezek_queue.store.transaction import Transaction
from kezek_queue.translated import text

log = logging.getLogger(__name__)

LONGEST_TEXT = 400
KEEP_DAYS = 90
"""How long people are known by name after the end, unless the office says otherwise."""

ERASED = text("erased")
MARK = re.compile(r"⟦([a-z0-9_]+)⟧")

_mine = register_people.c.office_id == sa.bindparam("office")
_subject = register_people.c.subject == sa.bindparam("who")
_OF_SUBJECT = (
    sa.select(register_people.c.seq, register_people.c.data)
    .where(_mine, _subject)
    .order_by(register_people.c.seq)
)
_BLANK = (
    register_people.update()
    .where(_mine, register_people.c.seq == sa.bindparam("place"))
    .values(data=sa.bindparam("blank"))
)


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks for a service.

    Args:
        name: surname, given name and patronymic, or the name of an organisation.
        address: as the refusal receipt asks for it.
        contacts: telephone or e-mail, as the acceptance receipt may ask for them.
    """

    name: str
    address: str | None = None
    contacts: str | None = None


def mark(name: str) -> str:
    """What stands in a stored form where the personal text ``name`` is printed."""
    return f"⟦{name}⟧"


def checked_text(text: str | None, what: str, field: str) -> str | None:
    """A personal text fit for one line of paper; None stays None, and blanks are None.

    What cannot be seen is dropped: it comes along when a name is pasted.

    Args:
        text: as typed.
        what: what it is, for the message.
        field: name, address, contacts, inspector or reason; pages mark their field by it.

    Raises:
        PersonNeededError: it is too long, or holds signs that cannot be printed.
    """
    line = cleaned_line(text or "")
    if not line:
        return None
    # The text itself stays out of the messages: messages are logged.
    sign = unprintable_sign(line)
    if sign is not None:
        raise PersonNeededError(
            f"expected {what} in signs that can be printed, got {sign}; type it in Cyrillic or "
            "Latin letters",
            field=field,
            sign=sign,
        )
    if len(line) > LONGEST_TEXT:
        raise PersonNeededError(
            f"expected {what} of at most {LONGEST_TEXT} signs, got {len(line)}; type it shorter",
            field=field,
        )
    return line


def personal_texts(person: Person | None) -> dict[str, str]:
    """What is kept of a person, by the marks of the forms.

    Raises:
        PersonNeededError: a person without a name, or a text that cannot be printed.
    """
    if person is None:
        return {}
    name = checked_text(person.name, "the applicant's name", "name")
    if name is None:
        raise PersonNeededError(
            "expected the applicant's name, got none; type it as it stands in the identity "
            "document, or accept without a person where the standard allows it",
            field="name",
        )
    texts = {
        "applicant": name,
        "address": checked_text(person.address, "the applicant's address", "address"),
        "contacts": checked_text(person.contacts, "the applicant's contacts", "contacts"),
    }
    return {key: value for key, value in texts.items() if value is not None}


def keep(tx: Transaction, subject: str, texts: Mapping[str, str]) -> None:
    """Keep the personal texts of the event that was recorded last.

    Args:
        tx: the transaction; its last event is the row's place.
        subject: the request's number or the refusal's id.
        texts: by mark; nothing is stored when there is none.
    """
    if texts:
        tx.connection.execute(
            register_people.insert(),
            {
                "office_id": tx.office_id,
                "seq": tx.counters.last_seq,
                "subject": subject,
                "data": canonical(dict(texts)),
            },
        )


def texts_of(connection: sa.Connection, office_id: str, subject: str) -> dict[str, str]:
    """Every personal text of a subject; empty once it was erased."""
    texts: dict[str, str] = {}
    for row in connection.execute(_OF_SUBJECT, {"office": office_id, "who": subject}):
        texts |= json.loads(row.data) if row.data.strip() else {}
    return texts


def blank(tx: Transaction, subject: str) -> int:
    """Overwrite every personal text of a subject and return how many rows there were.

    A row keeps its length in bytes, so SQLite writes over it where it stands. Deleting it could
    leave a copy of a neighbour that was moved when pages were rebalanced earlier.
    """
    where = {"office": tx.office_id, "who": subject}
    rows = tx.connection.execute(_OF_SUBJECT, where).all()
    for row in rows:
        blanks = " " * len(row.data.encode())
        tx.connection.execute(_BLANK, {"office": tx.office_id, "place": row.seq, "blank": blanks})
    return len(rows)


def forget_traces(database: Database) -> bool:
    """Remove what SQLite's files keep of people as they were before an erasure.

    That are pages in the write-ahead log, the damaged logs that an opening kept, and the copies
    that an upgrade left beside the database.

    Returns:
        False while a reader still needs the log; it is emptied by the next erasure then.
    """
    if database.path is None:
        return True
    for copy in copies_before_upgrades(database.path):
        copy.unlink(missing_ok=True)
    forget_content(database.path)
    with closing(sqlite3.connect(database.path, timeout=BUSY_TIMEOUT_MS / 1000)) as connection:
        busy = bool(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
    if busy:
        log.warning("the write-ahead log could not be emptied after an erasure; the next one will")
    return not busy


def filled(slip: FormSlip, texts: Mapping[str, str]) -> FormSlip:
    """A stored form with its marks filled in; what was erased says so."""

    def text(shown: LocalText) -> LocalText:
        return _filled_text(shown, texts)

    return replace(
        slip,
        fields=tuple(FormField(text(each.label), text(each.value)) for each in slip.fields),
        lists=tuple(
            FormList(text(each.heading), tuple(text(item) for item in each.items))
            for each in slip.lists
        ),
        notes=tuple(text(note) for note in slip.notes),
        signatures=tuple(text(each) for each in slip.signatures),
    )


def _filled_text(shown: LocalText, texts: Mapping[str, str]) -> LocalText:
    return LocalText.from_json(
        {
            language: original and MARK.sub(_filler(texts, language), original)
            for language, original in shown.to_json().items()
        }
    )


def _filler(texts: Mapping[str, str], language: str) -> Callable[[re.Match[str]], str]:
    def fill(found: re.Match[str]) -> str:
        return texts.get(found.group(1), ERASED.in_language(language))

    return fill


def private_slip(connection: sa.Connection, office_id: str, subject: Subject, slip: Any) -> Any:
    """The slip of a print job as it is to be printed.

    Args:
        connection: where to read.
        office_id: the office.
        subject: of the job.
        slip: as it is stored, with its marks.
    """
    if not isinstance(slip, FormSlip):
        return slip
    return filled(slip, _texts_about(connection, office_id, subject))


def was_erased(connection: sa.Connection, office_id: str, subject: Subject, slip: Any) -> bool:
    """Whether a stored form has marks and nobody knows any more what stood there.

    Args:
        connection: where to read.
        office_id: the office.
        subject: as for ``private_slip``.
        slip: as it is stored, with its marks.
    """
    if (
        not isinstance(slip, FormSlip)
        or MARK.search(json.dumps(slip.to_json(), ensure_ascii=False)) is None
    ):
        return False
    return not _texts_about(connection, office_id, subject)


def _texts_about(connection: sa.Connection, office_id: str, subject: Subject) -> dict[str, str]:
    if subject.kind is SubjectKind.COMPLAINT:
        return complainants.texts_of(connection, office_id, subject.id)
    return texts_of(connection, office_id, subject.id)
