"""Display boards on a serial line: over the windows and over the hall."""

from __future__ import annotations

from kezek_hardware.boards.board_line import BoardLine, open_board_line
from kezek_hardware.boards.boards_fake import FakeBoards
from kezek_hardware.boards.frame_file import load_frame_format
from kezek_hardware.boards.hall_board import HallBoard
from kezek_hardware.boards.hall_rows import HallCall
from kezek_hardware.boards.window_board import WindowBoards

__all__ = [
    "BoardLine",
    "FakeBoards",
    "HallBoard",
    "HallCall",
    "WindowBoards",
    "load_frame_format",
    "open_board_line",
]
