"""The request register: the life of a request, what it refuses, and what it forgets."""

from __future__ import annotations

import logging
import re
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from kezek_core.events import EventKind
from kezek_core.papers.request_numbers import RequestNumber
from kezek_queue import ManualClock, Queue
from kezek_queue.errors import (
    BadDateError,
    FeeRefusedError,
    IdempotencyConflictError,
    MistypedNumberError,
    NoSuchExtensionError,
    NotAllowedByStandardError,
    PersonNeededError,
    ReasonNeededError,
    Refusal,
    RequestNumberError,
    StaleCommandError,
    UnknownDocumentError,
    UnknownLanguageError,
    UnknownRequestError,
    UnknownServiceError,
    UnknownTicketError,
    UnknownWindowError,
    WrongStateError,
)
from kezek_queue.people.personal_data import Person
from kezek_queue.register.values import (
    PickUpAnswer,
    RequestState,
    allowed_steps,
    extensions_left,
)

NAME, ADDRESS, CONTACTS = "Серікова Айгүл Болатқызы", "Арыс қ., Абай к-сі, 1", "8 701 555 44 33"
INSPECTOR = "Омаров Ерлан Қайратұлы"
PERSON = Person(NAME, ADDRESS, CONTACTS)
TODAY = date(2026, 11, 23)
MILITARY = {"application": 1, "military_id": 1, "identity_card_copy": 1}
GUARDIAN = {"guardianship_decision": 1, "identity_document": 1, "residence_certificate": 1}
RECORD = {"application": 1, "identity_document": 1}

OUR_STANDARD = "our-apostille"


@pytest.fixture
def office_dir(office_dir, office_text):
    """The office of the other tests with a paid service, under a standard file of its own."""
    from importlib.resources import files

    shipped = files("kezek_core") / "standards" / "data" / "kz-gp-2008-3-apostille.toml"
    own = shipped.read_text(encoding="utf-8").replace("kz-gp-2008-3-apostille", OUR_STANDARD)
    (office_dir / "standards").mkdir()
    (office_dir / "standards" / f"{OUR_STANDARD}.toml").write_text(own, encoding="utf-8")
    service = f'[[services]]\nid = "apostille"\nletter = "T"\nstandard = "{OUR_STANDARD}"\n'
    text = office_text.replace("[[windows]]\nid = 3", f"{service}\n[[windows]]\nid = 3")
    text = text.replace('["criminal-record"]', '["criminal-record", "apostille"]')
    (office_dir / "office.toml").write_text(text, encoding="utf-8")
    return office_dir


@pytest.fixture
def register(queue):
    return queue.register


@pytest.fixture
def hand_in(register):
    """Hand documents in at window 1."""

    def _hand_in(service="military-service", documents=None, **given):
        told = {"person": PERSON, "window": 1, "inspector": INSPECTOR, "actor": "aida"} | given
        return register.accept(service, documents=MILITARY if documents is None else documents,
                               **told)  # fmt: skip

    return _hand_in


def kinds(events):
    return [event.kind for event in events]


# Taking documents.


def test_request_numbers_run_through_the_year_and_begin_again_with_the_next(hand_in, clock):
    first, second = hand_in().request, hand_in().request
    clock.move_to(datetime(2027, 1, 5, 5, 0, tzinfo=UTC))
    third = hand_in().request

    assert [first.shown[:9], second.shown[:9], third.shown[:9]] == [
        "26-000001", "26-000002", "27-000001",
    ]  # fmt: skip


def test_the_visit_and_the_journal_know_the_request_but_not_the_person(hand_in, desk, queue):
    ticket_id = desk.serving()

    request = hand_in(ticket_id=ticket_id).request

    assert request.ticket_id == ticket_id
    assert kinds(queue.history(ticket_id))[-1] is EventKind.REQUEST_ACCEPTED
    queue.finish(1, actor="aida")
    assert queue.prove(ticket_id) == tuple(queue.waits(TODAY, TODAY))
    told = "\n".join(queue.export_journal())
    assert request.number in told
    for secret in (NAME, ADDRESS, CONTACTS, INSPECTOR):
        assert secret not in told


