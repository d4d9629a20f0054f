"""The command line, as a person and as a program use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kezek_core.calendar.time_zones import ZoneTable
from kezek_kiosk.access.accounts import Accounts
from kezek_kiosk.access.pin_rules import DEMO_PIN
from kezek_kiosk.cli import main
from kezek_kiosk.cli.pin_options import SEEN_BY_OTHERS
from kezek_kiosk.errors import SignInRefusedError
from kezek_kiosk.open_office import open_staff
from kezek_kiosk.processes.data_lock import DataLock
from kezek_queue import ManualClock

Kezek = Callable[..., Result]


@pytest.fixture
def kezek(data_dir: Path) -> Kezek:
    """Runs a command on a demo office."""

    def run(*arguments: str, data: Path | None = data_dir) -> Result:
        where = [] if data is None else ["--data", str(data)]
        return CliRunner().invoke(main, [*arguments, *where])

    return run


def test_a_ticket_is_issued_and_seen_in_the_queue(kezek: Kezek) -> None:
    issued = json.loads(kezek("issue", "criminal-record", "--json").output)
    queue = json.loads(kezek("queue", "--json").output)

    assert issued["number"] == "C001"
    assert issued["limit_minutes"] == 60
    assert [row["number"] for row in queue] == ["C001"]


def test_an_empty_queue_says_so(kezek: Kezek) -> None:
    assert kezek("queue").output == "Nobody is in the queue.\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("issue", "teleportation"), "choose one of them"),
        (("standards", "show", "kz-mj-2007-287-9"), "kz-mj-2007-287-1"),
        (("users", "pin", "nobody", "--pin", "735192"), "nobody"),
        (("users", "on", "nobody"), "nobody"),
        (("users", "pin", "operator1", "--pin", "123456"), "counts up or down"),
        (("users", "add", "aigul", "--role", "admin", "--pin", "0000000000"), "repeats itself"),
        (("tokens", "revoke", "999"), "999"),
    ],
)
def test_a_refusal_is_one_sentence_that_says_what_to_do(
    kezek: Kezek, arguments: tuple[str, ...], says: str
) -> None:
    result = kezek(*arguments)

    assert result.exit_code == 1
    assert result.output.removeprefix(f"{SEEN_BY_OTHERS}\n").startswith("Error: ")
    assert says in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("journal", "export", "{file}/journal"), "Not a directory"),
        (("journal", "export", "{nowhere}/journal"), "the folder must be there"),
        (("report", "indicators", "--format", "csv", "--output", "{nowhere}/x"),
         "the folder must be there"),
        (("backup", "{file}/office.tar.gz"), "check the path"),
    ],
)  # fmt: skip
def test_what_the_machine_refuses_is_one_sentence_too(
    kezek: Kezek, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    places = {"file": tmp_path / "file", "nowhere": tmp_path / "nowhere"}
    places["file"].write_text("no folder")

    result = kezek(*(each.format(**places) for each in arguments))

    assert result.exit_code == 1
    assert result.output.startswith("Error: expected ")
    assert says in result.output
    assert {entry.name for entry in tmp_path.iterdir()} == {"file", "data"}


def test_an_office_file_in_another_encoding_is_named_without_a_trace(tmp_path: Path) -> None:
    office = tmp_path / "office.toml"
    office.write_bytes("name = 'Қ'".encode("utf-16"))

    result = CliRunner().invoke(
        main, ["init", "--office", str(office), "--data", str(tmp_path / "new")]
    )

    assert result.exit_code == 1
    assert "UTF-8" in result.output
    assert not (tmp_path / "new").exists()


def test_a_terminal_that_knows_no_kazakh_letters_is_told_how_to_show_them() -> None:
    process = subprocess.run(
        [sys.executable, "-m", "kezek_kiosk", "standards", "show", "kz-mj-2007-287-1"],
        env={**os.environ, "PYTHONIOENCODING": "koi8-r"}, capture_output=True, check=False,
    )  # fmt: skip

    assert process.returncode == 1
    assert b"LC_ALL=C.UTF-8" in process.stderr
    assert b"Traceback" not in process.stderr


def test_a_token_is_shown_once_and_its_text_never_listed(kezek: Kezek) -> None:
    token = kezek("tokens", "create", "--role", "operator", "--window", "3").output.strip()
    listed = kezek("tokens", "list", "--json").output

    assert len(token) >= 40
    assert token not in listed
    assert {key: json.loads(listed)[-1][key] for key in ("role", "window")} == {
        "role": "operator",
        "window": 3,
    }


def test_an_account_is_added_and_taken_away(kezek: Kezek) -> None:
    kezek("users", "add", "aigul", "--role", "operator", "--window", "4", "--pin", "864213")
    kezek("users", "off", "aigul")

    last = json.loads(kezek("users", "list", "--json").output)[-1]

    assert last == {
        "name": "aigul", "role": "operator", "window": 4, "active": False,
        "own_pin_needed": True,
        "last_sign_in_at": None, "last_sign_in_from": None, "failed_tries": 0,
    }  # fmt: skip


def test_a_pin_is_asked_for_or_piped_and_one_on_the_command_line_is_warned_of(
    data_dir: Path,
) -> None:
    def pin(*options: str, typed: str) -> Result:
        arguments = ["users", "pin", "operator1", "--data", str(data_dir), *options]
        return CliRunner().invoke(main, arguments, input=typed)

    asked = pin(typed="735192\n735192\n")
    differing = pin(typed="735192\n735193\n")
    piped = pin("--pin-stdin", typed="846205\n")
    written = pin("--pin", "735194", typed="")
    both = pin("--pin", "735194", "--pin-stdin", typed="846205\n")

    assert [each.exit_code for each in (asked, piped, written)] == [0, 0, 0]
    assert "735192" not in asked.output
    assert differing.exit_code != 0
    assert "list of processes" in written.stderr
    assert (asked.stderr, piped.stderr) == ("", "")
    assert "choose one" in both.output


@pytest.mark.parametrize(("own", "needed"), [((), True), (("--own",), False)])
def test_a_pin_that_the_person_typed_is_their_own(
    kezek: Kezek, own: tuple[str, ...], needed: bool
) -> None:
    kezek("users", "add", "aigul", "--role", "admin", "--pin", "correct horse", *own)

    assert json.loads(kezek("users", "list", "--json").output)[-1]["own_pin_needed"] is needed


def test_role_and_window_of_an_account_are_changed(kezek: Kezek) -> None:
    role = kezek("users", "role", "operator1", "supervisor")
    window = kezek("users", "window", "operator2", "5")
    none = kezek("users", "window", "operator3", "none")
    unknown = kezek("users", "window", "operator4", "77")

    people = {each["name"]: each for each in json.loads(kezek("users", "list", "--json").output)}
    assert "supervisor from the next sign-in on" in role.output
    assert "window 5" in window.output
    assert "no usual window" in none.output
    assert unknown.exit_code != 0
    assert [people[f"operator{n}"]["window"] for n in (2, 3, 4)] == [5, None, 4]
    assert people["operator1"]["role"] == "supervisor"


def test_the_list_says_when_and_from_where_people_signed_in_and_what_failed_since(
    kezek: Kezek, data_dir: Path
) -> None:
    wall = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
    with open_staff(data_dir, "demo") as store:
        accounts = Accounts(store, lambda: wall)
        accounts.verify("operator1", DEMO_PIN, "10.0.0.7")
        for _ in range(2):
            with pytest.raises(SignInRefusedError):
                accounts.verify("operator1", "135799", "10.0.0.9")
        accounts.close()

    first, second, *_ = kezek("users", "list").output.splitlines()

    assert first.endswith("2026-11-23 10:00 from 10.0.0.7, 2 failed since")
    assert second.endswith("never signed in")


def test_a_barred_account_is_never_let_in_unnoticed_and_never_barred_for_ever(
    kezek: Kezek,
) -> None:
    barred = kezek("users", "off", "operator1").output
    new_pin = kezek("users", "pin", "operator1", "--pin", "735192").stdout
    let_in = kezek("users", "on", "operator1").output
    newer_pin = kezek("users", "pin", "operator1", "--pin", "735193").stdout

    assert "`kezek users on operator1`" in barred
    assert "operator1 is barred and may not sign in: `kezek users on operator1`" in new_pin
    assert "operator1 may sign in again as operator" in let_in
    assert newer_pin == "operator1 has a new PIN.\n"
    assert json.loads(kezek("users", "list", "--json").output)[0]["active"] is True


def test_a_sound_journal_verifies_and_a_touched_one_is_named(kezek: Kezek, data_dir: Path) -> None:
    import sqlite3
    from contextlib import closing

    kezek("issue", "household")
    sound = kezek("journal", "verify", "--json")
    with closing(sqlite3.connect(data_dir / "kezek.db")) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='trigger'"):
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE journal SET actor='somebody' WHERE seq=1")
        database.commit()

    touched = kezek("journal", "verify", "--json")

    assert (sound.exit_code, json.loads(sound.output)["sound"]) == (0, True)
    assert touched.exit_code == 1
    assert json.loads(touched.output)["first_broken_seq"] == 1


def test_summaries_are_rebuilt_by_one_command(
    kezek: Kezek, data_dir: Path, clock: ManualClock
) -> None:
    import sqlite3
    from contextlib import closing

    from kezek_kiosk.open_office import open_queue

    with open_queue(data_dir, clock=clock) as queue:
        queue.issue("household")
        clock.advance(days=2)
        assert queue.close_days() == 1
    with closing(sqlite3.connect(data_dir / "kezek.db")) as database:
        database.execute("UPDATE day_summaries SET left_out = 9")
        database.commit()

    found = kezek("journal", "verify")
    mended = kezek("summaries", "rebuild")
    again = kezek("summaries", "rebuild", "--json")

    assert found.exit_code == 1
    assert "left_out is 9, the journal proves 0" in found.output
    assert (mended.exit_code, mended.output) == (0, "days summarised anew: 1\n")
    assert json.loads(again.output) == {"days": 0}
    assert kezek("journal", "verify").exit_code == 0
    assert "every closed day has its summary" in kezek("summaries", "rebuild").output


def test_the_journal_is_exported_whole_as_lines_of_json(kezek: Kezek, tmp_path: Path) -> None:
    kezek("issue", "household")
    target = tmp_path / "journal.jsonl"

    kezek("journal", "export", str(target))

    kinds = [json.loads(line)["kind"] for line in target.read_text("utf-8").splitlines()]
    assert "ticket_issued" in kinds
    assert [entry.name for entry in tmp_path.glob("*.jsonl*")] == ["journal.jsonl"]


def test_the_journal_is_exported_to_the_screen_as_the_same_lines(
    kezek: Kezek, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    kezek("issue", "household")
    kezek("journal", "export", "journal.jsonl")

    shown = kezek("journal", "export", "-")

    assert shown.stdout == Path("journal.jsonl").read_text("utf-8")
    assert shown.stderr.endswith(" events written to -\n")
    assert sorted(each.name for each in tmp_path.glob("*") if each.is_file()) == ["journal.jsonl"]


def test_every_shipped_standard_is_listed_checked_and_shown_in_json(kezek: Kezek) -> None:
    listed = json.loads(kezek("standards", "list", "--json", "--on", "2009-03-01").output)
    checked = kezek("standards", "check", "--json")
    shown = json.loads(kezek("standards", "show", "kz-mj-2007-287-1", "--json").output)

    states = {row["id"]: row["legal_state"] for row in listed}
    assert len(listed) == 18
    assert states["kz-mj-2007-287-1"] == "in_force"
    assert json.loads(checked.output) == {"checked": 18, "problems": []}
    assert shown["waiting_minutes"] == {"submission": 30, "pickup": None, "service": None}


def test_a_broken_standard_of_the_office_is_named_with_file_and_key(
    kezek: Kezek, tmp_path: Path
) -> None:
    broken = tmp_path / "our-rule.toml"
    broken.write_text('id = "our-rule"\n[waiting_minutes]\nsubmission = 0\n', "utf-8")

    result = kezek("standards", "check", str(broken))

    assert result.exit_code == 1
    assert "our-rule.toml:3: waiting_minutes.submission" in result.output


def test_each_element_of_rules_126_is_listed_for_each_standard(kezek: Kezek) -> None:
    document = json.loads(kezek("standards", "check", "--rules", "126", "--json").output)
    shown = kezek("standards", "check", "--rules", "126").output

    by_id = {row["id"]: row["elements"] for row in document["rules_126"]}
    lacking = {element["id"] for element in by_id["kz-mj-2007-287-1"] if element["fault"]}
    assert len(by_id) == 18
    assert lacking == {"longest_service", "memo_provider"}
    assert all(element["source"].startswith("rules 126") for element in by_id["kz-mj-2007-287-1"])
    assert shown.count(" ! lacks") >= 2


def test_check_goes_on_after_a_fault_and_exits_with_one(kezek: Kezek, data_dir: Path) -> None:
    (data_dir / "kezek.toml").write_text("[server]\nprot = 1\n", "utf-8")

    result = kezek("check", "--json")

    found = {row["check"]: row["ok"] for row in json.loads(result.output)}
    assert result.exit_code == 1
    assert found == {
        "office": True,
        "languages": True,
        "time_zone": True,
        "standards": True,
        "law": True,
        "settings": False,
        "rules": False,
        "phones": False,
        "secrets": True,
        "database": False,
    }


def test_check_tells_whose_table_of_time_zones_is_read(
    kezek: Kezek, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(table: ZoneTable) -> dict[str, Any]:
        monkeypatch.setattr("kezek_kiosk.upkeep.office_check.zone_table", lambda _name: table)
        rows = json.loads(kezek("check", "--json").output)
        return {row["check"]: row for row in rows}["time_zone"]

    machine, packaged, outdated = (said(table) for table in ZoneTable)
    (data_dir / "office.toml").write_text("[office]\n", "utf-8")
    unread = said(ZoneTable.MACHINE)

    assert machine["detail"] == "Asia/Almaty, from the machine's table"
    assert packaged["ok"]
    assert "--only-upgrade tzdata" in packaged["detail"]
    assert not outdated["ok"]
    assert "every hour is wrong" in outdated["detail"]
    assert unread["detail"] == "not looked at: mend office.toml first"


def test_a_sample_ticket_is_printed_on_the_virtual_printer(kezek: Kezek, data_dir: Path) -> None:
    from kezek_printers import list_papers

    printed = kezek("print", "ticket", "--language", "ru")

    paper = list_papers(data_dir / "papers")[0]
    assert printed.output == "virtual-80: printed\n"
    assert paper.number == "A015"
    assert "?" not in paper.text


def test_the_self_test_prints_every_profile(kezek: Kezek, data_dir: Path) -> None:
    from kezek_printers import list_papers
    from kezek_printers.profiles.profile_file import profile_names

    result = kezek("print", "selftest")

    assert result.exit_code == 0
    assert len(list_papers(data_dir / "papers")) == len(profile_names())


def test_init_without_a_choice_asks_for_one(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["init", "--data", str(tmp_path / "new")])

    assert result.exit_code == 2
    assert "--demo" in result.output


def test_the_version_is_told() -> None:
    assert CliRunner().invoke(main, ["version"]).output.startswith("kezek ")


def test_an_archive_of_nothing_says_so_and_a_served_office_is_left_alone(
    kezek: Kezek, data_dir: Path
) -> None:
    nothing = kezek("archive", "--before", "2020-01-01")
    lock = DataLock(data_dir)
    served = kezek("archive", "--before", "2020-01-01")
    lock.release()

    assert (nothing.exit_code, nothing.output.partition(":")[0]) == (0, "nothing is moved")
    assert served.exit_code == 1
    assert json.loads(kezek("archive", "--before", "2020-01-01", "--json").output) == {
        "archive": None
    }
