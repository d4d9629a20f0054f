"""A demo office, its services, its app and clients of every role, on a clock that tests move."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask
from flask.testing import FlaskClient

from kezek_kiosk.access.pin_rules import DEMO_PIN
from kezek_kiosk.api import blueprints
from kezek_kiosk.api.openapi.document import document
from kezek_kiosk.app import create_app, give_office
from kezek_kiosk.compose import build_services
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock, Request, Ticket
from kezek_queue.feedback.feedback import Survey
from kezek_queue.people.personal_data import Person

MONDAY = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
"""Ten in the morning in Almaty."""


class WallTime:
    """The time that sessions and back-off see; moved by hand."""

    def __init__(self) -> None:
        self.at = MONDAY

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **parts: float) -> None:
        self.at += timedelta(**parts)


@pytest.fixture(scope="session")
def demo_template(demo_offices: Callable[[int], Path]) -> Path:
    """The demo office of eight windows: to be copied."""
    return demo_offices(8)


@pytest.fixture
def data_dir(demo_template: Path, tmp_path: Path) -> Path:
    """A fresh copy of the demo office."""
    return Path(shutil.copytree(demo_template, tmp_path / "data"))


@pytest.fixture
def clock() -> ManualClock:
    """The queue's clock."""
    return ManualClock(MONDAY)


@pytest.fixture
def wall_time() -> WallTime:
    """The wall time of accounts and sessions."""
    return WallTime()


@pytest.fixture
def absent(context: AppContext, clock: ManualClock) -> Callable[..., None]:
    """Nobody comes to the call at some windows, nor to a second one: marked when it counts."""

    def mark(*windows: int) -> None:
        for command in (context.queue.recall, context.queue.no_show):
            clock.advance(seconds=30)
            for window in windows or (1,):
                command(window, actor=f"operator{window}")

    return mark


@pytest.fixture
def context(data_dir: Path, clock: ManualClock) -> Iterator[AppContext]:
    """The services of the demo office on the moved clock."""
    built = build_services(data_dir, clock=clock)
    yield built
    built.close()


@pytest.fixture(scope="session")
def made_apps() -> list[Flask]:
    """The one app of a worker, once a test has needed it: compiling its routes takes longest."""
    return []


@pytest.fixture
def app(context: AppContext, made_apps: list[Flask]) -> Iterator[Flask]:
    """The app, answering for this test's office and forgetting all that the test has put on it."""
    if not made_apps:
        made_apps.append(create_app(context))
    [made] = made_apps
    bare = dict(made.extensions)
    give_office(made, context)
    yield made
    made.extensions = bare


@pytest.fixture(scope="session")
def openapi() -> dict[str, Any]:
    """The description of the API; its routes are the same in every office."""
    app = Flask("api")
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    return document(app)


@pytest.fixture(scope="session")
def matches(openapi: dict[str, Any]) -> Callable[[str, Any], None]:
    """Fails when a value has not the described shape of that name."""

    def check(name: str, value: Any) -> None:
        schema = {"$ref": f"#/components/schemas/{name}", "components": openapi["components"]}
        jsonschema_rs.validate(schema, value)

    return check


@pytest.fixture
def anyone(app: Flask) -> FlaskClient:
    """A browser without a cookie."""
    return app.test_client()


@pytest.fixture
def client_of(app: Flask, context: AppContext) -> Callable[..., FlaskClient]:
    """Makes a client that sends a bearer token of a role."""

    def make(role: str, window: int | None = None) -> FlaskClient:
        token = context.tokens.create(role, window)
        client = app.test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        return client

    return make


