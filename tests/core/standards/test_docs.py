"""The file shown to offices in the manual is a sound standard."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from kezek_core.standards import words as standard_words
from kezek_core.standards.file import check_standard, parse_standard
from kezek_core.standards.json_form import to_json
from kezek_core.standards.words import PeriodUnit

PAGE = (Path(__file__).parents[3] / "docs" / "standards.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)[0]
NAME = "city-archive-copy.toml"


def test_the_example_of_the_manual_is_sound():
    standard = parse_standard(EXAMPLE, file_name=NAME)

    assert standard.waiting_minutes.submission == 30
    assert standard.fee.mci_share == Decimal("0.2")
    assert standard.schedule.seasons[0].starts == "05-01"
    assert standard.extensions[0].notify_days == 3
    assert standard.result is not None
    assert standard.result.valid is not None
    assert standard.result.valid.unit is PeriodUnit.YEARS
    assert to_json(standard)["complaints"]["to"][0]["hours"]["close"] == "18:00"


def test_the_faults_shown_in_the_manual_are_what_the_checker_says():
    zero = EXAMPLE.replace("submission = 30", "submission = 0")
    renamed = EXAMPLE.replace("submission = 30", "submision = 30")

    instead = 'instead_of = "identity_document"'
    misspelt = EXAMPLE.replace(instead, 'instead_of = "identity_dokument"')
    alone = EXAMPLE.replace(instead, 'instead_of = "birth_certificate"')
    stage = EXAMPLE.replace('stage = "pickup"', 'stage = "collection"')

    wrong = (zero, renamed, misspelt, alone, stage)
    lines = [str(each) for text in wrong for each in check_standard(text, NAME)]

    shown = [line for line in PAGE.splitlines() if re.match(rf"{NAME}:\d+: ", line)]
    assert len(shown) == 5
    assert set(shown) <= set(lines)


def test_the_manual_lists_every_word_a_file_may_use():
    enums = ("ActKind", "PeriodUnit", "TermStart", "ExcludedDay", "Weekday", "Recipient")
    enums += ("ServiceForm", "ReceiptField", "ComplaintForm")

    words = [str(word) for name in enums for word in getattr(standard_words, name)]

    missing = [word for word in words if f"`{word}`" not in PAGE]
    assert missing == []
