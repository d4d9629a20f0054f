"""The walk along the chain: as strict as the writer's own hash, and it goes on from marks."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import namedtuple
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kezek_core.events import EventKind
from kezek_core.moments import Moment
from kezek_queue import CHAIN_START, ChainMark
from kezek_queue.errors import DatabaseCorruptError
from kezek_queue.journal.chain import ChainWalk, canonical_values
from kezek_queue.journal.event_text import CHAINED, canonical, chained_row, link

Row = namedtuple("Row", (*CHAINED, "hash"))
OFFICE = 'the "hall" ұ'
RAW = "where the text of the body goes"


def journal_of(events):
    """Rows as the queue writes them."""
    rows, previous = [], ""
    for seq, event in enumerate(events, 1):
        row = chained_row(previous, OFFICE, seq=seq, **event)
        previous = row["hash"]
        rows.append(Row(*(row[name] for name in Row._fields)))
    return rows


def event(body, **fields):
    at = datetime(2026, 11, 23, 5, tzinfo=UTC)
    return {
        "kind": EventKind.TICKET_CALLED, "ticket_id": "2026-11-23-A001", "window": 1,
        "actor": "aigul", "moment": Moment(at, "boot-1", 60_000_000, True), "body": body,
    } | fields  # fmt: skip


def reference(rows):
    """The first event that breaks the chain by the writer's `link`, one row after another."""
    previous = ""
    for expected, row in enumerate(rows, 1):
        seq = row.seq if type(row.seq) is int else expected
        try:
            fields = {name: getattr(row, name) for name in CHAINED} | {"body": json.loads(row.body)}
            holds = (
                type(row.seq) is int
                and row.seq == expected
                and canonical(fields["body"]) == row.body
                and link(previous, OFFICE, fields) == row.hash
            )
        except (TypeError, ValueError, RecursionError):
            holds = False
        if not holds:
            return min(seq, expected)
        previous = row.hash
    return None


class RowByRow(ChainWalk):
    """The walk that recognises no page by its text: the writer's own hash for every row."""

    def _sound(self, page):
        return None


def walked(rows, page):
    """The first event that breaks the chain by the walk in pages of so many rows.

    Whatever else it says, and the bodies it read, is what the walk row by row says and reads.
    """
    verdicts = []
    for walk in (ChainWalk(OFFICE), RowByRow(OFFICE)):
        pages = [rows[begin : begin + page] for begin in range(0, len(rows), page)]
        bodies = [body for each in pages for body in walk.take(each)]
        end = walk.end(rows[-1].seq, rows[-1].hash) if walk.broken is None else walk.broken
        verdicts.append((end, repr(bodies)))
    assert verdicts[0] == verdicts[1]
    return verdicts[0][0].first_broken_seq


def is_utf8(text):
    return "\ud800" not in text


def sealed(rows, begin):
    """A forger's journal: every hash from a row on is made anew over the text that is stored."""
    done = rows[:begin]
    for row in rows[begin:]:
        previous = done[-1].hash if done else ""
        fields = {name: getattr(row, name) for name in CHAINED} | {"office_id": OFFICE, "body": RAW}
        text = canonical(fields).replace(json.dumps(RAW), row.body)
        seal = hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
        done.append(row._replace(hash=seal))
    return done


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
NUMBERS = st.integers(-(2**53), 2**53)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
BODIES = st.dictionaries(TEXTS, VALUES, max_size=4)
EVENTS = st.builds(
    event,
    BODIES,
    kind=st.sampled_from(EventKind),
    ticket_id=st.none() | TEXTS,
    window=st.none() | NUMBERS,
    actor=TEXTS,
)
JOURNALS = st.lists(EVENTS, min_size=1, max_size=7).map(journal_of)
PAGES = st.integers(1, 4)
RESPELL = [
    lambda text: f"{text} ",
    lambda text: f" {text}",
    lambda text: f"{text}\n",
    lambda text: f"{text}\n{text}",
    lambda text: f"\ufeff{text}",
    lambda text: f"{text}\0",
    lambda text: text.replace(":", ": ", 1),
    lambda text: text.replace(",", ", ", 1),
    lambda text: text.replace(",", ",\n", 1),
    lambda text: json.dumps(json.loads(text), separators=(",", ":")),
    lambda text: canonical(json.loads(text) | {"": 0}).replace('"":0,', "")[:-1] + ',"":0}',
    lambda text: text.replace('{"', '{"":0,"":0,"', 1),
    lambda text: text.replace('{"', '{"a":0,"', 1),
    lambda text: text.replace("1", "1e0", 1),
    lambda text: text.replace("1", "1E400", 1),
    lambda text: text.replace("1", "1e16", 1),
    lambda text: text.replace("1", "1.50", 1),
    lambda text: text.replace("1", "-0", 1),
    lambda text: text.replace("1", "01", 1),
    lambda text: text.replace("1", "9" * 5000, 1),
    lambda text: text.replace("a", "\\u0061", 1),
    lambda text: text.replace("/", "\\/", 1),
    lambda text: text.replace("/", "\\u001F", 1),
    lambda text: text.replace("/", "\\u2028", 1),
    lambda text: text.replace("/", "\\ud800", 1),
    lambda text: text.replace("/", "\\ud83d\\ude00", 1),
    lambda text: text.replace("/", "\0", 1),
    lambda text: text.replace("/", "\t", 1),
    lambda text: text.replace("/", "\ud800", 1),
    lambda text: f"{text},{text}",
    lambda text: f'{text},"boot_id":"boot-1"',
    lambda text: text[:-1],
    lambda text: "",
    lambda text: "[" * 100_000,
]
"""What the canonical form has no place for."""

