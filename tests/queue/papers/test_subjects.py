"""What a print job and an event are about, today and in journals of before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kezek_core.events import EventKind
from kezek_core.papers.subjects import NOBODY, Subject, SubjectKind
from kezek_core.ports import PrintOutcome
from kezek_queue import Person
from kezek_queue.papers.subjects import PRINTS, subject_of

COMPLETE = {"application": 1, "military_id": 1, "identity_card_copy": 1}
PERSON = Person("Серікова Айгүл", "Арыс қ., Абай к-сі, 1", "8 701 555 44 33")
TICKET = Subject(SubjectKind.TICKET, "2026-11-23-K001")
REQUEST = Subject(SubjectKind.REQUEST, "260000019")
COMPLAINT = Subject(SubjectKind.COMPLAINT, "C260000019")


def hand_in(queue, documents):
    return queue.register.accept(
        "military-service", person=PERSON, documents=documents, window=1,
        inspector="Омаров Е.", actor="aida", ticket_id=TICKET.id,
    )  # fmt: skip


@pytest.fixture
def papers(queue):
    """One paper of every kind, in the order of their jobs, and what each is about."""
    queue.issue("household")
    hand_in(queue, COMPLETE)
    refusal = Subject(SubjectKind.REFUSAL, hand_in(queue, {}).refusal)
    queue.feedback.register_complaint("Ұзақ күттім", ticket_id=TICKET.id, actor="aida")
    queue.print_memo("guardianship", actor="kiosk")
    return [TICKET, REQUEST, refusal, refusal, COMPLAINT, NOBODY]


def test_every_paper_says_what_it_is_about_and_so_does_its_copy(queue, papers):
    copies = [queue.print_again(job, actor="aida") for job in range(1, len(papers) + 1)]

    jobs = [*range(1, len(papers) + 1), *copies]
    assert [queue.print_job(job).subject for job in jobs] == papers * 2
    assert queue.reprint(TICKET.id, actor="aida") == len(jobs) + 1
    assert queue.print_job(len(jobs) + 1).subject == TICKET
    tokens = {queue.print_job(job).status_token for job in jobs}
    assert tokens == {queue.status_token(TICKET.id), ""}


def test_what_is_told_of_a_print_names_its_kind_and_no_ticket_that_is_none(queue, papers):
    for job in queue.lease_print_jobs("agent", limit=9):
        queue.report_print_job(job.id, job.lease, PrintOutcome.UNCERTAIN)
        queue.report_print_job(job.id, job.lease, PrintOutcome.PRINTED)
        queue.print_again(job.id, actor="aida")

    prints = [each for each in queue.events(limit=100) if each.kind in PRINTS]

    of_forms = [NOBODY]  # the memo was asked for by an event of its own
    assert [subject_of(each) for each in prints] == of_forms + [
        subject for subject in papers for _ in range(3)
    ]
    assert {each.ticket_id for each in prints} == {TICKET.id, None}
    assert queue.prove_office().sound


def test_events_beside_the_prints_are_about_the_papers_they_tell_of(queue, papers):
    found = {each.kind: subject_of(each) for each in queue.events(limit=100)}

    assert found[EventKind.TICKET_ISSUED] == TICKET
    assert found[EventKind.REQUEST_ACCEPTED] == REQUEST
    assert found[EventKind.DOCUMENTS_REFUSED] == papers[2]
    assert found[EventKind.COMPLAINT_REGISTERED] == COMPLAINT
    assert found[EventKind.BOOT_STARTED] is None


def test_a_ticket_for_a_result_is_a_ticket_and_an_erasure_is_about_whoever_is_forgotten(queue):
    number = hand_in_and_finish(queue)
    queue.register.erase(number, actor="admin")

    *_, issued, given, erased = queue.events(limit=100)

    assert "request" in issued.body
    assert subject_of(issued) == Subject(SubjectKind.TICKET, issued.ticket_id)
    assert subject_of(given) == subject_of(erased) == Subject(SubjectKind.REQUEST, number)


def hand_in_and_finish(queue):
    queue.issue("household")
    number = hand_in(queue, COMPLETE).request.number
    queue.register.ready(number, actor="aida")
    queue.register.pick_up_ticket(number)
    queue.register.issue(number, actor="aida")
    return number


@pytest.mark.parametrize("kind", sorted(PRINTS, key=lambda each: each.value))
@pytest.mark.parametrize(
    ("stored", "subject"),
    [
        ("2026-11-23-K001", TICKET),
        ("260000019", REQUEST),
        ("refusal-7", Subject(SubjectKind.REFUSAL, "refusal-7")),
        ("C260000019", COMPLAINT),
        (None, NOBODY),
        ("?", Subject(SubjectKind.UNKNOWN, "?")),
    ],
)
def test_prints_of_a_journal_that_told_ids_alone_are_about_the_same(queue, kind, stored, subject):
    queue.issue("household")
    old = replace(queue.events(limit=100)[-1], kind=kind, ticket_id=stored, body={"job": 1})

    assert subject_of(old) == subject


def test_a_kind_that_a_newer_version_told_is_unknown_and_no_ticket(queue):
    queue.issue("household")
    body = {"subject_kind": "appointment", "subject_id": "2026-11-23-K001"}
    event = replace(queue.events(limit=100)[-1], kind=EventKind.PRINT_REPORTED, body=body)

    assert subject_of(event) == Subject(SubjectKind.UNKNOWN, "2026-11-23-K001")


def test_the_id_under_its_old_name_says_that_it_goes(queue, papers):
    with pytest.warns(DeprecationWarning, match=r"read PrintJob\.subject"):
        assert queue.print_job(2).ticket_id == REQUEST.id
