"""Resolution 1122 of the akimat of Arys: six rural districts, two services each, fact by fact.

The tables below were worked by hand from the act; "7.2" in a comment is item 7, paragraph 2, of
annex 1 (household) or annex 2 (livestock) of the district.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import kezek_core
from kezek_core.standards.file import check_standard, parse_standard
from kezek_core.standards.json_form import to_json
from kezek_core.standards.law import legal_state, limit_minutes
from kezek_core.standards.values import Standard
from kezek_core.standards.words import LegalState

FOLDER = Path(kezek_core.__file__).parent / "standards" / "data"

DISTRICTS = ("akdala", "dermene", "zadaria", "montaitas", "bairkum", "zhideli")
SERVICES = ("household", "livestock")
ANNEX = {"household": "1", "livestock": "2"}
ALL = [(district, service) for district in DISTRICTS for service in SERVICES]

# Items 4, 10, 14, 16 and 24: name, address with the floor where item 16 has it, room, phone.
PLACES = {
    "akdala": ("Ақдала", "Амангелді көшесі, н/з үй, 1-қабат", "2", "26-6-43"),
    "dermene": ("Дермене", "С. Сейфуллин көшесі, н/з үй, 1-қабат", "3", "25-4-10"),
    "zadaria": ("Задария", "Шүкірбеков көшесі, н/з үй", "2", "2-92-55"),
    "montaitas": ("Монтайтас", "Б. Онтаев көшесі, н/з үй, 2-қабат", "4", "28-2-72"),
    "bairkum": ("Байырқұм", "С. Жұмабеков көшесі, н/з үй, 2-қабат", "2", "24-3-17"),
    "zhideli": ("Жиделі", "Абай көшесі, н/з үй, 2-қабат", "4", "27-1-74"),
}

# Item 21: who explains how to complain, and in which room.
EXPLAINS = {
    "akdala": "The akim of the rural district explains how to complain: room 1, phone 26-6-43",
    "dermene": "The akim of the rural district explains how to complain: room 2, phone 25-4-10",
    "zadaria": "The akim of the rural district explains how to complain: room 1, phone 2-92-55",
    "montaitas": "The deputy akim of the rural district explains how to complain: room 3, "
    "phone 28-2-72",
    "bairkum": "The akim of the rural district explains how to complain: room 1, phone 24-3-17",
    "zhideli": "The akim of the rural district explains how to complain: room 1, phone 27-1-74",
}

# Item 24: the city akim's office; the act spells the street in two ways and drops a word once.
CITY_STREET = {
    ("akdala", "household"): "Әль-Фараби көшесі",
    ("akdala", "livestock"): "Аль-Фараби көшесі",
    ("dermene", "household"): "Аль-Фараби көшесі",
    ("dermene", "livestock"): "Әль-Фараби көшесі",
    ("zadaria", "household"): "Аль-Фараби көшесі",
    ("zadaria", "livestock"): "Әль-Фараби көшесі",
    ("montaitas", "household"): "Әль-Фараби көшесі",
    ("montaitas", "livestock"): "Аль-Фараби көшесі",
    ("bairkum", "household"): "Аль-Фараби көшесі",
    ("bairkum", "livestock"): "Әль-Фараби",
    ("zhideli", "household"): "Әль-Фараби көшесі",
    ("zhideli", "livestock"): "Әль-Фараби көшесі",
}

# The appendix: norm, target of the next year, current value; the same in all twelve.
INDICATORS = {
    "1.1": ("95", "80", "75"),
    "1.2": ("90", "50", "40"),
    "2.1": ("90", "70", "60"),
    "2.2": ("95", "85", "75"),
    "3.1": ("80", "60", "50"),
    "3.2": ("80", "45", "30"),
    "3.3": ("50", "40", "30"),
    "4.1": ("0.1", "0.3", "0.5"),
    "4.2": ("95", "70", "60"),
    "4.3": ("95", "60", "50"),
    "4.4": ("90", "60", "50"),
    "5.1": ("90", "70", "60"),
}

# Where each value stands in the annex.
ITEMS = {
    "waiting_minutes.submission": "item 7.2",
    "waiting_minutes.pickup": "item 7.3",
    "term.amount": "item 7.1",
    "term.unit": "item 7.1",
    "term.from": "item 7.1",
    "fee.free": "item 8",
    "schedule.days": "item 10",
    "schedule.seasons.0": "item 10",
    "documents": "item 12",
    "refusal": "item 17",
    "result.title": "item 5",
    "recipients": "item 6",
    "form": "item 2",
    "places.0.address": "item 16",
    "places.0.phones": "items 4, 14 and 24",
    "places.0.room": "items 10, 14 and 16",
    "complaints.to.0.phones": "items 22, 23 and 24",
    "complaints.confirmation": "item 23",
    **{f"indicators.{code}": f"appendix, row {code}" for code in INDICATORS},
}

every_standard = pytest.mark.parametrize(("district", "service"), ALL)


def load(district: str, service: str) -> Standard:
    path = FOLDER / f"kz-arys-2007-1122-{district}-{service}.toml"
    return parse_standard(path.read_text(encoding="utf-8"), file_name=path.name)


def test_the_resolution_gives_twelve_standards() -> None:
    expected = {f"kz-arys-2007-1122-{district}-{service}" for district, service in ALL}

    found = {path.stem for path in FOLDER.glob("kz-arys-*.toml")}

    assert found == expected


@every_standard
def test_the_checker_finds_nothing_wrong(district: str, service: str) -> None:
    path = FOLDER / f"kz-arys-2007-1122-{district}-{service}.toml"

    problems = check_standard(path.read_text(encoding="utf-8"), path.name)

    assert problems == ()


@every_standard
def test_handing_in_waits_40_minutes_and_picking_up_30(district: str, service: str) -> None:
    standard = load(district, service)

    limits = [limit_minutes(standard, stage) for stage in ("submission", "pickup", "service")]

    assert limits == [40, 30, None]  # 7.2, 7.3; the time of service is not limited


@every_standard
def test_the_term_is_one_working_day_from_registration(district: str, service: str) -> None:
    shown = to_json(load(district, service))

    # 7.1; no day is left out, nothing prolongs it
    assert shown["term"] == {
        "amount": 1,
        "unit": "working_days",
        "from": "registration",
        "excludes": [],
    }
    assert shown["extensions"] == []


@every_standard
def test_the_service_is_free(district: str, service: str) -> None:
    shown = to_json(load(district, service))

    assert shown["fee"] == {"free": True, "mci_share": None}  # 8


@every_standard
def test_hours_are_nine_to_six_on_five_days_with_a_noon_break(district: str, service: str) -> None:
    shown = to_json(load(district, service))

    # 10 and 24
    assert shown["schedule"] == {
        "days": ["mon", "tue", "wed", "thu", "fri"],
        "seasons": [
            {
                "name": "all",
                "open": "09:00",
                "close": "18:00",
                "breaks": [{"from": "13:00", "to": "14:00"}],
            }
        ],
    }


@every_standard
def test_the_district_has_one_place_with_its_address_room_and_phone(
    district: str, service: str
) -> None:
    name, street, room, phone = PLACES[district]

    [place] = load(district, service).places

    assert place.name.kk == f"{name} ауыл округі әкімінің аппараты"
    assert place.address == f"{name} ауыл округі, {street}"  # 4, 16
    assert place.room == room  # 10, 14, 16
    assert place.phones == (phone,)  # 4, 14, 24
    assert place.email is None


@every_standard
def test_the_provider_is_the_akims_office_and_the_akim_certifies(
    district: str, service: str
) -> None:
    name, street, _, phone = PLACES[district]
    postal = ", ".join(street.split(", ")[:2])

    provider = load(district, service).provider

    assert provider is not None
    assert provider.name.kk == f"{name} ауыл округі әкімінің аппараты"  # 4
    assert provider.authority is not None
    assert provider.authority.kk == f"{name} ауыл округінің әкімі"  # 5
    assert provider.address == f"{name} ауыл округі, {postal}"  # 4
    assert provider.phones == (phone,)  # 4


@every_standard
def test_the_indicator_table_has_every_percent(district: str, service: str) -> None:
    expected = {code: tuple(map(Decimal, row)) for code, row in INDICATORS.items()}

    rows = load(district, service).indicators

    found = {code: (row.norm, row.target, row.current) for code, row in rows.items()}
    assert found == expected  # appendix; row 4.3 has the norm 95, row 4.4 has 90


@every_standard
def test_complaints_are_written_to_the_head_of_the_city_staff(district: str, service: str) -> None:
    complaints = load(district, service).complaints

    [addressee] = complaints.to

    assert addressee.name.kk == "Арыс қаласы әкімдігі аппаратының басшысы"  # 22
    assert addressee.address == f"Арыс қаласы, {CITY_STREET[district, service]}, N 3 үй"  # 24
    assert [str(form) for form in complaints.forms] == ["written"]  # 22
    assert complaints.confirmation is not None
    assert "түбіртек" in complaints.confirmation  # 23
    assert complaints.court is None


@every_standard
def test_complaint_phones_are_the_general_department_and_the_city_office(
    district: str, service: str
) -> None:
    # 22 and 23: general department; 24: the city akim's office. Item 22 of the household
    # standard of Dermene alone has 2-11-00, while its item 23 has 2-14-00 as all the others.
    wrong_number = ("2-11-00",) if (district, service) == ("dermene", "household") else ()

    [addressee] = load(district, service).complaints.to

    assert addressee.phones == (*wrong_number, "2-14-00", "2-11-21")


@every_standard
def test_the_note_says_who_explains_how_to_complain_and_when_the_akim_receives(
    district: str, service: str
) -> None:
    note = load(district, service).note("complaints")

    assert note is not None
    assert note.startswith(EXPLAINS[district])  # 21
    assert "Mondays and Thursdays, 09:00 to 18:00, break 13:00 to 14:00" in note  # 24


@every_standard
def test_only_the_livestock_standard_of_akdala_knows_no_refusal(
    district: str, service: str
) -> None:
    refusal = load(district, service).refusal

    # 17: an incomplete set of papers may be refused; annex 2 of Akdala has no ground at all
    if (district, service) == ("akdala", "livestock"):
        assert (refusal.possible, refusal.grounds) == (False, ())
    else:
        assert (refusal.possible, len(refusal.grounds)) == (True, 1)


@every_standard
def test_the_identity_card_is_the_only_paper(district: str, service: str) -> None:
    [document] = load(district, service).documents

    assert (document.id, document.title.kk, document.required) == (
        "identity_card",
        "Жеке куәлік",
        True,
    )  # 12


@every_standard
def test_individuals_are_served_by_hand(district: str, service: str) -> None:
    shown = to_json(load(district, service))

    assert shown["recipients"] == ["individuals"]  # 6
    assert shown["form"] == "not_automated"  # 2


@every_standard
def test_the_title_is_the_official_one(district: str, service: str) -> None:
    expected = {
        "household": (
            "Қосалқы шаруашылығы жөнінде анықтама беру",
            "Выдача справки о личном подсобном хозяйстве",
            "Certificate of a household plot",
        ),
        "livestock": (
            "Мал басы жөнінде анықтама беру",
            "Выдача справки о поголовье скота",
            "Certificate of livestock kept",
        ),
    }

    title = load(district, service).title

    assert (title.kk, title.in_language("ru"), title.in_language("en")) == expected[
        service
    ]  # heading


@every_standard
def test_the_result_is_the_akims_certificate_as_item_5_names_it(
    district: str, service: str
) -> None:
    # 5: in annex 2 of Dermene the act itself names the household certificate
    subject = "мал басы" if service == "livestock" else "қосалқы шаруашылық"
    if (district, service) == ("dermene", "livestock"):
        subject = "қосалқы шаруашылық"
    name = PLACES[district][0]

    result = load(district, service).result

    assert result is not None
    assert result.title.kk == f"{name} ауыл округі әкімінің {subject} жөніндегі анықтамасы"
    assert result.valid is None


@every_standard
def test_the_act_is_resolution_1122_registered_in_arys(district: str, service: str) -> None:
    shown = to_json(load(district, service))

    assert shown["act"] == {
        "issuer": "Оңтүстік Қазақстан облысы Арыс қаласының әкімдігі",
        "kind": "resolution",
        "number": "1122",
        "date": "2007-12-13",
        "registration": {"number": "14-2-52", "date": "2008-01-22"},
    }
    assert shown["amendments"] == []


@every_standard
@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2008, 1, 21), LegalState.NOT_YET_IN_FORCE),  # the day before the registration
        (date(2008, 1, 22), LegalState.IN_FORCE),
        (date(2009, 10, 15), LegalState.IN_FORCE),  # the date of resolution 444
        (date(2009, 10, 16), LegalState.REPEALED),
    ],
)
def test_it_lives_from_registration_to_the_repealing_resolution(
    district: str, service: str, on: date, state: LegalState
) -> None:
    standard = load(district, service)

    found = legal_state(standard, on)

    assert found is state


@every_standard
def test_the_unknown_day_of_publication_is_noted(district: str, service: str) -> None:
    life = load(district, service).in_force

    assert life.note is not None
    assert "ten calendar days after its first official publication" in life.note
    assert life.until_act is not None
    assert "N 444" in life.until_act


@every_standard
def test_every_value_names_its_item_in_the_right_annex(district: str, service: str) -> None:
    standard = load(district, service)
    expected = {
        path: f"resolution 1122, annex {ANNEX[service]}, {item}" for path, item in ITEMS.items()
    }

    found = {path: standard.source(path) for path in ITEMS}

    assert found == expected


@every_standard
def test_what_the_act_leaves_open_is_null_with_a_note(district: str, service: str) -> None:
    standard = load(district, service)
    shown = to_json(standard)

    assert shown["returns"] == {"authority_days": None, "notify_days": None}
    assert shown["unclaimed_keep"] == {"amount": None, "unit": None}
    assert shown["receipt_fields"] == []
    for path in (
        "waiting_minutes.service",
        "returns",
        "unclaimed_keep",
        "receipt_fields",
        "result.valid",
        "complaints.court",
        "places.0.email",
    ):
        assert path in standard.notes


@every_standard
def test_apart_from_names_and_contacts_all_districts_agree(district: str, service: str) -> None:
    local = {"id", "result", "places", "complaints", "provider", "sources"}
    first, other = to_json(load("zhideli", service)), to_json(load(district, service))
    if (district, service) == ("akdala", "livestock"):
        local.add("refusal")

    differing = {key for key in first if key not in local and first[key] != other[key]}

    assert differing == set()


@pytest.mark.parametrize(
    ("path", "words", "annexes"),
    [
        # 24: the city's address stands under the name of another district
        ("complaints.to.0.address", "Shardara district", {("akdala", "livestock")}),
        ("complaints.to.0.address", "leaves out the word", {("bairkum", "livestock")}),  # 24
        ("complaints.to.0.phones", "2-11-00", {("dermene", "household")}),  # 22
        ("refusal", "nothing is a ground", {("akdala", "livestock")}),  # 17
        ("result.title", "As printed: item 5", {("dermene", "livestock")}),  # 5
        # 16: the livestock standard speaks of the household certificate
        (
            "documents",
            "name of the household certificate",
            {("akdala", "livestock"), ("montaitas", "livestock")},
        ),
        # 20: a rural district that is none of the six
        ("indicators", "Қазақстан", {("montaitas", "household"), ("montaitas", "livestock")}),
        # 24: the deputy's phone instead of a reception room's
        (
            "places.0.phones",
            "no reception room and no fax",
            {("montaitas", "household"), ("montaitas", "livestock")},
        ),
        # 24: a reception room, but no fax
        (
            "places.0.phones",
            "annex names no fax",
            {("zhideli", "household"), ("zhideli", "livestock")},
        ),
        # 16: an address without a floor
        (
            "places.0.address",
            "floor is not named",
            {("zadaria", "household"), ("zadaria", "livestock")},
        ),
        # 25: whom to ask for more
        ("provider", "the akim, room 1 (item 25)", {("bairkum", "household")}),
        ("provider", "this annex names no room", {("bairkum", "livestock")}),
    ],
)
def test_a_peculiarity_is_noted_in_the_annex_that_has_it_and_in_no_other(
    path: str, words: str, annexes: set[tuple[str, str]]
) -> None:
    notes = {pair: load(*pair).notes.get(path, "") for pair in ALL}

    holders = {pair for pair, note in notes.items() if words in note}

    assert holders == annexes
