"""Reading a standard's file part by part, in the order of the JSON form."""

from __future__ import annotations

import re

from kezek_core.phrases import Phrase
from kezek_core.standards.contacts import read_complaints, read_payee, read_place, read_provider
from kezek_core.standards.hours import read_schedule
from kezek_core.standards.values import (
    Act,
    Amendment,
    Document,
    Extension,
    Fee,
    Indicator,
    InForce,
    Period,
    RefusalGround,
    Registration,
    Result,
    Returns,
    Standard,
    Term,
    WaitingMinutes,
)
from kezek_core.standards.words import (
    INDICATOR_CODES,
    ActKind,
    DocumentStage,
    ExcludedDay,
    PeriodUnit,
    ReceiptField,
    Recipient,
    ServiceForm,
    TermStart,
)
from kezek_core.toml_table.table import Table

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
WORD = re.compile(r"[a-z][a-z0-9_]*")

DAY_MINUTES = 24 * 60
MAX_AMOUNT = 1000
PERCENT = (0, 100)
PERCENT_FORM = Phrase("a percentage from 0 to 100, without quotes and without the sign")
MAX_MCI = 100_000
SHARE_FORM = Phrase(
    "a share of the monthly calculation index above 0, for example 0.2 for 20 percent"
)


def read_standard(table: Table, *, stem: str) -> Standard:
    """Read the whole file.

    Args:
        table: the file's outermost table.
        stem: the file's name without ".toml", which the id must equal.
    """
    return Standard(
        id=_read_id(table, stem),
        title=table.local_text("title"),
        short=table.short_text("short"),
        act=_read_act(table.table("act")),
        in_force=_read_in_force(table.table("in_force")),
        amendments=tuple(_read_amendment(each) for each in table.tables("amendments")),
        waiting_minutes=_read_waiting_minutes(table.table("waiting_minutes")),
        term=_read_term(table.table_or_none("term")),
        extensions=tuple(_read_extension(each) for each in table.tables("extensions")),
        fee=_read_fee(table.table("fee")),
        schedule=read_schedule(table.table("schedule")),
        documents=_read_documents(table),
        refusal=_read_refusal(table.table_or_none("refusal")),
        result=_read_result(table.table_or_none("result")),
        returns=_read_returns(table.table_or_none("returns")),
        unclaimed_keep=_read_period(table.table_or_none("unclaimed_keep")),
        receipt_fields=table.members("receipt_fields", ReceiptField),
        indicators=_read_indicators(table.table_or_none("indicators")),
        places=tuple(read_place(each) for each in table.tables("places")),
        complaints=read_complaints(table.table_or_none("complaints")),
        provider=read_provider(table.table_or_none("provider")),
        recipients=table.members("recipients", Recipient),
        form=table.member_or_none("form", ServiceForm),
        sources=_read_entries(table.table_or_none("sources")),
        notes=_read_entries(table.table_or_none("notes")),
    )


def _read_id(table: Table, stem: str) -> str:
    identifier = table.text("id")
    if identifier and not SLUG.fullmatch(identifier):
        table.wrong("id", Phrase("small Latin letters, digits and single hyphens"))
    elif identifier and identifier != stem:
        table.wrong(
            "id",
            Phrase('"%(stem)s", the name of the file', stem=stem),
            Phrase("rename the file or correct the id"),
        )
    return identifier


def _read_act(table: Table) -> Act:
    return Act(
        issuer=table.text("issuer"),
        kind=table.member("kind", ActKind),
        number=table.text("number"),
        on=table.day("date"),
        registration=_read_registration(table.table_or_none("registration")),
    )


def _read_registration(table: Table | None) -> Registration:
    if table is None:
        return Registration()
    return Registration(number=table.text("number"), on=table.day("date"))


def _read_in_force(table: Table) -> InForce:
    life = InForce(
        from_on=table.day_or_none("from"),
        until_on=table.day_or_none("until"),
        until_act=table.text_or_none("until_act"),
        note=table.text_or_none("note"),
    )
    if not table.has("from") and life.note is None:
        table.wrong(
            "from",
            Phrase("a date as YYYY-MM-DD"),
            Phrase('or say under "note" why it is unknown'),
        )
    return life


