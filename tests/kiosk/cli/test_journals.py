"""``kezek journal verify``: the chain alone, from a mark on, and stopped half way."""

from __future__ import annotations

import json
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kezek_kiosk.cli import main
from kezek_queue import ManualClock, Queue
from kezek_queue.journal.chain import ChainWalk

Verify = Callable[..., Result]
PAGE = 3


@pytest.fixture
def verify(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Verify:
    """Verifies the journal of an office where six people took a ticket, in pages of three."""
    monkeypatch.setattr("kezek_queue.journal.journal.PAGE_EVENTS", PAGE)
    with Queue.open(data_dir, clock=ManualClock()) as queue:
        for _ in range(6):
            queue.issue("criminal-record")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["journal", "verify", *arguments, "--data", str(data_dir)])

    return run


@pytest.fixture
def hashes(data_dir: Path, verify: Verify) -> dict[int, str]:
    """The hash of each event."""
    with closing(sqlite3.connect(data_dir / "kezek.db")) as database:
        return dict(database.execute("SELECT seq, hash FROM journal"))


def forge(data_dir: Path, statement: str) -> None:
    with closing(sqlite3.connect(data_dir / "kezek.db")) as database:
        database.execute("DROP TRIGGER journal_keeps_events")
        assert database.execute(statement).rowcount
        database.commit()


def test_the_chain_alone_says_what_it_did_not_look_at_and_where_to_go_on(
    verify: Verify, hashes: dict[int, str]
) -> None:
    last = max(hashes)
    held = f"the chain holds up to event {last}; a later check goes on with"

    found = verify("--chain")

    assert found.exit_code == 0
    assert found.output.splitlines() == [
        f"{last} events, the chain is unbroken",
        "the tables were not looked at",
        f"{held} `kezek journal verify --after {last}:{hashes[last]}`",
    ]


def test_a_forged_table_is_no_matter_of_the_chain(verify: Verify, data_dir: Path) -> None:
    forge(data_dir, "UPDATE parts SET limit_minutes = 600")

    assert verify("--chain").exit_code == 0
    assert verify().exit_code == 1


def test_a_check_goes_on_from_the_mark_of_an_earlier_one(
    verify: Verify, hashes: dict[int, str], data_dir: Path
) -> None:
    last = max(hashes)
    forge(data_dir, "UPDATE journal SET actor = 'x' WHERE seq = 2")

    found = verify("--after", f"4:{hashes[4]}")
    whole = verify("--chain")

    assert found.exit_code == 0
    assert found.output.splitlines()[:2] == [
        f"{last - 4} events after event 4, the chain is unbroken",
        "events 1 to 4 were not looked at, nor any table",
    ]
    assert whole.exit_code == 1
    assert "event 2 breaks the chain" in whole.output
    assert f"goes on with `kezek journal verify --after 1:{hashes[1]}`" in whole.output


def test_the_document_has_the_mark_and_where_it_began(
    verify: Verify, hashes: dict[int, str]
) -> None:
    last = max(hashes)

    chain = json.loads(verify("--json", "--after", f"4:{hashes[4][:16]}").output)
    proof = json.loads(verify("--json").output)

    assert chain == {
        "sound": True, "events": last, "first_broken_seq": None, "reason": "",
        "mark": f"{last}:{hashes[last]}", "after": 4,
    }  # fmt: skip
    assert (proof["mark"], proof["after"]) == (chain["mark"], 0)


def test_a_mark_of_another_journal_is_a_fault(verify: Verify) -> None:
    found = verify("--after", f"4:{'0' * 64}")

    assert found.exit_code == 1
    assert "expected event 4 with hash 0000" in found.output
    assert "no event is known to hold" in found.output


def test_what_is_no_mark_is_a_command_written_wrongly(verify: Verify) -> None:
    found = verify("--after", "yesterday")

    assert found.exit_code == 2
    assert "expected a mark SEQ:HASH such as 5210:" in found.output


@pytest.mark.parametrize("arguments", [(), ("--chain",), ("--chain", "--json")])
def test_whoever_stops_a_check_is_told_the_mark_to_go_on_from(
    verify: Verify, hashes: dict[int, str], monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
) -> None:  # fmt: skip
    taken = []
    take = ChainWalk.take

    def third_page(walk: ChainWalk, page: list[object]) -> object:
        taken.append(page)
        if len(taken) == 3:
            signal.raise_signal(signal.SIGINT)
        return take(walk, page)

    monkeypatch.setattr(ChainWalk, "take", third_page)

    stopped = verify(*arguments)

    mark = f"{2 * PAGE}:{hashes[2 * PAGE]}"
    assert stopped.exit_code == 130
    assert stopped.stdout == ""
    assert f"stopped: the chain holds up to event {2 * PAGE}; " in stopped.stderr
    assert f"`kezek journal verify --after {mark}`" in stopped.stderr
    assert verify("--after", mark).exit_code == 0


def test_whoever_stops_a_check_at_once_is_told_that_nothing_is_known(
    verify: Verify, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ChainWalk, "take", lambda *_: signal.raise_signal(signal.SIGINT))

    stopped = verify("--chain")

    assert (stopped.exit_code, stopped.stderr) == (130, "\nstopped: no event is known to hold\n")


@pytest.mark.parametrize(
    ("locale", "sound", "broken"),
    [
        ("kk_KZ.UTF-8", "тізбек бүтін", "тізбек 2-оқиғада үзілген: 2-оқиға өзгертілген"),
        ("ru_RU.UTF-8", "цепочка цела", "цепочка нарушена на событии 2: событие 2 изменено"),
        ("C.UTF-8", "the chain is unbroken", "event 2 breaks the chain: event 2 was changed"),
    ],
)
def test_the_outcome_is_told_in_the_language_of_the_reader(
    verify: Verify, data_dir: Path, monkeypatch: pytest.MonkeyPatch,
    locale: str, sound: str, broken: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("KEZEK_LANGUAGE", locale)

    before = verify()
    forge(data_dir, "UPDATE journal SET actor = 'x' WHERE seq = 2")
    after = verify("--chain")
    document = json.loads(verify("--json", "--chain").output)

    assert sound in before.output
    assert broken in after.output
    assert document["reason"].startswith("event 2 was changed"), "programs read one language"
