"""Three weeks of requests, complaints and surveys before the morning that the pictures show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from kezek_core.ports import PrintOutcome
from kezek_queue import Complainant, ManualClock, Person, Queue, Survey

FIRST = datetime(2026, 11, 2, 4, 30, tzinfo=UTC)
LAST = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PEOPLE = (
    ("Серікова Айгүл Болатқызы", "Қарағанды қ., Абай к-сі, 12", "8 701 555 44 33"),
    ("Омаров Ерлан Қайратұлы", "Абай ауданы, Топар кенті", "omarov@example.kz"),
    ("Иванова Мария Петровна", "г. Караганда, ул. Гоголя, 5", "8 777 123 45 67"),
    ("Әбдіғалиев Нұрсұлтан", "Шахтинск қ.", "8 702 000 11 22"),
)
SERVICES = ("military-service", "guardianship", "household", "criminal-record", "minors-assets")
LATE = 27
"""From this visit on some answers are still owed."""

STEPS = ("accepted", "sent", "returned", "ready", "issued", "refused")


def fill_register(data: Path) -> None:
    """Fill the register of a demo office that is not running."""
    clock = ManualClock(FIRST)
    with Queue.open(data, clock=clock) as queue:
        for turn in range(36):
            clock.move_to(FIRST + turn * (LAST - FIRST) / 36)
            _one_visit(queue, clock, turn)
        queue.register.mark_unclaimed(LAST.date())
        _all_printed(queue)


def _one_visit(queue: Queue, clock: ManualClock, turn: int) -> None:
    service = SERVICES[turn % len(SERVICES)]
    name, address, contacts = PEOPLE[turn % len(PEOPLE)]
    window = next(each.id for each in queue.office.windows.values() if service in each.services)
    ticket = queue.issue(service, print_ticket=False).ticket
    clock.advance(timedelta(minutes=9))
    queue.call_next(window, actor=f"operator{window}")
    queue.start(window, actor=f"operator{window}")
    needed = queue.standards.get(queue.office.services[service].standard).documents
    brought = [each for each in needed if each.required]
    documents = {each.id: 1 for each in brought[: len(brought) - (turn % 9 == 8)]}
    answer = queue.register.accept(
        service,
        person=Person(name, address, contacts),
        documents=documents,
        window=window,
        inspector="Жұмабекова А. С.",
        actor=f"operator{window}",
        ticket_id=ticket.id,
        paid_on=clock.now().at.date(),
    )
    clock.advance(timedelta(minutes=6))
    queue.finish(window, actor=f"operator{window}")
    queue.feedback.answer_survey(
        Survey(process=turn % 7 != 0, information=turn % 5 != 0, politeness=turn % 11 != 0),
        ticket_id=ticket.id,
    )
    if answer.request is not None:
        step = STEPS[turn % len(STEPS)]
        owed = turn >= LATE or step == "refused" or turn == 12
        _lead_on(queue, answer.request.number, step if owed else "issued", f"operator{window}")
    if turn % 12 == 5:
        _complain(queue, turn, service)


def _lead_on(queue: Queue, number: str, until: str, actor: str) -> None:
    register = queue.register
    if until in {"sent", "returned"}:
        register.send(number, actor=actor)
    if until == "returned":
        register.return_from_authority(number, ["Мұрағат анықтамасы анық емес"], actor=actor)
    if until in {"ready", "issued"}:
        register.ready(number, actor=actor)
    if until == "issued":
        register.issue(number, actor=actor)
    if until == "refused" and "refuse" in register.allowed(
        [register.get(number)], register.get(number).accepted_on
    ).get(number, ()):
        register.refuse(number, ["Құжаттарда дұрыс емес деректер бар"], actor=actor)


def _complain(queue: Queue, turn: int, service: str) -> None:
    name, _, contacts = PEOPLE[turn % len(PEOPLE)]
    registered = queue.feedback.register_complaint(
        "Құжаттарды қабылдағанда ұзақ күттім.",
        person=Complainant(name, contacts),
        service=service,
        accepted_by="Жұмабекова А. С.",
        actor="supervisor",
    )
    if turn > 12:
        queue.feedback.resolve_complaint(
            registered.complaint.number, justified=turn % 2 == 1, outcome="Кешірім сұралды.",
            actor="supervisor",
        )  # fmt: skip


def _all_printed(queue: Queue) -> None:
    """Nothing of these weeks is left for the printer of the morning."""
    while jobs := queue.lease_print_jobs("past", limit=20):
        for job in jobs:
            queue.report_print_job(job.id, job.lease or "", PrintOutcome.PRINTED)
