"""The memo of every standard on every printer: each letter comes back from the very bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kezek_core.papers.form_slips import FormSlip
from kezek_printers.emulator.reading import read_papers
from kezek_printers.encode.encode import encode
from kezek_printers.profiles.printer_profile import Strategy
from kezek_printers.profiles.profile_file import load_profile
from kezek_printers.slips.printable import printable
from kezek_queue import Office, Service, Window, load_office
from kezek_queue.office.demo import make_demo_office
from kezek_queue.office.standard_library import StandardLibrary
from kezek_queue.papers.memo import service_memo

LIBRARY = StandardLibrary.load(None)
NOON = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
LONGEST_MM = {576: 550, 384: 850}
"""In Kazakh and Russian, by width in dots; the longest is that of the minors' assets."""

EACH_WAY = ("virtual-80", "xprinter-80", "rongta-80-inline", "generic-80-raster", "virtual-58")
ONE_OF_EACH_ACT = 5
"""Drawing takes a second a memo: every fifth standard is drawn, one of each act among them."""

DOTS_PER_MM = 8
LOOK_ALIKES = str.maketrans("Ііһ«»“”„‘’–—•", 'Iih"""""\'\'--∙')


def office_of(standard: str, like: Office) -> tuple[Office, Service]:
    service = Service("it", "K", standard)
    changed = {"services": {"it": service}, "windows": {1: Window(1, ("it",))}}
    return replace(like, **changed), service


@pytest.fixture(scope="module")
def memos(tmp_path_factory: pytest.TempPathFactory) -> list[FormSlip]:
    """The memos of all eighteen standards in the demo office."""
    path = Path(tmp_path_factory.mktemp("memo")) / "office.toml"
    path.write_text(make_demo_office(), encoding="utf-8")
    demo = load_office(path)
    made = []
    for standard_id in LIBRARY.ids():
        office, service = office_of(standard_id, demo)
        standard = LIBRARY.get(standard_id)
        made.append(service_memo(office, standard, service, language="kk", at=NOON))
    return made


def letters(text: str) -> str:
    return "".join(text.translate(LOOK_ALIKES).split())


def words_of(memo: FormSlip, *languages: str) -> list[str]:
    texts = [memo.title, *memo.notes]
    for field in memo.fields:
        texts += [field.label, field.value]
    for listed in memo.lists:
        texts += [listed.heading, *listed.items]
    return [text.in_language(one) for text in texts for one in languages or ("kk", "ru")]


@pytest.mark.parametrize("name", EACH_WAY)
def test_every_memo_is_printed_whole_and_not_too_long(memos: list[FormSlip], name: str) -> None:
    profile = load_profile(name)
    drawn = profile.strategy is Strategy.RASTER
    assert len(memos) == 18

    for memo in memos[::ONE_OF_EACH_ACT] if drawn else memos:
        (paper,) = read_papers(encode(memo, profile), profile)

        height_dots = sum(mark.height_dots for mark in paper.marks)
        assert paper.faults == ()
        assert height_dots / DOTS_PER_MM < LONGEST_MM[profile.width_dots]
        if not drawn:
            read = letters(paper.text)
            lost = [word for word in words_of(memo) if letters(printable(word)) not in read]
            assert lost == []
            assert "?" not in read


def test_english_stands_third_when_it_was_chosen(memos: list[FormSlip]) -> None:
    profile = load_profile("virtual-80")
    memo = replace(memos[0], language="en")

    (paper,) = read_papers(encode(memo, profile), profile)

    read = letters(paper.text)
    assert [e for e in words_of(memo, "en") if letters(printable(e)) not in read] == []


def test_all_four_ways_of_kazakh_letters_are_tried() -> None:
    assert {load_profile(name).strategy for name in EACH_WAY} == set(Strategy)
