"""From a character of a scalar's text back to the file."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from understudy.text.nodes import Scalar
from understudy.text.source import Position, Source
from understudy.text.yaml import load, position_in, span_in


def scalar(text: str) -> Scalar:
    """Return the last value of a text that is a list or a scalar."""
    tree, problems = load(Source("x", text))
    assert problems == []
    found = getattr(tree, "items", [tree])[-1]
    assert isinstance(found, Scalar)
    return found


@pytest.mark.parametrize(
    ("text", "word", "place"),
    [
        pytest.param("- a b", "b", (1, 5), id="plain"),
        pytest.param("- &x !!str a b", "b", (1, 14), id="behind anchor and tag"),
        pytest.param("- a\n  b\n\n  c", "c", (4, 3), id="plain, folded"),
        pytest.param("- 'it''s b'", "b", (1, 10), id="doubled quote"),
        pytest.param("- 'a\n\n\n  b'", "b", (4, 3), id="quotes over lines"),
        pytest.param(r'- "\x41\n\U0001F600 b"', "b", (1, 21), id="escapes"),
        pytest.param('- "a\\\n   \n  b"', "b", (3, 3), id="escaped break"),
        pytest.param('- "a\u2028 b"', "b", (1, 7), id="a break that is kept"),
        pytest.param("- |\n    a\n\n      b", "b", (4, 7), id="literal"),
        pytest.param("- |2-  # c\n     a b\n", "b", (2, 8), id="literal, indicators"),
        pytest.param("- |\r\n  a\r\n  b", "b", (3, 3), id="literal, CRLF"),
        pytest.param("- >\n    a\n    a\n\n      b", "b", (5, 7), id="folded"),
        pytest.param("- é😀b", "b", (1, 5), id="beyond ASCII"),
        pytest.param("\ufeff- b", "b", (1, 3), id="byte order mark"),
    ],
)
def test_a_word_is_found_where_it_was_written(
    text: str, word: str, place: tuple[int, int]
):
    node = scalar(text)

    assert position_in(node, node.text.index(word)) == Position(*place)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param(r'"a\tb"', r"\t", id="escape"),
        pytest.param("'a''b'", "''", id="doubled quote"),
        pytest.param("axb", "x", id="plain"),
    ],
)
def test_the_span_of_a_character_is_all_that_was_written_for_it(
    text: str, written: str
):
    span = span_in(scalar(text), 1, 2)

    start, end = span.source.offset(span.start), span.source.offset(span.end)
    assert text[start:end] == written


def test_a_span_may_reach_over_lines():
    node = scalar("- |\n  a ${{\n  b }} c\n")

    span = span_in(node, 2, 10)

    assert (span.start, span.end) == (Position(2, 5), Position(3, 7))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("- ab", (1, 5), id="plain"),
        pytest.param("- 'ab'", (1, 6), id="quoted"),
        pytest.param("- ''", (1, 4), id="nothing in quotes"),
        pytest.param("- ", (1, 2), id="nothing"),
        pytest.param("- |", (1, 3), id="empty block"),
        pytest.param("- >\n  ab", (2, 5), id="folded"),
    ],
)
def test_past_the_end_is_the_end(text: str, place: tuple[int, int]):
    node = scalar(text)

    assert position_in(node, len(node.text)) == Position(*place)
    assert position_in(node, 999) == Position(*place)
    assert span_in(node, 0, 999).end == Position(*place)


FRAGMENTS = (
    "a",
    "b",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n  ",
    "é",
    "😀",
    "#",
    "\u2028",
    "\t",
)
ESCAPES = ("\\n", "\\x41", "\\u00e9", "\\\n  ", '\\"', "''")


@settings(deadline=None)
@given(
    st.sampled_from(["-", "- '", '- "', "- |\n  ", "- >\n   ", "- |+\n  ", "- >-\n  "]),
    st.lists(st.sampled_from(FRAGMENTS + ESCAPES), max_size=12),
)
def test_every_character_was_written_where_it_is_found(
    opening: str, fragments: list[str]
):
    closing = {"'": "'", '"': '"'}.get(opening[-1], "\n")
    source = Source("x", opening + "".join(fragments) + closing)
    tree, problems = load(source)
    for node in getattr(tree, "items", ()):
        if isinstance(node, Scalar) and not problems:
            for index, character in enumerate(node.text):
                span = span_in(node, index, index + 1)
                written = source.text[
                    source.offset(span.start) : source.offset(span.end)
                ]
                if not character.isspace() and written[0] != "\\":
                    assert written in (character, character * 2)
