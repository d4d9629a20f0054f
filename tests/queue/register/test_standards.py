"""Each of the eighteen standards: what is printed and promised, worked out by hand from the act.

Nothing in the table below was computed by the code under test. The holidays on the way are named
beside each row; "6-day" and "5-day" is the standard's week.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from kezek_queue import ManualClock, Queue
from kezek_queue.people.personal_data import Person
from kezek_queue.register.values import PickUpAnswer, RequestState

OFFICE = """
[office]
id = "hall"
name = { kk = "Орталық", ru = "Центр", en = "Centre" }
time_zone = "Asia/Almaty"
demo = false

[hours]
mon = "09:00-20:00"
tue = "09:00-13:00, 14:00-18:00"
wed = "09:00-20:00"
thu = "09:00-20:00"
fri = "09:00-20:00"
sat = "10:00-16:00"

[[services]]
id = "it"
letter = "A"
standard = "{standard}"
stages = ["submission"]
mean_service_minutes = 8

[[windows]]
id = 1
services = ["it"]
"""

NAME = "Серікова Айгүл Болатқызы"
ADDRESS = "Арыс қ., Абай к-сі, 1"
CONTACTS = "8 701 555 44 33"
INSPECTOR = "Омаров Ерлан Қайратұлы"
WEEKDAY_HOURS, TUESDAY_HOURS, SATURDAY_HOURS = (
    "09:00–20:00", "09:00–13:00, 14:00–18:00", "10:00–16:00",
)  # fmt: skip

NUMBER = ("Сұрау салудың нөмірі", "Номер запроса")
DAY = ("Қабылданған күні", "Дата приема")
SERVICE = ("Мемлекеттік қызмет түрі", "Вид государственной услуги")
TIME = ("Құжаттар берілетін күн (уақыт)", "Дата (время) выдачи документов")
PLACE = ("Құжаттар берілетін орын", "Место выдачи документов")
BY = ("Құжаттарды қабылдаған қызметкердің Т.А.Ә.", "Ф.И.О. сотрудника, принявшего документы")
WHO = ("Көрсетілетін қызметті алушының Т.А.Ә.", "Ф.И.О. услугополучателя")
CONTACT = (
    "Көрсетілетін қызметті алушының байланыс деректері", "Контактные данные услугополучателя",
)  # fmt: skip
DOCUMENTS = "Қоса берілген құжаттардың атауы және саны"

RECEIPT = "Құжаттарды қабылдау туралы қолхат"
NOTE = "Өтініштің тіркелгені туралы белгі"
SHORT = (NUMBER, DAY, SERVICE, TIME)
"""The note of a standard that sets no receipt: order 3, item 15; resolution 1122, item 7.2."""


@dataclass(frozen=True)
class Row:
    """One standard, one acceptance, and everything that follows from it by the act."""

    standard: str
    title: tuple[str, str]
    accepted: date
    accepted_words: tuple[str, str]
    due: date
    due_words: tuple[str, str]
    hours: str
    documents: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...] = SHORT
    paper: str = NOTE
    phone: str = "____________________"
    keep_until: date | None = None
    hand_over: date | None = None
    valid_until: date | None = None
    fee: tuple[tuple[str, str], ...] = ()
    may_refuse: bool = True
    to_show: tuple[tuple[str, list[str]], ...] = ()


ID_CARD = (("identity_card", "Жеке куәлік"),)
HOUSEHOLD = (
    "Қосалқы шаруашылығы жөнінде анықтама беру",
    "Выдача справки о личном подсобном хозяйстве",
)
LIVESTOCK = ("Мал басы жөнінде анықтама беру", "Выдача справки о поголовье скота")


def arys(place, kind, accepted, accepted_words, due, due_words, hours, phone, may_refuse=True):
    """Resolution 1122: one working day (7.1), identity card (12), five-day week (10)."""
    title = HOUSEHOLD if kind == "household" else LIVESTOCK
    return Row(
        f"kz-arys-2007-1122-{place}-{kind}", title, accepted, accepted_words, due, due_words,
        hours, ID_CARD, phone=phone, may_refuse=may_refuse,
    )  # fmt: skip


ROWS = (
    # Three working days, 6-day; Wed 16 December is a holiday: Thu 17, Fri 18, Sat 19. Kept one
    # month, to Tue 19 January, and handed over the next day.
    Row(
        "kz-mj-2007-287-1",
        (
            ("Халыққа қызмет көрсету орталықтары арқылы әскери қызметтен өткенін растау туралы "
            "анықтама беру"),
            "Выдача справки о подтверждении прохождения воинской службы",
        ),
        date(2026, 12, 15), ("2026 ж. 15 желтоқсан", "15 декабря 2026 г."),
        date(2026, 12, 19), ("2026 ж. 19 желтоқсан", "19 декабря 2026 г."), SATURDAY_HOURS,
        (
            ("application", "Белгіленген үлгідегі арыз"),
            ("military_id", "Әскери билет не оның орнына уақытша куәлік"),
            ("identity_card_copy", "Жеке куәліктің көшірмесі"),
        ),
        (SERVICE, TIME, PLACE, BY), RECEIPT,
        keep_until=date(2027, 1, 19), hand_over=date(2027, 1, 20),
    ),
    # Three days, not working days: Thu 5 + 3 = Sun 8 November, so Mon 9. Kept to Wed 9 December.
    Row(
        "kz-mj-2007-287-2",
        (
            ("Халыққа қызмет көрсету орталықтары арқылы жеңілдігі бар адамдарға (Ұлы отан соғысына "
            "қатысушыларға, Чернобыль апатын жоюшыларға, жауынгер-интернационалистерге) анықтама "
            "беру"),
            ("Выдача справки лицам, имеющим льготы (участникам Великой Отечественной войны, "
            "ликвидаторам аварии на Чернобыльской АЭС, воинам-интернационалистам)"),
        ),
        date(2026, 11, 5), ("2026 ж. 5 қараша", "5 ноября 2026 г."),
        date(2026, 11, 9), ("2026 ж. 9 қараша", "9 ноября 2026 г."), WEEKDAY_HOURS,
        (
            ("application", "Белгіленген үлгідегі арыз"),
            ("military_id", "Әскери билет"),
            ("identity_card_copy", "Жеке куәліктің көшірмесі"),
        ),
        (NUMBER, DAY, SERVICE, TIME, PLACE, BY), RECEIPT,
        keep_until=date(2026, 12, 9), hand_over=date(2026, 12, 10),
    ),
    # Five working days, 6-day, without the days of acceptance and issue. Nauryz: Sat 21, Sun 22,
    # Mon 23 March, Sunday's day moved to Tue 24. Wed 25 to Sat 28 and Mon 30 are the five; issue
    # on Tue 31. Kept to 30 April; Fri 1 May is a holiday, so handed over on Sat 2 May. A result
    # of 31 March is valid to 30 April.
    Row(
        "kz-gov-2012-1119-guardianship",
        (
            "Қорғаншылық және қамқоршылық жөнінде анықтама беру",
            "Выдача справок по опеке и попечительству",
        ),
        date(2026, 3, 20), ("2026 ж. 20 наурыз", "20 марта 2026 г."),
        date(2026, 3, 31), ("2026 ж. 31 наурыз", "31 марта 2026 г."), TUESDAY_HOURS,
        (
            (
                "guardianship_decision",
                "Қорғаншылықты (қамқоршылықты) тағайындау туралы шешімнің көшірмесі",
            ),
            ("identity_document", "Қорғаншының (қамқоршының) жеке басын растайтын құжат"),
            ("residence_certificate", "Тұрғылықты жерінен анықтама"),
        ),
        (NUMBER, DAY, SERVICE, TIME, PLACE, BY, WHO, CONTACT), RECEIPT,
        keep_until=date(2026, 4, 30), hand_over=date(2026, 5, 2), valid_until=date(2026, 4, 30),
    ),
    # As before: Tue 5, Wed 6, Fri 8, Mon 11 and Tue 12 May are the five (Thu 7 and Sat 9 are
    # holidays, and Saturday is no day off of this week, so nothing moves); issue on Wed 13. Kept
    # to Sat 13 June, handed over on Mon 15.
    Row(
        "kz-gov-2012-1119-minors-assets",
        (
            ("Зейнетақы қорларына, банктерге кәмелетке толмағандардың салымдарына иелік ету үшін, "
            "Қазақстан Республикасы Ішкі істер министрлігі Әкімшілік полиция комитетінің аумақтық "
            "бөлімшелеріне кәмелетке толмаған балаларға мұраны ресімдеу үшін анықтамалар беру"),
            ("Выдача справок в пенсионные фонды, банки для распоряжения вкладами "
            "несовершеннолетних, в органы внутренних дел для оформления наследства "
            "несовершеннолетних"),
        ),
        date(2026, 5, 4), ("2026 ж. 4 мамыр", "4 мая 2026 г."),
        date(2026, 5, 13), ("2026 ж. 13 мамыр", "13 мая 2026 г."), WEEKDAY_HOURS,
        (
            ("application", "Ата-ананың екеуінің не заңды өкілдердің өтініші"),
            ("death_certificate", "Қайтыс болу туралы куәлік"),
            ("deposit_document", "Банк салымы бар екенін растайтын құжат"),
            ("inheritance_certificate", "Заң бойынша мұраға құқық туралы нотариус куәлігі"),
            ("identity_document", "Заңды өкілдің жеке басын растайтын құжат"),
        ),
        (NUMBER, DAY, SERVICE, TIME, PLACE, BY, WHO, CONTACT), RECEIPT,
        keep_until=date(2026, 6, 13), hand_over=date(2026, 6, 15), valid_until=date(2026, 6, 13),
    ),
    # Seven calendar days, 5-day: Mon 16 + 7 = Mon 23 March, a holiday; the Saturday and Sunday of
    # Nauryz move to Tue 24 and Wed 25, so Thu 26.
    Row(
        "kz-gp-2008-3-criminal-record",
        (
            "Соттылығы барлығы немесе жоқтығы туралы анықтама беру",
            "Выдача справки о наличии либо отсутствии судимости",
        ),
        date(2026, 3, 16), ("2026 ж. 16 наурыз", "16 марта 2026 г."),
        date(2026, 3, 26), ("2026 ж. 26 наурыз", "26 марта 2026 г."), WEEKDAY_HOURS,
        (
            ("application", "Өз қолымен толтырылған өтініш"),
            ("identity_document", "Паспорт не жеке куәлік"),
        ),
        phone="(87172) 31-81-88",
    ),
    # One working day: Thu 9, Fri 10 July. Duty: 20 % of the index of 2026, 4325, is 865 tenge.
    Row(
        "kz-gp-2008-3-apostille",
        (
            ("Прокуратура органдарынан, тергеу және анықтау органдарынан шығатын ресми құжаттарға "
            "апостиль қою"),
            ("Проставление апостиля на официальных документах органов прокуратуры, следствия и "
            "дознания"),
        ),
        date(2026, 7, 9), ("2026 ж. 9 шілде", "9 июля 2026 г."),
        date(2026, 7, 10), ("2026 ж. 10 шілде", "10 июля 2026 г."), WEEKDAY_HOURS,
        (
            ("official_document", "Апостиль қойылатын ресми құжаттың түпнұсқасы"),
            ("fee_receipt", "Мемлекеттік баж төленгені туралы түбіртек"),
        ),
        phone="712676",
        to_show=(
            (
                "Дайын құжатты алғанда көрсетіледі",
                [
                    ("Жеке басты куәландыратын құжат, оның орнына: нотариус куәландырған сенімхат "
                    "(дайын құжатты басқа адам алған жағдайда)")
                ],
            ),
        ),
        fee=(
            ("Мемлекеттік баж", "865\u00a0₸, АЕК-тің 20\u00a0%-ы"),
            ("Төленген күні", "2026 ж. 9 шілде"),
            ("Төлем алушы", "Астана қаласы бойынша Алматы салық комитеті"),
            ("СТН", "620200000007"),
            ("Е/ш", "000080900"),
            ("ФАӨ", "195301070"),
            ("Төлем тағайындалуы", "108113"),
        ),
    ),
    # Friday to Monday.
    arys(
        "akdala", "household", date(2026, 11, 27), ("2026 ж. 27 қараша", "27 ноября 2026 г."),
        date(2026, 11, 30), ("2026 ж. 30 қараша", "30 ноября 2026 г."), WEEKDAY_HOURS, "26-6-43",
    ),
    # Monday to Tuesday; item 17 of this district's standard knows no ground for refusal.
    arys(
        "akdala", "livestock", date(2026, 11, 23), ("2026 ж. 23 қараша", "23 ноября 2026 г."),
        date(2026, 11, 24), ("2026 ж. 24 қараша", "24 ноября 2026 г."), TUESDAY_HOURS, "26-6-43",
        may_refuse=False,
    ),
    # Wed 16 December, Independence Day, is between.
    arys(
        "bairkum", "household", date(2026, 12, 15), ("2026 ж. 15 желтоқсан", "15 декабря 2026 г."),
        date(2026, 12, 17), ("2026 ж. 17 желтоқсан", "17 декабря 2026 г."), WEEKDAY_HOURS,
        "24-3-17",
    ),
    # Taken on the holiday itself: the next working day is Thursday.
    arys(
        "bairkum", "livestock", date(2026, 12, 16), ("2026 ж. 16 желтоқсан", "16 декабря 2026 г."),
        date(2026, 12, 17), ("2026 ж. 17 желтоқсан", "17 декабря 2026 г."), WEEKDAY_HOURS,
        "24-3-17",
    ),
    # Fri 1 and Sat 2 January are holidays, Saturday's day moves to Mon 4: Tue 5.
    arys(
        "dermene", "household", date(2026, 12, 31), ("2026 ж. 31 желтоқсан", "31 декабря 2026 г."),
        date(2027, 1, 5), ("2027 ж. 5 қаңтар", "5 января 2027 г."), TUESDAY_HOURS, "25-4-10",
    ),
    # Thu 7 January, Orthodox Christmas.
    arys(
        "dermene", "livestock", date(2027, 1, 6), ("2027 ж. 6 қаңтар", "6 января 2027 г."),
        date(2027, 1, 8), ("2027 ж. 8 қаңтар", "8 января 2027 г."), WEEKDAY_HOURS, "25-4-10",
    ),
    # Sun 8 March moves to Mon 9.
    arys(
        "montaitas", "household", date(2026, 3, 6), ("2026 ж. 6 наурыз", "6 марта 2026 г."),
        date(2026, 3, 10), ("2026 ж. 10 наурыз", "10 марта 2026 г."), TUESDAY_HOURS, "28-2-72",
    ),
    # Nauryz with two moved days.
    arys(
        "montaitas", "livestock", date(2026, 3, 20), ("2026 ж. 20 наурыз", "20 марта 2026 г."),
        date(2026, 3, 26), ("2026 ж. 26 наурыз", "26 марта 2026 г."), WEEKDAY_HOURS, "28-2-72",
    ),
    # Sat 9 May moves to Mon 11 in a five-day week.
    arys(
        "zadaria", "household", date(2026, 5, 8), ("2026 ж. 8 мамыр", "8 мая 2026 г."),
        date(2026, 5, 12), ("2026 ж. 12 мамыр", "12 мая 2026 г."), TUESDAY_HOURS, "2-92-55",
    ),
    # Fri 1 May, then the weekend.
    arys(
        "zadaria", "livestock", date(2026, 4, 30), ("2026 ж. 30 сәуір", "30 апреля 2026 г."),
        date(2026, 5, 4), ("2026 ж. 4 мамыр", "4 мая 2026 г."), WEEKDAY_HOURS, "2-92-55",
    ),
    # Sun 25 October, Republic Day, moves to Mon 26.
    arys(
        "zhideli", "household", date(2026, 10, 23), ("2026 ж. 23 қазан", "23 октября 2026 г."),
        date(2026, 10, 27), ("2026 ж. 27 қазан", "27 октября 2026 г."), TUESDAY_HOURS, "27-1-74",
    ),
    # Mon 6 July, Capital Day.
    arys(
        "zhideli", "livestock", date(2026, 7, 3), ("2026 ж. 3 шілде", "3 июля 2026 г."),
        date(2026, 7, 7), ("2026 ж. 7 шілде", "7 июля 2026 г."), TUESDAY_HOURS, "27-1-74",
    ),
)  # fmt: skip


def ten_in_the_morning(on):
    return datetime(on.year, on.month, on.day, 5, 0, tzinfo=UTC)


@pytest.fixture(params=ROWS, ids=lambda row: row.standard)
def row(request):
    return request.param


@pytest.fixture
def clock(row):
    return ManualClock(ten_in_the_morning(row.accepted))


@pytest.fixture
def queue(row, clock, tmp_path):
    text = OFFICE.replace("{standard}", row.standard)
    (tmp_path / "office.toml").write_text(text, encoding="utf-8")
    with Queue.create(tmp_path, clock=clock) as opened:
        yield opened


def hand_in(queue, row, documents):
    return queue.register.accept(
        "it", person=Person(NAME, ADDRESS, CONTACTS), documents=documents, window=1,
        inspector=INSPECTOR, actor="operator1", paid_on=row.accepted if row.fee else None,
    )  # fmt: skip


def complete(row):
    return {name: place for place, (name, _) in enumerate(row.documents, start=1)}


def printed(slip, language):
    texts = [(each.label, each.value) for each in slip.fields]
    return [(label.in_language(language), value.in_language(language)) for label, value in texts]


def expected_fields(row, number, language):
    at = 0 if language == "kk" else 1
    values = {
        NUMBER: number,
        DAY: row.accepted_words[at],
        SERVICE: row.title[at],
        TIME: f"{row.due_words[at]}, {row.hours}",
        PLACE: ("Орталық", "Центр")[at],
        BY: INSPECTOR,
        WHO: NAME,
        CONTACT: CONTACTS,
    }
    return [(label[at], values[label]) for label in row.fields]


def test_the_table_has_every_standard_once(row, queue):
    assert sorted(each.standard for each in ROWS) == sorted(queue.standards.ids())


def test_a_complete_set_is_taken_with_the_receipt_of_its_act(row, queue):
    answer = hand_in(queue, row, complete(row))

    assert answer.request is not None
    assert answer.request.due_on == row.due
    slip = queue.print_job(answer.print_jobs[0]).slip
    number = answer.request.shown
    assert slip.title.kk == row.paper
    assert slip.number == number
    assert slip.code == number.replace("-", "")
    assert slip.office.kk == "Орталық"
    shown = printed(slip, "kk")
    assert shown[: len(row.fields)] == expected_fields(row, number, "kk")
    assert shown[len(row.fields) :] == list(row.fee)
    assert printed(slip, "ru")[: len(row.fields)] == expected_fields(row, number, "ru")
    lists = [(each.heading.kk, [item.kk for item in each.items]) for each in slip.lists]
    titles = [f"{title} – {place}" for place, (_, title) in enumerate(row.documents, start=1)]
    assert lists == ([(DOCUMENTS, titles)] if row.paper == RECEIPT else list(row.to_show))
    assert len(slip.notes) == (0 if row.paper == RECEIPT else 1)


def test_an_incomplete_set_is_refused_in_two_copies_that_name_what_is_missing(row, queue):
    first, title = row.documents[0]
    brought = {name: count for name, count in complete(row).items() if name != first}

    answer = hand_in(queue, row, brought)

    assert answer.request is None
    assert [each.id for each in answer.missing] == [first]
    slips = [queue.print_job(job).slip for job in answer.print_jobs]
    assert [slip.notes[-1].kk for slip in slips] == [
        "1-дана: көрсетілетін қызметті алушыға", "2-дана: мекемеге",
    ]  # fmt: skip
    for slip in slips:
        assert slip.title.kk == "Құжаттарды қабылдаудан бас тарту туралы қолхат"
        assert printed(slip, "kk") == [
            (WHO[0], NAME), ("Мекенжайы", ADDRESS), (SERVICE[0], row.title[0]),
            ("Орындаушы", INSPECTOR), ("Телефон", row.phone),
        ]  # fmt: skip
        assert [item.kk for item in slip.lists[0].items] == [title]
        assert slip.lists[0].heading.kk == "Жоқ құжаттардың атауы"
        assert [each.kk for each in slip.signatures] == [
            f"Қызметкер: {INSPECTOR}", f"Алдым: {NAME}",
        ]  # fmt: skip
        assert slip.number is None
        assert slip.code is None


def test_a_result_is_issued_on_the_last_day_and_kept_as_the_act_says(row, queue, clock):
    number = hand_in(queue, row, complete(row)).request.number
    register = queue.register
    clock.move_to(ten_in_the_morning(row.due))

    assert [each.number for each in register.due_today(row.due)] == [number]
    assert register.overdue(row.due) == []
    assert [each.number for each in register.overdue(row.due + timedelta(days=1))] == [number]
    before = register.pick_up(number)
    assert (before.answer, before.due_on) == (PickUpAnswer.NOT_READY, row.due)
    ready = register.ready(number, actor="operator1")
    assert ready.on_time
    assert (ready.keep_until_on, ready.hand_over_on) == (row.keep_until, row.hand_over)
    assert register.pick_up(number).answer is PickUpAnswer.READY
    issued = register.issue(number, actor="operator1")
    assert issued.state is RequestState.ISSUED
    assert (issued.closed_on, issued.valid_until_on) == (row.due, row.valid_until)
    assert register.pick_up(number).answer is PickUpAnswer.ISSUED
    assert queue.verify_journal().sound


def test_the_service_is_refused_only_where_the_act_knows_a_ground(row, queue):
    from kezek_queue.errors import NotAllowedByStandardError

    number = hand_in(queue, row, complete(row)).request.number

    if row.may_refuse:
        refused = queue.register.refuse(number, ["Құжаттар толық емес"], actor="operator1")
        assert refused.state is RequestState.REFUSED
        assert queue.register.pick_up(number).answer is PickUpAnswer.REFUSED
    else:
        with pytest.raises(NotAllowedByStandardError, match="names none"):
            queue.register.refuse(number, ["Құжаттар толық емес"], actor="operator1")