OTHER_VALUES = [
    lambda text: text.replace("1", "1.0", 1),
    lambda text: text.replace("1", "1e+16", 1),
    lambda text: text.replace("1", "1e-07", 1),
    lambda text: text.replace("1", "9" * 400, 1),
    lambda text: text.replace("1", "-18446744073709551616", 1),
    lambda text: text.replace("1", "true", 1),
    lambda text: text.replace("true", "1", 1),
    lambda text: text.replace("null", '"null"', 1),
    lambda text: text.replace('"n":null', '"m":null', 1),
    lambda text: text.replace("/", "\u2028", 1),
    lambda text: text.replace("/", "\\u0000", 1),
    lambda text: text.replace("/", "\x7f", 1),
    lambda text: "NaN",
    lambda text: text.replace("1", "-Infinity", 1),
    lambda text: "7",
]
"""Canonical as well, and not what was written."""

BODY = {"b": 1, "a": True, "c": "ұ/", "n": None}
STRANGE = [
    None, "", "null", "7", 7, 7.0, True, False, 1, 0, "тағы", "1", b"", b"{}", b"1", 2**63,
    -(2**70), float("nan"), float("inf"), "\0", "\u2028", "\ud800", '"', "{}\n{}",
]  # fmt: skip


@given(rows=JOURNALS, page=PAGES)
def test_a_journal_as_the_queue_writes_it_holds_whatever_its_events_say(rows, page):
    assert reference(rows) is None
    assert walked(rows, page) is None


def test_what_reads_and_writes_bodies_spells_every_sign_as_the_journal_does():
    every = "".join(chr(sign) for sign in range(0x110000) if not 0xD800 <= sign < 0xE000)

    assert canonical_values([canonical(every)]) == [every]
    assert [sign for sign in every if not canonical_values([canonical(sign)])] == []


@given(number=st.floats(allow_nan=False, allow_infinity=False) | st.integers())
def test_a_number_is_recognised_in_the_journals_own_spelling_or_left_to_the_slow_way(number):
    rows = journal_of([event({"n": number})])
    other = f'{{"n":{number!r}0}}' if isinstance(number, float) else f'{{"n":{number}.0}}'
    forged = sealed([rows[0]._replace(body=other)], 0)

    assert walked(rows, 1) is None
    assert walked(forged, 1) == reference(forged)


@given(
    rows=JOURNALS, page=PAGES, place=st.integers(0, 6), column=st.sampled_from(Row._fields),
    value=st.sampled_from(STRANGE), seal=st.booleans(),
)  # fmt: skip
@example(journal_of([event({}, window=None)]), 1, 0, "window", "null", True)
@example(journal_of([event({}), event({})]), 2, 0, "synced", True, True)
@example(journal_of([event({}), event({})]), 2, 1, "seq", 2.0, True)
@example(journal_of([event({}), event({})]), 2, 1, "seq", 7, True)
def test_a_forged_column_is_found_where_the_writers_own_hash_finds_it(
    rows, page, place, column, value, seal
):
    place %= len(rows)
    rows[place] = rows[place]._replace(**{column: value})
    if seal and isinstance(rows[place].body, str):
        with suppress(UnicodeEncodeError, TypeError):  # there is no hash to make anew
            rows = sealed(rows, place)

    assert walked(rows, page) == reference(rows)


