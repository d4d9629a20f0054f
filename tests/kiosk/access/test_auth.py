"""Who may do what: devices by token, people by session, the open kiosk, anyone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kezek_kiosk.app import create_app
from kezek_kiosk.web.context import AppContext

SignIn = Callable[..., tuple[FlaskClient, str]]
ClientOf = Callable[..., FlaskClient]


@pytest.fixture
def closed_app(context: AppContext) -> Flask:
    """The same office with a kiosk that is not open to the LAN."""
    settings = replace(context.settings, kiosk=replace(context.settings.kiosk, open=False))
    return create_app(replace(context, settings=settings))


def _code(answer: object) -> tuple[int, str | None]:
    status = answer.status_code  # type: ignore[attr-defined]
    return status, answer.json.get("code") if status >= 400 else None  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", ["kiosk", "operator", "supervisor", "admin"])
def test_every_role_may_issue(client_of: ClientOf, role: str) -> None:
    window = 2 if role == "operator" else None

    answer = client_of(role, window).post("/api/v1/tickets", json={"service": "household"})

    assert answer.status_code == 201


@pytest.mark.parametrize(
    ("role", "window", "expected"),
    [
        ("kiosk", None, (403, "forbidden")),
        ("operator", 2, (200, None)),
        ("operator", 3, (403, "other_window")),
        ("supervisor", None, (200, None)),
        ("admin", None, (200, None)),
    ],
)
def test_who_may_command_window_2(
    client_of: ClientOf, role: str, window: int | None, expected: tuple[int, str | None]
) -> None:
    client = client_of(role, window)

    assert _code(client.post("/api/v1/windows/2/open")) == expected


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("kiosk", True), ("operator", False), ("supervisor", False), ("admin", True)],
)
def test_who_may_take_print_jobs(client_of: ClientOf, role: str, allowed: bool) -> None:
    client = client_of(role, 1 if role == "operator" else None)

    answer = client.post("/api/v1/print-jobs/lease", json={"agent": "hall"})

    assert _code(answer) == ((200, None) if allowed else (403, "forbidden"))


@pytest.mark.parametrize(
    "path", ["waits", "waits.csv", "waits.xlsx", "waits.pdf", "waits/log", "waits/log.csv"]
)
@pytest.mark.parametrize(
    ("role", "allowed"),
    [("kiosk", False), ("operator", False), ("supervisor", True), ("admin", True)],
)
def test_who_may_read_reports(client_of: ClientOf, path: str, role: str, allowed: bool) -> None:
    client = client_of(role, 1 if role == "operator" else None)

    with client.get(f"/api/v1/reports/{path}") as answer:
        assert answer.status_code == (200 if allowed else 403)


def test_reports_are_closed_to_the_open_kiosk(visitor: FlaskClient) -> None:
    assert _code(visitor.get("/api/v1/reports/waits")) == (401, "sign_in_needed")


def test_an_operator_leaves_the_visitor_of_another_window_alone(client_of: ClientOf) -> None:
    admin, operator = client_of("admin"), client_of("operator", 4)
    ticket = admin.post("/api/v1/tickets", json={"service": "household"}).json["id"]
    admin.post("/api/v1/windows/2/open")
    admin.post("/api/v1/windows/2/next")

    assert _code(operator.post(f"/api/v1/tickets/{ticket}/cancel")) == (403, "other_window")
    assert _code(operator.post(f"/api/v1/tickets/{ticket}/hold")) == (403, "other_window")
    hold = operator.post("/api/v1/windows/4/hold", json={"ticket": ticket})
    assert _code(hold) == (403, "other_window")


def test_an_operator_may_hold_and_cancel_who_waits(client_of: ClientOf) -> None:
    admin, operator = client_of("admin"), client_of("operator", 4)
    one, two = (
        admin.post("/api/v1/tickets", json={"service": "household"}).json["id"] for _ in range(2)
    )

    assert operator.post(f"/api/v1/tickets/{one}/hold").status_code == 200
    assert operator.post(f"/api/v1/tickets/{two}/cancel").status_code == 200


def test_an_operator_leaves_those_alone_who_wait_for_what_others_serve(
    client_of: ClientOf, context: AppContext
) -> None:
    window = context.queue.office.windows[4]
    other = next(each for each in context.queue.office.services if not window.serves(each))
    admin, operator = client_of("admin"), client_of("operator", 4)
    ticket = admin.post("/api/v1/tickets", json={"service": other}).json["id"]

    assert _code(operator.post(f"/api/v1/tickets/{ticket}/cancel")) == (403, "other_window")
    assert _code(operator.post(f"/api/v1/tickets/{ticket}/hold")) == (403, "other_window")
    hold = operator.post("/api/v1/windows/4/hold", json={"ticket": ticket})
    assert _code(hold) == (403, "other_window")
    assert client_of("supervisor").post(f"/api/v1/tickets/{ticket}/cancel").status_code == 200


@pytest.fixture
def put_off(context: AppContext, absent: Callable[..., None]) -> dict[str, str]:
    """Visitors of window 2 whom window 3 does not serve: one on hold, one who did not come."""
    queue = context.queue
    held, gone = (queue.issue("household").ticket.id for _ in range(2))
    queue.hold_ticket(held, actor="operator2")
    queue.open_window(2, actor="operator2")
    queue.call_next(2, actor="operator2")
    absent(2)
    return {"release": held, "return": gone}


@pytest.mark.parametrize("command", ["release", "return"])
def test_an_operator_leaves_those_alone_whom_others_put_off_or_missed(
    client_of: ClientOf, put_off: dict[str, str], command: str
) -> None:
    path = f"/api/v1/tickets/{put_off[command]}/{command}"

    assert _code(client_of("operator", 3).post(path)) == (403, "other_window")
    assert _code(client_of("operator", 4).post(path)) == (200, None), "serves the same"


def test_an_operator_calls_nobody_whom_others_put_off(
    client_of: ClientOf, put_off: dict[str, str]
) -> None:
    held = {"ticket": put_off["release"]}

    for window, expected in ((3, (403, "other_window")), (4, (200, None))):
        client = client_of("operator", window)
        client.post(f"/api/v1/windows/{window}/open")
        assert _code(client.post(f"/api/v1/windows/{window}/recall", json=held)) == expected


@pytest.mark.parametrize("command", ["pause", "resume", "open", "close", "next"])
def test_a_press_that_believes_in_another_visitor_changes_nothing(
    client_of: ClientOf, context: AppContext, command: str
) -> None:
    operator = client_of("operator", 2)
    operator.post("/api/v1/windows/2/open")
    before = context.queue.window(2).window

    answer = operator.post(
        f"/api/v1/windows/2/{command}", json={"expected_ticket": "2026-11-23-A001"}
    )

    assert _code(answer) == (409, "stale_command")
    assert context.queue.window(2).window == before


def test_a_closed_kiosk_needs_a_token_to_issue(closed_app: Flask, context: AppContext) -> None:
    client = closed_app.test_client()
    token = context.tokens.create("kiosk")

    without = client.post("/api/v1/tickets", json={"service": "household"})
    paired = client.post(
        "/api/v1/tickets",
        json={"service": "household"},
        headers={"Authorization": f"Bearer {token}"},
    )

    assert _code(without) == (401, "sign_in_needed")
    assert without.headers["WWW-Authenticate"] == "Bearer"
    assert paired.status_code == 201


def test_the_open_kiosk_s_page_issues_without_a_token_and_may_do_no_more(
    visitor: FlaskClient,
) -> None:
    issued = visitor.post("/api/v1/tickets", json={"service": "household"})

    assert issued.status_code == 201
    assert _code(visitor.post("/api/v1/windows/1/open")) == (401, "sign_in_needed")


@pytest.mark.parametrize(
    "path", ["tickets", "windows/1/next", "print-jobs/lease", "print-jobs/1/report"]
)
def test_a_bare_write_needs_a_token_even_where_the_kiosk_is_open(
    anyone: FlaskClient, path: str
) -> None:
    answer = anyone.post(f"/api/v1/{path}", json={"service": "household"})

    assert _code(answer) == (401, "sign_in_needed")


def test_the_open_kiosk_s_page_takes_no_print_jobs(visitor: FlaskClient) -> None:
    answer = visitor.post("/api/v1/print-jobs/lease", json={"agent": "stranger"})

    assert _code(answer) == (401, "sign_in_needed")


@pytest.mark.parametrize(
    "header", ["Bearer wrong", "Bearer ", "Basic YWRtaW46YWRtaW4=", "wrong", "Bearer қате"]
)
def test_a_wrong_token_is_refused_even_where_none_is_needed(
    anyone: FlaskClient, header: str
) -> None:
    headers = {"Authorization": header.encode().decode("latin-1")}

    answer = anyone.post("/api/v1/tickets", json={"service": "household"}, headers=headers)

    assert _code(answer) == (401, "token_refused")


def test_a_revoked_token_opens_nothing(anyone: FlaskClient, context: AppContext) -> None:
    token = context.tokens.create("admin")
    headers = {"Authorization": f"Bearer {token}"}
    before = anyone.get("/api/v1/reports/waits", headers=headers)
    context.tokens.revoke(context.tokens.verify(token).id)

    after = anyone.get("/api/v1/reports/waits", headers=headers)

    assert (before.status_code, after.status_code) == (200, 401)


def test_a_call_with_a_token_gets_no_cookie(client_of: ClientOf) -> None:
    answer = client_of("kiosk").post("/api/v1/tickets", json={"service": "household"})

    assert "Set-Cookie" not in answer.headers


def test_a_signed_in_operator_commands_the_own_window_under_the_own_name(
    signed_in: SignIn, context: AppContext
) -> None:
    browser, csrf = signed_in("operator2")
    headers = {"X-CSRFToken": csrf}

    own = browser.post("/api/v1/windows/2/open", headers=headers)
    other = browser.post("/api/v1/windows/3/open", headers=headers)

    assert (own.status_code, own.json["window"]["operator"]) == (200, "operator2")
    assert _code(other) == (403, "other_window")
    assert context.queue.events(0)[-1].actor == "operator2"


def test_a_supervisor_reads_reports_with_the_session_alone(signed_in: SignIn) -> None:
    browser, _ = signed_in("supervisor")

    assert browser.get("/api/v1/reports/waits").status_code == 200


def test_a_command_by_cookie_without_the_csrf_token_is_refused(signed_in: SignIn) -> None:
    browser, _ = signed_in("operator2")

    assert _code(browser.post("/api/v1/windows/2/open")) == (403, "page_expired")


def test_the_csrf_token_of_another_session_does_not_hold(signed_in: SignIn) -> None:
    _, of_another = signed_in("operator1")
    browser, _ = signed_in("operator2")

    answer = browser.post("/api/v1/windows/2/open", headers={"X-CSRFToken": of_another})

    assert _code(answer) == (403, "page_expired")


def test_signing_in_makes_a_new_session_and_a_new_csrf_token(
    app: Flask, csrf_of: Callable[..., str]
) -> None:
    from kezek_kiosk.access.pin_rules import DEMO_PIN

    browser = app.test_client()
    before = csrf_of(browser)
    cookie_before = browser.get_cookie("kezek")
    form = {"name": "operator2", "pin": DEMO_PIN, "csrf_token": before}
    browser.post("/login", data=form).close()

    stale = browser.post("/api/v1/windows/2/open", headers={"X-CSRFToken": before})

    assert browser.get_cookie("kezek").value != cookie_before.value
    assert _code(stale) == (403, "page_expired")


def test_signing_out_ends_the_session_on_the_server_too(signed_in: SignIn, app: Flask) -> None:
    browser, csrf = signed_in("supervisor")
    stolen = browser.get_cookie("kezek").value
    browser.post("/logout", data={"csrf_token": csrf}).close()

    thief = app.test_client()
    thief.set_cookie("kezek", stolen)

    assert _code(thief.get("/api/v1/reports/waits")) == (401, "sign_in_needed")


def test_a_deactivated_account_is_signed_out_at_once(
    signed_in: SignIn, context: AppContext
) -> None:
    browser, _ = signed_in("supervisor")
    context.accounts.deactivate("supervisor")

    assert _code(browser.get("/api/v1/reports/waits")) == (401, "sign_in_needed")


def test_a_command_after_the_session_has_ended_asks_to_sign_in_and_blames_no_role(
    signed_in: SignIn, context: AppContext
) -> None:
    browser, csrf = signed_in("operator2")
    context.accounts.deactivate("operator2")

    answer = browser.post("/api/v1/windows/2/next", headers={"X-CSRFToken": csrf})

    assert _code(answer) == (401, "sign_in_needed"), "the page leads to the sign-in at 401 alone"


def test_background_reads_do_not_keep_a_session_alive(
    signed_in: SignIn, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, _ = signed_in("supervisor")
    seen: list[str] = []
    monkeypatch.setattr(type(context.sessions), "seen", lambda _self, one: seen.append(one))

    browser.get("/api/v1/reports/waits")
    in_background = len(seen)
    with browser.get("/supervisor"):
        pass

    assert in_background == 0
    assert len(seen) == 1


def test_three_wrong_pins_are_answered_by_a_pause(app: Flask, csrf_of: Callable[..., str]) -> None:
    browser = app.test_client()
    form = {"name": "operator1", "pin": "000000", "csrf_token": csrf_of(browser)}
    statuses = []

    for _ in range(4):
        with browser.post("/login", data=form) as answer:
            statuses.append(answer.status_code)

    assert statuses == [401, 401, 401, 429]


def test_a_flood_at_the_open_kiosk_is_slowed_and_told_when_to_come_back(
    context: AppContext, csrf_of: Callable[..., str]
) -> None:
    limits = replace(context.settings.limits, open_tickets_per_minute=2)
    app = create_app(replace(context, settings=replace(context.settings, limits=limits)))
    client = app.test_client()
    client.environ_base["HTTP_X_CSRFTOKEN"] = csrf_of(client, "/kiosk")

    answers = [client.post("/api/v1/tickets", json={"service": "household"}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 60


def test_a_token_of_a_device_has_its_own_limit(context: AppContext) -> None:
    limits = replace(context.settings.limits, token_tickets_per_minute=1)
    app = create_app(replace(context, settings=replace(context.settings, limits=limits)))
    statuses = []

    for token in (context.tokens.create("kiosk"), context.tokens.create("kiosk")):
        client = app.test_client()
        headers = {"Authorization": f"Bearer {token}"}
        for _ in range(2):
            body = {"service": "household"}
            statuses.append(client.post("/api/v1/tickets", json=body, headers=headers).status_code)

    assert statuses == [201, 429, 201, 429]


def test_one_kiosk_cannot_use_up_the_numbers_of_a_day_and_staff_see_that_it_tried(
    context: AppContext, client_of: ClientOf, signed_in: Callable[..., tuple[FlaskClient, str]]
) -> None:
    kiosk = client_of("kiosk")
    taken = [kiosk.post("/api/v1/tickets", json={"service": "household"}) for _ in range(999)]
    refused = next(each for each in taken if each.status_code == 429)

    page = signed_in("supervisor")[0].get("/health").get_data(as_text=True)
    by_staff = client_of("admin").post("/api/v1/tickets", json={"service": "household"})

    assert [each.status_code for each in taken].count(201) == 30
    assert int(refused.headers["Retry-After"]) == context.settings.limits.rest_seconds
    assert 'data-check="flood" data-health="warning"' in page
    assert by_staff.status_code == 201
    assert by_staff.json["number"] == "K031"


def test_all_kiosks_together_leave_numbers_of_a_service_for_the_day(
    context: AppContext, client_of: ClientOf
) -> None:
    limits = replace(
        context.settings.limits, token_tickets_per_minute=0, service_tickets_per_hour=5
    )
    app = create_app(replace(context, settings=replace(context.settings, limits=limits)))
    statuses = []
    for service in ("household", "apostille"):
        for _ in range(4):
            headers = {"Authorization": f"Bearer {context.tokens.create('kiosk')}"}
            client = app.test_client()
            statuses += [
                client.post(
                    "/api/v1/tickets", json={"service": service}, headers=headers
                ).status_code
                for _ in range(2)
            ]

    assert statuses == [201] * 5 + [429] * 3 + [201] * 5 + [429] * 3


def test_the_journal_holds_no_token_and_no_address(
    client_of: ClientOf, visitor: FlaskClient, data_dir: Path, context: AppContext
) -> None:
    client = client_of("kiosk")
    client.post("/api/v1/tickets", json={"service": "household"})
    visitor.post("/api/v1/tickets", json={"service": "household"})

    actors = {event.actor for event in context.queue.events(0)}

    assert "127.0.0.1" not in str([event.body for event in context.queue.events(0)])
    assert all(actor == "kiosk" or actor.startswith(("token-", "clock")) for actor in actors)


def test_an_open_kiosk_goes_on_in_the_browser_of_a_signed_in_operator(
    signed_in: SignIn, context: AppContext
) -> None:
    browser, csrf = signed_in("operator2")

    issued = browser.post(
        "/api/v1/tickets", json={"service": "household"}, headers={"X-CSRFToken": csrf}
    )
    state = browser.get("/kiosk/state").json

    assert issued.status_code == 201
    assert context.queue.events(0)[-1].actor == "operator2"
    assert state["may_issue"] is True


def test_where_the_kiosk_is_closed_an_operator_who_signed_in_issues_in_the_own_name(
    closed_app: Flask, csrf_of: Callable[..., str]
) -> None:
    from kezek_kiosk.access.pin_rules import DEMO_PIN

    browser = closed_app.test_client()
    form = {"name": "operator2", "pin": DEMO_PIN, "csrf_token": csrf_of(browser)}
    browser.post("/login", data=form).close()
    headers = {"X-CSRFToken": csrf_of(browser, "/login?again=1")}

    answer = browser.post("/api/v1/tickets", json={"service": "household"}, headers=headers)

    assert answer.status_code == 201
