"""Who works on an office of a PostgreSQL server: each holds a shared lock while it is connected.

The rows of the office are kept by its head row, whoever changes them. This lock only tells that
somebody is there, so that nobody carries an office away from under a running server.
"""

from __future__ import annotations

from hashlib import blake2b

import sqlalchemy as sa

from kezek_core.phrases import Phrase
from kezek_queue.errors import OfficeServedError


def lock_number(office_id: str) -> int:
    """PostgreSQL's number of an office's lock."""
    name = f"kezek office {office_id}".encode()
    return int.from_bytes(blake2b(name, digest_size=8).digest(), signed=True)


def refuse_if_served(connection: sa.Connection, office_id: str, place: str) -> None:
    """Keep servers out until this transaction is over.

    Raises:
        OfficeServedError: one works on the office, on this machine or another.
    """
    if connection.dialect.name != "postgresql":
        return  # a directory is served once (flock), and a file has one directory
    alone = sa.func.pg_try_advisory_xact_lock(lock_number(office_id))
    if not connection.execute(sa.select(alone)).scalar_one():
        raise OfficeServedError(
            Phrase(
                "expected nobody at work on office '%(office)s' in %(place)s, but a server has it "
                "open; stop 'kezek serve' on every machine that shares this office, then try again",
                office=office_id,
                place=place,
            ),
            place=place,
            office=office_id,
        )