@given(
    rows=JOURNALS, page=PAGES, place=st.integers(0, 6),
    respell=st.sampled_from(RESPELL + OTHER_VALUES), seal=st.booleans(),
)  # fmt: skip
def test_a_body_with_another_spelling_is_found_though_its_text_was_hashed_anew(
    rows, page, place, respell, seal
):
    place %= len(rows)
    rows[place] = rows[place]._replace(body=respell(rows[place].body))
    if seal and is_utf8(rows[place].body):
        rows = sealed(rows, place)

    found = walked(rows, page)

    assert found == reference(rows)


@pytest.mark.parametrize("respell", RESPELL)
def test_every_other_spelling_is_found_though_its_text_was_hashed_anew(respell):
    rows = journal_of([event(BODY)])
    body = respell(rows[0].body)
    forged = rows[0]._replace(body=body)
    forged = sealed([forged], 0) if is_utf8(body) else [forged]

    assert body != rows[0].body
    assert walked(forged, 1) == 1


@pytest.mark.parametrize("other", OTHER_VALUES)
def test_every_other_value_is_found(other):
    rows = journal_of([event(BODY)])
    forged = [rows[0]._replace(body=other(rows[0].body))]

    anew = sealed(forged, 0)

    assert forged != rows
    assert walked(forged, 1) == 1
    assert walked(anew, 1) == reference(anew)


def test_two_bodies_that_are_json_only_together_are_found():
    rows = journal_of([event({}), event({})])
    bodies = '{"a":[{}', '{}],"b":1},{}'
    forged = sealed([row._replace(body=body) for row, body in zip(rows, bodies, strict=True)], 0)

    assert json.loads(f"[{','.join(bodies)}]") == [{"a": [{}, {}], "b": 1}, {}]
    assert walked(forged, 2) == 1


@pytest.mark.parametrize("column", ["seq", "window", "utc_us", "boottime_us", "synced"])
def test_a_number_that_became_its_own_text_is_found_though_it_reads_the_same(column):
    rows = journal_of([event({}), event({})])
    number = getattr(rows[1], column)
    forged = [rows[0], rows[1]._replace(**{column: str(number)})]

    assert walked(forged, 2) == reference(forged) == 2


def test_a_window_that_became_the_word_null_is_found():
    rows = journal_of([event({}, window=None)])

    assert walked([rows[0]._replace(window="null")], 1) == 1


def test_events_that_changed_places_or_are_gone_or_doubled_are_found():
    rows = journal_of([event({"n": n}) for n in range(6)])
    for forged in (
        [*rows[:2], rows[3], rows[2], *rows[4:]],
        [*rows[:2], *rows[3:]],
        [*rows[:2], rows[1], *rows[2:]],
        [rows[0]._replace(seq=0), *rows],
        rows[1:],
    ):
        assert walked(forged, 4) == reference(forged)
        assert reference(forged) is not None


def test_a_sound_page_is_never_gone_over_row_by_row(monkeypatch, queue, desk):
    def slow(*_):
        raise AssertionError("the slow way was taken")

    desk.served()
    desk.no_show()
    monkeypatch.setattr("kezek_queue.journal.chain.link", slow)

    assert queue.verify_journal().sound
    assert queue.prove_office().chain.sound


@pytest.fixture
def forge(office_dir, queue):
    """Changes the file as somebody who may write to it."""

    def change(statement, *values):
        with sqlite3.connect(office_dir / "kezek.db") as connection:
            connection.execute("DROP TRIGGER IF EXISTS journal_keeps_events")
            connection.execute(statement, values)
        connection.close()

    return change


@pytest.mark.parametrize("column", sorted(set(CHAINED) - {"seq"} | {"hash"}))
def test_a_column_of_bytes_is_found_and_not_stumbled_over(forge, queue, desk, column):
    desk.served()
    forge(f'UPDATE journal SET "{column}" = ? WHERE seq = 4', b"\x00")

    assert queue.verify_journal().first_broken_seq == 4
    assert queue.prove_office().chain.first_broken_seq == 4


