"""Bearer tokens of devices: shown once, stored as digests, bound to a role and a window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kezek_kiosk.access import tokens as tokens_module
from kezek_kiosk.access.roles import Role
from kezek_kiosk.access.tokens import Tokens
from kezek_kiosk.errors import BadRequestError, TokenRefusedError, UnknownTokenError
from kezek_kiosk.open_office import open_staff
from kezek_queue import TableStore


@pytest.fixture
def store(data_dir: Path) -> Iterator[TableStore]:
    with open_staff(data_dir, "demo") as opened:
        yield opened


@pytest.fixture
def tokens(store: TableStore, wall_time: Callable) -> Tokens:
    return Tokens(store, wall_time)


def test_a_token_proves_its_role_and_window(tokens: Tokens) -> None:
    plain = tokens.create("operator", window=5, label="window 5")

    token = tokens.verify(plain)

    assert (token.role, token.window, token.label) == (Role.OPERATOR, 5, "window 5")


def test_a_token_has_256_random_bits_and_only_its_digest_is_stored(
    tokens: Tokens, data_dir: Path
) -> None:
    plain = tokens.create("kiosk")

    stored = b"".join(file.read_bytes() for file in data_dir.glob("kezek.db*"))

    assert len(plain) == 43
    assert plain.encode() not in stored


def test_a_revoked_token_is_refused_at_once_by_whoever_revoked_it(tokens: Tokens) -> None:
    plain = tokens.create("kiosk")
    token = tokens.verify(plain)

    tokens.revoke(token.id)

    with pytest.raises(TokenRefusedError):
        tokens.verify(plain)


def test_a_token_revoked_by_another_process_is_refused_when_the_cache_is_old(
    tokens: Tokens, store: TableStore, wall_time: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = tokens.create("kiosk")
    token = tokens.verify(plain)
    Tokens(store, wall_time).revoke(token.id)

    monkeypatch.setattr(tokens_module, "CACHE_SECONDS", 0.0)

    with pytest.raises(TokenRefusedError):
        tokens.verify(plain)


@pytest.mark.parametrize("plain", ["", "nonsense", "x" * 10_000, "қазақша"])
def test_what_is_no_token_is_refused(tokens: Tokens, plain: str) -> None:
    with pytest.raises(TokenRefusedError):
        tokens.verify(plain)


def test_an_unknown_id_cannot_be_revoked(tokens: Tokens) -> None:
    with pytest.raises(UnknownTokenError):
        tokens.revoke(999)


@pytest.mark.parametrize(
    ("role", "window", "label", "field"),
    [
        ("boss", None, "", "role"),
        ("operator", None, "", "window"),
        ("kiosk", None, "x" * 81, "label"),
    ],
)
def test_a_token_is_made_only_of_what_is_expected(
    tokens: Tokens, role: str, window: int | None, label: str, field: str
) -> None:
    with pytest.raises(BadRequestError) as refused:
        tokens.create(role, window, label)

    assert refused.value.facts["field"] == field


def test_a_hot_call_reads_no_database_and_writes_none(
    tokens: Tokens, store: TableStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = tokens.create("kiosk")
    tokens.verify(plain)

    monkeypatch.setattr(store, "read", _never)
    monkeypatch.setattr(store, "write", _never)

    assert tokens.verify(plain).role is Role.KIOSK


def test_the_last_use_is_noted_later_by_the_scheduler(tokens: Tokens, wall_time: Callable) -> None:
    plain = tokens.create("kiosk", label="hall")
    used = tokens.verify(plain)

    noted, again = tokens.note_uses(), tokens.note_uses()

    assert (noted, again) == (1, 0)
    assert next(each for each in tokens.list() if each.id == used.id).last_used_at == wall_time.at


def _never() -> None:
    pytest.fail("a hot call touched the database")
