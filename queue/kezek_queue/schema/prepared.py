"""Statements of commands: SQLAlchemy writes the text once, the driver runs it.

Half of a ticket's processor time went into asking SQLAlchemy again for a text that never changes,
and into its rows. A `Prepared` asks once for each dialect, and costs what the driver costs then.
What is asked rarely, or differs each time, goes through SQLAlchemy as ever.
"""

from __future__ import annotations

import logging
from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine


class Prepared:
    """One statement of SQLAlchemy Core, run by its text.

    It belongs to the transaction of its connection and begins one where there is none, as
    SQLAlchemy does; faults come as SQLAlchemy's; whoever listens to an engine's statements, or logs
    them, hears these too. Values and columns are text, whole numbers and None: what would have to
    be converted is refused.

    Args:
        statement: what to run; an INSERT or UPDATE sets the columns that it is given values for.
    """

    def __init__(self, statement: sa.Executable) -> None:
        self._statement = statement
        columns = [column.key for column in _returned(statement)]
        row = cast(Any, namedtuple)("Row", columns)
        # As ``row._make`` without its check: the driver gives as many columns as were asked for.
        self._row = partial(tuple.__new__, row) if columns else None
        self._texts: dict[tuple[str, ...], _Text] = {}

    def rows(self, connection: sa.Connection, /, **values: Any) -> list[Any]:
        """All rows; each has its columns as attributes, in their order."""
        return self._run(connection, values)[0]

    def first(self, connection: sa.Connection, /, **values: Any) -> Any:
        """The first row; None when there is none."""
        rows = self._run(connection, values)[0]
        return rows[0] if rows else None

    def change(self, connection: sa.Connection, /, **values: Any) -> int:
        """Run it for its effect, and return how many rows it changed."""
        return self._run(connection, values)[1]

    def _run(self, connection: sa.Connection, values: dict[str, Any]) -> tuple[list[Any], int]:
        dialect = connection.dialect
        known = (dialect.name, *values)
        text = self._texts.get(known)
        if text is None:
            text = self._texts[known] = _text_of(self._statement, dialect, values)
        if not connection.in_transaction():
            connection.begin()
        bound = text.bind(values)
        cursor = cast(Any, connection.connection.dbapi_connection).cursor()
        _tell(connection, cursor, text.sql, bound)
        try:
            cursor.execute(text.sql, bound)
            make = self._row
            rows = [] if make is None else [make(row) for row in cursor.fetchall()]
            return rows, cursor.rowcount
        except dialect.loaded_dbapi.Error as error:
            raise sa.exc.DBAPIError.instance(
                text.sql, None, error, dialect.loaded_dbapi.Error, hide_parameters=True,
                dialect=dialect,
            ) from error  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Text:
    """What the driver of a dialect is given.

    Args:
        sql: the text.
        order: names of the values in their order; None where the driver takes them by name.
        fixed: values that the statement itself holds, by name.
    """

    sql: str
    order: tuple[str, ...] | None
    fixed: Mapping[str, Any]

    def bind(self, values: dict[str, Any]) -> Any:
        """The values of one run as the driver takes them."""
        if self.fixed:
            values = {**self.fixed, **values}
        return values if self.order is None else tuple([values[name] for name in self.order])


def _text_of(statement: sa.Executable, dialect: sa.Dialect, values: Mapping[str, Any]) -> _Text:
    """The text for a dialect and for values of these names.

    Raises:
        TypeError: a value is not asked for, or something would have to be converted.
        sqlalchemy.exc.StatementError: a value is missing.
    """
    compiled = cast(Any, statement).compile(dialect=dialect, column_keys=list(values))
    assert isinstance(compiled, SQLCompiler)
    unknown = values.keys() - compiled.binds.keys()
    if unknown:
        raise TypeError(f"expected values for {sorted(compiled.binds)}, got {sorted(unknown)} too")
    converted = [kind for kind in _types(statement, compiled) if _converts(kind, dialect)]
    if converted or compiled.post_compile_params or compiled.insert_prefetch:
        raise TypeError(f"expected plain values, got {converted} in {compiled.string}")
    needed = compiled.construct_params(dict(values))
    return _Text(
        sql=compiled.string,
        order=None if compiled.positiontup is None else tuple(compiled.positiontup),
        fixed={name: value for name, value in needed.items() if name not in values},
    )


def _types(statement: sa.Executable, compiled: SQLCompiler) -> Iterator[TypeEngine[Any]]:
    yield from (bind.type for bind in compiled.binds.values())
    yield from (column.type for column in _returned(statement))


def _returned(statement: sa.Executable) -> Iterable[sa.ColumnElement[Any]]:
    return getattr(statement, "exported_columns", ())


def _converts(kind: TypeEngine[Any], dialect: sa.Dialect) -> bool:
    here = kind.dialect_impl(dialect)
    return bool(here.bind_processor(dialect) or here.result_processor(dialect, None))


def _tell(connection: sa.Connection, cursor: Any, sql: str, bound: Any) -> None:
    """Let listeners and the log of statements know, as SQLAlchemy would."""
    engine = connection.engine
    for hear in engine.dispatch.before_cursor_execute:
        hear(connection, cursor, sql, bound, None, False)
    log = engine.logger
    if log.isEnabledFor(logging.INFO):  # what they carry may be somebody's name
        log.info("%s", sql)
