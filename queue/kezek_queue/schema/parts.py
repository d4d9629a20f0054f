"""What every table is made of; every key is led by the office.

A column named ``*_us`` holds microseconds: since 1970 for an instant, else a length. A column
named ``*_moment`` holds an instant with all its clocks (see ``moment_text``).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Connection, Index, MetaData, Text, TextClause, event

metadata = MetaData()


def office_key() -> Column[str]:
    """The office: the first part of every key."""
    return Column("office_id", Text, primary_key=True)


def partial_index(name: str, *columns: str, where: TextClause) -> Index:
    """An index of the rows that fulfil a condition.

    Args:
        name: of the index.
        columns: by which it finds rows.
        where: the condition; a query uses the index by these very words, never by a parameter.
    """
    return Index(name, *columns, sqlite_where=where)


@event.listens_for(metadata, "before_create")
def _say_conditions(target: MetaData, connection: Connection, **_options: Any) -> None:
    """PostgreSQL gets the same conditions.

    Said only where tables are made there: saying it at an index loads all that SQLAlchemy has for
    PostgreSQL, 2 MiB that an office in a file never needs.
    """
    if connection.dialect.name != "postgresql":
        return
    for table in target.tables.values():
        for index in table.indexes:
            where = index.dialect_options["sqlite"]["where"]
            index.dialect_kwargs["postgresql_where"] = where
