"""Values of TOML are those of the standard library, and every key has its place."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.text import toml
from understudy.text.source import Source

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE = '''\
# a comment with = and [
title = "understudy"  # another

[tool.understudy]
event = 'push main'
"quoted key" = 1
'literal.key' = 2
"esc\\u0061ped" = 3
vars.CI = "x"
text = """
[not.a.table]
key = 'no key'
"a" """"
more = \'\'\'
]'\'\'\'
list = [
    1, "],", # x = 1
    { inner = { deep = [true] }, other = 1.5 },
]
when = 2026-08-01T12:00:00Z

[[tool.hatch.envs]]
[ spaced . out ]
key=1
'''


def load(text: str) -> toml.Document:
    document, problem = toml.load(Source("pyproject.toml", text))
    assert problem is None
    return document


def test_values_are_those_of_the_standard_library():
    assert load(FILE).values == tomllib.loads(FILE)


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        pytest.param(("title",), "2:1-6", '2:9-21 "understudy"', id="at the top"),
        pytest.param(
            ("tool", "understudy", "event"), "5:1-6", "5:9-20 'push main'", id="table"
        ),
        pytest.param(
            ("tool", "understudy", "quoted key"), "6:1-13", "6:16-17 1", id="quoted"
        ),
        pytest.param(
            ("tool", "understudy", "literal.key"), "7:1-14", "7:17-18 2", id="literal"
        ),
        pytest.param(
            ("tool", "understudy", "escaped"), "8:1-15", "8:18-19 3", id="escaped"
        ),
        pytest.param(
            ("tool", "understudy", "vars", "CI"), "9:1-8", '9:11-14 "x"', id="dotted"
        ),
        pytest.param(
            ("tool", "understudy", "list", "inner"), "18:7-12", None, id="inline table"
        ),
        pytest.param(
            ("tool", "understudy", "list", "inner", "deep"),
            "18:17-21",
            "18:24-30 [true]",
            id="inside of one",
        ),
        pytest.param(
            ("tool", "understudy", "when"),
            "20:1-5",
            "20:8-28 2026-08-01T12:00:00Z",
            id="behind long strings and lists",
        ),
        pytest.param(("tool", "hatch", "envs"), "22:3-18", None, id="list of tables"),
        pytest.param(("spaced", "out"), "23:3-15", None, id="with blanks in its name"),
        pytest.param(("spaced", "out", "key"), "24:1-4", "24:5-6 1", id="no blanks"),
    ],
)
def test_a_key_and_its_value_have_places(path, key, value):
    document = load(FILE)

    place = document.place(path)

    span = place.key
    assert f"{span.line}:{span.column}-{span.end.column}" == key
    if value is not None:
        span = place.value
        line = document.source.lines[span.line - 1]
        text = line[span.column - 1 : span.end.column - 1]
        assert f"{span.line}:{span.column}-{span.end.column} {text}" == value


def test_no_key_of_another_string_or_table_is_taken_for_one():
    assert list(load(FILE).places) == [
        ("title",),
        ("tool", "understudy"),
        ("tool", "understudy", "event"),
        ("tool", "understudy", "quoted key"),
        ("tool", "understudy", "literal.key"),
        ("tool", "understudy", "escaped"),
        ("tool", "understudy", "vars", "CI"),
        ("tool", "understudy", "text"),
        ("tool", "understudy", "more"),
        ("tool", "understudy", "list"),
        ("tool", "understudy", "list", "inner"),
        ("tool", "understudy", "list", "inner", "deep"),
        ("tool", "understudy", "list", "other"),
        ("tool", "understudy", "when"),
        ("tool", "hatch", "envs"),
        ("spaced", "out"),
        ("spaced", "out", "key"),
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param(("tool", "understudy", "none"), "4:2", id="nearest table"),
        pytest.param(("nothing", "near"), "1:1", id="the file"),
    ],
)
def test_what_is_not_there_has_the_place_of_what_is_around_it(path, expected):
    span = load(FILE).place(path).key

    assert f"{span.line}:{span.column}" == expected


def test_a_byte_order_mark_moves_nothing():
    place = load("\ufeffkey = 1").place(("key",))

    assert (place.key.column, place.value.column) == (1, 7)


def test_windows_line_breaks_belong_to_no_value():
    place = load("a = 1\r\nb = [\r\n2]\r\n").place(("a",))

    assert place.value.end == (1, 6)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        pytest.param("a = 1\nb = = 3\n", "2:5-6", "invalid value", id="in a line"),
        pytest.param("a = [1,\n", "2:1-1", "invalid value", id="at the end"),
        pytest.param("a = 1\na = 2", "2:6-6", "cannot overwrite", id="twice"),
        pytest.param("\ufeff= 1", "1:1-2", "invalid statement", id="a mark"),
        pytest.param(f"a = {'9' * 5000}", "1:5005-5005", "exceeds", id="a long number"),
        pytest.param("a = " + "[" * 9000, "1:1-2", "nested", id="very deep"),
    ],
)
def test_what_is_broken_is_a_problem_at_its_place(text, place, message):
    document, problem = toml.load(Source("pyproject.toml", text))

    assert document.values == {}
    assert problem is not None
    assert (problem.id, problem.is_error) == ("toml-syntax", True)
    assert message in problem.message
    assert "(at " not in problem.message
    span = problem.span
    assert f"{span.line}:{span.column}-{span.end.column}" == place


@given(st.text(alphabet="ab.=\"'[]{},#\\ \n1t-", max_size=30))
def test_whatever_the_standard_library_reads_has_places(text):
    document, problem = toml.load(Source("x.toml", text))

    if problem is None:
        for key in document.values:
            assert any(path[0] == key for path in document.places)
