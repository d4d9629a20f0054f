"""A ticket is laid out on the character grid, Kazakh first, nothing cut off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.papers.slips import ExpectedWait, TicketSlip
from kezek_core.texts import LocalText
from kezek_core.tickets import Stage
from kezek_printers.errors import BrokenSlip, UnprintableCode
from kezek_printers.slips.layout import lay_out
from kezek_printers.slips.slip_document import Cut, Line, Number, Pair, Qr, SlipDocument
from kezek_printers.slips.wrapping import balanced_lines

MakeSlip = Callable[..., TicketSlip]
WIDTHS = pytest.mark.parametrize(("columns", "dots"), [(48, 576), (32, 384)])


def texts(document: SlipDocument) -> list[str]:
    found = []
    for block in document.blocks:
        if isinstance(block, Line | Number):
            found.append(block.text)
        elif isinstance(block, Pair):
            found += [block.left, block.right]
    return found


@WIDTHS
def test_a_ticket_says_everything_a_visitor_needs(
    make_slip: MakeSlip, columns: int, dots: int
) -> None:
    document = lay_out(make_slip(), columns=columns, width_dots=dots)

    said = " ".join(texts(document))
    for words in (
        "Қарағанды қалалық архив бөлімі",
        "A015",
        "Мал басы анықтамасы",
        "Справка о поголовье скота",
        "23.11.2026",
        "09:35",
        "Алдыңызда",
        "Перед вами",
        "10–25 мин",
        "Шекті уақыт",
        "Предельное время",
        "30 мин",
        "Кезекті бақылау",
    ):
        assert words in said
    assert document.blocks[-1] == Cut()


@WIDTHS
def test_every_line_stays_on_the_grid(make_slip: MakeSlip, columns: int, dots: int) -> None:
    long = LocalText("Мүгедектігі бар адамдарды әлеуметтік қорғау " * 4, "Социальная защита " * 9)

    document = lay_out(
        make_slip(office=long, service=long, language="en"), columns=columns, width_dots=dots
    )

    for block in document.blocks:
        if isinstance(block, Line):
            assert len(block.text) <= columns
        elif isinstance(block, Pair):
            assert len(block.left) + 2 <= columns - len(block.right)
        elif isinstance(block, Number):
            assert len(block.text) * block.times <= columns


def test_the_time_on_paper_is_the_office_time(make_slip: MakeSlip) -> None:
    document = lay_out(make_slip(time_zone="Asia/Aqtau"), columns=48, width_dots=576)

    assert Pair("23.11.2026", "09:35") in document.blocks


def test_kazakh_stands_before_russian_in_the_same_weight(make_slip: MakeSlip) -> None:
    document = lay_out(make_slip(language="ru"), columns=48, width_dots=576)

    service = [block for block in document.blocks if isinstance(block, Line) and block.bold]
    assert [line.text for line in service] == ["Мал басы анықтамасы", "Справка о поголовье скота"]


def test_english_is_added_only_for_who_chose_it(make_slip: MakeSlip) -> None:
    chosen = texts(lay_out(make_slip(language="en"), columns=48, width_dots=576))
    not_chosen = texts(lay_out(make_slip(language="ru"), columns=48, width_dots=576))

    assert {"Karaganda city archive", "Livestock certificate", "10–25 min"} <= set(chosen)
    assert not {"Karaganda city archive", "Livestock certificate", "10–25 min"} & set(not_chosen)
    assert chosen.index("Справка о поголовье скота") < chosen.index("Livestock certificate")


def test_a_copy_says_so_in_both_languages_at_the_top(make_slip: MakeSlip) -> None:
    marked = texts(lay_out(make_slip(copy=True), columns=32, width_dots=384))
    original = texts(lay_out(make_slip(), columns=32, width_dots=384))

    assert marked[0] == "КӨШІРМЕ / КОПИЯ"
    assert "КӨШІРМЕ / КОПИЯ" not in original


def test_the_pick_up_stage_is_named(make_slip: MakeSlip) -> None:
    said = texts(lay_out(make_slip(stage=Stage.PICKUP), columns=48, width_dots=576))

    assert "Дайын құжаттарды алу" in said
    assert "Получение готовых документов" in said


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"expected_wait": None}, "Ожидание"),
        ({"limit_minutes": None}, "Предельное время"),
        ({"ahead": None}, "Перед вами"),
        ({"status_url": None}, "Следить за очередью"),
    ],
)
def test_what_is_unknown_is_left_out_with_its_label(
    make_slip: MakeSlip, missing: dict[str, None], words: str
) -> None:
    said = " ".join(texts(lay_out(make_slip(**missing), columns=48, width_dots=576)))

    assert words not in said
    assert words in " ".join(texts(lay_out(make_slip(), columns=48, width_dots=576)))


@pytest.mark.parametrize(("columns", "width_dots"), [(32, 384), (48, 576)])
def test_a_ticket_without_a_code_says_where_to_look(
    make_slip: MakeSlip, columns: int, width_dots: int
) -> None:
    slip = make_slip(status_url=None, language="en")

    said = " ".join(texts(lay_out(slip, columns=columns, width_dots=width_dots)))

    for words in ("Таблоны қадағалаңыз", "Следите за табло", "Watch the board"):
        assert words in said


def test_nobody_ahead_is_said_as_a_zero(make_slip: MakeSlip) -> None:
    document = lay_out(make_slip(ahead=0), columns=48, width_dots=576)

    assert Pair("Алдыңызда / Перед вами", "0") in document.blocks


@pytest.mark.parametrize(
    ("wait", "shown"), [((10, 10), "10 мин"), ((25, 10), "10–25 мин"), ((0, 5), "0–5 мин")]
)
def test_the_wait_is_a_range_in_ascending_order(
    make_slip: MakeSlip, wait: tuple[int, int], shown: str
) -> None:
    slip = make_slip(expected_wait=ExpectedWait(*wait))

    said = texts(lay_out(slip, columns=48, width_dots=576))

    assert shown in said


def test_a_missing_or_equal_translation_is_not_printed_twice(make_slip: MakeSlip) -> None:
    slip = make_slip(office=LocalText("Архив"), service=LocalText("Апостиль", "Апостиль"))

    said = texts(lay_out(slip, columns=48, width_dots=576))

    assert said.count("Архив") == 1
    assert said.count("Апостиль") == 1


def test_an_unknown_time_zone_is_named_with_what_to_do(make_slip: MakeSlip) -> None:
    with pytest.raises(BrokenSlip, match=r"Asia/Nowhere.*office\.toml"):
        lay_out(make_slip(time_zone="Asia/Nowhere"), columns=48, width_dots=576)


def test_an_instant_without_a_zone_is_refused(make_slip: MakeSlip) -> None:
    with pytest.raises(BrokenSlip, match="time zone"):
        lay_out(make_slip(issued_at=datetime(2026, 11, 23)), columns=48, width_dots=576)


def test_an_address_too_long_for_the_paper_is_refused(make_slip: MakeSlip) -> None:
    with pytest.raises(UnprintableCode, match="public_url"):
        lay_out(make_slip(status_url="https://x/" + "a" * 700), columns=32, width_dots=384)


@WIDTHS
@pytest.mark.parametrize("length", [20, 60, 120, 300])
def test_the_code_and_its_quiet_zone_fit_the_paper(
    make_slip: MakeSlip, columns: int, dots: int, length: int
) -> None:
    import qrcode

    url = "HTTPS://" + "A" * (length - 8)
    document = lay_out(make_slip(status_url=url), columns=columns, width_dots=dots)

    (code,) = [block for block in document.blocks if isinstance(block, Qr)]
    symbol = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    symbol.add_data(url)
    symbol.make(fit=True)
    assert len(symbol.get_matrix()) * code.module_dots <= dots


def test_two_lines_share_the_words_evenly() -> None:
    lines = balanced_lines("Архивный отдел города Караганды и области", 32)

    assert lines == ("Архивный отдел города", "Караганды и области")


@given(st.text("абвқғ ", max_size=300), st.integers(1, 60))
def test_wrapping_loses_no_letter_and_keeps_the_width(text: str, columns: int) -> None:
    lines = balanced_lines(text, columns)

    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(0 < len(line) <= columns for line in lines)
    if all(len(word) <= columns for word in text.split()):
        assert " ".join(lines).split() == text.split()