def test_a_conditional_document_is_missing_only_where_its_condition_is_met(hand_in):
    without = hand_in()
    asked = hand_in(applies=["archive_certificate"])

    assert without.request is not None
    assert [each.id for each in asked.missing] == ["archive_certificate"]


def test_the_same_key_takes_the_same_papers_once(hand_in, register):
    first = hand_in(idempotency_key="form-1")
    again = hand_in(idempotency_key="form-1")

    assert again.repeated
    assert (again.request, again.print_jobs) == (first.request, first.print_jobs)
    assert len(register.find()) == 1
    with pytest.raises(IdempotencyConflictError):
        hand_in(documents=MILITARY | {"application": 2}, idempotency_key="form-1")


def test_the_same_key_refuses_the_same_papers_once(hand_in, queue):
    first = hand_in(documents={}, idempotency_key="form-1")
    seq = queue.last_seq()

    again = hand_in(documents={}, idempotency_key="form-1")

    assert again.repeated
    assert (again.refusal, again.missing) == (first.refusal, first.missing)
    assert again.print_jobs == first.print_jobs
    assert queue.last_seq() == seq


def test_an_id_card_that_says_nought_is_missing(hand_in):
    assert [each.id for each in hand_in(documents=MILITARY | {"application": 0}).missing] == [
        "application"
    ]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"service": "no-such"}, UnknownServiceError),
        ({"window": 99}, UnknownWindowError),
        ({"language": "de"}, UnknownLanguageError),
        ({"ticket_id": "2026-11-23-A999"}, UnknownTicketError),
        ({"documents": MILITARY | {"passport": 1}}, UnknownDocumentError),
        ({"applies": ["passport"]}, UnknownDocumentError),
        ({"documents": MILITARY | {"application": -1}}, UnknownDocumentError),
        ({"documents": MILITARY | {"application": 1000}}, UnknownDocumentError),
        ({"documents": MILITARY | {"application": True}}, UnknownDocumentError),
        ({"person": Person("  ")}, PersonNeededError),
        ({"person": Person("А\u0000")}, PersonNeededError),
        ({"person": Person("⟦inspector⟧")}, PersonNeededError),
        ({"person": Person("А" * 401)}, PersonNeededError),
        ({"inspector": " "}, PersonNeededError),
    ],
)
def test_what_cannot_be_right_is_refused_and_nothing_is_written(hand_in, queue, given, error):
    seq = queue.last_seq()

    with pytest.raises(error, match="expected") as told:
        hand_in(**given)

    assert queue.last_seq() == seq
    assert queue.register.find() == []
    assert NAME not in str(told.value)


def test_a_pasted_name_is_kept_as_people_see_it(hand_in, queue):
    pasted = Person("\ufeffO\u02bbkta\u00admov \u200bƏli", contacts="8 701 123 45 67")
    hand_in("guardianship", GUARDIAN, person=pasted)

    (job,) = queue.lease_print_jobs("agent")
    assert "O'ktamov Əli" in [each.value.kk for each in job.slip.fields]


def test_a_sign_that_no_paper_has_is_named(hand_in):
    with pytest.raises(PersonNeededError, match=r"U\+0645") as told:
        hand_in(person=Person("محمد"))

    assert told.value.facts["sign"] == "م (U+0645)"


@pytest.mark.parametrize("person", [None, Person(NAME)])
def test_a_receipt_that_must_state_the_applicant_is_not_given_without(hand_in, person):
    with pytest.raises(PersonNeededError, match="receipt"):
        hand_in("guardianship", GUARDIAN, person=person)


def test_a_receipt_that_need_not_state_the_applicant_is_given_without(hand_in, queue):
    answer = hand_in(person=None)

    slip = queue.print_job(answer.print_jobs[0]).slip
    assert [each.value.kk for each in slip.fields][-1] == INSPECTOR


