"""The types that fields of bodies and queries are declared with: constraints and descriptions.

The reader, its faults and the OpenAPI document are made from them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal

from msgspec import Meta

from kezek_core.phrases import Phrase
from kezek_kiosk.web.i18n import page_languages

EXPECTED: Final = "expected"
"""In ``Meta.extra``: the phrase of a type that says more than its constraints."""

HEADER: Final = "header"
"""In ``Meta.extra``: the header that may say the same. It goes before a query, and after a body."""

KNOWN: Final = "known"
"""In ``Meta.extra``: a function that says which words there are, in the app at hand."""

LANGUAGES_OF_OFFICE: Final = "x-languages-of-the-office"
"""In a schema: the document names the languages there."""

LARGEST: Final = 2**53
LONGEST_SLUG: Final = 64
LONGEST_KEY: Final = 128
MANY_LINES: Final = Phrase("text, which may have several lines")


def choice(words: Collection[str]) -> Any:
    """The type of one of some words that are only known at run time."""
    return Literal[tuple(words)]


Slug = Annotated[str, Meta(min_length=1, max_length=LONGEST_SLUG)]
"""A name or an id."""
Detail = Annotated[str, Meta(max_length=500)]
Line = Annotated[str, Meta(max_length=400)]
"""A name, an address or a reason; whether paper has its letters is asked later."""
Code = Annotated[str, Meta(min_length=1, max_length=500)]
"""What a scanner has read."""
Lines = Annotated[
    str,
    # How long they may be is the library's rule: 422, and its own sentence.
    Meta(
        extra={EXPECTED: MANY_LINES},
        extra_json_schema={"minLength": 1, "maxLength": 4000},
    ),
]
"""What a complaint and its answer say; the one place where a line may be broken."""
Key = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=LONGEST_KEY,
        pattern=r"^[\x21-\x7e]+$",
        description="The same key again gives the same answer and does nothing twice.",
        extra={
            EXPECTED: Phrase(
                "%(least)s to %(most)s visible ASCII characters", least=1, most=LONGEST_KEY
            ),
            HEADER: "Idempotency-Key",
        },
    ),
]
Day = date
Instant = Annotated[datetime, Meta(tz=True)]
TimeOfDay = Annotated[
    str,
    Meta(
        pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$",
        extra={EXPECTED: Phrase("a time of day, for example 09:30")},
    ),
]
Slugs = Annotated[tuple[Slug, ...], Meta(max_length=100)]
# None at all is the library's own refusal: 422.
Reasons = Annotated[tuple[Line, ...], Meta(max_length=20, extra_json_schema={"minItems": 1})]
Counts = Annotated[
    dict[Slug, Annotated[int, Meta(ge=0, le=999)]],
    Meta(max_length=100, description="How many of each document, by its id."),
]
Position = Annotated[int, Meta(ge=0, le=LARGEST)]
"""The place of an event in the journal."""

Language = Annotated[
    str, Meta(extra={KNOWN: page_languages}, extra_json_schema={LANGUAGES_OF_OFFICE: True})
]
"""One of those that the office offers."""