@pytest.fixture
def admin(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    """A client with an admin token."""
    return client_of("admin")


@pytest.fixture
def supervisor(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    """A client with a supervisor's token."""
    return client_of("supervisor")


@pytest.fixture
def operator(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    """A client with the token of the operator at window 1."""
    return client_of("operator", 1)


@pytest.fixture
def csrf_of() -> Callable[[FlaskClient], str]:
    """Reads the CSRF token out of the sign-in page, as a browser has it."""

    def read(client: FlaskClient, page: str = "/login") -> str:
        with client.get(page) as answer:
            text = answer.get_data(as_text=True)
        mark = 'name="csrf-token" content="'
        start = text.index(mark) + len(mark)
        return text[start : text.index('"', start)]

    return read


@pytest.fixture
def visitor(app: Flask, csrf_of: Callable[..., str]) -> FlaskClient:
    """A browser that shows the open kiosk: it has the page's cookie and sends its token."""
    browser = app.test_client()
    browser.environ_base["HTTP_X_CSRFTOKEN"] = csrf_of(browser, "/kiosk")
    return browser


@pytest.fixture
def signed_in(
    app: Flask, csrf_of: Callable[[FlaskClient], str]
) -> Callable[..., tuple[FlaskClient, str]]:
    """Signs somebody in through the page; gives the browser and its CSRF token."""

    def sign_in(name: str, pin: str = DEMO_PIN) -> tuple[FlaskClient, str]:
        browser = app.test_client()
        form = {"name": name, "pin": pin, "csrf_token": csrf_of(browser)}
        with browser.post("/login", data=form) as answer:
            assert answer.status_code == 302, answer.get_data(as_text=True)[:500]
        return browser, csrf_of(browser, "/login?again=1")

    return sign_in


@pytest.fixture
def reader(signed_in: Callable[..., tuple[FlaskClient, str]]) -> Callable[[str], FlaskClient]:
    """Signs somebody in who reads English; gives the browser."""

    def sign_in(name: str) -> FlaskClient:
        browser, _ = signed_in(name)
        browser.get("/register?lang=en")
        return browser

    return sign_in


PERSON = Person("Серікова Айгүл Болатқызы", "Абай даңғылы, 10-үй", "8 701 123 45 67")


@pytest.fixture
def accept(context: AppContext) -> Callable[..., Request]:
    """Takes complete documents for a service."""

    def take(service: str = "military-service", **more: object) -> Request:
        office = context.queue.office
        asked = context.queue.standards.get(office.services[service].standard).documents
        given = {
            "person": PERSON,
            "documents": {each.id: 1 for each in asked if each.required},
            "window": 1,
            "inspector": "Омаров Е. Қ.",
            "actor": "operator1",
        }
        request = context.queue.register.accept(service, **(given | more)).request
        assert request is not None
        return request

    return take


@pytest.fixture
def hand_in(context: AppContext, accept: Callable[..., Request]) -> Callable[..., str]:
    """Takes documents and brings the request where the test needs it; gives its number."""

    def take(*steps: str, language: str = "kk") -> str:
        number = accept(language=language).number
        for step in steps:
            given = {"reasons": ["no stamp"]} if step in ("return_from_authority", "refuse") else {}
            getattr(context.queue.register, step)(number, actor="operator1", **given)
        return number

    return take


@pytest.fixture
def serve(context: AppContext) -> Callable[..., Ticket]:
    """Brings a visitor through a whole visit at a window."""

    def run(window: int = 1, language: str = "kk") -> Ticket:
        context.queue.open_window(window, actor=f"operator{window}")
        service = context.queue.office.windows[window].services[0]
        ticket = context.queue.issue(service, language=language).ticket
        for command in (context.queue.call_next, context.queue.start, context.queue.finish):
            command(window, actor=f"operator{window}")
        return ticket

    return run


@pytest.fixture
def lost(context: AppContext, clock: ManualClock) -> AppContext:
    """The office after a night: its clock stands where it stood, and nobody has set it."""
    clock.reboot(timedelta(hours=12), wall_lost=True)
    return context


@pytest.fixture
def closed(context: AppContext, clock: ManualClock) -> list[str]:
    """Two visitors whom the closing out of yesterday has ended."""
    came = [context.queue.issue("apostille").ticket.id for _ in range(2)]
    clock.advance(hours=26)
    assert context.queue.close_days() == 1
    return came


@pytest.fixture
def rated_week(context: AppContext, clock: ManualClock) -> AppContext:
    """Three visits, two answers, two sets of documents, one justified complaint; then Thursday."""
    queue = context.queue
    documents = {
        each.id: 1 for each in queue.standards.get("kz-arys-2007-1122-akdala-household").documents
        if each.required
    }  # fmt: skip
    for wait_seconds, process in ((60, True), (2400, None), (2401, False)):
        ticket = queue.issue("household").ticket.id
        clock.advance(seconds=wait_seconds)
        queue.call_next(2, actor="operator2")
        queue.start(2, actor="operator2")
        queue.finish(2, actor="operator2")
        if process is not None:
            queue.feedback.answer_survey(Survey(process=process), ticket_id=ticket)
    for brought in (documents, {}):
        queue.register.accept(
            "household", person=PERSON, documents=brought, window=2,
            inspector="Сейітова А.", actor="operator2",
        )  # fmt: skip
    complaint = queue.feedback.register_complaint(
        "Кезек ұзақ", person=None, service="household", accepted_by="Сейітова А.",
        language="kk", actor="operator2",
    ).complaint  # fmt: skip
    queue.feedback.resolve_complaint(
        complaint.shown, justified=True, outcome="Кешірім сұралды", actor="supervisor"
    )
    clock.advance(days=3)
    return context
