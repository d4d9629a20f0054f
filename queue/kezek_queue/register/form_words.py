"""Titles, labels and sentences on the papers of the request register, in three languages."""

from __future__ import annotations

from kezek_core.standards import ReceiptField
from kezek_core.texts import LocalText
from kezek_queue.papers.form_words import same

ACCEPTANCE_TITLE = LocalText(
    "Құжаттарды қабылдау туралы қолхат", "Расписка о приеме документов", "Acceptance receipt"
)
REGISTRATION_TITLE = LocalText(
    "Өтініштің тіркелгені туралы белгі", "Отметка о регистрации заявления", "Registration note"
)
REFUSAL_TITLE = LocalText(
    "Құжаттарды қабылдаудан бас тарту туралы қолхат",
    "Расписка об отказе в приеме документов",
    "Receipt for refused documents",
)
RETURN_TITLE = LocalText(
    "Құжаттардың қайтарылғаны туралы хабарлама",
    "Уведомление о возврате документов",
    "Notice of returned documents",
)
EXTENSION_TITLE = LocalText(
    "Мерзімнің ұзартылғаны туралы хабарлама",
    "Уведомление о продлении срока",
    "Notice of an extended term",
)

FIELD_LABELS = {
    ReceiptField.REQUEST_NUMBER: LocalText(
        "Сұрау салудың нөмірі", "Номер запроса", "Request number"
    ),
    ReceiptField.ACCEPTED_ON: LocalText("Қабылданған күні", "Дата приема", "Accepted on"),
    ReceiptField.SERVICE: LocalText(
        "Мемлекеттік қызмет түрі", "Вид государственной услуги", "Service"
    ),
    ReceiptField.DOCUMENTS: LocalText(
        "Қоса берілген құжаттардың атауы және саны",
        "Название и количество приложенных документов",
        "Documents handed in, and how many",
    ),
    ReceiptField.ISSUE_TIME: LocalText(
        "Құжаттар берілетін күн (уақыт)", "Дата (время) выдачи документов", "Day of issue (hours)"
    ),
    ReceiptField.ISSUE_PLACE: LocalText(
        "Құжаттар берілетін орын", "Место выдачи документов", "Place of issue"
    ),
    ReceiptField.ACCEPTED_BY: LocalText(
        "Құжаттарды қабылдаған қызметкердің Т.А.Ә.",
        "Ф.И.О. сотрудника, принявшего документы",
        "Accepted by",
    ),
    ReceiptField.APPLICANT: LocalText(
        "Көрсетілетін қызметті алушының Т.А.Ә.", "Ф.И.О. услугополучателя", "Applicant"
    ),
    ReceiptField.APPLICANT_CONTACTS: LocalText(
        "Көрсетілетін қызметті алушының байланыс деректері",
        "Контактные данные услугополучателя",
        "Applicant's contacts",
    ),
}
"""What a receipt calls each field that a standard's item on the receipt asks for."""

NO_RECEIPT_FIELDS = (
    ReceiptField.REQUEST_NUMBER,
    ReceiptField.ACCEPTED_ON,
    ReceiptField.SERVICE,
    ReceiptField.ISSUE_TIME,
)
"""What the registration note says where a standard asks for no receipt: enough to come back."""

NO_RECEIPT_NOTE = LocalText(
    "Стандарт қолхат мазмұнын белгілемеген: өтініштің қабылданғанын тіркеу журналы растайды.",
    "Стандарт не определяет содержание расписки: прием подтверждает журнал регистрации.",
    "The standard sets no contents of a receipt: the register confirms the acceptance.",
)
CODE_HINT = LocalText(
    "Дайын құжатты алу үшін кодты терминалға көрсетіңіз",
    "Чтобы получить готовый документ, поднесите код к терминалу",
    "Show the code at the kiosk to collect the result",
)
BOTH_COPIES = LocalText(
    "Осы қолхат әр тарапқа бір-бірден екі данада жасалды.",
    "Расписка составлена в двух экземплярах, по одному для каждой стороны.",
    "Made in two copies, one for each side.",
)
COPY_FOR = (
    LocalText(
        "1-дана: көрсетілетін қызметті алушыға",
        "Экземпляр 1: услугополучателю",
        "Copy 1: for the applicant",
    ),
    LocalText("2-дана: мекемеге", "Экземпляр 2: учреждению", "Copy 2: for the office"),
)
MISSING_HEADING = LocalText(
    "Жоқ құжаттардың атауы", "Наименование отсутствующих документов", "Documents that are missing"
)
TO_BRING = LocalText(
    "Осы қағазды ала келіңіз, сондай-ақ: {documents}",
    "Возьмите с собой эту бумагу, а также: {documents}",
    "Bring this paper, and: {documents}",
)
REASONS_HEADING = LocalText("Қайтару себептері", "Причины возврата", "Reasons for the return")
BLANK_LINE = same("____________________")
