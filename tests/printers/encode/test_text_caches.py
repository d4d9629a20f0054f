"""A form names a person, and no cache keeps the name once the form is printed."""

from __future__ import annotations

import functools
import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kezek_core.papers.form_slips import FormField, FormKind, FormList, FormSlip
from kezek_core.papers.slips import TicketSlip
from kezek_core.texts import LocalText
from kezek_printers.delivery.printer import Printer
from kezek_printers.encode import text_caches
from kezek_printers.encode.encode import encode
from kezek_printers.errors import UnprintableText
from kezek_printers.profiles.profile_file import load_profile, profile_names

NAME = "Айпаратова"
DEPTH = 6
LRU_CACHE = type(functools.lru_cache(len))


def kept_texts() -> Iterator[str]:
    """Every text that any cache of the printers room holds, in keys and in values."""
    gc.unfreeze()  # what was there before the first test is looked at, too (tests/conftest.py)
    caches = [one for one in gc.get_objects() if isinstance(one, LRU_CACHE)]
    gc.freeze()
    for cache in caches:
        if str(getattr(cache, "__module__", "")).startswith("kezek_printers"):
            yield from _texts_below(cache, DEPTH)


def _texts_below(thing: Any, depth: int) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    elif (depth and not callable(thing)) or isinstance(thing, LRU_CACHE):
        for below in gc.get_referents(thing):
            if not isinstance(below, type(gc)):
                yield from _texts_below(below, depth - 1)


@pytest.fixture
def named(make_form: Callable[..., FormSlip]) -> FormSlip:
    """A form with a name wherever one may stand."""
    text = LocalText(f"{NAME} Гүлжан Ержанқызы")
    return make_form(
        FormKind.ACCEPTANCE,
        title=text,
        fields=(FormField(LocalText("Өтініш беруші", "Заявитель"), text), FormField(text, text)),
        lists=(FormList(text, (text, text)),),
        notes=(text,),
        signatures=(text,),
    )


@pytest.mark.parametrize("profile", profile_names())
def test_no_cache_holds_a_name_after_the_print(
    tmp_path: Path, named: FormSlip, profile: str
) -> None:
    printer = Printer("virtual://", profile, tmp_path)

    printer.print(named)
    printer.close()

    assert [text for text in kept_texts() if NAME in text] == []


def test_this_test_would_see_a_name(named: FormSlip, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_caches, "_KEPT", ())

    encode(named, load_profile("default"))
    found = [text for text in kept_texts() if NAME in text]
    monkeypatch.undo()
    text_caches.forget_texts()

    assert found


def test_a_form_that_cannot_be_printed_is_forgotten_too(named: FormSlip) -> None:
    unprintable = LocalText(f"{NAME} \U0001f600")
    broken = FormSlip(**{**_fields_of(named), "notes": (unprintable,)})

    with pytest.raises(UnprintableText):
        encode(broken, load_profile("default"))

    assert [text for text in kept_texts() if NAME in text] == []


def test_what_tickets_have_in_common_is_kept(make_slip: Callable[..., TicketSlip]) -> None:
    text_caches.forget_texts()

    encode(make_slip(), load_profile("default"))

    assert any("архив" in text for text in kept_texts())


def _fields_of(form: FormSlip) -> dict[str, Any]:
    return {name: getattr(form, name) for name in FormSlip.__slots__}
