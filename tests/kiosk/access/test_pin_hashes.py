"""PINs are hashed two at a time: a bounded line, and a memory that is as flat after as before."""

from __future__ import annotations

import platform
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from flask.testing import FlaskClient

from kezek_kiosk.access.accounts import Accounts
from kezek_kiosk.access.pin_hashes import AT_ONCE, MOST_WAITING, PinHashes
from kezek_kiosk.access.pin_rules import DEMO_PIN
from kezek_kiosk.errors import (
    SignInBusyError,
    SignInDelayedError,
    SignInRefusedError,
)
from kezek_kiosk.web.context import AppContext

PATIENCE_SECONDS = 60
HASH_MEBIBYTES = 19


class Crowd:
    """Keeps every turn of a line taken until it is let go."""

    def __init__(self, hashes: PinHashes, size: int) -> None:
        self._go, self._begun = threading.Event(), threading.Semaphore(0)
        self._pool = ThreadPoolExecutor(size)
        self.turns = [self._pool.submit(hashes.in_turn, self._wait) for _ in range(size)]

    def _wait(self) -> str:
        self._begun.release()
        self._go.wait(PATIENCE_SECONDS)
        return threading.current_thread().name

    def began(self, most: int) -> int:
        """How many have their turn, once ``most`` of them do."""
        count = sum(self._begun.acquire(timeout=PATIENCE_SECONDS) for _ in range(most))
        return count + sum(iter(lambda: self._begun.acquire(blocking=False), False))

    def __enter__(self) -> Crowd:
        return self

    def __exit__(self, *_error: object) -> None:
        self._go.set()
        self._pool.shutdown()


@pytest.fixture
def line() -> Iterator[Callable[..., PinHashes]]:
    with ExitStack() as stack:

        def make(**bounds: float) -> PinHashes:
            made = PinHashes(**bounds)
            stack.callback(made.close)
            return made

        yield make


def test_two_hash_at_once_and_the_others_wait_their_turn(line: Callable[..., PinHashes]) -> None:
    hashes = line(at_once=2, most_waiting=8)

    with Crowd(hashes, 10) as crowd:
        at_once = crowd.began(2)

    assert at_once == 2
    assert len({turn.result() for turn in crowd.turns}) <= 2


def test_whoever_finds_the_line_full_is_told_at_once_to_come_back(
    line: Callable[..., PinHashes],
) -> None:
    hashes = line(at_once=1, most_waiting=0)

    with Crowd(hashes, 1) as crowd:
        crowd.began(1)
        with pytest.raises(SignInBusyError) as busy:
            hashes.in_turn(lambda: pytest.fail("there was no place"))

    assert busy.value.facts["wait_seconds"] > 0
    assert hashes.in_turn(lambda: "free again") == "free again"


def test_whoever_waited_too_long_has_done_nothing(line: Callable[..., PinHashes]) -> None:
    hashes = line(at_once=1, most_waiting=5, patience_seconds=0)
    go, begun = threading.Event(), threading.Event()
    # Not by in_turn: without any patience not even the first one would wait to begin.
    hashes._threads.submit(lambda: (begun.set(), go.wait(PATIENCE_SECONDS)))
    assert begun.wait(PATIENCE_SECONDS)

    with pytest.raises(SignInBusyError):
        hashes.in_turn(lambda: pytest.fail("its turn never came"))
    go.set()


