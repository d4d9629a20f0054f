"""The call of the survey for the OpenAPI document."""

from __future__ import annotations

from typing import Any, Final

from kezek_kiosk.api.openapi.parts import COMMAND, body, command, content, problems
from kezek_kiosk.api.openapi.schemas import SLUG, Schema, flag, or_null, record, ref, text
from kezek_kiosk.api.surveys import QUESTIONS

ANSWER: Final[Schema] = {
    **or_null(flag()),
    "description": "true: satisfied, false: not satisfied, null: left out.",
}
VISIT: Final[Schema] = {
    **or_null(SLUG),
    "description": "The ticket's id (devices and staff) or its status token; one of the two.",
}
SCHEMAS: Final[dict[str, Schema]] = {"Surveyed": record(state=text(enum=["answered"]))}


def paths() -> dict[str, Any]:
    """The address of the survey with its call."""
    fields = {"ticket": VISIT, "token": VISIT, **dict.fromkeys(QUESTIONS, ANSWER)}
    return {
        "/surveys": {
            "post": command(
                "answerSurvey",
                "Keep the answers of one visit; a status token needs no other proof.",
                {
                    "201": content(ref("Surveyed"), "One answer is taken for a ticket."),
                    **problems(*COMMAND, 422, 429),
                },
                **body(fields),
            )
        }
    }
