"""An office carried from a file to a server and back: the same rows, proven, and in one place."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from kezek_queue import Queue
from kezek_queue.carrying import carried, copy_office, office_rows
from kezek_queue.errors import (
    CarryError,
    DatabaseMissingError,
    OfficeInTargetError,
    OfficeServedError,
    StorageFailedError,
)
from kezek_queue.papers import slip_packs
from kezek_queue.schema.tables import idempotency_keys
from kezek_queue.store import journal_packing
from kezek_queue.store.database import database_at
from kezek_queue.store.revision import QUEUE

pytestmark = pytest.mark.postgresql

from_a_file = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
from_a_server = pytest.mark.parametrize("url", ["postgresql"], indirect=True)


@pytest.fixture
def other(url: str | None, cluster: Any, tmp_path_factory: pytest.TempPathFactory) -> Path | str:
    """The other kind of place, still empty."""
    if url is None:
        return str(cluster.database())
    return tmp_path_factory.mktemp("file") / "kezek.db"


@pytest.fixture
def carry(data_dir: Path, clock: Any, url: str | None) -> Callable[..., Any]:
    """Carry the office from where it is."""

    def begin(target: Path | str, **other: Any) -> Any:
        return carried(
            data_dir, source_url=other.pop("source_url", url), target=target, clock=clock, **other
        )

    return begin


def opened_at(data_dir: Path, clock: Any, place: Path | str | None) -> Queue:
    """The queue of an office in another place than it was made in."""
    if isinstance(place, Path):
        (data_dir / "kezek.db").unlink(missing_ok=True)
        place.rename(data_dir / "kezek.db")
        place = None
    return Queue.open(data_dir, clock=clock, database_url=place)


def rows_in(data_dir: Path, place: Path | str | None) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the demo office."""
    url = place if isinstance(place, str) else None
    database = database_at(place.parent if isinstance(place, Path) else data_dir, url)
    with database.read() as connection:
        found = {
            table.name: sorted(
                tuple(row)
                for row in connection.execute(sa.select(table).where(table.c.office_id == "demo"))
            )
            for table in QUEUE.metadata.sorted_tables
            if table.name not in {"tickets", "parts"}
        }
        found["tickets"] = [
            tuple(row)
            for row in connection.execute(
                sa.text("SELECT id, state, issued_moment FROM tickets ORDER BY arrival_seq")
            )
        ]
    database.dispose()
    return found


def work(queue: Queue) -> None:
    """A morning: somebody is served, somebody waits, a paper is printed."""
    for _ in range(3):
        queue.issue("household", idempotency_key=None)
    queue.open_window(2, actor="operator2")
    queue.call_next(2, actor="operator2")
    queue.start(2, actor="operator2")


def test_an_office_goes_on_where_it_was_carried_to(queue, data_dir, clock, url, other, carry):
    work(queue)
    queue.close()
    before = rows_in(data_dir, url)

    with carry(other) as done:
        there = rows_in(data_dir, other)

    assert there == before
    assert done.proof.sound
    assert not done.before
    with opened_at(data_dir, clock, other) as carried_queue:
        assert carried_queue.issue("household").ticket.number == "K004"
        assert carried_queue.finish(2, actor="operator2").finished.number == "K001"
        assert carried_queue.prove_office().sound


def test_the_summaries_of_closed_days_go_along(queue, data_dir, clock, url, other, carry):
    work(queue)
    clock.advance(days=2)
    queue.close_days()
    queue.do_what_is_due()
    queue.close()
    before = rows_in(data_dir, url)

    with carry(other):
        pass

    assert before["day_summaries"]
    assert before["hour_summaries"]
    assert rows_in(data_dir, other) == before


def test_the_place_it_left_takes_nothing_more_and_says_where_to_look(
    queue, data_dir, clock, url, other, carry
):
    work(queue)
    queue._listener.close()  # a server that nobody noticed

    with carry(other):
        pass

    with pytest.raises(StorageFailedError, match="moved"):
        queue.issue("household")
    with pytest.raises(DatabaseMissingError, match="was moved away on 2026-11-23"):
        Queue.open(data_dir, clock=clock, database_url=url)


def test_an_interrupted_move_leaves_the_office_and_the_next_one_goes_on(
    queue, data_dir, clock, url, other, carry
):
    work(queue)
    queue.close()

    with pytest.raises(KeyboardInterrupt), carry(other):
        raise KeyboardInterrupt
    with Queue.open(data_dir, clock=clock, database_url=url) as still_there:
        assert len(still_there.snapshot().tickets) == 3
    with carry(other) as again:
        pass

    assert again.before
    assert again.proof.sound


def test_a_place_that_holds_another_state_of_the_office_is_left_as_it_is(
    queue, data_dir, clock, other, carry
):
    work(queue)
    queue._listener.close()
    with pytest.raises(KeyboardInterrupt), carry(other):
        raise KeyboardInterrupt
    there = rows_in(data_dir, other)
    queue.issue("household")

    with pytest.raises(OfficeInTargetError, match="another state of it"), carry(other):
        pass

    assert rows_in(data_dir, other) == there
    assert queue.issue("household").ticket.number == "K005"


@from_a_server
def test_a_database_that_is_spelt_otherwise_is_known_for_the_same(queue, url, carry):
    work(queue)
    queue.close()

    with pytest.raises(OfficeInTargetError, match="the office itself"), carry(f"{url}&port=5432"):
        pass


