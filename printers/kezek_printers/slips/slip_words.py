"""The words printed on slips, in the vocabulary of docs/glossary.md."""

from __future__ import annotations

from typing import Final

from kezek_core.texts import LocalText

AHEAD: Final = LocalText("Алдыңызда", "Перед вами", "Ahead of you")
EXPECTED_WAIT: Final = LocalText("Күту", "Ожидание", "Expected wait")
LIMIT: Final = LocalText("Шекті уақыт", "Предельное время", "Waiting limit")
PICKUP: Final = LocalText(
    "Дайын құжаттарды алу", "Получение готовых документов", "Pick-up of documents"
)
FOLLOW: Final = LocalText("Кезекті бақылау", "Следить за очередью", "Follow your turn")
WATCH: Final = LocalText(
    "Таблоны қадағалаңыз: нөміріңіз сонда көрсетіледі",
    "Следите за табло: там появится ваш номер",
    "Watch the board: your number will appear there",
)
"""On a ticket without a code: no phone reaches the server, or the printer cannot draw it."""
COPY: Final = LocalText("КӨШІРМЕ", "КОПИЯ", "COPY")
ERASED: Final = LocalText("Деректер жойылды", "Данные удалены", "Data erased")
SIGNATURE: Final = LocalText("қолы", "подпись", "signature")
MINUTES: Final = "мин"
"""The same in Kazakh and Russian, so a value stands once beside both."""
MINUTES_ENGLISH: Final = "min"
