"""Staff see how devices stand: the health page all of them, the others what needs them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kezek_hardware.machine import machine_checks, machine_network
from kezek_kiosk.devices.status import KINDS, DeviceReport
from kezek_kiosk.pages.staff.device_words import described_device
from kezek_kiosk.web.context import AppContext

SignIn = Callable[..., tuple[FlaskClient, str]]


def put(context: AppContext, *words: str, left: int | None = None) -> None:
    facts = {"paper": "ok", "tickets_left": left}
    context.devices.put(
        "hall",
        [DeviceReport(f"p{place}", "printer", word, "", facts) for place, word in enumerate(words)],
    )


@pytest.fixture
def health(signed_in: SignIn) -> Callable[[str], dict[str, tuple[str, str]]]:
    """State and text of every device on the health page."""
    browser, _ = signed_in("operator1")

    def read(language: str) -> dict[str, tuple[str, str]]:
        page = browser.get(f"/health?lang={language}").get_data(as_text=True)
        items = re.findall(r'data-check="hall-([\w-]+)" data-health="(\w+)">(.*?)</li>', page, re.S)
        return {
            name: (state, re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))
            for name, state, text in items
        }

    return read


@pytest.mark.parametrize(
    ("word", "state", "found"),
    [
        ("ok", "good", "It is ready; the paper is enough for about 31 tickets."),
        ("near_end", "warning", "Put in a new roll soon."),
        ("paper_end", "bad", "It has no paper."),
        ("cover_open", "bad", "Close the cover."),
        ("cutter", "bad", "free the cutter"),
        ("error", "bad", "call a technician"),
        ("offline", "bad", "It takes nothing now."),
        ("silent", "bad", "It does not answer."),
        ("unplugged", "bad", "It is not connected."),
        ("unknown", "unknown", "It says nothing of itself."),
        ("wire_closed", "bad", "It does not work: wire_closed."),
    ],
)
def test_the_health_page_says_how_a_printer_stands_and_what_to_do(
    context: AppContext, health: Callable[[str], dict[str, tuple[str, str]]], word, state, found
):
    put(context, word, left=31)

    check = health("en")["printer-p0"]

    assert check[0] == state
    assert "Printer “p0”" in check[1]
    assert found in check[1]


def test_the_health_page_speaks_kazakh_and_russian(context: AppContext, health):
    put(context, "near_end", left=31)

    assert "шамамен 31 талонға жетеді" in health("kk")["printer-p0"][1]
    assert "хватит примерно на 31 талон." in health("ru")["printer-p0"][1]


def test_every_kind_of_device_stands_under_a_name_of_its_own(context: AppContext, health):
    context.devices.put("hall", [DeviceReport("x", kind, "absent", "no_device") for kind in KINDS])

    checks = health("en")

    assert {name.rpartition("-")[0] for name in checks} == set(KINDS)
    titles = [text.split("“x”")[0] for name, (_, text) in checks.items() if "machine" not in name]
    assert len(set(titles)) == len(KINDS) - 1


def test_every_word_that_the_machine_can_say_is_told(context: AppContext, app):
    sources = [
        Path(module.__file__).read_text(encoding="utf-8")
        for module in (machine_checks, machine_network)
    ]
    details = {
        word
        for source in sources
        for word in re.findall(r'Health\.\w+, "(\w+)"', source) + re.findall(r'"(no_\w+)"', source)
    }

    with app.test_request_context("/?lang=en"):
        context.devices.put("a", [DeviceReport(each, "machine", "ok", each) for each in details])
        untold = [
            each.detail
            for each in context.devices.devices()
            if described_device(each).found == "It could not be read."
        ]

    assert len(details) > 20
    assert untold == []


def test_the_supervisor_sees_a_printer_without_paper_before_everything_else(
    context: AppContext, signed_in: SignIn
):
    put(context, "near_end", "paper_end", left=12)
    browser, _ = signed_in("supervisor")

    page = browser.get("/supervisor?lang=en").get_data(as_text=True)
    pieces = browser.get("/api/pages/supervisor?lang=en").json["pieces"]

    statuses = re.findall(r'data-device="printer" data-word="(\w+)"', pieces["devices"])
    assert statuses == ["paper_end", "near_end"]
    assert "enough for about 12 tickets" in pieces["devices"]
    assert page.index('id="devices"') < page.index('id="tiles"')


def test_the_supervisor_sees_nothing_of_devices_that_work(context: AppContext, signed_in: SignIn):
    put(context, "ok", "unknown")
    browser, _ = signed_in("supervisor")

    piece = browser.get("/api/pages/supervisor").json["pieces"]["devices"]

    assert not re.search(r"\bnotice\b", piece)


def test_paper_that_runs_out_stands_before_devices_that_do_not_work(
    context: AppContext, signed_in: SignIn
):
    others = [DeviceReport(f"s{place}", "scanner", "absent") for place in range(5)]
    context.devices.put("hall", [*others, DeviceReport("p", "printer", "near_end")])
    browser, _ = signed_in("supervisor")

    piece = browser.get("/api/pages/supervisor").json["pieces"]["devices"]

    assert re.findall(r'data-device="(\w+)"', piece)[0] == "printer"


@pytest.mark.parametrize(
    ("detail", "found"),
    [
        ("stuck:next", "A button is stuck: next."),
        ("unspoken:kk,ru", "Calls are not spoken in: kk,ru."),
        ("server_away", "It does not reach the server."),
        ("window_refused", "The server refuses its token."),
        ("gpio_5", "It does not work: gpio_5."),
        ("silent:3,7", "These do not answer: 3, 7."),
        ("line_lost", "Its cable was pulled out, or takes nothing."),
        ("battery_low", "Change its battery while the computer is on."),
        ("no_card", "There is no sound card."),
    ],
)
def test_a_reason_that_staff_can_mend_is_told_in_words(context: AppContext, health, detail, found):
    context.devices.put("hall", [DeviceReport("x", "panel", "trouble", detail)])

    assert found in health("en")["panel-x"][1]


def test_degrees_have_the_comma_of_the_language(context: AppContext, health):
    context.devices.put(
        "hall", [DeviceReport("temperature", "machine", "ok", "cool", {"celsius": 48.2})]
    )

    assert "48.2 °C" in health("en")["machine-temperature"][1]
    assert "48,2 °C" in health("kk")["machine-temperature"][1]


def test_a_heap_of_troubles_is_counted_and_not_listed(context: AppContext, signed_in: SignIn):
    put(context, *["paper_end"] * 7)
    browser, _ = signed_in("supervisor")

    piece = browser.get("/api/pages/supervisor?lang=ru").json["pieces"]["devices"]

    assert piece.count("data-device") == 4
    assert "Ещё 3 устройства требуют внимания" in piece


def test_an_operator_is_told_only_of_printers_that_print_no_tickets(
    context: AppContext, signed_in: SignIn
):
    browser, _ = signed_in("operator1")
    context.devices.put(
        "hall",
        [
            DeviceReport("a", "printer", "near_end"),
            DeviceReport("b", "printer", "cover_open"),
            DeviceReport("c", "scanner", "absent"),
        ],
    )

    piece = browser.get("/api/pages/operator?window=1&lang=en").json["pieces"]["devices"]

    assert re.findall(r'data-word="(\w+)"', piece) == ["cover_open"]
    assert "Its cover is open. Close the cover." in piece
    assert 'id="devices"' in browser.get("/operator?lang=en").get_data(as_text=True)
