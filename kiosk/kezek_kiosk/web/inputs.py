"""Reading a call's body and query: typed values, or a problem that names field and form."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any, Final, TypeVar

from flask import request

from kezek_core.texts import LANGUAGES
from kezek_core.tickets import Stage
from kezek_kiosk.errors import BadRequestError, NotJsonError, TooLargeError
from kezek_kiosk.settings.settings import MOST_BODY_BYTES

T = TypeVar("T")
DAY_PATTERN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
TIME_PATTERN = re.compile(r"[0-2][0-9]:[0-5][0-9]")
KEY_PATTERN = re.compile(r"[\x21-\x7e]{1,128}")
IDEMPOTENCY_HEADER = "Idempotency-Key"
MOST_SLUG = 64
MOST_DETAIL = 500
MOST_LINE = 400
MOST_CODE = 500
MOST_NAMES = 100
MOST_REASONS = 20
MOST_COPIES = 999
LARGEST = 2**53


class Missing(Enum):
    """The type of `REQUIRED`."""

    REQUIRED = "required"


REQUIRED: Final = Missing.REQUIRED
"""A default that is none: the field must come."""


@dataclass(frozen=True, slots=True)
class Form:
    """How one field is read: what is expected in words, and the reader that returns it or None.

    What came in a ``personal`` field stays out of the message of its problem: errors are logged.
    """

    expected: str
    read: Callable[[Any], Any]
    personal: bool = False

    def value(self, field: str, raw: Any) -> Any:
        """The typed value.

        Raises:
            BadRequestError: ``raw`` has not the expected form.
        """
        try:
            return self.read(raw)
        except (ValueError, TypeError, OverflowError) as error:
            came = "something else" if self.personal else raw
            raise wrong_field(field, self.expected, came) from error


def wrong_field(field: str, expected: str, raw: Any) -> BadRequestError:
    """The problem of one field."""
    return BadRequestError(
        f"expected {expected} for {field}, got {str(raw)[:60]!r}; mend that field",
        field=field,
        expected=expected,
    )


class Fields:
    """The fields of a body or a query; any that nobody asks for is refused.

    Args:
        values: raw values by name.
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def only(self, known: Collection[str]) -> Fields:
        """These fields, when every one of them is known.

        Raises:
            BadRequestError: there is another one.
        """
        for name in self._values:
            if name not in known:
                expected = f"one of {', '.join(sorted(known))}" if known else "no field"
                raise wrong_field(str(name)[:60], expected, "an unknown field")
        return self

    def inner(self, name: str, *known: str) -> Fields | None:
        """The fields of an object inside; None when it is null or missing.

        Raises:
            BadRequestError: it is no object, or has a field that is not known.
        """
        raw = self._values.get(name)
        if raw is None:
            return None
        if not isinstance(raw, dict):
            raise wrong_field(name, f"an object with {', '.join(known)}, or null", "another value")
        dotted = {f"{name}.{key}": value for key, value in raw.items()}
        return Fields(dotted).only([f"{name}.{key}" for key in known])

    def has(self, name: str) -> bool:
        """Whether the field came, even as null."""
        return name in self._values

    def get(self, name: str, form: Form, default: Any = REQUIRED) -> Any:
        """One field; null counts as not there where the field may be left out.

        Raises:
            BadRequestError: it is missing or has not the expected form.
        """
        raw = self._values.get(name)
        if raw is None:
            if default is REQUIRED:
                raise wrong_field(name, form.expected, "nothing")
            return default
        return form.value(name, raw)


def body_fields(*known: str) -> Fields:
    """The JSON body of the present request; an empty body has no fields.

    Raises:
        TooLargeError: more than 64 KiB came.
        NotJsonError: it is not a JSON object.
        BadRequestError: it has a field that is not known.
    """
    length = request.content_length
    if length is not None and length > MOST_BODY_BYTES:
        raise too_large()
    data = request.get_data(cache=True)
    if not data:
        return Fields({})
    if not request.is_json:
        raise NotJsonError(
            f"expected Content-Type application/json, got {str(request.mimetype)[:60]!r}; "
            "send the body as JSON"
        )
    return Fields(_object(data)).only(known)


def idempotency_key(fields: Fields) -> str | None:
    """The key of a command that may be repeated: of the body, else of the header."""
    key: str | None = fields.get("idempotency_key", KEY, None)
    header = request.headers.get(IDEMPOTENCY_HEADER)
    if key is None and header is not None:
        key = KEY.value(IDEMPOTENCY_HEADER, header)
    return key


def query_fields(*known: str) -> Fields:
    """The query of the present request.

    Raises:
        BadRequestError: it has a field that is not known.
    """
    return Fields(request.args.to_dict()).only(known)


def too_large() -> TooLargeError:
    """The refusal of a large body."""
    kib = MOST_BODY_BYTES // 1024
    return TooLargeError(f"expected a body of at most {kib} KiB; send less", limit_kib=kib)


