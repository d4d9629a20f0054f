"""What a service asks for, told to anybody over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask.testing import FlaskClient

from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock

Matches = Callable[[str, Any], None]
Json = dict[str, Any]
Problem = Callable[[Any, int, str], Json]


def test_every_service_of_the_office_tells_its_documents_to_anybody(
    anyone: FlaskClient, context: AppContext, matches: Matches
) -> None:
    for service in context.queue.office.services:
        documents = anyone.get(f"/api/v1/services/{service}/documents").json

        matches("ServiceDocuments", documents)
        assert documents["service"] == service
        assert documents["documents"]


def test_the_list_tells_conditions_person_duty_and_extensions(anyone: FlaskClient) -> None:
    military = anyone.get("/api/v1/services/military-service/documents").json
    apostille = anyone.get("/api/v1/services/apostille/documents").json

    assert [each["required"] for each in military["documents"]] == [True, True, True, False]
    assert military["documents"][3]["condition"] == "Қажет болған жағдайда"
    assert military["fee"] == {"free": True, "mci_share": None, "tenge_today": 0}
    assert [(each["which"], each["amount"], each["unit"]) for each in military["extensions"]] == [
        (0, 1, "months"),
        (1, 3, "months"),
    ]
    assert apostille["fee"] == {"free": False, "mci_share": "0.20", "tenge_today": 865}
    assert apostille["person"]["address"] == "optional"


def test_a_duty_nobody_knows_is_null(anyone: FlaskClient, clock: ManualClock) -> None:
    clock.move_to(datetime(2029, 3, 1, 5, 0, tzinfo=UTC))

    fee = anyone.get("/api/v1/services/apostille/documents").json["fee"]

    assert fee["tenge_today"] is None


def test_an_unknown_service_has_no_documents(anyone: FlaskClient, problem: Problem) -> None:
    problem(anyone.get("/api/v1/services/passport/documents"), 422, "unknown_service")
