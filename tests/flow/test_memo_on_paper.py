"""The memo of every standard on every printer: each letter comes back from the very bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kezek_core.form_slips import FormSlip
from kezek_printers.encode import encode
from kezek_printers.printable import printable
from kezek_printers.printer_profile import Strategy
from kezek_printers.profile_file import load_profile, profile_names
from kezek_printers.reading import read_papers
from kezek_queue import Office, Service, Window, load_office
from kezek_queue.demo import make_demo_office
from kezek_queue.library import StandardLibrary
from kezek_queue.service_memo import service_memo

LIBRARY = StandardLibrary.load(None)
NOON = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
LONGEST_MM = {576: 600, 384: 900}
"""By width in dots; the longest memo is that of the minors' assets with its ten documents."""

DOTS_PER_MM = 8
LOOK_ALIKES = str.maketrans("Ііһ«»“”„‘’–—•", 'Iih"""""\'\'--∙')


def office_of(standard: str, like: Office) -> tuple[Office, Service]:
    service = Service("it", "K", standard)
    changed = {"services": {"it": service}, "windows": {1: Window(1, ("it",))}}
    fields = {name: getattr(like, name) for name in like.__dataclass_fields__}
    return Office(**{**fields, **changed}), service


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
        made.append(service_memo(office, standard, service, language="en", at=NOON))
    return made


def letters(text: str) -> str:
    return "".join(text.translate(LOOK_ALIKES).split())


def words_of(memo: FormSlip) -> list[str]:
    texts = [memo.title, *memo.notes]
    for field in memo.fields:
        texts += [field.label, field.value]
    for listed in memo.lists:
        texts += [listed.heading, *listed.items]
    return [word for text in texts for word in (text.kk, text.ru, text.en) if word]


@pytest.mark.parametrize("name", profile_names())
def test_every_memo_is_printed_whole_and_not_too_long(memos: list[FormSlip], name: str) -> None:
    profile = load_profile(name)
    assert len(memos) == 18

    for memo in memos:
        papers = read_papers(encode(memo, profile), profile)

        (paper,) = papers
        assert paper.faults == ()
        height_dots = sum(mark.height_dots for mark in paper.marks)
        assert height_dots / DOTS_PER_MM < LONGEST_MM[profile.width_dots]
        if profile.strategy is not Strategy.RASTER:
            read = letters(paper.text)
            assert "?" not in read
            lost = [word for word in words_of(memo) if letters(printable(word)) not in read]
            assert lost == []


def test_all_four_ways_of_kazakh_letters_are_among_the_printers() -> None:
    assert {load_profile(name).strategy for name in profile_names()} == set(Strategy)
