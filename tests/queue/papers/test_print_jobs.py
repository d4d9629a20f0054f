"""Print jobs: leased, reported on, offered again; a second print says that it is a copy."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kezek_core.events import EventKind
from kezek_core.ports import PrintOutcome
from kezek_queue import ManualClock, Person, Queue
from kezek_queue.errors import (
    LeaseLostError,
    PersonErasedError,
    UnknownPrintJobError,
    UnknownTicketError,
)
from kezek_queue.values import PrintState


def lease(queue, **asked):
    (job,) = queue.lease_print_jobs("agent", **asked)
    return job


def test_a_job_is_leased_once_and_in_the_order_of_issue(queue):
    issued = [queue.issue("household").print_job for _ in range(3)]

    first = queue.lease_print_jobs("agent", limit=2)
    second = queue.lease_print_jobs("other", printer="usb://1", limit=5)

    assert [job.id for job in first + second] == issued
    assert second[0].printer == "usb://1"
    assert queue.lease_print_jobs("agent") == []
    assert first[0].state is PrintState.LEASED
    assert first[0].status_token == queue.status_token("2026-11-23-K001")


def test_a_printed_job_is_done(queue):
    queue.issue("household")
    job = lease(queue)

    queue.report_print_job(job.id, job.lease, PrintOutcome.PRINTED, "fence answered")

    done = queue.print_job(job.id)
    assert (done.state, done.outcome) == (PrintState.PRINTED, PrintOutcome.PRINTED)
    assert done.detail == "fence answered"
    assert queue.lease_print_jobs("agent") == []
    event = queue.events()[-1]
    assert event.kind is EventKind.PRINT_REPORTED
    assert event.actor == "agent"
    assert (event.body["outcome"], event.number) == ("printed", "K001")


def test_a_job_that_was_not_sent_waits_again_and_is_no_copy(queue):
    queue.issue("household")
    job = lease(queue)
    queue.report_print_job(job.id, job.lease, "not_sent", "paper out")

    again = lease(queue)

    assert again.id == job.id
    assert again.lease != job.lease
    assert again.attempts == 2
    assert again.detail == "paper out"
    assert not again.copy


def test_an_uncertain_job_is_not_printed_again_by_itself(queue):
    queue.issue("household")
    job = lease(queue)

    queue.report_print_job(job.id, job.lease, "uncertain", "no answer after the cut")

    assert queue.print_job(job.id).state is PrintState.UNCERTAIN
    assert queue.lease_print_jobs("agent") == []


def test_a_lease_that_ran_out_is_offered_again_as_a_copy(queue, clock):
    queue.issue("household")
    job = lease(queue, lease_seconds=30)
    clock.advance(seconds=29)
    early = queue.lease_print_jobs("agent")
    clock.advance(seconds=1)

    again = lease(queue)

    assert early == []
    assert again.id == job.id
    assert again.copy
    assert again.slip.copy
    reports = [e for e in queue.events() if e.kind is EventKind.PRINT_REPORTED]
    assert [report.body["outcome"] for report in reports] == ["uncertain"]
    with pytest.raises(LeaseLostError) as refused:
        queue.report_print_job(job.id, job.lease, "printed")
    assert refused.value.code == "lease_lost"


def test_a_lease_that_ran_out_can_still_be_reported_while_nobody_else_has_it(queue, clock):
    queue.issue("household")
    job = lease(queue, lease_seconds=30)
    clock.advance(minutes=5)

    queue.report_print_job(job.id, job.lease, "printed")

    assert queue.print_job(job.id).state is PrintState.PRINTED


def test_a_lease_does_not_survive_its_time_across_a_reboot(queue, office_dir, clock):
    queue.issue("household")
    lease(queue, lease_seconds=30)
    queue.close()
    clock.reboot(timedelta(minutes=1))

    with Queue.open(office_dir, clock=clock) as again:
        assert lease(again).copy


def test_a_lease_does_not_last_for_ever_when_the_boot_clock_goes_back(queue, office_dir, clock):
    queue.issue("household")
    lease(queue, lease_seconds=30)
    queue.close()

    with Queue.open(office_dir, clock=ManualClock(boottime_us=1_000_000)) as again:
        assert lease(again).copy


@pytest.mark.parametrize("other", ["", "кілт", "0" * 32])
def test_a_report_under_another_lease_is_refused(queue, other):
    queue.issue("household")
    job = lease(queue)

    with pytest.raises(LeaseLostError):
        queue.report_print_job(job.id, other, PrintOutcome.PRINTED)

    assert queue.print_job(job.id).state is PrintState.LEASED


def test_a_job_is_reported_once(queue):
    queue.issue("household")
    job = lease(queue)
    queue.report_print_job(job.id, job.lease, "printed")

    with pytest.raises(LeaseLostError):
        queue.report_print_job(job.id, job.lease, "printed")


def doubtful(queue):
    queue.issue("household")
    job = lease(queue, printer="hall")
    queue.report_print_job(job.id, job.lease, "uncertain", "paper_end")
    return job


def test_an_uncertain_job_that_came_out_late_is_printed_by_an_event_of_its_own(queue):
    job = doubtful(queue)

    queue.report_print_job(job.id, job.lease, "printed", "late")

    done = queue.print_job(job.id)
    assert (done.state, done.outcome, done.detail) == (
        PrintState.PRINTED,
        PrintOutcome.PRINTED,
        "late",
    )
    doubt, proof = queue.events()[-2:]
    assert (doubt.kind, proof.kind) == (EventKind.PRINT_REPORTED, EventKind.PRINT_CONFIRMED)
    assert (proof.actor, proof.body["job"], proof.body["outcome"]) == ("agent", job.id, "printed")
    assert queue.verify_journal().sound


@pytest.mark.parametrize("outcome", ["uncertain", "not_sent"])
def test_printed_is_the_only_correction_of_a_doubt(queue, outcome):
    job = doubtful(queue)

    with pytest.raises(LeaseLostError):
        queue.report_print_job(job.id, job.lease, outcome)

    assert queue.print_job(job.id).state is PrintState.UNCERTAIN


def test_a_doubt_is_corrected_once_and_only_by_whoever_printed(queue):
    job = doubtful(queue)

    with pytest.raises(LeaseLostError):
        queue.report_print_job(job.id, "0" * 32, "printed")
    queue.report_print_job(job.id, job.lease, "printed")
    with pytest.raises(LeaseLostError):
        queue.report_print_job(job.id, job.lease, "printed")

    assert queue.print_job(job.id).state is PrintState.PRINTED


def test_a_copy_that_was_asked_for_in_doubt_stays_a_copy(queue):
    job = doubtful(queue)
    copy_id = queue.reprint(job.subject.ticket_id, actor="supervisor")
    queue.report_print_job(job.id, job.lease, "printed", "late")

    copy = lease(queue)

    assert copy.id == copy_id
    assert copy.slip.copy
    assert not queue.print_job(job.id).slip.copy


def test_a_job_that_nobody_leased_cannot_be_reported(queue):
    job_id = queue.issue("household").print_job

    with pytest.raises(LeaseLostError):
        queue.report_print_job(job_id, "", "printed")
    with pytest.raises(UnknownPrintJobError):
        queue.report_print_job(77, "x", "printed")


def test_a_reprint_says_what_the_first_paper_said_and_that_it_is_a_copy(queue, clock, desk):
    issued = queue.issue("household")
    desk.waiting()
    clock.advance(minutes=10)

    copy = queue.print_job(queue.reprint(issued.ticket.id, actor="aida"))

    first = queue.print_job(issued.print_job)
    assert copy.slip.copy
    assert not first.slip.copy
    assert copy.slip.issued_at == first.slip.issued_at
    assert copy.slip.number == "K001"
    event = queue.events()[-1]
    assert (event.kind, event.actor) == (EventKind.PRINT_REQUESTED, "aida")
    with pytest.raises(UnknownTicketError):
        queue.reprint("2026-11-23-K999", actor="aida")


def test_a_ticket_issued_without_paper_can_be_printed_later(queue):
    ticket_id = queue.issue("household", print_ticket=False).ticket.id

    job = queue.print_job(queue.reprint(ticket_id, actor="aida"))

    assert job.slip.copy
    assert job.slip.service.kk


def test_asking_for_jobs_when_there_are_none_writes_nothing(queue):
    before = queue.last_seq()

    assert queue.lease_print_jobs("agent") == []
    assert queue.last_seq() == before


def refused_papers(queue):
    """A refusal receipt in two copies."""
    return queue.register.accept(
        "military-service", person=Person("Серікова Айгүл"), documents={}, window=1,
        inspector="Омаров Е.", actor="aida",
    )  # fmt: skip


def test_any_paper_is_printed_again_and_says_that_it_is_a_copy(queue):
    first = refused_papers(queue).print_jobs[0]

    copy = queue.print_job(queue.print_again(first, actor="aida"))

    assert copy.slip == replace(queue.print_job(first).slip, copy=True)
    assert copy.subject == queue.print_job(first).subject
    assert "Серікова Айгүл" in str(copy.slip)


def test_a_paper_whose_person_was_erased_is_not_printed_again(queue):
    refused = refused_papers(queue)
    queue.register.erase(refused.refusal, actor="boss")

    with pytest.raises(PersonErasedError):
        queue.print_again(refused.print_jobs[0], actor="aida")


def test_a_paper_that_never_was_is_not_printed_again(queue):
    with pytest.raises(UnknownPrintJobError):
        queue.print_again(4711, actor="aida")


def test_a_slip_that_can_never_be_printed_is_set_aside_for_the_next_one(queue):
    first, second = (queue.issue("household").print_job for _ in range(2))
    job = lease(queue)

    queue.report_print_job(job.id, job.lease, PrintOutcome.UNPRINTABLE, "unprintable_text")

    assert lease(queue).id == second
    assert queue.print_job(first).state is PrintState.UNPRINTABLE
    assert queue.print_job(first).detail == "unprintable_text"
