"""Columns of dots, as ``ESC &`` and ``ESC *`` carry them, turned into rows."""

from __future__ import annotations

import functools


@functools.lru_cache(maxsize=2048)
def rows_of(columns: bytes, across: int, height_bytes: int) -> tuple[int, ...]:
    """Rows of dots, top first, the leftmost dot the highest bit.

    Args:
        columns: ``height_bytes`` a column, the top dot the highest bit, the left column first.
        across: columns.
        height_bytes: bytes a column.
    """
    down = height_bytes * 8
    rows = [0] * down
    for x in range(across):
        column = int.from_bytes(columns[x * height_bytes : (x + 1) * height_bytes], "big")
        for y in range(down):
            rows[y] = rows[y] << 1 | (column >> (down - 1 - y)) & 1
    return tuple(rows)
