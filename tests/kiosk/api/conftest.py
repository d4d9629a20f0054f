"""What the tests of calls share: a ticket issued, a refusal looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient


@pytest.fixture(scope="session")
def issue() -> Callable[..., dict[str, Any]]:
    """Issues a ticket and gives the answer's body."""

    def _issue(client: FlaskClient, service: str = "household", **more: Any) -> dict[str, Any]:
        answer = client.post("/api/v1/tickets", json={"service": service, **more})
        assert answer.status_code == 201, answer.get_data(as_text=True)
        return answer.json

    return _issue


@pytest.fixture(scope="session")
def problem() -> Callable[[Any, int, str], dict[str, Any]]:
    """Sees that an answer is a whole problem document, and gives it."""

    def _problem(answer: Any, status: int, code: str) -> dict[str, Any]:
        assert (answer.status_code, answer.json["code"]) == (status, code), answer.json
        assert answer.mimetype == "application/problem+json"
        assert answer.json["type"] == f"/problems/{code}"
        assert answer.json["status"] == status
        assert answer.json["detail"]
        return answer.json

    return _problem