@from_a_server
def test_an_office_does_not_come_back_over_what_it_left_behind(
    queue, data_dir, clock, url, other, carry
):
    work(queue)
    queue.close()
    with carry(other):
        pass
    other.rename(data_dir / "kezek.db")

    with pytest.raises(OfficeInTargetError, match="moved away"), carry(url, source_url=None):
        pass


def test_what_the_journal_does_not_prove_is_not_carried(queue, data_dir, clock, url, other, carry):
    work(queue)
    queue.close()
    database = database_at(data_dir, url)
    with database.writing.connect() as connection, connection.begin():
        connection.exec_driver_sql("UPDATE tickets SET state = 'cancelled' WHERE number = 'K003'")
    database.dispose()

    with pytest.raises(CarryError, match="journal verify"), carry(other):
        pass

    assert not any(rows_in(data_dir, other).values())


def test_rows_that_come_to_differ_on_the_way_are_noticed(
    queue, data_dir, url, other, carry, monkeypatch
):
    """The control: without reading both sides this move would be taken for a good one."""
    work(queue)
    queue.close()
    seen = iter(range(10**9))
    monkeypatch.setattr(office_rows, "_digest", lambda _row: next(seen))

    with pytest.raises(CarryError, match="differ; nothing was carried"), carry(other):
        pass

    assert not any(rows_in(data_dir, other).values())


@from_a_file
def test_a_row_that_the_other_database_refuses_stops_the_move_without_showing_it(
    queue, data_dir, cluster, url, carry
):
    queue.issue("household")
    target = cluster.database()
    with queue._database.writing.connect() as connection, connection.begin():
        connection.execute(
            idempotency_keys.insert(),
            {
                "office_id": "demo", "scope": "s", "key": "Aigul\0", "fingerprint": "",
                "answer": "", "used_on": "2026-11-23",
            },
        )  # fmt: skip

    with pytest.raises(CarryError, match="table idempotency_keys") as caught, carry(target):
        pass

    assert "Aigul" not in str(caught.value)
    assert not any(rows_in(data_dir, target).values())


@from_a_server
def test_an_office_is_not_carried_away_from_under_a_server(queue, other, carry, listening):
    listening(queue)

    with pytest.raises(OfficeServedError, match="stop 'kezek serve'"), carry(other):
        pass
    queue.close()

    with carry(other) as done:
        pass
    assert done.proof.sound


def test_memory_holds_a_batch_and_not_an_office(queue, other, carry):
    answers = ({"key": f"key-{number}", "answer": f"{number:04d}" * 500} for number in range(8000))
    with queue._database.writing.connect() as connection, connection.begin():
        connection.execute(
            idempotency_keys.insert(),
            [
                {"office_id": "demo", "scope": "s", "fingerprint": "", "used_on": "", **each}
                for each in answers
            ],
        )
    queue.close()

    tracemalloc.start()
    with carry(other):
        _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 8_000_000, "16 MB of answers were in memory at once"


def test_a_copy_is_one_file_of_this_office_alone_while_it_works(
    queue, data_dir, clock, url, tmp_path_factory
):
    work(queue)
    copy = tmp_path_factory.mktemp("copy")
    (copy / "office.toml").write_bytes((data_dir / "office.toml").read_bytes())
    (copy / "secrets.toml").write_bytes((data_dir / "secrets.toml").read_bytes())

    copy_office(data_dir, copy / "kezek.db", database_url=url)
    queue.issue("household")

    assert [each.name for each in copy.glob("kezek.db*")] == ["kezek.db"]
    with Queue.open(copy, clock=clock) as copied:
        assert [each.number for each in copied.snapshot().tickets] == ["K001", "K002", "K003"]
        assert copied.prove_office().sound


def test_another_office_of_the_server_is_not_in_the_copy(
    cluster, clock, tmp_path_factory, data_dir
):
    url = cluster.database()
    text = (data_dir / "office.toml").read_text("utf-8")
    places = {}
    for office in ("demo", "second"):
        place = places[office] = tmp_path_factory.mktemp(office)
        (place / "office.toml").write_text(text.replace('id = "demo"', f'id = "{office}"'), "utf-8")
        with Queue.create(place, clock=clock, database_url=url) as made:
            made.issue("household")

    copy_office(places["demo"], places["demo"] / "kezek.db", database_url=url)

    database = database_at(places["demo"], None)
    with database.read() as connection:
        offices = connection.exec_driver_sql("SELECT DISTINCT office_id FROM journal").all()
    database.dispose()
    assert offices == [("demo",)]


def test_packed_events_and_slips_go_along(queue, data_dir, clock, url, other, carry, monkeypatch):
    monkeypatch.setattr(journal_packing, "ROWS_KEPT", 1)
    monkeypatch.setattr(journal_packing, "PACK_EVENTS", 4)
    monkeypatch.setattr(slip_packs, "JOBS_KEPT", 1)
    monkeypatch.setattr(slip_packs, "PACK_SLIPS", 2)
    work(queue)
    clock.advance(days=2)
    queue.close_days()
    queue.issue("household")
    assert queue.pack_journal(100) > 1
    assert queue.pack_slips(100) > 0
    asked = list(queue.export_journal()), queue.print_job(1).slip.to_json()
    queue.close()
    before = rows_in(data_dir, url)

    with carry(other) as done:
        pass

    assert done.proof.sound
    assert before["journal_packs"]
    assert before["slip_packs"]
    assert rows_in(data_dir, other) == before
    with opened_at(data_dir, clock, other) as there:
        exported = list(there.export_journal())[: len(asked[0])]
        assert (exported, there.print_job(1).slip.to_json()) == asked
        there.reprint("2026-11-23-K001", actor="aida")
        assert there.verify_journal().sound
