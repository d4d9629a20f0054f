"""Who is next: the queue as the rule of calling sees it, and what the queue takes from the rule."""

from __future__ import annotations

import re
from collections.abc import Mapping
from operator import attrgetter
from typing import Any

import sqlalchemy as sa

from kezek_core.ports import Choice, Discipline, QueueState, WaitingTicket, WindowNow
from kezek_queue.errors import DisciplineError
from kezek_queue.schema.prepared import Prepared
from kezek_queue.schema.tables import WAITING, tickets
from kezek_queue.store.transaction import Transaction
from kezek_queue.tickets.rows import read_waited_clock
from kezek_queue.tickets.window_rows import WindowRow

REASON = re.compile(r"[a-z0-9_-]{1,40}")
NAME = re.compile(r"[!-~]{1,60}")
"""What the journal keeps of a rule: printable signs of ASCII without a space."""

_COLUMNS = sa.select(
    tickets.c.id,
    tickets.c.service,
    tickets.c.arrival_seq,
    tickets.c.category_rank,
    tickets.c.limit_minutes,
    tickets.c.counted_us,
    tickets.c.counted_exact,
    tickets.c.running_moment,
    tickets.c.stopped_moment,
)
_WAITING = Prepared(
    _COLUMNS.where(tickets.c.office_id == sa.bindparam("office"), WAITING)
    # The order of the small index of those who wait: without it SQLite takes that of all tickets.
    .order_by(tickets.c.service, tickets.c.category_rank, tickets.c.arrival_seq)
)


def choose_next(tx: Transaction, window: int, windows: Mapping[int, WindowRow]) -> Choice | None:
    """Ask the office's rule whom an open window calls.

    Returns:
        The choice, of a ticket that waits for this window; None when nobody does.

    Raises:
        DisciplineError: the rule failed; nobody is called.
    """
    state = queue_state(tx, window, windows)
    return ask(tx.config.discipline, state) if state.candidates else None


def queue_state(tx: Transaction, window: int, windows: Mapping[int, WindowRow]) -> QueueState:
    """Everybody who waits and every window, as values.

    What it costs grows with those who wait, not with all tickets that came before.
    """
    rows = sorted(_WAITING.rows(tx.connection, office=tx.office_id), key=attrgetter("arrival_seq"))
    return QueueState(window, tuple(_waiting(tx, row) for row in rows), {
        number: WindowNow(
            number, frozenset(tx.office.windows[number].services), row.is_open, row.ticket_id
        )
        for number, row in windows.items()
    })  # fmt: skip


def ask(discipline: Discipline, state: QueueState) -> Choice:
    """The choice of a rule, once it is known to be one.

    Args:
        discipline: the rule; of an office's own one nothing is believed.
        state: with at least one candidate.

    Raises:
        DisciplineError: the rule raised, or its answer is no choice among the candidates.
    """
    # Before the rule has it in its hands.
    candidates = [one.ticket_id for one in state.candidates]
    try:
        choice = discipline.choose(state)
    except BaseException as error:  # even SystemExit; no signal comes to the writer's thread
        raise _fault(discipline, state, f"it raised {type(error).__name__}") from error
    if not isinstance(choice, Choice) or not isinstance(choice.ticket_id, str):
        raise _fault(discipline, state, f"got a {type(choice).__name__} without one")
    if choice.ticket_id not in candidates:
        raise _fault(discipline, state, f"got {choice.ticket_id!r:.80}", choice.ticket_id)
    if not _fits(REASON, choice.reason):
        raise _fault(discipline, state, f"got {choice.ticket_id} without a reason")
    return choice


def check_discipline(discipline: object) -> Discipline:
    """A rule whose name can be kept with every call.

    Raises:
        DisciplineError: it is no rule, or its name is none.
    """
    name = getattr(discipline, "name", None)
    if isinstance(discipline, Discipline) and _fits(NAME, name):
        return discipline
    raise DisciplineError(
        f"expected {type(discipline).__qualname__} to be a kezek_core.ports.Discipline with a name "
        f"such as 'fifo/1', of 1 to 60 Latin letters, digits and signs, got the name {name!r:.80}; "
        "mend the rule, or choose another one with [queue] discipline in kezek.toml",
        rule=type(discipline).__qualname__,
    )


def _waiting(tx: Transaction, row: Any) -> WaitingTicket:
    return WaitingTicket(
        ticket_id=row.id,
        service=row.service,
        arrival_seq=row.arrival_seq,
        category_rank=row.category_rank,
        waited=read_waited_clock(row).wait(tx.now, tx.boots),
        limit_minutes=row.limit_minutes,
    )


def _fits(pattern: re.Pattern[str], word: object) -> bool:
    return isinstance(word, str) and pattern.fullmatch(word) is not None


def _fault(
    discipline: Discipline, state: QueueState, came: str, ticket: str | None = None
) -> DisciplineError:
    return DisciplineError(
        f"expected the rule {discipline.name} to choose a ticket that waits for window "
        f"{state.window}, and to say why in one word; {came}. Nobody was called: mend the rule, "
        "or choose another one with [queue] discipline in kezek.toml",
        rule=discipline.name,
        window=state.window,
        **({} if ticket is None else {"ticket": ticket}),
    )
