"""The virtual printer's tray in the browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kezek_core.papers.slips import TicketSlip
from kezek_kiosk.app import create_app
from kezek_kiosk.compose import build_services
from kezek_kiosk.pages.visitor.papers import SHOWN
from kezek_kiosk.web.context import AppContext
from kezek_printers import load_profile, open_wire
from kezek_printers.delivery.printer import Printer

CUT = b"\x1dVB\x00"


def print_ticket(context: AppContext) -> TicketSlip:
    context.queue.issue("military-service")
    job = context.queue.lease_print_jobs("test")[0]
    printer = Printer("virtual://", "default", context.papers_dir)
    try:
        assert printer.print(job.slip).outcome.value == "printed"
    finally:
        printer.close()
    return job.slip


def test_an_empty_tray_says_what_will_lie_there(anyone: FlaskClient) -> None:
    page = anyone.get("/papers").get_data(as_text=True)

    assert "қағаздар осында пайда болады" in page
    assert anyone.get("/papers/list").get_json() == {"papers": []}


def test_a_printed_ticket_lies_in_the_tray_as_a_picture(
    anyone: FlaskClient, context: AppContext
) -> None:
    slip = print_ticket(context)

    (paper,) = anyone.get("/papers/list").get_json()["papers"]
    picture = anyone.get(paper["picture"])

    assert paper["number"] == slip.number
    assert picture.mimetype == "image/png"
    assert picture.data.startswith(b"\x89PNG")
    assert paper["picture"] in anyone.get("/papers").get_data(as_text=True)


def test_a_paper_is_listed_before_it_was_ever_drawn_and_drawn_when_it_is_looked_at(
    anyone: FlaskClient, context: AppContext
) -> None:
    print_ticket(context)

    (paper,) = anyone.get("/papers/list").get_json()["papers"]
    page = anyone.get("/papers").get_data(as_text=True)
    drawn_before = list(context.papers_dir.glob("*.png"))
    picture = anyone.get(paper["picture"]).data

    assert paper["picture"] in page
    assert drawn_before == []
    assert [one.read_bytes() for one in context.papers_dir.glob("*.png")] == [picture]


def test_the_newest_papers_lie_in_the_tray_and_no_more_than_fit(
    anyone: FlaskClient, context: AppContext
) -> None:
    with open_wire("virtual://", load_profile("default"), context.papers_dir) as wire:
        for number in range(SHOWN + 3):
            wire.write(f"A{number:03}\n".encode() + CUT, deadline_seconds=1)

    listed = anyone.get("/papers/list").get_json()["papers"]

    assert [paper["number"] for paper in listed] == [f"A{n:03}" for n in range(SHOWN + 2, 2, -1)]


def test_a_slip_cut_off_empty_is_a_paper_like_any_other(
    anyone: FlaskClient, context: AppContext
) -> None:
    with open_wire("virtual://", load_profile("default"), context.papers_dir) as wire:
        wire.write(CUT, deadline_seconds=1)

    (paper,) = anyone.get("/papers/list").get_json()["papers"]

    assert paper["number"] == ""
    assert anyone.get(paper["picture"]).data.startswith(b"\x89PNG")


def test_a_paper_thrown_away_meanwhile_is_not_found(
    anyone: FlaskClient, context: AppContext
) -> None:
    print_ticket(context)
    (paper,) = anyone.get("/papers/list").get_json()["papers"]
    for file in context.papers_dir.iterdir():
        file.unlink()

    assert anyone.get(paper["picture"]).status_code == 404


@pytest.mark.parametrize("name", ["1", "..%2Fsecrets.toml", "../secrets.toml", "a"])
def test_only_papers_can_be_asked_for(anyone: FlaskClient, data_dir: Path, name: str) -> None:
    assert anyone.get(f"/papers/{name}.png").status_code == 404


def test_in_a_real_office_only_staff_look_at_the_papers(data_dir: Path) -> None:
    office = data_dir / "office.toml"
    office.write_text(office.read_text("utf-8").replace("demo = true", "demo = false"), "utf-8")
    context = build_services(data_dir)
    print_ticket(context)
    app = create_app(context)
    stranger, staff = app.test_client(), app.test_client()
    token = context.tokens.create("supervisor")
    staff.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"

    (paper,) = staff.get("/papers/list").get_json()["papers"]
    refused = [
        stranger.get(path).status_code for path in ("/papers", "/papers/list", paper["picture"])
    ]
    shown = staff.get(paper["picture"])
    context.close()

    assert set(refused) <= {401, 403}  # the second as the open kiosk, which may take tickets only
    assert shown.data.startswith(b"\x89PNG")
