"""Documents taken and refused, and the state duty they tell."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from kezek_core.events import EventKind
from kezek_queue import Queue
from kezek_queue.errors import (
    BadDateError,
    FeeRefusedError,
    IdempotencyConflictError,
    NotAllowedByStandardError,
    PersonNeededError,
    UnknownDocumentError,
    UnknownLanguageError,
    UnknownServiceError,
    UnknownTicketError,
    UnknownWindowError,
)
from kezek_queue.people.personal_data import Person
from kezek_queue.register.values import (
    RequestState,
)

NAME, ADDRESS, CONTACTS = "Серікова Айгүл Болатқызы", "Арыс қ., Абай к-сі, 1", "8 701 555 44 33"
INSPECTOR = "Омаров Ерлан Қайратұлы"
PERSON = Person(NAME, ADDRESS, CONTACTS)
TODAY = date(2026, 11, 23)
MILITARY = {"application": 1, "military_id": 1, "identity_card_copy": 1}
GUARDIAN = {"guardianship_decision": 1, "identity_document": 1, "residence_certificate": 1}
OUR_STANDARD = "our-apostille"


@pytest.fixture
def office_dir(paid_office_dir):
    return paid_office_dir


def kinds(events):
    return [event.kind for event in events]


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
    text = "\n".join(queue.export_journal())
    assert request.number in text
    for secret in (NAME, ADDRESS, CONTACTS, INSPECTOR):
        assert secret not in text


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

    with pytest.raises(error, match="expected") as caught:
        hand_in(**given)

    assert queue.last_seq() == seq
    assert queue.register.find() == []
    assert NAME not in str(caught.value)


def test_a_pasted_name_is_kept_as_people_see_it(hand_in, queue):
    pasted = Person("\ufeffO\u02bbkta\u00admov \u200bƏli", contacts="8 701 123 45 67")
    hand_in("guardianship", GUARDIAN, person=pasted)

    (job,) = queue.lease_print_jobs("agent")
    assert "O'ktamov Əli" in [each.value.kk for each in job.slip.fields]


def test_a_sign_that_no_paper_has_is_named(hand_in):
    with pytest.raises(PersonNeededError, match=r"U\+0645") as caught:
        hand_in(person=Person("محمد"))

    assert caught.value.facts["sign"] == "م (U+0645)"


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
        assert (
            slip.fields[0].value.kk
            == slip.fields[1].value.in_language("ru")
            == "____________________"
        )
        assert slip.signatures[1].in_language("ru") == "Получил(а): ____________________"


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
    duty = {each.label.in_language("ru"): each.value.in_language("ru") for each in slip.fields}
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
