"""The events of a model day as templates: a copy fills in what differs and chains them anew."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from kezek_queue.journal.event_text import CHAINED, canonical
from kezek_queue.model_days.model_day import ModelDay
from kezek_queue.model_days.moved import COUNTS, Move, moving

NUMBER, TEXT, CLOSE = "\ue000", "\ue001", "\ue002"
"""Signs for private use around the name of a place that a copy fills in."""

PLACE = re.compile(f'"{NUMBER}(.+?){CLOSE}"|{TEXT}(.+?){CLOSE}')
COLUMNS = ("office_id", *CHAINED, "hash")
_NAMES = ", ".join(f'"{name}"' for name in COLUMNS)
APPEND = f"INSERT INTO journal ({_NAMES}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608
"""Writes an event whose values come in the order of `COLUMNS`."""

EventRow = tuple[Any, ...]
Places = tuple[tuple[str, str | None, Any], ...]
"""Each place of a body: its name, the running count it follows or None for a text, its value."""


class CopiedEvent(NamedTuple):
    """One event of a copied day.

    Args:
        seq: its place in the journal.
        hash: its hash.
        text: what the hash covers, without the hash before.
        row: in the order of `COLUMNS`; empty where nobody asks.
    """

    seq: int
    hash: str
    text: str
    row: EventRow = ()


@dataclass(frozen=True, slots=True)
class EventTemplate:
    """One event of a model day.

    Args:
        fields: those in `CHAINED` that are columns of plain values.
        chained: the canonical JSON that the hash covers, with places.
        body: the canonical JSON of the body, with places.
        places: of the body.
    """

    fields: dict[str, Any]
    chained: str
    body: str
    places: Places


class EventTemplates:
    """All events of a model day.

    Args:
        model: the day.
        office_id: the office that the copies are for.
    """

    def __init__(self, model: ModelDay, office_id: str) -> None:
        self._office_id = office_id
        self._moving = moving(model.office_day)
        rows = model.rows("SELECT * FROM journal ORDER BY seq")
        self._templates = [self._template({name: row[name] for name in CHAINED}) for row in rows]
        self.count = len(rows)

    def copied(self, move: Move, previous: str) -> Iterator[CopiedEvent]:
        """The events of a copied day.

        Args:
            move: to which day.
            previous: hash of the event before the day.
        """
        texts = _InJson(move.texts())
        boot = texts[move.boot]
        for each in self._templates:
            fields = each.fields
            seq = fields["seq"] + move.counts["events"]
            utc_us = fields["utc_us"] + move.shift_us
            ticket = fields["ticket_id"] and texts[fields["ticket_id"]]
            body = each.body % {
                name: texts[value] if count is None else value + move.counts[count]
                for name, count, value in each.places
            }
            chained = each.chained % {
                "body": body, "boot_id": boot, "seq": seq, "ticket_id": ticket, "utc_us": utc_us,
            }  # fmt: skip
            previous = hashlib.sha256(f"{previous}\n{chained}".encode()).hexdigest()
            changed = {
                "office_id": self._office_id, "seq": seq, "ticket_id": ticket, "utc_us": utc_us,
                "boot_id": boot, "body": body, "hash": previous,
            }  # fmt: skip
            row = tuple(changed.get(name, fields.get(name)) for name in COLUMNS)
            yield CopiedEvent(seq, previous, chained, row)

    def _template(self, fields: dict[str, Any]) -> EventTemplate:
        places: list[tuple[str, str | None, Any]] = []
        body = self._with_places(json.loads(fields["body"]), places)
        named = {name: f"{NUMBER}{name}{CLOSE}" for name in ("seq", "utc_us", "body")}
        named["boot_id"] = f"{TEXT}boot_id{CLOSE}"
        if fields["ticket_id"] is not None:
            named["ticket_id"] = f"{TEXT}ticket_id{CLOSE}"
        chained = {**fields, **named, "office_id": self._office_id}
        return EventTemplate(fields, _template_of(chained), _template_of(body), tuple(places))

    def _with_places(self, value: Any, places: list[tuple[str, str | None, Any]]) -> Any:
        """The value with a place for everything that differs on another day."""
        if isinstance(value, dict):
            return {
                name: self._number(COUNTS[name], each, places)
                if name in COUNTS and isinstance(each, int)
                else self._with_places(each, places)
                for name, each in value.items()
            }
        if isinstance(value, list):
            return [self._with_places(each, places) for each in value]
        if isinstance(value, str) and self._moving.search(value):
            places.append((f"p{len(places)}", None, value))
            return f"{TEXT}{places[-1][0]}{CLOSE}"
        return value

    def _number(self, count: str, value: int, places: list[tuple[str, str | None, Any]]) -> str:
        places.append((f"p{len(places)}", count, value))
        return f"{NUMBER}{places[-1][0]}{CLOSE}"


class _InJson(dict[str, str]):
    """Moved texts as they stand inside JSON; each is moved once a day."""

    def __init__(self, move: Callable[[str], str | None]) -> None:
        super().__init__()
        self._move = move

    def __missing__(self, text: str) -> str:
        moved = json.dumps(self._move(text), ensure_ascii=False)[1:-1]
        self[text] = moved
        return moved


def _template_of(values: dict[str, Any]) -> str:
    """The one spelling of the journal, with ``%(name)s`` in every place."""
    text = canonical(values).replace("%", "%%")
    return PLACE.sub(lambda found: f"%({found[1] or found[2]})s", text)
