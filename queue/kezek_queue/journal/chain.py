"""Checking the journal's chain: page by page, from the beginning or from a mark."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from json.encoder import encode_basestring as spelt
from types import NoneType
from typing import Any

import msgspec
import sqlalchemy as sa

from kezek_core.phrases import Phrase
from kezek_queue.journal.event_text import CHAINED, canonical, fields_of, link
from kezek_queue.journal.journal import BEFORE_ANY_SEQ, hash_at, head_of, journal_pieces
from kezek_queue.journal.packed_texts import UnreadablePackError
from kezek_queue.journal.packs import Pack, chained_hashes
from kezek_queue.values import CHAIN_START, ChainMark, Verification

Progress = Callable[[int, int, ChainMark], object]
"""Told now and then how many events are walked over, how many there are, and how far the chain
holds."""

NUMBERS: dict[str, set[type]] = {
    "seq": {int}, "window": {int, NoneType}, "utc_us": {int}, "boottime_us": {int}, "synced": {int},
}  # fmt: skip
"""What these columns hold. SQLite keeps whatever a forger puts there, and `1` hashes as `"1"` does
once both are text; a column of text that holds something else raises by itself."""

FIELDS = {*CHAINED, "office_id"}
"""What a packed event says."""

PLACES = {name: place for place, name in enumerate(CHAINED)}

UNFIT = (TypeError, ValueError, RecursionError)
"""What reading or hashing a row raises that the queue never wrote."""


def verify(
    connection: sa.Connection,
    office_id: str,
    *,
    after: ChainMark = CHAIN_START,
    progress: Progress | None = None,
) -> Verification:
    """Walk the chain and compare its end with the head row.

    Args:
        connection: one consistent view of the database.
        office_id: the office.
        after: where an earlier walk ended; what lies before is not looked at.
        progress: told how far the walk is.

    Returns:
        The first link that does not hold, or a sound verification. A mark that is not in the
        chain is a link that does not hold: the journal was rewritten, or the mark is another's.
    """
    head = head_of(connection, office_id)
    if head is None:
        return no_head(office_id)
    if after.seq:
        stored = hash_at(connection, office_id, after.seq)
        if not (isinstance(stored, str) and after.hash and stored.startswith(after.hash)):
            found = Phrase("another hash there") if stored else Phrase("no such event")
            reason = Phrase(
                "expected event %(seq)s with hash %(hash)s, the journal has %(found)s",
                seq=after.seq, hash=after.hash, found=found,
            )  # fmt: skip
            return Verification(False, 0, after.seq, reason)
        after = ChainMark(after.seq, stored)
    return _walk(connection, office_id, head, after, progress or _nobody)


def verify_end(connection: sa.Connection, office_id: str, events: int) -> Verification:
    """Walk the last links of the chain only and compare their end with the head row.

    Args:
        connection: one consistent view of the database.
        office_id: the office.
        events: how many links, 1 or more; the event before them is taken as it stands.

    Returns:
        The first link that does not hold, or a sound verification.
    """
    head = head_of(connection, office_id)
    if head is None or head.last_seq <= events:
        return verify(connection, office_id)
    after = head.last_seq - events
    stored = hash_at(connection, office_id, after)
    if stored is None:
        return Verification(False, 0, after, Phrase("event %(seq)s is missing", seq=after))
    return _walk(connection, office_id, head, ChainMark(after, stored), _nobody)


def _walk(
    connection: sa.Connection, office_id: str, head: Any, after: ChainMark, progress: Progress
) -> Verification:
    walk = ChainWalk(office_id, after)
    for piece in journal_pieces(connection, office_id, after=after.seq or BEFORE_ANY_SEQ):
        if not (isinstance(piece, Pack) and walk.passes(piece)):
            walk.take(walk.rows_of(piece))
        if walk.broken is not None:
            break
        progress(walk.mark.seq, head.last_seq, walk.mark)
    return walk.end(head.last_seq, head.last_hash)


def no_head(office_id: str) -> Verification:
    """What is found of an office that the database does not know."""
    reason = Phrase("office '%(office)s' has no head row", office=office_id)
    return Verification(False, 0, 1, reason)


class ChainWalk:
    """Walks along the chain, page after page; the first link that breaks is kept.

    A page that is sound is recognised by its text, as it is stored. Any other is gone over row
    by row with the writer's own `link`, which alone says what is wrong.

    Args:
        office_id: the office.
        after: the last event that was walked over before.
    """

    def __init__(self, office_id: str, after: ChainMark = CHAIN_START) -> None:
        self.broken: Verification | None = None
        self.mark = after
        self._after = after.seq
        self._office_id = office_id
        self._spelt_office = spelt(office_id)

    def rows_of(self, piece: Pack | Sequence[Any]) -> Sequence[Any]:
        """The rows of a piece of the journal; a pack that has none to read breaks the chain."""
        if not isinstance(piece, Pack):
            return piece
        try:
            return [row for row in piece.rows() if row.seq > self._after]
        except UnreadablePackError as error:
            unreadable = Phrase(
                "events %(first)s to %(last)s lie in a pack that cannot be read (%(fault)s)",
                first=piece.first_seq, last=piece.last_seq, fault=str(error),
            )  # fmt: skip
        self.broken = self.broken or self._break(self.mark.seq + 1, unreadable)
        return ()

    def take(self, page: Sequence[Any]) -> list[Any]:
        """Check the links of some rows and return their bodies; None for one that is no JSON."""
        if not page:
            return []
        bodies = self._sound(page) if self.broken is None else None
        if bodies is None:
            return [self._take_row(row) for row in page]
        self.mark = ChainMark(page[-1].seq, page[-1].hash)
        return bodies

    def passes(self, pack: Pack) -> bool:
        """Whether a pack follows and is sound as a whole: then its rows need not be made."""
        if self.broken is not None or pack.hash_before != self.mark.hash:
            return False
        try:
            texts = pack.texts()
            events = canonical_values(texts)
        except UNFIT:  # an unreadable pack among them
            return False
        *_, last = chained_hashes(pack.hash_before, texts)
        if events is None or last != pack.last_hash or not self._follow(events, pack):
            return False
        self.mark = ChainMark(pack.last_seq, pack.last_hash)
        return True

    def _follow(self, events: Sequence[Any], pack: Pack) -> bool:
        """Whether texts are events of this office, each the next one."""
        places = range(self.mark.seq + 1, pack.last_seq + 1)
        return len(events) == len(places) and all(
            isinstance(event, dict)
            and event.keys() == FIELDS
            and event["seq"] == place
            and event["office_id"] == self._office_id
            and all(type(event[name]) in types for name, types in NUMBERS.items())
            for event, place in zip(events, places, strict=True)
        )

    def end(self, last_seq: int, last_hash: str) -> Verification:
        """What the walk found, now that there are no more rows: compared with the head row."""
        if self.broken is not None:
            return self.broken
        seen = self.mark.seq
        if seen < last_seq:
            gone = Phrase(
                "the journal ends at event %(seen)s, but %(last)s were written: its end is gone",
                seen=seen, last=last_seq,
            )  # fmt: skip
            return self._break(seen + 1, gone)
        if seen > last_seq or self.mark.hash != last_hash:
            other = Phrase(
                "the head row remembers event %(seq)s as the last one with another hash",
                seq=last_seq,
            )  # fmt: skip
            return self._break(min(seen, last_seq), other)
        return Verification(True, seen, hash=self.mark.hash, after=self._after)

    def _break(self, seq: int, reason: str) -> Verification:
        return Verification(False, self.mark.seq, seq, reason, self.mark.hash, self._after)

    def _sound(self, page: Sequence[Any]) -> list[Any] | None:
        """The bodies of a page whose every link holds; None when that is not certain."""
        columns = tuple(zip(*page, strict=True))
        for name, types in NUMBERS.items():
            if not set(map(type, columns[PLACES[name]])) <= types:
                return None
        try:
            return canonical_values(columns[PLACES["body"]]) if self._links_fit(columns) else None
        except UNFIT:
            return None

    def _links_fit(self, columns: Sequence[Sequence[Any]]) -> bool:
        """Whether the stored texts are chained.

        Columns of the right types put together as text are `canonical` to the letter if their
        bodies are: so nothing is parsed for the hash.

        Raises:
            TypeError: a column of text holds something else.
            ValueError: a text cannot be written as UTF-8.
        """
        expected, previous, office = self.mark.seq, self.mark.hash, self._spelt_office
        for seq, kind, ticket, window, actor, utc, boottime, boot, synced, body, own in zip(
            *columns, strict=True
        ):
            expected += 1
            text = (
                f'{previous}\n{{"actor":{spelt(actor)},"body":{body},"boot_id":{spelt(boot)},'
                f'"boottime_us":{boottime},"kind":{spelt(kind)},"office_id":{office},'
                f'"seq":{seq},"synced":{synced},'
                f'"ticket_id":{"null" if ticket is None else spelt(ticket)},'
                f'"utc_us":{utc},"window":{"null" if window is None else window}}}'
            )
            if seq != expected or sha256(text.encode()).hexdigest() != own:
                return False
            previous = own
        return True

    def _take_row(self, row: Any) -> Any:
        try:
            fields = fields_of(row)
        except UNFIT:
            fields = None
        if self.broken is None:
            fault = self._fault(row, fields)
            if fault:
                expected = self.mark.seq + 1
                seq = min(row.seq, expected) if type(row.seq) is int else expected
                self.broken = self._break(seq, fault)
            else:
                self.mark = ChainMark(row.seq, row.hash)
        return fields and fields["body"]

    def _fault(self, row: Any, fields: dict[str, Any] | None) -> str:
        expected = self.mark.seq + 1
        if fields is None:
            return Phrase("the body of event %(seq)s is not JSON any more", seq=row.seq)
        if type(row.seq) is not int or row.seq > expected:
            return Phrase(
                "event %(seq)s is missing; the next one found is %(next)s",
                seq=expected, next=row.seq,
            )  # fmt: skip
        if row.seq < expected:
            return Phrase(
                "event %(seq)s does not belong before event %(expected)s",
                seq=row.seq, expected=expected,
            )  # fmt: skip
        try:
            fits = canonical(fields["body"]) == row.body
            fits = fits and link(self.mark.hash, self._office_id, fields) == row.hash
        except UNFIT:
            fits = False
        if fits:
            return ""
        return Phrase(
            "event %(seq)s was changed, moved or put in: its hash does not fit", seq=row.seq
        )


def canonical_values(texts: Sequence[str]) -> list[Any] | None:
    """The values of JSON texts; None when one of them is not spelt as `canonical` spells it.

    A canonical text has no line end in it. So when as many values as there are texts, written one a
    line, make the very same letters, each line is one of the texts and each text canonical.

    Raises:
        ValueError: one of them is no JSON, or has a number that is spelt otherwise.
        RecursionError: one of them is deeper than anything that the queue writes.
    """
    lines = "\n".join(texts)
    values = _READER.decode_lines(lines)
    same = len(values) == len(texts) and _WRITER.encode_lines(values) == f"{lines}\n".encode()
    return values if same else None


def _as_python_spells(text: str) -> float:
    """The number; msgspec and Python agree on the spelling of everything but some fractions."""
    number = float(text)
    if repr(number) != text:
        raise ValueError(f"expected {number!r}, got {text}")
    return number


_READER = msgspec.json.Decoder(float_hook=_as_python_spells)
_WRITER = msgspec.json.Encoder(order="sorted")


def _nobody(done: int, of: int, mark: ChainMark) -> None:
    """Nobody asks how far the walk is."""
