"""Tables in the office's database: whose they are, and the way from every older form of them.

The queue's own are one set. Another room may keep tables beside them and give its set to
`Queue.open`: the queue then makes and migrates them as it does its own, and knows no more of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

VERSION_TABLE = "alembic_version"


@dataclass(frozen=True, slots=True)
class TableSet:
    """The tables of one owner.

    Args:
        name: of the owner, a word of a-z; empty for the queue itself.
        metadata: the tables as they are now.
        revisions: every revision this version knows, the oldest first. The first one finds the
            tables in place where they are older than their revisions.
        migrations: folder of the revisions' modules, for Alembic.
    """

    name: str
    metadata: sa.MetaData
    revisions: tuple[str, ...]
    migrations: Path

    @property
    def head(self) -> str:
        """The revision of this version."""
        return self.revisions[-1]

    @property
    def version_table(self) -> str:
        """Where the database remembers the revision of these tables, apart from all others."""
        return f"{VERSION_TABLE}_{self.name}" if self.name else VERSION_TABLE

    @property
    def mark(self) -> str:
        """The revision as the name of a backup bears it."""
        return f"{self.name}-{self.head}" if self.name else self.head
