"""A typical ticket, typical forms, and the ways to read its bytes back."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from kezek_core.form_slips import FormField, FormKind, FormList, FormSlip
from kezek_core.slips import ExpectedWait, TicketSlip
from kezek_core.texts import LocalText
from kezek_core.tickets import Stage

TYPICAL = TicketSlip(
    office=LocalText(
        "Қарағанды қалалық архив бөлімі",
        "Архивный отдел города Караганды",
        "Karaganda city archive",
    ),
    number="A015",
    service=LocalText("Мал басы анықтамасы", "Справка о поголовье скота", "Livestock certificate"),
    stage=Stage.SUBMISSION,
    issued_at=datetime(2026, 11, 23, 4, 35, tzinfo=UTC),
    time_zone="Asia/Almaty",
    language="kk",
    ahead=7,
    expected_wait=ExpectedWait(10, 25),
    limit_minutes=30,
    status_url="HTTPS://HALL1.KEZEK.EXAMPLE.COM/T/ABCDEFGHIJKLMNOPQRSTUVWXYZ",
)

_OFFICE = LocalText(
    "Астана қаласының № 1 халыққа қызмет көрсету орталығы",
    "Центр обслуживания населения № 1 города Астаны",
    "Public service centre No. 1, Astana",
)
_SERVICE = FormField(
    LocalText("Мемлекеттік қызмет", "Государственная услуга", "Public service"),
    LocalText(
        "Халыққа қызмет көрсету орталықтары арқылы әскери қызметтен өткенін растау туралы "
        "анықтама беру",
        "Выдача справки о подтверждении прохождения воинской службы",
        "Certificate of military service",
    ),
)
_NAME = LocalText("Тілеуберген Қуанышбек Әбдіғаппарұлы")
_COMMON: dict[str, Any] = {
    "office": _OFFICE,
    "issued_at": datetime(2026, 11, 23, 4, 35, tzinfo=UTC),
    "time_zone": "Asia/Almaty",
    "language": "kk",
}
ACCEPTANCE = FormSlip(
    kind=FormKind.ACCEPTANCE,
    title=LocalText(
        "Құжаттарды қабылдау туралы қолхат",
        "Расписка о приеме документов",
        "Receipt for accepted documents",
    ),
    number="26-000123-4",
    fields=(
        _SERVICE,
        FormField(
            LocalText("Дайын болатын күні", "Срок готовности", "Ready on"),
            LocalText("27.11.2026"),
        ),
        FormField(LocalText("Беру орны", "Место выдачи", "Place of issue"), LocalText("№ 3")),
        FormField(LocalText("Құжаттарды қабылдаған", "Документы принял", "Accepted by"), _NAME),
    ),
    lists=(
        FormList(
            LocalText("Қоса берілген құжаттар", "Приложенные документы", "Documents attached"),
            (
                LocalText(
                    "Белгіленген үлгідегі арыз — 1 дана",
                    "Заявление по установленному образцу — 1 экз.",
                    "Application on the set form — 1 copy",
                ),
                LocalText(
                    "Әскери билет — 1 дана",
                    "Военный билет — 1 экз.",
                    "Military service book — 1 copy",
                ),
                LocalText(
                    "Жеке куәліктің көшірмесі — 2 дана",
                    "Копия удостоверения личности — 2 экз.",
                    "Copy of the identity card — 2 copies",
                ),
            ),
        ),
    ),
    notes=(
        LocalText(
            "Дайын құжаттар бір ай бойы сақталады.",
            "Готовые документы хранятся в течение одного месяца.",
            "Finished papers are kept for one month.",
        ),
    ),
    code="26-000123-4",
    code_hint=LocalText(
        "Алуға келгенде сканерлеңіз",
        "Отсканируйте при получении",
        "Scan when you come for your document",
    ),
    **_COMMON,
)
REFUSAL = FormSlip(
    kind=FormKind.REFUSAL,
    title=LocalText(
        "Құжаттарды қабылдаудан бас тарту туралы қолхат",
        "Расписка об отказе в приеме документов",
        "Receipt for refused documents",
    ),
    fields=(
        FormField(LocalText("Алушы", "Получатель", "Recipient"), _NAME),
        FormField(
            LocalText("Мекенжайы", "Адрес", "Address"),
            LocalText("Астана қ., Бөгенбай батыр көш., 221 үй, 14 пәтер"),
        ),
        _SERVICE,
    ),
    lists=(
        FormList(
            LocalText(
                "Жоқ құжаттардың атауы",
                "Наименование отсутствующих документов",
                "Missing documents",
            ),
            (
                LocalText("Белгіленген үлгідегі арыз", "Заявление по установленному образцу"),
                LocalText(
                    "Әскери билет не оның орнына уақытша куәлік",
                    "Военный билет или временное удостоверение вместо него",
                ),
                LocalText("Жеке куәліктің көшірмесі", "Копия удостоверения личности"),
                LocalText("Мұрағат анықтамасы", "Архивная справка"),
                LocalText(
                    "Қорғаншылықты (қамқоршылықты) тағайындау туралы шешімнің көшірмесі",
                    "Копия решения о назначении опеки (попечительства)",
                ),
                LocalText("Тұрғылықты жерінен анықтама", "Справка с места жительства"),
            ),
        ),
    ),
    notes=(
        LocalText(
            "Құжаттардың толық топтамасы ұсынылмағандықтан, құжаттарды қабылдаудан бас тартылды.",
            "В приеме документов отказано, так как представлен неполный пакет документов.",
            "The documents were not accepted because the set is not complete.",
        ),
        LocalText(
            "Осы қолхат әр тарап үшін бір-бірден екі данада жасалды.",
            "Расписка составлена в двух экземплярах, по одному для каждой стороны.",
            "Made in two copies, one for each side.",
        ),
    ),
    signatures=(
        LocalText("Орындаушы", "Исполнитель", "Done by"),
        LocalText("Алдым", "Получил", "Received"),
    ),
    **_COMMON,
)
COMPLAINT = FormSlip(
    kind=FormKind.COMPLAINT,
    title=LocalText(
        "Шағымның қабылданғаны туралы талон", "Талон о приеме жалобы", "Complaint talon"
    ),
    number="Ш-17",
    fields=(
        FormField(LocalText("Қабылдаған", "Принял", "Accepted by"), _NAME),
        FormField(LocalText("Жауап мерзімі", "Срок ответа", "Answer by"), LocalText("14.12.2026")),
        FormField(
            LocalText(
                "Шағымның қаралу барысын білетін орын",
                "Где узнать о ходе рассмотрения жалобы",
                "Where to ask about the complaint",
            ),
            LocalText("8 (7172) 94-99-95"),
        ),
    ),
    signatures=(LocalText("Қабылдаған", "Принял", "Accepted by"),),
    **_COMMON,
)
MEMO = FormSlip(
    kind=FormKind.MEMO,
    title=LocalText(
        "Мемлекеттік қызметті алу тәртібі туралы жадынама",
        "Памятка о порядке получения государственной услуги",
        "How to get the public service",
    ),
    fields=(
        _SERVICE,
        FormField(
            LocalText("Мерзімі", "Срок", "Term"),
            LocalText("3 жұмыс күні", "3 рабочих дня", "3 working days"),
        ),
        FormField(LocalText("Төлем", "Оплата", "Fee"), LocalText("тегін", "бесплатно", "free")),
        FormField(
            LocalText("Нәтижесі", "Результат", "Result"),
            LocalText(
                "Әскери қызметтен өткенін растау туралы анықтама",
                "Справка о подтверждении прохождения воинской службы",
                "Certificate of military service",
            ),
        ),
        FormField(LocalText("Байланыс", "Контакты", "Contacts"), LocalText("37-02-06, 1414")),
    ),
    lists=(
        FormList(
            LocalText("Керек құжаттар", "Необходимые документы", "Documents to bring"),
            ACCEPTANCE.lists[0].items,
        ),
        FormList(
            LocalText("Бас тарту негіздері", "Основания для отказа", "Grounds for refusal"),
            (
                LocalText(
                    "Құжаттарда қате, түзету не тазарту бар",
                    "В документах есть ошибки, исправления или подчистки",
                    "The documents hold errors, corrections or erasures",
                ),
            ),
        ),
    ),
    **_COMMON,
)
FORMS = {form.kind: form for form in (ACCEPTANCE, REFUSAL, COMPLAINT, MEMO)}


@pytest.fixture(scope="session")
def make_form() -> Callable[..., FormSlip]:
    """The typical form of a kind with other values where a test names them."""

    def make(kind: FormKind = FormKind.ACCEPTANCE, **changes: Any) -> FormSlip:
        return dataclasses.replace(FORMS[kind], **changes)

    return make


@pytest.fixture(scope="session")
def make_slip() -> Callable[..., TicketSlip]:
    """The typical ticket with other values where a test names them."""

    def make(**changes: Any) -> TicketSlip:
        return dataclasses.replace(TYPICAL, **changes)

    return make


@pytest.fixture(scope="session")
def same_shape() -> Callable[[str], str]:
    """Text with signs that look alike on paper made one."""
    shapes = str.maketrans("Ііһ«»“”„‘’–—•", 'Iih"""""\'\'--∙')

    def fold(text: str) -> str:
        return " ".join(text.translate(shapes).split())

    return fold
