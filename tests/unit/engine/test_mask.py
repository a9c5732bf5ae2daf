"""Hiding values in whatever spelling they come."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.engine.mask import Masker


def masker(*values: str) -> Masker:
    made = Masker()
    for value in values:
        made.add(value)
    return made


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "value, text, expected",
    [
        pytest.param("hunter2", "a hunter2 b", "a *** b", id="itself"),
        pytest.param("x", "axbxx", "a***b***", id="one character"),
        pytest.param("é€", "<é€>", "<***>", id="not ascii"),
        pytest.param("pa ss", encoded("pa ss"), "***", id="base64"),
        pytest.param("secret7", encoded("u:secret7"), "dTpz***", id="base64, shift 1"),
        pytest.param("secret7", encoded("us:secret7"), "dXM6***", id="base64 behind 3"),
        pytest.param("secret7", encoded("a:bsecret7"), "YTpi***", id="base64 again"),
        pytest.param('a"b', 'x a\\"b', "x ***", id="command line"),
        pytest.param("it's", "'it''s'", "'***'", id="expression"),
        pytest.param('a\t"\\', r"a\t\"\\", "***", id="json"),
        pytest.param("a\u2028b", r"a\u2028b", "***", id="json, line separator"),
        pytest.param("a b&c/d", "a%20b%26c%2Fd", "***", id="uri"),
        pytest.param("a<b>&'\"", "a&lt;b&gt;&amp;&apos;&quot;", "***", id="xml"),
        pytest.param('"quoted word"', "quoted word", "***", id="without its quotes"),
        pytest.param('"quote"', "quote", "quote", id="quotes of a short one stay"),
        pytest.param("part1&part2&part3", "part1&part2&", "***", id="before &"),
        pytest.param("part1&part2&part33", "part33", "***", id="after &"),
        pytest.param("part1&part2&part3", "part3", "part3", id="short after &"),
        pytest.param("a&part22", "a&", "a&", id="short before &"),
        pytest.param("part1&+part22", "part1&+", "***", id="before &+"),
        pytest.param("part1&+part22", "art22", "art22", id="short after &+"),
        pytest.param("part1&+part222", "art222", "***", id="after &+"),
        pytest.param("part1&+", "part1&+", "***", id="nothing after &+"),
    ],
)
def test_a_value_is_hidden_in_every_spelling(
    value: str, text: str, expected: str
) -> None:
    assert masker(value).hide(text) == expected


@pytest.mark.parametrize("value", ["", " ", "\n", " \r\n "])
def test_a_blank_value_hides_nothing(value: str) -> None:
    assert masker(value).hide(f"a {value} b") == f"a {value} b"


def test_each_line_of_a_value_is_hidden() -> None:
    made = masker("abc\rdef\n  ghi \r\n\njkl")

    assert made.hide("abc def ghi jkl") == "*** *** *** ***"
    assert made.hide("abc\rdef\n  ghi \r\n\njkl") == "***"


@pytest.mark.parametrize(
    "values, text, expected",
    [
        pytest.param(("abcd", "cdef"), "xabcdefx", "x***x", id="overlap"),
        pytest.param(("abc", "def"), "abcdef", "***", id="touch"),
        pytest.param(("abcdef", "cd"), "abcdef cd", "*** ***", id="inside"),
        pytest.param(("aa",), "aaa", "***", id="with itself"),
        pytest.param(("abc", "def"), "abc def", "*** ***", id="apart"),
    ],
)
def test_values_that_meet_are_hidden_as_one(
    values: tuple[str, ...], text: str, expected: str
) -> None:
    assert masker(*values).hide(text) == expected


def test_a_text_reveals_a_value_or_does_not() -> None:
    made = masker("hunter2")

    assert (made.reveals("my hunter2"), made.reveals("hunter")) == (True, False)


def test_output_is_hidden_line_by_line() -> None:
    made = masker("first\nsecond")

    assert made.hide_lines(b"\xff first\nsecond\n") == b"\xff ***\n***\n"


@pytest.mark.parametrize(
    "data, held",
    [(b"a hun", 3), (b"hunter", 6), (b"hunter2", 0), (b"hunt er", 0), (b"", 0)],
)
def test_what_may_become_a_value_is_held(data: bytes, held: int) -> None:
    assert masker("hunter2").held(data) == held


def test_the_longest_beginning_of_any_value_is_held() -> None:
    assert masker("abab", "ba").held(b"xaba") == 3


@given(
    st.lists(st.text(alphabet="ab'\"&+ \n", max_size=6), max_size=4),
    st.text(alphabet="ab'\"&+ \n", max_size=30),
)
def test_no_value_survives(values: list[str], text: str) -> None:
    made = masker(*values)

    hidden = made.hide(text)

    assert not any(value in hidden for value in values if value.strip())
    assert made.hide(hidden) == hidden
