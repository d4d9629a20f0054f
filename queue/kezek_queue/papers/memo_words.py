"""Titles, labels and sentences of the service memo, in three languages."""

from __future__ import annotations

from kezek_core.standards import ExcludedDay, TermStart, Weekday
from kezek_core.texts import LocalText

TITLE = LocalText(
    "Көрсетілетін қызметті алушының мемлекеттік көрсетілетін қызметті алу тәртібі туралы "
    "жадынамасы",
    "Памятка услугополучателя о порядке получения государственной услуги",
    "Visitor's memo: how to get the service",
)

SERVICE = LocalText("Қызмет", "Услуга", "Service")
PROVIDER = LocalText("Көрсетілетін қызметті беруші", "Услугодатель", "Provider")
ADDRESS = LocalText("Мекенжайы", "Адрес", "Address")
ROOM = LocalText("{room}-бөлме", "каб. {room}", "room {room}")
OFFICE_HOURS = LocalText("Мекеменің жұмыс уақыты", "Часы работы учреждения", "Office hours")
STANDARD_HOURS = LocalText(
    "Стандарт бойынша жұмыс уақыты", "Часы работы по стандарту", "Hours by the standard"
)
WEBSITE = LocalText("Сайты", "Сайт", "Website")
PORTAL = LocalText(
    "«Электрондық үкімет» порталы арқылы",
    "Через портал «электронного правительства»",
    "Through the electronic government portal",
)
PHONES = LocalText("Анықтама телефоны", "Телефон для справок", "Telephone")
TERM = LocalText("Қызмет көрсету мерзімі", "Срок оказания услуги", "Term of the service")
FEE = LocalText("Ақысы", "Плата", "Fee")
PAY_TO = LocalText("Төлем деректемелері", "Реквизиты для оплаты", "Payment details")
RESULT = LocalText("Қызмет нәтижесі", "Результат услуги", "Result")
KEPT = LocalText("Дайын құжат сақталады", "Готовый документ хранится", "The result is kept for")
REFUSAL = LocalText("Бас тарту", "Отказ", "Refusal")
NO_REFUSAL = LocalText("көзделмеген", "не предусмотрен", "none is provided for")

WAIT = LocalText("Күту, ең көбі", "Ожидание, не более", "Longest wait")
WAITS = {
    "submission": LocalText(
        "құжат тапсыруда {minutes} мин", "при сдаче {minutes} мин", "{minutes} min to hand in"
    ),
    "pickup": LocalText(
        "нәтиже алуда {minutes} мин", "при выдаче {minutes} мин", "{minutes} min to collect"
    ),
    "service": LocalText(
        "терезеде {minutes} мин", "обслуживание {minutes} мин", "{minutes} min at the window"
    ),
}

FREE = LocalText("тегін", "бесплатно", "free of charge")
PAID = LocalText("ақылы", "платно", "to be paid for")
TODAY = LocalText("бүгін {tenge}", "сегодня {tenge}", "{tenge} today")
TAXPAYER = LocalText("СТН", "РНН", "taxpayer no.")
ACCOUNT = LocalText("Е/ш", "Р/с", "account")
BANK = LocalText("ФАӨ", "МФО", "bank code")
PURPOSE = LocalText("төлем тағайындалуы", "назначение платежа", "purpose")

VALID = LocalText("жарамдылығы {span}", "действует {span}", "valid for {span}")

STEPS = LocalText("Қызметті қалай алуға болады", "Как получить услугу", "How to get the service")
STEP_PAY = LocalText(
    "Мемлекеттік бажды төлеңіз, түбіртегін ала келіңіз",
    "Оплатите государственную пошлину, возьмите квитанцию с собой",
    "Pay the state duty and bring the receipt",
)
STEP_TICKET = LocalText(
    "Терминалдан талон алыңыз: {title}, {letter} әрпі",
    "Возьмите талон в терминале: {title}, буква {letter}",
    "Take a ticket at the kiosk: {title}, letter {letter}",
)
STEP_BOARD = LocalText(
    "Таблодан нөміріңізді күтіп, көрсетілген терезеге барыңыз",
    "Ждите свой номер на табло и подойдите к указанному окну",
    "Wait for your number on the board and go to the window shown",
)
WINDOWS = LocalText(
    "{step} (№\u00a0{windows})", "{step} (№\u00a0{windows})", "{step} (no.\u00a0{windows})"
)
STEP_HAND_IN = LocalText(
    "Терезеде құжаттарды тапсырыңыз", "Сдайте документы в окне", "Hand in the documents"
)
STEP_RECEIPT = LocalText(
    "Қолхатты алыңыз: онда құжаттар берілетін күн жазылған",
    "Получите расписку: в ней указан день выдачи документов",
    "Get the receipt: it states the day of issue",
)
STEP_NOTE = LocalText(
    "Тіркеу белгісін алыңыз: онда құжаттар берілетін күн жазылған",
    "Получите отметку о регистрации: в ней указан день выдачи документов",
    "Get the registration note: it states the day of issue",
)
STEP_COLLECT = LocalText(
    "Сол күні осы қағазбен келіп, нәтижені алыңыз",
    "В этот день придите с ней и получите результат",
    "Come with it on that day and collect the result",
)

