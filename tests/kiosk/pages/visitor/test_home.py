"""The start page and the page of an error."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from kezek_kiosk.app import create_app
from kezek_kiosk.devices.virtual_bench import VirtualBench
from kezek_kiosk.web.context import AppContext


@pytest.mark.parametrize("path", ["/kiosk", "/board", "/operator", "/supervisor", "/papers"])
def test_the_start_page_leads_to_every_screen(anyone: FlaskClient, path: str) -> None:
    page = anyone.get("/").get_data(as_text=True)

    assert f'href="{path}"' in page
    assert f"http://localhost{path}" in page
    assert anyone.get(path).status_code in (200, 302)


@pytest.mark.parametrize(("language", "word"), [("kk", "Код 404"), ("ru", "Код 404")])
def test_a_page_that_is_not_there_says_what_to_do(
    anyone: FlaskClient, language: str, word: str
) -> None:
    answer = anyone.get(f"/nothing?lang={language}")
    page = answer.get_data(as_text=True)

    assert answer.status_code == 404
    assert f'<html lang="{language}"' in page
    assert word in page
    assert 'href="/"' in page


def test_virtual_hardware_is_named_only_where_it_is(
    context: AppContext, anyone: FlaskClient
) -> None:
    virtual = create_app(replace(context, virtual=VirtualBench())).test_client()

    assert "/hardware" in virtual.get("/").get_data(as_text=True)
    assert "/hardware" not in anyone.get("/").get_data(as_text=True)