def test_work_that_raises_gives_its_place_back(line: Callable[..., PinHashes]) -> None:
    hashes = line(at_once=1, most_waiting=0)

    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            hashes.in_turn(lambda: 1 // 0)


STORM = """
    import sys, threading
    from pathlib import Path
    from kezek_kiosk.access.pin_hashes import PinHashes

    def mebibytes(what):
        rows = Path("/proc/self/status").read_text().splitlines()
        return next(int(row.split()[1]) for row in rows if row.startswith(what)) / 1024

    hashes = PinHashes(most_waiting=100, patience_seconds=200)
    in_turn = hashes.in_turn if sys.argv[1] == "in turn" else lambda work: work()
    pin_hash = in_turn(lambda: hashes.hash("135790"))
    before, gate = mebibytes("VmRSS:"), threading.Barrier(30)

    def guess():
        gate.wait()
        in_turn(lambda: hashes.matches(pin_hash, "000001"))

    threads = [threading.Thread(target=guess) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(mebibytes("VmHWM:") - before, mebibytes("VmRSS:") - before)
"""


@pytest.fixture
def storm() -> Callable[[str], tuple[float, float]]:
    """Thirty checks at once in a process of its own: what they took, and what they kept (MiB)."""
    if platform.libc_ver()[0] != "glibc":
        pytest.skip("the memory of another C library behaves in another way")

    def run(how: str) -> tuple[float, float]:
        script = [sys.executable, "-c", textwrap.dedent(STORM), how]
        output = subprocess.run(script, check=True, capture_output=True, text=True).stdout
        most, kept = map(float, output.split())
        return most, kept

    return run


def test_a_storm_takes_the_memory_of_two_hashes_and_keeps_none(
    storm: Callable[[str], tuple[float, float]],
) -> None:
    most, kept = storm("in turn")

    assert most < (AT_ONCE + 1) * HASH_MEBIBYTES
    assert kept < HASH_MEBIBYTES / 2


def test_without_the_line_the_same_storm_takes_and_keeps_many_times_as_much(
    storm: Callable[[str], tuple[float, float]],
) -> None:
    most, kept = storm("all at once")

    assert most > 2 * (AT_ONCE + 1) * HASH_MEBIBYTES
    assert kept > 3 * HASH_MEBIBYTES


@pytest.fixture
def accounts(context: AppContext) -> Accounts:
    return context.accounts


def test_of_forty_wrong_pins_at_once_only_the_free_ones_are_tried(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried, gate = [], threading.Barrier(40)
    really = PinHashes.matches
    monkeypatch.setattr(PinHashes, "matches", lambda *given: tried.append(given) or really(*given))

    def guess(place: int) -> type[Exception]:
        gate.wait(PATIENCE_SECONDS)
        try:
            accounts.verify("operator1", f"97{place:04d}", "one tablet")
        except (SignInRefusedError, SignInDelayedError, SignInBusyError) as error:
            return type(error)
        pytest.fail("a wrong PIN opened the account")

    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(guess, range(40)))

    assert len(tried) == 3
    assert answers.count(SignInRefusedError) == 3


def test_a_try_is_counted_before_it_is_made_and_a_right_one_clears_the_count(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(*_given: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(PinHashes, "matches", power_cut)
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                accounts.verify("operator1", "971000", "tablet")
    assert accounts.verify("operator1", DEMO_PIN, "tablet").name == "operator1"
    for _ in range(3):
        with pytest.raises(SignInRefusedError):
            accounts.verify("operator1", "971000", "tablet")

    with pytest.raises(SignInDelayedError):
        accounts.verify("operator1", DEMO_PIN, "tablet")


def test_a_full_line_counts_nothing_and_the_page_says_when_to_come_back(
    context: AppContext, anyone: FlaskClient, csrf_of: Callable[..., str]
) -> None:
    form = {"name": "operator1", "pin": DEMO_PIN, "csrf_token": csrf_of(anyone, "/login?lang=en")}

    with Crowd(context.accounts._hashes, AT_ONCE + MOST_WAITING) as crowd:
        crowd.began(AT_ONCE)
        for _ in range(4):
            answer = anyone.post("/login", data=form)
            assert answer.status_code == 503
            assert answer.headers["Retry-After"] == "5"
            assert "The PIN was not checked yet; try again in 5 s." in answer.text

    assert anyone.post("/login", data=form).status_code == 302


def test_too_many_sign_ins_of_one_address_are_told_on_the_form(
    anyone: FlaskClient, csrf_of: Callable[..., str]
) -> None:
    token = csrf_of(anyone, "/login?lang=en")
    form = {"name": "operator1", "pin": "971000", "csrf_token": token}

    answers = [anyone.post("/login", data=form | {"name": f"guess{n}"}) for n in range(31)]

    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "Wait a minute and try again." in answers[-1].text
    assert 'name="pin"' in answers[-1].text


def test_a_token_costs_no_hash(
    admin: FlaskClient, anyone: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("in_turn", "matches", "hash"):
        monkeypatch.setattr(PinHashes, name, lambda *_given: pytest.fail("a PIN was hashed"))

    assert admin.get("/api/v1/reports/waits").status_code == 200
    wrong = anyone.get("/api/v1/reports/waits", headers={"Authorization": "Bearer wrong"})
    assert wrong.status_code == 401