def test_a_refusal_to_an_unnamed_visitor_leaves_lines_to_write_on(hand_in, queue):
    answer = hand_in(documents={}, person=None)

    for job in answer.print_jobs:
        slip = queue.print_job(job).slip
        assert slip.fields[0].value.kk == slip.fields[1].value.ru == "____________________"
        assert slip.signatures[1].ru == "Получил(а): ____________________"


def test_the_standard_changed_after_acceptance_changes_nothing_for_the_request(
    hand_in, queue, office_dir, clock
):
    papers = {"official_document": 1, "fee_receipt": 1}
    old = hand_in("apostille", papers, paid_on=TODAY).request
    queue.close()
    file = office_dir / "standards" / f"{OUR_STANDARD}.toml"
    amended = file.read_text(encoding="utf-8")
    amended = amended.replace(
        'amount = 1\nunit = "working_days"', 'amount = 9\nunit = "working_days"'
    )
    amended = amended.replace('id = "power_of_attorney"', 'id = "passport"')
    amended = amended.replace(
        "[waiting_minutes]",
        '[[amendments]]\nact = "1"\ndate = 2009-01-01\nitems = ["7"]\n\n[waiting_minutes]',
    )
    amended = re.sub(r"possible = true\ngrounds = .*", "possible = false\ngrounds = []", amended)
    file.write_text(amended, encoding="utf-8")

    with Queue.open(office_dir, clock=clock) as again:
        register = again.register
        new = register.accept("apostille", person=PERSON, documents=papers, window=3,
                              inspector=INSPECTOR, actor="aida", paid_on=TODAY).request  # fmt: skip
        before, after = register.standard_of(old.number), register.standard_of(new.number)
        refused = register.refuse(old.number, ["Түпнұсқасы жоқ"], actor="aida")

        assert (before.edition, after.edition) == ("2008-02-27", "2009-01-01")
        assert [each.id for each in before.documents][2] == "power_of_attorney"
        assert [each.id for each in after.documents][2] == "passport"
        assert (before.waiting_minutes["submission"], before.term.amount) == (20, 1)
        assert (register.get(old.number).due_on, new.due_on) == (
            date(2026, 11, 24), date(2026, 12, 4),
        )  # fmt: skip
        assert refused.state is RequestState.REFUSED
        with pytest.raises(NotAllowedByStandardError):
            register.refuse(new.number, ["Түпнұсқасы жоқ"], actor="aida")


def test_a_due_date_past_the_known_holidays_is_refused(queue, office_dir, clock):
    queue.close()
    file = office_dir / "standards" / f"{OUR_STANDARD}.toml"
    text = file.read_text(encoding="utf-8")
    text = text.replace('amount = 1\nunit = "working_days"', 'amount = 900\nunit = "years"')
    file.write_text(text, encoding="utf-8")

    with Queue.open(office_dir, clock=clock) as again:
        with pytest.raises(BadDateError, match="years"):
            again.register.accept(
                "apostille", person=None, documents={"official_document": 1, "fee_receipt": 1},
                window=3, inspector=INSPECTOR, actor="aida", paid_on=TODAY,
            )  # fmt: skip
        assert again.register.find() == []


# The state duty.


@pytest.mark.parametrize(
    ("paid_on", "tenge"),
    [(TODAY, 865), (date(2025, 12, 31), 786), (date(2020, 3, 31), 530), (date(2020, 4, 1), 556)],
)
def test_the_duty_is_a_fifth_of_the_index_of_the_payment_day(hand_in, queue, paid_on, tenge):
    # 20 % of 4325, 3932 (786.4), 2651 (530.2) and 2778 (555.6).
    papers = {"official_document": 1, "fee_receipt": 1}

    answer = hand_in("apostille", papers, paid_on=paid_on)

    assert (answer.request.fee_tenge, answer.request.paid_on) == (tenge, paid_on)
    slip = queue.print_job(answer.print_jobs[0]).slip
    duty = {each.label.ru: each.value.ru for each in slip.fields}
    assert duty["Государственная пошлина"] == f"{tenge}\u00a0₸, 20\u00a0% МРП"
    assert duty["Получатель"] == "Алматинский налоговый комитет по городу Астана"


