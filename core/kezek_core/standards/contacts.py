"""Reading the people and places of a standard: where it is given, by whom, who hears complaints."""

from __future__ import annotations

import re

from kezek_core.phrases import Phrase
from kezek_core.standards.hours import read_hours
from kezek_core.standards.values import Addressee, Complaints, Payee, Place, Provider
from kezek_core.standards.words import ComplaintForm
from kezek_core.toml_table.table import Table

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def read_payee(table: Table | None) -> Payee | None:
    """Read the requisites of a fee."""
    if table is None:
        return None
    return Payee(
        name=table.local_text("name"),
        taxpayer_number=table.text_or_none("taxpayer_number"),
        account=table.text_or_none("account"),
        bank_code=table.text_or_none("bank_code"),
        purpose_code=table.text_or_none("purpose_code"),
    )


def read_place(table: Table) -> Place:
    """Read one place where the service is given."""
    return Place(
        name=table.local_text("name"),
        address=table.text_or_none("address"),
        phones=table.texts("phones"),
        room=table.text_or_none("room"),
        email=_read_email(table),
    )


def _read_email(table: Table) -> str | None:
    email = table.text_or_none("email")
    if email is not None and not EMAIL.fullmatch(email):
        table.wrong("email", Phrase("an address of the form name@host.kz"))
    return email


def read_complaints(table: Table | None) -> Complaints:
    """Read where and how to complain."""
    if table is None:
        return Complaints()
    return Complaints(
        to=tuple(_read_addressee(each) for each in table.tables("to")),
        forms=table.members("forms", ComplaintForm),
        confirmation=table.text_or_none("confirmation"),
        court=table.flag_or_none("court"),
    )


def _read_addressee(table: Table) -> Addressee:
    hours = table.table_or_none("hours")
    return Addressee(
        name=table.local_text("name"),
        address=table.text_or_none("address"),
        phones=table.texts("phones"),
        room=table.text_or_none("room"),
        email=_read_email(table),
        website=table.text_or_none("website"),
        hours=None if hours is None else read_hours(hours),
    )


def read_provider(table: Table | None) -> Provider | None:
    """Read who gives the service."""
    if table is None:
        return None
    authority = table.has("authority")
    return Provider(
        name=table.local_text("name"),
        authority=table.local_text("authority") if authority else None,
        address=table.text_or_none("address"),
        phones=table.texts("phones"),
        room=table.text_or_none("room"),
        email=_read_email(table),
        website=table.text_or_none("website"),
    )
