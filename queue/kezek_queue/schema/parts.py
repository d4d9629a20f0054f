"""What every table is made of; every key is led by the office.

A column named ``*_us`` holds microseconds: since 1970 for an instant, else a length. A column
named ``*_moment`` holds an instant with all its clocks (see ``moment_text``).
"""

from __future__ import annotations

from sqlalchemy import Column, Index, MetaData, Text, TextClause

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
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)
