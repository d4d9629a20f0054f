"""Slips become bytes that a reader of the command reference turns back into the same words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kezek_core.papers.slips import TicketSlip
from kezek_core.texts import LocalText
from kezek_core.tickets import Stage
from kezek_printers.emulator.reading import read_papers
from kezek_printers.encode.encode import encode, glyph_upload
from kezek_printers.errors import UnprintableText
from kezek_printers.profiles.profile_file import load_profile, profile_names
from kezek_printers.slips.printable import printable

MakeSlip = Callable[..., TicketSlip]
OrdersIn = Callable[[bytes], list[bytes]]
TEXT_PROFILES = ("virtual-80", "virtual-58", "xprinter-80", "rongta-80-inline", "epson-tm-t20")
KAZAKH = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯаәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
SIGNS = "«»№–—.,:;!()/-\"'#$<=>@[\\]^_{|}~%&*+`?"
SOME_TEXT = st.text(KAZAKH + LATIN + SIGNS + " ", min_size=1, max_size=120).filter(
    lambda text: bool(text.strip())
)


def test_a_default_ticket_takes_at_most_410_bytes(make_slip: MakeSlip) -> None:
    slip = make_slip()

    sizes = {name: len(encode(slip, load_profile(name))) for name in ("virtual-80", "virtual-58")}

    assert max(sizes.values()) <= 410


def test_a_ticket_on_resident_glyphs_takes_at_most_410_bytes(make_slip: MakeSlip) -> None:
    profile = load_profile("xprinter-80")

    resident = encode(make_slip(), profile, glyphs_resident=True)
    carried = encode(make_slip(), profile)

    assert len(resident) <= 410
    assert carried == glyph_upload(profile) + resident


def test_inline_letters_stay_under_900_bytes(make_slip: MakeSlip) -> None:
    assert len(encode(make_slip(), load_profile("rongta-80-inline"))) <= 900


@pytest.mark.parametrize("name", ["generic-58-raster", "generic-80-raster"])
def test_drawn_tickets_stay_under_a_quarter_of_a_whole_picture(
    make_slip: MakeSlip, name: str
) -> None:
    assert len(encode(make_slip(), load_profile(name))) <= 46_814 // 4


@pytest.mark.parametrize("name", profile_names())
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("stage", list(Stage))
def test_every_profile_writes_bytes_that_the_reference_explains(
    make_slip: MakeSlip, name: str, language: str, stage: Stage
) -> None:
    profile = load_profile(name)

    papers = read_papers(encode(make_slip(language=language, stage=stage), profile), profile)

    assert [paper.faults for paper in papers] == [()]
    assert "A015" in papers[0].text
    assert "?" not in papers[0].text


@pytest.mark.parametrize("name", TEXT_PROFILES)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_words_are_read_back_letter_by_letter(
    make_slip: MakeSlip, same_shape: Callable[[str], str], name: str, language: str
) -> None:
    profile = load_profile(name)
    slip = make_slip(language=language)

    (paper,) = read_papers(encode(slip, profile), profile)

    read = same_shape(paper.text)
    for words in ("Қарағанды қалалық архив бөлімі", "Шекті уақыт", "10–25 мин", "Следить за"):
        assert same_shape(words) in read
    assert ("Livestock certificate" in read) is (language == "en")
    assert paper.qr_data == (slip.status_url,)


@pytest.mark.parametrize("name", ["virtual-80", "xprinter-80", "rongta-80-inline"])
@settings(max_examples=60, deadline=None)
@given(office=SOME_TEXT, service=SOME_TEXT)
def test_any_kazakh_russian_or_latin_text_survives(
    make_slip: MakeSlip,
    same_shape: Callable[[str], str],
    name: str,
    office: str,
    service: str,
) -> None:
    profile = load_profile(name)
    slip = make_slip(office=LocalText(office), service=LocalText(service))

    (paper,) = read_papers(encode(slip, profile), profile)

    # A long word is broken at the edge of the paper, so blanks are no witness.
    read = same_shape(paper.text).replace(" ", "")
    assert paper.faults == ()
    assert same_shape(printable(office)).replace(" ", "") in read
    assert same_shape(printable(service)).replace(" ", "") in read


@settings(max_examples=25, deadline=None)
@given(office=SOME_TEXT)
def test_drawn_text_of_any_letters_holds_no_order(
    make_slip: MakeSlip, orders_in: OrdersIn, office: str
) -> None:
    profile = load_profile("generic-58-raster")

    data = encode(make_slip(office=LocalText(office)), profile)

    (paper,) = read_papers(data, profile)
    assert paper.faults == ()
    assert orders_in(data) == []


@pytest.mark.parametrize("name", profile_names())
def test_control_characters_in_a_name_never_reach_the_printer(
    make_slip: MakeSlip, orders_in: OrdersIn, name: str
) -> None:
    profile = load_profile(name)
    evil = "Архив\x1b@\x10\x14\x01\x03\x1dV\x00\r\n\x00\x9b\u202e\u200bбөлімі"

    data = encode(
        make_slip(office=LocalText(evil), service=LocalText(evil), number="A\x1b015"), profile
    )

    clean = encode(
        make_slip(
            office=LocalText("Архив@ V бөлімі"), service=LocalText("Архив@ V бөлімі"), number="A015"
        ),
        profile,
    )
    assert data == clean
    assert orders_in(data) == []


def test_signs_that_glyphs_took_over_are_still_printed_as_themselves(
    make_slip: MakeSlip, same_shape: Callable[[str], str]
) -> None:
    profile = load_profile("xprinter-80")
    slip = make_slip(service=LocalText("Қызмет #1 <A@B>"))

    (paper,) = read_papers(encode(slip, profile), profile)

    assert same_shape("Қызмет #1 <A@B>") in same_shape(paper.text)


@pytest.mark.parametrize("name", TEXT_PROFILES)
def test_a_letter_that_no_page_has_is_drawn_in_the_line(make_slip: MakeSlip, name: str) -> None:
    profile = load_profile(name)

    data = encode(make_slip(service=LocalText("Señor Ø")), profile)

    (paper,) = read_papers(data, profile)
    assert b"\x1b*!" in data
    assert paper.faults == ()
    assert "?" not in paper.text


@pytest.mark.parametrize("name", TEXT_PROFILES)
def test_a_line_with_a_letter_that_has_no_cell_is_drawn_whole(
    make_slip: MakeSlip, name: str
) -> None:
    profile = load_profile(name)

    data = encode(make_slip(service=LocalText("Ӯзбек Қызмет", "Справка")), profile)

    (paper,) = read_papers(data, profile)
    assert data.count(b"\x1dv0") == 1
    assert paper.faults == ()
    assert "Справка" in paper.text
    assert "?" not in paper.text


@pytest.mark.parametrize("name", profile_names())
def test_what_no_font_has_is_refused_by_name(make_slip: MakeSlip, name: str) -> None:
    with pytest.raises(UnprintableText, match=r"U\+6797"):
        encode(make_slip(service=LocalText("林")), load_profile(name))


def test_the_tenge_sign_is_written_as_words(make_slip: MakeSlip) -> None:
    profile = load_profile("virtual-80")

    (paper,) = read_papers(encode(make_slip(service=LocalText("Баж 865 ₸")), profile), profile)

    assert "Баж 865 тг" in paper.text


@pytest.mark.parametrize("name", profile_names())
def test_a_job_begins_by_turning_chinese_byte_pairs_off(make_slip: MakeSlip, name: str) -> None:
    profile = load_profile(name)

    data = encode(make_slip(), profile)

    assert data.index(b"\x1c.") < data.index(b"\x1ba")


def test_resident_glyphs_survive_because_no_job_initialises_the_printer(
    make_slip: MakeSlip,
) -> None:
    profile = load_profile("xprinter-80")

    job = encode(make_slip(), profile, glyphs_resident=True)

    assert b"\x1b@" not in job
    (first, second) = read_papers(glyph_upload(profile) + job + job, profile)
    assert first == second


@pytest.mark.parametrize("name", ["virtual-58", "xprinter-80", "rongta-80-inline"])
def test_a_number_with_a_kazakh_letter_is_printed_large_too(make_slip: MakeSlip, name: str) -> None:
    profile = load_profile(name)

    (paper,) = read_papers(encode(make_slip(number="Қ015"), profile), profile)

    assert paper.faults == ()
    assert "?" not in paper.text


def test_a_printer_without_a_cutter_feeds_the_paper_out(make_slip: MakeSlip) -> None:
    data = encode(make_slip(), load_profile("generic-58-raster"))

    assert data.endswith(b"\x1bd\x04")
    assert b"\x1dV" not in data


def test_a_copy_differs_from_the_original_by_its_mark_only(make_slip: MakeSlip) -> None:
    profile = load_profile("virtual-80")

    (original,) = read_papers(encode(make_slip(), profile), profile)
    (copy,) = read_papers(encode(make_slip(copy=True), profile), profile)

    assert copy.text.splitlines()[0] == "КӨШІРМЕ / КОПИЯ"
    assert copy.text.splitlines()[1:] == original.text.splitlines()