def _object(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadRequestError(
            f"expected a JSON object as the body, got something else ({str(error)[:60]})",
            field="body",
            expected="a JSON object",
        ) from error
    if not isinstance(value, dict):
        raise wrong_field("body", "a JSON object", type(value).__name__)
    return value


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _text(raw: Any, most: int, *, least: int = 1) -> str:
    if not isinstance(raw, str) or not least <= len(raw) <= most or _has_controls(raw):
        raise ValueError("text")
    return raw


def _has_controls(text: str) -> bool:
    return any(ord(each) < 32 or 0x7F <= ord(each) < 0xA0 or 0xD800 <= ord(each) < 0xE000
               for each in text)  # fmt: skip


def _lines(raw: Any) -> str:
    """Text as people paste it: every kind of line end is one, a tab is a blank."""
    if not isinstance(raw, str):
        raise TypeError("text")
    told = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if _has_controls(told.replace("\n", " ")):
        raise ValueError("text")
    return told.strip()


def _texts(raw: Any, most: int, each: Form) -> tuple[str, ...]:
    if not isinstance(raw, list) or len(raw) > most:
        raise ValueError("list")
    return tuple(each.read(one) for one in raw)


def _counts(raw: Any) -> dict[str, int]:
    if not isinstance(raw, dict) or len(raw) > MOST_NAMES:
        raise ValueError("counts")
    return {_text(name, MOST_SLUG): _whole(count, 0, MOST_COPIES) for name, count in raw.items()}


def _whole(raw: Any, least: int, most: int) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not least <= raw <= most:
        raise ValueError("number")
    return raw


def _digits(raw: Any, least: int, most: int) -> int:
    if not isinstance(raw, str) or not re.fullmatch(r"[0-9]{1,16}", raw):
        raise ValueError("number")
    return _whole(int(raw), least, most)


def _key(raw: Any) -> str:
    if not isinstance(raw, str) or not KEY_PATTERN.fullmatch(raw):
        raise ValueError("key")
    return raw


def _flag(raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise TypeError("flag")
    return raw


def _instant(raw: Any) -> datetime:
    at = datetime.fromisoformat(_text(raw, 40))
    if at.tzinfo is None or not 2000 <= at.year <= 2200:
        raise ValueError("instant")
    return at


def _day(raw: Any) -> date:
    text = _text(raw, 10)
    on = date.fromisoformat(text)
    # Python reads weeks and bare digits too, which nobody writes on a receipt.
    if DAY_PATTERN.fullmatch(text) is None or not 2000 <= on.year <= 2200:
        raise ValueError("day")
    return on


def _time_of_day(raw: Any) -> time:
    text = _text(raw, 5)
    if TIME_PATTERN.fullmatch(text) is None:
        raise ValueError("time of day")
    return time.fromisoformat(text)


def _one_of(raw: Any, known: Collection[str]) -> str:
    if not isinstance(raw, str) or raw not in known:
        raise ValueError("choice")
    return raw


def one_of(known: Collection[str]) -> Form:
    """One of some words."""
    return Form(" | ".join(known), lambda raw: _one_of(raw, known))


def whole(least: int, most: int) -> Form:
    """A whole number of a JSON body."""
    return Form(f"a whole number from {least} to {most}", lambda raw: _whole(raw, least, most))


def digits(least: int, most: int) -> Form:
    """A whole number of a query."""
    return Form(f"a whole number from {least} to {most}", lambda raw: _digits(raw, least, most))


SLUG = Form(f"text of 1-{MOST_SLUG} characters", lambda raw: _text(raw, MOST_SLUG))
DETAIL = Form(
    f"text of at most {MOST_DETAIL} characters", lambda raw: _text(raw, MOST_DETAIL, least=0)
)
KEY = Form("1-128 visible ASCII characters", _key)
FLAG = Form("true or false", _flag)
LANGUAGE = one_of(LANGUAGES)
STAGE = Form(
    " | ".join(stage.value for stage in Stage),
    lambda raw: Stage(_one_of(raw, [stage.value for stage in Stage])),
)
INSTANT = Form("an ISO instant with its offset", _instant)
DAY = Form("a date YYYY-MM-DD", _day)
TIME_OF_DAY = Form("a time of day HH:MM", _time_of_day)
CODE = Form(f"text of 1-{MOST_CODE} characters", lambda raw: _text(raw, MOST_CODE))
LINE = Form(
    f"text of at most {MOST_LINE} characters",
    lambda raw: _text(raw, MOST_LINE, least=0),
    personal=True,
)
"""A name, an address or a reason, on one line; whether paper has its letters is asked later."""
LINES = Form("text; its lines may be broken", _lines, personal=True)
"""What a complaint and its answer say; the one place where a line may be broken."""
SLUGS = Form(
    f"a list of at most {MOST_NAMES} texts of 1-{MOST_SLUG} characters",
    lambda raw: _texts(raw, MOST_NAMES, SLUG),
)
REASONS = Form(
    f"a list of 1-{MOST_REASONS} texts of at most {MOST_LINE} characters",
    lambda raw: _texts(raw, MOST_REASONS, LINE),
    personal=True,
)
COUNTS = Form(f"an object of names with whole numbers from 0 to {MOST_COPIES}", _counts)
