"""The decoder, command by command, against the command reference."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_printers.emulator.decoder import Decoder, decode
from kezek_printers.emulator.paper import Feed, Paper, Picture, QrCode
from kezek_printers.emulator.reading import decoder_for, known_glyphs, read_papers
from kezek_printers.encode.cells import columns_24, font_a
from kezek_printers.errors import DecodeError
from kezek_printers.profiles.profile_file import load_profile

CUT = b"\x1dVB\x00"
KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
KAZAKH_BYTES = bytes.fromhex("a3bcaaba8d9dbdbea5b4a1a2afbf8e9eb2b3")
STORED = b"\x1d(k\x07\x001P0KZ\xd2\x9a"


@pytest.fixture
def printed() -> Callable[..., Paper]:
    """The one paper that the bytes and a cut make."""

    def read(data: bytes, **settings: object) -> Paper:
        papers: list[Paper] = []
        decoder = Decoder(known_glyphs=known_glyphs(), when_cut=papers.append, **settings)
        decoder.feed(data + CUT)
        (paper,) = papers
        return paper

    return read


def test_text_is_read_line_by_line(printed: Callable[..., Paper]) -> None:
    paper = printed(b"first\n\nsecond\r\n")

    assert [line.text for line in paper.lines] == ["first", "second"]
    assert paper.marks[1] == Feed(30)
    assert paper.faults == ()


def test_the_kazakh_page_holds_all_eighteen_letters(printed: Callable[..., Paper]) -> None:
    paper = printed(b"\x1bt5" + KAZAKH_BYTES + b"\n")

    assert paper.text == KAZAKH


def test_the_kazakh_page_is_known_only_under_the_number_of_the_profile() -> None:
    (paper,) = read_papers(b"\x1bt5\xa3\n" + CUT, load_profile("xprinter-80"))

    assert "code table 53 is not known" in paper.faults
    assert "Ә" not in paper.text


@pytest.mark.parametrize(("page", "text"), [(17, "Очередь"), (46, "Окно"), (0, "é")])
def test_other_pages_are_read_by_their_number(
    printed: Callable[..., Paper], page: int, text: str
) -> None:
    encoding = {17: "cp866", 46: "cp1251", 0: "cp437"}[page]

    assert printed(b"\x1bt" + bytes([page]) + text.encode(encoding)).text == text


def test_a_byte_that_the_page_lacks_is_a_fault(printed: Callable[..., Paper]) -> None:
    assert printed(b"\x1bt\x2e\x98\n").faults == ("byte 98 is nothing in cp1251",)


def test_size_and_emphasis_stand_with_every_letter(printed: Callable[..., Paper]) -> None:
    paper = printed(b"\x1d!\x55\x1bE\x01A\x1d!\x00\x1bE\x00b\x1b!\x38c\x1b!\x00d\n")
    sizes = [(glyph.width, glyph.height, glyph.bold) for glyph in paper.lines[0].glyphs]

    assert sizes == [(6, 6, True), (1, 1, False), (2, 2, True), (1, 1, False)]
    assert paper.lines[0].size == 36


@pytest.mark.parametrize(("byte", "align"), [(0, "left"), (1, "centre"), (50, "right")])
def test_alignment_holds_for_the_lines_that_follow(
    printed: Callable[..., Paper], byte: int, align: str
) -> None:
    assert printed(b"\x1ba" + bytes([byte]) + b"x\n").lines[0].align == align


def test_alignment_inside_a_line_is_a_fault(printed: Callable[..., Paper]) -> None:
    assert printed(b"x\x1ba\x01y\n").faults == ("ESC a inside a line",)


def test_a_long_line_breaks_at_the_width_of_the_paper(printed: Callable[..., Paper]) -> None:
    paper = printed(b"x" * 48 + b"y\n" + b"\x1d!\x11" + b"z" * 25 + b"\n")

    assert [len(line.glyphs) for line in paper.lines] == [48, 1, 24, 1]


def test_a_place_in_the_line_leaves_the_way_there_blank(printed: Callable[..., Paper]) -> None:
    line = printed(b"ab\x1b$\x2a\x00c\n").lines[0]

    assert line.text == "ab  c"
    assert sum(glyph.width_dots for glyph in line.glyphs[:-1]) == 42


@pytest.mark.parametrize("place", [11, 576])
def test_a_place_behind_or_beyond_is_a_fault(printed: Callable[..., Paper], place: int) -> None:
    assert printed(b"x\x1b$" + place.to_bytes(2, "little") + b"y\n").faults


def test_feeds_add_blank_paper(printed: Callable[..., Paper]) -> None:
    paper = printed(b"\x1bd\x03\x1bJ\x07\x1b3\x14\n\x1b2\n")

    assert paper.marks == (Feed(90), Feed(7), Feed(20), Feed(30))


def test_a_feed_prints_the_line_first_and_counts_it(printed: Callable[..., Paper]) -> None:
    paper = printed(b"x\x1bd\x03")

    assert paper.lines[0].pitch_dots == 30
    assert paper.marks[1:] == (Feed(60),)


def test_loaded_letters_are_drawn_and_read(printed: Callable[..., Paper]) -> None:
    load = b"\x1b&\x03@@\x0c" + columns_24(font_a("Қ"))
    paper = printed(load + b"@\x1b%\x01@\x1b%\x00@\x1b%\x01\x1b?@@\n")

    assert paper.text == "@Қ@@"
    assert paper.lines[0].glyphs[1].rows == font_a("Қ")


def test_initialising_forgets_letters_styles_and_the_line_in_hand(
    printed: Callable[..., Paper],
) -> None:
    load = b"\x1b&\x03@@\x0c" + columns_24(font_a("Қ")) + b"\x1b%\x01"
    line = printed(load + b"\x1ba\x01\x1d!\x11lost\x1b@@\n").lines[0]

    assert (line.text, line.align, line.size) == ("@", "left", 1)


def test_letters_drawn_in_the_line_are_read(printed: Callable[..., Paper]) -> None:
    columns = columns_24(font_a("Ғ")) + columns_24(font_a("ә", True))
    paper = printed(b"x\x1b*!\x18\x00" + columns + b"y\n")

    assert paper.text == "xҒәy"
    assert paper.lines[0].glyphs[1].rows == font_a("Ғ")


def test_dots_that_are_no_letter_stay_dots(printed: Callable[..., Paper]) -> None:
    paper = printed(b"\x1b*!\x05\x00" + b"\xff\x00\x01" * 5 + b"\n")
    (glyph,) = paper.lines[0].glyphs

    assert (glyph.character, glyph.columns, glyph.rows[0], glyph.rows[23]) == ("", 5, 31, 31)


def test_dots_beyond_the_paper_are_a_fault(printed: Callable[..., Paper]) -> None:
    assert printed(b"\x1b*!\x41\x02" + bytes(577 * 3)).faults == (
        "ESC * of 577 dots after 0 of 576",
    )


def test_a_picture_is_kept_row_by_row(printed: Callable[..., Paper]) -> None:
    paper = printed(b"\x1ba\x01\x1dv0\x03\x02\x00\x03\x00" + bytes(range(6)))

    pictures = [mark for mark in paper.marks if isinstance(mark, Picture)]
    assert pictures == [Picture((b"\0\1", b"\2\3", b"\4\5"), "centre", 2, 2)]
    assert paper.faults == ()


def test_a_picture_wider_than_the_paper_is_a_fault(printed: Callable[..., Paper]) -> None:
    paper = printed(b"\x1dv0\x00\x49\x00\x01\x00" + bytes(72) + b"\x80")

    assert paper.faults == ("GS v 0 inks 577 dots of 576",)


@pytest.mark.parametrize("order", [b"\x10\x04\x01", b"\x10\x05\x02", b"\x10\x14\x08"])
def test_a_real_time_command_inside_a_picture_is_a_fault(
    printed: Callable[..., Paper], order: bytes
) -> None:
    paper = printed(b"\x1dv0\x00\x01\x00\x05\x00\x00" + order + b"\x00")

    assert paper.faults == (f"real-time command {order.hex(' ')} inside GS v 0",)


def test_a_native_code_keeps_data_size_correction_and_place(
    printed: Callable[..., Paper],
) -> None:
    paper = printed(
        b"\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x06\x1d(k\x03\x001E1"
        + STORED + b"\x1ba\x01\x1d(k\x03\x001Q0"
    )  # fmt: skip

    assert paper.marks == (QrCode("KZҚ", 6, "M", "centre"),)
    assert paper.faults == ()


@pytest.mark.parametrize(
    "data",
    [
        b"\x1d(k\x03\x001Q0",
        b"\x1d(k\x01\x001",
        b"\x1d(k\x00\x00",
        b"\x1d(k\x03\x001C\x00",
        b"\x1d(k\x03\x001E9",
        b"\x1d(k\x03\x001Zx",
        b"\x1b\x01",
        b"\x1d\x01",
        b"\x1c\x01",
        b"\x01",
        b"\x7f",
        b"\x1b*\x05\x01\x00\x00",
        b"\x1dv1\x00\x01\x00\x01\x00\x00",
        b"\x1b&\x02@@",
        b"\x1b!\x01",
        b"\x1d!\x88",
        b"\x1ba\x07",
        b"\x1dr\x09",
        b"\x1d(H\x02\x0000",
        b"\x10" + bytes(9),
    ],
)
def test_what_the_reference_does_not_explain_is_a_fault(
    printed: Callable[..., Paper], data: bytes
) -> None:
    paper = printed(data)

    assert len(paper.faults) >= 1


@pytest.mark.parametrize("cut", [b"\x1dV\x00", b"\x1dV1", b"\x1dVA\x00", b"\x1dVB\x10"])
def test_every_cut_ends_a_paper_and_begins_the_next(cut: bytes) -> None:
    papers: list[Paper] = []
    Decoder(when_cut=papers.append).feed(b"one\n" + cut + b"two\n" + cut)

    assert [paper.text for paper in papers] == ["one", "two"]
    assert all(paper.faults == () for paper in papers)


def test_a_printer_without_a_cutter_ends_a_paper_by_the_feed_to_its_edge() -> None:
    papers: list[Paper] = []
    decoder = Decoder(when_cut=papers.append, tears_after_lines=4)

    decoder.feed(b"one\n\x1bd\x02more\n\x1bd\x04two\n\x1bd\x05")

    assert [paper.text for paper in papers] == ["one\nmore", "two"]


def test_fences_are_answered_in_the_order_of_the_data() -> None:
    answers: list[bytes] = []
    decoder = Decoder(reply=answers.append)

    decoder.feed(b"x\x1dr\x01\x1d(H\x06\x0000abcd")

    assert answers == [b"\x00", b"\x37\x22abcd\x00"]


def test_a_clone_prints_the_bytes_of_a_fence_it_does_not_know() -> None:
    answers: list[bytes] = []
    decoder = Decoder(reply=answers.append, knows_print_done=False)

    decoder.feed(b"\x1d(H\x06\x0000abcd\n")

    assert answers == []
    assert decoder.pending.text == "H00abcd"


def test_chinese_firmware_eats_pairs_until_it_is_told_not_to() -> None:
    eaten, saved = Decoder(chinese=True), Decoder(chinese=True)

    eaten.feed(b"\x1bt5\xa3\xbc\n")
    saved.feed(b"\x1b@\x1c.\x1bt5\xa3\xbc\n")

    assert "FS . is missing" in eaten.pending.faults[0]
    assert (saved.pending.text, saved.pending.faults) == ("Әә", ())


def test_clearing_the_buffers_drops_the_line_in_hand(printed: Callable[..., Paper]) -> None:
    paper = printed(b"kept\ndropped" + bytes.fromhex("10140801031401060208") + b"new\n")

    assert paper.text == "kept\nnew"


def test_reading_whole_papers_refuses_what_is_left_over() -> None:
    with pytest.raises(DecodeError, match="no cut"):
        decode(b"no cut\n", Decoder())
    with pytest.raises(DecodeError, match="1 bytes left over"):
        decode(b"x\n" + CUT + b"\x1b", Decoder())
    with pytest.raises(DecodeError, match="ESC 01"):
        decode(b"\x1b\x01" + CUT, Decoder())


COMMANDS = st.sampled_from(
    [
        *(b"text", b"\n", b"\xa3\xbc", b"\x1bt5", b"\x1ba\x01", b"\x1bE\x01", b"\x1b!\x08"),
        *(b"\x1d!\x11", b"\x1bd\x02", b"\x1bJ\x09", b"\x1b3\x10", b"\x1b2", b"\x1b%\x01"),
        *(b"\x1b?@", b"\x1b$\x20\x01", b"\x1b&\x03@A\x01\xff\x10\x04\x02abcdef"),
        *(b"\x1b*!\x02\x00abcdef", b"\x1b*\x00\x01\x00a", b"\x1d(k\x03\x001Q0", STORED),
        *(b"\x1dv0\x00\x01\x00\x03\x00\x10\x04\x01", b"\x1d(H\x06\x0000abcd", b"\x1dr\x01"),
        *(b"\x1da\x0e", b"\x1c.", b"\x1c&", CUT, b"\x1b@", b"\x1b\x02", b"\x1d\x02"),
        bytes.fromhex("10140801031401060208"),
    ]
)


def _everything(chunks: list[bytes]) -> tuple[object, ...]:
    papers: list[Paper] = []
    answers: list[bytes] = []
    decoder = Decoder(when_cut=papers.append, reply=answers.append, known_glyphs=known_glyphs())
    for chunk in chunks:
        decoder.feed(chunk)
    return papers, answers, decoder.pending, decoder.position, decoder.memory


@given(
    data=st.one_of(st.lists(COMMANDS, max_size=20).map(b"".join), st.binary(max_size=200)),
    at=st.lists(st.integers(0, 400), max_size=8),
)
def test_any_chopping_of_the_same_bytes_gives_the_same_paper(data: bytes, at: list[int]) -> None:
    edges = [0, *sorted(min(place, len(data)) for place in at), len(data)]
    chunks = [data[begin:end] for begin, end in itertools.pairwise(edges)]

    assert _everything(chunks) == _everything([data])


@given(before=st.lists(COMMANDS, max_size=12).map(b"".join))
def test_memory_put_in_commands_brings_another_printer_to_the_same_state(before: bytes) -> None:
    used, new = Decoder(known_glyphs=known_glyphs()), Decoder(known_glyphs=known_glyphs())
    used.feed(before)
    used.take_paper()

    new.feed(used.memory.commands())

    assert new.memory == used.memory
    assert new.pending.marks == ()


def test_a_profile_sets_the_decoder_up() -> None:
    narrow = decoder_for(load_profile("generic-58-raster"))
    rongta = decoder_for(load_profile("rongta-80-inline"))

    assert (narrow.width_dots, narrow.tears_after_lines) == (384, 4)
    assert (rongta.code_pages[7], rongta.tears_after_lines) == ("cp866", None)