def test_a_year_without_an_index_is_told_clearly(hand_in):
    papers = {"official_document": 1, "fee_receipt": 1}

    with pytest.raises(FeeRefusedError, match="add the index of 2004"):
        hand_in("apostille", papers, paid_on=date(2004, 12, 31))


def test_the_index_of_the_office_file_takes_paid_requests_in_the_new_year(office_dir, clock):
    index = '[[monthly_index]]\nfrom = 2027-01-01\ntenge = 4600\nsource = "budget for 2027"\n'
    with (office_dir / "office.toml").open("a", encoding="utf-8") as office:
        office.write(f"\n{index}")
    clock.move_to(datetime(2027, 1, 5, 5, 0, tzinfo=UTC))

    with Queue.create(office_dir, clock=clock) as queue:
        answer = queue.register.accept(
            "apostille",
            documents={"official_document": 1, "identity_document": 1, "fee_receipt": 1},
            person=PERSON,
            window=1,
            inspector=INSPECTOR,
            paid_on=date(2027, 1, 5),
            actor="aida",
        )

    assert answer.request is not None
    assert answer.request.fee_tenge == 920


def test_a_swap_of_the_office_file_moves_the_due_date(office_dir, clock):
    swap = '[[swaps]]\noff_on = 2026-12-07\nwork_on = 2026-12-05\nsource = "order"\n'
    hours = '[hours.dates]\n"2026-12-05" = "09:00-18:00"\n"2026-12-07" = "off"\n'
    text = (office_dir / "office.toml").read_text(encoding="utf-8")
    text = text.replace("[tickets]", f"{hours}\n[tickets]") + swap
    (office_dir / "office.toml").write_text(text, encoding="utf-8")
    clock.move_to(datetime(2026, 12, 4, 5, 0, tzinfo=UTC))

    with Queue.create(office_dir, clock=clock) as queue:
        accepted = queue.register.accept(
            "military-service", documents=MILITARY, person=PERSON, window=1,
            inspector=INSPECTOR, actor="aida",
        ).request  # fmt: skip

    # The act counts three working days: Saturday the 5th, Tuesday the 8th, Wednesday the 9th.
    assert accepted.due_on == date(2026, 12, 9)


@pytest.mark.parametrize(
    "paid_on", [None, TODAY + timedelta(days=1), datetime(2026, 11, 20, tzinfo=UTC)]
)
def test_an_impossible_payment_day_is_refused(hand_in, paid_on):
    papers = {"official_document": 1, "fee_receipt": 1}

    with pytest.raises(BadDateError, match="bank's receipt"):
        hand_in("apostille", papers, paid_on=paid_on)


# The life of a request.


def test_faulty_papers_come_back_are_mended_and_go_again(hand_in, register, queue, clock):
    number = hand_in("guardianship", GUARDIAN).request.number

    sent = register.send(number, actor="aida")
    clock.advance(days=2)
    back = register.return_from_authority(number, ["Шешімде қате бар", "Мөр жоқ"], actor="aida")
    job = register.print_jobs(number)[-1]
    register.correct(number, actor="aida")
    again = register.send(number, actor="aida")

    # Three working days of the authority after Mon 23 November; one of the office after Wed 25.
    assert (sent.sent_on, sent.return_by_on) == (TODAY, date(2026, 11, 26))
    assert (back.returned_on, back.return_notice_by_on) == (date(2026, 11, 25), date(2026, 11, 26))
    assert back.times_returned == 1
    assert register.pick_up(number).answer is PickUpAnswer.NOT_READY
    assert again.return_by_on == date(2026, 11, 28)
    slip = queue.print_job(job).slip
    assert slip.title.ru == "Уведомление о возврате документов"
    assert [item.kk for item in slip.lists[0].items] == ["Шешімде қате бар", "Мөр жоқ"]
    assert slip.fields[-1].value.kk == "2026 ж. 26 қараша"
    (event,) = [e for e in register.history(number) if e.kind is EventKind.REQUEST_RETURNED]
    assert event.body["reasons"] == 2
    assert event.body["authority_late"] is False
    assert "Мөр" not in "\n".join(queue.export_journal())


