"""Errors as people and programs read them: a sentence that says what to do, a problem document."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask import Response, current_app, json, request

from kezek_core.calendar import office_zone
from kezek_core.dates import short_date
from kezek_core.errors import KezekError
from kezek_core.phrases import Phrase, said
from kezek_core.texts import STATE_LANGUAGE, known_languages
from kezek_kiosk.faults import Fault
from kezek_kiosk.web.catalogue import ERRORS, fault_words
from kezek_kiosk.web.error_messages import SENTENCES, STATE_WORDS, STATUSES

PROBLEM_TYPE = "application/problem+json"
FAILURE = "failure"
FAULT_FIELDS = ("field", "expected", "came", "what_to_do")


def error_sentence(
    error: KezekError | str,
    language: str,
    facts: Mapping[str, Any] | None = None,
    *,
    time_zone: str = "Asia/Almaty",
) -> str:
    """What to tell a person about an error: what happened and what to do.

    Args:
        error: the error, or its code.
        language: kk, ru or en; another one gets Kazakh.
        facts: of the error; its own when left out.
        time_zone: the office's; instants are told in it.

    Returns:
        One or two sentences.
    """
    code = error if isinstance(error, str) else error.code
    known = dict(facts if facts is not None else facts_of(error))
    translate = translations(language).gettext
    values = _in_words(known, language, translate, time_zone)
    for msgid in SENTENCES.get(code, SENTENCES[FAILURE]):
        try:
            return translate(msgid) % values
        except KeyError:
            continue
    return translate(SENTENCES[FAILURE][-1])


def facts_of(error: KezekError | str) -> dict[str, Any]:
    """The plain values that came with an error."""
    return dict(getattr(error, "facts", {}))


def status_of(code: str) -> int:
    """The HTTP status of a code."""
    return STATUSES.get(code, 500)


def problem(code: str, facts: Mapping[str, Any] | None = None) -> Response:
    """A problem document (RFC 9457) in the language the request asks for."""
    known, language = dict(facts or {}), api_language()
    document = {
        "type": f"/problems/{code}",
        "title": code.replace("_", " ").capitalize(),
        "status": status_of(code),
        "detail": error_sentence(code, language, known, time_zone=_time_zone()),
        "code": code,
        "facts": plain(known, language),
    }
    # Half a character, as a broken program sends it in a field's name, cannot be sent back.
    body = json.dumps(document).encode(errors="replace")
    response = Response(body, status_of(code), mimetype=PROBLEM_TYPE)
    response.vary.add("Accept-Language")
    seconds = known.get("wait_seconds")
    if isinstance(seconds, int):
        response.headers["Retry-After"] = str(seconds)
    if status_of(code) == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def api_language() -> str:
    """The language of this call's sentences: Accept-Language, Kazakh when it names none of ours."""
    if "Accept-Language" not in request.headers:
        return STATE_LANGUAGE
    return request.accept_languages.best_match(known_languages()) or STATE_LANGUAGE


def plain(value: Any, language: str = "en") -> Any:
    """Facts as JSON can carry them; phrases in ``language``."""
    if isinstance(value, Fault):
        return {name: plain(getattr(value, name), language) for name in FAULT_FIELDS}
    if isinstance(value, Phrase):
        return said(value, fault_words(language))
    if isinstance(value, Mapping):
        return {str(key): plain(each, language) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each, language) for each in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def translations(language: str) -> gettext.NullTranslations:
    """The catalogue of the sentences in a language."""
    return ERRORS.in_language(language)


def _in_words(
    facts: dict[str, Any], language: str, translate: Callable[[str], str], time_zone: str
) -> Mapping[str, Any]:
    """The facts in the words of the language."""
    in_words = {name: _day_in_words(name, value) for name, value in facts.items()}
    in_words = {name: value for name, value in in_words.items() if value is not None}
    faults: Sequence[Fault] = facts.get("faults", ())
    if faults:
        in_words |= plain(faults[0], language)
    if len(faults) > 1:
        in_words["mistakes"] = len(faults)
    state = facts.get("state")
    if state in STATE_WORDS:
        in_words["state_word"] = translate(STATE_WORDS[state])
    opens_at = _instant(facts.get("opens_at"))
    if opens_at is not None:
        local = opens_at.astimezone(office_zone(time_zone))
        in_words["opens"] = f"{short_date(local)} {local:%H:%M}"
    return in_words


def _day_in_words(name: str, value: Any) -> Any:
    """A day as people write it; anything else as it is."""
    if not name.endswith("_on") or not isinstance(value, str):
        return value
    try:
        return short_date(date.fromisoformat(value))
    except ValueError:
        return None


def _instant(value: Any) -> datetime | None:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, datetime) and value.tzinfo is not None else None


def _time_zone() -> str:
    return str(current_app.config.get("KEZEK_TIME_ZONE", "Asia/Almaty"))
