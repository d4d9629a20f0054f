"""The rows of the quality and accessibility table: the acts' names for them, and how we count.

The Kazakh names are those of the acts' own table; where the acts differ by a word, resolution 1122
is followed (row 3.3: order 287). The Russian ones are the usual names of the same rows, the
English ones are ours. A formula says what Kezek divides by what; it is ours as well, because the
acts refer to a method of calculation that is not among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kezek_core.texts import LocalText

QUEUE_MINUTES = 40
"""The wait that row 1.2 counts by, whatever limit the standard sets.

Source: order 287, annexes 1 and 2, appendix 2, row 1.2; resolution 1122, annexes, row 1.2; order 3,
both standards, row 1.2.
"""


class NotMeasured(StrEnum):
    """Why a row has no value."""

    NO_CASES = "no_cases"
    NO_REGISTER = "no_register"
    NOT_KEPT = "not_kept"


@dataclass(frozen=True, slots=True)
class IndicatorWords:
    """What one row is called and how it is counted.

    Args:
        code: the row's number in the acts.
        title: its name in the acts.
        formula: what is divided by what.
        at_most: a smaller value is the better one.
    """

    code: str
    title: LocalText
    formula: LocalText
    at_most: bool = False

    @property
    def group(self) -> LocalText:
        """The heading that the row stands under."""
        return GROUPS[self.code.partition(".")[0]]


GROUPS: Mapping[str, LocalText] = MappingProxyType(
    {
        "1": LocalText("Уақтылығы", "Своевременность", "Timeliness"),
        "2": LocalText("Сапасы", "Качество", "Quality"),
        "3": LocalText("Қол жетімділік", "Доступность", "Accessibility"),
        "4": LocalText("Шағымдану үдерісі", "Процесс обжалования", "Complaints"),
        "5": LocalText("Сыпайылық", "Вежливость", "Politeness"),
    }
)
"""The five headings of the table."""

REASONS: Mapping[NotMeasured, LocalText] = MappingProxyType(
    {
        NotMeasured.NO_CASES: LocalText(
            "Өлшенбеген: осы кезеңде санайтын ештеңе болған жоқ",
            "Не измерено: за этот период считать нечего",
            "Not measured: there was nothing to count in this period",
        ),
        NotMeasured.NO_REGISTER: LocalText(
            "Өлшенбеген: өтініштер тізілімі жүргізілмейді",
            "Не измерено: реестр обращений не ведётся",
            "Not measured: no register of requests is kept",
        ),
        NotMeasured.NOT_KEPT: LocalText(
            "Өлшенбеген: интернеттегі ақпаратты мекеме өзі есептейді, «Кезек» оны көрмейді",
            "Не измерено: сведения в Интернете учитывает само учреждение, «Кезек» их не видит",
            "Not measured: what stands on the Internet is for the office to count, "
            "Kezek does not see it",
        ),
    }
)
"""What stands in the place of a value that nobody measured."""


def _satisfied(kk: str, ru: str, en: str) -> LocalText:
    """The formula of a row that the survey answers."""
    return LocalText(
        f"Сауалнамада {kk} қанағаттанғандар ÷ осы сұраққа жауап бергендер × 100",
        f"Довольные {ru} по опросу ÷ ответившие на этот вопрос × 100",
        f"Satisfied with {en} in the survey ÷ all who answered this question × 100",
    )


INDICATORS = (
    IndicatorWords(
        "1.1",
        LocalText(
            "құжаттарды тапсырған сәттен бастап белгіленген мерзімде қызметті ұсыну "
            "оқиғаларының % (үлесі)",
            "% (доля) случаев предоставления услуги в установленный срок с момента сдачи документа",
            "% (share) of cases in which the service was given in time, "
            "from the hand-in of the documents",
        ),
        LocalText(
            "Мерзімінде шешілген өтініштер ÷ мерзімі осы кезеңге түсетін өтініштер "
            "(шешілмегендері мерзімі өткенде ғана есептеледі) × 100",
            "Обращения, решённые в срок ÷ обращения, срок которых приходится на период "
            "(нерешённые считаются, только когда их срок истёк) × 100",
            "Requests decided by their due date ÷ requests whose due date lies in the period "
            "(those undecided count only once that date is past) × 100",
        ),
    ),
    IndicatorWords(
        "1.2",
        LocalText(
            "қызмет алуды кезекте 40 минуттан аспайтын уақыт күткен тұтынушылардың % (үлесі)",
            "% (доля) потребителей, ожидавших получения услуги в очереди не более 40 минут",
            "% (share) of visitors who waited in the queue for 40 minutes or less",
        ),
        LocalText(
            "Кезекте 40 минуттан асырмай күткен келушілер ÷ талон алған барлық келушілер "
            "(кетіп қалғандары мен шақырылмағандарын қоса) × 100",
            "Посетители, ожидавшие не более 40 минут ÷ все, кто взял талон "
            "(включая ушедших и не вызванных) × 100",
            "Visitors whose wait ended within 40 minutes ÷ all who took a ticket "
            "(those who left or were never called included) × 100",
        ),
    ),
    IndicatorWords(
        "2.1",
        LocalText(
            "қызметті ұсыну үдерісінің сапасына қанағаттанған тұтынушылардың % (үлесі)",
            "% (доля) потребителей, удовлетворённых качеством процесса предоставления услуги",
            "% (share) of visitors satisfied with how the service was given",
        ),
        _satisfied("қызмет көрсету үдерісіне", "процессом оказания услуги", "the process"),
    ),
    IndicatorWords(
        "2.2",
        LocalText(
            "құжаттарды лауазымды тұлға дұрыс ресімдеген жағдайдың (жүргізілген төлемдер, есеп "
            "айырысулар және т.б.) % (үлесі)",
            "% (доля) случаев правильно оформленных документов должностным лицом "
            "(произведённых начислений, расчётов и т.д.)",
            "% (share) of cases in which the official drew the documents up correctly "
            "(charges, calculations and so on)",
        ),
        LocalText(
            "Қатесі үшін бірде-бір рет қайтарылмаған өтініштер ÷ осы кезеңде шешілген өтініштер "
            "× 100",
            "Обращения, ни разу не возвращённые из-за ошибок ÷ обращения, решённые за период × 100",
            "Requests never sent back for a fault ÷ requests decided in the period × 100",
        ),
    ),
    IndicatorWords(
        "3.1",
        LocalText(
            "қызметті ұсыну тәртібі туралы сапаға және ақпаратқа қанағаттанған тұтынушылардың "
            "% (үлесі)",
            "% (доля) потребителей, удовлетворённых качеством и информацией о порядке "
            "предоставления услуги",
            "% (share) of visitors satisfied with the quality of the procedure and the information "
            "on it",
        ),
        _satisfied("ақпаратқа", "информацией", "the information"),
    ),
    IndicatorWords(
        "3.2",
        LocalText(
            "тұтынушы құжаттарды дұрыс толтырған және бірінші реттен тапсырған оқиғалардың "
            "% (үлесі)",
            "% (доля) случаев правильно заполненных потребителем документов и сданных с первого "
            "раза",
            "% (share) of cases in which the visitor filled the documents in correctly and handed "
            "them in at the first attempt",
        ),
        LocalText(
            "Толық қабылданған құжаттар топтамасы ÷ тапсырылған барлық топтама "
            "(қабылдаудан бас тартылғандарын қоса) × 100",
            "Принятые полные пакеты документов ÷ все сданные пакеты (включая те, в приёме которых "
            "отказано) × 100",
            "Complete sets of documents accepted ÷ all sets handed in (those refused included) "
            "× 100",
        ),
    ),
    IndicatorWords(
        "3.3",
        LocalText(
            "Интернет арқылы қол жетімді қызмет көрсетулердің, ақпараттардың % (үлесі)",
            "% (доля) услуг, информация о которых доступна через Интернет",
            "% (share) of services with information on the Internet",
        ),
        LocalText(
            "Интернетте ақпараты бар қызметтер ÷ барлық қызметтер × 100 (мекеме өзі есептейді)",
            "Услуги с информацией в Интернете ÷ все услуги × 100 (считает само учреждение)",
            "Services with information on the Internet ÷ all services × 100 (the office counts "
            "them itself)",
        ),
    ),
    IndicatorWords(
        "4.1",
        LocalText(
            "қызметтің осы түрі бойынша қызмет көрсетілген тұтынушылардың жалпы санына "
            "негізделген шағымдардың % (үлесі)",
            "% (доля) обоснованных жалоб к общему количеству обслуженных потребителей по данному "
            "виду услуг",
            "% (share) of justified complaints of all visitors served",
        ),
        LocalText(
            "Осы кезеңде тіркелген негізделген шағымдар ÷ қызмет көрсетілген келушілер × 100",
            "Обоснованные жалобы, зарегистрированные за период ÷ обслуженные посетители × 100",
            "Justified complaints registered in the period ÷ visitors served × 100",
        ),
        at_most=True,
    ),
    IndicatorWords(
        "4.2",
        LocalText(
            "белгіленген мерзімде қаралған және қанағаттандырылған негізделген шағымдардың "
            "% (үлесі)",
            "% (доля) обоснованных жалоб, рассмотренных и удовлетворённых в установленный срок",
            "% (share) of justified complaints considered and satisfied in time",
        ),
        LocalText(
            "Мерзімінде жауап берілген негізделген шағымдар ÷ осы кезеңде тіркелген негізделген "
            "шағымдар × 100",
            "Обоснованные жалобы, на которые ответили в срок ÷ обоснованные жалобы, "
            "зарегистрированные за период × 100",
            "Justified complaints answered in time ÷ justified complaints registered in the period "
            "× 100",
        ),
    ),
    IndicatorWords(
        "4.3",
        LocalText(
            "шағымданудың қолданыстағы тәртібіне қанағаттанған тұтынушылардың % (үлесі)",
            "% (доля) потребителей, удовлетворённых существующим порядком обжалования",
            "% (share) of visitors satisfied with the procedure of complaint",
        ),
        _satisfied("шағымдану тәртібіне", "порядком обжалования", "the complaint procedure"),
    ),
    IndicatorWords(
        "4.4",
        LocalText(
            "шағымдану мерзіміне қанағаттанған тұтынушылардың % (үлесі)",
            "% (доля) потребителей, удовлетворённых сроками обжалования",
            "% (share) of visitors satisfied with the terms of complaint",
        ),
        _satisfied("шағымдану мерзіміне", "сроками обжалования", "the complaint terms"),
    ),
    IndicatorWords(
        "5.1",
        LocalText(
            "қызметкерлердің сыпайылығына қанағаттанған тұтынушылардың % (үлесі)",
            "% (доля) потребителей, удовлетворённых вежливостью персонала",
            "% (share) of visitors satisfied with the politeness of the staff",
        ),
        _satisfied("қызметкерлердің сыпайылығына", "вежливостью персонала", "the politeness"),
    ),
)
"""The twelve rows in the order of the acts.

Source: order 287, annexes 1 and 2, appendix 2; resolution 1122, appendices; order 3, appendices.
"""
