"""Forms are laid out on the character grid: nothing cut, nothing said twice, easy to scan."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from kezek_core.papers.form_slips import FormField, FormKind, FormList, FormSlip
from kezek_core.texts import LocalText
from kezek_printers.errors import BrokenSlip
from kezek_printers.slips.layout import lay_out
from kezek_printers.slips.slip_document import (
    Align,
    Cut,
    Gap,
    Line,
    Number,
    Pair,
    Qr,
    Rule,
    SlipDocument,
)
from kezek_printers.slips.wrapping import hanging_lines

MakeForm = Callable[..., FormSlip]
WIDTHS = pytest.mark.parametrize(("columns", "dots"), [(48, 576), (32, 384)])
KINDS = pytest.mark.parametrize("kind", list(FormKind))
LANGUAGES = pytest.mark.parametrize("language", ["kk", "ru", "en"])


def wide(form: FormSlip) -> SlipDocument:
    return lay_out(form, columns=48, width_dots=576)


def narrow(form: FormSlip) -> SlipDocument:
    return lay_out(form, columns=32, width_dots=384)


def texts(document: SlipDocument) -> list[str]:
    found = []
    for block in document.blocks:
        match block:
            case Line():
                found.append(f"{block.marker} {block.text}".strip())
            case Pair():
                found += [block.left, block.right]
            case Number():
                found.append(block.text)
            case Rule():
                found.append(block.words)
    return found


def bare(make_form: MakeForm, **said: object) -> FormSlip:
    """A form of nothing but its head and what the test is about."""
    nothing = {"fields": (), "lists": (), "notes": (), "signatures": (), "code": None}
    return make_form(**{**nothing, "code_hint": None, "number": None, **said})


@WIDTHS
@KINDS
@LANGUAGES
def test_every_block_stays_on_the_grid(
    make_form: MakeForm, columns: int, dots: int, kind: FormKind, language: str
) -> None:
    document = lay_out(make_form(kind, language=language), columns=columns, width_dots=dots)

    assert document.blocks[-1] == Cut()
    for block in document.blocks:
        match block:
            case Line():
                assert block.indent + len(block.text) <= columns
                assert len(block.marker) < max(1, block.indent)
            case Pair():
                assert len(block.left) + 2 + len(block.right) <= columns
            case Number():
                assert len(block.text) * block.times <= columns
            case Rule():
                assert columns - len(block.words) - 1 >= 16


@WIDTHS
@KINDS
def test_no_two_gaps_meet_but_above_a_signature(
    make_form: MakeForm, columns: int, dots: int, kind: FormKind
) -> None:
    unsigned = make_form(kind, signatures=())

    blocks = lay_out(unsigned, columns=columns, width_dots=dots).blocks

    assert all(Gap() not in (one, next_) or one != next_ for one, next_ in pairwise(blocks))
    assert not isinstance(blocks[0], Gap)
    assert not isinstance(blocks[-2], Gap)


def test_the_head_says_office_title_number_and_office_time(make_form: MakeForm) -> None:
    blocks = wide(bare(make_form, number="26-000123-4", time_zone="Asia/Aqtau")).blocks

    assert blocks[:3] == (
        Line("Астана қаласының № 1 халыққа", Align.CENTRE),
        Line("қызмет көрсету орталығы", Align.CENTRE),
        Line("Центр обслуживания населения № 1 города Астаны", Align.CENTRE),
    )
    assert blocks[4:6] == (
        Line("Құжаттарды қабылдау туралы қолхат", Align.CENTRE, bold=True),
        Line("Расписка о приеме документов", Align.CENTRE, bold=True),
    )
    assert blocks[7:] == (
        Number("26-000123-4", 3),
        Line("23.11.2026  09:35", Align.CENTRE),
        Cut(),
    )


def test_the_number_is_the_one_large_thing_on_narrow_paper_too(make_form: MakeForm) -> None:
    assert Number("26-000123-4", 2) in narrow(make_form()).blocks


def test_a_form_without_a_number_shows_none(make_form: MakeForm) -> None:
    blocks = wide(make_form(FormKind.REFUSAL)).blocks

    assert not any(isinstance(block, Number) for block in blocks)


@WIDTHS
def test_a_copy_says_so_and_differs_in_nothing_else(
    make_form: MakeForm, columns: int, dots: int
) -> None:
    original = lay_out(make_form(), columns=columns, width_dots=dots).blocks
    copy = lay_out(make_form(copy=True), columns=columns, width_dots=dots).blocks

    assert copy[0] == Line("КӨШІРМЕ / КОПИЯ", Align.CENTRE, bold=True)
    assert copy[1:] == (Gap(), *original)


def test_a_short_value_for_all_languages_stands_right_of_its_label(make_form: MakeForm) -> None:
    fields = (
        FormField(LocalText("Беру орны", "Место выдачи"), LocalText("№ 3")),
        FormField(LocalText("Терезе", "Окно"), LocalText("7", "7")),
    )

    blocks = wide(bare(make_form, fields=fields)).blocks

    rows = (Pair("Беру орны / Место выдачи", "№ 3"), Pair("Терезе / Окно", "7"))
    assert blocks[-3:-1] == rows


def test_on_narrow_paper_the_second_language_goes_below(make_form: MakeForm) -> None:
    fields = (
        FormField(LocalText("Дайын болатын күні", "Срок готовности"), LocalText("27.11.2026")),
    )

    blocks = narrow(bare(make_form, fields=fields)).blocks

    assert blocks[-3:-1] == (Pair("Дайын болатын күні", "27.11.2026"), Line("Срок готовности"))


def test_values_that_differ_get_a_row_for_each_language(make_form: MakeForm) -> None:
    term = LocalText("3 жұмыс күні", "3 рабочих дня", "3 working days")
    fields = (FormField(LocalText("Мерзімі", "Срок", "Term"), term),)

    blocks = wide(bare(make_form, fields=fields, language="en")).blocks

    assert blocks[-4:-1] == (
        Pair("Мерзімі", "3 жұмыс күні"),
        Pair("Срок", "3 рабочих дня"),
        Pair("Term", "3 working days"),
    )


def test_a_long_value_stands_below_its_label_kazakh_first(make_form: MakeForm) -> None:
    result = LocalText(
        "Әскери қызметтен өткенін растау туралы Қорғаныс министрлігінің анықтамасы",
        "Справка о подтверждении прохождения воинской службы",
    )
    fields = (FormField(LocalText("Нәтижесі", "Результат"), result),)

    blocks = wide(bare(make_form, fields=fields)).blocks

    assert blocks[-6:-1] == (
        Line("Нәтижесі / Результат"),
        Line("Әскери қызметтен өткенін растау туралы", indent=2),
        Line("Қорғаныс министрлігінің анықтамасы", indent=4),
        Line("Справка о подтверждении прохождения", indent=2),
        Line("воинской службы", indent=4),
    )


def test_a_name_is_not_squeezed_beside_a_stack_of_labels(make_form: MakeForm) -> None:
    name = "Тілеуберген Қуанышбек Әбдіғаппарұлы"
    fields = (FormField(LocalText("Қабылдаған", "Принял"), LocalText(name)),)

    blocks = wide(bare(make_form, fields=fields)).blocks

    assert blocks[-3:-1] == (Line("Қабылдаған / Принял"), Line(name, indent=2))


def test_rows_stand_together_and_longer_fields_apart(make_form: MakeForm) -> None:
    row = FormField(LocalText("Терезе", "Окно"), LocalText("7"))
    long = FormField(LocalText("Мекенжайы", "Адрес"), LocalText("Астана қ., " + "Абай көш., " * 5))

    blocks = wide(bare(make_form, fields=(row, row, long, row))).blocks

    kinds = [type(block).__name__ for block in blocks[blocks.index(Pair("Терезе / Окно", "7")) :]]
    assert kinds == ["Pair", "Pair", "Gap", "Line", "Line", "Line", "Gap", "Pair", "Cut"]


def test_items_are_numbered_once_with_both_languages_set_in(make_form: MakeForm) -> None:
    items = (LocalText("Арыз", "Заявление"), LocalText("Жеке куәлік", "Удостоверение личности"))
    listed = FormList(LocalText("Жоқ құжаттар", "Нет документов"), items)

    blocks = wide(bare(make_form, lists=(listed,))).blocks

    assert blocks[-6:-1] == (
        Line("Жоқ құжаттар / Нет документов", bold=True),
        Line("Арыз", indent=3, marker="1)"),
        Line("Заявление", indent=3),
        Line("Жеке куәлік", indent=3, marker="2)"),
        Line("Удостоверение личности", indent=3),
    )


def test_a_list_of_one_has_a_bullet_and_no_number(make_form: MakeForm) -> None:
    listed = FormList(LocalText("Негіздері"), (LocalText("Құжаттарда қате бар"),))

    blocks = wide(bare(make_form, lists=(listed,))).blocks

    assert blocks[-2] == Line("Құжаттарда қате бар", indent=2, marker="•")


def test_the_numbers_of_a_long_list_stand_under_each_other(make_form: MakeForm) -> None:
    items = tuple(LocalText(f"Құжат {letter}") for letter in "АӘБВГҒДЕЖЗ")

    blocks = wide(bare(make_form, lists=(FormList(LocalText("Тізбе"), items),))).blocks

    markers = [line.marker for line in blocks if isinstance(line, Line) and line.marker]
    assert (markers[0], markers[-1]) == (" 1)", "10)")
    assert {line.indent for line in blocks if isinstance(line, Line) and line.marker} == {4}


@LANGUAGES
def test_a_signature_leaves_room_for_the_hand(make_form: MakeForm, language: str) -> None:
    signatures = (LocalText("Орындаушы", "Исполнитель", "Done by"),)

    blocks = wide(bare(make_form, signatures=signatures, language=language)).blocks

    english = language == "en"
    assert blocks[-4:-1] == (
        Line("Орындаушы / Исполнитель" + (" / Done by" if english else "")),
        Gap(),
        Rule("қолы / подпись" + (" / signature" if english else "")),
    )


def test_where_words_and_hand_share_no_line_the_words_go_below(make_form: MakeForm) -> None:
    signatures = (LocalText("Алдым", "Получил"),)

    blocks = narrow(bare(make_form, signatures=signatures, language="en")).blocks

    assert blocks[-3:-1] == (Rule(), Line("қолы / подпись / signature"))


def test_the_code_comes_last_below_its_hint(make_form: MakeForm) -> None:
    hint = LocalText("Сканерлеңіз", "Отсканируйте")

    blocks = wide(bare(make_form, code="26-000123-4", code_hint=hint)).blocks

    assert blocks[-5:] == (
        Line("Сканерлеңіз", Align.CENTRE),
        Line("Отсканируйте", Align.CENTRE),
        Gap(),
        Qr("26-000123-4", 6),
        Cut(),
    )


@KINDS
def test_english_is_added_only_for_who_chose_it(make_form: MakeForm, kind: FormKind) -> None:
    chosen = texts(wide(make_form(kind, language="en")))
    not_chosen = texts(wide(make_form(kind, language="ru")))

    assert "Public service centre No. 1, Astana" in chosen
    assert "Public service centre No. 1, Astana" not in not_chosen


def test_what_is_equal_or_missing_in_a_language_is_said_once(make_form: MakeForm) -> None:
    form = bare(
        make_form,
        office=LocalText("Архив", "Архив"),
        title=LocalText("Апостиль"),
        notes=(LocalText("1414", "1414"),),
    )

    said = texts(wide(form))

    assert [said.count(words) for words in ("Архив", "Апостиль", "1414")] == [1, 1, 1]


def test_a_form_without_a_time_zone_is_refused(make_form: MakeForm) -> None:
    with pytest.raises(BrokenSlip, match="Asia/Nowhere"):
        wide(make_form(time_zone="Asia/Nowhere"))


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("Центр № 1 Астаны", 8, ("Центр", "№ 1", "Астаны")),
        ("принятые в Астане", 10, ("принятые", "в Астане")),
        ("мерзімі 30 жұмыс күні", 12, ("мерзімі", "30 жұмыс", "күні")),
        ("Арыздың көшірмесі — екі", 16, ("Арыздың", "көшірмесі —", "екі")),
        ("барлығы 1\u00a0234\u00a0567 АЕК", 13, ("барлығы", "1 234 567", "АЕК")),
    ],
)
def test_a_line_does_not_end_in_the_middle_of_what_belongs_together(
    text: str, columns: int, lines: tuple[str, ...]
) -> None:
    from kezek_printers.slips.printable import tied

    assert hanging_lines(tied(text), columns, 2) == lines


def test_tied_words_part_where_the_paper_is_too_narrow_for_them() -> None:
    assert hanging_lines("1\u00a0234\u00a0567", 6, 2) == ("1 234", "567")


def test_a_paragraph_does_not_end_with_a_lonely_word() -> None:
    words = "Осы қолхат әр тарап үшін бір-бірден екі данада жасалды"

    lines = hanging_lines(words, 48, 2)

    assert lines == ("Осы қолхат әр тарап үшін бір-бірден екі", "данада жасалды")
