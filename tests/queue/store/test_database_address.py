"""The address of a database on a server: what is none is refused without showing a secret."""

from __future__ import annotations

import pytest

from kezek_queue.errors import DatabaseAddressError
from kezek_queue.store.database_address import (
    check_options,
    holds_password,
    read_address,
    shown_address,
)

SECRET = "hunter2"


@pytest.mark.parametrize(
    ("address", "came"),
    [
        (f"no address {SECRET}", "something else"),
        (f"mysql://kezek:{SECRET}@db/kezek", "one that begins with mysql://"),
        (f"postgresql://kezek:{SECRET}@x@db/kezek@", "one with several @"),
    ],
)
def test_what_is_no_address_is_refused_and_never_shown(address: str, came: str) -> None:
    with pytest.raises(DatabaseAddressError) as refused:
        read_address(address)

    assert came in str(refused.value)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_every_spelling_of_the_scheme_names_the_same_driver(scheme: str) -> None:
    assert read_address(f"{scheme}://kezek@db/kezek").drivername == "postgresql+psycopg"


@pytest.mark.parametrize(
    ("address", "secret"),
    [
        ("postgresql://kezek@db/kezek", False),
        (f"postgresql://kezek:{SECRET}@db/kezek", True),
        (f"postgresql://kezek@db/kezek?password={SECRET}", True),
        (f"postgresql://kezek@db/kezek?sslPassword={SECRET}", True),
    ],
)
def test_a_password_is_known_wherever_it_stands_and_never_shown(address: str, secret: bool) -> None:
    assert holds_password(read_address(address)) is secret
    assert SECRET not in shown_address(address)
    assert shown_address(read_address(address)).startswith("postgresql://kezek")


def test_an_option_that_the_driver_does_not_know_is_named() -> None:
    check_options(read_address("postgresql://kezek@db/kezek?connect_timeout=5"))

    with pytest.raises(DatabaseAddressError, match="unknown option 'conect_timeout'"):
        check_options(read_address("postgresql://kezek@db/kezek?conect_timeout=5"))
