"""The address of a database on a server: read, and shown without what is secret in it."""

from __future__ import annotations

import sqlalchemy as sa

from kezek_core.extras import naming_the_extra
from kezek_core.phrases import SOMETHING_ELSE, Phrase
from kezek_queue.errors import DatabaseAddressError

NAMES = ("postgresql", "postgres", "postgresql+psycopg")
DRIVER = "postgresql+psycopg"


def read_address(text: str) -> sa.URL:
    """The parts of ``postgresql://user@host/name``; the driver is psycopg 3.

    Raises:
        DatabaseAddressError: it is no such address; the message shows nothing of it, because it
            may hold a password in a place where none belongs.
    """
    try:
        address = sa.make_url(text)
    except (sa.exc.ArgumentError, ValueError, TypeError):
        raise _wrong(SOMETHING_ELSE) from None  # the cause would show the address
    if address.drivername not in NAMES:
        raise _wrong(Phrase("one that begins with %(name)s://", name=address.drivername))
    if "@" in f"{address.host}{address.database}":
        raise _wrong(Phrase("one with several @; write %40 for an @ inside the password"))
    return address.set(drivername=DRIVER)


def holds_password(address: sa.URL) -> bool:
    """Whether whoever reads the address can sign in: after the name, or among the options."""
    return address.password is not None or any(map(_is_secret, address.query))


def check_options(address: sa.URL) -> None:
    """Refuse options that the driver does not know, before it is asked to connect.

    Raises:
        DatabaseAddressError: one of them is misspelt.
    """
    with naming_the_extra():
        from psycopg import ProgrammingError
        from psycopg.conninfo import make_conninfo
    for option in address.query:
        try:
            make_conninfo("", **{option: ""})
        except ProgrammingError:
            raise _wrong(
                Phrase("one with the unknown option '%(option)s'", option=option[:40])
            ) from None


def shown_address(address: sa.URL | str) -> str:
    """The address as logs, errors and people may see it.

    Raises:
        DatabaseAddressError: it is no address of a database on a server.
    """
    read = read_address(address) if isinstance(address, str) else address
    shown = {key: value for key, value in read.query.items() if not _is_secret(key)}
    return read.set(drivername=NAMES[0], query=shown).render_as_string(hide_password=True)


def _is_secret(option: str) -> bool:
    return "password" in option.lower()


def _wrong(came: Phrase) -> DatabaseAddressError:
    return DatabaseAddressError(
        Phrase(
            "expected the address of a database such as postgresql://user@host/name, got %(came)s; "
            "correct it ([database] url in kezek.toml, or KEZEK_DATABASE_URL)",
            came=came,
        )
    )
