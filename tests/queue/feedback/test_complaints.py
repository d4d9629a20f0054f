"""Complaints: number, talon and term in one commit, one answer, no name in the journal."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from kezek_core.events import EventKind
from kezek_core.papers.form_slips import FormKind
from kezek_core.papers.subjects import Subject, SubjectKind
from kezek_core.standards.words import ComplaintForm
from kezek_queue import Queue
from kezek_queue.errors import (
    ComplaintResolvedError,
    FeedbackInputError,
    IdempotencyConflictError,
    UnknownComplaintError,
    UnknownLanguageError,
    UnknownServiceError,
    UnknownTicketError,
)
from kezek_queue.feedback.feedback import Complainant, ComplaintDetails
from kezek_queue.feedback.talon import KIOSK

TEXT = "Кезекте екі сағат күттім, терезе жабық болды"
AHMETOV = Complainant("Ахметов Ғани Әлиұлы", "Арыс қ., Абай к-сі, 5")
MONDAY = date(2026, 11, 23)


@pytest.fixture
def register(queue):
    """Register one complaint; what is not named is the same in every test."""

    def way(text=TEXT, **changes):
        asked = {"person": AHMETOV, "service": "household", "actor": "aida"} | changes
        return queue.feedback.register_complaint(text, **asked)

    return way


def journal_text(queue):
    return "\n".join(queue.export_journal())


def test_a_complaint_has_number_instant_service_and_term(register):
    complaint = register().complaint

    assert (complaint.number, complaint.shown) == ("C260000019", "C-26-000001-9")
    assert complaint.registered_on == MONDAY
    assert complaint.registered_at.isoformat() == "2026-11-23T05:00:00+00:00"
    assert complaint.registered_by == "aida"
    assert (complaint.service, complaint.standard) == (
        "household",
        "kz-arys-2007-1122-akdala-household",
    )
    assert complaint.due_on == date(2026, 12, 8)
    assert complaint.is_open


def test_the_talon_says_day_time_who_accepted_it_and_until_when(queue, register):
    job_id = register(accepted_by="Сейітова Аида", language="ru").print_job

    slip = queue.print_job(job_id).slip

    assert slip.kind is FormKind.COMPLAINT
    assert slip.title.kk == "Шағым қабылданғаны туралы талон"
    assert slip.title.in_language("ru") == "Талон о приеме жалобы"
    assert (slip.number, slip.language) == ("C-26-000001-9", "ru")
    assert {
        field.label.in_language("ru"): field.value.in_language("ru") for field in slip.fields
    } == {
        "Дата приема": "23 ноября 2026 г.",
        "Время": "10:00",
        "Принял(а)": "Сейітова Аида",
        "Услуга": "Личное подсобное хозяйство",
        "Срок ответа": "8 декабря 2026 г.",
    }


def test_the_talon_never_names_the_complainant_nor_the_complaint(queue, register):
    text = str(queue.print_job(register().print_job).slip.to_json())

    assert "Ахметов" not in text
    assert TEXT not in text


def test_a_talon_of_the_kiosk_says_so_and_one_may_be_left_out(queue, register):
    fields = queue.print_job(register(actor="kiosk").print_job).slip.fields

    assert "электрондық терминал" in [field.value.kk for field in fields]
    assert register(print_talon=False).print_job is None


def test_a_talon_can_be_leased_and_reported_like_any_paper(queue, register):
    register()

    (job,) = queue.lease_print_jobs("agent")
    queue.report_print_job(job.id, job.lease, "printed")

    assert (job.number, job.subject.id) == ("C-26-000001-9", "C260000019")
    assert queue.events()[-1].kind is EventKind.PRINT_REPORTED


def test_the_source_of_the_term_stands_on_the_talon_where_the_office_names_one(
    office_dir, office_text, clock
):
    rules = '[feedback]\ncomplaint_answer_days = 5\ncomplaint_answer_unit = "working_days"\n'
    rules += 'complaint_answer_source = "Заң, 25-бап"\n'
    (office_dir / "office.toml").write_text(office_text + rules, encoding="utf-8")

    with Queue.create(office_dir, clock=clock) as queue:
        registered = queue.feedback.register_complaint(TEXT, service="household", actor="aida")
        fields = queue.print_job(registered.print_job).slip.fields

    assert registered.complaint.due_on == date(2026, 11, 30)
    assert registered.complaint.term_source == "Заң, 25-бап"
    assert fields[-1].value.kk == "Заң, 25-бап"


def test_an_office_s_own_act_stands_on_the_talon_in_each_language(office_dir, office_text, clock):
    rules = '[feedback]\ncomplaint_answer_source = "decision 45, section 3"\n'
    (office_dir / "office.toml").write_text(office_text + rules, encoding="utf-8")

    with Queue.create(office_dir, clock=clock) as queue:
        registered = queue.feedback.register_complaint(TEXT, service="household", actor="aida")
        basis = queue.print_job(registered.print_job).slip.fields[-1].value

    assert registered.complaint.to_json()["term_source"] == "decision 45, section 3"
    assert basis.kk == "№\u00a045 шешімнің 3-бөлімі"
    assert basis.in_language("ru") == "решение №\u00a045, раздел 3"
    assert basis.in_language("en") == "decision 45, section 3"


def test_the_same_key_registers_one_complaint_and_prints_one_talon(queue, register):
    first = register(idempotency_key="tap-1")

    again = register(idempotency_key="tap-1")

    assert (first.repeated, again.repeated) == (False, True)
    assert (again.complaint, again.print_job) == (first.complaint, first.print_job)
    assert len(queue.feedback.complaints(MONDAY, MONDAY)) == 1


def test_a_key_of_another_complaint_is_a_conflict(register):
    register(idempotency_key="tap-1")

    with pytest.raises(IdempotencyConflictError, match="new key"):
        register(idempotency_key="tap-1", service="military-service")


def test_an_answer_due_on_a_day_off_is_due_on_the_next_working_day(register, clock):
    clock.advance(days=5)

    household = register().complaint
    six_day_week = register(service="military-service").complaint

    # Saturday 28 November and 15 days is Sunday 13 December.
    assert household.registered_on == date(2026, 11, 28)
    assert household.due_on == six_day_week.due_on == date(2026, 12, 14)


def test_a_complaint_about_the_office_as_a_whole_belongs_to_no_service(register):
    complaint = register(service=None).complaint

    assert (complaint.service, complaint.standard) == (None, None)
    assert complaint.due_on == date(2026, 12, 8)


def test_a_complaint_about_a_visit_takes_its_service_and_stands_in_its_history(
    queue, register, desk
):
    ticket_id = desk.served()

    complaint = register(service=None, ticket_id=ticket_id).complaint

    assert complaint.service == "military-service"
    assert queue.history(ticket_id)[-1].kind is EventKind.COMPLAINT_REGISTERED
    assert len(queue.prove(ticket_id)) == 1


def test_numbers_run_through_the_year_and_begin_anew_with_the_next(register, clock):
    numbers = [register().complaint.number for _ in range(2)]
    clock.advance(days=60)
    numbers.append(register().complaint.number)

    assert [number[:9] for number in numbers] == ["C26000001", "C26000002", "C27000001"]


@pytest.mark.parametrize(
    "typed", ["C-26-000001-9", "c260000019", " С26 000001 9 ", "26-000001-9", "С–26–000001–9"]
)
def test_a_number_is_found_however_it_is_typed(queue, register, typed):
    register()

    assert queue.feedback.complaint(typed).number == "C260000019"


@pytest.mark.parametrize("typed", ["C-26-000001-8", "C-26-000010-9", "C-26-000002-6", "", "A015"])
def test_a_mistyped_number_is_refused_with_what_to_do(queue, register, typed):
    register()

    with pytest.raises(UnknownComplaintError, match="compare it with the talon"):
        queue.feedback.complaint(typed)


@pytest.mark.parametrize(
    ("on", "on_time"),
    [(date(2026, 11, 23), True), (date(2026, 12, 8), True), (date(2026, 12, 9), False)],
)
def test_an_answer_is_on_time_up_to_its_last_day(queue, register, clock, on, on_time):
    number = register().complaint.number
    clock.advance(days=30)

    resolved = queue.feedback.resolve_complaint(
        number, justified=True, outcome="Кешірім сұралды", on=on, actor="boss"
    )

    assert (resolved.resolved_on, resolved.on_time) == (on, on_time)
    assert resolved.justified is True
    assert queue.feedback.complaint_details(number).outcome == "Кешірім сұралды"


def test_an_answer_without_a_day_is_todays(queue, register, clock):
    number = register().complaint.number
    clock.advance(days=2)

    resolved = queue.feedback.resolve_complaint(
        number, justified=False, outcome="Расталған жоқ", actor="boss"
    )

    assert (resolved.resolved_on, resolved.justified) == (date(2026, 11, 25), False)


def test_a_complaint_is_answered_once(queue, register):
    number = register().complaint.number
    resolution = {"justified": True, "outcome": "Иә", "actor": "boss"}
    queue.feedback.resolve_complaint(number, **resolution)
    before = queue.last_seq()

    with pytest.raises(ComplaintResolvedError, match="2026-11-23"):
        queue.feedback.resolve_complaint(number, **resolution)

    assert queue.last_seq() == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"outcome": " "}, "outcome"),
        ({"outcome": "я" * 4001}, "outcome"),
        ({"on": date(2026, 11, 22)}, "on"),
        ({"on": date(2026, 11, 24)}, "on"),
    ],
)
def test_an_answer_that_cannot_be_right_is_refused(queue, register, changes, field):
    number = register().complaint.number

    with pytest.raises(FeedbackInputError) as refused:
        queue.feedback.resolve_complaint(
            number, **{"justified": True, "outcome": "Иә", "actor": "boss"} | changes
        )

    assert refused.value.facts["field"] == field
    assert queue.feedback.complaint(number).is_open


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "  \n"}, "text"),
        ({"text": "ж" * 4001}, "text"),
        ({"text": "жж\ud83d"}, "text"),
        ({"person": Complainant(name="жж\x00")}, "name"),
        ({"accepted_by": "жж\x1b@"}, "staff"),
        ({"person": Complainant(name="ж" * 201)}, "name"),
        ({"person": Complainant(contact="ж" * 201)}, "contact"),
        ({"accepted_by": "ж" * 201}, "staff"),
        ({"form": "pigeon"}, "form"),
    ],
)
def test_a_complaint_that_cannot_be_kept_is_refused_without_repeating_it(
    queue, register, changes, field
):
    with pytest.raises(FeedbackInputError) as refused:
        register(**changes)

    assert refused.value.facts["field"] == field
    assert "жж" not in str(refused.value)
    assert queue.feedback.complaints(MONDAY, MONDAY) == []


def test_an_unknown_service_language_or_visit_is_refused(register):
    with pytest.raises(UnknownLanguageError):
        register(language="de")
    with pytest.raises(UnknownServiceError):
        register(service="passport")
    with pytest.raises(UnknownTicketError):
        register(service=None, ticket_id="2026-11-23-A001")


def test_overdue_complaints_are_those_whose_last_day_is_past(queue, register, clock):
    first = register().complaint
    clock.advance(days=1)
    second = register(form=ComplaintForm.POST).complaint
    answered = register().complaint
    queue.feedback.resolve_complaint(answered.number, justified=True, outcome="Иә", actor="boss")

    def overdue(on):
        return [each.number for each in queue.feedback.overdue_complaints(on)]

    assert overdue(date(2026, 12, 8)) == []
    assert overdue(date(2026, 12, 9)) == [first.number]
    assert overdue(date(2026, 12, 10)) == [first.number, second.number]
    assert queue.feedback.overdue_complaints() == []
    due = queue.feedback.complaints_due(date(2026, 12, 8))
    assert [each.number for each in due] == [first.number]
    assert first.is_overdue(date(2026, 12, 9))
    assert not first.is_overdue(date(2026, 12, 8))


def test_complaints_are_listed_by_day_and_service(queue, register, clock):
    first = register().complaint
    clock.advance(days=1)
    second = register(service=None).complaint
    tuesday = date(2026, 11, 24)

    assert queue.feedback.complaints(MONDAY, tuesday) == [first, second]
    assert queue.feedback.complaints(tuesday, tuesday) == [second]
    assert queue.feedback.complaints(MONDAY, tuesday, service="household") == [first]


def test_the_journal_names_nobody_and_says_nothing_of_what_was_complained(queue, register):
    number = register(accepted_by="Сейітова Аида").complaint.number
    queue.feedback.resolve_complaint(number, justified=True, outcome="Кешірім", actor="boss")

    text = journal_text(queue)

    assert number in text
    for personal in ("Ахметов", "Абай", "күттім", "Кешірім", "Сейітова"):
        assert personal not in text
    assert queue.verify_journal().sound


def test_personal_data_are_erased_and_the_statistics_stay(queue, register, office_dir):
    number = register().complaint.number
    queue.feedback.resolve_complaint(number, justified=True, outcome="Кешірім", actor="boss")
    before = queue.indicators(MONDAY, MONDAY)

    erased = queue.feedback.erase_complaint(number, actor="boss")

    assert erased
    assert queue.feedback.complaint_details(number) == ComplaintDetails()
    assert queue.feedback.complaint(number).erased_on == MONDAY
    assert queue.indicators(MONDAY, MONDAY) == before
    assert not queue.feedback.erase_complaint(number, actor="boss")
    assert queue.verify_journal().sound
    with closing(sqlite3.connect(office_dir / "kezek.db")) as database:
        stored = "".join(row[0] for row in database.execute("SELECT data FROM complaint_people"))
    assert not stored.strip()


def test_old_answers_are_erased_by_their_age_and_open_complaints_never(queue, register, clock):
    old, still_open = register().complaint.number, register().complaint.number
    queue.feedback.resolve_complaint(old, justified=True, outcome="Иә", actor="boss")
    clock.advance(days=90)
    early = queue.feedback.erase_old_complaints()
    clock.advance(days=1)

    late = queue.feedback.erase_old_complaints()

    assert (early, late, queue.feedback.erase_old_complaints()) == (0, 1, 0)
    assert queue.feedback.complaint_details(still_open).name == AHMETOV.name


def test_a_complaint_as_plain_values_is_without_anything_personal(queue, register):
    document = register().complaint.to_json()

    assert document["number"] == "C-26-000001-9"
    assert (document["registered_on"], document["due_on"]) == ("2026-11-23", "2026-12-08")
    assert document["resolved_on"] is document["justified"] is None
    assert "Ахметов" not in str(document)


def test_the_details_are_what_was_told(queue, register):
    number = register("  Ұзақ  ", accepted_by=" Сейітова \n Аида ").complaint.number

    assert queue.feedback.complaint_details(number) == ComplaintDetails(
        text="Ұзақ",
        name="Ахметов Ғани Әлиұлы",
        contact="Арыс қ., Абай к-сі, 5",
        accepted_by="Сейітова Аида",
    )


def test_no_byte_of_a_name_is_left_in_the_files_of_an_erased_complaint(queue, register, office_dir):
    number = register("Терезедегі дөрекілік", accepted_by="Сейітова Аида").complaint.number
    words = ("Ахметов", "дөрекілік", "Сейітова")
    before = bytes_of(office_dir)

    queue.feedback.erase_complaint(number, actor="boss")

    assert all(word.encode() in before for word in words)
    assert not [word for word in words if word.encode() in bytes_of(office_dir)]


def test_the_talon_names_whoever_accepted_it_until_the_complaint_is_erased(queue, register):
    named = register("Ұзақ", accepted_by="Сейітова Аида")
    at_the_kiosk = register("Ұзақ", accepted_by=None)
    before = queue.print_job(named.print_job)

    queue.feedback.erase_complaint(named.complaint.number, actor="boss")

    after = queue.print_job(named.print_job)
    assert before.subject == Subject(SubjectKind.COMPLAINT, named.complaint.number)
    assert "Сейітова Аида" in str(before.slip.to_json())
    assert "Сейітова" not in str(after.slip.to_json())
    assert "жойылған" in str(after.slip.to_json())
    assert KIOSK.kk in str(queue.print_job(at_the_kiosk.print_job).slip.to_json())


def bytes_of(office_dir):
    return b"".join(file.read_bytes() for file in office_dir.glob("kezek.db*"))
