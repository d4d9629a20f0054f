"""The service memo: what annex 5 asks for, nothing guessed, short enough for a paper roll."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.pofile import read_po
from holidays.countries.kazakhstan import Kazakhstan

import kezek_core.translated
from kezek_core.calendar.office_hours import DayHours, OfficeHours
from kezek_core.events import EventKind
from kezek_core.papers.form_slips import FormKind, FormSlip
from kezek_core.standards.rules126 import ELEMENTS, Presence
from kezek_core.standards.values import Place, Standard
from kezek_core.standards.words import ServiceForm
from kezek_core.texts import SHIPPED as LANGUAGES
from kezek_core.texts import LocalText
from kezek_queue import ManualClock, Office, Queue, Service, Window
from kezek_queue.errors import (
    IdempotencyConflictError,
    UnknownLanguageError,
    UnknownServiceError,
)
from kezek_queue.office.standard_library import StandardLibrary
from kezek_queue.papers.memo import service_memo

LIBRARY = StandardLibrary.load(None)
SHIPPED = LIBRARY.ids()
NOON = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
CYRILLIC = re.compile(r"[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]{3,}")
KAZAKH = set("әғқңөұүһі")
NOT_FOR_ALL = ("Documents to bring", "Grounds for refusal", "The term may be extended")


def office_of(standard: str, zone: OfficeHours) -> tuple[Office, Service]:
    service = Service("it", "K", standard)
    office = Office(
        id="hall",
        name=LocalText("Орталық", "Центр", "Centre"),
        time_zone="Asia/Almaty",
        demo=False,
        hours=zone,
        services={"it": service},
        windows={1: Window(1, ("it",)), 4: Window(4, ("it",))},
        categories={},
    )
    return office, service


@pytest.fixture
def hours() -> OfficeHours:
    """Monday to Friday to eight, Tuesday with a break, the weekend off."""
    long = DayHours(time(9), time(20))
    broken = DayHours(time(9), time(20), ((time(13), time(14)),))
    return OfficeHours(ZoneInfo("Asia/Almaty"), {0: long, 1: broken, 2: long, 3: long, 4: long})


@pytest.fixture
def memo_of(hours: OfficeHours) -> Callable[..., FormSlip]:
    """The memo of a standard in an office of one service."""

    def make(standard: Standard, language: str = "kk", at: datetime = NOON) -> FormSlip:
        office, service = office_of(standard.id, hours)
        return service_memo(office, standard, service, language=language, at=at)

    return make


def everything(memo: FormSlip) -> list[LocalText]:
    said = [text for field in memo.fields for text in (field.label, field.value)]
    for listed in memo.lists:
        said += [listed.heading, *listed.items]
    return [memo.title, *said, *memo.notes]


def whole(memo: FormSlip, language: str) -> str:
    return "\n".join(text.in_language(language) for text in everything(memo))


def value(memo: FormSlip, label: str) -> LocalText:
    (found,) = [field.value for field in memo.fields if field.label.in_language("en") == label]
    return found


HOLIDAYS = {
    title
    for year in (2005, 2012, 2026)
    for title in Kazakhstan(years=year, observed=False, language="kk").values()
}


def translated_from_kazakh() -> set[str]:
    source = (
        Path(kezek_core.translated.__file__).parent / "translations/acts/ru/LC_MESSAGES/messages.po"
    )
    with source.open("rb") as po:
        return {str(message.id) for message in read_po(po) if message.id}


def items(memo: FormSlip, heading: str) -> list[LocalText]:
    (found,) = [
        listed.items for listed in memo.lists if listed.heading.in_language("en") == heading
    ]
    return list(found)


@pytest.mark.parametrize("standard_id", SHIPPED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_element_of_the_memo_that_the_standard_has_is_on_it(
    memo_of: Callable[..., FormSlip], standard_id: str, language: str
) -> None:
    standard = LIBRARY.get(standard_id)
    provider = standard.provider
    assert provider is not None
    said = whole(memo_of(standard), language)
    wanted = {
        "memo_provider": [provider.name.in_language(language), provider.website or ""],
        "memo_places": [provider.name.in_language(language)],
        "memo_portal": [provider.website or ""],
        "memo_term": [str(standard.term.amount)] if standard.term else [],
        "memo_documents": [each.title.in_language(language) for each in standard.documents],
        "memo_result": [standard.result.title.in_language(language)] if standard.result else [],
        "memo_phones": [*provider.phones]
        if len(standard.places) < 2
        else [*provider.phones, str(len(standard.places))],
    }

    for element in ELEMENTS:
        if element.id in wanted and element.check(standard) is Presence.HAS:
            # A document that stands instead of another is named in mid-sentence, in small letters.
            unsaid = [e for e in wanted[element.id] if e.casefold() not in said.casefold()]
            assert unsaid == [], element.id


@pytest.mark.parametrize("standard_id", SHIPPED)
def test_every_line_is_there_in_three_languages_and_none_is_empty(
    memo_of: Callable[..., FormSlip], standard_id: str
) -> None:
    memo = memo_of(LIBRARY.get(standard_id))

    for text in everything(memo):
        for language in LANGUAGES:
            said = text.in_language(language)
            assert said.strip()
            assert not re.search(r"[?{}]|None|\(\)|, ,|: ?$|  ", said), said


@pytest.mark.parametrize("standard_id", SHIPPED)
def test_what_the_acts_say_in_kazakh_alone_is_told_in_russian_and_english(
    memo_of: Callable[..., FormSlip], standard_id: str
) -> None:
    standard = LIBRARY.get(standard_id)
    memo = memo_of(standard)
    texts = [
        item
        for listed in memo.lists
        if listed.heading.in_language("en")
        in ("Documents to bring", "Grounds for refusal", "The term may be extended")
        for item in listed.items
    ]

    for item in texts:
        assert not KAZAKH & set((item.in_language("ru") or "").lower()), item
        assert not CYRILLIC.search(item.in_language("en") or ""), item


def test_no_phrase_is_translated_that_no_act_says() -> None:
    said = {
        phrase
        for standard in map(LIBRARY.get, SHIPPED)
        for phrase in (
            *(each.condition for each in standard.documents if each.condition),
            *standard.refusal.grounds,
            *(each.reason for each in standard.extensions),
        )
    }

    assert translated_from_kazakh() - HOLIDAYS == said


def test_a_document_that_not_everybody_needs_says_when(memo_of: Callable[..., FormSlip]) -> None:
    memo = memo_of(LIBRARY.get("kz-gov-2012-1119-minors-assets"))

    vehicle = items(memo, "Documents to bring")[3]

    assert vehicle.kk == (
        "Көлік құралын тіркеу туралы куәлік (анықтама полиция бөлімшесіне қажет болған жағдайда)"
    )
    assert vehicle.in_language("ru") == (
        "Свидетельство о регистрации транспортного средства (если справка нужна для органов "
        "внутренних дел)"
    )


def test_a_document_is_named_with_what_may_be_brought_instead(
    memo_of: Callable[..., FormSlip],
) -> None:
    # order 3, criminal record standard, item 12
    asked = items(memo_of(LIBRARY.get("kz-gp-2008-3-criminal-record")), "Documents to bring")

    assert [each.kk for each in asked] == [
        "Өз қолымен толтырылған өтініш",
        (
            "Паспорт не жеке куәлік, оның орнына: туу туралы куәлік (кәмелетке толмаған не "
            "паспорты мен жеке куәлігі әлі жоқ адам үшін)"
        ),
        "Нотариус куәландырған сенімхат (өтінішті басқа адам берген жағдайда)",
    ]
    assert asked[1].in_language("ru") == (
        "Паспорт или удостоверение личности, взамен: свидетельство о рождении (для "
        "несовершеннолетних и для тех, у кого еще нет паспорта и удостоверения личности)"
    )
    assert asked[1].in_language("en") == (
        "Passport or identity card, or instead of it: birth certificate (for minors and for "
        "those who have no passport or identity card yet)"
    )


def test_what_is_shown_at_collection_stands_under_a_heading_of_its_own(
    memo_of: Callable[..., FormSlip],
) -> None:
    # order 3, apostille standard, item 16; order 287, annex 2, item 12
    apostille = memo_of(LIBRARY.get("kz-gp-2008-3-apostille"))
    privileged = memo_of(LIBRARY.get("kz-mj-2007-287-2"))

    assert [
        each.in_language("en") for each in items(apostille, "To show when collecting the result")
    ] == [
        (
            "Identity document, or instead of it: notarised power of attorney (if somebody else "
            "collects the document)"
        )
    ]
    assert [
        each.in_language("ru") for each in items(privileged, "To show when collecting the result")
    ] == ["Доверенность (если справку получает представитель)"]
    brought = {each.in_language("en") for each in items(apostille, "Documents to bring")}
    assert "Identity document" not in str(brought)


def test_what_the_state_holds_is_told_apart_from_what_to_bring(
    memo_of: Callable[..., FormSlip],
) -> None:
    # resolution 1119, guardianship standard, item 11.1
    memo = memo_of(LIBRARY.get("kz-gov-2012-1119-guardianship"))

    held = items(memo, "Data that the authority takes itself: no need to bring the papers")

    assert [each.in_language("ru") for each in items(memo, "Documents to bring")] == [
        "Копия решения о назначении опеки (попечительства)"
    ]
    assert [each.kk for each in held] == [
        "Қорғаншының (қамқоршының) жеке басын растайтын құжат",
        "Баланың туу туралы куәлігі",
        "Тұрғылықты жерінен анықтама",
    ]


def test_a_condition_of_an_own_standard_stays_in_kazakh(memo_of: Callable[..., FormSlip]) -> None:
    standard = LIBRARY.get("kz-gov-2012-1119-guardianship")
    first, *others = standard.documents
    own = replace(
        standard, documents=(replace(first, required=False, condition="Керек болса"), *others)
    )

    assert (items(memo_of(own), "Documents to bring")[0].in_language("ru") or "").endswith(
        "(керек болса)"
    )


def test_waits_term_and_fee_are_those_of_the_act(memo_of: Callable[..., FormSlip]) -> None:
    memo = memo_of(LIBRARY.get("kz-gov-2012-1119-guardianship"))

    assert (
        value(memo, "Longest wait").in_language("ru")
        == "при сдаче 20 мин, при выдаче 20 мин, обслуживание 20 мин"
    )
    assert value(memo, "Term of the service").in_language("ru") == (
        "5 раб. дн. с момента обращения, дни приема и выдачи не входят"
    )
    assert value(memo, "Fee").kk == "тегін"
    assert (
        value(memo, "Result").in_language("ru")
        == "Справка по опеке и попечительству, действует 1 мес."
    )
    assert value(memo, "The result is kept for").kk == "1 ай"


def test_a_duty_is_told_as_a_share_and_in_tenge_of_the_day(
    memo_of: Callable[..., FormSlip],
) -> None:
    memo = memo_of(LIBRARY.get("kz-gp-2008-3-apostille"))

    assert value(memo, "Fee").in_language("ru") == "20\u00a0% МРП, сегодня 865\u00a0₸"
    assert "620200000007" in value(memo, "Payment details").kk
    assert (
        items(memo, "How to get the service")[0].in_language("en")
        == "Pay the state duty and bring the receipt"
    )


def test_a_duty_without_a_known_index_is_told_as_a_share_alone(
    memo_of: Callable[..., FormSlip],
) -> None:
    memo = memo_of(LIBRARY.get("kz-gp-2008-3-apostille"), at=datetime(2040, 1, 9, 7, tzinfo=UTC))

    assert value(memo, "Fee").in_language("en") == "20% of the monthly calculation index"


def test_a_paid_service_without_a_share_says_only_that_it_is_paid(
    memo_of: Callable[..., FormSlip],
) -> None:
    standard = LIBRARY.get("kz-gp-2008-3-apostille")
    unknown = replace(standard, fee=replace(standard.fee, mci_share=None))

    assert value(memo_of(unknown), "Fee").in_language("ru") == "платно"


def test_a_share_that_is_no_whole_percent_is_told_as_it_is(
    memo_of: Callable[..., FormSlip],
) -> None:
    standard = LIBRARY.get("kz-gp-2008-3-apostille")
    odd = replace(standard, fee=replace(standard.fee, mci_share=Decimal("0.125")))

    assert value(memo_of(odd), "Fee").in_language("ru") == "12,5\u00a0% МРП, сегодня 541\u00a0₸"


def test_the_hours_stand_by_stretches_of_days(memo_of: Callable[..., FormSlip]) -> None:
    memo = memo_of(LIBRARY.get("kz-gp-2008-3-criminal-record"))

    assert value(memo, "Office hours").in_language("ru") == (
        "пн 09:00–20:00; вт 09:00–13:00, 14:00–20:00; ср–пт 09:00–20:00"
    )
    assert value(memo, "Hours by the standard").kk == (
        "дс–жм жазда 09:00–12:30, 14:30–19:00; қыста 09:00–13:00, 14:00–18:00"
    )


def test_hours_that_are_the_same_in_the_act_are_not_said_twice(hours: OfficeHours) -> None:
    standard = LIBRARY.get("kz-arys-2007-1122-akdala-household")
    office, service = office_of(standard.id, hours)
    (season,) = standard.schedule.seasons
    pause = tuple((each.start, each.end) for each in season.hours.breaks)
    day = DayHours(season.hours.open, season.hours.close, pause)
    same = replace(office, hours=replace(hours, week=dict.fromkeys(range(5), day), overrides={}))

    memo = service_memo(same, standard, service, language="kk", at=NOON)

    assert value(memo, "Office hours").in_language("en") == "Mon–Fri 09:00–13:00, 14:00–18:00"
    assert "Hours by the standard" not in [field.label.in_language("en") for field in memo.fields]


def test_the_only_place_of_an_act_is_this_office(memo_of: Callable[..., FormSlip]) -> None:
    memo = memo_of(LIBRARY.get("kz-arys-2007-1122-akdala-household"))

    assert value(memo, "Address").in_language("en") == (
        "Ақдала ауыл округі, Амангелді көшесі, н/з үй, 1-қабат, room 2"
    )
    assert value(memo, "Telephone").kk == "26-6-43"


def test_of_many_places_the_one_with_the_offices_name_is_told(hours: OfficeHours) -> None:
    standard = LIBRARY.get("kz-mj-2007-287-1")
    here = standard.places[7]
    office, service = office_of(standard.id, hours)
    named = replace(office, name=here.name)

    memo = service_memo(named, standard, service, language="kk", at=NOON)

    assert value(memo, "Address").kk == here.address
    assert value(memo, "Telephone").kk == here.phones[0]
    assert len(memo.notes) == 1


def test_of_many_places_none_is_guessed(memo_of: Callable[..., FormSlip]) -> None:
    standard = LIBRARY.get("kz-mj-2007-287-1")
    memo = memo_of(standard)

    labels = [field.label.in_language("en") for field in memo.fields]

    assert "Address" not in labels
    assert "Telephone" not in labels
    assert "(27)" in (memo.notes[0].in_language("ru") or "")


def test_a_room_with_a_name_gets_no_word_for_a_number(memo_of: Callable[..., FormSlip]) -> None:
    memo = memo_of(LIBRARY.get("kz-gp-2008-3-apostille"))

    assert value(memo, "Address").in_language("ru").endswith("73, Рұқсаттама бюросы")


def test_the_steps_name_the_letter_the_windows_and_the_receipt(
    memo_of: Callable[..., FormSlip],
) -> None:
    ticket, board, _, receipt, _ = items(
        memo_of(LIBRARY.get("kz-gov-2012-1119-guardianship")), "How to get the service"
    )

    assert ticket.kk == "Терминалдан талон алыңыз: Қорғаншылық анықтамасы, K әрпі"
    assert (board.in_language("ru") or "").endswith("(№\u00a01, 4)")
    assert (receipt.in_language("en") or "").startswith("Get the receipt")


def test_where_no_receipt_is_given_the_registration_note_is_named(
    memo_of: Callable[..., FormSlip],
) -> None:
    steps = items(memo_of(LIBRARY.get("kz-gp-2008-3-apostille")), "How to get the service")

    assert any(
        (step.in_language("en") or "").startswith("Get the registration note") for step in steps
    )


def test_a_service_that_is_never_refused_says_so(memo_of: Callable[..., FormSlip]) -> None:
    memo = memo_of(LIBRARY.get("kz-arys-2007-1122-akdala-livestock"))

    assert value(memo, "Refusal").in_language("ru") == "не предусмотрен"
    assert "Grounds for refusal" not in [listed.heading.in_language("en") for listed in memo.lists]


def test_the_source_is_the_act_with_its_edition(memo_of: Callable[..., FormSlip]) -> None:
    memo = memo_of(LIBRARY.get("kz-mj-2007-287-1"))

    assert memo.notes[-1].in_language("ru") == (
        "Основание: Приказ Министра юстиции Республики Казахстан от 12 октября 2007 года "
        "№\u00a0287, редакция от 11 февраля 2009 г."
    )


def test_what_a_bare_standard_does_not_say_is_left_out(memo_of: Callable[..., FormSlip]) -> None:
    full = LIBRARY.get("kz-gov-2012-1119-guardianship")
    bare = replace(
        full, term=None, documents=(), result=None, provider=None, unclaimed_keep=None,
        complaints=type(full.complaints)(), refusal=type(full.refusal)(), places=(),
        extensions=(), form=ServiceForm.NOT_AUTOMATED,
    )  # fmt: skip

    memo = memo_of(bare)

    assert [field.label.in_language("en") for field in memo.fields] == [
        "Service", "Office hours", "Hours by the standard", "Longest wait", "Fee",
    ]  # fmt: skip
    assert [listed.heading.in_language("en") for listed in memo.lists] == [
        "How to get the service", "Where to complain",
    ]  # fmt: skip


def test_a_place_without_address_or_phone_adds_nothing(memo_of: Callable[..., FormSlip]) -> None:
    standard = LIBRARY.get("kz-gov-2012-1119-guardianship")
    placed = replace(standard, places=(Place(LocalText("Орталық")),))

    labels = [field.label.in_language("en") for field in memo_of(placed).fields]

    assert "Address" not in labels
    assert "Telephone" not in labels


def test_a_printed_memo_is_one_job_with_its_event(queue: Queue, clock: ManualClock) -> None:
    job_id = queue.print_memo("guardianship", language="ru", actor="kiosk")

    (job,) = queue.lease_print_jobs("agent")
    event = queue.events()[-1]
    assert job.id == job_id
    assert job.slip == queue.memo("guardianship", "ru")
    assert job.slip.kind is FormKind.MEMO
    assert (event.kind, event.actor, event.body["service"]) == (
        EventKind.PRINT_REQUESTED, "kiosk", "guardianship",
    )  # fmt: skip
    assert queue.verify_journal().sound


def test_one_key_is_one_memo_and_another_memo_needs_another_key(queue: Queue) -> None:
    first = queue.print_memo("guardianship", idempotency_key="k", actor="kiosk")
    again = queue.print_memo("guardianship", idempotency_key="k", actor="kiosk")
    other = queue.print_memo("guardianship", idempotency_key="l", actor="kiosk")

    with pytest.raises(IdempotencyConflictError):
        queue.print_memo("household", idempotency_key="k", actor="kiosk")

    assert (first == again, first == other) == (True, False)
    assert [job.id for job in queue.lease_print_jobs("agent", limit=9)] == [first, other]


def test_a_memo_of_nothing_prints_nothing(queue: Queue) -> None:
    with pytest.raises(UnknownServiceError):
        queue.print_memo("passports", actor="kiosk")
    with pytest.raises(UnknownLanguageError):
        queue.memo("guardianship", "de")

    assert queue.lease_print_jobs("agent") == []


def test_the_edition_of_the_memo_is_that_of_the_day(memo_of: Callable[..., FormSlip]) -> None:
    standard = LIBRARY.get("kz-gov-2012-1119-minors-assets")

    early = memo_of(standard, at=datetime(2013, 1, 9, 7, tzinfo=UTC))
    late = memo_of(standard)

    assert (early.notes[-1].in_language("en") or "").endswith("edition of 31 August 2012")
    assert (late.notes[-1].in_language("en") or "").endswith("edition of 26 August 2013")
