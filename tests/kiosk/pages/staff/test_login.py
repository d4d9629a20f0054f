"""Signing in and out: what was typed stays, nobody is led elsewhere, an empty seat is closed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from kezek_kiosk.access.pin_rules import DEMO_PIN
from kezek_kiosk.app import create_app
from kezek_kiosk.compose import build_services
from kezek_kiosk.errors import SignInRefusedError
from kezek_kiosk.pages.staff.access import safe_next
from kezek_kiosk.web.context import AppContext

SignIn = Callable[..., tuple[FlaskClient, str]]


@pytest.fixture
def enter(anyone: FlaskClient, csrf_of: Callable[[FlaskClient], str]) -> Callable[..., tuple]:
    """Posts the sign-in form; gives status, target and page."""

    def post(**fields: str) -> tuple[int, str | None, str]:
        form = {"csrf_token": csrf_of(anyone), **fields}
        with anyone.post("/login?lang=en", data=form) as answer:
            return answer.status_code, answer.location, answer.get_data(as_text=True)

    return post


def test_a_demo_office_shows_who_may_sign_in_and_the_pin(anyone):
    page = anyone.get("/login?lang=en").get_data(as_text=True)

    assert DEMO_PIN in page
    assert "operator8" in page
    assert "supervisor" in page


def test_a_real_office_shows_no_demo_sign_ins(data_dir, clock):
    office_file = data_dir / "office.toml"
    text = office_file.read_text("utf-8")
    office_file.write_text(text.replace("demo = true", "demo = false"), "utf-8")
    services = build_services(data_dir, clock=clock)

    page = create_app(services).test_client().get("/login").get_data(as_text=True)
    services.close()

    assert DEMO_PIN not in page
    assert "operator1" not in page


@pytest.mark.parametrize(
    ("name", "home"),
    [("operator2", "/operator"), ("supervisor", "/supervisor"), ("admin", "/supervisor")],
)
def test_everyone_goes_to_the_page_they_work_on(enter, name, home):
    assert enter(name=name, pin=DEMO_PIN)[:2] == (302, home)


def test_a_wrong_pin_says_what_to_do_and_keeps_name_and_window_but_not_the_pin(enter):
    status, _, page = enter(name="operator3", pin="135799", window="5", next="/operator")

    assert status == 401
    assert 'value="operator3"' in page
    assert '<option value="5" selected>' in page
    assert 'name="next" value="/operator"' in page
    assert "135799" not in page
    assert "Type both again" in page


def test_after_too_many_wrong_pins_the_page_says_how_long_to_wait(enter):
    for _ in range(3):
        enter(name="operator3", pin="135799")

    status, _, page = enter(name="operator3", pin=DEMO_PIN)

    assert status == 429
    assert re.search(r"Try again in [1-3] s", page)
    assert 'value="operator3"' in page


def test_signing_in_leads_on_to_the_page_that_was_asked_for(enter):
    status, target, _ = enter(name="supervisor", pin=DEMO_PIN, next="/supervisor/log?verdict=no")

    assert (status, target) == (302, "/supervisor/log?verdict=no")


def test_an_operator_is_not_sent_to_a_page_of_the_supervisor(enter):
    assert enter(name="operator1", pin=DEMO_PIN, next="/supervisor")[1] == "/operator"


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/operator",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "javascript:alert(1)",
        "operator",
        "/oper\nator",
        "/login",
        "/logout",
        "",
    ],
)
def test_nobody_is_led_elsewhere_by_the_sign_in_page(enter, address):
    assert enter(name="operator1", pin=DEMO_PIN, next=address)[1] == "/operator"


@given(st.text())
def test_whatever_is_asked_for_the_way_on_stays_on_this_server(address):
    onward = safe_next(address)

    assert onward is None or (onward.startswith("/") and onward[1:2] not in ("/", "\\"))


def test_the_window_chosen_at_sign_in_is_the_one_of_the_session(enter, anyone):
    enter(name="operator1", pin=DEMO_PIN, window="6")

    page = anyone.get("/operator?lang=en").get_data(as_text=True)

    assert 'data-window="6"' in page


def test_an_unknown_window_counts_as_none_chosen(enter, anyone):
    enter(name="operator1", pin=DEMO_PIN, window="77")

    assert 'data-window="1"' in anyone.get("/operator").get_data(as_text=True)


def test_an_operator_without_a_window_chooses_one(
    context: AppContext, signed_in: SignIn, csrf_of: Callable[..., str]
):
    context.accounts.create("newcomer", "operator", "975310", own=True)
    browser, csrf = signed_in("newcomer", "975310")

    choice = browser.get("/operator?lang=en").get_data(as_text=True)
    browser.post("/login/window", data={"window": "4", "csrf_token": csrf})

    assert "Choose a window" in choice
    assert 'data-window="4"' in browser.get("/operator").get_data(as_text=True)


def test_signing_out_needs_a_post_and_ends_the_session(signed_in: SignIn):
    browser, csrf = signed_in("operator1")

    by_link = browser.get("/logout").status_code
    still_in = browser.get("/operator").status_code
    by_form = browser.post("/logout", data={"csrf_token": csrf})
    afterwards = browser.get("/operator")

    assert (by_link, still_in) == (405, 200)
    assert by_form.location == "/login"
    assert afterwards.location == "/login?next=/operator"


def test_signing_out_without_the_page_s_token_is_refused(signed_in: SignIn):
    browser, _ = signed_in("operator1")

    assert browser.post("/logout").status_code == 403
    assert browser.get("/operator").status_code == 200


def test_signing_out_closes_the_empty_window(context: AppContext, signed_in: SignIn):
    browser, csrf = signed_in("operator1")
    context.queue.open_window(1, actor="operator1")

    browser.post("/logout", data={"csrf_token": csrf})

    assert context.queue.snapshot().windows[0].status.value == "closed"


def test_signing_out_leaves_a_visitor_at_the_window_for_whoever_comes_next(
    context: AppContext, signed_in: SignIn
):
    context.queue.issue("military-service")
    context.queue.call_next(1, actor="operator1")
    browser, csrf = signed_in("operator1")

    browser.post("/logout", data={"csrf_token": csrf})

    window = context.queue.snapshot().windows[0]
    assert window.status.value == "open"
    assert window.ticket is not None


def test_whoever_is_signed_in_already_goes_on(signed_in: SignIn):
    browser, _ = signed_in("supervisor")

    assert browser.get("/login").location == "/supervisor"


def test_the_pieces_of_a_page_ask_for_a_sign_in_by_401(anyone):
    for address in ("/api/pages/operator?window=1", "/api/pages/supervisor"):
        assert anyone.get(address).status_code == 401


def test_a_page_s_own_questions_do_not_keep_a_session_alive(
    signed_in: SignIn, context: AppContext, monkeypatch
):
    browser, _ = signed_in("supervisor")
    signs: list[str] = []
    monkeypatch.setattr(type(context.sessions), "seen", lambda self, found: signs.append(found))

    browser.get("/api/pages/supervisor")
    by_itself = len(signs)
    browser.get("/supervisor/log")

    assert by_itself == 0
    assert len(signs) == 1


def test_keys_and_pointer_keep_a_session_alive(signed_in: SignIn, context: AppContext, monkeypatch):
    browser, csrf = signed_in("operator1")
    signs: list[str] = []
    monkeypatch.setattr(type(context.sessions), "seen", lambda self, found: signs.append(found))

    answer = browser.post("/login/here", headers={"X-CSRFToken": csrf})

    assert answer.status_code == 204
    assert signs


def test_the_first_page_tells_of_the_sign_in_before_once_and_the_menu_always(
    signed_in: SignIn, context: AppContext
):
    signed_in("operator1")
    context.accounts.verify("operator1", DEMO_PIN, "10.0.0.7")
    for device in ("10.0.0.8", "10.0.0.9"):
        with pytest.raises(SignInRefusedError):
            context.accounts.verify("operator1", "135799", device)
    browser, _ = signed_in("operator1")

    first = browser.get("/operator?lang=en").get_data(as_text=True)
    second = browser.get("/operator").get_data(as_text=True)

    assert "from 10.0.0.7" in first.split("</header>")[1]
    assert "Failed tries since the last sign-in: 2." in first.split("</header>")[1]
    assert "from 10.0.0.7" in second.split("</header>")[0]
    assert "last-sign-in" not in second.split("</header>")[1]


def test_whoever_signs_in_for_the_first_time_is_told_nothing(signed_in: SignIn):
    browser, _ = signed_in("operator1")

    assert "last-sign-in" not in browser.get("/operator").get_data(as_text=True)


def test_a_session_of_the_office_has_an_end_that_the_settings_set(data_dir, clock):
    (data_dir / "kezek.toml").write_text("[staff]\nsession_hours = 2\n", "utf-8")
    services = build_services(data_dir, clock=clock)

    longest = services.sessions._longest
    services.close()

    assert longest == timedelta(hours=2)
