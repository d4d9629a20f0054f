"""The office's people: names, PINs, and the back-off after wrong ones."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

import kezek_queue.store.database
from kezek_kiosk.access.account import PinDue
from kezek_kiosk.access.accounts import Accounts
from kezek_kiosk.access.demo_accounts import make_demo_accounts
from kezek_kiosk.access.pin_rules import DEMO_PIN
from kezek_kiosk.access.roles import Role
from kezek_kiosk.access.sessions import StaffSessions
from kezek_kiosk.access.sign_in_attempts import LONGEST_DELAY, delay_after
from kezek_kiosk.errors import (
    AccountExistsError,
    BadRequestError,
    GuessablePinError,
    SignInDelayedError,
    SignInRefusedError,
    UnknownAccountError,
    WeakPinError,
)
from kezek_kiosk.open_office import open_staff
from kezek_queue import TableStore
from kezek_queue.errors import DatabaseMissingError, StorageError


@pytest.fixture
def store(data_dir: Path) -> Iterator[TableStore]:
    with open_staff(data_dir, "demo") as opened:
        yield opened


@pytest.fixture
def accounts(store: TableStore, wall_time: Callable) -> Accounts:
    return Accounts(store, wall_time)


def test_a_new_account_signs_in_with_its_pin(accounts: Accounts) -> None:
    accounts.create("aigul", Role.OPERATOR, "135790", window=3)

    found = accounts.verify(" Aigul ", "135790", "device")

    assert (found.name, found.role, found.window) == ("aigul", Role.OPERATOR, 3)


def test_the_pin_is_stored_as_an_argon2id_hash_only(accounts: Accounts, data_dir: Path) -> None:
    accounts.create("aigul", "operator", "very-secret-135790")

    stored = b"".join(file.read_bytes() for file in data_dir.glob("kezek.db*"))

    assert b"very-secret-135790" not in stored
    assert b"$argon2id$" in stored


def test_a_name_is_never_given_twice_even_after_deactivation(accounts: Accounts) -> None:
    accounts.deactivate("operator1")

    with pytest.raises(AccountExistsError):
        accounts.create("operator1", "operator", "135790")


@pytest.mark.parametrize("name", ["", "Айгүл", "1abc", "a b", "x" * 41, "a;b"])
def test_a_name_outside_the_pattern_is_refused(accounts: Accounts, name: str) -> None:
    with pytest.raises(BadRequestError) as refused:
        accounts.create(name, "operator", "135790")

    assert refused.value.facts["field"] == "name"


def test_a_device_role_is_no_role_of_an_account(accounts: Accounts) -> None:
    with pytest.raises(BadRequestError) as refused:
        accounts.create("tablet", "kiosk", "135790")

    assert refused.value.facts["field"] == "role"


@pytest.mark.parametrize(
    "pin",
    [
        "000000", "99999999", "123456", "654321", "890123", "135791", "121212", "123123", "abcabc",
        "1234567890", "112233", "789456", "Password", "йцукен", DEMO_PIN, "aigul1", "my-AIGUL",
    ],
)  # fmt: skip
def test_a_pin_that_anybody_would_try_first_is_refused(accounts: Accounts, pin: str) -> None:
    with pytest.raises(GuessablePinError, match="choose another one"):
        accounts.create("aigul", "operator", pin)
    accounts.create("aigul", "operator", "735192")
    with pytest.raises(GuessablePinError):
        accounts.set_pin("aigul", pin)

    assert accounts.verify("aigul", "735192", "device").name == "aigul"


@pytest.mark.parametrize("pin", ["735192", "100200", "246813", "correct horse battery", "қазақша7"])
def test_any_other_pin_is_taken(accounts: Accounts, pin: str) -> None:
    accounts.create("aigul", "operator", pin)

    assert accounts.verify("aigul", pin, "device").name == "aigul"


def test_the_pin_of_the_demo_is_taken_by_a_demo_alone(
    store: TableStore, wall_time: Callable
) -> None:
    demo = Accounts(store, wall_time, demo=True)

    demo.create("aigul", "operator", DEMO_PIN)

    with pytest.raises(GuessablePinError):
        demo.create("berik", "operator", "123456")
    with pytest.raises(GuessablePinError, match="every demo office shows"):
        Accounts(store, wall_time).create("berik", "operator", DEMO_PIN)


def test_a_barred_account_is_let_in_again_with_the_pin_it_had(accounts: Accounts) -> None:
    barred = accounts.deactivate("operator1")

    let_in = accounts.activate("operator1")

    assert (barred.active, let_in.active) == (False, True)
    assert accounts.verify("operator1", DEMO_PIN, "device").name == "operator1"


def test_a_new_pin_lets_no_barred_account_in(accounts: Accounts) -> None:
    accounts.deactivate("operator1")

    account = accounts.set_pin("operator1", "735192")

    assert not account.active
    with pytest.raises(SignInRefusedError):
        accounts.verify("operator1", "735192", "device")


@pytest.mark.parametrize("pin", ["", "12345", "x" * 129])
def test_a_pin_of_the_wrong_length_is_refused(accounts: Accounts, pin: str) -> None:
    with pytest.raises(WeakPinError):
        accounts.create("aigul", "operator", pin)


def test_a_deactivated_account_is_refused_like_a_wrong_pin(accounts: Accounts) -> None:
    accounts.deactivate("operator1")

    with pytest.raises(SignInRefusedError):
        accounts.verify("operator1", DEMO_PIN, "device")


def test_a_new_pin_ends_the_old_one_and_every_session(
    accounts: Accounts, store: TableStore, wall_time: Callable
) -> None:
    sessions = StaffSessions(store, wall_time, idle=timedelta(minutes=15))
    begun = sessions.begin(accounts.find("operator1"))

    accounts.set_pin("operator1", "975310")

    assert sessions.find(begun.id) is None
    with pytest.raises(SignInRefusedError):
        accounts.verify("operator1", DEMO_PIN, "device")
    assert accounts.verify("operator1", "975310", "device").name == "operator1"


def test_an_unknown_account_can_be_neither_found_nor_changed(accounts: Accounts) -> None:
    for ask in (
        accounts.find,
        accounts.deactivate,
        accounts.activate,
        lambda name: accounts.set_pin(name, "135790"),
    ):
        with pytest.raises(UnknownAccountError):
            ask("nobody")


def test_wrong_pins_cost_a_growing_delay_that_even_the_right_one_waits_for(
    accounts: Accounts, wall_time: Callable
) -> None:
    for _ in range(3):
        with pytest.raises(SignInRefusedError):
            accounts.verify("operator1", "000000", "tablet")

    with pytest.raises(SignInDelayedError) as delayed:
        accounts.verify("operator1", DEMO_PIN, "tablet")

    wall_time.advance(seconds=delayed.value.facts["wait_seconds"])
    assert accounts.verify("operator1", DEMO_PIN, "tablet").name == "operator1"


def test_wrong_pins_on_one_device_never_lock_the_account_on_another(accounts: Accounts) -> None:
    for _ in range(3):
        with pytest.raises(SignInRefusedError):
            accounts.verify("operator1", "000000", "attacker")

    assert accounts.verify("operator1", DEMO_PIN, "window 1").name == "operator1"
    assert accounts.verify("operator2", DEMO_PIN, "attacker").name == "operator2"


def test_a_guessed_name_is_refused_and_delayed_exactly_like_a_real_one(
    accounts: Accounts,
) -> None:
    def heard(name: str) -> str:
        try:
            accounts.verify(name, "000000", "attacker")
        except (SignInRefusedError, SignInDelayedError) as error:
            return error.code
        return "in"

    for noise in ("anna", "boris", "clara", "boris", "clara", "clara", "boris"):
        heard(noise)

    assert [heard("nobody") for _ in range(4)] == [heard("operator1") for _ in range(4)]


def test_a_clock_set_back_prolongs_no_delay(accounts: Accounts, wall_time: Callable) -> None:
    for _ in range(3):
        with pytest.raises(SignInRefusedError):
            accounts.verify("operator1", "000000", "tablet")

    wall_time.advance(days=-365)

    with pytest.raises(SignInDelayedError) as delayed:
        accounts.verify("operator1", DEMO_PIN, "tablet")
    assert delayed.value.facts["wait_seconds"] <= 3


def test_the_right_pin_forgets_the_wrong_ones(accounts: Accounts) -> None:
    for _ in range(2):
        with pytest.raises(SignInRefusedError):
            accounts.verify("operator1", "000000", "tablet")
        with pytest.raises(SignInRefusedError):
            accounts.verify("operator1", "000001", "tablet")
        accounts.verify("operator1", DEMO_PIN, "tablet")

    assert accounts.verify("operator1", DEMO_PIN, "tablet").name == "operator1"


def test_the_delay_doubles_up_to_a_quarter_of_an_hour() -> None:
    delays = [delay_after(failures).total_seconds() for failures in range(1, 8)]

    assert delays == [0, 0, 2, 4, 8, 16, 32]
    assert delay_after(1000) == LONGEST_DELAY


def test_the_demo_people_are_made_once(accounts: Accounts) -> None:
    before = accounts.list()

    made = make_demo_accounts(accounts)

    assert made == ()
    assert [each.name for each in before] == [
        *(f"operator{window}" for window in range(1, 9)), "supervisor", "admin",
    ]  # fmt: skip
    assert [each.window for each in before] == [1, 2, 3, 4, 5, 6, 7, 8, None, None]


def test_a_missing_database_is_not_made_by_looking_at_accounts(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissingError), open_staff(tmp_path, "demo"):
        pass

    assert not (tmp_path / "kezek.db").exists()


def test_two_offices_in_one_file_do_not_see_each_other(
    accounts: Accounts, data_dir: Path, wall_time: Callable
) -> None:
    with open_staff(data_dir, "other") as other:
        made = Accounts(other, wall_time).create("operator1", "operator", "135790")

        assert made.id == 1
        assert [each.name for each in Accounts(other, wall_time).list()] == ["operator1"]
    assert len(accounts.list()) == 10


def test_a_session_ends_after_the_idle_time_and_not_before(
    accounts: Accounts, store: TableStore, wall_time: Callable
) -> None:
    sessions = StaffSessions(store, wall_time, idle=timedelta(minutes=15))
    begun = sessions.begin(accounts.find("operator1"))

    wall_time.advance(minutes=14)
    alive = sessions.find(begun.id)
    sessions.seen(begun.id)
    wall_time.advance(minutes=14)
    still_alive = sessions.find(begun.id)
    wall_time.advance(minutes=2)

    assert alive is not None
    assert still_alive is not None
    assert sessions.find(begun.id) is None


def test_a_session_survives_a_restart_of_the_server(
    accounts: Accounts, store: TableStore, wall_time: Callable
) -> None:
    begun = StaffSessions(store, wall_time, idle=timedelta(minutes=15)).begin(
        accounts.find("operator1"), window=4
    )

    found = StaffSessions(store, wall_time, idle=timedelta(minutes=15)).find(begun.id)

    assert found == begun
    assert found.window == 4


def test_the_session_id_is_stored_as_a_digest_only(
    accounts: Accounts, store: TableStore, wall_time: Callable, data_dir: Path
) -> None:
    begun = StaffSessions(store, wall_time, idle=timedelta(minutes=15)).begin(
        accounts.find("operator1")
    )

    stored = b"".join(file.read_bytes() for file in data_dir.glob("kezek.db*"))

    assert begun.id.encode() not in stored


def test_a_database_that_another_program_holds_is_told_as_such(
    accounts: Accounts, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pragmas = kezek_queue.store.database.PRAGMAS | {"busy_timeout": ("1", 1)}
    monkeypatch.setattr("kezek_queue.store.database.PRAGMAS", pragmas)
    holder = sqlite3.connect(data_dir / "kezek.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    with pytest.raises(StorageError):
        accounts.deactivate("operator1")

    holder.execute("ROLLBACK")
    holder.close()
    assert accounts.find("operator1").active


def test_a_broken_transaction_leaves_nothing_behind(accounts: Accounts, store: TableStore) -> None:
    def interrupted(connection: Connection) -> None:
        connection.exec_driver_sql("DELETE FROM users")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.write(interrupted)

    assert len(accounts.list()) == 10


HOURS_12 = timedelta(hours=12)


def test_a_session_ends_after_its_hours_whatever_its_person_does(
    accounts: Accounts, store: TableStore, wall_time: Callable
) -> None:
    sessions = StaffSessions(store, wall_time, idle=timedelta(minutes=15), longest=HOURS_12)
    begun = sessions.begin(accounts.find("operator1"))

    for _ in range(71):
        wall_time.advance(minutes=10)
        assert sessions.find(begun.id) is not None
        sessions.seen(begun.id)
    wall_time.advance(minutes=10.1)

    assert sessions.find(begun.id) is None


def test_a_session_that_a_wrong_clock_began_far_ahead_is_over_too(
    accounts: Accounts, store: TableStore, wall_time: Callable
) -> None:
    sessions = StaffSessions(store, wall_time, idle=timedelta(minutes=15), longest=HOURS_12)
    begun = sessions.begin(accounts.find("operator1"))

    wall_time.advance(days=-365)

    assert sessions.find(begun.id) is None


def test_another_role_signs_out_and_another_window_does_not(
    accounts: Accounts, store: TableStore, wall_time: Callable
) -> None:
    sessions = StaffSessions(store, wall_time, idle=timedelta(minutes=15))
    one, two = (sessions.begin(accounts.find(f"operator{each}")) for each in (1, 2))

    role = accounts.set_role("operator1", "supervisor")
    window = accounts.set_window("operator2", 7)

    assert (role.role, window.window) == (Role.SUPERVISOR, 7)
    assert sessions.find(one.id) is None
    assert sessions.find(two.id).window == 2
    with pytest.raises(BadRequestError):
        accounts.set_role("operator1", "kiosk")


def test_a_sign_in_tells_of_the_one_before_and_of_what_failed_since(
    accounts: Accounts, wall_time: Callable
) -> None:
    accounts.verify("operator1", DEMO_PIN, "10.0.0.7")
    first_at = wall_time()
    wall_time.advance(hours=3)
    for device in ("10.0.0.8", "10.0.0.9"):
        with pytest.raises(SignInRefusedError):
            accounts.verify("operator1", "135799", device)

    told = accounts.verify("operator1", DEMO_PIN, "10.0.0.8").last
    now = accounts.find("operator1").last

    assert (told.at, told.address, told.failed_tries) == (first_at, "10.0.0.7", 2)
    assert (now.at, now.address, now.failed_tries) == (wall_time(), "10.0.0.8", 0)


@pytest.mark.parametrize("pin", ["735192", "735192648"])
def test_an_admin_needs_ten_characters_whoever_sets_them(accounts: Accounts, pin: str) -> None:
    with pytest.raises(WeakPinError) as refused:
        accounts.create("aigul", "admin", pin)
    for change in (
        lambda: accounts.set_pin("admin", pin),
        lambda: accounts.choose_pin("admin", DEMO_PIN, pin, "desk"),
    ):
        with pytest.raises(WeakPinError):
            change()

    assert refused.value.facts["shortest"] == 10
    assert accounts.create("berik", "supervisor", pin).name == "berik"
    assert accounts.create("dana", "admin", "7351926480").name == "dana"
    assert accounts.create("erlan", "admin", "тынық су терең").name == "erlan"


def test_an_admin_of_before_goes_on_with_six_digits_and_is_asked_for_more(
    accounts: Accounts, store: TableStore, wall_time: Callable
) -> None:
    account = accounts.verify("admin", DEMO_PIN, "desk")
    session = StaffSessions(store, wall_time, idle=timedelta(minutes=15)).begin(account)
    accounts.choose_pin("admin", DEMO_PIN, "correct horse", "desk")

    assert (account.pin_due, session.pin_due) == (PinDue.ASKED, PinDue.ASKED)
    assert accounts.verify("admin", "correct horse", "desk").pin_due is PinDue.NO
    assert accounts.verify("supervisor", DEMO_PIN, "desk").pin_due is PinDue.NO


def test_whoever_becomes_an_admin_chooses_a_longer_pin_first(accounts: Accounts) -> None:
    accounts.set_role("operator1", "admin")
    accounts.set_role("operator2", "supervisor")

    assert accounts.verify("operator1", DEMO_PIN, "desk").pin_due is PinDue.NEEDED
    assert accounts.verify("operator2", DEMO_PIN, "desk").pin_due is PinDue.NO
