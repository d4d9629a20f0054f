"""``kezek people``: one person's data, exported into a private file and erased for ever."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kezek_kiosk.cli import main
from kezek_kiosk.compose import build_services
from kezek_printers.delivery.printer import Printer
from kezek_queue.feedback.values import Complainant
from kezek_queue.people.personal_data import Person

NAME = "Серікова Айгүл"
COMPLETE = {"application": 1, "military_id": 1, "identity_card_copy": 1}

Kezek = Callable[..., Result]


@pytest.fixture
def kezek(data_dir: Path) -> Kezek:
    def run(*arguments: str, says: str | None = None) -> Result:
        return CliRunner().invoke(main, [*arguments, "--data", str(data_dir)], input=says)

    return run


@pytest.fixture
def numbers(data_dir: Path) -> dict[str, str]:
    """A request, an issued one, a refusal and a complaint of the same person."""
    context = build_services(data_dir)
    found = {}
    for name, documents in (("open", COMPLETE), ("closed", COMPLETE), ("refusal", {})):
        answer = context.queue.register.accept(
            "military-service",
            person=Person(NAME, contacts="8 701 000 00 00"),
            documents=documents,
            window=1,
            inspector="Омаров Е. Қ.",
            actor="operator1",
        )
        found[name] = answer.request.shown if answer.request else str(answer.refusal)
    printer = Printer("virtual://", "default", context.papers_dir)
    for job in context.queue.lease_print_jobs("test", limit=10):
        printer.print(job.slip, subject=job.subject.id)
    printer.close()
    for command in ("send", "ready", "issue"):
        getattr(context.queue.register, command)(found["closed"], actor="operator1")
    found["complaint"] = context.queue.feedback.register_complaint(
        "Ұзақ күттім", actor="operator1", person=Complainant(NAME)
    ).complaint.shown
    context.close()
    return found


@pytest.mark.parametrize("kind", ["open", "closed", "refusal", "complaint"])
def test_an_export_holds_the_name_and_goes_into_a_file_of_its_owner(
    kezek: Kezek, numbers: dict[str, str], tmp_path: Path, kind: str
) -> None:
    target = tmp_path / "person.json"
    target.write_text("older", "utf-8")
    target.chmod(0o644)

    result = kezek("people", "export", numbers[kind], "--output", str(target))

    held = json.loads(target.read_text("utf-8"))
    assert result.exit_code == 0, result.output
    assert NAME in str(held["person"])
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert NAME not in result.output
    assert list(tmp_path.glob(".*")) == []


def test_an_export_without_a_file_is_printed_with_the_papers(
    kezek: Kezek, numbers: dict[str, str]
) -> None:
    held = json.loads(kezek("people", "export", numbers["refusal"]).output)

    assert set(held) == {"refusal", "person", "papers"}
    assert len(held["papers"]) == 2
    assert "Серікова" in held["papers"][0]["text"]


def test_an_erasure_asks_first_and_no_changes_nothing(
    kezek: Kezek, numbers: dict[str, str]
) -> None:
    result = kezek("people", "erase", numbers["closed"], says="n\n")

    assert result.exit_code == 1
    assert "cannot be brought back" in result.output
    assert NAME in kezek("people", "export", numbers["closed"]).output


@pytest.mark.parametrize("kind", ["closed", "refusal", "complaint"])
def test_an_erasure_forgets_the_person_and_says_so(
    kezek: Kezek, numbers: dict[str, str], data_dir: Path, kind: str
) -> None:
    result = kezek("people", "erase", numbers[kind], says="y\n")

    held = json.loads(kezek("people", "export", numbers[kind]).output)
    assert result.exit_code == 0, result.output
    assert "names nobody any more" in result.output
    assert held["person"] == {}
    assert held["papers"] == []


def test_an_unanswered_complaint_is_erased_only_after_a_warning(
    kezek: Kezek, numbers: dict[str, str]
) -> None:
    assert "not answered yet" in kezek("people", "erase", numbers["complaint"], says="n\n").output


def test_a_script_may_erase_without_a_question_and_twice(
    kezek: Kezek, numbers: dict[str, str]
) -> None:
    first = kezek("people", "erase", numbers["refusal"], "--yes")
    second = kezek("people", "erase", numbers["refusal"], "--yes")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "nothing was left to erase" in second.output


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("26-000001-8", "digit"),
        ("26-000009-6", "receipt"),
        ("refusal-77", "refusal"),
        ("C-26-000017-6", "complaint"),
        ("Айгүл", "request number"),
    ],
)
def test_a_number_that_leads_nowhere_is_one_clear_sentence(
    kezek: Kezek, numbers: dict[str, str], number: str, says: str
) -> None:
    for command in ("export", "erase"):
        result = kezek("people", command, number, says="y\n")

        assert result.exit_code == 1
        assert result.output.startswith("Error: expected")
        assert says in result.output


def test_a_request_in_work_keeps_its_person_and_says_why(
    kezek: Kezek, numbers: dict[str, str]
) -> None:
    result = kezek("people", "erase", numbers["open"], "--yes")

    assert result.exit_code == 1
    assert "finish it first" in result.output
    assert NAME in kezek("people", "export", numbers["open"]).output


def test_a_file_that_cannot_be_written_says_where(
    kezek: Kezek, numbers: dict[str, str], tmp_path: Path
) -> None:
    result = kezek(
        "people", "export", numbers["open"], "--output", str(tmp_path / "nowhere" / "x.json")
    )

    assert result.exit_code == 1
    assert "choose another place" in result.output
    assert NAME not in result.output
