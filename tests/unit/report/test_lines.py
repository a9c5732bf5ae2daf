"""Lines are cut at a width and never wrapped, and nothing in them moves a cursor."""

from __future__ import annotations

import pytest

from understudy.report.lines import Part, join, pad, render, spread
from understudy.report.style import Style

PLAIN = Style()
LINE = [Part("abc", "bold"), Part("defg")]


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        pytest.param(None, "abcdefg", id="none"),
        pytest.param(7, "abcdefg", id="just enough"),
        pytest.param(6, "abcde…", id="too little"),
        pytest.param(4, "abc…", id="at the end of a part"),
        pytest.param(3, "ab…", id="within the first"),
        pytest.param(0, "…", id="no width at all"),
    ],
)
def test_a_line_is_cut(width, expected):
    assert render(LINE, PLAIN, width) == expected


def test_wide_characters_take_two_columns():
    assert render([Part("日本語")], PLAIN, 6) == "日本語"
    assert render([Part("日本語")], PLAIN, 5) == "日本…"
    assert render([Part("日本語")], PLAIN, 4) == "日…"


def test_looks_do_not_count():
    assert render(LINE, Style(colour=True), 6) == ("\033[1mabc\033[0mde\033[2m…\033[0m")


def test_blanks_at_the_end_are_dropped():
    assert render([Part("a "), Part("  "), Part("")], PLAIN) == "a"
    assert render([Part("  ")], PLAIN) == ""
    assert render([], PLAIN) == ""


def test_what_could_move_a_cursor_is_escaped():
    assert render([Part("a\033[2Jb\n")], PLAIN) == "a\\x1b[2Jb\\n"


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        pytest.param(9, "abcdefg  ", id="up to a column"),
        pytest.param(7, "abcdefg  ", id="one that is just reached"),
        pytest.param(3, "abcdefg  ", id="one that is behind"),
        pytest.param(0, "abcdefg", id="none"),
    ],
)
def test_a_line_is_padded(column, expected):
    assert "".join(part.text for part in pad(LINE, column)) == expected


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        pytest.param(None, "abcdefg  x", id="no edge"),
        pytest.param(12, "abcdefg    x", id="at the edge"),
        pytest.param(4, "abcdefg  x", id="past it"),
    ],
)
def test_an_end_is_put_at_the_right_edge(width, expected):
    line = spread(LINE, [Part("x")], width)

    assert "".join(part.text for part in line) == expected


def test_lines_are_joined():
    joined = join([[Part("a")], [Part("b"), Part("c")], []], ", ")

    assert "".join(part.text for part in joined) == "a, bc, "
    assert join([], ", ") == []
