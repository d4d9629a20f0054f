"""The OpenAPI 3.1 document of the API: bodies and routes as declared, answers as described."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from flask import Flask

from kezek_core.texts import known_languages
from kezek_kiosk.api.answers import PREFIX
from kezek_kiosk.api.openapi import machine_answers, queue_answers, register_answers, report_answers
from kezek_kiosk.api.openapi.operations import operations, shapes_of
from kezek_kiosk.web.error_messages import SENTENCES, STATUSES
from kezek_kiosk.web.field_types import LANGUAGES_OF_OFFICE

DESCRIPTION = """\
Tickets, windows, requests, complaints, journal and reports of one office. Errors are problem
documents (RFC 9457) whose `code` is stable and whose `detail` says what to do in the language of
`Accept-Language`. Personal data travel in bodies alone.
Commands carry `Authorization: Bearer TOKEN`, or the session cookie with `X-CSRFToken`.
"""


def document(app: Flask) -> dict[str, Any]:
    """The whole document; every route below /api/v1 is in it.

    Args:
        app: whose routes are described.
    """
    paths: dict[str, dict[str, Any]] = {}
    for address, method, operation in operations(app):
        paths.setdefault(address, {})[method] = operation
    whole: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Kezek", "version": version("kezek"), "description": DESCRIPTION},
        "servers": [{"url": PREFIX}],
        "paths": paths,
        "components": {
            "schemas": {
                **queue_answers.SHAPES,
                **register_answers.SHAPES,
                **report_answers.SHAPES,
                **machine_answers.SHAPES,
                **shapes_of(app),
            },
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "kezek",
                    "description": "Over https the name is __Host-kezek.",
                },
            },
        },
        "x-error-codes": {
            code: {"status": STATUSES.get(code, 500), "sentence": sentences[-1]}
            for code, sentences in SENTENCES.items()
        },
    }
    languages = list(app.config.get("KEZEK_LANGUAGES", known_languages()))
    return {name: _naming_languages(each, languages) for name, each in whole.items()}


def _naming_languages(node: Any, languages: list[str]) -> Any:
    """The document with the languages of this office where it speaks of them."""
    if isinstance(node, list):
        return [_naming_languages(each, languages) for each in node]
    if not isinstance(node, dict):
        return node
    named = {name: _naming_languages(each, languages) for name, each in node.items()}
    return {**named, "enum": languages} if named.pop(LANGUAGES_OF_OFFICE, False) else named
