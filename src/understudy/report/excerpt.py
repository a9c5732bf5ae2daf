"""Owns showing one line of a source with a stretch of it underlined.

What is on the screen is never the line itself: tabs become spaces, invisible characters
are written out, wide ones take two columns, and long lines are cut around the stretch.
"""

from __future__ import annotations

from typing import List, NamedTuple, Tuple

from understudy.report.style import Style, visible, width
from understudy.text.source import Span

_TAB = " " * 4


class Excerpt(NamedTuple):
    """A line as the screen shows it, and which of its columns are underlined."""

    text: str
    start: int
    length: int


def excerpt(span: Span, room: int, style: Style) -> Excerpt:
    """Return the first line of a span, in so many columns where that is possible."""
    line = span.source.lines[span.line - 1].rstrip()
    start = min(span.column - 1, len(line))
    end = len(line)
    if span.end.line == span.line:
        end = max(start, min(span.end.column - 1, end))
    cells = [_TAB if char == "\t" else visible(char) for char in line]
    first, last = _window(cells, start, end, room, len(style.ellipsis))
    before = style.ellipsis if first else ""
    after = style.ellipsis if last < len(cells) else ""
    text = before + "".join(cells[first:last]) + after
    indent = width(before + "".join(cells[first:start]))
    length = width("".join(cells[start : min(end, last)]))
    return Excerpt(text, indent, max(1, length))


def _window(
    cells: List[str], start: int, end: int, room: int, mark: int
) -> Tuple[int, int]:
    """Return which cells to show: all, or those around a stretch of them."""
    if width("".join(cells)) <= room:
        return 0, len(cells)
    first = 0
    if width("".join(cells[:end])) > room - mark:
        first = start
        while first and width("".join(cells[first - 1 : start])) <= room // 4:
            first -= 1
    left = room - (mark if first else 0)
    if width("".join(cells[first:])) <= left:
        return first, len(cells)
    last = first
    while width("".join(cells[first : last + 1])) <= left - mark:
        last += 1
    return first, last
