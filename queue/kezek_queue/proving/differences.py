"""Where the tables say something else than the journal, and the outcome of a whole proof."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from kezek_core.phrases import Phrase
from kezek_queue.values import SHORTEST_HASH_LETTERS, Verification

MOST_NAMED = 20
ROW = "row"
"""The field of a difference that concerns a whole row: it is missing, or nobody told of it."""

PRESENT, MISSING = "present", "missing"


class Claim(Protocol):
    """What the journal proves of a cell where it does not prove one value."""

    def holds(self, stored: Any) -> bool:
        """Whether a stored value agrees with the journal."""


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A value that may have grown without an event."""

    least: int

    def holds(self, stored: Any) -> bool:
        """Whether a stored value agrees with the journal."""
        return isinstance(stored, int) and stored >= self.least

    def __str__(self) -> str:
        return f"{self.least} or more"


@dataclass(frozen=True, slots=True)
class OneOf:
    """A value that may have changed among a few without an event."""

    values: tuple[Any, ...]

    def holds(self, stored: Any) -> bool:
        """Whether a stored value agrees with the journal."""
        return stored in self.values

    def __str__(self) -> str:
        return " or ".join(map(str, self.values))


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell (or row) of a table that the journal contradicts.

    Args:
        table: its name.
        subject: which row: a ticket, a request, a day, a window.
        field: the column; ``row`` for a whole row.
        stored: what the table says.
        proven: what the journal proves.
    """

    table: str
    subject: str
    field: str
    stored: str | int | None
    proven: str | int | None

    @property
    def is_missing(self) -> bool:
        """Whether a row is gone that the journal proves."""
        return self.field == ROW and self.stored == MISSING

    @property
    def is_stranger(self) -> bool:
        """Whether a row is there that no event of the journal made."""
        return self.field == ROW and self.stored == PRESENT

    @property
    def told(self) -> Phrase:
        """The difference in words."""
        row = f"{self.table} {self.subject}"
        if self.is_missing:
            return Phrase("%(row)s: missing from the table, the journal proves it", row=row)
        if self.is_stranger:
            return Phrase("%(row)s: in the table, but no event of the journal made it", row=row)
        return Phrase(
            "%(row)s: %(field)s is %(stored)s, the journal proves %(proven)s",
            row=row,
            field=self.field,
            stored=_shown(self.stored),
            proven=_shown(self.proven),
        )

    def __str__(self) -> str:
        return str(self.told)

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "table": self.table,
            "subject": self.subject,
            "field": self.field,
            "stored": self.stored,
            "proven": self.proven,
        }


@dataclass(slots=True)
class Differences:
    """Collects differences: every one is counted, the first of every table are named.

    Args:
        most: how many cells and how many rows are named of one table.
    """

    most: int = MOST_NAMED
    named: list[Difference] = field(default_factory=list)
    seen: Counter[tuple[str, bool]] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        """How many there are."""
        return self.seen.total()

    def add(self, table: str, subject: str, column: str, stored: Any, proven: Any) -> None:
        """Note one."""
        # Rows that are gone or invented are named beside cells, however many of these there are.
        kind = (table, column == ROW)
        self.seen[kind] += 1
        if self.seen[kind] <= self.most:
            self.named.append(Difference(table, subject, column, _plain(stored), _plain(proven)))

    def missing(self, table: str, subject: str) -> None:
        """A row that the journal proves is not in its table."""
        self.add(table, subject, ROW, MISSING, PRESENT)

    def stranger(self, table: str, subject: str) -> None:
        """A row that no event of the journal made."""
        self.add(table, subject, ROW, PRESENT, MISSING)

    def compare(
        self, table: str, subject: str, stored: Mapping[str, Any], proven: Mapping[str, Any]
    ) -> None:
        """Note every column whose stored value the journal contradicts."""
        for column, expected in proven.items():
            found = stored[column]
            if hasattr(expected, "holds"):
                if not expected.holds(found):
                    self.add(table, subject, column, found, expected)
            elif found != expected:
                self.add(table, subject, column, found, expected)


@dataclass(frozen=True, slots=True)
class JournalMark:
    """The end of the journal that figures were read at.

    Args:
        seq: the last event they rest on; 0 for none.
        hash: its hash, which stands for the whole journal up to it; "" for none.
        at: when they were read, aware UTC.
    """

    seq: int
    hash: str
    at: datetime

    @property
    def short_hash(self) -> str:
        """Enough of the hash to find it again by eye."""
        return self.hash[:SHORTEST_HASH_LETTERS]

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {"seq": self.seq, "hash": self.hash, "at": self.at.astimezone(UTC).isoformat()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> JournalMark:
        """What `to_json` told."""
        return cls(data["seq"], data["hash"], datetime.fromisoformat(data["at"]))


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of proving an office.

    Args:
        mark: the journal's end that was looked at, and when.
        chain: the walk along the journal's chain, against its head row.
        differences: how many cells and rows the journal contradicts.
        named: the first of every table.
        visits: how many visits were proven.
        rows: how many rows of all tables were compared.
    """

    mark: JournalMark
    chain: Verification
    differences: int
    named: tuple[Difference, ...]
    visits: int
    rows: int

    @property
    def proven(self) -> JournalMark:
        """How far the journal is proven: where its chain breaks, up to the last link that holds."""
        return JournalMark(self.chain.events, self.chain.hash, self.mark.at)

    @property
    def sound(self) -> bool:
        """Whether the chain holds and every table says what the journal tells."""
        return self.chain.sound and not self.differences

    def to_json(self) -> dict[str, Any]:
        """Plain values; the first four are as version 0.1.0 told them."""
        return {
            **self.chain.to_json(),
            "sound": self.sound,
            "chain_sound": self.chain.sound,
            "journal": self.mark.to_json(),
            "visits": self.visits,
            "rows": self.rows,
            "differences": self.differences,
            "first_differences": [each.to_json() for each in self.named],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Proof:
        """What `to_json` told."""
        return cls(
            mark=JournalMark.from_json(data["journal"]),
            chain=Verification(
                data["chain_sound"],
                data["events"],
                data["first_broken_seq"],
                data["reason"],
                hash=(data["mark"] or "").partition(":")[2],
            ),
            differences=data["differences"],
            named=tuple(Difference(**each) for each in data["first_differences"]),
            visits=data["visits"],
            rows=data["rows"],
        )


def _plain(value: Any) -> str | int | None:
    if isinstance(value, bytes):
        return f"{len(value)} bytes {hashlib.sha256(value).hexdigest()[:SHORTEST_HASH_LETTERS]}"
    return value if value is None or isinstance(value, str | int) else str(value)


def _shown(value: str | int | None) -> str:
    return Phrase("empty") if value is None or value == "" else str(value)
