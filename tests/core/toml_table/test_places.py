"""The line of every key, beside what tomllib makes of the same text."""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kezek_core.toml_table.places import keys_of, places_of, table_at_end

TANGLE = '''# a comment with key = 1 and [table]
top = 1
"quoted.key" = 2
a.b."c d" = 3

[office]   # [not]
name = { kk = "x = 1", ru = 'y # z', "e n" = """
[fake]
fake = 1
""" }
text = \'\'\'
[[windows]]
id = 9
\'\'\'
list = [
    1, # one, ]
    "two ] ,",
    { deep = [ 3,
               4 ] },
]

[[windows]]
id = 1
[windows.board]
url = "a"
[[windows.lamps]]
pin = 5
[[windows.lamps]]
pin = 6
[[ windows ]]
id = 2
[ windows . board ]
url = "b"
'''


def tree_paths(value, above=()):
    """The path of every key and every place of a list."""
    if isinstance(value, dict):
        items = list(value.items())
    else:
        items = list(enumerate(value)) if isinstance(value, list) else []
    found = set()
    for key, inner in items:
        found |= {(*above, key)} | tree_paths(inner, (*above, key))
    return found


def test_every_key_of_a_tangled_text_has_its_line():
    places = places_of(TANGLE)

    assert set(places) == tree_paths(tomllib.loads(TANGLE))
    assert places["top",] == 2
    assert places["a", "b", "c d"] == 4
    assert places["office", "name", "e n"] == 7
    assert places["office", "list", 2, "deep", 1] == 19
    assert places["windows", 0, "lamps", 1, "pin"] == 29
    assert places["windows", 1, "board", "url"] == 33


def test_windows_line_ends_change_no_line():
    assert places_of(TANGLE.replace("\n", "\r\n")) == places_of(TANGLE)


def test_the_table_of_a_next_line_is_the_last_one_opened():
    assert table_at_end(TANGLE) == ("windows", 1, "board")
    assert table_at_end("a = 1\n") == ()


@pytest.mark.parametrize(
    ("line", "keys"),
    [("a = 1", ("a",)), ('  a . "b c" = ', ("a", "b c")), ("= 1", ()), ("[a]", ()), ("", ())],
)
def test_the_keys_of_a_line_are_read_before_its_sign(line, keys):
    assert keys_of(line) == keys


@pytest.mark.parametrize(
    "name",
    sorted(
        each.name
        for each in (files("kezek_core") / "standards" / "data").iterdir()
        if each.name.endswith(".toml")
    ),
)
def test_every_key_of_a_shipped_standard_has_its_line(name):
    text = (files("kezek_core") / "standards" / "data" / name).read_text("utf-8")

    places = places_of(text)

    assert set(places) == tree_paths(tomllib.loads(text))


KEYS = st.sampled_from(["a", "b", "c", "1", "-", "a b", "ә", "x.y", 'q"q', "[t]", "#", "="])
SCALARS = st.one_of(
    st.integers(-5, 5).map(str),
    st.sampled_from(["true", "2026-01-02", "1.5", "2026-01-02 10:00:00"]),
    st.text(st.sampled_from("a=[]{},#'\"\\\n\u0451 "), max_size=8).map(
        lambda text: json.dumps(text, ensure_ascii=False)
    ),
    st.text(st.sampled_from('a=[]{},# \n"'), max_size=8).map(lambda text: f"'''{text}'''"),
    st.text(st.sampled_from("a=[]{},# \n'"), max_size=8).map(lambda text: f'"""{text}"""'),
    st.text(st.sampled_from('a=[]{},# "'), max_size=6).map(lambda text: f"'{text}'"),
)


def key_text(key):
    bare = key.replace("-", "").isalnum() and key.isascii()
    return key if bare and key else json.dumps(key, ensure_ascii=False)


VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda all_: "[ " + " ,\n # , ]\n ".join(all_) + "\n]"),
        st.dictionaries(KEYS, inner.filter(lambda text: "\n" not in text), max_size=3).map(
            lambda table: "{ " + ", ".join(f"{key_text(k)} = {v}" for k, v in table.items()) + " }"
        ),
    ),
    max_leaves=6,
)
PAIRS = st.tuples(st.lists(KEYS, min_size=1, max_size=3), VALUES)
HEADINGS = st.tuples(st.booleans(), st.lists(KEYS, min_size=1, max_size=3))


def statement(drawn):
    first, second = drawn
    if isinstance(first, bool):
        path = " . ".join(map(key_text, second))
        return f"[[{path}]] # x\n" if first else f"[ {path} ]\n"
    return f"{'.'.join(map(key_text, first))} = {second} # y = 1\n"


def after(text, more):
    """The text with one more statement, if that is sound TOML."""
    try:
        tomllib.loads(text + more)
    except tomllib.TOMLDecodeError:
        return text
    return text + more


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(PAIRS, HEADINGS).map(statement), max_size=8))
def test_the_lines_of_any_text_are_those_of_its_statements(statements):
    text = ""
    begins = {}
    for more in statements:
        longer = after(text, more)
        if longer != text:
            known = tree_paths(tomllib.loads(text))
            new = tree_paths(tomllib.loads(longer)) - known
            first, last = text.count("\n") + 1, longer.count("\n")
            begins |= dict.fromkeys(new, (first, last))
            text = longer

    places = places_of(text)

    assert set(places) == tree_paths(tomllib.loads(text))
    opened = {path for path in places if path not in begins}
    assert not opened
    for path, line in places.items():
        first, last = begins[path]
        explicit = text.split("\n")[line - 1].lstrip().startswith("[")
        assert first <= line <= last or explicit


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_no_text_whatever_breaks_the_scanner(text):
    assert all(1 <= line <= text.count("\n") + 1 for line in places_of(text).values())
