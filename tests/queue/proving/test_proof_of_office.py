"""Every table against the journal: an honest office raises no alarm, a forged cell is named."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kezek_core.events import EventKind
from kezek_core.ports import PrintOutcome
from kezek_queue import Complainant, ManualClock, Person, Queue, Survey, look_at
from kezek_queue.journal.journal import last_seq
from kezek_queue.proving import PROVEN, UNTOLD
from kezek_queue.proving.cover import ALL, TELLS
from kezek_queue.schema.tables import metadata
from kezek_queue.store import journal_packing

PAPERS = {"application": 1, "military_id": 1, "identity_card_copy": 1}
INSPECTOR = "Омаров Ерлан"
MORE_TAMPERINGS = 60
AT_ONCE = 6
FIRST_DAY = date(2026, 11, 23)
FRIDAY = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
FIRST_MORNING = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
SECOND_MORNING = datetime(2026, 11, 24, 4, 30, tzinfo=UTC)


def visit(queue, clock, window=1, *, minutes=3, actor="aida", **asked):
    """One visitor from issue to the end of service."""
    ticket_id = queue.issue(asked.pop("service", "military-service"), **asked).ticket.id
    clock.advance(minutes=minutes)
    queue.call_next(window, actor=actor)
    queue.start(window, actor=actor)
    clock.advance(minutes=2)
    queue.finish(window, actor=actor)
    return ticket_id


def live_a_day(queue, clock):
    """Everything that can happen in an office, but for the end of its day."""
    queue.resume(3, actor="dana")
    first = visit(queue, clock)
    for minutes in (1, 31, 45, 2):
        visit(queue, clock, minutes=minutes)
    absent = queue.issue("household", language="ru", category="disability").ticket.id
    queue.call_next(1, actor="aida")
    clock.advance(minutes=1)
    queue.recall(1, actor="aida")
    queue.no_show(1, actor="aida")
    queue.undo_no_show(1, actor="aida")
    queue.no_show(1, actor="aida")
    clock.advance(minutes=10)
    queue.return_visitor(absent, actor="berik")
    queue.call_next(2, actor="berik")
    queue.start(2, actor="berik")
    queue.transfer(2, service="guardianship", actor="berik")
    held = queue.issue("criminal-record").ticket.id
    queue.hold_ticket(held, until=clock.now().at + timedelta(minutes=4), actor="dana")
    clock.advance(minutes=5)
    queue.release_held()
    left = queue.issue("criminal-record").ticket.id
    queue.cancel(left, actor="kiosk")
    queue.watch_limits()
    print_papers(queue, first)
    keep_the_register(queue, clock)
    complain(queue, first)
    visit(queue, clock, 3, service="criminal-record", actor="dana")
    queue.pause(3, actor="dana")
    queue.resume(3, actor="dana")
    queue.pause(3, actor="dana")
    queue.close_window(2, actor="berik")


def print_papers(queue, ticket_id):
    outcomes = (
        PrintOutcome.PRINTED, PrintOutcome.UNCERTAIN, PrintOutcome.NOT_SENT,
        PrintOutcome.UNPRINTABLE, PrintOutcome.PRINTED,
    )  # fmt: skip
    queue.reprint(ticket_id, actor="aida")
    for outcome in outcomes:
        (job,) = queue.lease_print_jobs("agent")
        queue.report_print_job(job.id, job.lease, outcome, detail="cutter")
    queue.print_memo("household", language="ru", actor="kiosk")
    queue.lease_print_jobs("agent", limit=2)


def keep_the_register(queue, clock):
    def hand_in(**asked):
        usual = {"documents": PAPERS, "window": 1, "inspector": INSPECTOR, "actor": "aida"}
        return queue.register.accept("military-service", person=Person("Ә. Ғ."), **usual | asked)

    issued, back, open_one = (hand_in().request.number for _ in range(3))
    hand_in(documents={"application": 1})
    queue.register.send(back, actor="aida")
    queue.register.return_from_authority(back, reasons=["жоқ"], actor="aida")
    queue.register.correct(back, actor="aida")
    for number in (issued, open_one):
        queue.register.ready(number, actor="aida")
    queue.register.pick_up_ticket(issued, actor="kiosk")
    queue.call_next(1, actor="aida")
    queue.start(1, actor="aida")
    clock.advance(minutes=1)
    queue.register.issue(issued, actor="aida")
    queue.finish(1, actor="aida")
    queue.register.erase(issued, actor="erasure")


def complain(queue, ticket_id):
    person = Complainant(name="Ә. Ғ.", contact="+7")
    for number in range(2):
        registered = queue.feedback.register_complaint(
            f"ұзақ күттім {number}", person=person, ticket_id=ticket_id, actor="aida"
        )
    queue.feedback.resolve_complaint(
        registered.complaint.number, justified=True, outcome="кешірім сұралды", actor="dana"
    )
    answers = Survey(process=True, politeness=False)
    queue.feedback.answer_survey(answers, ticket_id=ticket_id, actor="phone")


@pytest.fixture(scope="module")
def two_days(tmp_path_factory, office_text):
    """The data directory of an office after a day, a night and a second morning; never changed.

    Before them there was a Friday, which was closed out for good.
    """
    data_dir = tmp_path_factory.mktemp("two-days")
    (data_dir / "office.toml").write_text(office_text, encoding="utf-8")
    clock = ManualClock(FRIDAY)
    with Queue.create(data_dir, clock=clock) as queue:
        visit(queue, clock)
        visit(queue, clock, minutes=45)
        clock.advance(hours=13)
        assert queue.close_days() == 1
        clock.move_to(FIRST_MORNING)
        live_a_day(queue, clock)
        for service, window in (("household", 1), ("criminal-record", 3)):
            queue.issue(service)
            queue.resume(window, actor="dana")
            queue.call_next(window, actor="dana")
        queue.start(3, actor="dana")
        clock.advance(hours=13)
        assert queue.close_days() == 1
        taken = queue.take_back_closing(FIRST_DAY, reason="жарық өшті", actor="dana")
        assert {ticket.state.value for ticket in taken} == {"waiting", "serving"}
    clock.reboot(timedelta(minutes=5), wall_lost=True)
    with Queue.open(data_dir, clock=clock) as queue:
        queue.tell_time(clock.now().at + timedelta(minutes=5), actor="dana")
        queue.call_next(1, actor="aida")
        queue.start(1, actor="aida")
        clock.step_wall(timedelta(minutes=5))
        clock.synchronise()
        queue.heartbeat()
        clock.move_to(SECOND_MORNING)
        queue.close_days()
        live_a_day(queue, clock)
        queue.call_next(1, actor="aida")
        queue.issue("household")
    return data_dir


@pytest.fixture
def filled(two_days, tmp_path, clock):
    """A copy of it that a test may forge; the clock stands on the second day."""
    clock.move_to(SECOND_MORNING + timedelta(hours=4))
    return Path(shutil.copytree(two_days, tmp_path / "filled"))


@pytest.fixture
def attack(filled, clock):
    """Forges the database with SQL, then proves the office."""

    def run(*statements, **names):
        with closing(sqlite3.connect(filled / "kezek.db")) as database, database:
            database.execute("DROP TRIGGER journal_keeps_events")
            database.execute("DROP TRIGGER journal_loses_nothing")
            for statement in statements:
                changed = database.execute(statement, names).rowcount
                assert changed, f"nothing was forged by {statement}"
        database.close()
        return prove(filled, clock)

    return run


def pack_what_can_be(office_dir, clock, monkeypatch, most=1000):
    """Pack all but the last events, the days in hand too; how many packs that makes."""
    monkeypatch.setattr(journal_packing, "_last_to_pack", last_seq)
    monkeypatch.setattr(journal_packing, "PACK_EVENTS", 25)
    with Queue.open(office_dir, clock=clock) as office:
        return office.pack_journal(most)


def exported(office_dir, clock):
    with look_at(office_dir, clock=clock) as office:
        return list(office.export_journal())


def prove(office_dir, clock, **how):
    with look_at(office_dir, clock=clock) as office:
        return office.prove_office(**how)


# An honest office.


def test_two_days_of_everything_raise_no_alarm(filled, clock):
    proof = prove(filled, clock)

    assert [str(each) for each in proof.named] == []
    assert proof.sound
    assert proof.chain.events == proof.mark.seq
    assert proof.visits > 20
    assert proof.rows > 100


def test_a_packed_office_raises_no_alarm_and_proves_the_same(filled, clock, monkeypatch):
    pack_what_can_be(filled, clock, monkeypatch, most=0)
    before, events = prove(filled, clock), exported(filled, clock)

    packs = pack_what_can_be(filled, clock, monkeypatch)
    proof = prove(filled, clock)

    assert [str(each) for each in proof.named] == []
    assert proof.sound
    assert packs > 3
    assert exported(filled, clock) == events
    assert (proof.visits, proof.rows) == (before.visits, before.rows + packs)


def test_the_filled_office_has_rows_in_every_table_that_is_proven(filled, clock, monkeypatch):
    pack_what_can_be(filled, clock, monkeypatch)
    with closing(sqlite3.connect(filled / "kezek.db")) as database, database:
        empty = [
            name for name in PROVEN
            if not database.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        ]  # fmt: skip
    database.close()

    assert empty == []


def test_looking_at_an_office_writes_nothing(filled, clock):
    clock.reboot()

    proof = prove(filled, clock)

    with look_at(filled, clock=clock) as office:
        assert office.last_seq() == proof.mark.seq
        assert office.events(proof.mark.seq) == []


def test_waits_corrected_after_a_reboot_without_the_time_raise_no_alarm(
    queue, office_dir, clock, desk
):
    desk.waiting()
    transferred = desk.waiting()
    clock.advance(minutes=10)
    queue.close()
    clock.reboot(timedelta(minutes=25), wall_lost=True)
    with Queue.open(office_dir, clock=clock) as again:
        for service in (None, "household"):
            again.call_next(1, actor="aida")
            again.start(1, actor="aida")
            if service:
                again.transfer(1, service=service, actor="aida")
        assert again.prove_office().sound
        clock.step_wall(timedelta(minutes=25))
        clock.synchronise()
        again.heartbeat()

        proof = again.prove_office()

        assert [event.kind.value for event in again.history(transferred)][-1] == "correction_made"
        assert proof.sound, proof.named
        clock.advance(hours=13)
        again.close_days()
        assert again.prove_office().sound


def test_a_clock_that_drifts_between_two_anchors_raises_no_alarm(queue, office_dir, clock, desk):
    desk.waiting()
    queue.close()
    clock.reboot(timedelta(minutes=5))
    with Queue.open(office_dir, clock=clock) as again:
        clock.advance(minutes=9)
        again.call_next(1, actor="aida")
        ticket = again.start(1, actor="aida").ticket
        clock.step_wall(timedelta(milliseconds=20))
        clock.advance(minutes=2)
        again.heartbeat()

        proof = again.prove_office()

        assert again.prove(ticket.id)[0].wait != ticket.wait
        assert proof.sound, proof.named


def test_a_day_settled_early_is_proven_with_what_was_corrected_later(
    queue, office_dir, clock, desk
):
    """A correction may come after the day was closed; the walk keeps the visit until then."""
    desk.waiting()
    clock.advance(minutes=10)
    queue.close()
    clock.reboot(timedelta(minutes=25), wall_lost=True)
    with Queue.open(office_dir, clock=clock) as again:
        again.call_next(1, actor="aida")
        again.start(1, actor="aida")
        clock.advance(hours=14)
        again.close_days()
        clock.step_wall(timedelta(minutes=25))
        clock.synchronise()
        again.heartbeat()
        kinds = [event.kind.value for event in again.events()]

        proof = again.prove_office()

        assert kinds.index("day_closed") < kinds.index("correction_made")
        assert proof.sound, proof.named


# The attacks of docs/proof.md, on a real copy of a day.


def test_one_update_that_forgives_every_breach_is_found(attack):
    proof = attack("UPDATE parts SET verdict = 'within', wait_us = 60000000 "
                   "WHERE verdict = 'breached'")  # fmt: skip

    assert proof.chain.sound
    assert not proof.sound
    assert {each.table for each in proof.named} == {"parts"}
    assert {each.field for each in proof.named} == {"verdict", "wait_us"}
    verdict = next(each for each in proof.named if each.field == "verdict")
    assert (verdict.stored, verdict.proven) == ("within", "breached")
    assert verdict.subject.endswith(" 1")


def test_tickets_deleted_from_two_tables_are_missed(attack):
    proof = attack(
        "DELETE FROM tickets WHERE id IN (SELECT ticket_id FROM parts WHERE verdict = 'breached')",
        "DELETE FROM parts WHERE verdict = 'breached'",
    )

    assert proof.chain.sound
    missing = [each for each in proof.named if each.field == "row"]
    assert {each.table for each in missing} == {"tickets", "parts"}
    assert all(each.stored == "missing" for each in missing)


def test_a_cut_end_with_the_head_row_set_back_is_found(attack):
    proof = attack(
        "DELETE FROM journal WHERE seq > (SELECT max(seq) FROM journal) - 50",
        "UPDATE offices SET last_seq = (SELECT max(seq) FROM journal), "
        "last_hash = (SELECT hash FROM journal ORDER BY seq DESC LIMIT 1)",
    )

    assert proof.chain.sound
    assert not proof.sound
    strangers = {each.table for each in proof.named if each.stored == "present"}
    assert "tickets" in strangers


def test_a_cut_end_is_found_when_every_count_of_the_head_row_was_set_back_too(filled, clock):
    with Queue.open(filled, clock=clock) as queue:
        before = queue.last_seq()
        queue.call_next(2, actor="berik")
    with closing(sqlite3.connect(filled / "kezek.db")) as database, database:
        database.execute("DROP TRIGGER journal_loses_nothing")
        database.execute("DELETE FROM journal WHERE seq > ?", (before,))
        database.execute(
            "UPDATE offices SET last_seq = ?, last_hash = "
            "(SELECT hash FROM journal WHERE seq = ?)", (before, before),
        )  # fmt: skip
    database.close()

    proof = prove(filled, clock)

    assert proof.chain.sound
    assert {each.table for each in proof.named} >= {"tickets", "windows"}


@pytest.mark.parametrize(
    ("statement", "table", "field", "stored", "proven"),
    [
        ("UPDATE tickets SET state = 'cancelled' WHERE number = 'A001'",
         "tickets", "state", "cancelled", "served"),
        ("UPDATE counters SET last = last - 1 WHERE name = 'A'",
         "counters", "last", None, None),
        ("UPDATE print_jobs SET state = 'printed' WHERE state = 'uncertain'",
         "print_jobs", "state", "printed", "uncertain"),
        ("UPDATE service_days SET served = served + 1 WHERE service = 'household'",
         "service_days", "served", None, None),
        ("UPDATE register_requests SET due_on = '2027-01-01' WHERE state = 'corrected'",
         "register_requests", "due_on", "2027-01-01", None),
        ("UPDATE complaints SET justified = 0 WHERE justified = 1",
         "complaints", "justified", 0, 1),
        ("UPDATE windows SET status = 'open' WHERE status = 'paused'",
         "windows", "status", "open", "paused"),
        ("UPDATE offices SET last_arrival = last_arrival - 1",
         "offices", "last_arrival", None, None),
    ],
)  # fmt: skip
def test_one_forged_cell_is_named(attack, statement, table, field, stored, proven):
    proof = attack(statement)

    assert proof.chain.sound
    assert {(each.table, each.field) for each in proof.named} == {(table, field)}
    if stored is not None:
        assert {each.stored for each in proof.named} == {stored}
    if proven is not None:
        assert {each.proven for each in proof.named} == {proven}


INVENTED_JOB = """
INSERT INTO print_jobs SELECT office_id, id + 1000, subject_id, number, state, slip, copy, attempts,
outcome, detail, printer, agent, lease, lease_moment, lease_us, subject_kind
FROM print_jobs WHERE id = 1
"""


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        (INVENTED_JOB, "print_jobs"),
        ("DELETE FROM print_jobs WHERE id = 2", "print_jobs"),
        ("DELETE FROM surveys", "surveys"),
        ("INSERT INTO days (office_id, office_day, closed) VALUES ('hall', '2026-11-01', 1)",
         "days"),
        ("DELETE FROM complaints WHERE justified IS NULL", "complaints"),
        ("DELETE FROM register_refusals", "register_refusals"),
    ],
)  # fmt: skip
def test_a_row_that_nobody_made_or_that_is_gone_is_named(attack, statement, table):
    proof = attack(statement)

    assert proof.chain.sound
    assert {(each.table, each.field) for each in proof.named} == {(table, "row")}


def test_an_invented_ticket_is_a_stranger(attack):
    columns = ", ".join(each.name for each in metadata.tables["tickets"].columns)
    forged = columns.replace("id,", "'2026-11-23-A777',", 2).replace(
        "office_'2026-11-23-A777',", "office_id,", 1
    )
    forged = forged.replace("number,", "'A777',", 1).replace("arrival_seq", "arrival_seq + 5000", 1)
    proof = attack(
        f"INSERT INTO tickets ({columns}) SELECT {forged} FROM tickets "
        "WHERE number = 'A001' LIMIT 1"
    )

    assert [str(each) for each in proof.named] == [
        "tickets 2026-11-23-A777: in the table, but no event of the journal made it"
    ]


def test_a_broken_chain_is_told_beside_what_the_tables_say(attack):
    proof = attack("UPDATE journal SET actor = 'nobody' WHERE seq = 7")

    assert not proof.chain.sound
    assert proof.chain.first_broken_seq == 7
    assert not proof.sound


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET kind = 'no_such_kind' WHERE seq = 9",
        "UPDATE journal SET body = '{}' WHERE seq = 9",
        "UPDATE journal SET body = 'not json' WHERE kind = 'ticket_issued'",
        "UPDATE journal SET body = replace(body, 'household', 'x') WHERE kind = 'visitor_absent'",
        "DELETE FROM journal WHERE kind = 'ticket_called'",
        "DELETE FROM journal",
    ],
)
def test_a_journal_that_cannot_have_been_ends_in_an_answer(attack, statement):
    proof = attack(statement)

    assert not proof.sound


def test_every_difference_is_counted_and_the_first_are_named(filled, clock):
    with closing(sqlite3.connect(filled / "kezek.db")) as database, database:
        count = database.execute("UPDATE parts SET own_us = own_us + 1").rowcount
    database.close()

    proof = prove(filled, clock, most=3)

    assert proof.differences == count > 3
    assert len(proof.named) == 3


# What is proven, and what is not.


def test_every_column_is_proven_or_said_to_be_untold():
    for name, table in metadata.tables.items():
        columns = {each.name for each in table.columns} - {"office_id"}
        proven, untold = set(PROVEN.get(name, ())), set(UNTOLD.get(name, {}))
        assert not proven & untold, name
        assert ALL in untold or proven | untold == columns, name


def test_every_kind_of_event_is_said_to_tell_of_some_tables_or_of_none():
    assert set(TELLS) == set(EventKind)
    assert {table for tables in TELLS.values() for table in tables} == set(PROVEN) - STORE


STORE = {"journal", "journal_packs", "packed_strays"}
"""Where the events themselves lie."""

OPEN_ENDED = {
    ("print_jobs", "state"): "state NOT IN ('pending', 'leased')",
    ("print_jobs", "attempts"): "state NOT IN ('pending', 'leased')",
    ("print_jobs", "agent"): "state NOT IN ('pending', 'leased')",
    ("print_jobs", "number"): "state NOT IN ('pending', 'leased') OR subject_kind = 'ticket'",
}
"""A lease is no event: of a job that waits for its paper these cells are not told; nor is, until
then, the number on a form."""

GROWING = ("boots", "last_boottime_us")
"""It grows with every heartbeat; only a value that is too small contradicts the journal."""


def test_any_cell_that_is_proven_is_missed_when_it_is_forged(filled, clock, monkeypatch):
    """Every column once and more at random, drawn anew in each run; the seed is told."""
    seed = random.randrange(10**9)
    draw = random.Random(seed)
    cells = [
        (name, column)
        for name, columns in PROVEN.items()
        for column in columns
        if name != "journal" and (name, column) != GROWING
    ]
    pack_what_can_be(filled, clock, monkeypatch)
    chosen = [*cells, *draw.choices(cells, k=MORE_TAMPERINGS)]
    draw.shuffle(chosen)
    with closing(sqlite3.connect(filled / "kezek.db")) as source, source:
        pristine = source.serialize()
    source.close()
    unfound = []
    # Without the events of a pack so much differs that nothing else is named.
    alone = [[cell] for cell in chosen if cell[0] in STORE]
    others = [cell for cell in chosen if cell[0] not in STORE]
    batches = [others[start : start + AT_ONCE] for start in range(0, len(others), AT_ONCE)]
    for batch in (*alone, *batches):
        forged = forge(filled, pristine, batch, draw)
        proof = prove(filled, clock)
        unfound += [cell for cell in forged if not is_found(proof, *cell[:2])]

    assert unfound == [], f"seed {seed}"


def is_found(proof, table, column):
    """Whether the proof names the cell, or its row, or (of the head row) the chain's end."""
    if table == "offices" and column in ("last_seq", "last_hash"):
        return not proof.chain.sound
    return any(each.table == table and each.field in (column, "row") for each in proof.named)


