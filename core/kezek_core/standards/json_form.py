"""The JSON form of a standard: `kezek standards show ID --json`, to the letter."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

from kezek_core.standards.values import (
    Addressee,
    Complaints,
    Document,
    Fee,
    Hours,
    Indicator,
    Period,
    Place,
    Provider,
    Result,
    Season,
    Standard,
    Term,
)
from kezek_core.standards.words import INDICATOR_CODES, DocumentStage
from kezek_core.texts.languages import SHIPPED
from kezek_core.texts.local_text import LocalText

Json = dict[str, Any]


def to_json(standard: Standard) -> Json:
    """Return the standard as JSON values, keys in the order of the contract.

    An unknown value is None; what is remarked on it stands in ``sources`` under its path,
    opened by "note: ". Four things of the file are not part of the contract and are left out:
    ``short``, ``extensions.*.notify_days`` and ``schedule.seasons.*.starts`` and ``ends``;
    ``fee.payee`` is shown only where the act has one, ``documents.*.stage``, ``instead_of`` and
    ``state_held`` only where they say more than a plain paper to hand in.
    """
    return {
        "id": standard.id,
        "title": standard.title.to_json(),
        "act": {
            "issuer": standard.act.issuer,
            "kind": str(standard.act.kind),
            "number": standard.act.number,
            "date": _day(standard.act.on),
            "registration": {
                "number": standard.act.registration.number,
                "date": _day(standard.act.registration.on),
            },
        },
        "in_force": {
            "from": _day(standard.in_force.from_on),
            "until": _day(standard.in_force.until_on),
            "until_act": standard.in_force.until_act,
            "note": standard.in_force.note,
        },
        "amendments": [
            {"act": each.act, "date": _day(each.on), "items": list(each.items)}
            for each in standard.amendments
        ],
        "waiting_minutes": {
            "submission": standard.waiting_minutes.submission,
            "pickup": standard.waiting_minutes.pickup,
            "service": standard.waiting_minutes.service,
        },
        "term": _term(standard.term),
        "extensions": [
            {"amount": each.amount, "unit": str(each.unit), "reason": each.reason}
            for each in standard.extensions
        ],
        "fee": _fee(standard.fee),
        "schedule": {
            "days": [str(day) for day in standard.schedule.days],
            "seasons": [_season(each) for each in standard.schedule.seasons],
        },
        "documents": [_document(each) for each in standard.documents],
        "refusal": {
            "possible": standard.refusal.possible,
            "grounds": list(standard.refusal.grounds),
        },
        "result": _result(standard.result),
        "returns": {
            "authority_days": standard.returns.authority_days,
            "notify_days": standard.returns.notify_days,
        },
        "unclaimed_keep": _period(standard.unclaimed_keep) or {"amount": None, "unit": None},
        "receipt_fields": [str(each) for each in standard.receipt_fields],
        "indicators": {
            code: _indicator(standard.indicators.get(code, Indicator())) for code in INDICATOR_CODES
        },
        "places": [_place(each) for each in standard.places],
        "complaints": _complaints(standard.complaints),
        "provider": _provider(standard.provider),
        "recipients": [str(each) for each in standard.recipients],
        "form": None if standard.form is None else str(standard.form),
        "sources": _sources(standard),
    }


def known_paths(standard: Standard) -> frozenset[str]:
    """Return every dotted path that an entry of ``sources`` or ``notes`` may name."""
    tree = to_json(standard)
    del tree["sources"]
    paths = set(_paths(tree, "")) | {"short", "short.kk", "short.ru", "short.en", "fee.payee"}
    for index in range(len(standard.extensions)):
        paths.add(f"extensions.{index}.notify_days")
    for index in range(len(standard.documents)):
        paths |= {f"documents.{index}.{key}" for key in ("stage", "instead_of", "state_held")}
    for index in range(len(standard.schedule.seasons)):
        paths |= {f"schedule.seasons.{index}.starts", f"schedule.seasons.{index}.ends"}
    return frozenset(paths)


def _paths(value: object, path: str) -> list[str]:
    found = [path] if path else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += _paths(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found += _paths(inner, f"{path}.{index}")
    return found


def _sources(standard: Standard) -> Json:
    sources: Json = dict(standard.sources)
    for path, note in standard.notes.items():
        known = f"{sources[path]}; " if path in sources else ""
        sources[path] = f"{known}note: {note}"
    return sources


def _name(text: LocalText) -> Json:
    """A name is given in the languages that we have it in: most acts name a place once."""
    return {language: value for language, value in text.to_json().items() if value is not None}


def _term(term: Term | None) -> Json:
    if term is None:
        return {"amount": None, "unit": None, "from": None, "excludes": []}
    return {
        "amount": term.amount,
        "unit": str(term.unit),
        "from": None if term.counted_from is None else str(term.counted_from),
        "excludes": [str(each) for each in term.excludes],
    }


def _fee(fee: Fee) -> Json:
    share = None if fee.mci_share is None else _number(fee.mci_share)
    shown: Json = {"free": fee.free, "mci_share": share}
    if fee.payee is not None:
        shown["payee"] = {
            "name": _name(fee.payee.name),
            "taxpayer_number": fee.payee.taxpayer_number,
            "account": fee.payee.account,
            "bank_code": fee.payee.bank_code,
            "purpose_code": fee.payee.purpose_code,
        }
    return shown


def _document(document: Document) -> Json:
    shown: Json = {
        "id": document.id,
        "title": document.title.to_json(),
        "required": document.required,
        "condition": document.condition,
    }
    if document.stage is not DocumentStage.SUBMISSION:
        shown["stage"] = str(document.stage)
    if document.instead_of is not None:
        shown["instead_of"] = document.instead_of
    if document.state_held:
        shown["state_held"] = True
    return shown


def _season(season: Season) -> Json:
    return {"name": season.name, **_hours(season.hours)}


def _hours(hours: Hours) -> Json:
    return {
        "open": _clock(hours.open),
        "close": _clock(hours.close),
        "breaks": [{"from": _clock(each.start), "to": _clock(each.end)} for each in hours.breaks],
    }


def _result(result: Result | None) -> Json:
    if result is None:
        return {"title": dict.fromkeys(SHIPPED), "valid": None}
    return {"title": result.title.to_json(), "valid": _period(result.valid)}


def _indicator(indicator: Indicator) -> Json:
    return {
        name: None if value is None else _number(value)
        for name, value in (
            ("norm", indicator.norm),
            ("target", indicator.target),
            ("current", indicator.current),
        )
    }


def _place(place: Place) -> Json:
    return {
        "name": _name(place.name),
        "address": place.address,
        "phones": list(place.phones),
        "room": place.room,
        "email": place.email,
    }


def _complaints(complaints: Complaints) -> Json:
    return {
        "to": [_addressee(each) for each in complaints.to],
        "forms": [str(each) for each in complaints.forms],
        "confirmation": complaints.confirmation,
        "court": complaints.court,
    }


def _addressee(addressee: Addressee) -> Json:
    return {
        "name": _name(addressee.name),
        "address": addressee.address,
        "phones": list(addressee.phones),
        "room": addressee.room,
        "email": addressee.email,
        "website": addressee.website,
        "hours": None if addressee.hours is None else _hours(addressee.hours),
    }


def _provider(provider: Provider | None) -> Json:
    if provider is None:
        return {}
    return {
        "name": _name(provider.name),
        "authority": None if provider.authority is None else _name(provider.authority),
        "address": provider.address,
        "phones": list(provider.phones),
        "room": provider.room,
        "email": provider.email,
        "website": provider.website,
    }


def _period(period: Period | None) -> Json | None:
    return None if period is None else {"amount": period.amount, "unit": str(period.unit)}


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _clock(value: time) -> str:
    return f"{value:%H:%M}"
