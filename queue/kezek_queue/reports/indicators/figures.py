"""How the quality table writes its shares: never rounded for the better, nor against a verdict."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from kezek_core.waits import IndicatorRow
from kezek_queue.reports.document import Cell, Tone
from kezek_queue.wording import UNKNOWN, figures

RAW_DECIMALS = 6
HUNDRED = Decimal(100)


def value_decimals(row: IndicatorRow) -> int:
    """How many decimals the value of a row needs, so that it can be compared with its norm."""
    usual = 2 if row.words.at_most else 1
    return max(usual, *(_decimals(bound) for bound in (row.norm, row.target)))


def cut(row: IndicatorRow, decimals: int) -> Decimal | None:
    """The value of a row, cut down; where less is better, cut up. None where there is none."""
    if row.percent is None:
        return None
    step = Decimal(1).scaleb(-decimals)
    rounding = ROUND_CEILING if row.words.at_most else ROUND_FLOOR
    return row.percent.quantize(step, rounding=rounding)


def share_text(share: Decimal | None, language: str, decimals: int = 0) -> str:
    """A share in percent as the language writes it.

    Args:
        share: in percent.
        language: of the reader.
        decimals: at least so many, but for 0 and 100.
    """
    if share is None:
        return UNKNOWN
    whole = share in (0, HUNDRED)
    text = f"{share:.{0 if whole else max(decimals, _decimals(share))}f}"
    return figures.share(text, language)


def share_cell(
    share: Decimal | None, language: str, decimals: int = 0, tone: Tone = Tone.PLAIN
) -> Cell:
    """A cell that holds a share in percent."""
    value = None if share is None else float(share)
    text = share_text(share, language, decimals)
    kept = 0 if share is None else max(decimals, _decimals(share))
    return Cell(value, text, tone, decimals=kept)


def _decimals(number: Decimal | None) -> int:
    """How many decimals a number has, zeros at its end left out."""
    if number is None:
        return 0
    return max(0, -int(number.normalize().as_tuple().exponent))
