"""Forms become bytes that a reader of the command reference turns back into the same words."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kezek_core.papers.form_slips import FormField, FormKind, FormList, FormSlip
from kezek_core.standards.file import parse_standard
from kezek_core.standards.values import Standard
from kezek_core.texts import LocalText
from kezek_printers.emulator.reading import read_papers
from kezek_printers.encode.encode import encode, glyph_upload
from kezek_printers.profiles.printer_profile import PrinterProfile
from kezek_printers.profiles.profile_file import load_profile, profile_names
from kezek_printers.slips.layout import lay_out
from kezek_printers.slips.printable import printable
from kezek_printers.slips.slip_document import Gap, Line, Number, Pair, Rule, SlipDocument

MakeForm = Callable[..., FormSlip]
OrdersIn = Callable[[bytes], list[bytes]]
SameShape = Callable[[str], str]
TEXT_PROFILES = ("virtual-80", "virtual-58", "xprinter-80", "rongta-80-inline", "epson-tm-t20")
PROFILES = pytest.mark.parametrize("name", profile_names())
TEXTS = pytest.mark.parametrize("name", TEXT_PROFILES)
KINDS = pytest.mark.parametrize("kind", list(FormKind))
KAZAKH = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯаәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
SIGNS = "«»№–—.,:;!()/-\"'#$<=>@[\\]^_{|}~%&*+`?•"
SOME_TEXT = st.text(KAZAKH + "ABCxyz0123456789" + SIGNS + "  \u00a0", min_size=1, max_size=90)
SOME_TEXT = SOME_TEXT.filter(lambda text: bool(text.strip()))
LOCAL = st.builds(LocalText, SOME_TEXT, st.none() | SOME_TEXT)


def paper_text(form: FormSlip, profile: PrinterProfile) -> str:
    (paper,) = read_papers(encode(form, profile), profile)
    assert paper.faults == ()
    return paper.text


def letters(text: str, same_shape: SameShape) -> str:
    """Text without blanks: words may stand on any line."""
    return same_shape(text).replace(" ", "")


def all_texts(form: FormSlip) -> list[LocalText]:
    return [
        form.office,
        form.title,
        *(text for field in form.fields for text in (field.label, field.value)),
        *(text for listed in form.lists for text in (listed.heading, *listed.items)),
        *form.notes,
        *form.signatures,
        *([form.code_hint] if form.code_hint else []),
    ]


def length(document: SlipDocument) -> int:
    """Letters, blanks and line ends of a laid out slip; a pair's two halves are one blank apart."""
    sizes = {
        Line: lambda line: line.indent + len(line.text) + 1,
        Pair: lambda pair: len(pair.left) + len(pair.right) + 2,
        Number: lambda number: len(number.text) + 1,
        Rule: lambda _: document.columns + 1,
        Gap: lambda gap: gap.lines,
    }
    return sum(sizes[type(block)](block) for block in document.blocks if type(block) in sizes)


def standards() -> list[Standard]:
    folder = files("kezek_core") / "standards" / "data"
    names = ("kz-mj-2007-287-1.toml", "kz-gov-2012-1119-guardianship.toml")
    names += ("kz-gp-2008-3-apostille.toml", "kz-arys-2007-1122-dermene-livestock.toml")
    return [parse_standard((folder / name).read_text("utf-8"), file_name=name) for name in names]


def of_standard(form: FormSlip, standard: Standard) -> FormSlip:
    """The form with a real standard's title and documents."""
    service = FormField(LocalText("Мемлекеттік қызмет", "Госуслуга"), standard.title)
    items = tuple(document.title for document in standard.documents)
    listed = FormList(LocalText("Қажетті құжаттар", "Необходимые документы"), items)
    return dataclasses.replace(form, fields=(service,), lists=(listed,))


@pytest.mark.parametrize("name", ["virtual-80", "virtual-58", "xprinter-80"])
def test_a_receipt_of_about_977_letters_takes_at_most_1100_bytes(
    make_form: MakeForm, name: str
) -> None:
    profile = load_profile(name)
    form = make_form()
    laid_out = lay_out(form, columns=profile.columns, width_dots=profile.width_dots)

    data = encode(form, profile, glyphs_resident=True)

    assert length(laid_out) == pytest.approx(977, abs=30)
    assert len(data) <= 1100


@pytest.mark.parametrize("name", ["virtual-80", "virtual-58", "xprinter-80"])
@KINDS
def test_a_form_costs_few_bytes_beside_its_letters(
    make_form: MakeForm, name: str, kind: FormKind
) -> None:
    profile = load_profile(name)
    form = make_form(kind)
    laid_out = lay_out(form, columns=profile.columns, width_dots=profile.width_dots)

    beside = len(encode(form, profile, glyphs_resident=True)) - length(laid_out)

    assert beside <= 100


def test_inline_letters_of_a_receipt_stay_under_the_prototype(make_form: MakeForm) -> None:
    assert len(encode(make_form(), load_profile("rongta-80-inline"))) <= 4150


def test_a_drawn_receipt_takes_less_than_two_thirds_of_a_whole_picture(make_form: MakeForm) -> None:
    assert len(encode(make_form(), load_profile("generic-80-raster"))) <= 54_000 * 2 // 3


@PROFILES
@KINDS
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_profile_writes_bytes_that_the_reference_explains(
    make_form: MakeForm, name: str, kind: FormKind, language: str
) -> None:
    profile = load_profile(name)

    papers = read_papers(encode(make_form(kind, language=language), profile), profile)

    assert [paper.faults for paper in papers] == [()]
    assert "?" not in papers[0].text


