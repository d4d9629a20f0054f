"""Citations: read from the compact form, written back the same, and told in three languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from kezek_core.calendar import fees, holidays_kz, terms
from kezek_core.standards import (
    Act,
    ActKind,
    ActUnit,
    Citation,
    Standard,
    citation_of,
    citation_words,
    cited,
    compact,
    parse_citation,
    parse_standard,
    source_words,
)
from kezek_core.standards.citation import NumberSpan, Pinpoint
from kezek_core.standards.citation.kazakh import attributive, dative, genitive
from kezek_core.standards.citation.names import BUDGET_LAW, ISSUERS, NAMED_ACTS, STANDARDS

LATIN = re.compile("[A-Za-z]")
LAW_SOURCES = (
    *(change.source for change in fees.INDEX_CHANGES),
    holidays_kz.HOLIDAY_SOURCE,
    holidays_kz.DAY_OFF_SOURCE,
    holidays_kz.SWAP_SOURCE,
    *(rule.source for rule in vars(terms).values() if isinstance(rule, terms.LegalRule)),
)
NO_BREAK = "\u00a0"

numbers = st.from_regex(r"[1-9][0-9]{0,2}(\.[1-9]|-[1-9]|\))?", fullmatch=True)
days = st.dates(date(1990, 1, 1), date(2099, 12, 31))
spans = st.builds(NumberSpan, numbers, st.none() | numbers)
parts = st.builds(
    Pinpoint,
    st.sampled_from(
        [
            ActUnit.ANNEX, ActUnit.APPENDIX, ActUnit.CHAPTER, ActUnit.SECTION, ActUnit.ARTICLE,
            ActUnit.ITEM, ActUnit.SUB_ITEM, ActUnit.PARAGRAPH, ActUnit.ROW,
        ]
    ),
    st.lists(spans, min_size=1, max_size=4).map(tuple),
)  # fmt: skip
bare = st.sampled_from([ActUnit.HEADING, ActUnit.APPENDIX, ActUnit.MONTHLY_INDEX]).map(Pinpoint)
pinpoints = (
    parts
    | bare
    | st.builds(
        Pinpoint,
        st.sampled_from([ActUnit.STANDARD, ActUnit.NAMED_IN]),
        name=st.sampled_from(sorted(STANDARDS)),
    )
    | st.builds(Pinpoint, st.just(ActUnit.EDITION), on=days)
    | st.builds(
        Pinpoint,
        st.just(ActUnit.REGISTRATION),
        st.builds(NumberSpan, numbers).map(lambda n: (n,)),
        on=days,
    )
    | st.builds(
        Pinpoint,
        st.just(ActUnit.NOTE),
        of=st.lists(parts | st.just(Pinpoint(ActUnit.HEADING)), min_size=1, max_size=2).map(tuple),
    )
)
ways = st.lists(pinpoints, max_size=4).map(tuple)


@pytest.fixture(scope="module")
def standards() -> Mapping[str, Standard]:
    data = files("kezek_core.standards") / "data"
    read = [parse_standard(each.read_bytes(), file_name=each.name) for each in data.iterdir()]
    return {each.id: each for each in read}


def numbered() -> SearchStrategy[Citation]:
    issuers = st.sampled_from([*ISSUERS, "Емхана директоры"])
    return st.builds(
        Citation,
        kind=st.sampled_from(ActKind),
        number=numbers,
        issuer=st.none() | issuers,
        on=st.none() | days,
        pinpoints=ways,
    )


def named() -> SearchStrategy[Citation]:
    names = st.sampled_from(sorted(set(NAMED_ACTS) - {BUDGET_LAW}))
    facts = {"number": st.none() | numbers, "on": st.none() | days, "pinpoints": ways}
    budget = st.sampled_from(["2026", "2027-2029"])
    return st.builds(Citation, name=names, **facts) | st.builds(
        Citation, name=st.just(BUDGET_LAW), years=budget, **facts
    )


@given(numbered() | named())
def test_a_citation_reads_back_from_what_it_is_written_as(citation: Citation):
    assert parse_citation(compact(citation)) == citation


@given(numbered() | named())
def test_every_citation_has_words_without_english_in_kazakh_and_russian(citation: Citation):
    for language in ("kk", "ru"):
        text = citation_words(citation, language)

        assert text
        assert not LATIN.search(text)
        assert "{" not in text


WORDS = [
    "order 7", "law 88-V", "Labour Code of Kazakhstan", " of ", "2026-03-02", "the director", ", ",
    " and ", " to ", "item ", "items ", "1", "7.2", "note to ", "notes to the ", "heading",
    "appendix", "edition of ", "apostille", " standard", " and the registration of ", "no. 5",
    "as named in the heading of the ", "monthly calculation index", " for ", "2027",
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=9).map("".join))
def test_whatever_is_written_has_words_in_every_language(source: str):
    citation = parse_citation(source)

    for language in ("kk", "ru", "en"):
        text = citation_words(citation, language)

        assert text == source if not citation.cut else text
        assert not (citation.cut and language != "en" and re.search("[a-z]{2}", text))
    assert parse_citation(compact(citation)) == citation


@given(st.text())
def test_what_is_no_citation_stays_as_it_is_written(text: str):
    citation = parse_citation(text)

    if not citation.cut:
        assert {source_words(text, language) for language in ("kk", "ru", "en")} == {text}
        assert compact(citation) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "our own rule of 2020",
        "Заң, 25-бап",
        "order 287, annex 1, the small print",
        "order 287, item seven",
        "order, item 7",
        "decision 45 of somebody of 2026-03-02",
        "order 12 of 2026-02-30",
        "order 3, tax standard, item 1",
        "Labour Code of Kazakhstan, 23 November 2015, no. 414, no. 415",
        "order 287, item 3 and the registration of last year, no. 5020",
    ],
)
def test_one_part_that_nobody_can_read_leaves_the_whole_as_it_is_written(text: str):
    assert parse_citation(text) == Citation(text=text)
    assert source_words(text, "kk") == text


def test_every_source_of_the_shipped_standards_is_a_citation(standards: Mapping[str, Standard]):
    sources = {source for each in standards.values() for source in each.sources.values()}

    assert len(standards) == 18
    assert len(sources) > 100
    for source in sources:
        assert parse_citation(source).cut, source
        assert compact(parse_citation(source)) == source


def test_no_shipped_source_falls_back_to_english(standards: Mapping[str, Standard]):
    sources = {source for each in standards.values() for source in each.sources.values()}

    for source in sources.union(filter(None, LAW_SOURCES)):
        assert parse_citation(source).cut, source
        for language in ("kk", "ru"):
            assert not LATIN.search(source_words(source, language)), source


@pytest.mark.parametrize(
    ("source", "kk", "ru", "en"),
    [
        (
            "decision 45, section 3",
            "№ 45 шешімнің 3-бөлімі",
            "решение № 45, раздел 3",
            "decision 45, section 3",
        ),
        (
            "Decision 45 of the director of 2026-01-15, sections 3 and 4",
            "Директордың 2026 жылғы 15 қаңтардағы № 45 шешімінің 3 және 4-бөлімдері",
            "Решение директора от 15 января 2026 года № 45, разделы 3 и 4",
            "Decision of the director No. 45 of 15 January 2026, sections 3 and 4",
        ),
        (
            "order 12 of Емхана директоры of 2026-09-01, item 4, sub-item 2)",
            (
                "Емхана директорының 2026 жылғы 1 қыркүйектегі № 12 бұйрығының 4-тармағының "
                "2) тармақшасы"
            ),
            "Приказ (Емхана директоры) от 1 сентября 2026 года № 12, пункт 4, подпункт 2)",
            "Order (Емхана директоры) No. 12 of 1 September 2026, item 4, sub-item 2)",
        ),
    ],
)
def test_an_office_s_own_act_is_told_in_three_languages(source: str, kk: str, ru: str, en: str):
    texts = {language: source_words(source, language) for language in ("kk", "ru", "en")}

    assert {name: text.replace(NO_BREAK, " ") for name, text in texts.items()} == {
        "kk": kk,
        "ru": ru,
        "en": en,
    }


@pytest.mark.parametrize(
    ("source", "kk", "ru"),
    [
        (
            "order 287, item 3 and the registration of 2007-11-30, no. 5020",
            "№ 287 бұйрықтың 3-тармағы және 2007 жылғы 30 қарашада № 5020 болып тіркелуі",
            "приказ № 287, пункт 3 и регистрация от 30 ноября 2007 года № 5020",
        ),
        (
            "order 3, apostille standard, appendix, row 1.1",
            "№ 3 бұйрықтың апостиль стандартына қосымшаның 1.1-жолы",
            "приказ № 3, стандарт об апостиле, приложение к стандарту, строка 1.1",
        ),
        (
            (
                "resolution 1119, minors' assets standard, "
                "notes to the heading and to items 1, 5 and 11"
            ),
            (
                "№ 1119 қаулының кәмелетке толмағандар мүлкі стандартының "
                "тақырыбына және 1, 5 және 11-тармақтарына ескертулер"
            ),
            (
                "постановление № 1119, стандарт об имуществе несовершеннолетних, "
                "примечания к заголовку и к пунктам 1, 5 и 11"
            ),
        ),
        (
            "resolution 1119, as named in the heading of the minors' assets standard",
            "кәмелетке толмағандар мүлкі стандартының тақырыбында аталған № 1119 қаулы",
            (
                "постановление № 1119, как указано в заголовке стандарта об имуществе "
                "несовершеннолетних"
            ),
        ),
        (
            "order 91 of the Minister of Justice of 2010-03-30",
            "Қазақстан Республикасы Әділет министрінің 2010 жылғы 30 наурыздағы № 91 бұйрығы",
            "Приказ Министра юстиции Республики Казахстан от 30 марта 2010 года № 91",
        ),
        (
            "order 287, annex 1, item 7, edition of 2009-02-11",
            "№ 287 бұйрықтың 1-қосымшасының 7-тармағының 2009 жылғы 11 ақпандағы редакциясы",
            "приказ № 287, приложение 1, пункт 7, редакция от 11 февраля 2009 года",
        ),
        (
            holidays_kz.SWAP_SOURCE,
            (
                "Қазақстан Республикасының 2015 жылғы 23 қарашадағы Еңбек кодексінің "
                "85-бабының 3-тармағы"
            ),
            "Трудовой кодекс Республики Казахстан от 23 ноября 2015 года, статья 85, пункт 3",
        ),
        (
            "Law of Kazakhstan on the republican budget for 2027-2029, article 8",
            (
                "«2027–2029 жылдарға арналған республикалық бюджет туралы» "
                "Қазақстан Республикасы Заңының 8-бабы"
            ),
            "Закон Республики Казахстан «О республиканском бюджете на 2027–2029 годы», статья 8",
        ),
    ],
)
def test_a_place_in_an_act_is_told_as_the_language_writes_it(source: str, kk: str, ru: str):
    assert source_words(source, "kk").replace(NO_BREAK, " ") == kk
    assert source_words(source, "ru").replace(NO_BREAK, " ") == ru


def test_an_act_is_cited_in_full(standards: Mapping[str, Standard]):
    act = standards["kz-mj-2007-287-1"].act

    assert cited(act, "kk").replace(NO_BREAK, " ") == (
        "Қазақстан Республикасы Әділет министрінің 2007 жылғы 12 қазандағы № 287 бұйрығы"
    )
    assert parse_citation(compact(citation_of(act))) == citation_of(act)


@pytest.mark.parametrize("issuer", ["Clinic Ltd", "«Емхана» ЖШС"])
def test_an_issuer_that_takes_no_kazakh_suffix_stands_in_brackets(issuer: str):
    act = Act(issuer, ActKind.ORDER, "12", date(2026, 3, 2))

    assert cited(act, "kk").replace(NO_BREAK, " ") == (
        f"({issuer}) 2026 жылғы 2 наурыздағы № 12 бұйрығы"
    )


def test_the_table_is_what_its_rows_have_in_common():
    row = parse_citation("order 287, annex 1, appendix 2, row 1.1")

    assert compact(row.above(ActUnit.ROW)) == "order 287, annex 1, appendix 2"


@pytest.mark.parametrize(
    ("word", "owned", "whose", "to_what", "which"),
    [
        ("қаулы", False, "қаулының", "қаулыға", "қаулыдағы"),
        ("бұйрық", False, "бұйрықтың", "бұйрыққа", "бұйрықтағы"),
        ("шешім", False, "шешімнің", "шешімге", "шешімдегі"),
        ("кодекс", False, "кодекстің", "кодекске", "кодекстегі"),
        ("қағидалар", False, "қағидалардың", "қағидаларға", "қағидалардағы"),
        ("тармағы", True, "тармағының", "тармағына", "тармағындағы"),
        ("бөлімі", True, "бөлімінің", "бөліміне", "бөліміндегі"),
    ],
)
def test_kazakh_suffixes_follow_the_last_vowel_and_the_end_of_the_word(
    word: str, owned: bool, whose: str, to_what: str, which: str
):
    assert genitive(word, owned=owned) == whose
    assert dative(word, owned=owned) == to_what
    assert attributive(word, owned=owned) == which


@pytest.mark.parametrize(
    ("source", "english"),
    [
        (
            "order 287, item 3 and the registration of 2007-11-30, no. 5020",
            "order 287, item 3 and the registration No. 5020 of 30 November 2007",
        ),
        (
            "Law of Kazakhstan on the republican budget for 2026-2028, monthly calculation index",
            "Law of Kazakhstan on the republican budget for 2026–2028, monthly calculation index",
        ),
        ("order 287, edition of 2007-10-10", "order 287, edition of 10 October 2007"),
        ("order 287 of 2007-10-10, item 3", "order No. 287 of 10 October 2007, item 3"),
        (
            "Labour Code of Kazakhstan, arts. 85 and 86",
            "Labour Code of Kazakhstan, articles 85 and 86",
        ),
    ],
)
def test_an_act_is_told_in_english_with_its_dates_and_numbers(source: str, english: str) -> None:
    assert source_words(source, "en").replace(NO_BREAK, " ") == english
