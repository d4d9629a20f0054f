"""Whoever is forgotten stands on no paper of the virtual printer any more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kezek_kiosk.agent.print_worker import PrinterSeat, PrintWorker
from kezek_kiosk.settings.devices import PrinterSettings
from kezek_kiosk.settings.settings import PrivacySettings
from kezek_kiosk.upkeep.erasure import (
    erase_person,
    forget_papers_of_erased,
    paper_directories,
    tidy,
)
from kezek_kiosk.web.context import AppContext
from kezek_printers.delivery.printer import Printer
from kezek_printers.emulator.papers import PaperEntry, list_papers
from kezek_queue import ManualClock
from kezek_queue.feedback.values import Complainant
from kezek_queue.people.personal_data import Person

APPLICANT, OTHER = "Серікова Айгүл", "Жұмабаев Мағжан"
CLERK = "Омаров Ерлан"
COMPLETE = {"application": 1, "military_id": 1, "identity_card_copy": 1}


@pytest.fixture
def print_all(context: AppContext) -> Callable[[], None]:
    """Prints whatever waits, as the agent does, on the virtual printer."""

    def run() -> None:
        printer = Printer("virtual://", "default", context.papers_dir)
        seat = PrinterSeat("hall", printer)
        worker = PrintWorker(None, seat, "test", None)  # type: ignore[arg-type]
        for job in context.queue.lease_print_jobs("test", limit=50):
            leased = {"id": job.id, **job.subject.facts(), "slip": job.slip.to_json()}
            outcome, *_ = worker._print(leased)
            assert job.lease
            context.queue.report_print_job(job.id, job.lease, outcome, "")
        printer.close()

    return run


@pytest.fixture
def accept(context: AppContext) -> Callable[..., str]:
    """Takes papers at window 1; gives the request's number, or the refusal's id."""

    def take(name: str = APPLICANT, documents: dict[str, int] = COMPLETE) -> str:
        answer = context.queue.register.accept(
            "military-service",
            person=Person(name, "Қарағанды, Абай көшесі, 7", "8 701 000 00 00"),
            documents=documents,
            window=1,
            inspector=CLERK,
            actor="operator1",
        )
        return answer.request.number if answer.request else str(answer.refusal)

    return take


@pytest.fixture
def close(context: AppContext) -> Callable[[str], None]:
    """Brings a request to its end."""

    def run(number: str) -> None:
        for command in ("send", "ready", "issue"):
            getattr(context.queue.register, command)(number, actor="operator1")

    return run


def complain(context: AppContext) -> str:
    return context.queue.feedback.register_complaint(
        "Ұзақ күттім",
        actor="operator1",
        person=Complainant(APPLICANT, "8 701 000 00 00"),
        accepted_by=CLERK,
    ).complaint.number


def papers(context: AppContext) -> list[PaperEntry]:
    """The oldest first."""
    return list_papers(context.papers_dir)[::-1]


def shelf_text(context: AppContext) -> str:
    return b"".join(file.read_bytes() for file in context.papers_dir.iterdir()).decode(
        "utf-8", "replace"
    )


def test_an_erased_request_stands_on_no_paper_and_the_others_do(
    context: AppContext,
    accept: Callable[..., str],
    close: Callable[[str], None],
    print_all: Callable[[], None],
) -> None:
    number = accept()
    accept(OTHER)
    context.queue.issue("household")
    print_all()
    close(number)
    named_before = CLERK in shelf_text(context)
    texts_before = [paper.text for paper in papers(context)]

    erased = erase_person(context, number, actor="admin")

    assert erased
    assert named_before
    assert [paper.erased for paper in papers(context)] == [True, False, False]
    assert [paper.text for paper in papers(context)][1:] == texts_before[1:]


def test_both_copies_of_an_erased_refusal_are_blank(
    context: AppContext, accept: Callable[..., str], print_all: Callable[[], None]
) -> None:
    refusal = accept(documents={})
    print_all()
    named_before = shelf_text(context).count(APPLICANT)

    erase_person(context, refusal, actor="admin")

    assert named_before >= 2
    assert [paper.erased for paper in papers(context)] == [True, True]
    assert APPLICANT not in shelf_text(context)


def test_the_talon_of_an_erased_complaint_names_nobody(
    context: AppContext, print_all: Callable[[], None]
) -> None:
    number = complain(context)
    print_all()
    named_before = CLERK in shelf_text(context)

    erase_person(context, number, actor="admin")

    assert named_before
    assert CLERK not in shelf_text(context)


def test_a_paper_printed_before_papers_knew_their_subject_is_found_by_its_number(
    context: AppContext, accept: Callable[..., str], close: Callable[[str], None]
) -> None:
    number = accept()
    printer = Printer("virtual://", "default", context.papers_dir)
    printer.print(context.queue.lease_print_jobs("test")[0].slip)
    printer.close()
    close(number)

    erase_person(context, number, actor="admin")

    (paper,) = papers(context)
    assert paper.erased


def test_a_paper_that_came_out_after_the_erasure_goes_with_the_next_tidying(
    context: AppContext,
    accept: Callable[..., str],
    close: Callable[[str], None],
    print_all: Callable[[], None],
) -> None:
    number = accept()
    print_all()
    close(number)
    context.queue.register.erase(number, actor="admin")
    named_between = CLERK in shelf_text(context)

    tidy(context)

    assert named_between
    assert CLERK not in shelf_text(context)


@pytest.mark.parametrize(
    ("keep_days", "passed_days", "kept"),
    [(90, 89, True), (90, 91, False), (5, 6, False), (0, 1, False)],
)
def test_people_are_kept_as_long_as_the_settings_say(
    context: AppContext,
    clock: ManualClock,
    accept: Callable[..., str],
    close: Callable[[str], None],
    print_all: Callable[[], None],
    keep_days: int,
    passed_days: int,
    kept: bool,
) -> None:
    settings = replace(context.settings, privacy=PrivacySettings(keep_days=keep_days))
    context = replace(context, settings=settings)
    number, complaint, refusal = accept(), complain(context), accept(documents={})
    print_all()
    close(number)
    context.queue.feedback.resolve_complaint(
        complaint, justified=True, outcome="Кешірім сұралды", actor="supervisor"
    )

    clock.advance(days=passed_days)
    tidy(context)

    held = [
        bool(context.queue.register.export(number)["person"]),
        bool(context.queue.register.export(refusal)["person"]),
        context.queue.feedback.complaint_details(complaint).name is not None,
        CLERK in shelf_text(context),
        APPLICANT in shelf_text(context),
    ]
    assert held == [kept] * 5


def test_a_paper_about_a_request_that_nobody_knows_goes_when_it_is_old(
    context: AppContext, accept: Callable[..., str], print_all: Callable[[], None]
) -> None:
    accept()
    print_all()
    (paper,) = papers(context)
    about = paper.path.with_suffix(".json")
    about.write_text(
        about.read_text("utf-8").replace("260000019", "260000020").replace("26-000001-9", "-"),
        "utf-8",
    )

    young = forget_papers_of_erased(context.queue, [context.papers_dir], keep_days=90)
    later = datetime.now(UTC) + timedelta(days=91)
    old = forget_papers_of_erased(context.queue, [context.papers_dir], keep_days=90, now=later)

    assert (young, old) == (0, 1)


def test_a_printer_with_a_tray_of_its_own_is_looked_through_too(tmp_path: Path) -> None:
    printers = [
        PrinterSettings("hall", "virtual://"),
        PrinterSettings("desk", f"virtual://{tmp_path}/desk%201"),
        PrinterSettings("real", "tcp://10.0.0.9:9100"),
    ]

    assert paper_directories(tmp_path / "papers", printers) == (
        tmp_path / "papers",
        tmp_path / "desk 1",
    )


def test_the_tray_shows_an_erased_paper_like_any_other(
    anyone: FlaskClient,
    context: AppContext,
    accept: Callable[..., str],
    print_all: Callable[[], None],
) -> None:
    refusal = accept(documents={})
    print_all()
    shown = anyone.get("/papers/list").get_json()["papers"]
    before = [anyone.get(paper["picture"]).data for paper in shown]

    erase_person(context, refusal, actor="admin")

    listed = anyone.get("/papers/list").get_json()["papers"]
    after = [anyone.get(paper["picture"]) for paper in listed]
    assert [paper["name"] for paper in listed] == [paper["name"] for paper in shown]
    assert all(answer.data.startswith(b"\x89PNG") for answer in after)
    assert not {answer.data for answer in after} & set(before)
    assert {answer.headers["Cache-Control"] for answer in after} == {"no-store"}


def test_erasing_twice_changes_nothing(
    context: AppContext, accept: Callable[..., str], print_all: Callable[[], None]
) -> None:
    refusal = accept(documents={})
    print_all()

    first = erase_person(context, refusal, actor="admin")
    shelf = shelf_text(context)
    second = erase_person(context, refusal, actor="admin")

    assert (first, second) == (True, False)
    assert shelf_text(context) == shelf


def test_an_office_without_a_tray_is_tidied_as_well(context: AppContext) -> None:
    tidy(replace(context, papers_dir=context.papers_dir / "none"))

    assert not (context.papers_dir / "none").exists()
