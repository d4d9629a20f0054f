"""A typical ticket, typical forms, and the ways to read its bytes back."""

from __future__ import annotations

import dataclasses
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from kezek_core.papers.form_slips import FormField, FormKind, FormList, FormSlip
from kezek_core.papers.slips import ExpectedWait, TicketSlip
from kezek_core.ports import PrintOutcome
from kezek_core.texts import LocalText
from kezek_core.tickets import Stage
from kezek_printers import Delivery, PaperEntry, Printer
from kezek_printers.encode.encode import encode

ORDER = re.compile(rb"\x10[\x04\x05\x14]")
"""What a printer obeys wherever it stands, in the middle of a picture too."""

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
def orders_in() -> Callable[[bytes], list[bytes]]:
    """The real-time commands that a printer would find in bytes."""
    return ORDER.findall


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


@dataclasses.dataclass(frozen=True)
class Attempt:
    """What the printer said of one slip, and how long it took to say it."""

    is_copy: bool
    delivery: Delivery
    seconds: float


class Hall:
    """Prints tickets by the queue's rules for print jobs.

    NOT_SENT waits and goes out again as it was; UNCERTAIN is for a person, who sees that the slip
    came out after all or has a copy printed.

    Args:
        printer: on which.
        slip: makes the slip of a number, the original or a copy.
        repair: mends what is broken before a further attempt.
    """

    def __init__(
        self,
        printer: Printer,
        slip: Callable[..., TicketSlip],
        repair: Callable[[], None],
        *,
        listen_seconds: float = 0.0,
    ) -> None:
        self.printer, self._slip, self._repair = printer, slip, repair
        self._listen_seconds = listen_seconds
        self.is_proven_late = False

    def serve(self, number: str, attempts: int = 12) -> list[Attempt]:
        """Everything that was told of a number, up to its paper."""
        tries: list[Attempt] = []
        is_copy = self.is_proven_late = False
        while len(tries) < attempts:
            began = time.monotonic()
            delivery = self.printer.print(self._slip(number=number, copy=is_copy))
            tries.append(Attempt(is_copy, delivery, time.monotonic() - began))
            if delivery.outcome is PrintOutcome.PRINTED:
                break
            self._repair()
            if delivery.outcome is PrintOutcome.UNCERTAIN:
                late = self.printer.listen(self._listen_seconds if delivery.fence else 0)
                self.is_proven_late = delivery.fence in late
                if self.is_proven_late:
                    break
                is_copy = True
        return tries

    def faults_of(
        self, number: str, tries: list[Attempt], papers: list[PaperEntry]
    ) -> Iterator[str]:
        """What is wrong with the papers of a number; nothing when it is neither lost nor doubled.

        Bytes decide, not words: a drawn copy says so in dots.
        """
        profile = self.printer.profile
        original, copy = (
            encode(self._slip(number=number, copy=is_copy), profile, glyphs_resident=True)
            for is_copy in (False, True)
        )
        found = [paper.path.read_bytes() for paper in papers]
        originals = sum(original in data for data in found)
        copies = sum(copy in data for data in found)
        printed = [each for each in tries if each.delivery.outcome is PrintOutcome.PRINTED]
        was_in_doubt = any(each.delivery.outcome is PrintOutcome.UNCERTAIN for each in tries)
        if originals > 1:
            yield f"{originals} originals"
        if copies and not was_in_doubt:
            yield "a copy that nobody needed"
        if (printed and not printed[0].is_copy) or self.is_proven_late:
            if originals != 1 or copies:
                yield f"called printed, with {originals} originals and {copies} copies"
        elif printed and not 1 <= copies <= sum(each.is_copy for each in tries):
            yield f"called printed as a copy, with {copies} copies"
        elif not printed:
            yield f"lost: {tries[-1].delivery}"


@pytest.fixture(scope="session")
def hall() -> type[Hall]:
    """Prints tickets by the queue's rules."""
    return Hall
