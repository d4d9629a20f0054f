"""The letters that every receipt printer of ours has, natively or drawn as dots.

A name with any other letter would never come out, and its job would stand before every ticket of
the hall. It is refused while whoever types it can still type it otherwise.
"""

from __future__ import annotations

_RANGES = (
    " ~", "¡¬", "®ĉ", "Čē", "Ėğ", "Ģħ", "Īī", "Įı", "Ĵķ", "Ĺľ", "Łň", "Ōō", "Őť", "Ūų", "Ÿſ", "Șț",
    "ʼʼ", "ЁЌ", "Ўя", "ёќ", "ўџ", "Ѣѣ", "Ѳѵ", "ҊӀ", "Ӄӹ", "Ӽӽ", "Ԑԓ", "Ԝԝ", "Ԥԧ", "Ԯԯ", "ẞẞ",
    "\u2011\u2011", "–—", "‘‚", "“„", "†•", "……", "‰‰", "‹›", "€€", "₴₴", "₸₸", "₽₽", "№№", "™™",
    "−−", "ƏƏ", "əə",
)  # fmt: skip
"""First and last of each run: Latin, Cyrillic with every Kazakh letter, and the usual signs."""

PAPER_LETTERS = frozenset(
    chr(code) for run in _RANGES for code in range(ord(run[0]), ord(run[1]) + 1)
)
