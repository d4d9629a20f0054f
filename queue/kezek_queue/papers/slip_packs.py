"""What old print jobs said, kept compressed: a slip is half of a job, and hardly ever asked for.

What was printed stays what was printed, to the letter: it can be printed again, and says the words
of its day. A job that still waits for its printer is packed as well, and printed from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from kezek_queue.journal.packed_texts import FORM, UnreadablePackError, damaged, packed, unpacked
from kezek_queue.journal.summed_texts import WrongSumError, without_sum
from kezek_queue.schema.tables import offices, print_jobs, slip_packs
from kezek_queue.store.transaction import Transaction

JOBS_KEPT = 2_000
"""So many of the last jobs keep their slips themselves: more than a day's reprints reach back."""
PACK_SLIPS = 500
PACKED = ""
"""The slip of a job that lies in a pack."""

_office: sa.BindParameter[str] = sa.bindparam("office")
_mine = slip_packs.c.office_id == _office
_LAST = sa.select(sa.func.coalesce(sa.func.max(slip_packs.c.last_job), 0)).where(_mine)
_LAST_JOB = sa.select(offices.c.last_job).where(offices.c.office_id == _office)
_NEXT = (
    sa.select(print_jobs.c.id, print_jobs.c.slip)
    .where(print_jobs.c.office_id == _office, print_jobs.c.id > sa.bindparam("after"))
    .order_by(print_jobs.c.id)
)
_HOLDING = (
    sa.select(slip_packs.c.form, slip_packs.c.packed)
    .where(_mine, slip_packs.c.last_job >= sa.bindparam("job"))
    .order_by(slip_packs.c.last_job)
    .limit(1)
)
_between = (
    print_jobs.c.office_id == _office,
    print_jobs.c.id > sa.bindparam("after"),
    print_jobs.c.id <= sa.bindparam("last"),
)
_WHOLE = sa.select(print_jobs).where(*_between).order_by(print_jobs.c.id)
_TAKE_OUT = print_jobs.delete().where(*_between)


def slip_text(connection: sa.Connection, office_id: str, job: Any) -> str:
    """The slip of a print job as JSON, wherever it lies.

    Args:
        connection: what is read.
        office_id: the office.
        job: its row.

    Raises:
        DatabaseCorruptError: the pack that holds it is damaged.
        WrongSumError: the text itself is.
    """
    if job.slip != PACKED:
        return without_sum(str(job.slip))
    row = connection.execute(_HOLDING, {"office": office_id, "job": job.id}).first()
    beginning = f"{job.id} "
    try:
        lines = [] if row is None else unpacked(row.form, row.packed)
        found = next(line for line in lines if line.startswith(beginning))
        return without_sum(found.removeprefix(beginning))
    except UnreadablePackError as error:
        raise damaged(f"the slip of print job {job.id}", str(error)) from error
    except StopIteration:
        raise damaged(f"the slip of print job {job.id}", "it is in none") from None


def packable(slip: str) -> str:
    """The text of a slip as it goes into a pack, which has a sum of its own; a damaged one stays
    so, for whoever reads it there must be told too."""
    try:
        return without_sum(slip)
    except WrongSumError:
        return slip


def next_slips(connection: sa.Connection, office_id: str) -> tuple[int, Sequence[Any]] | None:
    """The next jobs whose slips can be packed, and the last packed one before them.

    Args:
        connection: one consistent view of the database.
        office_id: the office.

    Returns:
        None while there are too few.
    """
    here = {"office": office_id}
    after = connection.execute(_LAST, here).scalar_one()
    last = connection.execute(_LAST_JOB, here).scalar_one() - JOBS_KEPT
    jobs = connection.execute(_NEXT.limit(PACK_SLIPS), {**here, "after": after}).all()
    if len(jobs) < PACK_SLIPS or jobs[-1].id > last:
        return None
    return after, jobs


def store_slips(tx: Transaction, after: int, jobs: Sequence[Any]) -> bool:
    """Put the slips of some jobs into a pack; False where somebody was quicker."""
    here = {"office": tx.office_id}
    if tx.connection.execute(_LAST, here).scalar_one() != after:
        return False
    last = jobs[-1].id
    lines = [f"{job.id} {packable(job.slip)}" for job in jobs]
    row = {"office_id": tx.office_id, "last_job": last, "form": FORM, "packed": packed(lines)}
    tx.connection.execute(slip_packs.insert(), row)
    # Written anew in a row, where changing them would leave every page three quarters empty.
    between = {**here, "after": after, "last": last}
    narrow = [
        {**row._mapping, print_jobs.c.slip.name: PACKED}
        for row in tx.connection.execute(_WHOLE, between)
    ]
    tx.connection.execute(_TAKE_OUT, between)
    tx.connection.execute(print_jobs.insert(), narrow)
    return True
