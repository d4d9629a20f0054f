"""The own PIN: changed by its person, and first of all where somebody else had set it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from kezek_kiosk.access.pin_rules import DEMO_PIN
from kezek_kiosk.errors import SignInRefusedError
from kezek_kiosk.web.context import AppContext

SignIn = Callable[..., tuple[FlaskClient, str]]
OWN = "735192"


@pytest.fixture
def change(signed_in: SignIn) -> Callable[..., Any]:
    """Fills in the form of somebody who is signed in; gives browser and answer."""

    def fill(
        present: str = DEMO_PIN, chosen: str = OWN, again: str | None = None, **more: Any
    ) -> tuple[FlaskClient, Any]:
        browser, csrf = more.pop("signed", None) or signed_in("operator1")
        form = {"present": present, "chosen": chosen, "again": again or chosen, **more}
        answer = browser.post("/pin?lang=en", data={"csrf_token": csrf, **form})
        return browser, answer

    return fill


def test_the_new_pin_is_good_from_then_on_and_the_old_one_is_not(
    change: Callable[..., Any], context: AppContext
):
    _, answer = change()

    assert (answer.status_code, answer.location) == (302, "/pin?next=/operator&changed=1")
    assert context.accounts.verify("operator1", OWN, "elsewhere").name == "operator1"
    with pytest.raises(SignInRefusedError):
        context.accounts.verify("operator1", DEMO_PIN, "elsewhere")


def test_every_other_session_of_the_account_ends_and_this_one_goes_on_at_its_window(
    change: Callable[..., Any], signed_in: SignIn
):
    elsewhere, _ = signed_in("operator1")
    colleague, _ = signed_in("operator2")
    browser, csrf = signed_in("operator1")
    browser.post("/login/window", data={"window": "5", "csrf_token": csrf})
    before = browser.get_cookie("kezek")

    change(signed=(browser, csrf))

    assert elsewhere.get("/operator").location == "/login?next=/operator"
    assert colleague.get("/operator").status_code == 200
    assert 'data-window="5"' in browser.get("/operator").get_data(as_text=True)
    assert browser.get_cookie("kezek").value != before.value


def test_a_stolen_cookie_is_worthless_after_the_change(
    change: Callable[..., Any], signed_in: SignIn, app: Any
):
    browser, csrf = signed_in("operator1")
    thief = app.test_client()
    thief.set_cookie("kezek", browser.get_cookie("kezek").value)

    change(signed=(browser, csrf))

    assert thief.get("/operator").location == "/login?next=/operator"


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"present": "135799"}, 401, "The present PIN is wrong"),
        ({"again": "735193"}, 422, "not typed twice alike"),
        ({"chosen": DEMO_PIN}, 422, "The new PIN is the present one"),
        ({"chosen": "12345"}, 422, "at least 6 characters"),
        ({"chosen": "000000"}, 422, "one of the first that anybody would try"),
        ({"chosen": "operator1-x"}, 422, "one of the first that anybody would try"),
    ],
)
def test_what_is_not_taken_is_told_on_the_form_and_changes_nothing(
    change: Callable[..., Any],
    context: AppContext,
    fields: dict[str, str],
    status: int,
    said: str,
):
    browser, answer = change(**fields)

    text = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert said in text
    assert all(f'value="{typed}"' not in text for typed in fields.values())
    assert browser.get("/operator").status_code == 200
    assert context.accounts.verify("operator1", DEMO_PIN, "elsewhere").name == "operator1"


def test_wrong_present_pins_are_delayed_as_at_sign_in(
    change: Callable[..., Any], signed_in: SignIn
):
    signed = signed_in("operator1")
    answers = [change("135799", signed=signed)[1] for _ in range(4)]

    assert [each.status_code for each in answers] == [401, 401, 401, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_a_pin_typed_on_the_kazakh_layout_is_that_of_the_digits(
    change: Callable[..., Any], context: AppContext
):
    change(chosen='.іғ"ұә')

    assert context.accounts.verify("operator1", OWN, "elsewhere").name == "operator1"


@pytest.mark.parametrize("page", ["/operator", "/operator?window=2", "/register"])
def test_whoever_got_the_pin_from_somebody_else_chooses_an_own_one_first(
    context: AppContext, signed_in: SignIn, change: Callable[..., Any], page: str
):
    context.accounts.set_pin("operator1", "846205")
    browser, csrf = signed_in("operator1", "846205")

    led_to = browser.get(page).location
    command = browser.post("/api/v1/windows/1/open", headers={"X-CSRFToken": csrf})
    pieces = browser.get("/api/pages/operator?window=1")
    form = browser.get("/pin?lang=en").get_data(as_text=True)
    change("846205", signed=(browser, csrf))

    assert led_to.startswith("/pin?next=/")
    assert command.status_code in (401, 403)
    assert pieces.status_code == 401
    assert "Somebody else set your PIN" in form
    assert browser.get("/operator").status_code == 200


def test_the_sign_in_page_leads_there_and_then_on(
    context: AppContext, anyone: FlaskClient, csrf_of: Callable[..., str]
):
    context.accounts.create("newcomer", "supervisor", "846205")
    form = {"name": "newcomer", "pin": "846205", "next": "/supervisor/week"}

    answer = anyone.post("/login", data={"csrf_token": csrf_of(anyone), **form})
    page = anyone.get(f"{answer.location}&lang=en").get_data(as_text=True)

    assert answer.location == "/pin?next=/supervisor/week"
    assert 'name="next" value="/supervisor/week"' in page
    assert "/supervisor/log" not in page, "no way around it in the bar"


def test_an_own_pin_is_asked_for_once(context: AppContext, signed_in: SignIn, change: Any):
    context.accounts.set_pin("operator1", "846205")
    change("846205", signed=signed_in("operator1", "846205"))

    browser, _ = signed_in("operator1", OWN)

    assert browser.get("/login").location == "/operator"


def test_nobody_of_a_demo_is_asked(signed_in: SignIn):
    browser, _ = signed_in("admin")

    assert browser.get("/login").location == "/supervisor"


@pytest.mark.parametrize(
    "page",
    ["/operator", "/supervisor", "/supervisor/log", "/supervisor/week", "/supervisor/indicators",
     "/register", "/complaints", "/health"],
)  # fmt: skip
def test_every_staff_page_leads_to_it_and_back(signed_in: SignIn, page: str):
    browser, _ = signed_in("supervisor")

    shown = browser.get(page).get_data(as_text=True)

    assert f'href="/pin?next={page}"' in shown


def test_nobody_is_led_elsewhere_by_it(change: Callable[..., Any]):
    _, answer = change(next="https://elsewhere.example/")

    assert answer.location == "/pin?next=/operator&changed=1"


def test_whoever_is_not_signed_in_is_sent_to_sign_in(
    anyone: FlaskClient, csrf_of: Callable[..., str]
):
    csrf = csrf_of(anyone)

    assert anyone.get("/pin").location == "/login?next=/pin"
    assert anyone.post("/pin", data={"csrf_token": csrf}).location == "/login?next=/pin"


def test_it_needs_the_token_of_its_page(signed_in: SignIn, context: AppContext):
    browser, _ = signed_in("operator1")

    answer = browser.post("/pin", data={"present": DEMO_PIN, "chosen": OWN, "again": OWN})

    assert answer.status_code == 403
    assert context.accounts.verify("operator1", DEMO_PIN, "elsewhere").name == "operator1"


@pytest.mark.parametrize(
    ("language", "heading"), [("kk", "Менің PIN-кодым"), ("ru", "Мой PIN-код"), ("en", "My PIN")]
)
def test_it_speaks_the_reader_s_language(signed_in: SignIn, language: str, heading: str):
    browser, _ = signed_in("operator1")

    assert f">{heading}</h1>" in browser.get(f"/pin?lang={language}").get_data(as_text=True)


def test_a_change_is_counted(change: Callable[..., Any], anyone: FlaskClient):
    change()

    assert "kezek_own_pins_total 1.0" in anyone.get("/metrics").get_data(as_text=True)


@pytest.fixture
def real_office(data_dir: Path) -> None:
    """No demo, but with the people of one: what an office of before is upgraded to."""
    file = data_dir / "office.toml"
    file.write_text(file.read_text("utf-8").replace("demo = true", "demo = false"), "utf-8")


@pytest.mark.usefixtures("real_office")
def test_an_admin_of_before_is_asked_for_a_longer_pin_and_may_do_it_later(signed_in: SignIn):
    browser, _ = signed_in("admin")

    asked = browser.get("/login").location
    page = browser.get(f"{asked}&lang=en").get_data(as_text=True)

    assert asked == "/pin?next=/supervisor"
    assert "at least 10 characters now" in page
    assert 'href="/supervisor">Later</a>' in page
    assert browser.get("/supervisor").status_code == 200


@pytest.mark.usefixtures("real_office")
def test_nobody_else_of_before_is_asked(signed_in: SignIn):
    browser, _ = signed_in("supervisor")

    assert browser.get("/login").location == "/supervisor"


def test_no_window_is_chosen_before_the_own_pin(
    context: AppContext, signed_in: Callable[..., tuple[FlaskClient, str]]
) -> None:
    context.accounts.create("newcomer", "operator", "735192")
    browser, csrf = signed_in("newcomer", "735192")

    answer = browser.post("/login/window", data={"window": "2", "csrf_token": csrf})

    assert answer.headers["Location"] == "/login"
    assert browser.get("/login").headers["Location"].startswith("/pin?")
    with browser.session_transaction() as cookie:
        session = context.sessions.find(cookie["_user_id"])
    assert session is not None
    assert session.window is None
