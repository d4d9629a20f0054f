"""Opening, pausing and closing windows."""

from __future__ import annotations

from kezek_core.events import EventKind
from kezek_queue.store.transaction import Transaction
from kezek_queue.values import Expected, WindowAnswer, WindowStatus
from kezek_queue.windows.command import WindowCommand


def open_window(tx: Transaction, window: int, *, actor: str, expected: Expected) -> WindowAnswer:
    """An operator sits down and takes visitors."""
    desk = WindowCommand(tx, window, actor, expected)
    desk.open()
    return _answer(desk)


def pause(tx: Transaction, window: int, *, actor: str, expected: Expected) -> WindowAnswer:
    """No more calls for now; a visitor who is there is served to the end."""
    desk = WindowCommand(tx, window, actor, expected)
    if desk.window.status is not WindowStatus.PAUSED:
        if desk.window.status is WindowStatus.CLOSED:
            desk.open()
        desk.change(status=WindowStatus.PAUSED)
        desk.tell(EventKind.WINDOW_PAUSED)
    return _answer(desk)


def resume(tx: Transaction, window: int, *, actor: str, expected: Expected) -> WindowAnswer:
    """Take visitors again."""
    desk = WindowCommand(tx, window, actor, expected)
    if not desk.window.is_open:
        desk.open()
    return _answer(desk)


def close_window(tx: Transaction, window: int, *, actor: str, expected: Expected) -> WindowAnswer:
    """The operator leaves; refused while a visitor is there."""
    desk = WindowCommand(tx, window, actor, expected)
    desk.must_be_free()
    if desk.window.status is not WindowStatus.CLOSED:
        desk.leave()
        desk.tell(EventKind.WINDOW_CLOSED)
    return _answer(desk)


def _answer(desk: WindowCommand) -> WindowAnswer:
    return desk.answer(None if desk.window.ticket_id is None else desk.visitor())
