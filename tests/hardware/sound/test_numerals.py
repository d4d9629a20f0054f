"""Every window from 1 to 99 in Kazakh and Russian, written out by hand."""

from __future__ import annotations

import pytest

from kezek_hardware.sound.announcement import announcement, letter_name
from kezek_hardware.sound.numerals import cardinal, kazakh_ordinal

KAZAKH_ORDINALS = """
бірінші екінші үшінші төртінші бесінші алтыншы жетінші сегізінші тоғызыншы
оныншы|он бірінші|он екінші|он үшінші|он төртінші|он бесінші|он алтыншы|он жетінші|он сегізінші|он тоғызыншы
жиырмасыншы|жиырма бірінші|жиырма екінші|жиырма үшінші|жиырма төртінші|жиырма бесінші|жиырма алтыншы|жиырма жетінші|жиырма сегізінші|жиырма тоғызыншы
отызыншы|отыз бірінші|отыз екінші|отыз үшінші|отыз төртінші|отыз бесінші|отыз алтыншы|отыз жетінші|отыз сегізінші|отыз тоғызыншы
қырқыншы|қырық бірінші|қырық екінші|қырық үшінші|қырық төртінші|қырық бесінші|қырық алтыншы|қырық жетінші|қырық сегізінші|қырық тоғызыншы
елуінші|елу бірінші|елу екінші|елу үшінші|елу төртінші|елу бесінші|елу алтыншы|елу жетінші|елу сегізінші|елу тоғызыншы
алпысыншы|алпыс бірінші|алпыс екінші|алпыс үшінші|алпыс төртінші|алпыс бесінші|алпыс алтыншы|алпыс жетінші|алпыс сегізінші|алпыс тоғызыншы
жетпісінші|жетпіс бірінші|жетпіс екінші|жетпіс үшінші|жетпіс төртінші|жетпіс бесінші|жетпіс алтыншы|жетпіс жетінші|жетпіс сегізінші|жетпіс тоғызыншы
сексенінші|сексен бірінші|сексен екінші|сексен үшінші|сексен төртінші|сексен бесінші|сексен алтыншы|сексен жетінші|сексен сегізінші|сексен тоғызыншы
тоқсаныншы|тоқсан бірінші|тоқсан екінші|тоқсан үшінші|тоқсан төртінші|тоқсан бесінші|тоқсан алтыншы|тоқсан жетінші|тоқсан сегізінші|тоқсан тоғызыншы
"""  # noqa: E501

RUSSIAN_CARDINALS = """
один два три четыре пять шесть семь восемь девять
десять|одиннадцать|двенадцать|тринадцать|четырнадцать|пятнадцать|шестнадцать|семнадцать|восемнадцать|девятнадцать
двадцать|двадцать один|двадцать два|двадцать три|двадцать четыре|двадцать пять|двадцать шесть|двадцать семь|двадцать восемь|двадцать девять
тридцать|тридцать один|тридцать два|тридцать три|тридцать четыре|тридцать пять|тридцать шесть|тридцать семь|тридцать восемь|тридцать девять
сорок|сорок один|сорок два|сорок три|сорок четыре|сорок пять|сорок шесть|сорок семь|сорок восемь|сорок девять
пятьдесят|пятьдесят один|пятьдесят два|пятьдесят три|пятьдесят четыре|пятьдесят пять|пятьдесят шесть|пятьдесят семь|пятьдесят восемь|пятьдесят девять
шестьдесят|шестьдесят один|шестьдесят два|шестьдесят три|шестьдесят четыре|шестьдесят пять|шестьдесят шесть|шестьдесят семь|шестьдесят восемь|шестьдесят девять
семьдесят|семьдесят один|семьдесят два|семьдесят три|семьдесят четыре|семьдесят пять|семьдесят шесть|семьдесят семь|семьдесят восемь|семьдесят девять
восемьдесят|восемьдесят один|восемьдесят два|восемьдесят три|восемьдесят четыре|восемьдесят пять|восемьдесят шесть|восемьдесят семь|восемьдесят восемь|восемьдесят девять
девяносто|девяносто один|девяносто два|девяносто три|девяносто четыре|девяносто пять|девяносто шесть|девяносто семь|девяносто восемь|девяносто девять
"""  # noqa: E501


def _table(text: str) -> dict[int, str]:
    first, *rest = text.strip().splitlines()
    words = first.split() + [word for line in rest for word in line.split("|")]
    assert len(words) == 99
    return dict(enumerate(words, start=1))


KK, RU = _table(KAZAKH_ORDINALS), _table(RUSSIAN_CARDINALS)


@pytest.mark.parametrize("window", range(1, 100))
def test_every_window_is_called_rightly_in_kazakh(window: int) -> None:
    said = announcement("A001", window, "kk")

    assert kazakh_ordinal(window) == KK[window]
    assert said == f"Талон а бір. {KK[window][0].upper()}{KK[window][1:]} терезеге келіңіз."


@pytest.mark.parametrize("window", range(1, 100))
def test_every_window_is_called_rightly_in_russian(window: int) -> None:
    assert announcement("A001", window, "ru") == (
        f"Талон а один. Пройдите к окну номер {RU[window]}."
    )


@pytest.mark.parametrize("window", range(1, 100))
def test_a_kazakh_ordinal_ends_in_harmony_with_its_last_vowel(window: int) -> None:
    last_word = cardinal(window, "kk").split()[-1]
    vowels = [letter for letter in last_word if letter in "аоұыуәөүіеи"]
    # "елу" is soft by its first vowel: the letter у itself is neither hard nor soft.
    deciding = [letter for letter in vowels if letter != "у"][-1]

    ending = "ыншы" if deciding in "аоұы" else "інші"

    assert kazakh_ordinal(window).endswith(ending if last_word[-1] not in "аеі" else ending[1:])


@pytest.mark.parametrize("hundreds", range(1, 10))
def test_hundreds_of_a_ticket_are_said_as_people_say_them(hundreds: int) -> None:
    kazakh = ["жүз", "екі жүз", "үш жүз", "төрт жүз", "бес жүз", "алты жүз", "жеті жүз",
              "сегіз жүз", "тоғыз жүз"]  # fmt: skip
    russian = ["сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот",
               "восемьсот", "девятьсот"]  # fmt: skip

    assert cardinal(100 * hundreds, "kk") == kazakh[hundreds - 1]
    assert cardinal(100 * hundreds, "ru") == russian[hundreds - 1]


def test_a_latin_letter_is_named_in_the_language_of_the_sentence() -> None:
    assert letter_name("N", "kk") == "эн латын"
    assert letter_name("N", "ru") == "эн латинская"
    assert letter_name("H", "ru") == "эн"
