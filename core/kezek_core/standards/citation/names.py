"""What citations name in words: issuers, laws known by their names, standards within an act."""

from __future__ import annotations

from collections.abc import Mapping

from kezek_core.texts.local_text import LocalText
from kezek_core.translated import text

_JUSTICE = text("of the Minister of Justice of the Republic of Kazakhstan")
_GOVERNMENT = text("of the Government of the Republic of Kazakhstan")
ISSUERS: Mapping[str, LocalText] = {
    "Қазақстан Республикасының Әділет министрі": _JUSTICE,
    "the Minister of Justice": _JUSTICE,
    "Қазақстан Республикасының Бас прокуроры": text(
        "of the Prosecutor General of the Republic of Kazakhstan"
    ),
    "the Prosecutor General's Office": text(
        "of the Prosecutor General's Office of the Republic of Kazakhstan"
    ),
    "Қазақстан Республикасының Үкіметі": _GOVERNMENT,
    "the Government": _GOVERNMENT,
    "Оңтүстік Қазақстан облысы Арыс қаласының әкімдігі": text(
        "of the akimat of the city of Arys, South Kazakhstan Region"
    ),
    "the akimat of Arys": text("of the akimat of the city of Arys"),
    "the director": text("of the director"),
}
"""Who issued an act, in the case that the act's kind asks for, by what data call them."""

BUDGET_LAW = "Law of Kazakhstan on the republican budget"
NAMED_ACTS: Mapping[str, LocalText] = {
    "Law of Kazakhstan on holidays": text("Law of Kazakhstan{dated} on holidays"),
    "Labour Code of Kazakhstan": text("Labour Code of Kazakhstan{dated}"),
    "Civil Code of Kazakhstan (General Part)": text(
        "Civil Code of Kazakhstan (General Part){dated}"
    ),
    "Decree of the President on the revised republican budget for 2020": text(
        "Decree of the President{dated} on the revised republican budget for 2020"
    ),
    BUDGET_LAW: text("Law of Kazakhstan{dated} on the republican budget for {years}"),
    "the office's own rule": text("the office's own rule"),
    "the term is prolonged to this length in all": text(
        "the term is prolonged to this length in all"
    ),
}
"""Acts and rules that are cited by name; blanks take what is known of them."""

STANDARDS: Mapping[str, LocalText] = {
    "criminal record": text("criminal record standard"),
    "apostille": text("apostille standard"),
    "guardianship": text("guardianship standard"),
    "minors' assets": text("minors' assets standard"),
}
"""Standards that share an act with another one; the Kazakh word belongs to its act."""
