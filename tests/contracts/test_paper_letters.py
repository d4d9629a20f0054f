"""Whatever the register lets through as a name is printed by every profile that is shipped."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kezek_core.papers.form_slips import FormField, FormKind, FormSlip
from kezek_core.papers.letters import PAPER_LETTERS
from kezek_core.texts import LocalText
from kezek_printers import encode, load_profile
from kezek_printers.profiles.profile_file import profile_names

LETTERS_A_LINE = 20


@pytest.mark.parametrize("name", profile_names())
def test_every_letter_that_fits_paper_is_printed_by_every_profile(name: str):
    letters = sorted(PAPER_LETTERS - {" "})
    lines = [
        "".join(letters[first : first + LETTERS_A_LINE])
        for first in range(0, len(letters), LETTERS_A_LINE)
    ]
    # Beside a Kazakh letter and one that no cell has: the whole line is drawn then.
    values = [LocalText(text) for line in lines for text in (line, f"Қ {line} Ӯ")]
    slip = FormSlip(
        kind=FormKind.ACCEPTANCE,
        office=LocalText("Кеңсе"),
        title=LocalText("Қолхат"),
        issued_at=datetime(2026, 11, 23, 5, tzinfo=UTC),
        time_zone="Asia/Almaty",
        language="kk",
        fields=tuple(FormField(LocalText("Аты-жөні"), value) for value in values),
    )

    assert encode(slip, load_profile(name))
