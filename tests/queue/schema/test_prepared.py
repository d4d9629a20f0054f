"""A prepared statement is SQLAlchemy's own, only cheaper: same transaction, faults, listeners, log.

That both kinds of database take the same statements is shown by ``tests/contracts/queue_storage``.
"""

from __future__ import annotations

import logging
import sqlite3

import pytest
import sqlalchemy as sa

from kezek_queue.schema.prepared import Prepared
from kezek_queue.store.statement_log import LOUDEST, discreet

things = sa.Table(
    "things",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("count", sa.BigInteger, nullable=False, server_default="7"),
    sa.Column("on", sa.Date),
)
_by_name = things.c.name == sa.bindparam("called")
ADD = Prepared(things.insert())
FIND = Prepared(sa.select(things.c.id, things.c.count).where(_by_name))
ALL = Prepared(sa.select(things.c.name).order_by(things.c.name).limit(2))
CHANGE = Prepared(things.update().where(_by_name))
COUNT_UP = Prepared(
    things.update().where(_by_name).values(count=things.c.count + 1).returning(things.c.count)
)


@pytest.fixture
def engine(tmp_path):
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'things.db'}", **discreet())
    things.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine):
    with engine.connect() as connection:
        ADD.change(connection, id=1, name="chair")
        connection.commit()
        yield connection


def test_rows_have_their_columns_by_name(connection):
    ADD.change(connection, id=2, name="table", count=3)

    assert FIND.first(connection, called="table") == (2, 3)
    assert FIND.first(connection, called="table").count == 3
    assert FIND.first(connection, called="lamp") is None
    assert [row.name for row in ALL.rows(connection)] == ["chair", "table"]


def test_an_insert_leaves_out_what_it_is_given_no_value_for(connection):
    ADD.change(connection, id=2, name="table")

    assert FIND.first(connection, called="table").count == 7


def test_an_update_sets_the_columns_it_is_given_and_says_how_many_rows_it_changed(connection):
    assert CHANGE.change(connection, called="chair", count=9) == 1
    assert CHANGE.change(connection, called="chair", count=9, id=4) == 1
    assert CHANGE.change(connection, called="lamp", count=9) == 0
    assert FIND.first(connection, called="chair") == (4, 9)
    assert COUNT_UP.first(connection, called="chair").count == 10


def test_it_belongs_to_the_transaction_of_its_connection(connection):
    CHANGE.change(connection, called="chair", count=9)
    connection.rollback()

    assert FIND.first(connection, called="chair").count == 7


def test_it_begins_a_transaction_as_sqlalchemy_does(engine):
    begun = []
    sa.event.listen(engine, "begin", begun.append)

    with engine.connect() as connection:
        FIND.rows(connection, called="chair")
        FIND.rows(connection, called="chair")

        assert begun == [connection]


def test_a_fault_of_the_driver_comes_as_sqlalchemys_and_without_its_values(connection):
    with pytest.raises(sa.exc.IntegrityError, match=r"UNIQUE") as caught:
        ADD.change(connection, id=2, name="chair")

    assert isinstance(caught.value.orig, sqlite3.IntegrityError)
    assert "chair" not in str(caught.value)


def test_a_fault_while_rows_are_fetched_comes_as_sqlalchemys_too(connection):
    connection.exec_driver_sql("UPDATE things SET name = CAST(x'ff' AS TEXT)")

    with pytest.raises(sa.exc.OperationalError, match="decode"):
        ALL.rows(connection)


def test_a_value_that_is_missing_or_not_asked_for_is_refused(connection):
    with pytest.raises(sa.exc.InvalidRequestError, match="called"):
        FIND.first(connection)
    with pytest.raises(TypeError, match="id"):
        FIND.first(connection, called="chair", id=1)


def test_what_would_have_to_be_converted_is_refused(connection):
    with pytest.raises(TypeError, match="plain values"):
        Prepared(sa.select(things.c.on)).rows(connection)
    with pytest.raises(TypeError, match="plain values"):
        CHANGE.change(connection, called="chair", on=None)
    with pytest.raises(TypeError, match="plain values"):
        Prepared(
            sa.select(things.c.id).where(things.c.id.in_(sa.bindparam("ids", expanding=True)))
        ).rows(connection, ids=[1])


def test_whoever_listens_to_statements_hears_it(engine, connection):
    heard = []

    def hear(_connection, _cursor, statement, parameters, _context, _many):
        heard.append((statement.split()[0], parameters))

    sa.event.listen(engine, "before_cursor_execute", hear)
    FIND.rows(connection, called="chair")

    assert heard[-1] == ("SELECT", ("chair",))


def test_the_log_shows_the_statement_and_not_its_values(engine, caplog):
    with caplog.at_level(logging.DEBUG, LOUDEST), engine.connect() as connection:
        FIND.rows(connection, called="Aigerim")

    assert "SELECT things.id" in caplog.text
    assert "Aigerim" not in caplog.text
