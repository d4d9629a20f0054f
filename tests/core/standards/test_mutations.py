"""Whatever happens to a file, the checker answers with problems and never falls over."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kezek_core.standards.file import (
    Problem,
    StandardFileError,
    check_standard,
    parse_standard,
)
from kezek_core.standards.json_form import to_json

FOLDER = files("kezek_core") / "standards" / "data"
TEXTS = {
    each.name: each.read_text(encoding="utf-8")
    for each in FOLDER.iterdir()
    if each.name.endswith(".toml")
}
TREES = {name: tomllib.loads(text) for name, text in sorted(TEXTS.items())}

names = st.sampled_from(sorted(TREES))
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.sampled_from([float("nan"), float("inf"), -0.0, 0.5, 1e300]),
    st.text(max_size=20),
    st.dates(date(1, 1, 1)),
    st.lists(st.integers(), max_size=3),
    st.just({}),
    st.just([{}]),
    st.just({"kk": "атау"}),
)


def paths(value, path=()):
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    else:
        return []
    return [p for key, v in items for p in ((*path, key), *paths(v, (*path, key)))]


def edited(tree, path, edit):
    """A copy of the tree whose container of the last step went through ``edit``."""
    if len(path) == 1:
        return edit(tree, path[0])
    if isinstance(tree, dict):
        return {k: edited(v, path[1:], edit) if k == path[0] else v for k, v in tree.items()}
    return [edited(v, path[1:], edit) if i == path[0] else v for i, v in enumerate(tree)]


def replaced(value):
    def edit(container, key):
        if isinstance(container, dict):
            return {k: value if k == key else v for k, v in container.items()}
        return [value if i == key else v for i, v in enumerate(container)]

    return edit


def removed(container, key):
    if isinstance(container, dict):
        return {k: v for k, v in container.items() if k != key}
    return [v for i, v in enumerate(container) if i != key]


def renamed(to):
    def edit(container, key):
        if isinstance(container, dict):
            return {to if k == key else k: v for k, v in container.items()}
        return removed(container, key)

    return edit


def toml(value):
    """Write a value as TOML on one line; a null cannot be written and becomes a text."""
    if isinstance(value, dict):
        inner = ", ".join(f"{toml_text(str(k))} = {toml(v)}" for k, v in value.items())
        return "{ " + inner + " }" if inner else "{}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else toml_text(str(value))


def toml_text(text):
    return json.dumps(text, ensure_ascii=True).replace("\\u007f", "\\u007F")


def written(tree):
    return "\n".join(f"{toml_text(key)} = {toml(value)}" for key, value in tree.items())


def answers(text, name):
    """What the checker says, after it was seen to agree with the parser."""
    problems = check_standard(text, name)
    if problems:
        with pytest.raises(StandardFileError) as caught:
            parse_standard(text, file_name=name)
        assert caught.value.problems == problems
    else:
        assert json.dumps(to_json(parse_standard(text, file_name=name)), allow_nan=False)
    assert all(isinstance(each, Problem) and str(each) and each.expected for each in problems)
    return problems


@given(name=names)
def test_the_writer_of_these_tests_keeps_a_file_sound(name):
    assert answers(written(TREES[name]), name) == ()


@settings(max_examples=200, deadline=None)
@given(data=st.data(), name=names, value=values)
def test_any_value_changed_never_crashes_the_checker(data, name, value):
    path = data.draw(st.sampled_from(paths(TREES[name])))

    answers(written(edited(TREES[name], path, replaced(value))), name)


@settings(max_examples=150, deadline=None)
@given(data=st.data(), name=names)
def test_any_key_removed_never_crashes_the_checker(data, name):
    path = data.draw(st.sampled_from(paths(TREES[name])))

    answers(written(edited(TREES[name], path, removed)), name)


@settings(max_examples=150, deadline=None)
@given(data=st.data(), name=names, to=st.text(min_size=1, max_size=10).map("zz-".__add__))
def test_any_key_renamed_is_a_problem(data, name, to):
    keyed = [path for path in paths(TREES[name]) if isinstance(path[-1], str)]
    path = data.draw(st.sampled_from(keyed))

    problems = answers(written(edited(TREES[name], path, renamed(to))), name)

    assert problems != ()


@settings(max_examples=100, deadline=None)
@given(data=st.data(), name=names)
def test_a_file_cut_off_anywhere_never_crashes_the_checker(data, name):
    text = TEXTS[name]
    end = data.draw(st.integers(0, len(text)))

    answers(text[:end], name)


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=200), name=st.text(max_size=20))
def test_any_text_under_any_name_never_crashes_the_checker(text, name):
    assert answers(text, name) != ()
