"""Checks that look across a whole standard: dates in order, a source for every legal number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from kezek_core.phrases import Phrase
from kezek_core.standards.json_form import known_paths
from kezek_core.standards.values import Document, Standard
from kezek_core.toml_table.findings import Findings
from kezek_core.toml_table.problem import MISSING, Path, nearest


def check_order_of_dates(standard: Standard, findings: Findings) -> None:
    """Note a registration, a coming into force, an amendment or a repeal before its time."""
    act = standard.act.on
    life = standard.in_force
    begins = "in_force.from" if life.from_on else "act.date"
    pairs: list[tuple[Path, date | None, date | None, str]] = [
        (("act", "registration", "date"), standard.act.registration.on, act, "act.date"),
        (("in_force", "from"), life.from_on, act, "act.date"),
        (("in_force", "until"), life.until_on, life.from_on or act, begins),
    ]
    pairs += [
        (("amendments", index, "date"), each.on, act, "act.date")
        for index, each in enumerate(standard.amendments)
    ]
    for path, later, earlier, name in pairs:
        # date.min stands for a date that could not be read and is noted already.
        if later and earlier and date.min < later < earlier:
            expected = Phrase(
                "a date not before %(name)s, %(date)s", name=name, date=earlier.isoformat()
            )
            findings.note(path, later, expected)


def check_fee(standard: Standard, findings: Findings) -> None:
    """Note a fee whose amount is neither given nor remarked upon."""
    fee = standard.fee
    if not fee.free and fee.mci_share is None and standard.note("fee.mci_share") is None:
        findings.note(
            ("fee", "mci_share"),
            MISSING,
            Phrase("a share of the monthly calculation index, for example 0.2 for 20 percent"),
            Phrase(
                'or free = true, or under [notes] "fee.mci_share" = "how the fee is set instead"'
            ),
        )


def check_documents(standard: Standard, findings: Findings) -> None:
    """Note a document that stands instead of none that is asked for, or is asked and held."""
    documents = {each.id: each for each in standard.documents}
    for index, each in enumerate(standard.documents):
        at: Path = ("documents", index)
        if each.state_held and each.required:
            findings.note(
                (*at, "required"),
                True,
                Phrase("false where state_held = true"),
                Phrase(
                    "nobody may be refused for data that the state holds; take one of the two away"
                ),
            )
        if each.instead_of is not None:
            _check_instead(each, each.instead_of, documents, at, findings)


def _check_instead(
    document: Document, named: str, documents: Mapping[str, Document], at: Path, findings: Findings
) -> None:
    def wrong(expected: str, hint: str) -> None:
        findings.note((*at, "instead_of"), named, expected, hint)

    others = [each for each in documents if each != document.id]
    known = Phrase(
        "the id of another document of this file, one of %(others)s",
        others=", ".join(others) or "-",
    )
    other = documents.get(named)
    if named == document.id:
        wrong(
            known,
            Phrase(
                "a group of one has no choice; name the document it replaces, or take the key away"
            ),
        )
    elif other is None:
        wrong(known, nearest(named, others) or Phrase("add that document, or name one"))
    elif other.instead_of is not None:
        wrong(
            Phrase("a document that stands instead of none, as %(id)s does", id=other.instead_of),
            Phrase('write instead_of = "%(id)s" here too', id=other.instead_of),
        )
    elif other.stage is not document.stage:
        wrong(
            Phrase(
                "a document of the same stage; %(id)s is of %(stage)s", id=named, stage=other.stage
            ),
            Phrase(
                'write stage = "%(stage)s" here, or give each stage a document of its own',
                stage=other.stage,
            ),
        )
    elif other.state_held or document.state_held:
        wrong(
            Phrase("no choice where state_held = true"),
            Phrase(
                "nobody is asked for data that the state holds; take state_held or instead_of away"
            ),
        )
    if document.required:
        findings.note(
            (*at, "required"),
            True,
            Phrase("false where instead_of is given"),
            Phrase("say under condition who may bring it instead, if not everybody may"),
        )


def check_sources(standard: Standard, findings: Findings) -> None:
    """Note every legal number that no entry of ``sources`` speaks for."""
    for path in legal_numbers(standard):
        if standard.source(path) is None:
            parent = path.rpartition(".")[0]
            findings.note(
                ("sources", path),
                MISSING,
                Phrase(
                    'where this number stands in the act, as "%(path)s" = "order 287, item 7.2"',
                    path=path,
                ),
                Phrase('an entry for "%(parent)s" speaks for all below it', parent=parent)
                if parent
                else None,
            )


def check_paths(standard: Standard, findings: Findings) -> None:
    """Note every entry of ``sources`` and ``notes`` that speaks of no value of the file."""
    known = known_paths(standard)
    expected = Phrase("the dotted path of a value of this file, list places counted from 0")
    for name, entries in (("sources", standard.sources), ("notes", standard.notes)):
        for path in entries:
            if path not in known:
                findings.note((name, path), path, expected, nearest(path, sorted(known)))


def legal_numbers(standard: Standard) -> tuple[str, ...]:
    """Return the path of every number of the standard that the law sets."""
    return tuple(_legal_numbers(standard))


def _legal_numbers(standard: Standard) -> Iterator[str]:
    life, minutes, returns = standard.in_force, standard.waiting_minutes, standard.returns
    known = {
        "in_force.from": life.from_on,
        "in_force.until": life.until_on,
        "waiting_minutes.submission": minutes.submission,
        "waiting_minutes.pickup": minutes.pickup,
        "waiting_minutes.service": minutes.service,
        "term.amount": standard.term,
        "fee.free": standard.fee.free or None,
        "fee.mci_share": standard.fee.mci_share,
        "schedule.days": standard.schedule.days,
        "result.valid": standard.result and standard.result.valid,
        "returns.authority_days": returns.authority_days,
        "returns.notify_days": returns.notify_days,
        "unclaimed_keep.amount": standard.unclaimed_keep,
    }
    yield from (path for path, value in known.items() if value is not None)
    for index, extension in enumerate(standard.extensions):
        yield f"extensions.{index}.amount"
        if extension.notify_days is not None:
            yield f"extensions.{index}.notify_days"
    yield from (f"schedule.seasons.{index}" for index in range(len(standard.schedule.seasons)))
    for code, row in standard.indicators.items():
        cells = (("norm", row.norm), ("target", row.target), ("current", row.current))
        yield from (f"indicators.{code}.{name}" for name, cell in cells if cell is not None)