def test_a_return_after_the_authoritys_term_is_marked_late(hand_in, register, clock):
    number = hand_in().request.number
    register.send(number, actor="aida")
    clock.advance(days=2)

    register.return_from_authority(number, ["Қате бар"], actor="aida")

    assert register.history(number)[-1].body["authority_late"] is True


def test_a_returned_request_tells_the_visitor_so(hand_in, register):
    number = hand_in().request.number
    register.send(number, actor="aida")
    register.return_from_authority(number, ["Қате бар"], actor="aida")

    told = register.pick_up(number)

    assert (told.answer, told.due_on) == (PickUpAnswer.RETURNED, date(2026, 11, 26))


def test_an_extension_moves_the_due_date_and_tells_the_visitor(hand_in, register, queue, clock):
    number = hand_in().request.number
    clock.advance(days=1)

    longer = register.extend(number, 0, "Мәлімет жетіспейді", actor="aida")
    longest = register.extend(number, 1, "Шетел мұрағаты", actor="aida")

    # One month after Mon 23 November is Wed 23 December; three days of notice after Tue 24 end on
    # Fri 27. Three months: Tue 23 February 2027; that extension owes no notice.
    assert (longer.first_due_on, longer.due_on) == (date(2026, 11, 26), date(2026, 12, 23))
    assert (longer.extended_on, longer.extension_notice_by_on) == (
        date(2026, 11, 24), date(2026, 11, 27),
    )  # fmt: skip
    assert (longest.due_on, longest.extension_notice_by_on) == (date(2027, 2, 23), None)
    assert longest.state is RequestState.ACCEPTED
    first, second = (queue.print_job(job).slip for job in register.print_jobs(number)[1:])
    assert first.title.kk == "Мерзімнің ұзартылғаны туралы хабарлама"
    assert [each.value.ru for each in first.fields[2:]] == [
        "1 мес.", "Мәлімет жетіспейді", "23 декабря 2026 г., 09:00–20:00", "27 ноября 2026 г.",
    ]  # fmt: skip
    assert [each.value.kk for each in second.fields[2:]] == [
        "3 ай", "Шетел мұрағаты", "2027 ж. 23 ақпан, 09:00–13:00, 14:00–20:00",
    ]  # fmt: skip


def test_an_extension_that_the_standard_does_not_know_is_refused(hand_in, register):
    plain = hand_in("criminal-record", RECORD).request.number
    military = hand_in().request.number

    for number, which in ((plain, 0), (military, 2), (military, -1), (military, True)):
        with pytest.raises(NoSuchExtensionError, match="expected one of the extensions"):
            register.extend(number, which, "Себеп", actor="aida")


def test_a_shorter_extension_after_a_longer_one_is_refused(hand_in, register):
    number = hand_in().request.number
    register.extend(number, 1, "Шетел мұрағаты", actor="aida")

    with pytest.raises(NoSuchExtensionError, match="has that long already"):
        register.extend(number, 0, "Себеп", actor="aida")


def test_a_term_that_is_over_is_not_extended(hand_in, register, clock):
    number = hand_in().request.number
    clock.advance(days=4)

    with pytest.raises(NotAllowedByStandardError, match="does not mend"):
        register.extend(number, 0, "Себеп", actor="aida")


