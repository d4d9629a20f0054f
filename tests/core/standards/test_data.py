"""The six standards of order 287, order 3 and resolution 1119, number by number, by hand."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from importlib.resources import files

import pytest

from kezek_core.standards.check import legal_numbers
from kezek_core.standards.file import parse_standard
from kezek_core.standards.json_form import to_json
from kezek_core.standards.values import (
    Break,
    Extension,
    Payee,
    Period,
    Standard,
    Term,
    WaitingMinutes,
)
from kezek_core.standards.words import (
    INDICATOR_CODES,
    DocumentStage,
    ExcludedDay,
    PeriodUnit,
    ReceiptField,
    Recipient,
    ServiceForm,
    TermStart,
)

MILITARY = "kz-mj-2007-287-1"
PRIVILEGED = "kz-mj-2007-287-2"
CRIMINAL_RECORD = "kz-gp-2008-3-criminal-record"
APOSTILLE = "kz-gp-2008-3-apostille"
GUARDIANSHIP = "kz-gov-2012-1119-guardianship"
MINORS_ASSETS = "kz-gov-2012-1119-minors-assets"
SIX = (MILITARY, PRIVILEGED, CRIMINAL_RECORD, APOSTILLE, GUARDIANSHIP, MINORS_ASSETS)

CENTRES = (MILITARY, PRIVILEGED)
PROSECUTOR = (CRIMINAL_RECORD, APOSTILLE)
GOVERNMENT = (GUARDIANSHIP, MINORS_ASSETS)


def load(identifier: str) -> Standard:
    name = f"{identifier}.toml"
    text = (files("kezek_core") / "standards" / "data" / name).read_text(encoding="utf-8")
    return parse_standard(text, file_name=name)


@pytest.mark.parametrize(
    ("identifier", "submission", "pickup", "service"),
    [
        (MILITARY, 30, None, None),
        (PRIVILEGED, 30, None, None),
        (CRIMINAL_RECORD, 60, 60, None),
        (APOSTILLE, 20, 20, None),
        (GUARDIANSHIP, 20, 20, 20),
        (MINORS_ASSETS, 20, 20, 20),
    ],
)
def test_waiting_limits_are_those_of_item_7(identifier, submission, pickup, service):
    standard = load(identifier)

    assert standard.waiting_minutes == WaitingMinutes(submission, pickup, service)


@pytest.mark.parametrize(
    ("identifier", "term"),
    [
        (MILITARY, Term(3, PeriodUnit.WORKING_DAYS, TermStart.SUBMISSION)),
        (PRIVILEGED, Term(3, PeriodUnit.CALENDAR_DAYS, TermStart.SUBMISSION)),
        (CRIMINAL_RECORD, Term(7, PeriodUnit.CALENDAR_DAYS, TermStart.SUBMISSION)),
        (APOSTILLE, Term(1, PeriodUnit.WORKING_DAYS, TermStart.SUBMISSION)),
        *(
            (
                identifier,
                Term(
                    5,
                    PeriodUnit.WORKING_DAYS,
                    TermStart.APPLICATION,
                    (ExcludedDay.ACCEPTANCE_DAY, ExcludedDay.ISSUE_DAY),
                ),
            )
            for identifier in GOVERNMENT
        ),
    ],
)
def test_terms_keep_working_and_calendar_days_apart(identifier, term):
    assert load(identifier).term == term


@pytest.mark.parametrize("identifier", CENTRES)
def test_the_centres_may_extend_by_one_and_by_three_months(identifier):
    found = [(each.amount, each.unit, each.notify_days) for each in load(identifier).extensions]

    assert found == [(1, PeriodUnit.MONTHS, 3), (3, PeriodUnit.MONTHS, None)]


@pytest.mark.parametrize("identifier", PROSECUTOR + GOVERNMENT)
def test_the_other_standards_know_no_extension(identifier):
    no_extension: tuple[Extension, ...] = ()

    assert load(identifier).extensions == no_extension


@pytest.mark.parametrize("identifier", [each for each in SIX if each != APOSTILLE])
def test_all_but_the_apostille_is_free(identifier):
    fee = load(identifier).fee

    assert (fee.free, fee.mci_share, fee.payee) == (True, None, None)


def test_the_apostille_costs_a_fifth_of_the_index_to_a_named_account():
    fee = load(APOSTILLE).fee

    assert (fee.free, fee.mci_share) == (False, Decimal("0.20"))
    assert isinstance(fee.payee, Payee)
    assert fee.payee.name.kk == "Астана қаласы бойынша Алматы салық комитеті"
    assert fee.payee.taxpayer_number == "620200000007"
    assert fee.payee.account == "000080900"
    assert fee.payee.bank_code == "195301070"
    assert fee.payee.purpose_code == "108113"


@pytest.mark.parametrize("identifier", CENTRES + GOVERNMENT)
def test_centres_are_open_six_days_without_a_break(identifier):
    schedule = load(identifier).schedule

    assert list(schedule.days) == ["mon", "tue", "wed", "thu", "fri", "sat"]
    assert [each.name for each in schedule.seasons] == ["all"]
    assert schedule.seasons[0].hours.open == time(9)
    assert schedule.seasons[0].hours.close == time(20)
    assert schedule.seasons[0].hours.breaks == ()


@pytest.mark.parametrize("identifier", PROSECUTOR)
def test_the_prosecutor_has_summer_and_winter_hours(identifier):
    schedule = load(identifier).schedule

    summer, winter = schedule.seasons
    assert list(schedule.days) == ["mon", "tue", "wed", "thu", "fri"]
    assert (summer.name, winter.name) == ("summer", "winter")
    assert (summer.hours.open, summer.hours.close) == (time(9), time(19))
    assert summer.hours.breaks == (Break(time(12, 30), time(14, 30)),)
    assert (winter.hours.open, winter.hours.close) == (time(9), time(18))
    assert winter.hours.breaks == (Break(time(13), time(14)),)


CENTRE_TABLE = {
    "1.1": ("95", "80"),
    "1.2": ("90", "50"),
    "2.1": ("90", "70"),
    "2.2": ("95", "85"),
    "3.1": ("80", "60"),
    "3.2": ("80", "45"),
    "3.3": ("50", "40"),
    "4.1": ("0.1", "0.3"),
    "4.2": ("95", "70"),
    "4.3": ("85", "75"),
    "4.4": ("95", "60"),
    "5.1": ("90", "70"),
}


@pytest.mark.parametrize("identifier", CENTRES)
def test_indicators_of_the_centres_are_those_of_the_table(identifier):
    rows = load(identifier).indicators

    found = {code: (str(row.norm), str(row.target)) for code, row in rows.items()}
    assert found == CENTRE_TABLE
    assert all(row.current is None for row in rows.values())


@pytest.mark.parametrize("identifier", PROSECUTOR + GOVERNMENT)
def test_a_blank_table_stays_blank_and_is_remarked_upon(identifier):
    standard = load(identifier)

    shown = to_json(standard)["indicators"]
    blank = {"norm": None, "target": None, "current": None}
    assert shown == dict.fromkeys(INDICATOR_CODES, blank)
    assert standard.note("indicators.1.1.norm")


@pytest.mark.parametrize(
    ("identifier", "number", "on", "registration", "registered_on", "from_on", "until_on"),
    [
        *(
            (
                identifier,
                "287",
                date(2007, 10, 12),
                "5020",
                date(2007, 11, 30),
                date(2007, 11, 30),
                date(2010, 3, 30),
            )
            for identifier in CENTRES
        ),
        *(
            (
                identifier,
                "3",
                date(2008, 1, 21),
                "5153",
                date(2008, 2, 27),
                date(2008, 2, 27),
                date(2011, 2, 25),
            )
            for identifier in PROSECUTOR
        ),
        *(
            (identifier, "1119", date(2012, 8, 31), None, None, None, None)
            for identifier in GOVERNMENT
        ),
    ],
)
def test_act_registration_and_legal_life(
    identifier, number, on, registration, registered_on, from_on, until_on
):
    standard = load(identifier)

    assert (standard.act.number, standard.act.on) == (number, on)
    assert standard.act.registration.number == registration
    assert standard.act.registration.on == registered_on
    assert (standard.in_force.from_on, standard.in_force.until_on) == (from_on, until_on)
    assert (standard.in_force.until_act is None) == (until_on is None)
    assert standard.in_force.note


@pytest.mark.parametrize(
    ("identifier", "amendments"),
    [
        *((identifier, [(date(2009, 2, 11), ("7",))]) for identifier in CENTRES),
        *((identifier, []) for identifier in (*PROSECUTOR, GUARDIANSHIP)),
        (MINORS_ASSETS, [(date(2013, 8, 26), ("title", "1", "5", "11"))]),
    ],
)
def test_amendments_with_their_items(identifier, amendments):
    assert [(each.on, each.items) for each in load(identifier).amendments] == amendments


@pytest.mark.parametrize(
    ("identifier", "authority", "notify", "keep", "valid"),
    [
        *((each, 1, 1, Period(1, PeriodUnit.MONTHS), None) for each in CENTRES),
        *((each, None, None, None, None) for each in PROSECUTOR),
        *(
            (each, 3, 1, Period(1, PeriodUnit.MONTHS), Period(1, PeriodUnit.MONTHS))
            for each in GOVERNMENT
        ),
    ],
)
def test_returns_keeping_and_validity(identifier, authority, notify, keep, valid):
    standard = load(identifier)

    assert standard.returns.authority_days == authority
    assert standard.returns.notify_days == notify
    assert standard.unclaimed_keep == keep
    assert standard.result is not None
    assert standard.result.valid == valid


@pytest.mark.parametrize(
    ("identifier", "fields"),
    [
        (MILITARY, "service documents issue_time issue_place accepted_by"),
        (
            PRIVILEGED,
            "request_number accepted_on service documents issue_time issue_place accepted_by",
        ),
        (CRIMINAL_RECORD, ""),
        (APOSTILLE, ""),
        *(
            (
                each,
                (
                    "request_number accepted_on service documents issue_time issue_place "
                    "accepted_by applicant applicant_contacts"
                ),
            )
            for each in GOVERNMENT
        ),
    ],
)
def test_receipts_differ_between_the_standards(identifier, fields):
    assert load(identifier).receipt_fields == tuple(map(ReceiptField, fields.split()))


@pytest.mark.parametrize(
    ("identifier", "documents"),
    [
        (MILITARY, "application! military_id! identity_card_copy! archive_certificate?"),
        (
            PRIVILEGED,
            (
                "application! military_id! identity_card_copy! archive_certificate? "
                "power_of_attorney?@pickup"
            ),
        ),
        (
            CRIMINAL_RECORD,
            (
                "application! identity_document! birth_certificate?=identity_document "
                "power_of_attorney?"
            ),
        ),
        (
            APOSTILLE,
            (
                "official_document! fee_receipt! power_of_attorney? identity_document!@pickup "
                "power_of_attorney_at_pickup?@pickup=identity_document"
            ),
        ),
        (
            GUARDIANSHIP,
            (
                "guardianship_decision! identity_document+state birth_certificate?+state "
                "residence_certificate+state"
            ),
        ),
        (
            MINORS_ASSETS,
            (
                "application! death_certificate? deposit_document? vehicle_certificate? "
                "inheritance_certificate? identity_document+state birth_certificate?+state "
                "marriage_certificate?+state divorce_certificate?+state form_4_certificate?+state"
            ),
        ),
    ],
)
def test_a_document_is_asked_of_whom_when_and_instead_of_what_the_act_says(identifier, documents):
    # order 287, annex 1, item 12, annex 2, item 12; order 3, criminal record standard, items 12
    # and 13, apostille standard, items 12, 13 and 16; resolution 1119, item 11.1.
    found = load(identifier).documents

    assert " ".join(map(summed_up, found)) == documents
    assert all(all(each.title.to_json().values()) for each in found)


@pytest.mark.parametrize("identifier", SIX)
def test_a_document_that_not_everybody_needs_has_a_condition_or_is_held_by_the_state(identifier):
    for each in load(identifier).documents:
        assert not (each.required and each.condition)
        assert each.required or each.condition or each.state_held


def summed_up(document):
    """The id with "!" for everybody, "?" for a condition, and what sets it apart."""
    stage = "" if document.stage is DocumentStage.SUBMISSION else f"@{document.stage}"
    instead = f"={document.instead_of}" if document.instead_of else ""
    held = "+state" * document.state_held
    return (
        f"{document.id}{'!' * document.required}{'?' * bool(document.condition)}"
        f"{stage}{instead}{held}"
    )


def test_both_centre_standards_name_the_same_27_centres():
    first, second = load(MILITARY), load(PRIVILEGED)

    assert len(first.places) == 27
    assert first.places == second.places
    assert len({each.name.kk for each in first.places}) == 27
    assert all(each.address and each.phones for each in first.places)


@pytest.mark.parametrize(
    ("index", "name", "address", "phones"),
    [
        (0, "Астана қаласы Алматы ауданының N 1", "Астана қ., Жубанова көш., үй 2", ("37-02-06",)),
        (1, "Астана қаласы Алматы ауданының N 2", 'Астана қ., 70 "а" көш.', ("40-65-62",)),
        (5, "Алматы қаласы Түрксіб ауданының", "Алматы қ., Зорге көш., 9 үй", ("234-09-64",)),
        (11, "Орал қаласының", "Орал қ., Жамбыл көш., 81 үй", ("28-40-73", "28-13-12")),
        (12, "Тараз қаласының", 'Тараз қ., Койгельды көш., 158 "а" үй', ("43-84-18 (вн. 147)",)),
        (16, "Қарағанды қаласының N 4", "Теміртау қ., Блюхер көш., 23 үй", ("98-65-87",)),
        (26, "Өскемен қаласының N 3", "Семей қ., 408-ой тоқсан, 21 үй", ("33-55-93",)),
    ],
)
def test_centres_stand_in_the_order_of_the_act(index, name, address, phones):
    place = load(MILITARY).places[index]

    assert place.name.kk == f"{name} Халыққа қызмет көрсету орталығы"
    assert (place.address, place.phones) == (address, phones)


def test_criminal_record_names_16_regional_bodies_with_two_phones_and_an_email_each():
    places = load(CRIMINAL_RECORD).places

    assert len(places) == 16
    assert all(len(each.phones) == 2 for each in places)
    assert len({each.email for each in places}) == 16
    assert places[0].name.kk == "Комитеттің Алматы қаласы бойынша басқармасы"
    assert places[0].address == "050045, Алматы қ., Богенбай батыр к-сі, 145 үй"
    assert places[5].email == "kostanay1@pravstat.kz"
    assert places[15].phones == ("36-23-85", "36-28-05")


def test_the_apostille_is_given_at_one_place_and_1119_lists_none():
    apostille = load(APOSTILLE).places

    assert [(each.room, each.phones) for each in apostille] == [("Рұқсаттама бюросы", ("712676",))]
    assert load(GUARDIANSHIP).places == load(MINORS_ASSETS).places == ()
    assert load(GUARDIANSHIP).note("places")


@pytest.mark.parametrize(
    ("identifier", "recipients", "form"),
    [
        *((each, [Recipient.INDIVIDUALS], ServiceForm.NOT_AUTOMATED) for each in CENTRES),
        (
            CRIMINAL_RECORD,
            [Recipient.CITIZENS, Recipient.FOREIGN_CITIZENS, Recipient.STATELESS_PERSONS],
            ServiceForm.NOT_AUTOMATED,
        ),
        (APOSTILLE, [Recipient.INDIVIDUALS], ServiceForm.NOT_AUTOMATED),
        *((each, [Recipient.INDIVIDUALS], ServiceForm.PARTLY_AUTOMATED) for each in GOVERNMENT),
    ],
)
def test_recipients_and_form(identifier, recipients, form):
    standard = load(identifier)

    assert list(standard.recipients) == recipients
    assert standard.form is form


@pytest.mark.parametrize("identifier", SIX)
def test_every_standard_names_grounds_of_refusal_in_kazakh(identifier):
    refusal = load(identifier).refusal

    assert refusal.possible
    assert refusal.grounds
    assert all(re.search("[қғңөұүәһі]", each) for each in refusal.grounds)


@pytest.mark.parametrize("identifier", SIX)
def test_every_legal_number_has_its_own_source(identifier):
    standard = load(identifier)

    unsourced = [path for path in legal_numbers(standard) if not standard.source(path)]
    assert unsourced == []
    assert len(legal_numbers(standard)) >= 8


@pytest.mark.parametrize("identifier", SIX)
def test_every_unknown_value_is_remarked_upon(identifier):
    tree = to_json(load(identifier))
    sources = tree.pop("sources")

    silent = [path for path in null_paths(tree) if not remarked(path, sources)]
    assert silent == []


def null_paths(value, path=""):
    if isinstance(value, dict):
        return [p for key, v in value.items() for p in null_paths(v, f"{path}.{key}")]
    if isinstance(value, list):
        return [p for index, v in enumerate(value) for p in null_paths(v, f"{path}.{index}")]
    return [path.removeprefix(".")] if value is None else []


def remarked(path, sources):
    # A paper that everybody needs has no condition, an addressee no room: nothing is unknown.
    if path.endswith(".condition") or path.startswith("complaints.to."):
        return True
    if path.startswith("in_force."):
        return True  # in_force has a note of its own, and another test asks for it
    while path:
        if "note: " in sources.get(path, ""):
            return True
        path = path.rpartition(".")[0]
    return False


@pytest.mark.parametrize("identifier", SIX)
def test_no_latin_letter_hides_in_a_kazakh_word(identifier):
    text = (files("kezek_core") / "standards" / "data" / f"{identifier}.toml").read_text(
        encoding="utf-8"
    )

    mixed = re.findall(r"\w*(?:[а-яёәғқңөұүһі][a-z]|[a-z][а-яёәғқңөұүһі])\w*", text.lower())
    assert mixed == []
