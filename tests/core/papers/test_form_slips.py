"""Forms survive the way through a print job."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.papers.form_slips import (
    FormField,
    FormKind,
    FormList,
    FormSlip,
    SlipKindError,
    slip_from_json,
)
from kezek_core.texts.local_text import LocalText

_words = st.text(min_size=1, max_size=30)
_texts = st.builds(LocalText, _words, st.none() | _words, st.none() | _words)
_forms = st.builds(
    FormSlip,
    kind=st.sampled_from(FormKind),
    office=_texts,
    title=_texts,
    issued_at=st.datetimes(timezones=st.just(UTC), min_value=datetime(2007, 1, 1)),
    time_zone=st.just("Asia/Almaty"),
    language=st.sampled_from(["kk", "ru", "en"]),
    number=st.none() | _words,
    fields=st.lists(st.builds(FormField, _texts, _texts), max_size=4).map(tuple),
    lists=st.lists(
        st.builds(FormList, _texts, st.lists(_texts, max_size=3).map(tuple)), max_size=2
    ).map(tuple),
    notes=st.lists(_texts, max_size=2).map(tuple),
    code=st.none() | _words,
    code_hint=st.none() | _texts,
    signatures=st.lists(_texts, max_size=2).map(tuple),
    copy=st.booleans(),
)


@given(_forms)
def test_a_form_comes_back_from_json_as_it_was(form: FormSlip) -> None:
    assert slip_from_json(form.to_json()) == form


def test_a_slip_of_a_newer_server_is_refused_with_what_to_do() -> None:
    with pytest.raises(SlipKindError, match="update the agent"):
        slip_from_json({"kind": "diploma"})