def test_an_unclaimed_result_goes_to_the_authority_after_its_month(hand_in, register, clock):
    number = hand_in().request.number
    clock.advance(days=1)
    ready = register.ready(number, actor="aida")

    # Ready on the 24th, but promised for Thu 26 November: kept to Sat 26 December, and handed
    # over on Mon 28.
    assert (ready.keep_until_on, ready.hand_over_on) == (date(2026, 12, 26), date(2026, 12, 28))
    assert register.mark_unclaimed(date(2026, 12, 26)) == 0
    assert register.uncollected(date(2026, 12, 26)) == []
    clock.move_to(datetime(2026, 12, 27, 5, 0, tzinfo=UTC))
    assert register.mark_unclaimed(date(2026, 12, 27)) == 1
    assert register.mark_unclaimed(date(2026, 12, 27)) == 0
    assert register.pick_up(number).answer is PickUpAnswer.READY
    with pytest.raises(NotAllowedByStandardError, match="2026-12-28"):
        register.hand_over(number, actor="aida")
    clock.advance(days=1)
    assert register.hand_over(number, actor="aida").state is RequestState.HANDED_OVER
    assert register.pick_up(number).answer is PickUpAnswer.HANDED_OVER
    assert register.uncollected(date(2027, 1, 1)) == []


def test_whoever_comes_before_the_handing_over_still_gets_an_unclaimed_result(
    hand_in, register, clock
):
    number = hand_in().request.number
    register.ready(number, actor="aida")
    clock.advance(days=40)
    register.mark_unclaimed(date(2027, 1, 2))

    assert register.issue(number, actor="aida").state is RequestState.ISSUED


def test_a_standard_that_sets_no_keeping_never_makes_a_result_unclaimed(hand_in, register):
    number = hand_in("criminal-record", RECORD).request.number
    register.ready(number, actor="aida")

    assert register.mark_unclaimed(date(2030, 1, 1)) == 0
    with pytest.raises(WrongStateError):
        register.hand_over(number, actor="aida")


def test_a_wrong_state_says_what_can_be_done(hand_in, register, queue):
    request = hand_in().request
    seq = queue.last_seq()

    with pytest.raises(WrongStateError, match=f"{request.shown} which is accepted") as told:
        register.issue(request.number, actor="aida")

    assert told.value.facts["allowed"] == ["send", "ready", "refuse", "extend"]
    assert queue.last_seq() == seq


def test_pressing_twice_changes_nothing_the_second_time(hand_in, register, queue):
    number = hand_in().request.number
    presses = (
        ("accepted", lambda state: register.extend(number, 0, "А", actor="a",
                                                   expected_state=state)),
        ("accepted", lambda state: register.send(number, actor="a", expected_state=state)),
        ("sent", lambda state: register.return_from_authority(number, ["А"], actor="a",
                                                              expected_state=state)),
        ("returned", lambda state: register.correct(number, actor="a", expected_state=state)),
        ("corrected", lambda state: register.ready(number, actor="a", expected_state=state)),
        ("ready", lambda state: register.issue(number, actor="a", expected_state=state)),
    )  # fmt: skip

    for state, press in presses:
        first = press(state)
        seq, jobs = queue.last_seq(), register.print_jobs(number)
        assert press(state) == first
        assert (queue.last_seq(), register.print_jobs(number)) == (seq, jobs)


def test_a_page_that_shows_an_old_state_changes_nothing(hand_in, register):
    number = hand_in().request.number
    register.send(number, actor="aida")
    register.ready(number, actor="berik")

    with pytest.raises(StaleCommandError) as told:
        register.refuse(number, ["А"], actor="aida", expected_state=RequestState.SENT)

    assert told.value.facts["current"] == "ready"


def test_a_state_that_is_none_is_refused(hand_in, register):
    with pytest.raises(WrongStateError, match="expected one of the states"):
        register.send(hand_in().request.number, actor="aida", expected_state="lost")