@pytest.mark.parametrize("column", ["actor", "body", "hash"])
def test_a_text_that_is_no_utf8_is_told_as_damage_of_the_database(forge, queue, desk, column):
    desk.served()
    forge(f'UPDATE journal SET "{column}" = CAST(? AS TEXT) WHERE seq = 4', b"\xff")

    with pytest.raises(DatabaseCorruptError, match=column):
        queue.verify_journal()


def test_a_sequence_that_is_no_number_is_found(forge, queue, desk):
    desk.served()
    forge("UPDATE journal SET seq = 'x' WHERE seq = 4")

    found = queue.verify_journal()

    assert (found.sound, found.first_broken_seq) == (False, 4)


@pytest.fixture
def marks(queue, desk, monkeypatch):
    """The marks that a walk in pages of three told on its way, the last one its end."""
    monkeypatch.setattr("kezek_queue.journal.journal.PAGE_EVENTS", 3)
    desk.served()
    desk.served()
    told = []
    queue.verify_journal(progress=lambda done, of, mark: told.append(mark))
    return told


def test_a_walk_goes_on_from_every_mark_that_was_told(queue, marks):
    end = queue.verify_journal()

    assert end.mark == marks[-1]
    assert (end.after, marks[0].seq, end.events) == (0, 3, queue.last_seq())
    for mark in marks:
        again = queue.verify_journal(after=mark)
        assert again.sound
        assert (again.after, again.mark) == (mark.seq, end.mark)


def test_what_lies_before_the_mark_is_not_looked_at_and_what_comes_after_is(queue, forge, marks):
    forge("UPDATE journal SET actor = 'x' WHERE seq = 2")
    before = queue.verify_journal(after=marks[0])
    forge("UPDATE journal SET actor = 'x' WHERE seq = 5")
    behind = queue.verify_journal(after=marks[0])

    assert (before.sound, before.after) == (True, 3)
    assert (behind.sound, behind.first_broken_seq, behind.mark) == (
        False, 5, ChainMark(4, queue.events()[3].hash),
    )  # fmt: skip


def test_a_mark_shortened_as_reports_print_it_is_enough(queue, marks):
    short = ChainMark.read(f"{marks[0].seq}:{marks[0].hash[:16].upper()} ")

    found = queue.verify_journal(after=short)

    assert found.sound
    assert found.mark == marks[-1]


def test_a_mark_that_is_not_in_the_chain_is_refused(queue, marks):
    other = queue.verify_journal(after=ChainMark(3, "0" * 64))
    beyond = queue.verify_journal(after=ChainMark(777, marks[0].hash))

    assert (other.sound, other.first_broken_seq, other.mark) == (False, 3, CHAIN_START)
    assert "another hash" in other.reason
    assert (beyond.sound, beyond.first_broken_seq) == (False, 777)
    assert "no such event" in beyond.reason


def test_a_rewritten_journal_does_not_hold_the_mark_that_was_written_down(queue, forge, marks):
    previous = ""
    for line in map(json.loads, queue.export_journal()):
        fields = line | ({"actor": "forger"} if line["seq"] == 2 else {})
        previous = link(previous, line["office_id"], fields)
        forge(
            "UPDATE journal SET actor = ?, hash = ? WHERE seq = ?",
            fields["actor"], previous, line["seq"],
        )  # fmt: skip
    forge("UPDATE offices SET last_hash = ?", previous)

    assert queue.verify_journal().sound
    assert queue.verify_journal(after=marks[0]).first_broken_seq == 3


@pytest.mark.parametrize(
    "text", ["", "5", "5:", ":ab", "0:" + "a" * 64, "5:" + "a" * 15, "5:" + "a" * 65,
             "-5:" + "a" * 64, "5:" + "g" * 64, "٥:" + "a" * 64],
)  # fmt: skip
def test_what_is_no_mark_is_refused_with_the_form_that_is_expected(text):
    with pytest.raises(ValueError, match="SEQ:HASH"):
        ChainMark.read(text)


def test_a_mark_is_read_as_it_is_told():
    mark = ChainMark(5210, "ab" * 32)

    assert ChainMark.read(str(mark)) == mark


def test_the_page_that_is_walked_when_somebody_stops_was_told_before(queue, marks):
    told = []

    def stop(done, of, mark):
        told.append(mark)
        if done > 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        queue.verify_journal(progress=stop)

    assert queue.verify_journal(after=told[-1]).sound
    assert told == marks[:2]
    assert queue.verify_journal().sound
