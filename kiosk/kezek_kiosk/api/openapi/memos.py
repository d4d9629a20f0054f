"""The calls of the service memo for the OpenAPI document."""

from __future__ import annotations

from typing import Any, Final

from kezek_core.papers import FormKind
from kezek_kiosk.api.openapi.parts import (
    ALWAYS,
    COMMAND,
    KEY_HEADER,
    body,
    call,
    command,
    content,
    in_path,
    problems,
    query,
)
from kezek_kiosk.api.openapi.schemas import (
    INSTANT,
    KEY,
    LANGUAGE,
    SLUG,
    Schema,
    flag,
    list_of,
    one_of,
    or_null,
    record,
    ref,
    text,
    whole,
)


def _pair(first: Schema, second: Schema) -> Schema:
    """A list of exactly two."""
    return {"type": "array", "prefixItems": [first, second], "minItems": 2, "maxItems": 2}


SCHEMAS: Final[dict[str, Schema]] = {
    "Form": {
        **record(
            kind=one_of(FormKind),
            office=ref("LocalText"),
            title=ref("LocalText"),
            issued_at=INSTANT,
            time_zone=text(),
            language=text(),
            number=or_null(text()),
            fields=list_of(_pair(ref("LocalText"), ref("LocalText"))),
            lists=list_of(_pair(ref("LocalText"), list_of(ref("LocalText")))),
            notes=list_of(ref("LocalText")),
            code=or_null(text()),
            code_hint=or_null(ref("LocalText")),
            signatures=list_of(ref("LocalText")),
            copy=flag(),
        ),
        "description": "A paper: labelled lines, headed lists, sentences at the end.",
    },
    "Memo": record(service=text(), standard=text(), edition=text(), memo=ref("Form")),
    "PrintedMemo": record(print_job=whole()),
}


def paths() -> dict[str, Any]:
    """The addresses of the memo with their calls."""
    return {
        "/services/{service}/memo": {
            "get": call(
                "showMemo",
                "How to get a service: the memo of annex 5 of Rules 126.",
                {"200": content(ref("Memo"), "As of today."), **problems(*ALWAYS, 422)},
                in_path("service", SLUG),
                query("language", LANGUAGE, "Of the paper; the JSON has every language."),
            )
        },
        "/memos": {
            "post": command(
                "printMemo",
                "Print the memo of a service.",
                {
                    "201": content(ref("PrintedMemo"), "The print job of the memo."),
                    **problems(*COMMAND, 422, 429),
                },
                KEY_HEADER,
                **body(
                    {
                        "service": SLUG,
                        "language": or_null(LANGUAGE),
                        "idempotency_key": or_null(KEY),
                    },
                    "service",
                ),
            )
        },
    }