@pytest.mark.parametrize("reasons", [[], ["  "], "", ["А"] * 21])
def test_a_refusal_without_reasons_is_refused(hand_in, register, reasons):
    number = hand_in().request.number

    with pytest.raises(ReasonNeededError):
        register.refuse(number, reasons, actor="aida")
    assert register.get(number).state is RequestState.ACCEPTED


def test_a_receipt_printed_again_says_that_it_is_a_copy(hand_in, register, queue):
    answer = hand_in()

    job = queue.print_job(register.reprint(answer.request.shown, actor="aida"))

    first = queue.print_job(answer.print_jobs[0])
    assert (job.copy, first.copy) == (True, False)
    assert job.slip.fields == first.slip.fields


def test_forms_are_leased_with_the_names_filled_in(hand_in, queue):
    answer = hand_in("guardianship", GUARDIAN)

    (job,) = queue.lease_print_jobs("agent")
    queue.report_print_job(job.id, job.lease, "printed")

    assert job.id == answer.print_jobs[0]
    assert tuple(each.value.kk for each in job.slip.fields[-2:]) == (NAME, CONTACTS)
    assert NAME not in "\n".join(queue.export_journal())


# Numbers and dates.


def test_pick_up_refuses_a_mistyped_digit_and_knows_a_strangers_number(hand_in, register):
    shown = hand_in().request.shown
    wrong = shown[:-1] + str((int(shown[-1]) + 1) % 10)

    with pytest.raises(MistypedNumberError, match="type it again"):
        register.pick_up(wrong)
    with pytest.raises(RequestNumberError, match="scan the receipt's code"):
        register.pick_up("A015")
    stranger = RequestNumber(26, 77).shown
    assert register.pick_up(stranger).answer is PickUpAnswer.UNKNOWN
    with pytest.raises(UnknownRequestError, match=stranger):
        register.get(stranger)


def test_a_number_is_understood_as_shown_scanned_and_typed(hand_in, register):
    request = hand_in().request

    for typed in (request.number, request.shown, request.shown.replace("-", " "),
                  f" {request.number}\u00a0"):  # fmt: skip
        assert register.pick_up(typed).number == request.shown


def test_instants_and_turned_spans_are_no_dates_of_the_office(register):
    instant = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)

    for ask in (register.due_today, register.overdue, register.mark_unclaimed, register.erase_due):
        with pytest.raises(BadDateError, match="expected a date"):
            ask(instant)
    with pytest.raises(BadDateError, match="swap"):
        register.find(first_day=TODAY, last_day=TODAY - timedelta(days=1))
    with pytest.raises(BadDateError, match="0 or more"):
        register.erase_due(TODAY, -1)


def test_requests_are_found_by_state_and_day(hand_in, register, clock):
    first = hand_in().request.number
    clock.advance(days=1)
    second = hand_in().request.number
    register.send(second, actor="aida")

    def numbers(**asked):
        return [each.number for each in register.find(**asked)]

    assert numbers() == [first, second]
    assert numbers(state="sent") == [second]
    assert numbers(last_day=TODAY) == [first]
    assert numbers(first_day=date(2026, 11, 24), last_day=date(2026, 11, 24)) == [second]
    assert numbers(state=RequestState.SENT, last_day=TODAY) == []


def test_the_offices_date_decides_after_midnight_utc(office_dir, tmp_path):
    late = ManualClock(datetime(2026, 11, 22, 20, 0, tzinfo=UTC))  # 01:00 on the 23rd in Almaty

    with Queue.create(office_dir, clock=late) as queue:
        request = queue.register.accept(
            "military-service", person=None, documents=MILITARY, window=1, inspector=INSPECTOR,
            actor="aida",
        ).request  # fmt: skip

    assert request.accepted_on == TODAY


# People.


def bytes_of(office_dir):
    return b"".join(file.read_bytes() for file in sorted(office_dir.glob("kezek.db*")))


