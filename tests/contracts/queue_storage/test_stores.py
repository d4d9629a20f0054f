"""Newer, missing, shared and unreachable stores are told alike by both."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from kezek_queue import Queue, TableSet, open_store
from kezek_queue.errors import (
    DatabaseExistsError,
    DatabaseMissingError,
    DatabaseTooNewError,
    DatabaseUnreachableError,
    StatementFailedError,
    StorageError,
    StorageFailedError,
)
from kezek_queue.office.demo import make_demo_office


def test_a_newer_store_is_refused(queue, data_dir, clock, url):
    with queue._database.writing.connect() as connection, connection.begin():
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    queue.close()

    with pytest.raises(DatabaseTooNewError):
        Queue.open(data_dir, clock=clock, database_url=url)


def test_tables_of_another_room_are_made_migrated_and_written(
    queue, data_dir, clock, url, tmp_path
):
    queue.close()
    step = "import sqlalchemy as sa\nfrom alembic import op\nrevision, down_revision = {}\n"
    (tmp_path / "r0001.py").write_text(
        step.format("'0001', None") + "def upgrade():\n"
        "    op.create_table('lamps', sa.Column('office_id', sa.Text(), primary_key=True))\n"
    )
    (tmp_path / "r0002.py").write_text(
        step.format("'0002', '0001'") + "def upgrade():\n"
        "    op.add_column('lamps', sa.Column('colour', sa.Text()))\n"
    )
    old = sa.MetaData()
    sa.Table("lamps", old, sa.Column("office_id", sa.Text, primary_key=True))
    first = TableSet("lamps", old, ("0001",), tmp_path)
    second = TableSet("lamps", old, ("0001", "0002"), tmp_path)

    with Queue.open(data_dir, clock=clock, database_url=url, beside=(first,)) as opened:
        opened.store.write(lambda c: c.execute(sa.text("INSERT INTO lamps VALUES ('demo')")))
    with open_store(data_dir, "demo", (second,), database_url=url) as store:
        store.write(lambda c: c.execute(sa.text("UPDATE lamps SET colour = 'green'")))

    with Queue.open(data_dir, clock=clock, database_url=url, beside=(second,)) as opened:
        with opened.store.read() as connection:
            rows = connection.execute(sa.text("SELECT office_id, colour FROM lamps")).all()
        assert rows == [("demo", "green")]
        assert opened.verify_journal().sound


def test_an_office_is_made_once_and_others_are_not_taken_for_it(
    queue, data_dir, clock, url, tmp_path_factory
):
    with pytest.raises(DatabaseExistsError):
        Queue.create(data_dir, clock=clock, database_url=url)
    queue.close()
    path = data_dir / "office.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('id = "demo"', 'id = "second"'), encoding="utf-8")

    with pytest.raises(DatabaseMissingError):
        Queue.open(data_dir, clock=clock, database_url=url)


@pytest.mark.postgresql
def test_an_empty_server_and_one_that_does_not_answer_are_honest_errors(cluster, data_dir, clock):
    with Queue.create(data_dir, clock=clock):
        pass

    with pytest.raises(DatabaseMissingError, match="kezek init"):
        Queue.open(data_dir, clock=clock, database_url=cluster.database())
    with pytest.raises(StorageFailedError, match="connection"):
        Queue.open(data_dir, clock=clock, database_url="postgresql://kezek@/x?host=/nowhere")


@pytest.mark.parametrize(
    "wrong",
    [
        "SELEC 1",
        "UPDATE nowhere SET a = 1",
        "UPDATE lamps SET nothing = 1",
        "INSERT INTO lamps VALUES ('demo', 'red'), ('demo', 'red')",
    ],
)
def test_a_wrong_statement_is_a_fault_of_ours_and_not_of_the_disk(
    data_dir, clock, url, tmp_path, wrong
):
    tables = sa.MetaData()
    office = sa.Column("office_id", sa.Text, primary_key=True)
    sa.Table("lamps", tables, office, sa.Column("colour", sa.Text))
    lamps = TableSet("lamps", tables, ("0001",), tmp_path)
    Queue.create(data_dir, clock=clock, database_url=url, beside=(lamps,)).close()

    with Queue.open(data_dir, clock=clock, database_url=url, beside=(lamps,)) as queue:
        with pytest.raises(StatementFailedError, match="fault of Kezek") as together:
            queue.store.write(lambda c: c.execute(sa.text(wrong)))
        ticket = queue.issue("household").ticket
    with (
        open_store(data_dir, "demo", (lamps,), database_url=url) as store,
        pytest.raises(StatementFailedError) as alone,
    ):
        store.write(lambda c: c.execute(sa.text(wrong)))

    for refused in (together.value, alone.value):
        assert refused.code == "statement_failed"
        assert not isinstance(refused, StorageError)
        assert isinstance(refused.__cause__, sa.exc.DBAPIError)
        assert "red" not in str(refused), "a row may hold somebody's name"
    assert ticket.number == "K001"


def test_a_wrong_question_is_a_fault_of_ours_too(queue):
    with pytest.raises(StatementFailedError), queue.store.read() as connection:
        connection.execute(sa.text("SELECT nothing FROM journal"))

    assert queue.issue("household").ticket.number == "K001"


@pytest.mark.postgresql
@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_server_without_kazakh_letters_is_refused_with_what_to_do(
    cluster, data_dir, clock, encoding
):
    url = cluster.database(f"template0 ENCODING '{encoding}' LOCALE 'C'")

    with pytest.raises(StorageFailedError, match=f"{encoding}.*createdb --encoding=UTF8"):
        Queue.create(data_dir, clock=clock, database_url=url)


@pytest.mark.postgresql
def test_a_server_older_than_our_sql_is_refused(cluster, data_dir, clock, monkeypatch):
    monkeypatch.setattr("kezek_queue.store.server_check.OLDEST_SERVER", 99)

    with pytest.raises(StorageFailedError, match="PostgreSQL 99 or newer"):
        Queue.create(data_dir, clock=clock, database_url=cluster.database())


@pytest.mark.postgresql
def test_a_user_who_may_make_no_tables_is_told_whom_to_ask(cluster, data_dir, clock):
    url = sa.make_url(cluster.database())
    owner = sa.create_engine(url.set(drivername="postgresql+psycopg"), poolclass=sa.NullPool)
    with owner.begin() as connection:
        connection.exec_driver_sql(f"CREATE ROLE guest_of_{url.database} LOGIN")
        connection.exec_driver_sql("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    guest = url.set(username=f"guest_of_{url.database}").render_as_string()

    with pytest.raises(StorageFailedError, match=r"permission denied.*owner"):
        Queue.create(data_dir, clock=clock, database_url=guest)


@pytest.mark.postgresql
def test_a_server_that_only_reads_is_told_from_a_broken_disk(cluster, data_dir, clock):
    url = cluster.database()
    Queue.create(data_dir, clock=clock, database_url=url).close()
    standby = f"{url}&options=-c%20default_transaction_read_only%3Don"

    with pytest.raises(StorageFailedError, match="only reads"):
        Queue.open(data_dir, clock=clock, database_url=standby)


@pytest.mark.postgresql
def test_offices_share_a_server_and_nothing_else(cluster, data_dir, clock, tmp_path_factory):
    url = cluster.database()
    other_dir = tmp_path_factory.mktemp("other")
    text = make_demo_office().replace('id = "demo"', 'id = "second"')
    (other_dir / "office.toml").write_text(text, encoding="utf-8")

    with (
        Queue.create(data_dir, clock=clock, database_url=url) as first,
        Queue.create(other_dir, clock=clock, database_url=url) as second,
    ):
        one = first.issue("household").ticket
        two = second.issue("household").ticket
        second.call_next(2, actor="op")

        assert one.id == two.id
        assert first.ticket(one.id).state.value == "waiting"
        assert first.verify_journal().sound
        assert second.verify_journal().sound


@pytest.mark.postgresql
def test_a_server_that_comes_back_is_worked_with_as_before(cluster, data_dir, clock):
    url = cluster.database()
    everybody = sa.text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with Queue.create(data_dir, clock=clock, database_url=url) as queue:
        first = queue.issue("household").ticket
        with queue._database.read() as connection:
            connection.execute(everybody)

        with pytest.raises(DatabaseUnreachableError, match="to answer, but it does not"):
            queue.issue("household")
        second = queue.issue("household").ticket

        made = []
        sa.event.listen(queue._database.reading, "connect", lambda *_: made.append(1))

        assert (first.number, second.number) == ("K001", "K002")
        for _ in range(20):
            assert len(queue.snapshot().tickets) == 2
        assert len(made) <= 1, "readers do without their pool"


@pytest.mark.postgresql
def test_a_server_that_knows_the_office_says_what_a_second_directory_needs(
    cluster, data_dir, clock
):
    url = cluster.database()
    with (
        Queue.create(data_dir, clock=clock, database_url=url),
        pytest.raises(DatabaseExistsError, match="a copy of the first one's directory"),
    ):
        Queue.create(data_dir, clock=clock, database_url=url)