def _read_amendment(table: Table) -> Amendment:
    return Amendment(act=table.text("act"), on=table.day("date"), items=table.texts("items"))


def _read_waiting_minutes(table: Table) -> WaitingMinutes:
    return WaitingMinutes(
        submission=table.whole("submission", 1, DAY_MINUTES),
        pickup=table.whole_or_none("pickup", 1, DAY_MINUTES),
        service=table.whole_or_none("service", 1, DAY_MINUTES),
    )


def _read_term(table: Table | None) -> Term | None:
    if table is None:
        return None
    return Term(
        amount=table.whole("amount", 1, MAX_AMOUNT),
        unit=table.member("unit", PeriodUnit),
        counted_from=table.member_or_none("from", TermStart),
        excludes=table.members("excludes", ExcludedDay),
    )


def _read_extension(table: Table) -> Extension:
    return Extension(
        amount=table.whole("amount", 1, MAX_AMOUNT),
        unit=table.member("unit", PeriodUnit),
        reason=table.text("reason"),
        notify_days=table.whole_or_none("notify_days", 1, MAX_AMOUNT),
    )


def _read_fee(table: Table) -> Fee:
    fee = Fee(
        free=table.flag("free"),
        mci_share=table.number_or_none("mci_share", SHARE_FORM, (0, MAX_MCI)),
        payee=read_payee(table.table_or_none("payee")),
    )
    if fee.mci_share == 0:
        table.wrong("mci_share", SHARE_FORM, Phrase("a service without a fee is free = true"))
    if fee.free and table.has("mci_share"):
        table.wrong(
            "mci_share", Phrase("no share where free = true"), Phrase("take one of the two away")
        )
    return fee


def _read_documents(table: Table) -> tuple[Document, ...]:
    read = tuple(_read_document(each) for each in table.tables("documents"))
    table.note_repeated("documents", [each.id for each in read], "id")
    return read


def _read_document(table: Table) -> Document:
    identifier = table.text("id")
    if identifier and not WORD.fullmatch(identifier):
        table.wrong("id", Phrase("small Latin letters, digits and underscores, a letter first"))
    return Document(
        id=identifier,
        title=table.local_text("title"),
        required=table.flag("required"),
        condition=table.text_or_none("condition"),
        stage=table.member_or_none("stage", DocumentStage) or DocumentStage.SUBMISSION,
        instead_of=table.text_or_none("instead_of"),
        state_held=table.flag_or_none("state_held") or False,
    )


def _read_refusal(table: Table | None) -> RefusalGround:
    if table is None:
        return RefusalGround()
    refusal = RefusalGround(possible=table.flag("possible"), grounds=table.texts("grounds"))
    if table.has("possible") and not refusal.possible and refusal.grounds:
        table.wrong("grounds", Phrase("no grounds where possible = false"))
    return refusal


def _read_result(table: Table | None) -> Result | None:
    if table is None:
        return None
    return Result(title=table.local_text("title"), valid=_read_period(table.table_or_none("valid")))


def _read_period(table: Table | None) -> Period | None:
    if table is None:
        return None
    return Period(
        amount=table.whole("amount", 1, MAX_AMOUNT), unit=table.member("unit", PeriodUnit)
    )


def _read_returns(table: Table | None) -> Returns:
    if table is None:
        return Returns()
    return Returns(
        authority_days=table.whole_or_none("authority_days", 1, MAX_AMOUNT),
        notify_days=table.whole_or_none("notify_days", 1, MAX_AMOUNT),
    )


def _read_indicators(table: Table | None) -> dict[str, Indicator]:
    if table is None:
        return {}
    rows = ((code, table.table_or_none(code)) for code in INDICATOR_CODES)
    return {code: _read_indicator(row) for code, row in rows if row is not None}


def _read_indicator(table: Table) -> Indicator:
    return Indicator(
        norm=table.number_or_none("norm", PERCENT_FORM, PERCENT),
        target=table.number_or_none("target", PERCENT_FORM, PERCENT),
        current=table.number_or_none("current", PERCENT_FORM, PERCENT),
    )


def _read_entries(table: Table | None) -> dict[str, str]:
    return {} if table is None else table.entries()
