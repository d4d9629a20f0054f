"""Every index says what it is for: one that serves no query costs each ticket a page."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

import kezek_queue

SCHEMA = Path(kezek_queue.__file__).parent / "schema"
MADE = re.compile(r"^    (?:Index|partial_index)\(")


@pytest.mark.parametrize("module", sorted(SCHEMA.glob("*.py")), ids=lambda path: path.stem)
def test_above_every_index_stands_the_query_that_it_serves(module: Path) -> None:
    lines = module.read_text("utf-8").splitlines()

    silent = [
        line.strip()
        for before, line in pairwise(lines)
        if MADE.match(line) and not before.strip().startswith("#")
    ]

    assert silent == []