def test_everything_held_of_a_person_can_be_exported(hand_in, register):
    number = hand_in("guardianship", GUARDIAN).request.number
    register.send(number, actor="aida")
    register.return_from_authority(number, ["Мөр жоқ"], actor="aida")

    told = register.export(number)

    assert told["person"] == {
        "applicant": NAME, "address": ADDRESS, "contacts": CONTACTS, "inspector": INSPECTOR,
        "return_1_reason_0": "Мөр жоқ",
    }  # fmt: skip
    assert told["request"]["number"] == register.get(number).shown
    assert told["request"]["accepted_on"] == "2026-11-23"


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
    assert slip.fields[-1].value.ru == "удалено"
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


def test_no_list_reads_the_requests_of_all_the_years(hand_in, register, queue):
    heard = {}

    def hear(_connection, _cursor, statement, parameters, _context, _many):
        heard.setdefault(statement, parameters)

    sa.event.listen(Engine, "before_cursor_execute", hear)
    try:
        number = hand_in().request.number
        register.due_today(TODAY)
        register.overdue(TODAY)
        register.uncollected(TODAY)
        register.find(first_day=TODAY, last_day=TODAY)
        register.refuse(number, ["Қате бар"], actor="aida")
        register.erase_due(TODAY, 0)
        register.history(number)
    finally:
        sa.event.remove(Engine, "before_cursor_execute", hear)

    plans = []
    for database in (queue._database.reading, queue._database.writing):
        with database.connect() as connection:
            for statement, values in heard.items():
                if "register_" in statement and not statement.startswith("INSERT"):
                    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
                    plans += [row[3] for row in rows]
    assert len(plans) > 20
    for plan in plans:
        assert "SCAN" not in plan
        assert "(office_id=?)" not in plan
        assert "TEMP B-TREE" not in plan


# What a page may offer.


@pytest.mark.parametrize(
    ("led_by", "allowed"),
    [
        ([], ("send", "ready", "refuse", "extend", "reprint")),
        (["send"], ("return", "ready", "refuse", "extend", "reprint")),
        (["send", "return"], ("correct", "refuse", "extend", "reprint")),
        (["send", "return", "correct"], ("send", "ready", "refuse", "extend", "reprint")),
        (["ready"], ("issue", "reprint")),
        (["ready", "issue"], ("reprint", "erase")),
        (["refuse"], ("reprint", "erase")),
    ],
)
def test_a_request_offers_the_commands_of_its_state(hand_in, register, led_by, allowed):
    number = hand_in().request.number
    given = {"return": (["no seal"],), "refuse": (["no right"],)}
    for name in led_by:
        command = getattr(register, {"return": "return_from_authority"}.get(name, name))
        command(number, *given.get(name, ()), actor="aida")

    offered = register.allowed([register.get(number)], TODAY)

    assert offered == {number: allowed}


def test_a_standard_without_extensions_offers_none(hand_in, register):
    request = hand_in("household", documents={"identity_card": 1}).request

    assert "extend" not in register.allowed([request], TODAY)[request.number]


def test_an_extension_is_offered_until_the_term_is_over_and_the_longest_is_given(hand_in, register):
    request = hand_in().request
    kept = register.standard_of(request.number)
    after = request.due_on + timedelta(days=1)

    assert extensions_left(request, kept, request.due_on) == (0, 1)
    assert extensions_left(request, kept, after) == ()
    for place in (0, 1):
        request = register.extend(request.number, place, "archive", actor="aida")
    assert extensions_left(request, kept, TODAY) == ()
    assert "extend" not in allowed_steps(request, kept, TODAY)


def test_handing_over_is_offered_from_its_day_on(hand_in, register):
    request = hand_in("guardianship", documents=GUARDIAN).request
    request = register.ready(request.number, actor="aida")
    register.mark_unclaimed(request.keep_until_on + timedelta(days=1))
    request = register.get(request.number)
    kept = register.standard_of(request.number)

    assert "hand_over" not in allowed_steps(request, kept, request.hand_over_on - timedelta(days=1))
    assert "hand_over" in allowed_steps(request, kept, request.hand_over_on)
