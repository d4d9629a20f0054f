"""The standards at hand: shipped ones, the office's own, and what happens when they clash."""

from __future__ import annotations

import pytest

from kezek_core.standards.file import StandardFileError
from kezek_queue.errors import QueueError
from kezek_queue.office import standard_library
from kezek_queue.office.standard_library import (
    StandardClashError,
    StandardLibrary,
    UnknownStandardError,
)

SHIPPED = "kz-mj-2007-287-1"


@pytest.fixture
def own_dir(tmp_path):
    """An office's own directory with one standard: a shipped one under another name."""
    folder = tmp_path / "standards"
    folder.mkdir()
    shipped = dict(StandardLibrary.contents(None))[f"{SHIPPED}.toml"].decode()
    (folder / "our-military.toml").write_text(shipped.replace(SHIPPED, "our-military"), "utf-8")
    return folder


@pytest.fixture
def parsed(monkeypatch):
    """The names of the files parsed since the test began."""
    names = []
    parse = standard_library.parse_standard

    def watched(text, *, file_name):
        names.append(file_name)
        return parse(text, file_name=file_name)

    monkeypatch.setattr(standard_library, "parse_standard", watched)
    return names


def test_all_eighteen_shipped_standards_are_at_hand():
    library = StandardLibrary.load(None)

    standards = library.all()

    assert len(standards) == 18
    assert tuple(standard.id for standard in standards) == library.ids()


def test_looking_at_the_library_parses_nothing(parsed, own_dir):
    StandardLibrary.load(own_dir).ids()

    assert parsed == []


def test_a_standard_is_parsed_once_when_it_is_first_asked_for(parsed):
    library = StandardLibrary.load(None)

    first, second = library.get(SHIPPED), library.get(SHIPPED)

    assert first is second
    assert parsed == [f"{SHIPPED}.toml"]


def test_the_offices_own_standards_stand_behind_the_shipped_ones(own_dir):
    library = StandardLibrary.load(own_dir)

    assert library.ids()[-1] == "our-military"
    assert library.get("our-military").id == "our-military"


def test_a_directory_that_does_not_exist_adds_nothing(tmp_path):
    assert StandardLibrary.load(tmp_path / "standards").ids() == StandardLibrary.load(None).ids()


def test_hidden_files_and_other_files_are_no_standards(own_dir):
    (own_dir / ".our-military.toml").write_text("half written", "utf-8")
    (own_dir / "read-me.txt").write_text("ours", "utf-8")

    assert StandardLibrary.load(own_dir).ids()[18:] == ("our-military",)


def test_a_shipped_standard_cannot_be_replaced_by_a_file_of_its_name(own_dir):
    (own_dir / f"{SHIPPED}.toml").write_text("", "utf-8")

    with pytest.raises(StandardClashError, match="rename the file") as refused:
        StandardLibrary.load(own_dir)

    assert refused.value.facts["standard"] == SHIPPED
    assert refused.value.code == "standard_clash"


def test_an_unknown_standard_names_the_nearest_ones():
    with pytest.raises(UnknownStandardError, match=SHIPPED) as refused:
        StandardLibrary.load(None).get("kz-mj-2007-287-3")

    assert isinstance(refused.value, QueueError)
    assert refused.value.code == "unknown_standard"
    assert SHIPPED in refused.value.facts["near"]


def test_an_unknown_standard_near_to_none_says_where_the_list_is():
    with pytest.raises(UnknownStandardError, match="kezek standards list"):
        StandardLibrary.load(None).get("жоқ")


def test_a_fault_in_a_file_shows_when_the_standard_is_asked_for(own_dir):
    (own_dir / "broken.toml").write_text('id = "broken"\n', "utf-8")

    library = StandardLibrary.load(own_dir)

    assert library.get(SHIPPED).id == SHIPPED
    with pytest.raises(StandardFileError, match=r"broken\.toml"):
        library.get("broken")


def test_a_file_in_another_encoding_is_refused_by_name(own_dir):
    (own_dir / "broken.toml").write_bytes(b'id = "\xe0"\n')

    with pytest.raises(StandardFileError, match=r"broken\.toml:\d+:\d+: expected text in UTF-8"):
        StandardLibrary.load(own_dir).get("broken")


def test_a_directory_named_like_a_standard_is_refused_by_name(own_dir):
    (own_dir / "folder.toml").mkdir()

    with pytest.raises(StandardFileError, match=r"folder\.toml: expected a file"):
        StandardLibrary.load(own_dir).get("folder")


def test_the_contents_of_all_files_come_unchecked(own_dir):
    (own_dir / "broken.toml").write_text("no toml", "utf-8")

    texts = dict(StandardLibrary.contents(own_dir))

    assert len(texts) == 20
    assert texts["broken.toml"] == b"no toml"
