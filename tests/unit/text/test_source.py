"""Positions, offsets and spans of a text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from understudy.text.source import Position, Source, Span

TEXTS = st.text(alphabet="ab\r\n\ufeff😀\x85")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("", ("",), id="empty"),
        pytest.param("a\nb", ("a", "b"), id="LF"),
        pytest.param("a\r\nb\r\n", ("a", "b", ""), id="CRLF"),
        pytest.param("a\rb", ("a", "b"), id="CR"),
        pytest.param("a\u2028b\x85c", ("a\u2028b\x85c",), id="only these break"),
        pytest.param("\ufeffa\nb", ("a", "b"), id="byte order mark"),
    ],
)
def test_lines_have_no_break_and_no_byte_order_mark(text: str, lines: tuple[str, ...]):
    assert Source("x", text).lines == lines


def test_columns_count_code_points_from_1():
    source = Source("x", "é😀:\r\nb")

    assert source.position(2) == Position(1, 3)
    assert source.position(5) == Position(2, 1)


def test_places_outside_of_the_text_are_its_ends():
    source = Source("x", "\ufeffa\nbc")

    assert source.position(-5) == source.position(0) == Position(1, 1)
    assert source.position(99) == Position(2, 3)


@settings(deadline=None)
@given(TEXTS, st.data())
def test_an_offset_and_its_position_are_the_same_place(text: str, data: st.DataObject):
    source = Source("x", text)
    first = int(text.startswith("\ufeff"))
    offset = data.draw(st.integers(first, max(first, len(text))))

    assert source.offset(source.position(offset)) == offset


def test_a_span_says_where_it_is():
    span = Source("ci.yml", "a\nbcd").span(3, 5)

    assert (span.path, span.line, span.column) == ("ci.yml", 2, 2)
    assert str(span) == "ci.yml:2:2"
    assert repr(span) == "<span ci.yml:2:2 to 2:4>"
    assert span == Span(span.source, Position(2, 2), Position(2, 4))