def test_a_boot_that_lived_shorter_than_its_last_event_is_found(queue, office_dir, clock, desk):
    desk.served()
    queue.close()
    clock.reboot()
    Queue.open(office_dir, clock=clock).close()
    with closing(sqlite3.connect(office_dir / "kezek.db")) as database, database:
        database.execute("UPDATE boots SET last_boottime_us = 1 WHERE ordinal = 1")
    database.close()

    proof = prove(office_dir, clock)

    assert [(each.table, each.field) for each in proof.named] == [GROWING]


def forge(office_dir, pristine, cells, draw):
    """Change one cell of each of these columns in a fresh copy; what the database refuses stays."""
    for ending in ("-wal", "-shm"):
        (office_dir / f"kezek.db{ending}").unlink(missing_ok=True)
    (office_dir / "kezek.db").write_bytes(pristine)
    forged = []
    with closing(sqlite3.connect(office_dir / "kezek.db")) as database, database:
        # A forged part would be a changed part, and the forged summary of its day forgotten.
        database.execute("DROP TRIGGER parts_changed_forgets_summary")
        database.execute("DROP TRIGGER packs_keep_events")
        for name, column in dict.fromkeys(cells):
            key = [each.name for each in metadata.tables[name].primary_key]
            value = OPEN_ENDED.get((name, column), "1")
            rows = database.execute(
                f'SELECT "{column}", {", ".join(key)} FROM {name} WHERE {value}'
            ).fetchall()
            old, *found = draw.choice(rows)
            new = other_value(old, column, draw)
            where = " AND ".join(f'"{each}" IS ?' for each in key)
            statement = f'UPDATE {name} SET "{column}" = ? WHERE {where}'
            with suppress(sqlite3.IntegrityError):
                database.execute(statement, (new, *found))
                forged.append((name, column, found, old, new))
    database.close()
    return forged


STATES = {
    "state": ("served", "waiting", "no_show", "ready", "sent", "printed", "uncertain"),
    "status": ("open", "paused", "closed"),
}


def other_value(old, column, draw):
    """Another value that the column could hold."""
    if column in STATES:
        return draw.choice([each for each in STATES[column] if each != old])
    if isinstance(old, int):
        return old + draw.choice((-1, 1, 60_000_000))
    if isinstance(old, bytes):
        return old + bytes(8)
    return "2" if old is None else f"{old}9"
