"""What the papers of the register say in words: dates, hours, money, marks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.calendar.office_hours import DayHours
from kezek_core.dates import day_words
from kezek_core.papers.form_slips import FormField, FormKind, FormSlip
from kezek_core.standards.words import PeriodUnit, ReceiptField
from kezek_core.texts import LocalText, same
from kezek_queue.papers.form_words import hours_words, joined, share_words, tenge_words
from kezek_queue.people.personal_data import MARK, filled, mark
from kezek_queue.register.form_words import FIELD_LABELS
from kezek_queue.register.kept_standard import KeptStandard
from kezek_queue.wording.term_words import span_words


@pytest.mark.parametrize(
    ("on", "kk", "ru"),
    [
        (date(2026, 3, 24), "2026 ж. 24 наурыз", "24 марта 2026 г."),
        (date(2026, 1, 1), "2026 ж. 1 қаңтар", "1 января 2026 г."),
        (date(2027, 2, 28), "2027 ж. 28 ақпан", "28 февраля 2027 г."),
        (date(2026, 6, 5), "2026 ж. 5 маусым", "5 июня 2026 г."),
        (date(2026, 8, 9), "2026 ж. 9 тамыз", "9 августа 2026 г."),
        (date(2026, 9, 30), "2026 ж. 30 қыркүйек", "30 сентября 2026 г."),
        (date(2026, 12, 16), "2026 ж. 16 желтоқсан", "16 декабря 2026 г."),
    ],
)
def test_a_date_is_written_as_people_write_it(on, kk, ru):
    assert (day_words(on).kk, day_words(on).in_language("ru")) == (kk, ru)


def test_hours_show_their_break_and_midnight_is_the_end_of_the_day():
    broken = DayHours(time(9), time(18), ((time(13), time(14)),))

    assert hours_words(broken) == "09:00–13:00, 14:00–18:00"
    assert hours_words(DayHours(time(0), time(0))) == "00:00–24:00"
    assert hours_words(None) == ""


def test_money_and_shares_are_written_with_spaces_that_do_not_break():
    assert tenge_words(865) == "865\u00a0₸"
    assert tenge_words(1234567) == "1\u00a0234\u00a0567\u00a0₸"
    assert share_words(Decimal("0.20")).in_language("ru") == "20\u00a0% МРП"
    assert share_words(Decimal("0.125")).kk == "АЕК-тің 12,5\u00a0%-ы"


def test_lengths_are_written_without_endings_to_get_wrong():
    assert span_words(1, PeriodUnit.MONTHS) == LocalText("1 ай", "1 мес.", "1 month")
    assert span_words(3, PeriodUnit.WORKING_DAYS).kk == "3 жұмыс күні"


def test_an_empty_second_part_leaves_the_first_alone():
    assert joined(same("а"), "") == same("а")


def test_every_field_that_a_standard_may_ask_for_has_its_label_in_three_languages():
    assert set(FIELD_LABELS) == set(ReceiptField)
    assert all(
        label.kk and label.in_language("ru") and label.in_language("en")
        for label in FIELD_LABELS.values()
    )


@given(st.text(min_size=1, max_size=40).filter(lambda text: not MARK.search(text)))
def test_a_mark_is_filled_with_the_very_text_in_every_language(text):
    slip = FormSlip(
        FormKind.ACCEPTANCE, same("Орталық"), same("Қолхат"), datetime(2026, 1, 1, tzinfo=UTC),
        "Asia/Almaty", "kk", fields=(FormField(same("Т.А.Ә."), same(f"x {mark('applicant')} y")),),
        notes=(same(mark("contacts")),), signatures=(same(mark("applicant")),),
    )  # fmt: skip

    form = filled(slip, {"applicant": text})

    assert form.fields[0].value == same(f"x {text} y")
    assert form.signatures == (same(text),)
    assert form.notes == (LocalText("жойылған", "удалено", "erased"),)


def test_a_kept_standard_comes_back_from_json_as_it_was(queue):
    for standard in queue.standards.all():
        kept = KeptStandard.of(standard, date(2026, 11, 23))

        assert KeptStandard.from_json(kept.to_json()) == kept
