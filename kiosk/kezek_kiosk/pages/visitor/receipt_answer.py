"""What the kiosk tells a visitor about a receipt: the state of the request and its days in words.

Nothing here names anybody: a receipt lies open on tables, and a number can be guessed.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from kezek_core.papers import digits_of, shown
from kezek_core.standards import DocumentStage, asked_at
from kezek_core.texts import chained, filled
from kezek_kiosk.web.context import AppContext
from kezek_kiosk.web.i18n import format_day_with_weekday, office_time, page_languages
from kezek_queue.errors import MistypedNumberError, RequestNumberError, UnknownRequestError
from kezek_queue.papers import TO_SHOW_HEADING, joined, named_in_short, small
from kezek_queue.register import TO_BRING, PickUp, PickUpAnswer, Request

MISTYPED = "mistyped"
NO_NUMBER = "no_number"
TODAY, LATE = "today", "late"


def receipt_answer(context: AppContext, text: str) -> dict[str, Any]:
    """The answer to a number that was typed or scanned.

    Args:
        context: what the app stands on.
        text: what was typed or read.

    Returns:
        ``answer``: one of `PickUpAnswer`, or ``mistyped`` or ``no_number``; ``number`` as shown,
        and for a request of ours ``service``, ``language``, ``authority``, the days in words and
        ``show``: what the act asks for at collection, None where that is nothing.
    """
    register = context.queue.register
    try:
        found = register.pick_up(text)
    except MistypedNumberError:
        return {"answer": MISTYPED, "number": shown(digits_of(text))}
    except RequestNumberError:
        return {"answer": NO_NUMBER, "number": None}
    if found.answer is PickUpAnswer.UNKNOWN:
        context.metrics.refusals.count(UnknownRequestError.code)
        return {"answer": found.answer.value, "number": found.number}
    return _answer_of(context, found, register.get(found.number))


def _answer_of(context: AppContext, found: PickUp, request: Request) -> dict[str, Any]:
    title = context.titles.get(request.service)
    return {
        "answer": found.answer.value,
        "number": found.number,
        "service": request.service,
        "title": None if title is None else title.to_json(),
        "language": context.queue.office.offered(request.language),
        "due": _in_words(found.due_on),
        "when": _when(found.due_on, office_time(context.now()).date()),
        "keep_until": _in_words(found.keep_until_on),
        "closed": _in_words(found.closed_on),
        "authority": _authority(context, found, request),
        "show": _to_show(context, found),
    }


def _to_show(context: AppContext, found: PickUp) -> dict[str, Any] | None:
    """What everybody has to have along for a result that is here or still to come.

    The glass has little room: conditions stand on the memo and on the registration note.
    """
    if found.answer not in (PickUpAnswer.READY, PickUpAnswer.NOT_READY):
        return None
    documents = context.queue.register.standard_of(found.number).documents
    asked = [each for each in asked_at(documents, DocumentStage.PICKUP) if each.required]
    if not asked:
        return None
    row = chained((small(named_in_short(each, documents)) for each in asked), "; ")
    if found.answer is PickUpAnswer.READY:
        return joined(TO_SHOW_HEADING, row, ": ").to_json()
    return filled(TO_BRING, documents=row).to_json()


def _when(due_on: date | None, today: date) -> str | None:
    """How a day of issue lies to today; None for one still to come."""
    if due_on is None or due_on > today:
        return None
    return TODAY if due_on == today else LATE


def _in_words(on: date | None) -> dict[str, str] | None:
    if on is None:
        return None
    return {language: format_day_with_weekday(on, language) for language in page_languages()}


def _authority(context: AppContext, found: PickUp, request: Request) -> dict[str, Any] | None:
    """Where a result that nobody collected was taken; None where the standard does not say."""
    if found.answer is not PickUpAnswer.HANDED_OVER:
        return None
    provider = context.queue.standards.get(request.standard).provider
    if provider is None:
        return None
    return (provider.authority or provider.name).to_json()
