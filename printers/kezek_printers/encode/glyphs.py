"""Kazakh letters as user-defined characters: which signs they take the place of."""

from __future__ import annotations

KAZAKH_LETTERS = "ӘәҒғҚқҢңӨөҰұҮүҺ"
"""The fifteen letters that no Russian page has and no Latin letter looks like."""

SIGNS = "#$<=>@[\\]^_{|}~"
"""ASCII signs that a slip hardly needs, one for each letter."""

LOOK_ALIKES = {"І": "I", "і": "i", "һ": "h"}
"""The other three look like Latin letters in every receipt font."""