EXTENSIONS = LocalText(
    "Мерзім ұзартылуы мүмкін", "Срок может быть продлен", "The term may be extended"
)
EXTENDED_BY = LocalText("{span}: {reason}", "На {span}, если {reason}", "By {span} if {reason}")
DOCUMENTS = LocalText("Қажетті құжаттар", "Необходимые документы", "Documents to bring")
STATE_HELD = LocalText(
    "Мемлекеттік органның өзі алатын мәліметтер, құжатын әкелу міндетті емес",
    "Сведения, которые госорган получает сам, документы приносить не обязательно",
    "Data that the authority takes itself: no need to bring the papers",
)
GROUNDS = LocalText("Бас тарту негіздері", "Основания для отказа", "Grounds for refusal")
COMPLAINTS = LocalText("Қайда шағымдануға болады", "Куда жаловаться", "Where to complain")
COMPLAIN_HERE = LocalText(
    "Осы мекемеге: кез келген терезеде немесе терминалда, талон беріледі",
    "В этом учреждении: в любом окне или в терминале, выдается талон",
    "Here: at any window or at the kiosk, you get a slip",
)
COURT = LocalText("Сотқа", "В суд", "To a court")

SEVERAL_PLACES = LocalText(
    "Қызмет көрсетілетін {count} орынның мекенжайлары мен телефондары стандарттың "
    "қосымшасында. Терезеден сұраңыз.",
    "Адреса и телефоны всех мест оказания услуги ({count}) - в приложении к стандарту. "
    "Спросите в окне.",
    "The addresses and telephones of all {count} places stand in the appendix of the standard. "
    "Ask at a window.",
)
SOURCE = LocalText(
    "Негізі: {act}, {edition} редакциясы",
    "Основание: {act}, редакция от {edition}",
    "Basis: {act}, edition of {edition}",
)

ROUND_THE_CLOCK = LocalText("тәулік бойы", "круглосуточно", "round the clock")
DAILY = LocalText("күн сайын", "ежедневно", "daily")
WEEKDAYS = {
    Weekday.MONDAY: LocalText("дс", "пн", "Mon"),
    Weekday.TUESDAY: LocalText("сс", "вт", "Tue"),
    Weekday.WEDNESDAY: LocalText("ср", "ср", "Wed"),
    Weekday.THURSDAY: LocalText("бс", "чт", "Thu"),
    Weekday.FRIDAY: LocalText("жм", "пт", "Fri"),
    Weekday.SATURDAY: LocalText("сб", "сб", "Sat"),
    Weekday.SUNDAY: LocalText("жс", "вс", "Sun"),
}
SEASONS = {
    "summer": LocalText("жазда", "летом", "in summer"),
    "winter": LocalText("қыста", "зимой", "in winter"),
}
"""The seasons of the shipped acts; the name ``all`` says nothing, another one stands as it is."""

COUNTED_FROM = {
    TermStart.SUBMISSION: LocalText(
        "құжаттар тапсырылғаннан бастап",
        "с момента сдачи документов",
        "from the handing in of the documents",
    ),
    TermStart.APPLICATION: LocalText(
        "өтініш жасалғаннан бастап", "с момента обращения", "from the application"
    ),
    TermStart.REGISTRATION: LocalText(
        "өтініш тіркелгеннен бастап",
        "с момента регистрации обращения",
        "from the registration of the application",
    ),
}
EXCLUDED = {
    (ExcludedDay.ACCEPTANCE_DAY,): LocalText(
        "қабылдау күні есептелмейді", "день приема не входит", "the day of acceptance not counted"
    ),
    (ExcludedDay.ISSUE_DAY,): LocalText(
        "беру күні есептелмейді", "день выдачи не входит", "the day of issue not counted"
    ),
    (ExcludedDay.ACCEPTANCE_DAY, ExcludedDay.ISSUE_DAY): LocalText(
        "қабылдау және беру күндері есептелмейді",
        "дни приема и выдачи не входят",
        "the days of acceptance and issue not counted",
    ),
}
