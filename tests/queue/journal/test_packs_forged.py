"""A pack that somebody made anew: whatever is not what the queue writes is named by the walk."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
import sqlalchemy as sa

from kezek_queue.journal.event_text import canonical
from kezek_queue.journal.packed_texts import FORM, packed
from kezek_queue.journal.packs import packs_after
from kezek_queue.store import journal_packing

Forge = Callable[[list[str]], list[str]]


def changed(place: int, **values: Any) -> Forge:
    """One event says something else, in the queue's own spelling."""

    def forge(texts: list[str]) -> list[str]:
        event = {**json.loads(texts[place]), **values}
        return [*texts[:place], canonical(event), *texts[place + 1 :]]

    return forge


def respelt(place: int, old: str, new: str) -> Forge:
    """One event is spelt otherwise."""

    def forge(texts: list[str]) -> list[str]:
        assert old in texts[place]
        return [*texts[:place], texts[place].replace(old, new, 1), *texts[place + 1 :]]

    return forge


FORGERIES: dict[str, Forge] = {
    "an event is left out": lambda texts: [texts[0], *texts[2:]],
    "an event is there twice": lambda texts: [*texts[:2], *texts[1:]],
    "two events change places": lambda texts: [texts[1], texts[0], *texts[2:]],
    "a sequence is a text": changed(2, seq="3"),
    "a sequence is another one": changed(2, seq=4),
    "another office's event": changed(2, office_id="other"),
    "a synchronised clock is a truth": changed(2, synced=True),
    "a window is a text": changed(2, window="1"),
    "something more is said": changed(2, more=1),
    "an event is a list": lambda texts: [*texts[:2], "[]", *texts[3:]],
    "a space is added": respelt(2, ":", ": "),
    "a line is no JSON": respelt(2, "{", ""),
    "a line is empty": lambda texts: [*texts[:2], "", *texts[2:]],
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_pack_that_is_made_anew_with_its_hashes_is_named_all_the_same(
    queue: Any, monkeypatch: pytest.MonkeyPatch, forgery: str
) -> None:
    """The forger has the hash of every event of this pack made anew, and cuts what follows."""
    monkeypatch.setattr(journal_packing, "_last_to_pack", lambda *_: 10**6)
    monkeypatch.setattr(journal_packing, "PACK_EVENTS", 6)
    for _ in range(8):
        queue.issue("household")
    assert queue.pack_journal(1) == 1
    assert queue.verify_journal().sound

    with queue._database.writing.connect() as connection, connection.begin():
        (pack,) = packs_after(connection, queue.office.id, 0)
        texts = FORGERIES[forgery](pack.texts())
        last = pack.hash_before
        for text in texts:
            last = sha256(f"{last}\n{text}".encode()).hexdigest()
        for trigger in ("packs_keep_events", "journal_loses_nothing"):
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        connection.exec_driver_sql("DELETE FROM journal")
        connection.execute(
            sa.text("UPDATE journal_packs SET packed = :packed, last_hash = :last, form = :form"),
            {"packed": packed(texts), "last": last, "form": FORM},
        )
        connection.execute(
            sa.text("UPDATE offices SET last_seq = :seq, last_hash = :last"),
            {"seq": pack.last_seq, "last": last},
        )

    assert not queue.verify_journal().sound


def test_the_control_a_pack_that_says_the_same_in_the_same_words_is_sound(
    queue: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    FORGERIES["nothing"] = lambda texts: texts
    with pytest.raises(AssertionError):
        test_a_pack_that_is_made_anew_with_its_hashes_is_named_all_the_same(
            queue, monkeypatch, "nothing"
        )
    del FORGERIES["nothing"]
