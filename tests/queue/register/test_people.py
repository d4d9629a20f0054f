"""Who a request names: exported, erased, and in no byte left."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime

import pytest

from kezek_core.events import EventKind
from kezek_queue.errors import (
    Refusal,
    UnknownRequestError,
    WrongStateError,
)
from kezek_queue.people.personal_data import Person
from kezek_queue.store.revision import back_up

NAME, ADDRESS, CONTACTS = "Серікова Айгүл Болатқызы", "Арыс қ., Абай к-сі, 1", "8 701 555 44 33"
INSPECTOR = "Омаров Ерлан Қайратұлы"
TODAY = date(2026, 11, 23)
GUARDIAN = {"guardianship_decision": 1, "identity_document": 1, "residence_certificate": 1}


@pytest.fixture
def office_dir(paid_office_dir):
    return paid_office_dir


def kinds(events):
    return [event.kind for event in events]


def bytes_of(office_dir):
    return b"".join(file.read_bytes() for file in sorted(office_dir.glob("kezek.db*")))


def test_everything_held_of_a_person_can_be_exported(hand_in, register):
    number = hand_in("guardianship", GUARDIAN).request.number
    register.send(number, actor="aida")
    register.return_from_authority(number, ["Мөр жоқ"], actor="aida")

    export = register.export(number)

    assert export["person"] == {
        "applicant": NAME, "address": ADDRESS, "contacts": CONTACTS, "inspector": INSPECTOR,
        "return_1_reason_0": "Мөр жоқ",
    }  # fmt: skip
    assert export["request"]["number"] == register.get(number).shown
    assert export["request"]["accepted_on"] == "2026-11-23"


def test_a_request_in_work_keeps_its_names(hand_in, register):
    number = hand_in().request.number

    with pytest.raises(WrongStateError, match="finish it first"):
        register.erase(number, actor="aida")


def test_ninety_days_after_issue_no_byte_of_a_name_is_left_and_the_statistics_are(
    hand_in, register, queue, office_dir, clock
):
    number = hand_in("guardianship", GUARDIAN).request.number
    register.send(number, actor="aida")
    register.return_from_authority(number, ["Мөрін Айгүл баспаған"], actor="aida")
    register.correct(number, actor="aida")
    register.ready(number, actor="aida")
    register.issue(number, actor="aida")
    refusal = hand_in(documents={}).refusal
    waiting = hand_in("guardianship", GUARDIAN, person=Person("Басқа Адам", None, "8")).request
    before = register.get(number)
    assert NAME.encode() in bytes_of(office_dir)

    # Closed on 23 November; 90 days later is 21 February 2027.
    clock.move_to(datetime(2027, 2, 21, 5, 0, tzinfo=UTC))
    assert register.erase_due(date(2027, 2, 20)) == 0
    assert register.erase_due(date(2027, 2, 21)) == 2
    assert register.erase_due(date(2027, 2, 21)) == 0

    left = bytes_of(office_dir)
    for secret in (NAME, ADDRESS, CONTACTS, "Мөрін Айгүл"):
        assert secret.encode() not in left
        for word in secret.split():
            assert len(word) < 5 or word.encode() not in left
    assert "Басқа Адам".encode() in left
    after = register.get(number)
    assert after.erased_on == date(2027, 2, 21)
    assert (after.due_on, after.closed_on, after.documents, after.on_time) == (
        before.due_on, before.closed_on, before.documents, before.on_time,
    )  # fmt: skip
    assert register.export(number)["person"] == {}
    assert register.export(refusal)["person"] == {}
    assert register.export(waiting.number)["person"]["applicant"] == "Басқа Адам"
    slip = queue.print_job(register.print_jobs(number)[0]).slip
    assert slip.fields[-1].value.in_language("ru") == "удалено"
    assert kinds(register.history(number))[-1] is EventKind.PERSON_ERASED
    assert queue.verify_journal().sound
    with pytest.raises(WrongStateError, match="cannot be printed"):
        register.reprint(number, actor="aida")


def test_names_leave_no_copy_on_any_page_however_many_there_were(
    hand_in, register, office_dir, clock
):
    for count in range(120):
        person = Person(f"Құпия-{count:03d} " + "ә" * (count % 37), "м" * (count % 90), "8")
        answer = hand_in("guardianship", GUARDIAN, person=person)
        if count % 3:
            register.ready(answer.request.number, actor="aida")
            register.issue(answer.request.number, actor="aida")
        else:
            register.refuse(answer.request.number, [f"Құпия-{count:03d}" * 9], actor="aida")

    assert register.erase_due(TODAY, 0) == 120

    assert "Құпия".encode() not in bytes_of(office_dir)


def test_one_person_is_erased_on_request_and_twice_is_harmless(hand_in, register, queue):
    number = hand_in().request.shown
    register.refuse(number, ["Қате бар"], actor="aida")

    assert register.erase(number, actor="admin") is True
    seq = queue.last_seq()
    assert register.erase(number, actor="admin") is False

    assert queue.last_seq() == seq
    assert register.export(number)["person"] == {}


def test_an_erasure_leaves_no_copy_that_an_upgrade_made_of_the_office(
    hand_in, register, office_dir
):
    number = hand_in().request.shown
    register.refuse(number, ["Қате бар"], actor="aida")
    back_up(office_dir / "kezek.db", office_dir / "kezek.db.before-0013")
    assert NAME.encode() in bytes_of(office_dir)

    register.erase(number, actor="admin")

    assert sorted(path.name for path in office_dir.glob("kezek.db.*")) == []
    assert NAME.encode() not in bytes_of(office_dir)


def test_a_refusal_is_erased_by_its_id(hand_in, register):
    refusal = hand_in(documents={}).refusal

    assert register.export(refusal)["person"]["applicant"] == NAME
    assert register.erase(refusal, actor="admin") is True
    assert register.erase(refusal, actor="admin") is False
    with pytest.raises(UnknownRequestError):
        register.erase("refusal-999", actor="admin")


def test_no_log_and_no_stored_slip_names_anybody(hand_in, register, office_dir, caplog):
    caplog.set_level(logging.DEBUG)
    number = hand_in("guardianship", GUARDIAN).request.number
    hand_in(documents={})
    with pytest.raises(Refusal):
        hand_in(person=Person(NAME + "\n\u0007"))
    register.refuse(number, ["Айгүл келмеді"], actor="aida")
    register.erase(number, actor="aida")

    assert "Айгүл" not in caplog.text
    with closing(sqlite3.connect(office_dir / "kezek.db")) as connection:
        slips = "".join(row[0] for row in connection.execute("SELECT slip FROM print_jobs"))
    for secret in (NAME, ADDRESS, CONTACTS, INSPECTOR):
        assert secret not in slips


def test_an_erasure_while_a_reader_looks_on_is_finished_by_the_next(
    hand_in, register, office_dir, caplog, monkeypatch
):
    number = hand_in().request.number
    register.refuse(number, ["Қате бар"], actor="aida")
    other = hand_in(person=Person("Кейінгі Адам")).request.number
    register.refuse(other, ["Қате бар"], actor="aida")
    with closing(sqlite3.connect(office_dir / "kezek.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM register_people").fetchone()
        monkeypatch.setattr("kezek_queue.people.personal_data.BUSY_TIMEOUT_MS", 10)
        register.erase(number, actor="aida")
        assert "could not be emptied" in caplog.text

    register.erase(other, actor="aida")

    assert NAME.encode() not in bytes_of(office_dir)