@TEXTS
@KINDS
def test_every_word_is_read_back_letter_by_letter(
    make_form: MakeForm, same_shape: SameShape, name: str, kind: FormKind
) -> None:
    form = make_form(kind)

    read = letters(paper_text(form, load_profile(name)), same_shape)

    for text in all_texts(form):
        for words in filter(None, (text.kk, text.in_language("ru"))):
            assert letters(printable(words), same_shape) in read


@pytest.mark.parametrize("name", ["virtual-80", "virtual-58", "xprinter-80", "rongta-80-inline"])
@settings(max_examples=40, deadline=None)
@given(title=LOCAL, label=LOCAL, value=LOCAL, heading=LOCAL, items=st.lists(LOCAL, max_size=3))
def test_any_text_of_a_form_survives(
    make_form: MakeForm,
    same_shape: SameShape,
    name: str,
    title: LocalText,
    label: LocalText,
    value: LocalText,
    heading: LocalText,
    items: list[LocalText],
) -> None:
    form = make_form(
        title=title,
        fields=(FormField(label, value),),
        lists=(FormList(heading, tuple(items)),),
        notes=(value,),
        signatures=(label,),
    )

    read = letters(paper_text(form, load_profile(name)), same_shape)

    for text in all_texts(form):
        for words in filter(None, (text.kk, text.in_language("ru"))):
            assert letters(printable(words), same_shape) in read


@settings(max_examples=15, deadline=None)
@given(value=SOME_TEXT, item=SOME_TEXT)
def test_a_drawn_form_of_any_letters_holds_no_order(
    make_form: MakeForm, orders_in: OrdersIn, value: str, item: str
) -> None:
    profile = load_profile("generic-58-raster")
    items = (LocalText(item), LocalText(value))
    form = make_form(
        fields=(FormField(LocalText("Алушы"), LocalText(value)),),
        lists=(FormList(LocalText("Тізбе"), items),),
        signatures=(LocalText(item),),
    )

    data = encode(form, profile)

    assert [paper.faults for paper in read_papers(data, profile)] == [()]
    assert orders_in(data) == []


@PROFILES
def test_orders_in_a_visitors_name_never_reach_the_printer(make_form: MakeForm, name: str) -> None:
    profile = load_profile(name)
    evil = LocalText("Асан\x1b@\x1dV\x00\x10\x14\x01\x03\x14\u202e\nҮсенов")
    plain = LocalText("Асан@ V Үсенов")
    label = LocalText("Алушы")

    attacked = encode(make_form(fields=(FormField(label, evil),), notes=(evil,)), profile)

    assert attacked == encode(make_form(fields=(FormField(label, plain),), notes=(plain,)), profile)
    assert len(read_papers(attacked, profile)) == 1


@PROFILES
@KINDS
def test_two_copies_for_two_sides_are_the_same_bytes(
    make_form: MakeForm, name: str, kind: FormKind
) -> None:
    profile = load_profile(name)

    assert encode(make_form(kind), profile) == encode(make_form(kind), profile)


def test_forms_and_resident_letters_leave_the_printer_as_they_found_it(
    make_form: MakeForm,
) -> None:
    profile = load_profile("xprinter-80")
    job = encode(make_form(FormKind.REFUSAL), profile, glyphs_resident=True)

    first, second = read_papers(glyph_upload(profile) + job + job, profile)

    assert first == second


@TEXTS
def test_a_refusal_names_each_of_six_missing_documents(
    make_form: MakeForm, same_shape: SameShape, name: str
) -> None:
    form = make_form(FormKind.REFUSAL)

    text = paper_text(form, load_profile(name))

    first_letters = ["1) Бел", "2) Әск", "3) Жек", "4) Мұр", "5) Қор", "6) Тұр"]
    numbered = [line[:6] for line in text.splitlines() if line[1:2] == ")"]
    assert list(map(same_shape, numbered)) == list(map(same_shape, first_letters))
    assert text.count("____") >= 2


@TEXTS
@pytest.mark.parametrize("standard", standards(), ids=lambda standard: standard.id)
def test_long_titles_of_real_standards_are_printed_whole(
    make_form: MakeForm, same_shape: SameShape, name: str, standard: Standard
) -> None:
    form = of_standard(make_form(FormKind.MEMO), standard)

    text = paper_text(form, load_profile(name))

    read = letters(text, same_shape)
    for title in (standard.title, *(document.title for document in standard.documents)):
        for words in filter(None, (title.kk, title.in_language("ru"))):
            assert letters(printable(words), same_shape) in read
    printed_words = set(same_shape(text).split())
    assert set(same_shape(printable(standard.title.kk)).split()) <= printed_words


@pytest.mark.parametrize("name", ["virtual-80", "xprinter-80", "rongta-80-inline"])
def test_a_name_with_a_foreign_letter_is_drawn_where_the_page_lacks_it(
    make_form: MakeForm, name: str
) -> None:
    profile = load_profile(name)
    row = FormField(LocalText("Алушы", "Получатель"), LocalText("Ӯзбек Ӣ."))

    data = encode(make_form(fields=(row,)), profile)

    (paper,) = read_papers(data, profile)
    assert data.count(b"\x1dv0") == 1
    assert paper.faults == ()
    assert "?" not in paper.text


def test_the_bullet_is_a_bullet_on_the_russian_page_too(make_form: MakeForm) -> None:
    one = FormList(LocalText("Негіздері"), (LocalText("Қате бар"),))

    text = paper_text(make_form(lists=(one,)), load_profile("xprinter-80"))

    assert "∙ Қате бар" in text
    assert "*" not in text
