"""An office with a paid service under a standard of its own, and documents handed in there."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from kezek_queue import Acceptance, Person, Queue
from kezek_queue.register.register import Register

OUR_STANDARD = "our-apostille"
PERSON = Person("Серікова Айгүл Болатқызы", "Арыс қ., Абай к-сі, 1", "8 701 555 44 33")
INSPECTOR = "Омаров Ерлан Қайратұлы"
MILITARY = {"application": 1, "military_id": 1, "identity_card_copy": 1}


@pytest.fixture
def paid_office_dir(tmp_path: Path, office_text: str) -> Path:
    """The office of the other tests with a paid service, under a standard file of its own."""
    data_dir = tmp_path / "data"
    shipped = files("kezek_core") / "standards" / "data" / "kz-gp-2008-3-apostille.toml"
    own = shipped.read_text(encoding="utf-8").replace("kz-gp-2008-3-apostille", OUR_STANDARD)
    (data_dir / "standards").mkdir(parents=True)
    (data_dir / "standards" / f"{OUR_STANDARD}.toml").write_text(own, encoding="utf-8")
    service = f'[[services]]\nid = "apostille"\nletter = "T"\nstandard = "{OUR_STANDARD}"\n'
    text = office_text.replace("[[windows]]\nid = 3", f"{service}\n[[windows]]\nid = 3")
    text = text.replace('["criminal-record"]', '["criminal-record", "apostille"]')
    (data_dir / "office.toml").write_text(text, encoding="utf-8")
    return data_dir


@pytest.fixture
def register(queue: Queue) -> Register:
    return queue.register


@pytest.fixture
def hand_in(register: Register) -> Callable[..., Acceptance]:
    """Hand documents in at window 1."""

    def _hand_in(
        service: str = "military-service", documents: dict[str, int] | None = None, **given: Any
    ) -> Acceptance:
        asked = {"person": PERSON, "window": 1, "inspector": INSPECTOR, "actor": "aida"} | given
        return register.accept(
            service, documents=MILITARY if documents is None else documents, **asked
        )

    return _hand_in
