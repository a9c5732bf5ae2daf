"""One line of a source, and the stretch of it that is underlined."""

from __future__ import annotations

import pytest

from understudy.report.excerpt import excerpt
from understudy.report.style import Style
from understudy.text.source import Source

PLAIN = Style()


def shown(text: str, word: str, room: int = 40, style: Style = PLAIN) -> list[str]:
    """Return the excerpt for a word of a text as two lines."""
    source = Source("x", text)
    start = text.index(word)
    part = excerpt(source.span(start, start + len(word)), room, style)
    return [part.text, " " * part.start + "^" * part.length]


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        pytest.param("a: b c\n", "b", ["a: b c", "   ^"], id="plain"),
        pytest.param("\ta: b", "b", ["    a: b", "       ^"], id="tab"),
        pytest.param("日: b", "b", ["日: b", "    ^"], id="wide"),
        pytest.param("x日本y", "日本", ["x日本y", " ^^^^"], id="wide word"),
        pytest.param("e\u0301: b", "b", ["e\u0301: b", "   ^"], id="combining"),
        pytest.param("\x1b[m b", "b", [r"\x1b[m b", "       ^"], id="escape"),
        pytest.param("a\x07b", "\x07", [r"a\x07b", " ^^^^"], id="control"),
        pytest.param("a: b  \nc", "b  \nc", ["a: b", "   ^"], id="several lines"),
        pytest.param("a: b\r\nc", "b", ["a: b", "   ^"], id="CRLF"),
        pytest.param("\ufeffa: b", "b", ["a: b", "   ^"], id="byte order mark"),
    ],
)
def test_the_underline_is_below_the_stretch(text: str, word: str, expected: list[str]):
    assert shown(text, word) == expected


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        pytest.param(1, ("a:", 1, 1), id="inside"),
        pytest.param(2, ("a:", 2, 1), id="end of line"),
        pytest.param(4, ("a:", 2, 1), id="in blanks that are cut"),
        pytest.param(6, ("", 0, 1), id="end of file"),
    ],
)
def test_an_empty_stretch_has_one_caret(offset: int, expected: tuple[str, int, int]):
    source = Source("x", "a:   \n")

    assert excerpt(source.span(offset, offset), 40, PLAIN) == expected


LONG = "x" * 50 + " target " + "y" * 50


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        pytest.param(
            LONG,
            "target",
            ["…xxxxxxxxx target yyyyyyyyyyyyyyyyyyyyy…", " " * 11 + "^" * 6],
            id="both ends",
        ),
        pytest.param(
            LONG,
            "xx",
            ["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…", "^^"],
            id="end",
        ),
        pytest.param(
            "x" * 50 + " target",
            "target",
            ["…xxxxxxxxx target", " " * 11 + "^" * 6],
            id="beginning",
        ),
        pytest.param(
            "a: " + "z" * 90,
            "z" * 90,
            ["a: zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz…", "   " + "^" * 36],
            id="too long itself",
        ),
    ],
)
def test_a_long_line_is_cut_around_the_stretch(
    text: str, word: str, expected: list[str]
):
    lines = shown(text, word)

    assert lines == expected
    assert len(lines[0]) <= 40


def test_a_cut_is_marked_in_ascii_too():
    lines = shown(LONG, "target", style=Style(unicode=False))

    assert lines == [
        "...xxxxxxxxx target yyyyyyyyyyyyyyyyy...",
        " " * 13 + "^" * 6,
    ]
