"""The virtual printer's tray in the browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kezek_core.slips import TicketSlip
from kezek_kiosk.services import Services
from kezek_printers.printer import Printer


def print_ticket(house: Services) -> TicketSlip:
    house.queue.issue("military-service")
    job = house.queue.lease_print_jobs("test")[0]
    printer = Printer("virtual://", "default", house.papers_dir)
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
    anyone: FlaskClient, house: Services
) -> None:
    slip = print_ticket(house)

    (paper,) = anyone.get("/papers/list").get_json()["papers"]
    picture = anyone.get(paper["picture"])

    assert paper["number"] == slip.number
    assert picture.mimetype == "image/png"
    assert picture.data.startswith(b"\x89PNG")
    assert paper["picture"] in anyone.get("/papers").get_data(as_text=True)


@pytest.mark.parametrize("name", ["1", "..%2Fsecrets.toml", "../secrets.toml", "a"])
def test_only_papers_can_be_asked_for(anyone: FlaskClient, data_dir: Path, name: str) -> None:
    assert anyone.get(f"/papers/{name}.png").status_code == 404
