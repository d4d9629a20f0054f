"""Every index says what it is for: one that serves no query costs each ticket a page."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa

import kezek_queue
from kezek_queue.schema.parts import metadata
from kezek_queue.schema.tickets import tickets

SCHEMA = Path(kezek_queue.__file__).parent / "schema"
PARTIAL = re.compile(r"CREATE INDEX (\w+) ON .* WHERE (.*)")
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


def _partial_indexes(url: str) -> dict[str, str]:
    """The conditions of all partial indexes as a database of that kind is told of them."""
    told: list[str] = []
    engine = sa.create_mock_engine(
        url, lambda statement, *_, **__: told.append(str(statement.compile(dialect=engine.dialect)))
    )
    metadata.create_all(engine, checkfirst=False)
    found = (PARTIAL.fullmatch(text.strip()) for text in told)
    return {made[1]: made[2] for made in found if made}


def test_both_databases_keep_the_same_conditions() -> None:
    in_file, on_server = map(_partial_indexes, ("sqlite://", "postgresql+psycopg://"))

    assert in_file == on_server
    assert {each.name for each in tickets.indexes} & in_file.keys()
    assert in_file["days_open"] == "closed = 0"


def test_an_office_in_a_file_loads_nothing_of_postgresql() -> None:
    program = "import sys, kezek_queue; print('sqlalchemy.dialects.postgresql' in sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )

    assert done.stdout.strip() == "False"
