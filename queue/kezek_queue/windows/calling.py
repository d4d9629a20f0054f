"""Calls: the next visitor, the same one again, one who was put on hold."""

from __future__ import annotations

from dataclasses import replace

from kezek_core.events import EventKind
from kezek_core.ports import Choice
from kezek_core.tickets import Command, TicketState, after
from kezek_queue.clock import to_us
from kezek_queue.dispatch.next_ticket import choose_next
from kezek_queue.errors import WindowPausedError, wrong_state
from kezek_queue.store.transaction import Transaction
from kezek_queue.tickets.rows import TicketRow
from kezek_queue.tickets.ticket_store import can_do, expect, get, save
from kezek_queue.values import Expected, WindowAnswer, WindowStatus
from kezek_queue.windows.command import WindowCommand
from kezek_queue.windows.serving import finish_visit


def call_next(tx: Transaction, window: int, *, actor: str, expected: Expected) -> WindowAnswer:
    """Finish the visit at the window, if any, and call whoever is next.

    Raises:
        WindowPausedError: the window is paused.
        WrongStateError: the visitor called last neither started nor was absent.
        DisciplineError: the rule of calling failed.
    """
    desk = WindowCommand(tx, window, actor, expected)
    _refuse_paused(desk)
    finished = _finish_present(desk)
    desk.open()
    choice = choose_next(tx, desk.number, desk.windows)
    if choice is None:
        return desk.answer(finished=finished)
    chosen = get(tx, choice.ticket_id)
    return desk.answer(_call(desk, chosen, Command.CALL, choice), finished)


def recall(tx: Transaction, window: int, *, actor: str, expected: Expected) -> WindowAnswer:
    """Call the visitor at the window once more; the clock keeps the first call."""
    desk = WindowCommand(tx, window, actor, expected)
    before = desk.visitor()
    expect(before, Command.RECALL)
    return desk.answer(_call(desk, before, Command.RECALL))


def recall_held(tx: Transaction, window: int, ticket_id: str, *, actor: str) -> WindowAnswer:
    """Call a held visitor to the window, before the hold is over."""
    desk = WindowCommand(tx, window, actor)
    before = get(tx, ticket_id)
    if before.state is not TicketState.HELD:
        raise wrong_state(before.number, before.state.value, "recall_held", can_do(before.state))
    _refuse_paused(desk)
    desk.must_be_free()
    desk.open()
    return desk.answer(_call(desk, before, Command.RECALL))


def _refuse_paused(desk: WindowCommand) -> None:
    if desk.window.status is WindowStatus.PAUSED:
        raise WindowPausedError(
            f"expected window {desk.number} to take visitors, it is paused; resume it first",
            window=desk.number,
        )


def _finish_present(desk: WindowCommand) -> TicketRow | None:
    """A visit being served ends with the call of the next; a called one is never guessed away."""
    if desk.window.ticket_id is None:
        return None
    present = desk.visitor()
    if present.state is not TicketState.SERVING:
        raise wrong_state(present.number, present.state.value, "next", can_do(present.state))
    return finish_visit(desk, present)


def _call(
    desk: WindowCommand, before: TicketRow, command: Command, choice: Choice | None = None
) -> TicketRow:
    now = desk.tx.now
    called = replace(
        before,
        state=after(command),
        window=desk.number,
        times=before.times + 1,
        first_call=before.first_call or now,
        called_us=to_us(now.at),
        held_until_us=None,
        clock=before.clock.called(now),
    )
    seq = _tell(desk, before, called, choice)
    called = replace(called, called_seq=seq)
    save(desk.tx, before, called)
    if desk.window.ticket_id != called.id or desk.window.absent_id is not None:
        desk.seat(called.id)
    return called


def _tell(desk: WindowCommand, before: TicketRow, called: TicketRow, choice: Choice | None) -> int:
    if choice is None:
        held = before.state is TicketState.HELD
        calls = desk.tx.office.no_show.look(
            called.clock.unanswered_calls, desk.tx.now, desk.tx.boots
        )
        return desk.tell(
            EventKind.TICKET_RECALLED, called, times=called.times, held=held,
            counted=calls.counted,
        )  # fmt: skip
    return desk.tell(
        EventKind.TICKET_CALLED,
        called,
        times=called.times,
        rule=desk.tx.config.discipline.name,
        reason=choice.reason,
    )
